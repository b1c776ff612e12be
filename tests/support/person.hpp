#pragma once
// A person at a browser, which keeps the cookie of the session:
//
//     Person ola(app, "ola", "lager");
//     ola.sign_in();
//     CHECK(ola.get("/api/v1/items").status == 200);

#include <string>
#include <string_view>

#include "support/test_app.hpp"

namespace support {

// RFC 4648, without padding.
std::string from_base32(std::string_view text);

class Person {
public:
    // Made by an administrator's device; has a password that is still to be changed.
    Person(TestApp& app, std::string name, std::string_view role, const Body& given = {});

    Answer call(std::string_view method, std::string_view target, const std::string& body = {},
                Headers headers = {});
    Answer get(std::string_view target) { return call("GET", target); }
    Answer post(std::string_view target) { return call("POST", target); }
    Answer post(std::string_view target, const Body& body) {
        return call("POST", target, body.text());
    }

    // With the password alone, or with a code as well.
    Answer sign_in(const std::string& code = {});
    // Signs in with both factors, for which it changes the password and enrols first.
    void set_up();
    // Of the authenticator application, now or so many steps from now.
    std::string code(int steps = 0) const;

    std::string name;
    std::string password;
    std::string secret;  // of the second factor
    std::vector<std::string> recovery_codes;
    std::string cookie;  // "__Host-kl=…"; empty: none
    std::int64_t id = 0;

private:
    TestApp& app_;
};

}  // namespace support
