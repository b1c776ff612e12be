#include <catch2/catch.hpp>

#include <regex>
#include <set>

#include "identity/random.hpp"
#include "identity/token.hpp"

TEST_CASE("tokens are 256 random bits in letters that need no escaping") {
    std::set<std::string> all;
    for (int i = 0; i < 1000; ++i) {
        const std::string token = identity::new_token();
        CHECK(std::regex_match(token, std::regex("[A-Za-z0-9_-]{43}")));
        all.insert(token);
    }
    CHECK(all.size() == 1000);
    CHECK(std::regex_match(identity::new_device_token(), std::regex("kl_[0-9a-f]{64}")));
}

TEST_CASE("a form's token belongs to one session and does not give it away") {
    // HMAC-SHA-256 of "korttidslager form" under the token, by Python's hmac.
    CHECK(identity::form_token("token-of-a-session") ==
          "Hn4ruQUEqZgJClYso0CEqANrYfGGmp1jl1W0inDPpUk");
    const std::string session = identity::new_token();
    const std::string form = identity::form_token(session);
    CHECK(form != session);
    CHECK(identity::is_form_token(session, form));
    CHECK_FALSE(identity::is_form_token(identity::new_token(), form));
    CHECK_FALSE(identity::is_form_token(session, ""));
    CHECK_FALSE(identity::is_form_token(session, form + "x"));
    CHECK_FALSE(identity::is_form_token(session, session));
}
