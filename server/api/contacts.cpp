// Talks with borrowers, and whom to call.

#include <algorithm>
#include <map>

#include "api/answer.hpp"
#include "api/borrower_answer.hpp"
#include "api/day_cursor.hpp"
#include "api/json_reader.hpp"
#include "api/routes.hpp"
#include "api/shapes.hpp"
#include "db/borrower_store.hpp"
#include "db/candidate_store.hpp"
#include "db/settings_store.hpp"
#include "db/talk_store.hpp"
#include "depot/talk.hpp"
#include "domain/ids_of.hpp"
#include "domain/reminder.hpp"

namespace api {
namespace {

using routing::Body;
using routing::Method;
using routing::Reply;
using routing::Request;
using routing::Shown;

constexpr domain::Roles readers{domain::Role::lager, domain::Role::ergo, domain::Role::leder};

std::string talk_location(const domain::Talk& talk) {
    return location_of(talk.borrower) + "/contacts/" + std::to_string(talk.id.value);
}

// Talks about a unit are in no access log.
std::vector<domain::BorrowerId> persons_of(const domain::Borrower& borrower) {
    if (borrower.kind == domain::BorrowerKind::unit) return {};
    return {borrower.id};
}

Shown list(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    const auto limit = parameters.limit();
    const std::int64_t before = parameters.cursor_id();
    if (!parameters.ok()) return parameters.problem();
    const auto borrower = named_borrower(request, tx);
    if (!borrower) return no_such_borrower(request, tx);
    const auto from = before == 0 ? std::optional<domain::TalkId>() : domain::TalkId{before};
    auto found = db::talks::of_borrower(tx, borrower->id, from, limit + 1);
    Reply reply = page(
        request, found, limit, [](const domain::Talk& talk) { return to_json(talk); },
        [](const domain::Talk& last) { return std::to_string(last.id.value); });
    return {std::move(reply), persons_of(*borrower)};
}

Shown show(const Request& request, db::ReadTx& tx) {
    const auto borrower = named_borrower(request, tx);
    if (!borrower) return no_such_borrower(request, tx);
    const auto id = path_id<domain::TalkId>(request, 1);
    const auto talk = id ? db::talks::find(tx, *id) : std::nullopt;
    if (!talk || talk->borrower != borrower->id) {
        return routing::problem(request, 404, "not_found");
    }
    return {one(to_json(*talk)), persons_of(*borrower)};
}

domain::Talk read_talk(Fields& fields, domain::Day today) {
    constexpr std::chrono::days longest_back(366);
    constexpr std::chrono::days longest_ahead(366);
    domain::Talk talk;
    talk.day = fields.maybe_day("day").value_or(today);
    if (talk.day > today) fields.fault("day", "in_the_future");
    if (talk.day < today - longest_back) fields.fault("day", "too_long_ago");
    talk.how = fields.maybe_choice("how", domain::parse_talk_how).value_or(domain::TalkHow::phone);
    talk.outcome = fields.choice("outcome", domain::parse_talk_outcome);
    talk.said = fields.maybe_note("said", 1000);
    talk.next_day = fields.maybe_day("next_day");
    if (talk.next_day && *talk.next_day < today) fields.fault("next_day", "in_the_past");
    if (talk.next_day && *talk.next_day > today + longest_ahead) {
        fields.fault("next_day", "too_far_ahead");
    }
    return talk;
}

Shown make(const Request& request, db::WriteTx& tx) {
    auto talk = read_body(request.body,
                          [&](Fields& fields) { return read_talk(fields, request.now.today); });
    if (!talk) return routing::problem(request, 400, talk.error());
    const auto borrower = named_borrower(request, tx);
    if (!borrower) return no_such_borrower(request, tx);
    talk->borrower = borrower->id;
    const auto id = depot::record_talk(tx, *borrower, *std::move(talk), act_of(request));
    if (!id) return routing::refused(request, id.error());
    const auto made = db::talks::find(tx, *id);
    return {created(to_json(*made), {}, talk_location(*made)), persons_of(*borrower)};
}

// ---- whom to call
// --------------------------------------------------------------------------------

std::optional<bool> parse_agreed(std::string_view text) {
    if (text == "agreed") return true;
    if (text == "overdue") return false;
    return std::nullopt;
}

// lost: what was due then or before is to be found, or said to be lost.
json::object shape_of(const db::talks::Held& held, domain::Day today, domain::Day lost) {
    return {{"loan_id", held.loan.value},
            {"line", held.line.value},
            {"item", or_null(held.item_code)},
            {"product", held.product},
            {"quantity", held.quantity},
            {"due", or_null(held.due)},
            {"days_overdue", domain::days_overdue(held.due, today)},
            {"reminders", held.reminders},
            {"fetch", held.fetch},
            {"lost_process", held.due && *held.due <= lost}};
}

Shown calls(const Request& request, db::ReadTx& tx) {
    const domain::Day today = request.now.today;
    Parameters parameters(request);
    db::talks::CallFilter filter;
    filter.agreed = parameters.choice("kind", parse_agreed).value_or(false);
    filter.requested_by = parameters.text("requested_by");
    filter.depot = known_depot(tx, parameters);
    filter.unassigned = parameters.choice("unassigned", parse_flag).value_or(false);
    const auto limit = parameters.limit();
    const auto cursor = read_day_cursor(parameters);
    if (!parameters.ok()) return parameters.problem();
    const auto settings = db::settings::load(tx);
    const auto last_due = [&](domain::ReminderStep step) {
        return domain::last_due(step, settings.reminder_steps, today);
    };
    filter.until = filter.agreed ? today : last_due(domain::ReminderStep::call);
    const domain::Day lost = last_due(domain::ReminderStep::lost_process);
    std::optional<db::talks::After> after;
    if (cursor) after = db::talks::After{cursor->day, cursor->id};
    auto found = db::talks::calls(tx, filter, after, limit + 1);
    const auto ids = domain::ids_of(found, &db::talks::Call::borrower);
    const auto borrowers = db::borrowers::all_of(tx, ids);
    const auto talks = db::talks::last_of(tx, ids);
    std::map<domain::BorrowerId, json::array> aids;
    for (const auto& held : db::talks::held_by(tx, ids)) {
        aids[held.borrower].push_back(shape_of(held, today, lost));
    }
    std::map<domain::BorrowerId, json::array> tasks;
    for (const auto& task : db::candidates::in_force(tx, ids, today)) {
        if (!task.closed_at) tasks[task.borrower].push_back(task.id.value);
    }
    std::vector<domain::BorrowerId> persons;
    Reply reply = page(
        request, found, limit,
        [&](const db::talks::Call& call) {
            const domain::Borrower& borrower = borrowers.at(call.borrower);
            if (borrower.kind == domain::BorrowerKind::person) persons.push_back(borrower.id);
            const auto last = talks.find(call.borrower);
            json::object shape;
            shape["borrower"] = {{"id", borrower.id.value},
                                 {"name", name_of(borrower, request.language)},
                                 {"phone", or_null(borrower.phone)},
                                 {"contact", nullptr}};
            if (borrower.contact) {
                shape["borrower"].get_object()["contact"] = {
                    {"name", borrower.contact->name}, {"phone", or_null(borrower.contact->phone)}};
            }
            shape["day"] = domain::to_text(call.day);
            shape["aids"] = aids[call.borrower];
            shape["last_contact"] =
                last == talks.end() ? json::value(nullptr) : json::value(to_json(last->second));
            shape["candidates"] = tasks[call.borrower];
            return shape;
        },
        [](const db::talks::Call& last) {
            return to_text(DayCursor{last.day, last.row});
        });
    return {std::move(reply), std::move(persons)};
}

const routing::Route rows[] = {
    {.path = "/api/v1/borrowers/{id}/contacts",
     .roles = readers,
     .summary = "What was said with a borrower about what they have, the latest first",
     .handler = routing::Disclose(list),
     .answer = "contact_list",
     .parameters = "why limit cursor"},
    {.method = Method::post,
     .path = "/api/v1/borrowers/{id}/contacts",
     .roles = readers,
     .summary = "Record what was said, and when to speak again",
     .handler = routing::Write(make),
     .success = 201,
     .answer = "contact",
     .body = Body::required,
     .body_schema = "contact_new",
     .parameters = "why",
     .kept = routing::Kept::outline},
    {.path = "/api/v1/borrowers/{id}/contacts/{contact}",
     .roles = readers,
     .summary = "One talk with a borrower",
     .handler = routing::Disclose(show),
     .answer = "contact",
     .parameters = "why"},
    {.path = "/api/v1/calls",
     .roles = readers,
     .summary = "Whom to call: a day was agreed and has come, or what they have is overdue since "
                "the step of calling",
     .handler = routing::Disclose(calls),
     .answer = "call_list",
     .parameters = "kind requested_by unassigned depot why limit cursor"},
};

}  // namespace

std::span<const routing::Route> contact_routes() { return rows; }

}  // namespace api
