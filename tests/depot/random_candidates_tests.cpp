// After any sequence of loans, extensions, returns, decisions and days the tasks that are kept are
// those that a naive look at all loans finds.

#include <map>
#include <set>

#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include "jobs/scheduler.hpp"
#include "support/test_app.hpp"

using support::Body;
using support::TestApp;

namespace {

struct Step {
    int what = 0;
    int who = 0;
    int which = 0;
    int days = 0;
};

std::ostream& operator<<(std::ostream& out, const Step& step) {
    return out << "{" << step.what << ", " << step.who << ", " << step.which << ", " << step.days
               << "}";
}

using Key = std::pair<std::string, std::string>;  // borrower and class
using Tasks = std::map<Key, std::string>;         // to the state

class Model {
public:
    Model() {
        const auto walker = app.product(Body().set("iso", "12060602"));
        const auto other_walker =
            app.product(Body().set("iso", "12060618").set("hms_nr", "177947"));
        const auto chair = app.product(Body().set("iso", "12220301").set("hms_nr", "177948"));
        const auto small = app.product(
            Body().set("iso", "12060602").set("hms_nr", "177949").set("children", true));
        for (const auto product : {walker, walker, other_walker, chair, chair, small}) {
            codes_.push_back(app.ready_item(product));
        }
        for (const char* name : {"Kari", "Ola"}) {
            borrowers_.push_back(app.borrower(Body().set("name", name)));
        }
        borrowers_.push_back(app.borrower(Body().set("kind", "unit").set("name", "Nygård")));
    }

    void take(const Step& step) {
        const auto& code = codes_[static_cast<std::size_t>(step.which)];
        switch (step.what) {
            case 0:
            case 1:
            case 2:
                app.post("/api/v1/loans",
                         Body()
                             .set("borrower_id", borrowers_[static_cast<std::size_t>(step.who)])
                             .set("depot", "SMS")
                             .set("expected", step.what == 0 ? "over_2_years" : "unknown")
                             .list("lines", {Body().set("item", code).text()}));
                break;
            case 3:
            case 4:
                app.scanned("in", code);
                app.post("/api/v1/items/" + code + "/clean", Body().set("method", "machine"));
                app.post("/api/v1/items/" + code + "/inspect", Body().set("ok", true));
                break;
            case 5:
                app.post("/api/v1/loans/" + loan_of(step.which) + "/extensions",
                         Body().set("months", 2).set("reason", "trening"), "leder");
                break;
            case 6:
                app.call("lager", "PATCH", "/api/v1/loans/" + loan_of(step.which),
                         Body().set("expected", step.who == 0 ? "over_2_years" : "under_2_years"),
                         {{"if-match", "*"}});
                break;
            case 7:
            case 8:
                decide(step);
                break;
            case 9:
                if (step.days < 3 && step.who < 2) {
                    app.post("/api/v1/borrowers/" +
                                 std::to_string(borrowers_[static_cast<std::size_t>(step.who)]) +
                                 "/deceased",
                             Body());
                }
                break;
            default:
                app.clock.advance(std::chrono::hours(24) * step.days);
                run_jobs();
        }
        look();
    }

    // What is kept.
    Tasks kept() const {
        Tasks tasks;
        for (const auto& row : app.stored().rows(
                 "select borrower_id, iso_class, state from candidate where closed_at is null")) {
            tasks[{row.at(0), row.at(1)}] = row.at(2);
        }
        return tasks;
    }
    const Tasks& expected() const { return tasks_; }

    TestApp app;

private:
    std::string loan_of(int which) {
        const auto loans = app.stored().rows("select id from loan order by id");
        if (loans.empty()) return "999";
        return loans.at(loans.size() - 1 - static_cast<std::size_t>(which) % loans.size()).at(0);
    }

    void run_jobs() {
        jobs::Scheduler scheduler(
            jobs::all(), app.database(), [&] { return app.clock.now().instant; }, "one");
        scheduler.run_due();
    }

    void decide(const Step& step) {
        const auto open = app.stored().rows(
            "select id, borrower_id, iso_class from candidate where closed_at is null order by id");
        if (open.empty()) return;
        const auto& task = open.at(static_cast<std::size_t>(step.which) % open.size());
        static constexpr const char* states[] = {"assessing", "applied", "granted", "refused",
                                                 "not_needed"};
        const std::string to = states[step.days % 5];
        const auto done = app.post("/api/v1/candidates/" + task.at(0) + "/decide",
                                   Body().set("to", to).set("reference", "NAV-1"), "ergo");
        if (done.status != 200) return;
        const Key key{task.at(1), task.at(2)};
        tasks_[key] = to;
        if (to == "refused" || to == "not_needed") {
            tasks_.erase(key);
            rested_on_[key] = app.clock.now().today;
        }
    }

    std::int64_t today() const { return app.clock.now().today.time_since_epoch().count(); }

    bool rests(const Key& key) const {
        const auto found = rested_on_.find(key);
        if (found == rested_on_.end()) return false;
        return app.clock.now().today < months_after(found->second, 6);
    }
    // The same day of that month, or its last.
    static std::chrono::sys_days months_after(std::chrono::sys_days day, int months) {
        std::chrono::year_month_day date{day};
        date += std::chrono::months(months);
        if (date.ok()) return date;
        return date.year() / date.month() / std::chrono::last;
    }

    // All lines of all persons, one after the other.
    void look() {
        const auto now = app.clock.now().today;
        const std::int64_t year_ago = months_after(now, -12).time_since_epoch().count();
        const std::int64_t half_ago = months_after(now, -6).time_since_epoch().count();
        std::map<Key, std::set<std::int64_t>> days;
        std::map<Key, bool> out;
        std::map<Key, bool> reason;
        const auto lines = app.stored().rows(
            "select lo.borrower_id, substr(p.iso, 1, 6), lo.expected, lo.extensions, l.due,"
            " l.handed_out_at, l.ended_at, b.kind, b.deceased_on"
            " from loan_line l join loan lo on lo.id = l.loan_id"
            " join product p on p.id = l.product_id join borrower b on b.id = lo.borrower_id");
        constexpr std::int64_t a_day = 24LL * 60 * 60 * 1000;
        std::map<Key, bool> alive;
        for (const auto& line : lines) {
            const bool is_open = line.at(6) == "-";
            const bool counts = line.at(4) != "-";
            if (line.at(7) == "unit") continue;
            const Key key{line.at(0), line.at(1)};
            alive[key] = line.at(8) == "-";
            if (is_open) out[key] = true;
            if (!counts) continue;
            const std::int64_t from = std::stoll(line.at(5)) / a_day;
            const std::int64_t to = is_open ? today() : std::stoll(line.at(6)) / a_day;
            for (std::int64_t day = from; day <= to; ++day) {
                if (day > year_ago) days[key].insert(day);
            }
            if (!is_open) continue;
            const auto due = domain::parse_day(line.at(4)).value();
            if (line.at(2) == "over_2_years" || line.at(3) != "0" || (now - due).count() >= 14) {
                reason[key] = true;
            }
        }
        for (const auto& line : lines) {
            const Key key{line.at(0), line.at(1)};
            if (line.at(6) == "-" && line.at(4) != "-" && line.at(7) == "person" &&
                static_cast<std::int64_t>(days[key].size()) >= today() - half_ago) {
                reason[key] = true;
            }
        }
        for (const auto& [key, lives] : alive) {
            const auto task = tasks_.find(key);
            const std::string state = task == tasks_.end() ? "" : task->second;
            if (state == "granted") {
                if (!out[key]) tasks_.erase(key);
            } else if (state == "assessing" || state == "applied") {
                if (!lives) tasks_.erase(key);
            } else if (lives && reason[key] && !rests(key)) {
                tasks_[key] = "candidate";
            } else {
                tasks_.erase(key);
            }
        }
    }

    std::vector<std::string> codes_;
    std::vector<std::int64_t> borrowers_;
    Tasks tasks_;
    std::map<Key, std::chrono::sys_days> rested_on_;
};

}  // namespace

TEST_CASE("the tasks that are kept are those that a naive look at all loans finds") {
    const auto step = rc::gen::map(rc::gen::tuple(rc::gen::inRange(0, 14), rc::gen::inRange(0, 3),
                                                  rc::gen::inRange(0, 6), rc::gen::inRange(1, 60)),
                                   [](const std::tuple<int, int, int, int>& numbers) {
                                       const auto& [what, who, which, days] = numbers;
                                       return Step{what, who, which, days};
                                   });
    CHECK(rc::check("after each step", [&] {
        const auto steps = *rc::gen::container<std::vector<Step>>(40, step);
        Model model;
        model.app.clock.set("2026-11-23T11:00:00.000Z");
        std::size_t seen = 0;
        for (const Step& one : steps) {
            model.take(one);
            RC_ASSERT(model.kept() == model.expected());
            seen += model.kept().size();
        }
        RC_TAG(seen > 0 ? "some" : "none");
    }));
}
