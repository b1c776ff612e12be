// The months of a made-up past, counted by the job and, from the same loans, one by one.

#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <map>
#include <random>

#include "depot/months.hpp"
#include "depot/oslo_time.hpp"
#include "jobs/scheduler.hpp"
#include "support/test_app.hpp"

using domain::Instant;
using domain::Month;
using support::Body;
using support::TestApp;
using namespace std::chrono_literals;

namespace {

struct Extension {
    Instant at;
    domain::Day before;
};
struct Line {
    std::string depot;
    std::string iso_class;
    std::int64_t product;
    std::int64_t quantity;
    Instant begin;
    std::optional<Instant> end;
    std::string reason;
    domain::Day due;  // now
    std::vector<Extension> extensions;

    domain::Day due_at(Instant moment) const {
        for (const Extension& extension : extensions) {
            if (extension.at >= moment) return extension.before;
        }
        return due;
    }
};

class Past {
public:
    explicit Past(TestApp& app) : app_(app), borrower_(app.borrower()) {
        for (const char* iso : {"12060602", "12060603", "09330701"}) {
            products_.emplace_back(std::string(iso).substr(0, 6),
                                   app.product(Body().set("iso", iso).set("local_nr", iso)));
        }
    }

    // So many loans that begin after that moment.
    void live(int loans, Instant since) {
        for (int i = 0; i < loans; ++i) add_loan(since);
    }
    void live(int loans) { live(loans, app_.clock.now().instant - 24h * 420); }

    std::vector<Line> lines;

private:
    int dice(int least, int most) { return std::uniform_int_distribution(least, most)(random_); }

    Instant moment(Instant from, Instant until) {
        return from + 1ms * std::uniform_int_distribution<std::int64_t>(
                                0, (until - from).count())(random_);
    }

    void add_loan(Instant since) {
        const Instant now = app_.clock.now().instant;
        Line line;
        const auto& product = products_[static_cast<std::size_t>(dice(0, 2))];
        line.iso_class = product.first;
        line.product = product.second;
        line.depot = dice(0, 2) == 0 ? "ENGVEIEN" : "SMS";
        line.quantity = dice(1, 3);
        line.begin = moment(since, now - 1h);
        line.due = depot::oslo_day(line.begin) + std::chrono::days(dice(20, 90));
        Instant last = line.begin;
        while (dice(0, 3) == 0) {
            const Instant at = moment(last, now);
            line.extensions.push_back({at, line.due});
            line.due += std::chrono::days(dice(1, 60));
            last = at;
        }
        if (dice(0, 4) != 0) {
            line.end = moment(last, std::min(now, last + 24h * 150));
            constexpr const char* reasons[] = {"returned", "returned", "permanent", "lost",
                                               "undone"};
            line.reason = reasons[dice(0, 4)];
        }
        store(line);
        lines.push_back(std::move(line));
    }

    void store(const Line& line) {
        const auto at = [](Instant instant) {
            return std::to_string(instant.time_since_epoch().count());
        };
        const std::string begin = domain::to_text(depot::oslo_day(line.begin));
        const std::string end = line.end ? at(*line.end) : "null";
        ++number_;
        app_.stored().execute(fmt::format(
            "insert into loan (borrower_id, depot_id, start, expected, arena, terms_version, "
            "ended_at) values ({}, '{}', '{}', 'unknown', 'home', 1, {})",
            borrower_, line.depot, begin, end));
        app_.stored().execute(fmt::format(
            "insert into loan_line (loan_id, product_id, quantity, due, original_due, "
            "handed_out_at, ended_at, end_reason) select max(id), {}, {}, '{}', '{}', {}, {}, {} "
            "from loan",
            line.product, line.quantity, domain::to_text(line.due), domain::to_text(line.due),
            at(line.begin), end, line.end ? "'" + line.reason + "'" : "null"));
        for (std::size_t i = 0; i < line.extensions.size(); ++i) {
            const domain::Day after =
                i + 1 < line.extensions.size() ? line.extensions[i + 1].before : line.due;
            app_.stored().execute(
                fmt::format("insert into extension (loan_id, months, actor_id, role, made_at) "
                            "select max(id), 1, 1, 'ergo', {} from loan",
                            at(line.extensions[i].at)));
            app_.stored().execute(fmt::format(
                "insert into extension_line (extension_id, loan_line_id, due_before, due_after) "
                "select (select max(id) from extension), max(id), '{}', '{}' from loan_line",
                domain::to_text(line.extensions[i].before), domain::to_text(after)));
        }
    }

    TestApp& app_;
    std::int64_t borrower_;
    std::vector<std::pair<std::string, std::int64_t>> products_;
    std::mt19937 random_{20261123};
    int number_ = 0;
};

// "2026-10 SMS 120606: lent 3, …" of all that is not nothing.
std::string shown(const std::vector<domain::MonthFigures>& months) {
    std::string text;
    for (const auto& of : months) {
        if (of.lent + of.ended + of.on_loan + of.overdue + of.permanent == 0) continue;
        text += fmt::format("{} {} {}: lent {}, ended {} after {}, permanent {}, out {}, late {}\n",
                            domain::to_text(of.month), of.depot, of.iso_class, of.lent, of.ended,
                            of.days_out, of.permanent, of.on_loan, of.overdue);
    }
    return text;
}

// Loan by loan, month by month.
std::string one_by_one(const std::vector<Line>& lines, Month first, Instant now) {
    std::vector<domain::MonthFigures> all;
    for (Month month = first; month <= domain::month_of(depot::oslo_day(now));
         month += std::chrono::months(1)) {
        const Instant from = depot::oslo_midnight(domain::first_day(month));
        const Instant until =
            std::min(now, depot::oslo_midnight(domain::first_day(month + std::chrono::months(1))));
        std::map<std::pair<std::string, std::string>, domain::MonthFigures> sums;
        for (const Line& line : lines) {
            if (line.reason == "undone") continue;
            auto& sum = sums[{line.depot, line.iso_class}];
            if (from <= line.begin && line.begin < until) sum.lent += line.quantity;
            if (line.end && from <= *line.end && *line.end < until) {
                sum.ended += line.quantity;
                sum.days_out += line.quantity * ((*line.end - line.begin) / 24h);
                if (line.reason == "permanent") sum.permanent += line.quantity;
            }
            if (line.begin >= until || (line.end && *line.end < until)) continue;
            sum.on_loan += line.quantity;
            if (line.due_at(until) < depot::oslo_day(until)) sum.overdue += line.quantity;
        }
        for (auto& [key, sum] : sums) {
            sum.month = month;
            sum.depot = key.first;
            sum.iso_class = key.second;
            all.push_back(sum);
        }
    }
    return shown(all);
}

jobs::Clock clock_of(TestApp& app) {
    return [&app] { return app.clock.now().instant; };
}

std::span<const jobs::Job> months_job() {
    const auto all = jobs::all();
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].name == "months") return all.subspan(i, 1);
    }
    throw std::logic_error("no job of that name");
}

}  // namespace

TEST_CASE("the months that the job keeps are those that the loans tell one by one") {
    TestApp app;
    Past past(app);
    past.live(300);
    const Instant now = app.clock.now().instant;
    Instant begin = now;
    for (const Line& line : past.lines) begin = std::min(begin, line.begin);
    const Month first = domain::month_of(depot::oslo_day(begin));
    const std::string expected = one_by_one(past.lines, first, now);
    const auto recent = [&](int months) {
        return app.database().read([&](db::ReadTx& tx) {
            return shown(depot::recent_months(tx, months, app.clock.now().instant,
                                              {.lent = true, .ended = true, .overdue = true}));
        });
    };
    // Before the job has run once, and after it.
    CHECK(recent(16) == expected);
    jobs::Scheduler scheduler(months_job(), app.database(), clock_of(app), "one");
    REQUIRE(scheduler.run_due() == 1);
    const Month last = domain::month_of(depot::oslo_day(now));
    const auto kept =
        app.database().read([&](db::ReadTx& tx) { return db::months::kept(tx, first, last); });
    CHECK(shown(kept) == expected);
    CHECK(recent(16) == expected);

    // Two months without a server: what happened since is counted all the same.
    app.clock.advance(24h * 61);
    past.live(60, now);
    const Instant later = app.clock.now().instant;
    CHECK(recent(1) == one_by_one(past.lines, domain::month_of(depot::oslo_day(later)), later));
}

TEST_CASE("a day after it ran the job counts the last months again, and no others") {
    TestApp app;
    Past past(app);
    past.live(200, app.clock.now().instant - 24h * 800);
    jobs::Scheduler scheduler(months_job(), app.database(), clock_of(app), "one");
    REQUIRE(scheduler.run_due() == 1);
    const std::string old = "select sum(lent) from month_figure where month < '2025-10'";
    const std::string recent = "select sum(lent) from month_figure where month >= '2025-10'";
    const std::string lent_of_old = app.stored().value(old);
    const std::string lent_of_recent = app.stored().value(recent);
    app.stored().execute("update loan_line set quantity = quantity + 1 where item_id is null");
    CHECK(scheduler.run_due() == 0);
    app.clock.advance(24h);
    REQUIRE(scheduler.run_due() == 1);
    CHECK(app.stored().value(old) == lent_of_old);
    CHECK(std::stoll(app.stored().value(recent)) > std::stoll(lent_of_recent));
}

TEST_CASE(
    "the aids of a month stay as they were counted in it, and are those of today until then") {
    TestApp app;
    app.loan(app.ready_item());
    app.ready_item();
    app.clock.set("2026-11-30T20:00:00.000Z");
    jobs::Scheduler scheduler(months_job(), app.database(), clock_of(app), "one");
    REQUIRE(scheduler.run_due() == 1);
    // A minute into December, before the job has run.
    app.clock.set("2026-11-30T23:01:00.000Z");
    const auto utilisation = app.get("/api/v1/stats/utilisation", "leder").json;
    CHECK(utilisation.number("/items/0/aids") == 2);
    CHECK(utilisation.number("/items/0/on_loan") == 1);
    CHECK(app.get("/api/v1/stats/capacity?depot=SMS", "leder").json.number("/items/0/aids") == 1);
    app.ready_item();
    app.clock.set("2026-12-02T08:00:00.000Z");
    REQUIRE(scheduler.run_due() == 1);
    CHECK(app.stored().list("select aids from month_figure order by month") == "2,3");
}

TEST_CASE("aids, what is lost and what is handed over are in the months of their depot") {
    TestApp app;
    const auto product = app.product();
    const auto lent = app.ready_item(product);
    const auto lost = app.ready_item(product);
    app.ready_item(product);
    app.loan(lent);
    app.loan(lost);
    const auto line = app.stored().value("select max(id) from loan_line");
    const auto loan = app.stored().value("select max(id) from loan");
    REQUIRE(app.post("/api/v1/loans/" + loan + "/lines/" + line + "/end",
                     Body().set("reason", "lost"), "leder")
                .status == 200);
    jobs::Scheduler scheduler(months_job(), app.database(), clock_of(app), "one");
    REQUIRE(scheduler.run_due() == 1);
    CHECK(app.stored().rows("select month, depot_id, lent, ended, lost, on_loan, aids, aids_out "
                            "from month_figure") ==
          std::vector<std::vector<std::string>>{{"2026-11", "SMS", "2", "1", "1", "1", "2", "1"}});
}
