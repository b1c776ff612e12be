// Users and the tokens of devices, as administrators make and change them.

#include <catch2/catch.hpp>

#include <regex>

#include "support/person.hpp"

using support::Body;
using support::Person;
using support::TestApp;

namespace {

constexpr const char* users = "/api/v1/users";

Body new_user(std::string_view name, std::string_view role) {
    return Body().set("name", name).set("role", role);
}

}  // namespace

TEST_CASE("a user is made with a password that is shown once") {
    TestApp app;
    const auto made =
        app.post(users, new_user("Kari Nordmann", "ergo").set("depot", "SMS"), "admin");
    REQUIRE(made.status == 201);
    const std::string path = users + ("/" + std::to_string(made.json.number("/id")));
    CHECK(made.header("location") == path);
    CHECK(std::regex_match(made.json.text("/password"),
                           std::regex("[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}")));
    CHECK(made.json.flag("/must_change_password"));
    CHECK_FALSE(made.json.flag("/has_second_factor"));
    const auto shown = app.get(path, "admin");
    CHECK_FALSE(shown.json.has("/password"));
    CHECK(shown.header("etag") == made.header("etag"));
    CHECK(shown.json.text("/role") == "ergo");
    CHECK(app.get(users, "admin").json.each("/items", "/name") ==
          std::vector<std::string>{"Kari Nordmann"});
}

TEST_CASE("a repeat under the same key makes no second user and does not show the password again") {
    TestApp app;
    const std::string body = new_user("Kari", "ergo").text();
    const support::Headers key{{"idempotency-key", "k1"}};
    const auto first = app.call("admin", "POST", users, std::string_view(body), key);
    const auto again = app.call("admin", "POST", users, std::string_view(body), key);
    REQUIRE(first.status == 201);
    CHECK(again.status == 201);
    CHECK(again.header("location") == first.header("location"));
    CHECK(again.json.number("/id") == first.json.number("/id"));
    CHECK(first.json.has("/password"));
    CHECK_FALSE(again.json.has("/password"));
    CHECK(app.stored().dump().find(first.json.text("/password")) == std::string::npos);
    CHECK(app.get(users, "admin").json.size("/items") == 1);
}

TEST_CASE("a reset repeated under its key resets once, and shows the password once") {
    TestApp app;
    Person kari(app, "Kari", "ergo");
    const std::string path = users + ("/" + std::to_string(kari.id));
    const auto reset = [&](const char* key) {
        return app.call("admin", "POST", path + "/reset-password", "", {{"idempotency-key", key}});
    };
    const auto first = reset("k1");
    REQUIRE(first.status == 200);
    kari.password = first.json.text("/password");
    REQUIRE(kari.sign_in().status == 200);
    const auto again = reset("k1");
    CHECK(again.status == 200);
    CHECK_FALSE(again.json.has("/password"));
    CHECK(again.json.number("/id") == kari.id);
    CHECK(again.header("location") == path);
    CHECK(again.header("location") == first.header("location"));
    CHECK(app.stored().dump().find(kari.password) == std::string::npos);
    // The password counts on, and nobody was signed out.
    CHECK(kari.get("/api/v1/session").status == 200);
    CHECK(kari.sign_in().status == 200);
    const auto other = reset("k2");
    CHECK(other.json.text("/password") != kari.password);
    CHECK(kari.sign_in().status == 401);
    CHECK(app.call("admin", "POST", std::string(users) + "/999999/reset-password").status == 404);
}

TEST_CASE("all that is wrong with a new user is said at once, and nothing is stored") {
    TestApp app;
    REQUIRE(app.post(users, new_user("Kari Nordmann", "ergo"), "admin").status == 201);
    const auto before = app.stored().dump();
    CHECK(app.post(users, Body().set("role", "sjef").set("depot", 1).set("shoe", 41), "admin")
              .errors() == std::vector<std::string>{"/name required", "/role invalid_value",
                                                    "/depot wrong_type", "/shoe unknown_field"});
    CHECK(app.post(users, new_user("KARI  nordmann", "ergo").set("depot", "OSLO"), "admin")
              .errors() == std::vector<std::string>{"/name name_taken", "/depot unknown_depot"});
    CHECK(app.post(users, new_user(std::string(61, 'x'), "ergo"), "admin").errors() ==
          std::vector<std::string>{"/name too_long"});
    CHECK(app.stored().dump() == before);
}

TEST_CASE("a user is changed by the version that was seen") {
    TestApp app;
    Person kari(app, "Kari", "ergo");
    const std::string path = users + ("/" + std::to_string(kari.id));
    const std::string etag = app.get(path, "admin").header("etag");
    CHECK(app.call("admin", "PATCH", path, Body().set("role", "leder")).status == 428);
    const auto changed =
        app.call("admin", "PATCH", path, Body().set("role", "leder").raw("depot", "null"),
                 {{"if-match", etag}});
    CHECK(changed.status == 200);
    CHECK(changed.json.text("/role") == "leder");
    CHECK(changed.json.is_null("/depot"));
    CHECK(changed.json.text("/name") == "Kari");
    CHECK(
        app.call("admin", "PATCH", path, Body().set("role", "ergo"), {{"if-match", etag}}).status ==
        412);
    CHECK(app.call("admin", "PATCH", "/api/v1/users/999999", Body().set("role", "ergo"),
                   {{"if-match", "*"}})
              .status == 404);
    CHECK(app.patch(path, Body().raw("role", "null"), "admin").errors() ==
          std::vector<std::string>{"/role required"});
    Person ola(app, "Ola", "ergo");
    CHECK(app.patch(path, Body().set("name", "OLA").set("depot", "X"), "admin").errors() ==
          std::vector<std::string>{"/name name_taken", "/depot unknown_depot"});
    CHECK(app.patch(path, Body().set("name", "KARI"), "admin").status == 200);
}

TEST_CASE("the last administrator stays one") {
    TestApp app;
    Person one(app, "Sjefen", "admin");
    const std::string path = users + ("/" + std::to_string(one.id));
    CHECK(app.patch(path, Body().set("role", "leder"), "admin").errors() ==
          std::vector<std::string>{"/role last_admin"});
    CHECK(app.patch(path, Body().set("disabled", true), "admin").errors() ==
          std::vector<std::string>{"/disabled last_admin"});
    Person other(app, "Nestsjefen", "admin");
    CHECK(app.patch(path, Body().set("disabled", true), "admin").status == 200);
    const std::string other_path = users + ("/" + std::to_string(other.id));
    CHECK(app.patch(other_path, Body().set("role", "leder"), "admin").code() == "last_admin");
    CHECK(app.patch(path, Body().set("disabled", false), "admin").status == 200);
    CHECK(app.patch(other_path, Body().set("role", "leder"), "admin").status == 200);
}

TEST_CASE("two administrators that put each other out at the same moment leave one") {
    TestApp app;
    Person one(app, "Sjefen", "admin");
    Person two(app, "Nestsjefen", "admin");
    const auto statuses = support::in_parallel(2, [&](int i) {
        return app
            .call("admin", "PATCH", users + ("/" + std::to_string(i == 0 ? one.id : two.id)),
                  Body().set("disabled", true), {{"if-match", "*"}})
            .status;
    });
    CHECK(
        ((statuses[0] == 200 && statuses[1] == 409) || (statuses[0] == 409 && statuses[1] == 200)));
}

TEST_CASE("the list of users goes page by page") {
    TestApp app;
    for (const char* name : {"Anne", "Berit", "Camilla"}) Person(app, name, "lager");
    const auto first = app.get("/api/v1/users?limit=2", "admin");
    CHECK(first.json.each("/items", "/name") == std::vector<std::string>{"Anne", "Berit"});
    const auto second =
        app.get("/api/v1/users?limit=2&cursor=" + first.json.text("/next"), "admin");
    CHECK(second.json.each("/items", "/name") == std::vector<std::string>{"Camilla"});
    CHECK(second.json.is_null("/next"));
}

TEST_CASE("who has no depot of one's own names the one that is meant") {
    TestApp app;
    Person kari(app, "Kari", "lager", Body().raw("depot", "null"));
    kari.set_up();
    CHECK(kari.get("/api/v1/queues/wash").errors() == std::vector<std::string>{"?depot required"});
    CHECK(kari.get("/api/v1/queues/wash?depot=SMS").status == 200);
    Body scan = app.scan("lookup", app.ready_item());
    CHECK(kari.post("/api/v1/scans", scan).status == 200);
    CHECK(kari.post("/api/v1/scans", scan.without("depot").set("id", app.new_id())).errors() ==
          std::vector<std::string>{"/depot required"});
}

TEST_CASE("the right to see address protection goes with the role of leader or by itself") {
    TestApp app;
    Person leader(app, "Leder", "leder");
    Person with(app, "Med", "ergo", Body().set("sees_protected", true));
    Person without(app, "Uten", "ergo");
    CHECK(leader.sign_in().json.flag("/user/sees_protected"));
    CHECK(with.sign_in().json.flag("/user/sees_protected"));
    CHECK_FALSE(without.sign_in().json.flag("/user/sees_protected"));
}

TEST_CASE("a device's token is made, shown once, listed and revoked") {
    TestApp app;
    const auto made =
        app.post("/api/v1/tokens",
                 Body().set("name", "skranke-2").set("role", "lager").set("depot", "SMS"), "admin");
    REQUIRE(made.status == 201);
    const std::string secret = made.json.text("/token");
    CHECK(std::regex_match(secret, std::regex("kl_[0-9a-f]{64}")));
    CHECK(app.stored().dump().find(secret) == std::string::npos);
    const auto with_token = [&] {
        routing::Request request = app.request("", "GET", "/api/v1/items");
        request.authorization = "Bearer " + secret;
        return app.call_later(request).get().status;
    };
    CHECK(with_token() == 200);
    const std::string path = made.header("location");
    CHECK_FALSE(app.get(path, "admin").json.has("/token"));
    const auto revoked = app.call("admin", "POST", path + "/revoke");
    CHECK(revoked.status == 200);
    CHECK_FALSE(revoked.json.is_null("/revoked_at"));
    CHECK(with_token() == 401);
    CHECK(app.call("admin", "POST", path + "/revoke").body == revoked.body);
    CHECK(app.call("admin", "POST", "/api/v1/tokens/999999/revoke").status == 404);
    CHECK(app.post("/api/v1/tokens",
                   Body().set("name", "x").set("role", "lager").set("depot", "OSLO"), "admin")
              .errors() == std::vector<std::string>{"/depot unknown_depot"});
    const auto page = app.get("/api/v1/tokens?limit=3", "admin");
    CHECK(page.json.size("/items") == 3);
    CHECK(
        app.get("/api/v1/tokens?cursor=" + page.json.text("/next"), "admin").json.size("/items") ==
        8);
}
