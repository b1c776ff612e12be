// Why a day is a closed one is said in the reader's language, whatever the calendar finds.

#include "api/day_texts.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "support/test_app.hpp"

using routing::Language;
using support::Body;
using support::TestApp;
using Texts = std::vector<std::string>;

namespace {

domain::Day day(std::string_view text) { return domain::parse_day(text).value(); }

// Every code that a calendar can give: each weekday closed, with and without exceptions, over so
// many years that every two holidays which can meet have met.
std::set<std::string_view> every_code() {
    std::set<std::string_view> codes;
    domain::DepotCalendar never;
    never.open_weekdays = {};
    for (domain::Day d = day("2000-01-01"); d < day("2100-01-01"); d += std::chrono::days(1)) {
        const auto closed = domain::open_day(never, d);
        codes.insert(closed.rules.begin(), closed.rules.end());
    }
    domain::DepotCalendar silent;
    silent.exceptions[day("2026-11-23")] = {false, ""};
    const auto closed = domain::open_day(silent, day("2026-11-23"));
    codes.insert(closed.rules.begin(), closed.rules.end());
    return codes;
}

std::string said(std::string_view code, Language language) {
    return api::day_text({{}, false, {}, {code}}, language);
}

// The calendar of those days, as a reader of that language gets it.
std::vector<std::string> reasons(TestApp& app, const std::string& from_and_to,
                                 const std::string& language) {
    return app
        .call("ergo", "GET", "/api/v1/depots/SMS/calendar?" + from_and_to, "",
              {{"accept-language", language}})
        .json.each("/items", "/why");
}

}  // namespace

TEST_CASE("every reason that a calendar can give has words in each language") {
    const auto codes = every_code();
    CHECK(codes.size() == 7 + 12 + 1);  // weekdays, holidays, and a day without a reason
    // What is the same word in bokmål and nynorsk, as Norwegian has it.
    const std::map<std::string_view, std::string_view> other_in_nynorsk{
        {"monday", "måndag"}, {"tuesday", "tysdag"}, {"saturday", "laurdag"}};
    std::set<std::string> seen;
    for (const std::string_view code : codes) {
        INFO(code);
        CHECK(api::has_day_text(code));
        const std::string nb = said(code, Language::nb);
        const auto nn = other_in_nynorsk.find(code);
        CHECK(said(code, Language::nn) == (nn == other_in_nynorsk.end() ? nb : nn->second));
        CHECK_FALSE(nb.empty());
        CHECK(said(code, Language::en) != nb);
        CHECK(seen.insert(said(code, Language::en)).second);
    }
}

TEST_CASE("a calendar says why in the language of its reader") {
    TestApp app;
    CHECK(reasons(app, "from=2027-05-15&to=2027-05-17", "nb") ==
          Texts{"lørdag", "1. pinsedag", "grunnlovsdag, 2. pinsedag"});
    CHECK(reasons(app, "from=2027-05-15&to=2027-05-17", "nn") ==
          Texts{"laurdag", "1. pinsedag", "grunnlovsdag, 2. pinsedag"});
    CHECK(reasons(app, "from=2027-05-15&to=2027-05-17", "en") ==
          Texts{"Saturday", "Whit Sunday", "Constitution Day, Whit Monday"});
}

TEST_CASE("a day that a depot closes itself is said in the reader's language where it has a name") {
    TestApp app;
    const auto close = [&](const std::string& day, const char* why) {
        const Body body = Body().set("open", false).set("why", why);
        const auto answer =
            app.call("admin", "PUT", "/api/v1/depots/SMS/days/" + day, body, {{"if-match", "*"}});
        REQUIRE(answer.status == 200);
    };
    close("2026-12-23", "Kurs i Stokke");
    close("2026-12-24", "Julaften");
    close("2026-12-31", "nyttårsaftan");
    CHECK(reasons(app, "from=2026-12-23&to=2026-12-24", "en") ==
          Texts{"Kurs i Stokke", "Christmas Eve"});
    CHECK(reasons(app, "from=2026-12-23&to=2026-12-24", "nn") ==
          Texts{"Kurs i Stokke", "julaftan"});
    CHECK(reasons(app, "from=2026-12-31&to=2026-12-31", "nb") == Texts{"nyttårsaften"});
}
