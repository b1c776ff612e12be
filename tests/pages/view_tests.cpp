// From a view to HTML.

#include <catch2/catch.hpp>

#include <boost/json.hpp>

#include "pages/view.hpp"

using pages::decorated;
using routing::Language;
namespace json = boost::json;

namespace {

json::object decorate(const char* text, Language language = Language::nb) {
    return decorated(json::parse(text).get_object(), language);
}

}  // namespace

TEST_CASE("days and instants are shown as people read them, in Oslo's time") {
    CHECK(pages::shown("2026-11-22") == "22.11.2026");
    // Summer time ends on 25 October 2026 at 01:00 UTC.
    CHECK(pages::shown("2026-10-24T22:30:00.000Z") == "25.10.2026 kl. 00.30");
    CHECK(pages::shown("2026-10-25T22:30:00.000Z") == "25.10.2026 kl. 23.30");
    for (const char* other : {"2026-13-01", "2026-02-30", "0123456789", "", "22.11.2026"}) {
        CHECK(pages::shown(other) == other);
    }
}

TEST_CASE("beside a value stand its words, its colour and the value itself") {
    CHECK(decorate(R"({"state": "to_clean", "due": "2026-12-01"})") ==
          json::parse(R"({"state": "to_clean", "state_text": "Til rengjøring",
                          "state_tone": "warning", "due": "01.12.2026",
                          "due_raw": "2026-12-01"})"));
    CHECK(decorate(R"({"code": "7K3QF27", "item": null})") ==
          json::parse(R"({"code": "7K3QF27", "code_text": "7K3-QF2-7", "item": null})"));
    CHECK(decorate(R"({"phone": "44 44 44 44"})") ==
          json::parse(R"({"phone": "44 44 44 44", "phone_call": "44444444"})"));
    CHECK(decorate(R"({"lines": [{"due": "2026-12-01"}], "none": []})") ==
          json::parse(R"({"lines": [{"due": "01.12.2026", "due_raw": "2026-12-01"}],
                          "has_lines": true, "lines_count": 1, "none": [], "has_none": false,
                          "none_count": 0})"));
}

TEST_CASE("what goes back to the server stays as it is") {
    CHECK(decorate(R"({"value": "2026-12-01"})") == json::parse(R"({"value": "2026-12-01"})"));
}

TEST_CASE("what is shown is text, whatever stands in it") {
    const std::string page = pages::render(
        "problem", {{"title", "</title><script>alert(1)</script>"}, {"detail", "\"'><img src=x>"}},
        Language::nb);
    CHECK(page.find("<script>alert") == std::string::npos);
    CHECK(page.find("<img") == std::string::npos);
    CHECK(page.find("&lt;script&gt;alert(1)&lt;/script&gt;") != std::string::npos);
    CHECK(page.find("&quot;&apos;&gt;&lt;img src=x&gt;") != std::string::npos);
}

TEST_CASE("a template that is not there is a mistake of ours") {
    CHECK_THROWS_AS(pages::render("no-such", {}, Language::nb), std::logic_error);
}
