#include "api/answer.hpp"
#include "api/day_cursor.hpp"
#include "api/overdue_files.hpp"
#include "api/routes.hpp"
#include "api/shapes.hpp"
#include "db/weekly_store.hpp"
#include "depot/weekly_list.hpp"
#include "domain/ids_of.hpp"
#include "routing/texts.hpp"

namespace api {
namespace {

namespace json = boost::json;
using domain::OverdueLine;
using routing::Reply;
using routing::Request;
using routing::Shown;

json::object to_json(const OverdueLine& line, const domain::ListedBorrower& borrower,
                     const Request& request) {
    json::object shape;
    shape["line"] = line.line.value;
    shape["loan_id"] = line.loan.value;
    shape["borrower_id"] = line.borrower.value;
    shape["borrower"] = borrower.anonymised
                            ? std::string(routing::text("anonymised", request.language))
                            : borrower.name;
    shape["phone"] = or_null(borrower.phone);
    shape["email"] = or_null(borrower.email);
    shape["contact"] = nullptr;
    if (borrower.contact) {
        shape["contact"] = {{"name", borrower.contact->name},
                            {"phone", or_null(borrower.contact->phone)}};
    }
    shape["depot"] = line.depot;
    shape["item"] = or_null(line.item);
    shape["product"] = line.product;
    shape["quantity"] = line.quantity;
    shape["due"] = domain::to_text(line.due);
    shape["days_overdue"] = line.days;
    shape["reminders"] = line.reminders;
    shape["last_contact"] = or_null(line.last_contact);
    shape["requested_by"] = or_null(line.responsible);
    shape["candidate_why"] = json::value_from(line.why);
    shape["change"] = or_null(line.change);
    shape["solved_by"] = or_null(line.solved_by);
    return shape;
}

// A page of lines, with whom they are about.
template <class Row, class Cursor>
Shown page_of(const Request& request, db::ReadTx& tx, std::vector<Row> rows, std::int64_t limit,
              OverdueLine Row::*member, Cursor cursor) {
    std::vector<domain::BorrowerId> ids;
    for (std::size_t i = 0; i < rows.size() && static_cast<std::int64_t>(i) < limit; ++i) {
        ids.push_back((rows[i].*member).borrower);
    }
    const auto borrowers = db::overdue::borrowers(tx, ids);
    Reply reply = page(
        request, rows, limit,
        [&](const Row& row) {
            return to_json(row.*member, borrowers.at((row.*member).borrower), request);
        },
        cursor);
    return {std::move(reply), domain::persons_of(borrowers)};
}

Shown kept(const Request& request, db::ReadTx& tx, Parameters& parameters,
           const depot::OverdueAsked& asked) {
    const auto change = parameters.choice("change", domain::parse_list_change);
    const auto limit = parameters.limit();
    const auto after = parameters.cursor_id();
    if (!parameters.ok()) return parameters.problem();
    if (!db::weekly::find(tx, *asked.week)) {
        return routing::refused(request, depot::why_not_kept(*asked.week, request.now.instant));
    }
    return page_of(request, tx,
                   db::weekly::lines(tx, *asked.week, {asked.depot, asked.responsible, change},
                                     after, limit + 1),
                   limit, &db::weekly::Listed::line,
                   [](const db::weekly::Listed& last) { return std::to_string(last.position); });
}

// A line by itself, as page_of takes it.
struct Now {
    OverdueLine line;
};

Shown now(const Request& request, db::ReadTx& tx, Parameters& parameters,
          const depot::OverdueAsked& asked) {
    const auto limit = parameters.limit();
    const auto cursor = read_day_cursor(parameters);
    // What has changed is said of weeks alone.
    if (request.parameters.contains("change")) parameters.fault("change", "week_needed");
    if (!parameters.ok()) return parameters.problem();
    std::optional<db::overdue::Place> after;
    if (cursor) after = db::overdue::Place{cursor->day, domain::LoanLineId{cursor->id}};
    std::vector<Now> lines;
    for (OverdueLine& line : depot::overdue_lines(
             tx, {request.now.today, asked.depot, asked.responsible}, after, limit + 1)) {
        lines.push_back({std::move(line)});
    }
    return page_of(request, tx, std::move(lines), limit, &Now::line, [](const Now& last) {
        return to_text(DayCursor{last.line.due, last.line.line.value});
    });
}

Shown list(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    const depot::OverdueAsked asked = read_overdue_asked(tx, parameters);
    const bool of_week = request.parameters.contains("week");
    if (of_week && !asked.week) return parameters.problem();
    return of_week ? kept(request, tx, parameters, asked) : now(request, tx, parameters, asked);
}

// ---- weeks -------------------------------------------------------------------------------------

json::object to_json(const domain::ListCounts& counts) {
    return {{"overdue", counts.overdue()},
            {"new", counts.fresh},
            {"still", counts.still},
            {"solved", counts.solved},
            {"before", counts.before()}};
}

json::object to_json(const db::weekly::Kept& kept) {
    json::object shape;
    shape["week"] = domain::to_text(kept.week);
    shape["as_of"] = domain::to_text(kept.as_of);
    shape["late"] = depot::is_late(kept.week, kept.as_of);
    shape["made_at"] = domain::to_text(kept.made_at);
    shape["since"] = kept.since ? json::value(domain::to_text(*kept.since)) : json::value();
    shape["counts"] = to_json(kept.counts);
    return shape;
}

Reply weeks(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    const auto limit = parameters.limit();
    std::optional<domain::IsoWeek> before;
    if (const auto cursor = parameters.text("cursor", 20)) {
        before = domain::parse_week(*cursor);
        if (!before) parameters.fault("cursor", "invalid_cursor");
    }
    if (!parameters.ok()) return parameters.problem();
    auto found = db::weekly::list(tx, before, limit + 1);
    return page(
        request, found, limit, [](const db::weekly::Kept& one) { return to_json(one); },
        [](const db::weekly::Kept& last) { return domain::to_text(last.week); });
}

Reply week(const Request& request, db::ReadTx& tx) {
    const auto named = domain::parse_week(request.path_values.front());
    if (!named) return routing::problem(request, 404, "not_found");
    const auto kept = db::weekly::find(tx, *named);
    if (!kept) {
        domain::Refusal why = depot::why_not_kept(*named, request.now.instant);
        why.pointer.clear();
        return routing::refused(request, why);
    }
    const domain::WeeklyCounts counts = domain::summed(db::weekly::counts(tx, *named));
    json::object shape = to_json(*kept);
    json::array depots;
    for (const auto& [depot, of_it] : counts.by_depot) {
        depots.push_back(json::object{{"depot", depot}, {"counts", to_json(of_it)}});
    }
    shape["depots"] = std::move(depots);
    json::array responsible;
    for (const auto& [name, of_it] : counts.by_responsible) {
        responsible.push_back(
            json::object{{"requested_by", or_null(name)}, {"counts", to_json(of_it)}});
    }
    shape["responsible"] = std::move(responsible);
    return one(shape);
}

constexpr domain::Roles readers{domain::Role::lager, domain::Role::ergo, domain::Role::leder};

const routing::Route rows[] = {
    {.path = "/api/v1/overdue",
     .roles = readers,
     .summary = "What is overdue, the longest first: now, or on the list of a week",
     .handler = routing::Disclose(list),
     .answer = "overdue_list",
     .parameters = "week depot requested_by change why limit cursor"},
    {.path = "/api/v1/overdue/weeks",
     .roles = readers,
     .summary = "The weeks that a list is kept of, the latest first",
     .handler = routing::Read(weeks),
     .answer = "overdue_week_list",
     .parameters = "limit cursor"},
    {.path = "/api/v1/overdue/weeks/{week}",
     .roles = readers,
     .summary = "How many are on the list of a week, by depot and by who is responsible",
     .handler = routing::Read(week),
     .answer = "overdue_week"},
};

}  // namespace

std::span<const routing::Route> overdue_routes() { return rows; }

}  // namespace api
