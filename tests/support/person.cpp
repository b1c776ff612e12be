#include "support/person.hpp"

#include <stdexcept>

#include "identity/one_time_code.hpp"

namespace support {
namespace {

Answer expect(Answer answer, int status) {
    if (answer.status != status) {
        throw std::runtime_error("refused: " + std::to_string(answer.status) + " " + answer.body);
    }
    return answer;
}

}  // namespace

std::string from_base32(std::string_view text) {
    std::string bytes;
    unsigned held = 0;
    int bits = 0;
    for (const char c : text) {
        held = held << 5 | static_cast<unsigned>(c >= 'A' ? c - 'A' : c - '2' + 26);
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            bytes += static_cast<char>(held >> bits & 0xff);
        }
    }
    return bytes;
}

Person::Person(TestApp& app, std::string its_name, std::string_view role, const Body& given)
    : name(std::move(its_name)), app_(app) {
    Body body;
    body.set("name", name).set("role", std::string(role)).set("depot", "SMS");
    body.merge(given);
    const Answer made = expect(app.post("/api/v1/users", body, "admin"), 201);
    password = made.json.text("/password");
    id = made.json.number("/id");
}

Answer Person::call(std::string_view method, std::string_view target, const std::string& body,
                    Headers headers) {
    if (!cookie.empty()) headers.emplace_back("cookie", cookie);
    Answer answer = app_.call("", method, target, std::string_view(body), headers);
    const std::string set = answer.header("set-cookie");
    if (set.find("Max-Age=0") != std::string::npos) {
        cookie.clear();
    } else if (!set.empty()) {
        cookie = set.substr(0, set.find(';'));
    }
    return answer;
}

Answer Person::sign_in(const std::string& code) {
    Body body;
    body.set("name", name).set("password", password);
    if (!code.empty()) body.set("code", code);
    return post("/api/v1/session", body);
}

void Person::set_up() {
    expect(sign_in(), 200);
    const std::string chosen = "grønn lampe under trappa " + name;
    expect(post("/api/v1/session/password", Body().set("old", password).set("new", chosen)), 200);
    password = chosen;
    const Answer enrolment = expect(post("/api/v1/session/enrolment"), 200);
    secret = from_base32(enrolment.json.text("/secret"));
    const Answer confirmed =
        expect(post("/api/v1/session/enrolment/confirm", Body().set("code", code())), 200);
    recovery_codes.clear();
    for (std::size_t i = 0; i < confirmed.json.size("/recovery_codes"); ++i) {
        recovery_codes.push_back(confirmed.json.text("/recovery_codes/" + std::to_string(i)));
    }
}

std::string Person::code(int steps) const {
    const auto now = app_.clock.now().instant + std::chrono::seconds(30 * steps);
    return identity::totp_code(secret, identity::totp_step(now));
}

}  // namespace support
