#include "messages/token.hpp"

#include "messages/text.hpp"

namespace messages {

tl::expected<std::string, Outcome> authorisation(const TokenSource& source) {
    const auto token = source();
    if (!token || token->empty() || !is_header_value(*token)) {
        return tl::unexpected(failed(Fault::not_authorised, "no token"));
    }
    return "Authorization: Bearer " + *token;
}

}  // namespace messages
