#include "bench/overdue.hpp"

#include <algorithm>
#include <chrono>
#include <optional>

#include <fmt/format.h>

#include "bench/job.hpp"
#include "db/query.hpp"
#include "depot/weekly_list.hpp"

namespace bench {
namespace {

constexpr std::size_t overdue = 10'000;

constexpr Aim page_aim{Bound::at_most, 20};  // milliseconds
constexpr Aim pdf_aim{Bound::at_most, 2000};
constexpr Aim xlsx_aim{Bound::at_most, 500};
constexpr Aim writer_aim{Bound::at_most, 100};

using Clock = std::chrono::steady_clock;

double since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

// Exactly so many open lines are over their due day, by one to a hundred days.
void make_overdue(db::WriteTx& tx, domain::Day today) {
    constexpr int days = 100;
    db::Query(tx, "update loan_line set due = :due where ended_at is null and due < :today")
        .with(today + std::chrono::days(60), today)
        .run();
    for (int day = 1; day <= days; ++day) {
        db::Query(tx, R"(
            update loan_line set due = :due where id in (select id from loan_line
                where ended_at is null and due >= :today order by id limit :some))")
            .with(today - std::chrono::days(day), today, static_cast<std::int64_t>(overdue / days))
            .run();
    }
}

}  // namespace

Report measure_overdue(GeneratedDepot& ground, int rounds) {
    const PreparedDepot& depot = ground.depot();
    const ::depot::Act act = act_of(depot);
    double longest = 0;
    double read = 0;
    {
        db::DatabaseOptions options;
        options.location = db::Location(depot.file);
        db::Database database(options);
        database.write([&](db::WriteTx& tx) { make_overdue(tx, act.day); });
        // The last week's first, so that the list has something to be held against.
        for (const domain::Instant at : {act.happened - std::chrono::days(7), act.happened}) {
            auto start = Clock::now();
            const auto list =
                database.read([&](db::ReadTx& tx) { return ::depot::list_to_keep(tx, at); });
            read = since(start);
            std::optional<std::size_t> from = 0;
            while (list && from) {
                start = Clock::now();
                from = database.write(
                    [&](db::WriteTx& tx) { return ::depot::keep_some(tx, *list, *from, 500, at); });
                longest = std::max(longest, since(start));
            }
        }
    }

    RunningDepot running(depot.file);
    const std::string week = domain::to_text(::depot::list_week(act.happened));
    const auto timed = [&](const std::string& path, const std::string& query) {
        std::vector<double> times;
        for (int i = 0; i < std::max(rounds, 5); ++i) {
            times.push_back(ask(running, depot, routing::Method::get, path, query, "", 200));
        }
        return median(times);
    };
    Report report;
    const auto add = [&](const char* name, const std::string& path, const std::string& query,
                         const Aim& aim) {
        report.values.push_back({name,
                                 fmt::format("{}{}{}, {} overdue", path, query.empty() ? "" : "?",
                                             query, grouped(overdue)),
                                 timed(path, query), "ms", aim});
    };
    add("overdue_now", "/forfalt", "", page_aim);
    add("overdue_now_depot", "/forfalt", "depot=ENGVEIEN", page_aim);
    add("overdue_now_nobody", "/forfalt", "ansvarlig=nobody", page_aim);
    add("overdue_week", "/forfalt/" + week, "", page_aim);
    add("overdue_week_depot", "/forfalt/" + week, "depot=ENGVEIEN&change=new", page_aim);
    add("overdue_week_nobody", "/forfalt/" + week, "ansvarlig=nobody", page_aim);
    const std::string file = "/api/v1/overdue/file";
    add("overdue_pdf", file, "format=pdf&week=" + week, pdf_aim);
    add("overdue_xlsx", file, "format=xlsx&week=" + week, xlsx_aim);
    add("overdue_csv", file, "format=csv&week=" + week, xlsx_aim);
    report.values.push_back({"overdue_read", "put together the list of a week", read, "ms", {}});
    report.values.push_back(
        {"overdue_keep", "the longest turn of the writer to keep it", longest, "ms", writer_aim});
    return report;
}

}  // namespace bench
