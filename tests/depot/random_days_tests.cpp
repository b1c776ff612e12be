// Any sequence of scans and triggers, live and late, leaves a database that agrees with itself.

#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include "depot/verify.hpp"
#include "support/test_app.hpp"

using support::Body;
using support::TestApp;

namespace {

// One step of a depot's day, made from a few small numbers so that a failing day shrinks.
struct Step {
    int what = 0;
    int item = 0;
    int other = 0;
    int minutes = 0;
};

std::ostream& operator<<(std::ostream& out, const Step& step) {
    return out << "{" << step.what << ", " << step.item << ", " << step.other << ", "
               << step.minutes << "}";
}

class Day {
public:
    Day() {
        const auto product =
            app.product(Body().set("inspection_months", 1).list("accessories", {"\"kurv\""}));
        for (int i = 0; i < 3; ++i) items_.push_back(app.ready_item(product));
        borrowers_ = {app.borrower(), app.borrower(Body().set("name", "Ola Nordmann"))};
        app.clock.advance(std::chrono::hours(1));
    }

    // Whatever it is answered, it must be a promised answer; TestApp sees to that.
    void take(const Step& step) {
        app.clock.advance(std::chrono::minutes(step.minutes));
        std::string& code = items_[static_cast<std::size_t>(step.item)];
        const auto path = "/api/v1/items/" + code + "/";
        const Body reason = Body().set("reason", "r");
        switch (step.what) {
            case 0:
                return scan(step, "in", "{}");
            case 1:
                return scan(step, "in", R"({"infectious": true})");
            case 2:
                return scan(step, "out", to(step));
            case 3:
                return scan(step, "washed", "{}");
            case 4:
                return scan(step, "inspected", "{}");
            case 5:
                return scan(step, "inspected", R"({"ok": false})");
            case 6:
                return scan(step, "move", "{}");
            case 7:
                return undo();
            case 8:
                app.post(path + "block", reason);
                return;
            case 9:
                app.post(path + "unblock", reason, "leder");
                return;
            case 10:
                app.post(path + "missing", Body());
                return;
            case 11:
                app.post(path + "found", Body().set("shelf", "F"));
                return;
            case 12:
                app.post(path + "scrap", reason);
                return;
            case 13: {
                const auto answer = app.post(path + "relabel", Body());
                if (answer.status == 200) code = answer.json.text("/code");
                return;
            }
            case 14:
                app.post(path + "inspect", Body().set("ok", true));
                return;
            case 15:
                app.post(path + "clean", Body().set("method", "hand"));
                return;
            case 16:
                return lend(step, code);
            case 17:
                return end(step);
            case 18:
                app.patch("/api/v1/items/" + code,
                          Body().set("serial", std::to_string(step.other)));
                return;
            case 19:
                app.clock.advance(std::chrono::hours(24 * 3));
                return;
            default:
                return scan(step, "lookup", "{}");
        }
    }

    std::vector<std::string> faults() {
        return app.database().read([](db::ReadTx& tx) { return depot::verify(tx); }).faults;
    }
    std::string open_lines_of_one_item() {
        return app.stored().value(
            "select coalesce(max(n), 0) from (select count(*) as n from loan_line"
            " where ended_at is null and item_id is not null group by item_id) as items");
    }
    // Each late contradiction has one discrepancy and each discrepancy its scan.
    std::string unmatched_discrepancies() {
        return app.stored().value(
            "select (select count(*) from scan where result = 'discrepancy') -"
            " (select count(*) from discrepancy)");
    }

    TestApp app;

private:
    std::string to(const Step& step) const {
        return "{\"borrower\": " +
               std::to_string(borrowers_[static_cast<std::size_t>(step.other % 2)]) + "}";
    }
    void scan(const Step& step, const char* mode, const std::string& details) {
        Body body = app.scan(mode, items_[static_cast<std::size_t>(step.item)]);
        body.raw("details", details).set("depot", step.other % 3 == 0 ? "ENGVEIEN" : "SMS");
        body.set("device", step.other % 2 == 0 ? "desk-1" : "desk-2");
        if (std::string(mode) == "move") body.set("shelf", std::to_string(step.other));
        if (step.other >= 4) {
            // Up to fifty minutes late.
            const auto past = app.clock.now().instant - std::chrono::minutes(10 * (step.other - 3));
            body.set("happened_at", domain::to_text(past));
        }
        const auto answer = app.post("/api/v1/scans", body);
        RC_ASSERT(answer.status == 200);
        last_ = answer.json.text("/scan");
        RC_ASSERT(app.post("/api/v1/scans", body).body == answer.body);
    }
    void undo() {
        if (!last_.empty()) app.call("lager", "POST", "/api/v1/scans/" + last_ + "/undo");
    }
    void lend(const Step& step, const std::string& code) {
        app.post("/api/v1/loans",
                 Body()
                     .set("borrower_id", borrowers_.front())
                     .set("depot", "SMS")
                     .set("start", domain::to_text(app.clock.now().today -
                                                   std::chrono::days(step.other % 3)))
                     .list("lines", {Body().set("item", code).text()}));
    }
    void end(const Step& step) {
        constexpr std::array reasons{"returned",  "swapped",       "lost", "scrapped_at_borrower",
                                     "permanent", "estate_settled"};
        const auto open = app.stored().rows(
            "select loan_id, id from loan_line where ended_at is null order by id limit 1");
        if (open.empty()) return;
        const std::string reason = reasons[static_cast<std::size_t>(step.other % 6)];
        app.post("/api/v1/loans/" + open[0][0] + "/lines/" + open[0][1] + "/end",
                 Body().set("reason", reason).set("reference", "N1"),
                 reason == "lost" ? "leder" : "lager");
    }

    std::vector<std::string> items_;
    std::vector<std::int64_t> borrowers_;
    std::string last_;
};

}  // namespace

namespace {

// A hundred days of up to so many steps.
bool hundred_days(int steps) {
    const auto number = [](int below) { return rc::gen::inRange(0, below); };
    const auto any_day = rc::gen::resize(
        steps,
        rc::gen::container<std::vector<Step>>(rc::gen::build<Step>(
            rc::gen::set(&Step::what, number(21)), rc::gen::set(&Step::item, number(3)),
            rc::gen::set(&Step::other, number(9)), rc::gen::set(&Step::minutes, number(30)))));
    return rc::check("any day", [&] {
        const auto day_of = *any_day;
        Day day;
        for (const Step& step : day_of) day.take(step);
        const auto faults = day.faults();
        for (const std::string& fault : faults) RC_LOG(fault + "\n");
        RC_ASSERT(faults.empty());
        RC_ASSERT(day.open_lines_of_one_item() <= "1");
        RC_ASSERT(day.unmatched_discrepancies() == "0");
    });
}

}  // namespace

TEST_CASE("whatever a depot does in a day, verify finds nothing and no aid is lent twice") {
    CHECK(hundred_days(12));
}

TEST_CASE("whatever a depot does in long days, verify finds nothing", "[.long]") {
    for (const int steps : {60, 60, 100}) CHECK(hundred_days(steps));
}
