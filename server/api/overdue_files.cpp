#include "api/overdue_files.hpp"

#include "api/report_file.hpp"
#include "api/routes.hpp"
#include "reports/overdue.hpp"
#include "routing/desk.hpp"

namespace api {
namespace {

using routing::Reply;
using routing::Request;
using routing::Shown;

// Made on a worker's thread: a large PDF takes a second or two.
Reply file(const Request& request, routing::Desk& desk) {
    Parameters parameters(request);
    const auto asked =
        desk.read([&](db::ReadTx& tx) { return read_overdue_asked(tx, parameters); });
    const auto format = parameters.choice("format", reports::parse_format);
    parameters.require("format", request.parameters.contains("format"));
    if (!parameters.ok()) return parameters.problem();
    const auto named = desk.read(
        [&](db::ReadTx& tx) { return depot::overdue_list(tx, asked, request.now.instant); });
    if (!named) return routing::refused(request, named.error());

    const Reply reply =
        report_file(reports::overdue_report(*named, report_language(request.language), *format),
                    *format, reports::overdue_file_name(named->list));
    const auto persons = domain::persons_of(named->borrowers);
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

std::span<const routing::Route> overdue_file_routes() { return rows; }

}  // namespace api
