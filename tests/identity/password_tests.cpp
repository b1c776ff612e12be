#include <catch2/catch.hpp>

#include <set>

#include "identity/password.hpp"
#include "support/test_app.hpp"

using support::cheap_passwords;

namespace {

std::string faults(std::string_view password, const std::vector<std::string>& context = {}) {
    std::string all;
    for (const std::string_view code : identity::password_faults(password, context)) {
        all += (all.empty() ? "" : " ") + std::string(code);
    }
    return all;
}

}  // namespace

TEST_CASE("a password's hash says what it cost, and knows the password alone") {
    const std::string hash = identity::hash_password("grønn lampe under trappa", cheap_passwords);
    CHECK(hash.starts_with("$argon2id$v=19$m=8,t=1,p=1$"));
    CHECK(identity::is_password("grønn lampe under trappa", hash));
    CHECK_FALSE(identity::is_password("grønn lampe under trapp", hash));
    CHECK_FALSE(identity::is_password("", hash));
    CHECK(identity::hash_password("grønn lampe under trappa", cheap_passwords) != hash);
}

TEST_CASE("the cost that the program uses is above the least one") {
    const domain::PasswordCost cost;
    CHECK(cost.passes >= domain::least_password_cost.passes);
    CHECK(cost.memory >= domain::least_password_cost.memory);
    CHECK(domain::least_password_cost.memory == 19 * 1024 * 1024);
    CHECK(domain::least_password_cost.passes == 2);
    CHECK(identity::hash_password("x", cost).starts_with("$argon2id$v=19$m=65536,t=3,p=1$"));
}

TEST_CASE("a hash is made anew when the cost rises and not before") {
    const std::string hash = identity::hash_password("x", cheap_passwords);
    CHECK_FALSE(identity::needs_rehash(hash, cheap_passwords));
    CHECK(identity::needs_rehash(hash, {2, 8192}));
    CHECK(identity::needs_rehash(hash, {1, 16384}));
}

TEST_CASE("the hash of no password is as much work and is nobody's") {
    const std::string none = identity::hash_of_none(cheap_passwords);
    const auto before = identity::hashes_run();
    CHECK_FALSE(identity::is_password("", none));
    CHECK_FALSE(identity::is_password("x", none));
    CHECK(identity::hashes_run() == before + 2);
    CHECK_FALSE(identity::needs_rehash(none, cheap_passwords));
}

TEST_CASE("a new password is long, and not what somebody would try first") {
    for (const char* good :
         {"grønn lampe under trappa", "correct horse battery staple", "Tr0ub4dor&3 x7q",
          "vi spiser frokost ute", "kW9#mzQ2!vLp", "min hund elsker sandefjord",
          "пароль из трёх слов", "日本語のとても長い合言葉です"}) {
        INFO(good);
        CHECK(faults(good).empty());
    }
    CHECK(faults("kW9#mzQ2!vL") == "password_too_short");
    CHECK(faults("åæøåæøåæøåæ").starts_with("password_too_short"));
    std::string long_one;
    for (char c = 'a'; c < 'q'; ++c) (long_one += "kW9#mzQ") += c;
    CHECK(faults(long_one).empty());
    CHECK(faults(long_one + "x") == "too_long");
}

TEST_CASE("common passwords are refused, whatever is put around or into them") {
    for (const char* common :
         {"password1234", "Passord123456", "P@ssw0rd2026!", "!!!!Sommer2026", "SommerVinter26",
          "Liverpool2024!", "qwertyuiop12", "1234567890123", "aaaaaaaaaaaaaa", "abcdefghijkl",
          "abcabcabcabc", "1q2w3e4r5t6y", "asdfghjkløæ1", "Velkommen123!", "hemmelighet12",
          "Hjemmesykepleien1", "poiuytrewq12", "fotball fotball", "111111222222"}) {
        INFO(common);
        CHECK(faults(common).find("common_password") != std::string::npos);
    }
}

TEST_CASE("a password that is little but the user's name or the place is refused") {
    for (const char* near : {"Nordmann2026!!", "kari.nordmann1", "Korttidslager1", "sandefjord2026",
                             "Engveien-12345", "hjelpemidler!!"}) {
        INFO(near);
        CHECK(faults(near, {"Kari Nordmann", "ENGVEIEN", "Engveiensenteret"})
                  .find("context_password") != std::string::npos);
    }
    CHECK(faults("nordmann liker blå båter", {"Kari Nordmann"}).empty());
    CHECK(faults("Nordmann2026!x", {"Per Hansen"}).empty());
}

TEST_CASE("temporary passwords are good enough themselves and never the same") {
    std::set<std::string> all;
    for (int i = 0; i < 200; ++i) {
        const std::string password = identity::temporary_password();
        CHECK(password.size() == 19);
        CHECK(faults(password).empty());
        all.insert(password);
    }
    CHECK(all.size() == 200);
}
