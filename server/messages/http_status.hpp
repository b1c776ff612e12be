#pragma once
// What a provider's HTTP status means when it is none of success.

#include "messages/message.hpp"
#include "messages/transfer.hpp"

namespace messages {

// 200 to 299.
bool is_success(const HttpAnswer& answer);
// Of any other status. What is wrong with the message is refused; what is wrong with us or with the
// provider, a redirect among it, has failed for now.
Outcome outcome_of_status(const HttpAnswer& answer);

}  // namespace messages
