#include <algorithm>

#include "api/answer.hpp"
#include "api/loan_answer.hpp"
#include "api/reminder_answer.hpp"
#include "api/routes.hpp"
#include "api/shapes.hpp"
#include "db/borrower_store.hpp"
#include "db/depot_store.hpp"
#include "db/message_store.hpp"
#include "depot/outbox.hpp"
#include "depot/remind.hpp"
#include "routing/settings.hpp"

namespace api {
namespace {

namespace json = boost::json;
using domain::Medium;
using domain::ReminderStep;
using routing::Body;
using routing::Method;
using routing::Reply;
using routing::Request;
using routing::Shown;

template <class E>
json::string text(E value) {
    return json::string(to_text(value));
}

Shown list(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    db::messages::Filter filter;
    filter.borrower = parameters.id<domain::BorrowerId>("borrower");
    filter.loan = parameters.id<domain::LoanId>("loan");
    filter.state = parameters.choice("state", domain::parse_message_state);
    const auto limit = parameters.limit();
    const auto cursor = parameters.cursor_id();
    if (!parameters.ok()) return parameters.problem();
    const auto before = cursor == 0 ? std::nullopt : std::optional(domain::MessageId{cursor});
    auto found = db::messages::list(tx, filter, before, limit + 1);
    ReminderShapes shapes(request, tx, found);
    Reply reply = page(
        request, found, limit, [&](const auto& listed) { return shapes.of(listed); },
        [](const auto& last) { return std::to_string(last.message.id.value); });
    return {std::move(reply), std::move(shapes.persons)};
}

std::string location_of(domain::MessageId id) {
    return "/api/v1/reminders/" + std::to_string(id.value);
}

Shown show(const Request& request, db::ReadTx& tx) {
    const auto id = path_id<domain::MessageId>(request);
    const auto found = id ? db::messages::listed(tx, *id) : std::nullopt;
    if (!found) return routing::problem(request, 404, "not_found");
    ReminderShapes shapes(request, tx, {*found});
    Reply reply = one(shapes.of(*found));
    return {std::move(reply), std::move(shapes.persons)};
}

Shown make(const Request& request, db::WriteTx& tx) {
    if (auto refused = refuse_fields(request)) return *std::move(refused);
    const auto loan = loan_of_path(request, tx);
    if (!loan) return routing::problem(request, 404, "not_found");
    const auto id =
        depot::remind_by_hand(tx, *loan, request.settings->reminders.media, act_of(request));
    if (!id) return routing::refused(request, id.error());
    const auto made = db::messages::listed(tx, *id);
    ReminderShapes shapes(request, tx, {*made});
    Reply reply = created(shapes.of(*made), {}, location_of(*id));
    return {std::move(reply), std::move(shapes.persons)};
}

json::object to_json(const domain::WrittenMessage& written, const domain::ReminderWords& words) {
    return {{"step", text(words.step)},
            {"medium", text(words.medium)},
            {"language", words.nynorsk ? "nn" : "nb"},
            {"subject", written.subject},
            {"text", written.text}};
}

// Its words are about the borrower, so whoever reads them is logged.
Shown preview(const Request& request, db::ReadTx& tx) {
    const auto& settings = request.settings->reminders;
    const auto loan = loan_of_path(request, tx);
    if (!loan) return routing::problem(request, 404, "not_found");
    const auto borrower = db::borrowers::find(tx, loan->borrower);
    const domain::Day today = request.now.today;
    const auto medium = depot::may_remind(tx, *loan, *borrower, settings.media, today);
    if (!medium) return routing::refused(request, medium.error());
    std::optional<domain::Day> due;
    for (const domain::LoanLine& line : loan->lines) {
        if (line.ended_at || !line.due) continue;
        due = due ? std::min(*due, *line.due) : *line.due;
    }
    auto words = depot::words_for(tx, *borrower, ReminderStep::second_before, *due, *medium, today);
    words.sender = settings.sender;
    // That the aids are left out would be a sign of protection.
    words.is_protected = words.is_protected && request.principal.sees_protected;
    Reply reply = answer(to_json(domain::write_reminder(words), words));
    std::vector<domain::BorrowerId> persons;
    if (borrower->kind == domain::BorrowerKind::person) persons.push_back(borrower->id);
    return {std::move(reply), std::move(persons)};
}

// Every text there is, filled in with an example.
Reply texts(const Request& request, db::ReadTx& tx) {
    domain::ReminderWords words;
    words.sender = request.settings->reminders.sender;
    words.places = db::depots::after(tx, {}, 1);
    json::array items;
    for (const auto step :
         {ReminderStep::first_before, ReminderStep::second_before, ReminderStep::after}) {
        words.step = step;
        words.due = request.now.today + std::chrono::days(step == ReminderStep::after ? -1 : 14);
        words.things = {{"Rullator", 1, words.due}, {"Toalettforhøyer", 2, words.due}};
        for (const auto medium : {Medium::sms, Medium::email, Medium::letter}) {
            words.medium = medium;
            for (const bool nynorsk : {false, true}) {
                words.nynorsk = nynorsk;
                items.push_back(to_json(domain::write_reminder(words), words));
            }
        }
    }
    return answer(json::object{{"items", std::move(items)}});
}

constexpr domain::Roles readers{domain::Role::lager, domain::Role::ergo, domain::Role::leder};

const routing::Route rows[] = {
    {Method::get,
     "/api/v1/reminders",
     readers,
     "Messages to borrowers, the latest first: sent, tried, skipped, and why",
     routing::Disclose(list),
     200,
     "reminder_list",
     Body::none,
     {},
     "borrower loan state why limit cursor"},
    {Method::get,
     "/api/v1/reminders/{id}",
     readers,
     "One message with what was tried",
     routing::Disclose(show),
     200,
     "reminder",
     Body::none,
     {},
     "why"},
    {Method::post, "/api/v1/loans/{id}/reminders", readers,
     "Remind the borrower of a loan today, by hand", routing::Write(make), 201, "reminder",
     Body::optional, "nothing", "why", routing::Kept::outline},
    {Method::get,
     "/api/v1/loans/{id}/reminders/preview",
     readers,
     "What a reminder by hand would say, and by what it would go",
     routing::Disclose(preview),
     200,
     "reminder_text",
     Body::none,
     {},
     "why"},
    {Method::get,
     "/api/v1/reminder-texts",
     {domain::Role::lager, domain::Role::ergo, domain::Role::leder, domain::Role::admin},
     "What reminders say, by step, medium and language, with an example filled in",
     routing::Read(texts),
     200,
     "reminder_text_list"},
};

}  // namespace

std::span<const routing::Route> reminder_routes() { return rows; }

}  // namespace api
