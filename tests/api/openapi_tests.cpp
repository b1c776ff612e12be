#include <cstdlib>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include <catch2/catch.hpp>

#include "api/openapi.hpp"
#include "api/routes.hpp"
#include "support/schema_check.hpp"
#include "support/test_app.hpp"

using support::Json;

namespace {

std::string golden_path() { return KL_TESTS_DIR "/golden/openapi.json"; }

std::string read_file(const std::string& path) {
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

// One member per line, so that a change is seen in review.
std::string spread(const std::string& json) {
    std::string out;
    std::size_t depth = 0;
    bool in_text = false;
    const auto line = [&] { out += "\n" + std::string(depth, ' '); };
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (in_text) {
            out += c;
            if (c == '\\') out += json[++i];
            if (c == '"') in_text = false;
        } else if (c == '{' || c == '[') {
            out += c;
            ++depth;
            if (json[i + 1] != '}' && json[i + 1] != ']') line();
        } else if (c == '}' || c == ']') {
            --depth;
            if (json[i - 1] != '{' && json[i - 1] != '[') line();
            out += c;
        } else if (c == ',') {
            out += c;
            line();
        } else {
            in_text = c == '"';
            out += c;
        }
    }
    return out + "\n";
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    return out;
}

std::string pointer_of(std::string_view path) {
    std::string out = "/paths/";
    for (const char c : path) out += c == '/' ? std::string("~1") : std::string(1, c);
    return out;
}

}  // namespace

TEST_CASE("the OpenAPI document has every route, with its answer, its body and its roles") {
    const std::string text = api::openapi(api::routes());
    const Json document = Json::parse(text);
    CHECK(document.text("/openapi") == "3.1.0");
    for (const routing::Route& route : api::routes()) {
        const auto at = pointer_of(route.path) + "/" + lower(routing::to_text(route.method));
        INFO(at);
        REQUIRE(document.has(at));
        CHECK_FALSE(document.text(at + "/summary").empty());
        CHECK(document.has(at + "/responses/" + std::to_string(route.success)));
        CHECK(document.has(at + "/responses/default"));
        CHECK(document.has(at + "/requestBody") == (route.body != routing::Body::none));
        CHECK(document.has(at + "/x-roles") == !route.roles.empty());
    }
}

TEST_CASE("the OpenAPI document is the one that was reviewed") {
    const std::string now = spread(api::openapi(api::routes()));
    if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(golden_path()) << now;
    INFO("UPDATE_GOLDEN=1 writes tests/golden/openapi.json anew");
    const bool same = now == read_file(golden_path());
    CHECK(same);
}

TEST_CASE("every reference in the OpenAPI document leads somewhere") {
    const std::string text = api::openapi(api::routes());
    const Json document = Json::parse(text);
    const std::regex reference("\"\\$ref\":\"#([^\"]+)\"");
    std::set<std::string> used;
    for (std::sregex_iterator at(text.begin(), text.end(), reference), end; at != end; ++at) {
        used.insert((*at)[1]);
    }
    CHECK(used.size() > 40);
    for (const std::string& pointer : used) {
        INFO(pointer);
        CHECK(document.has(pointer));
    }
    for (const std::string& name : document.keys("/components/schemas")) {
        INFO("nobody uses " << name);
        CHECK(used.contains("/components/schemas/" + name));
    }
}

TEST_CASE("the document is served to everybody") {
    support::TestApp app;
    const auto answer = app.call("", "GET", "/api/v1/openapi.json");
    CHECK(answer.status == 200);
    CHECK(answer.body == api::openapi(api::routes()));
    CHECK(app.call("", "GET", "/livez").body == R"({"status":"ok"})");
    CHECK(app.call("", "GET", "/readyz").json.text("/checks/database") == "ok");
}

TEST_CASE("the check against the schemas finds what is wrong") {
    const std::string good = R"({"id": 1, "kind": "person", "name": "A", "phone": null,
        "email": null, "language": "nb", "address": null, "birth_date": null,
        "national_number": null, "protection": null, "contact": null, "deceased_on": null,
        "moved_on": null, "reminders_off": false, "anonymised_at": null})";
    CHECK(support::schema_faults("borrower", good).empty());
    const auto with = [&](const std::string& from, const std::string& to) {
        std::string text = good;
        text.replace(text.find(from), from.size(), to);
        return support::schema_faults("borrower", text);
    };
    CHECK_FALSE(with("\"id\": 1", "\"id\": \"1\"").empty());
    CHECK_FALSE(with("\"id\": 1", "\"id\": 1, \"shoe\": 41").empty());
    CHECK_FALSE(with("\"id\": 1, ", "").empty());
    CHECK_FALSE(with("\"person\"", "\"dog\"").empty());
    CHECK_FALSE(with("\"birth_date\": null", "\"birth_date\": \"17.5.1950\"").empty());
    CHECK_FALSE(with("\"address\": null", "\"address\": {\"street\": \"X\"}").empty());
    CHECK_THROWS(support::schema_faults("no_such_schema", "{}"));
}
