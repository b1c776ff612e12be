// Candidates for permanent need: the tasks, the facts for an application to NAV, what is decided.

#include <algorithm>
#include <map>

#include "api/answer.hpp"
#include "api/day_cursor.hpp"
#include "api/json_reader.hpp"
#include "api/routes.hpp"
#include "api/shapes.hpp"
#include "db/borrower_store.hpp"
#include "db/candidate_store.hpp"
#include "depot/candidates.hpp"
#include "depot/oslo_time.hpp"
#include "domain/ids_of.hpp"

namespace api {
namespace {

using domain::Candidate;
using domain::CandidateState;
using routing::Body;
using routing::Method;
using routing::Reply;
using routing::Request;
using routing::Shown;

constexpr domain::Roles deciders{domain::Role::ergo, domain::Role::leder};
constexpr domain::Roles readers{domain::Role::lager, domain::Role::ergo, domain::Role::leder};
// More of one class than a person has in a life.
constexpr std::int64_t most_aids = 200;

std::string location_of(domain::CandidateId id) {
    return "/api/v1/candidates/" + std::to_string(id.value);
}

template <class Enums>
json::array names(const Enums& values) {
    json::array all;
    for (const auto value : values) all.push_back(json::string(to_text(value)));
    return all;
}

json::object shape_of(const Request& request, const Candidate& task,
                      const domain::Borrower& borrower, const depot::Ground& ground) {
    const bool open = !task.closed_at;
    json::object shape;
    shape["id"] = task.id.value;
    shape["borrower"] = {{"id", borrower.id.value},
                         {"name", name_of(borrower, request.language)},
                         {"phone", or_null(borrower.phone)}};
    shape["iso_class"] = task.iso_class;
    shape["state"] = json::string(to_text(task.state));
    shape["since"] = domain::to_text(task.since);
    shape["decide_by"] =
        open ? json::value(json::string(domain::to_text(task.decide_by))) : json::value(nullptr);
    shape["waits_too_long"] = domain::waits_too_long(task, request.now.today);
    shape["opened_on"] = domain::to_text(task.opened_on);
    shape["depot"] = task.depot;
    shape["responsible"] = or_null(task.responsible);
    shape["applied_on"] = or_null(task.applied_on);
    shape["reference"] = or_null(task.reference);
    shape["closed_at"] = or_null(task.closed_at);
    // As it is today, not as it was when it was decided.
    shape["why"] = open ? names(ground.why) : json::array();
    shape["out"] = ground.of_lines.size();
    shape["days_on_loan"] = ground.days_on_loan;
    shape["moves"] = open && deciders.has(request.principal.role)
                         ? names(domain::moves_from(task.state))
                         : json::array();
    return shape;
}

json::array aids_of(db::ReadTx& tx, const Candidate& task, domain::Day today) {
    const auto aids = db::candidates::aids(tx, task.borrower, task.iso_class, most_aids);
    std::map<domain::LoanId, json::array> extended;
    for (const auto& one :
         db::candidates::extensions(tx, domain::ids_of(aids, &db::candidates::Aid::loan))) {
        extended[one.loan].push_back({{"day", domain::to_text(depot::oslo_day(one.made_at))},
                                      {"months", one.months},
                                      {"reason", or_null(one.reason)}});
    }
    json::array all;
    for (const auto& aid : aids) {
        const domain::Day from = depot::oslo_day(aid.from);
        const auto to = aid.to ? std::optional(depot::oslo_day(*aid.to)) : std::nullopt;
        json::object shape;
        shape["loan_id"] = aid.loan.value;
        shape["line"] = aid.line.value;
        shape["item"] = or_null(aid.item_code);
        shape["product"] = aid.product;
        shape["hms_nr"] = or_null(aid.hms_nr);
        shape["iso"] = aid.iso;
        shape["quantity"] = aid.quantity;
        shape["from"] = domain::to_text(from);
        shape["to"] = or_null(to);
        shape["days"] = (to.value_or(today) - from).count() + 1;
        shape["due"] = or_null(aid.to ? std::optional<domain::Day>() : aid.due);
        shape["days_overdue"] = aid.to ? 0 : domain::days_overdue(aid.due, today);
        shape["end_reason"] = or_null(aid.end_reason);
        shape["extensions"] = extended[aid.loan];
        all.push_back(std::move(shape));
    }
    return all;
}

json::array decisions_of(db::ReadTx& tx, domain::CandidateId id) {
    json::array all;
    for (const auto& one : db::candidates::decisions(tx, id)) all.push_back(to_json(one));
    return all;
}

// One with all its facts, which shows its person.
Shown shown_task(const Request& request, db::ReadTx& tx, domain::CandidateId id) {
    const Candidate task = *db::candidates::find(tx, id);
    const domain::Day today = request.now.today;
    depot::Grounds grounds = depot::grounds_of(tx, {task.borrower}, today);
    const auto borrower = db::borrowers::find(tx, task.borrower);
    json::object shape =
        shape_of(request, task, *borrower, grounds[{task.borrower, task.iso_class}]);
    shape["aids"] = aids_of(tx, task, today);
    shape["decisions"] = decisions_of(tx, id);
    Reply reply = one(shape, task.version);
    // Where a repeat under an Idempotency-Key finds the answer.
    reply.headers.emplace_back("location", location_of(id));
    return {std::move(reply), {task.borrower}};
}

std::optional<CandidateState> parse_state(std::string_view text) {
    return domain::parse_candidate_state(text);
}

Shown list(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    db::candidates::Filter filter;
    if (parameters.text("state") != "open") filter.state = parameters.choice("state", parse_state);
    filter.depot = known_depot(tx, parameters);
    filter.responsible = parameters.text("responsible");
    const auto limit = parameters.limit();
    const auto cursor = read_day_cursor(parameters);
    if (!parameters.ok()) return parameters.problem();
    std::optional<db::candidates::After> after;
    if (cursor) after = db::candidates::After{cursor->day, domain::CandidateId{cursor->id}};
    auto found = db::candidates::list(tx, filter, after, limit + 1);
    auto persons = domain::ids_of(found, &Candidate::borrower);
    depot::Grounds grounds = depot::grounds_of(tx, persons, request.now.today);
    const auto borrowers = db::borrowers::all_of(tx, persons);
    Reply reply = page(
        request, found, limit,
        [&](const Candidate& task) {
            return shape_of(request, task, borrowers.at(task.borrower),
                            grounds[{task.borrower, task.iso_class}]);
        },
        [](const Candidate& last) {
            return to_text(DayCursor{last.decide_by, last.id.value});
        });
    // Up to the limit: of what is over nobody is shown.
    return {std::move(reply), domain::ids_of(found, &Candidate::borrower)};
}

std::optional<Candidate> named(const Request& request, db::ReadTx& tx) {
    const auto id = path_id<domain::CandidateId>(request);
    return id ? db::candidates::find(tx, *id) : std::nullopt;
}

Shown show(const Request& request, db::ReadTx& tx) {
    const auto task = named(request, tx);
    if (!task) return routing::problem(request, 404, "not_found");
    return shown_task(request, tx, task->id);
}

// What a person may move a task to.
std::optional<CandidateState> parse_move(std::string_view text) {
    const auto state = domain::parse_candidate_state(text);
    if (state == CandidateState::candidate || state == CandidateState::lapsed) return std::nullopt;
    return state;
}

domain::Decision read_decision(Fields& fields, domain::Day today) {
    constexpr std::chrono::days longest_back(366);
    domain::Decision decision;
    decision.to = fields.choice("to", parse_move);
    decision.day = fields.maybe_day("day").value_or(today);
    if (decision.day > today) fields.fault("day", "in_the_future");
    if (decision.day < today - longest_back) fields.fault("day", "too_long_ago");
    decision.reference = fields.maybe_text("reference", 100);
    decision.note = fields.maybe_note("note", 1000);
    return decision;
}

Shown decide(const Request& request, db::WriteTx& tx) {
    const auto decision = read_body(
        request.body, [&](Fields& fields) { return read_decision(fields, request.now.today); });
    if (!decision) return routing::problem(request, 400, decision.error());
    const auto task = named(request, tx);
    if (!task) return routing::problem(request, 404, "not_found");
    if (!request.if_match.empty() && !if_match(request, task->version)) {
        return routing::problem(request, 412, "changed_meanwhile");
    }
    const auto done = depot::decide(tx, *task, *decision, request.principal.name, act_of(request));
    if (!done) return routing::refused(request, done.error());
    return shown_task(request, tx, task->id);
}

const routing::Route rows[] = {
    {.path = "/api/v1/candidates",
     .roles = readers,
     .summary = "Candidates for permanent need; what has waited too long, or will first, first",
     .handler = routing::Disclose(list),
     .answer = "candidate_list",
     .parameters = "state depot responsible why limit cursor"},
    {.path = "/api/v1/candidates/{id}",
     .roles = readers,
     .summary = "One candidate, with the facts for an application and what was decided",
     .handler = routing::Disclose(show),
     .answer = "candidate_facts",
     .parameters = "why"},
    {.method = Method::post,
     .path = "/api/v1/candidates/{id}/decide",
     .roles = deciders,
     .summary = "Take a candidate on to the next state",
     .handler = routing::Write(decide),
     .answer = "candidate_facts",
     .body = Body::required,
     .body_schema = "candidate_decision",
     .parameters = "why",
     .kept = routing::Kept::outline},
};

}  // namespace

std::span<const routing::Route> candidate_routes() { return rows; }

}  // namespace api
