#include "api/reminder_answer.hpp"

#include "api/shapes.hpp"
#include "db/borrower_store.hpp"
#include "db/reminder_store.hpp"

namespace api {

namespace json = boost::json;

namespace {

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

}  // namespace

ReminderShapes::ReminderShapes(const routing::Request& request, db::ReadTx& tx,
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

json::object ReminderShapes::of(const db::messages::Listed& listed) {
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

}  // namespace api
