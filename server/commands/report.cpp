#include "commands/command.hpp"
#include "db/access_store.hpp"
#include "db/depot_store.hpp"
#include "depot/weekly_list.hpp"
#include "reports/overdue.hpp"
#include "reports/writers.hpp"

namespace commands {
namespace {

constexpr reports::Language language = reports::Language::nb;

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
    const auto found =
        database.read([&](db::ReadTx& tx) -> std::optional<domain::NamedOverdueList> {
            if (asked.depot && !db::depots::exists(tx, depot)) {
                fault = "there is no depot " + depot + "\n";
                return std::nullopt;
            }
            auto list = depot::overdue_list(tx, asked, now);
            if (!list) {
                fault = why_not(list.error(), week);
                return std::nullopt;
            }
            return *std::move(list);
        });
    if (!found) return {1, "", fault};

    std::string file = reports::write(reports::overdue_report(*found, language, *known), *known);
    // Whoever has the file sees them.
    const auto persons = domain::persons_of(found->borrowers);
    if (!persons.empty()) {
        database.write(
            [&](db::WriteTx& tx) { db::access::append_own(tx, now, "report overdue", persons); });
    }
    return {0, std::move(file), ""};
}

}  // namespace commands
