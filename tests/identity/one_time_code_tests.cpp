// Expected values: the tables of RFC 6238 (appendix B, SHA-1) and RFC 4648 (section 10).

#include <catch2/catch.hpp>

#include <set>

#include "identity/one_time_code.hpp"

namespace {

const std::string rfc_secret = "12345678901234567890";

domain::Instant at(std::int64_t seconds) { return domain::Instant(std::chrono::seconds(seconds)); }

}  // namespace

TEST_CASE("the codes are those of RFC 6238") {
    for (const auto& [seconds, code] : {std::pair<std::int64_t, const char*>(59, "94287082"),
                                        {1111111109, "07081804"},
                                        {1111111111, "14050471"},
                                        {1234567890, "89005924"},
                                        {2000000000, "69279037"},
                                        {20000000000, "65353130"}}) {
        CHECK(identity::totp_code(rfc_secret, identity::totp_step(at(seconds)), 8) == code);
        CHECK(identity::totp_code(rfc_secret, identity::totp_step(at(seconds))) ==
              std::string(code).substr(2));
    }
}

TEST_CASE("base 32 is that of RFC 4648, without padding") {
    for (const auto& [bytes, text] : {std::pair("", ""),
                                      {"f", "MY"},
                                      {"fo", "MZXQ"},
                                      {"foo", "MZXW6"},
                                      {"foob", "MZXW6YQ"},
                                      {"fooba", "MZXW6YTB"},
                                      {"foobar", "MZXW6YTBOI"}}) {
        CHECK(identity::base32(bytes) == text);
    }
}

TEST_CASE("a code counts from the step before its own to the one after") {
    // Its own step: from 1111111110 to 1111111139.
    const std::string code = "050471";
    const auto step = [&](std::int64_t seconds) {
        return identity::step_of_code(rfc_secret, code, at(seconds));
    };
    CHECK(step(1111111079) == std::nullopt);
    CHECK(step(1111111080) == 37037037);
    CHECK(step(1111111110) == 37037037);
    CHECK(step(1111111139) == 37037037);
    CHECK(step(1111111169) == 37037037);
    CHECK(step(1111111170) == std::nullopt);
    for (const char* other : {"", "50471", "0050471", "050472", "05047a", "050471 "}) {
        CHECK(identity::step_of_code(rfc_secret, other, at(1111111110)) == std::nullopt);
    }
}

TEST_CASE("a secret has 160 bits, and its address names the program and the user") {
    CHECK(identity::new_totp_secret().size() == 20);
    CHECK(identity::new_totp_secret() != identity::new_totp_secret());
    CHECK(identity::totp_uri("foobar", "Åse Ø") ==
          "otpauth://totp/Korttidslager:%C3%85se%20%C3%98?secret=MZXW6YTBOI&issuer=Korttidslager");
}

TEST_CASE("recovery codes are ten, of 120 bits, and read as people write them") {
    const auto codes = identity::new_recovery_codes();
    CHECK(codes.size() == 10);
    CHECK(std::set<std::string>(codes.begin(), codes.end()).size() == 10);
    for (const std::string& code : codes) {
        CHECK(code.size() == 24);
        CHECK(identity::read_code(identity::shown_recovery_code(code)) == code);
        CHECK_FALSE(identity::is_totp_code(code));
    }
    CHECK(identity::shown_recovery_code("7K3QF27A0000") == "7K3Q-F27A-0000");
    CHECK(identity::read_code(" 7k3q-f27a Oil1") == "7K3QF27A0111");
    CHECK(identity::is_totp_code(identity::read_code("123 456")));
}
