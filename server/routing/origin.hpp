#pragma once
// What a browser says of where a request comes from.

#include <string>
#include <string_view>

#include "routing/request.hpp"

namespace routing {

// People's sessions. The prefix makes browsers take it over TLS alone, for this host alone.
inline constexpr std::string_view session_cookie = "__Host-kl";

// The value of that name in a Cookie header; empty when it is not there, or there twice: then one
// of them is somebody else's.
std::string_view cookie(std::string_view header, std::string_view name);

// A page of another site made the browser send it. A client that says nothing of origins is no
// browser, and nobody else makes it send anything.
bool from_another_site(const Request& request);

}  // namespace routing
