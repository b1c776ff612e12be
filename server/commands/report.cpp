#include <fmt/format.h>

#include "commands/command.hpp"
#include "db/access_store.hpp"
#include "db/depot_store.hpp"
#include "depot/oslo_time.hpp"
#include "depot/weekly_list.hpp"
#include "domain/ids_of.hpp"
#include "reports/overdue.hpp"
#include "reports/writers.hpp"

namespace commands {
namespace {

constexpr reports::Language language = reports::Language::nb;

struct Found {
    domain::OverdueList list;
    reports::OverdueNames names;
};

std::string why_not(const domain::Refusal& refusal, const std::string& week) {
    return refusal.code == domain::RefusalCode::week_in_future
               ? "week " + week + " has not begun: its list is made on Monday at 6:00\n"
               : "no list was kept of week " + week + "\n";
}

}  // namespace

db::AdminReply report_overdue(db::Database& database, const std::string& week,
                              const std::string& depot, const std::string& format,
                              domain::Instant now) {
    const auto named = domain::parse_week(week);
    if (!named) return {2, "", "WEEK is written as 2026-W47\n"};
    const auto known = reports::parse_format(format);
    if (!known) return {2, "", "FORMAT is one of pdf, xlsx, csv, html\n"};

    depot::OverdueAsked asked{named, {}, {}};
    if (!depot.empty()) asked.depot = depot;
    std::string fault;
    const auto found = database.read([&](db::ReadTx& tx) -> std::optional<Found> {
        reports::OverdueNames names;
        for (auto& one : db::depots::after(tx, "", 1000)) {
            names.depots.emplace(std::move(one.id), std::move(one.name));
        }
        if (asked.depot && !names.depots.contains(*asked.depot)) {
            fault = "there is no depot " + depot + "\n";
            return std::nullopt;
        }
        auto list = depot::overdue_list(tx, asked, now);
        if (!list) {
            fault = why_not(list.error(), week);
            return std::nullopt;
        }
        names.borrowers =
            db::overdue::borrowers(tx, domain::ids_of(list->lines, &domain::OverdueLine::borrower));
        return Found{*std::move(list), std::move(names)};
    });
    if (!found) return {1, "", fault};

    const reports::LocalTime as_of{depot::oslo_day(found->list.as_of),
                                   depot::oslo_minute(found->list.as_of)};
    std::string file = reports::write(
        reports::overdue_report(found->list, found->names, as_of, language, *known), *known);
    // Whoever has the file sees them.
    std::vector<domain::BorrowerId> persons;
    for (const auto& [id, borrower] : found->names.borrowers) {
        if (borrower.kind == domain::BorrowerKind::person) persons.push_back(id);
    }
    if (!persons.empty()) {
        database.write(
            [&](db::WriteTx& tx) { db::access::append_own(tx, now, "report overdue", persons); });
    }
    return {0, std::move(file), ""};
}

}  // namespace commands
