#pragma once
// The tokens of sessions, and those that show that a form is one of ours.

#include <string>
#include <string_view>

namespace identity {

// 256 random bits in base64url.
std::string new_token();

// What a device shows, told from other secrets by its beginning.
std::string new_device_token();

// Goes into the forms of a session's pages: only who knows the session's token can make it, and
// from it the token does not follow.
std::string form_token(std::string_view session_token);
// In a time that says nothing of where they differ.
bool is_form_token(std::string_view session_token, std::string_view given);

}  // namespace identity
