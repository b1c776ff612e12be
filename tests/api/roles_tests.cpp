// Who may what: the table of API.md, written out cell by cell in who_may_what.csv. Every route has
// a row there, and every cell is tried.

#include <set>

#include <catch2/catch.hpp>

#include "api/routes.hpp"
#include "support/csv_table.hpp"
#include "support/test_app.hpp"

using support::Body;
using support::TestApp;

namespace {

const std::vector<std::string> senders{"lager", "ergo", "sjafor", "leder", "admin", ""};

std::string table() { return KL_TESTS_DIR "/api/who_may_what.csv"; }

// A path of the pattern that leads nowhere: who is let in meets 400 or 404, and nothing is stored.
std::string path_of(const std::string& pattern) {
    std::string path = pattern;
    for (auto open = path.find('{'); open != std::string::npos; open = path.find('{')) {
        path.replace(open, path.find('}', open) - open + 1, "999999");
    }
    return path;
}

}  // namespace

TEST_CASE("every route is in the table of who may what, and the table has no other") {
    std::set<std::string> in_table;
    for (const auto& row : support::read_csv(table())) {
        CHECK(in_table.insert(row[0] + " " + row[1]).second);
    }
    std::set<std::string> in_program;
    for (const routing::Route& route : api::routes()) {
        in_program.insert(std::string(routing::to_text(route.method)) + " " +
                          std::string(route.path));
    }
    CHECK(in_table == in_program);
}

TEST_CASE("each role may what the table says and nothing else") {
    TestApp app;
    const auto stored = app.stored().dump();
    int cells = 0;
    for (const auto& row : support::read_csv(table())) {
        REQUIRE(row.size() == 8);
        for (std::size_t i = 0; i < senders.size(); ++i) {
            const std::string& expected = row[i + 2];
            INFO(row[0] << " " << row[1] << " by " << (senders[i].empty() ? "nobody" : senders[i]));
            REQUIRE((expected == "yes" || expected == "403" || expected == "401"));
            support::Headers headers;
            if (row[0] == "PATCH" || row[0] == "PUT") headers.emplace_back("if-match", "*");
            const auto answer = app.call(senders[i], row[0], path_of(row[1]),
                                         row[0] == "GET" ? "" : R"({"no_such_field": 1})", headers);
            if (expected == "yes") {
                CHECK(answer.status != 401);
                CHECK(answer.status != 403);
            } else {
                CHECK(std::to_string(answer.status) == expected);
            }
            if (answer.status == 401) CHECK(answer.header("www-authenticate") == "Bearer");
            ++cells;
        }
    }
    CHECK(cells == static_cast<int>(6 * api::routes().size()));
    CHECK(app.stored().dump() == stored);
}

TEST_CASE("a token that is not known or not a bearer's is 401") {
    TestApp app;
    for (const char* authorization :
         {"", "Bearer", "Bearer ", "Bearer nobody", "Basic dG9rZW4=", "token-of-lager",
          "Bearer token-of-lager x", "Bearer  token-of-lager"}) {
        INFO(authorization);
        routing::Request request = app.request("", "GET", "/api/v1/items");
        request.authorization = authorization;
        CHECK(app.call_later(request).get().status == 401);
    }
    routing::Request request = app.request("", "GET", "/api/v1/items");
    request.authorization = "bearer token-of-lager";
    CHECK(app.call_later(request).get().status == 200);
}
