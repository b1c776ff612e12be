// The figures behind the plots.

#include <catch2/catch.hpp>

#include <fmt/format.h>

#include "db/query.hpp"
#include "jobs/scheduler.hpp"
#include "support/test_app.hpp"

using support::Body;
using support::refusal;
using support::TestApp;
using namespace std::chrono_literals;
using Texts = std::vector<std::string>;

namespace {

// A text or a number as people write it; "-": null.
std::string shown(const support::Json& json, const std::string& at) {
    if (json.is_null(at)) return "-";
    const std::string raw = json.dump(at);
    return raw.front() == '"' ? json.text(at) : fmt::format("{}", std::stod(raw));
}

// Of each row these members, with blanks between.
Texts rows(TestApp& app, const std::string& figure, const Texts& members) {
    const auto list = app.get("/api/v1/stats/" + figure, "leder").json;
    Texts found;
    for (std::size_t i = 0; i < list.size("/items"); ++i) {
        std::string row;
        for (const auto& member : members) {
            const std::string at = "/items/" + std::to_string(i) + "/" + member;
            row += (row.empty() ? "" : " ") + shown(list, at);
        }
        found.push_back(row);
    }
    return found;
}

// As the server does once a day.
void count_months(TestApp& app) {
    app.clock.advance(25h);
    jobs::Scheduler scheduler(
        jobs::all(), app.database(), [&] { return app.clock.now().instant; }, "one");
    scheduler.run_due();
}

// So many loans in each of the months before this one, the oldest first, made behind the program's
// back and all ended after thirty days.
void add_past(TestApp& app, std::int64_t product, const std::vector<int>& loans) {
    const auto borrower = app.borrower();
    auto month = std::chrono::year(2026) / std::chrono::November -
                 std::chrono::months(static_cast<int>(loans.size()));
    for (const int number : loans) {
        const std::chrono::sys_days day = month / 10;
        const auto begin = std::chrono::milliseconds(day.time_since_epoch()).count();
        for (int i = 0; i < number; ++i) {
            const auto end = begin + 30LL * 24 * 3600 * 1000;
            app.stored().execute(fmt::format(
                "insert into loan (borrower_id, depot_id, start, expected, arena, terms_version, "
                "ended_at) values ({}, 'SMS', '{}', 'unknown', 'home', 1, {})",
                borrower, domain::to_text(day), end));
            app.stored().execute(fmt::format(
                "insert into loan_line (loan_id, product_id, quantity, due, original_due, "
                "handed_out_at, ended_at, end_reason) select max(id), {}, 1, '2027-01-01', "
                "'2027-01-01', {}, {}, 'returned' from loan",
                product, begin, end));
        }
        month += std::chrono::months(1);
    }
}

}  // namespace

TEST_CASE("loans and what is out are in the figures at once, those of another class apart") {
    TestApp app;
    const auto walker = app.product(Body().set("iso", "12060602").set("hms_nr", "177946"));
    const auto stool = app.product(Body().set("iso", "09330701").set("hms_nr", "297415"));
    app.loan({app.ready_item(walker), app.ready_item(stool)});
    app.loan(app.ready_item(walker, Body().set("depot", "ENGVEIEN")),
             Body().set("depot", "ENGVEIEN"));
    CHECK(rows(app, "loans", {"month", "iso_class", "lent"}) ==
          Texts{"2026-11 093307 1", "2026-11 120606 2"});
    CHECK(rows(app, "loans?depot=ENGVEIEN", {"month", "iso_class", "lent"}) ==
          Texts{"2026-11 120606 1"});
    CHECK(rows(app, "loans?iso=093307", {"lent"}) == Texts{"1"});
    CHECK(rows(app, "open-loans", {"month", "open", "overdue"}) == Texts{"2026-11 3 0"});
    // Three months and a day on, all of it is late.
    app.clock.set("2027-02-24T08:00:00.000Z");
    CHECK(rows(app, "open-loans", {"month", "open", "overdue"}) ==
          Texts{"2026-11 3 0", "2026-12 3 0", "2027-01 3 0", "2027-02 3 3"});
}

TEST_CASE("what the depot has is counted once a day") {
    TestApp app;
    const auto walker = app.product(Body().set("iso", "12060602"));
    app.loan(app.ready_item(walker));
    app.ready_item(walker);
    app.ready_item(walker);
    app.ready_item(walker);
    CHECK(rows(app, "utilisation", {"iso_class"}).empty());
    count_months(app);
    CHECK(rows(app, "utilisation", {"iso_class", "aids", "on_loan", "share"}) ==
          Texts{"120606 4 1 0.25"});
    CHECK(rows(app, "capacity", {"depot", "capacity", "aids", "share"}) ==
          Texts{"ENGVEIEN - 0 -", "SMS - 3 -"});
}

TEST_CASE("the wash queue is told by the days it has waited") {
    TestApp app;
    const auto wash = [&](std::string_view at) {
        app.clock.set(at);
        const auto code = app.ready_item(app.product());
        app.loan(code);
        REQUIRE(app.post("/api/v1/scans", app.scan("in", code)).status < 300);
    };
    wash("2026-11-01T08:00:00.000Z");
    wash("2026-11-16T08:00:00.000Z");
    wash("2026-11-22T08:00:00.000Z");
    wash("2026-11-23T08:00:00.000Z");
    CHECK(rows(app, "wash-queue?depot=SMS", {"days_from", "days_to", "aids"}) ==
          Texts{"0 1 2", "2 3 0", "4 7 1", "8 14 0", "15 - 1"});
    CHECK(rows(app, "wash-queue", {"depot"}).size() == 10);
}

TEST_CASE("a class that is lent more and more is expected to be, and asks for aids") {
    TestApp app;
    const auto walker = app.product(Body().set("iso", "12060602"));
    CHECK(rows(app, "forecast", {"month"}).empty());
    add_past(app, walker, std::vector<int>(14, 30));
    // Six months with thirty loans each: thirty are expected, and Poisson's interval of them.
    const auto expected = rows(app, "forecast", {"iso_class", "month", "likely"});
    REQUIRE(expected.size() == 12);
    CHECK(expected.front() == "120606 2026-11 30");
    CHECK(expected.back() == "120606 2027-10 30");
    // Thirty a month, each for thirty days and three to wash: 30 / 30.4375 * 32.8 = 32.3. There
    // are two of them here, and one beyond the need of the other depot.
    app.ready_item(walker);
    app.ready_item(walker);
    app.ready_item(walker, Body().set("depot", "ENGVEIEN"));
    count_months(app);
    CHECK(rows(app, "suggestions", {"depot", "advice", "from", "number", "aids", "needed"}) ==
          Texts{"SMS buy - 30 2 33", "SMS move_from ENGVEIEN 1 2 33"});
    CHECK(rows(app, "suggestions?depot=ENGVEIEN", {"depot"}).empty());
}

TEST_CASE("what lacks most of its minimum comes first") {
    TestApp app;
    const auto set = [&](std::int64_t product, int minimum) {
        const std::string path = "/api/v1/stock/" + std::to_string(product) + "/SMS";
        const auto tag = app.get(path).header("etag");
        REQUIRE(app.call("lager", "PUT", path,
                         Body().set("minimum", minimum).set("maximum", 20).text(),
                         {{"if-match", tag}})
                    .status == 200);
    };
    const auto enough = app.product(Body().set("name", "Nok").set("hms_nr", "177946"));
    const auto few = app.product(Body().set("name", "Få").set("hms_nr", "297415"));
    app.ready_item(enough);
    app.ready_item(few);
    set(enough, 1);
    set(few, 4);
    CHECK(rows(app, "stock-levels", {"product", "depot", "at_hand", "minimum", "maximum"}) ==
          Texts{"Få SMS 1 4 20", "Nok SMS 1 1 20"});
}

TEST_CASE("what cannot be asked for is said") {
    TestApp app;
    CHECK(refusal(app.get("/api/v1/stats/loans?depot=NORD&iso=1206")) ==
          "400 ?depot unknown_depot ?iso invalid_value");
    CHECK(refusal(app.get("/api/v1/stats/loans?iso=12060a")) == "400 ?iso invalid_value");
    CHECK(app.get("/api/v1/stats/nothing").status == 404);
}
