// The figures as pages and as files.

#include <catch2/catch.hpp>

#include <regex>

#include "support/test_app.hpp"

using support::Body;
using support::TestApp;
using Texts = std::vector<std::string>;

namespace {

constexpr const char* figures[] = {"utlan", "ute", "ventetid", "vaskeko", "utnyttelse", "minimum",
                                   "plass", "tap", "ubrukt",   "varige",  "ventet",     "innkjop"};

std::string page(TestApp& app, const std::string& path, const char* sender = "leder") {
    const auto answer = app.get(path, sender);
    REQUIRE(answer.status == 200);
    return answer.body;
}

}  // namespace

TEST_CASE("every figure has its page and its files, also where there is nothing yet") {
    TestApp app;
    const std::string list = page(app, "/tall");
    for (const std::string figure : figures) {
        INFO(figure);
        const std::string path = "/tall/" + figure;
        CHECK(list.find("href=\"" + path + "\"") != std::string::npos);
        CHECK(page(app, path).find("<h2") != std::string::npos);
        const auto csv = app.get(path + "?format=csv", "leder");
        CHECK(csv.content_type == "text/csv;charset=utf-8");
        CHECK(csv.body.starts_with("\xEF\xBB\xBF"));
        const auto xlsx = app.get(path + "?format=xlsx", "leder");
        CHECK(xlsx.body.starts_with("PK"));
    }
    CHECK(app.get("/tall/ingenting", "leder").status == 404);
}

TEST_CASE("a figure is a finding, a plot and its table, of what the reader chose") {
    TestApp app;
    const auto walker = app.product(Body().set("iso", "12060602"));
    const auto stool = app.product(Body().set("iso", "09330701").set("hms_nr", "297415"));
    app.loan({app.ready_item(walker), app.ready_item(walker), app.ready_item(stool)});
    const std::string all = page(app, "/tall/utlan");
    CHECK(all.find("3 utlån de siste tolv månedene") != std::string::npos);
    CHECK(all.find("Rullatorer lånes ut mest") != std::string::npos);
    CHECK(std::regex_search(all, std::regex("<svg[^>]*role=\"img\"")));
    // What is wider than the screen is scrolled by keyboard.
    CHECK(all.find("<div class=\"scroll\" tabindex=\"0\" role=\"region\"") != std::string::npos);
    const std::string some = page(app, "/tall/utlan?iso=093307");
    CHECK(some.find("1 utlån de siste tolv månedene") != std::string::npos);
    CHECK(some.find("Rullatorer lånes") == std::string::npos);
    const std::string csv = page(app, "/tall/utlan?iso=120606&format=csv");
    CHECK(csv.find("nov. 2026;2\r\n") != std::string::npos);
    CHECK(csv.find("nov. 2026;Rullatorer;2\r\n") != std::string::npos);
    CHECK(csv.find("Dusj") == std::string::npos);
}

TEST_CASE("figures are in the reader's language") {
    TestApp app;
    app.loan(app.ready_item(app.product(Body().set("iso", "12060602"))));
    const auto english =
        app.call("leder", "GET", "/tall/utlan", "", {{"cookie", "kl-language=en"}}).body;
    CHECK(english.find("1 lent in the last twelve months") != std::string::npos);
    CHECK(english.find("Rollators are lent the most") != std::string::npos);
    const auto nynorsk =
        app.call("leder", "GET", "/tall/ute", "", {{"accept-language", "nn"}}).body;
    CHECK(nynorsk.find("Ved slutten av kvar månad") != std::string::npos);
}
