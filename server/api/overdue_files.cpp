#include "api/overdue_files.hpp"

#include "api/report_file.hpp"
#include "api/routes.hpp"
#include "db/depot_store.hpp"
#include "depot/oslo_time.hpp"
#include "domain/ids_of.hpp"
#include "reports/overdue.hpp"
#include "reports/writers.hpp"
#include "routing/desk.hpp"

namespace api {
namespace {

using routing::Reply;
using routing::Request;
using routing::Shown;

struct Read {
    domain::Decided<domain::OverdueList> list;
    reports::OverdueNames names;
};

Read read(db::ReadTx& tx, const depot::OverdueAsked& asked, domain::Instant now) {
    Read found{depot::overdue_list(tx, asked, now), {}};
    if (!found.list) return found;
    found.names.borrowers = db::overdue::borrowers(
        tx, domain::ids_of(found.list->lines, &domain::OverdueLine::borrower));
    for (auto& depot : db::depots::after(tx, "", 1000)) {
        found.names.depots.emplace(std::move(depot.id), std::move(depot.name));
    }
    return found;
}

// Made on a worker's thread: a large PDF takes a second or two.
Reply file(const Request& request, routing::Desk& desk) {
    Parameters parameters(request);
    const auto asked =
        desk.read([&](db::ReadTx& tx) { return read_overdue_asked(tx, parameters); });
    const auto format = parameters.choice("format", reports::parse_format);
    parameters.require("format", request.parameters.contains("format"));
    if (!parameters.ok()) return parameters.problem();
    const Read found =
        desk.read([&](db::ReadTx& tx) { return read(tx, asked, request.now.instant); });
    if (!found.list) return routing::refused(request, found.list.error());

    const domain::OverdueList& list = *found.list;
    const reports::LocalTime as_of{depot::oslo_day(list.as_of), depot::oslo_minute(list.as_of)};
    const Reply reply =
        report_file(reports::overdue_report(list, found.names, as_of,
                                            report_language(request.language), *format),
                    *format, reports::overdue_file_name(list));
    const auto persons = persons_of(found.names.borrowers);
    return desk.answer([&](db::WriteTx&) { return Shown(reply, persons); });
}

const routing::Route rows[] = {
    {.path = "/api/v1/overdue/file",
     .roles = {domain::Role::lager, domain::Role::ergo, domain::Role::leder},
     .summary = "A whole list of what is overdue, now or in a week, as a file",
     .handler = routing::Work(file),
     .parameters = "week depot requested_by format why",
     .media = overdue_file_types},
};

}  // namespace

depot::OverdueAsked read_overdue_asked(db::ReadTx& tx, Parameters& parameters) {
    depot::OverdueAsked asked;
    if (const auto week = parameters.text("week", 20)) {
        asked.week = domain::parse_week(*week);
        if (!asked.week) parameters.fault("week", "invalid_week");
    }
    asked.depot = known_depot(tx, parameters);
    asked.responsible = parameters.text("requested_by");
    return asked;
}

std::vector<domain::BorrowerId> persons_of(const db::overdue::Borrowers& borrowers) {
    std::vector<domain::BorrowerId> persons;
    for (const auto& [id, borrower] : borrowers) {
        if (borrower.kind == domain::BorrowerKind::person) persons.push_back(id);
    }
    return persons;
}

std::span<const routing::Route> overdue_file_routes() { return rows; }

}  // namespace api
