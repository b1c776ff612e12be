#include "depot/weekly_list.hpp"

#include <algorithm>
#include <map>

#include "db/depot_store.hpp"
#include "db/weekly_store.hpp"
#include "depot/candidates.hpp"
#include "depot/oslo_time.hpp"
#include "domain/ids_of.hpp"

namespace depot {
namespace {

constexpr int list_hour = 6;
// So long the job may take to come to it; the depots are closed then.
constexpr std::chrono::minutes in_time(10);

constexpr std::int64_t all = INT64_MAX;

// Why their borrowers are candidates for permanent need; without those who are none.
std::map<domain::LoanLineId, std::vector<domain::CandidateReason>> reasons_of(
    db::ReadTx& tx, const std::vector<domain::OverdueLine>& lines, domain::Day today) {
    auto borrowers = domain::ids_of(lines, &domain::OverdueLine::borrower);
    std::sort(borrowers.begin(), borrowers.end());
    borrowers.erase(std::unique(borrowers.begin(), borrowers.end()), borrowers.end());
    std::map<domain::LoanLineId, std::vector<domain::CandidateReason>> reasons;
    auto grounds = grounds_of(tx, borrowers, today);
    for (auto& [key, ground] : grounds) {
        reasons.merge(ground.of_lines);
    }
    return reasons;
}

// The list of a week as it is now.
domain::OverdueList made_now(db::ReadTx& tx, domain::IsoWeek week, domain::Instant now) {
    domain::OverdueList list;
    list.week = week;
    const domain::Instant moment = list_moment(week);
    list.as_of = now - moment <= in_time ? moment : now;
    list.late = is_late(week, list.as_of);
    const auto before = db::weekly::last_before(tx, week);
    if (before) list.since = before->week;
    list.lines = domain::weekly_lines(
        overdue_lines(tx, {oslo_day(list.as_of), {}, {}}, {}, all),
        before ? db::weekly::overdue_then(tx, before->week) : std::vector<domain::ListedBefore>());
    return list;
}

domain::OverdueList as_kept(db::ReadTx& tx, const db::weekly::Kept& kept,
                            const OverdueAsked& asked) {
    domain::OverdueList list{kept.week, kept.as_of, is_late(kept.week, kept.as_of),
                             true,      kept.since, {}};
    for (auto& listed :
         db::weekly::lines(tx, kept.week, {asked.depot, asked.responsible, {}}, 0, all)) {
        list.lines.push_back(std::move(listed.line));
    }
    return list;
}

domain::Decided<domain::OverdueList> whole_list(db::ReadTx& tx, const OverdueAsked& asked,
                                                domain::Instant now) {
    if (!asked.week) {
        const db::overdue::Filter filter{oslo_day(now), asked.depot, asked.responsible};
        return domain::OverdueList{{}, now, false, false, {}, overdue_lines(tx, filter, {}, all)};
    }
    if (const auto kept = db::weekly::find(tx, *asked.week)) return as_kept(tx, *kept, asked);
    if (*asked.week != list_week(now)) return tl::unexpected(why_not_kept(*asked.week, now));
    domain::OverdueList list = made_now(tx, *asked.week, now);
    list.kept = false;
    std::erase_if(list.lines, [&](const domain::OverdueLine& line) {
        return (asked.depot && line.depot != *asked.depot) ||
               (asked.responsible && line.responsible != asked.responsible);
    });
    return list;
}

}  // namespace

std::vector<domain::OverdueLine> overdue_lines(db::ReadTx& tx, const db::overdue::Filter& filter,
                                               const std::optional<db::overdue::Place>& after,
                                               std::int64_t limit) {
    auto lines = db::overdue::list(tx, filter, after, limit);
    const auto reasons = reasons_of(tx, lines, filter.today);
    for (domain::OverdueLine& line : lines) {
        line.days = domain::days_overdue(line.due, filter.today);
        const auto why = reasons.find(line.line);
        if (why == reasons.end()) continue;
        for (const auto reason : why->second) line.why.emplace_back(to_text(reason));
    }
    return lines;
}

domain::Instant list_moment(domain::IsoWeek week) {
    return oslo_hour(domain::monday_of(week), list_hour);
}

domain::IsoWeek list_week(domain::Instant now) {
    const domain::Day today = oslo_day(now);
    const domain::IsoWeek week = domain::week_of(today);
    return now >= list_moment(week) ? week : domain::week_of(today - std::chrono::days(7));
}

bool is_late(domain::IsoWeek week, domain::Instant as_of) { return as_of > list_moment(week); }

domain::Refusal why_not_kept(domain::IsoWeek week, domain::Instant now) {
    return {week > list_week(now) ? domain::RefusalCode::week_in_future
                                  : domain::RefusalCode::week_not_kept,
            "?week"};
}

domain::Decided<domain::NamedOverdueList> overdue_list(db::ReadTx& tx, const OverdueAsked& asked,
                                                       domain::Instant now) {
    auto list = whole_list(tx, asked, now);
    if (!list) return tl::unexpected(list.error());
    domain::NamedOverdueList named;
    named.list = *std::move(list);
    named.day = oslo_day(named.list.as_of);
    named.minute = oslo_minute(named.list.as_of);
    named.borrowers = db::overdue::borrowers(
        tx, domain::ids_of(named.list.lines, &domain::OverdueLine::borrower));
    for (auto& depot : db::depots::after(tx, "", 1000)) {
        named.depots.emplace(std::move(depot.id), std::move(depot.name));
    }
    return named;
}

std::optional<domain::OverdueList> list_to_keep(db::ReadTx& tx, domain::Instant now) {
    const domain::IsoWeek week = list_week(now);
    if (db::weekly::find(tx, week)) return std::nullopt;
    return made_now(tx, week, now);
}

std::optional<std::size_t> keep_some(db::WriteTx& tx, const domain::OverdueList& list,
                                     std::size_t from, std::size_t most, domain::Instant now) {
    const domain::IsoWeek week = list.week.value();
    if (from == 0) {
        db::weekly::begin(tx, list, domain::summed(domain::counted_lines(list.lines)).all);
    }
    const std::size_t end = std::min(list.lines.size(), from + most);
    for (std::size_t i = from; i < end; ++i) {
        db::weekly::add(tx, week, static_cast<std::int64_t>(i) + 1, list.lines[i]);
    }
    if (end < list.lines.size()) return end;
    db::weekly::finish(tx, week, now);
    return std::nullopt;
}

}  // namespace depot
