#include <algorithm>
#include <map>

#include "api/answer.hpp"
#include "api/loan_answer.hpp"
#include "api/routes.hpp"
#include "api/shapes.hpp"
#include "db/borrower_store.hpp"
#include "db/depot_store.hpp"
#include "db/message_store.hpp"
#include "db/reminder_store.hpp"
#include "depot/outbox.hpp"
#include "depot/remind.hpp"
#include "domain/ids_of.hpp"
#include "routing/desk.hpp"

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

json::object to_json(const db::messages::Attempt& attempt) {
    return {{"made_at", domain::to_text(attempt.made_at)},
            {"medium", text(attempt.medium)},
            {"channel", attempt.channel},
            {"result", text(attempt.result)},
            {"fault", or_null(attempt.fault)},
            {"detail", or_null(attempt.detail)},
            {"reference", or_null(attempt.reference)}};
}

json::object to_json(const db::reminders::Subject& subject) {
    return {{"loan_id", subject.loan.value},
            {"line", subject.line.value},
            {"due", domain::to_text(subject.due)},
            {"step", or_null(subject.step)},
            {"open", subject.open}};
}

// Messages with what they are about, what was tried, and whom they were for.
class Shapes {
public:
    Shapes(const Request& request, db::ReadTx& tx,
           const std::vector<db::messages::Listed>& messages)
        : request_(request) {
        std::vector<domain::MessageId> ids;
        std::vector<domain::BorrowerId> borrowers;
        for (const auto& listed : messages) {
            ids.push_back(listed.message.id);
            if (listed.message.borrower) borrowers.push_back(*listed.message.borrower);
        }
        borrowers_ = db::borrowers::all_of(tx, borrowers);
        for (const auto& subject : db::reminders::subjects_of(tx, ids)) {
            lines_[subject.message].push_back(to_json(subject));
        }
        for (const auto& attempt : db::messages::attempts_of(tx, ids)) {
            attempts_[attempt.message].push_back(to_json(attempt));
        }
    }

    json::object of(const db::messages::Listed& listed) {
        const auto& message = listed.message;
        json::object shape;
        shape["id"] = message.id.value;
        shape["kind"] = text(message.kind);
        shape["borrower"] = nullptr;
        if (message.borrower) {
            const domain::Borrower& borrower = borrowers_.at(*message.borrower);
            shape["borrower"] = {{"id", borrower.id.value},
                                 {"name", name_of(borrower, request_.language)}};
            if (borrower.kind == domain::BorrowerKind::person) persons.push_back(borrower.id);
        }
        shape["week"] = or_null(message.week);
        shape["step"] = or_null(message.step);
        shape["day"] = domain::to_text(message.day);
        shape["by"] = listed.by;
        shape["made_at"] = domain::to_text(message.made_at);
        shape["state"] = text(message.state);
        shape["why"] = or_null(message.why);
        shape["medium"] = or_null(message.medium);
        shape["next_at"] = or_null(message.next_at);
        shape["ended_at"] = or_null(message.ended_at);
        shape["lines"] = std::move(lines_[message.id]);
        shape["attempts"] = std::move(attempts_[message.id]);
        return shape;
    }

    std::vector<domain::BorrowerId> persons;

private:
    const Request& request_;
    std::map<domain::BorrowerId, domain::Borrower> borrowers_;
    std::map<domain::MessageId, json::array> lines_;
    std::map<domain::MessageId, json::array> attempts_;
};

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
    Shapes shapes(request, tx, found);
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
    Shapes shapes(request, tx, {*found});
    Reply reply = one(shapes.of(*found));
    return {std::move(reply), std::move(shapes.persons)};
}

Reply make(const Request& request, routing::Desk& desk) {
    if (auto refused = refuse_fields(request)) return *std::move(refused);
    return desk.answer([&](db::WriteTx& tx) -> Shown {
        const auto loan = loan_of_path(request, tx);
        if (!loan) return routing::problem(request, 404, "not_found");
        const auto id =
            depot::remind_by_hand(tx, *loan, desk.settings().reminders.media, act_of(request));
        if (!id) return routing::refused(request, id.error());
        const auto made = db::messages::listed(tx, *id);
        Shapes shapes(request, tx, {*made});
        Reply reply = created(shapes.of(*made), {}, location_of(*id));
        return {std::move(reply), std::move(shapes.persons)};
    });
}

json::object to_json(const domain::WrittenMessage& written, const domain::ReminderWords& words) {
    return {{"step", text(words.step)},
            {"medium", text(words.medium)},
            {"language", words.nynorsk ? "nn" : "nb"},
            {"subject", written.subject},
            {"text", written.text}};
}

// Its words are about the borrower, so whoever reads them is logged.
Reply preview(const Request& request, routing::Desk& desk) {
    const auto& settings = desk.settings().reminders;
    return desk.answer([&](db::WriteTx& tx) -> Shown {
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
        auto words =
            depot::words_for(tx, *borrower, ReminderStep::second_before, *due, *medium, today);
        words.sender = settings.sender;
        Reply reply = answer(to_json(domain::write_reminder(words), words));
        std::vector<domain::BorrowerId> persons;
        if (borrower->kind == domain::BorrowerKind::person) persons.push_back(borrower->id);
        return {std::move(reply), std::move(persons)};
    });
}

// Every text there is, filled in with an example.
Reply templates(const Request& request, routing::Desk& desk) {
    domain::ReminderWords words;
    words.sender = desk.settings().reminders.sender;
    desk.read([&](db::ReadTx& tx) { words.places = db::depots::after(tx, {}, 1); });
    words.due = request.now.today + std::chrono::days(14);
    words.things = {{"Rullator", 1, words.due}, {"Toalettforhøyer", 2, words.due}};
    json::array items;
    for (const auto step :
         {ReminderStep::first_before, ReminderStep::second_before, ReminderStep::after}) {
        words.step = step;
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
     "Remind the borrower of a loan today, by hand", routing::Work(make), 201, "reminder",
     Body::optional, "nothing", "why", routing::Kept::outline},
    {Method::get,
     "/api/v1/loans/{id}/reminders/preview",
     readers,
     "What a reminder by hand would say, and by what it would go",
     routing::Work(preview),
     200,
     "reminder_text",
     Body::none,
     {},
     "why"},
    {Method::get,
     "/api/v1/reminder-texts",
     {domain::Role::lager, domain::Role::ergo, domain::Role::leder, domain::Role::admin},
     "What reminders say, by step, medium and language, with an example filled in",
     routing::Work(templates),
     200,
     "reminder_text_list"},
};

}  // namespace

std::span<const routing::Route> reminder_routes() { return rows; }

}  // namespace api
