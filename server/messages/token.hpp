#pragma once
// Whoever sends for a municipality shows a token, which is fetched and kept elsewhere.

#include <functional>
#include <optional>
#include <string>

#include <tl/expected.hpp>

#include "messages/message.hpp"

namespace messages {

// A token that is good now (Maskinporten's, or Altinn's in exchange for it); none when there is
// none to be had. Any thread; its time comes on top of the channel's patience.
using TokenSource = std::function<std::optional<std::string>()>;

// "Authorization: Bearer …".
tl::expected<std::string, Outcome> authorisation(const TokenSource& source);

}  // namespace messages
