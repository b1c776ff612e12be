#include "depot/remind.hpp"

#include <algorithm>
#include <set>

#include "db/borrower_store.hpp"
#include "db/message_store.hpp"
#include "db/settings_store.hpp"
#include "depot/oslo_time.hpp"

namespace depot {
namespace {

using domain::Refusal;
using domain::RefusalCode;
using domain::ReminderStep;
using domain::Unsent;

std::optional<ReminderStep> step_of(const db::reminders::Line& line,
                                    const domain::DepotSettings& settings, domain::Day today) {
    domain::ReminderFacts facts;
    facts.due = line.due;
    facts.set_on = line.extended ? oslo_day(*line.extended) : line.start;
    facts.taken = line.taken;
    return domain::next_step(facts, settings.reminder_steps, today);
}

struct Step {
    db::reminders::Line line;
    ReminderStep step;
};

void take(db::WriteTx& tx, const std::vector<Step>& steps, std::optional<domain::MessageId> message,
          domain::Day today) {
    for (const Step& one : steps) {
        db::reminders::insert(tx, {one.line.id, one.line.due, one.step, today, message});
    }
}

db::messages::Message new_message(domain::MessageKind kind, domain::BorrowerId borrower,
                                  const Act& act) {
    db::messages::Message message;
    message.kind = kind;
    message.borrower = borrower;
    message.day = act.day;
    message.actor = act.actor;
    message.made_at = act.recorded;
    return message;
}

void skip(db::messages::Message& message, Unsent why, domain::Instant now) {
    message.state = domain::MessageState::skipped;
    message.why = why;
    message.ended_at = now;
}

RefusalCode refusal_of(Unsent why) {
    switch (why) {
        case Unsent::deceased:
            return RefusalCode::deceased;
        case Unsent::moved:
            return RefusalCode::moved;
        case Unsent::opted_out:
            return RefusalCode::opted_out;
        case Unsent::no_channel:
            return RefusalCode::no_channel;
        case Unsent::no_contact:
        case Unsent::returned:
        case Unsent::extended:
        case Unsent::overtaken:
        case Unsent::no_list:
            break;
    }
    return RefusalCode::no_contact;
}

}  // namespace

ToRemind to_remind(db::ReadTx& tx, const std::optional<db::reminders::After>& after,
                   std::int64_t lines, domain::Day today) {
    const auto settings = db::settings::load(tx);
    const auto walked = db::reminders::due_by(
        tx, domain::last_due(ReminderStep::first_before, settings.reminder_steps, today), after,
        lines);
    std::set<domain::BorrowerId> borrowers;
    for (const auto& line : walked) {
        if (step_of(line, settings, today)) borrowers.insert(line.borrower);
    }
    ToRemind found{{borrowers.begin(), borrowers.end()}, {}};
    if (static_cast<std::int64_t>(walked.size()) == lines) {
        found.rest = db::reminders::After{walked.back().due, walked.back().id};
    }
    return found;
}

void remind(db::WriteTx& tx, domain::BorrowerId id, const domain::Media& configured,
            const Act& act) {
    const auto borrower = db::borrowers::find(tx, id);
    if (!borrower || borrower->anonymised_at) return;
    const auto settings = db::settings::load(tx);
    std::vector<Step> to_say;
    std::vector<Step> to_do;
    for (const auto& line : db::reminders::due_by(
             tx, domain::last_due(ReminderStep::first_before, settings.reminder_steps, act.day),
             id)) {
        const auto step = step_of(line, settings, act.day);
        if (step) (domain::is_message(*step) ? to_say : to_do).push_back({line, *step});
    }
    const auto silence = domain::silence(*borrower);
    // Nobody calls the dead, or where somebody has moved from.
    if (!silence || silence == Unsent::opted_out) take(tx, to_do, {}, act.day);
    if (to_say.empty()) return;

    auto message = new_message(domain::MessageKind::reminder, id, act);
    const auto by_step = [](const Step& a, const Step& b) { return a.step < b.step; };
    message.step = std::max_element(to_say.begin(), to_say.end(), by_step)->step;
    const domain::Way way = domain::way_to(*borrower, configured);
    if (silence || way.why) {
        skip(message, silence ? *silence : *way.why, act.recorded);
    } else {
        if (db::messages::has_one(tx, id, act.day, oslo_midnight(act.day))) return;
        message.medium = way.medium;
        message.next_at = out_of_night(act.recorded);
    }
    take(tx, to_say, db::messages::insert(tx, message), act.day);
}

domain::Decided<domain::Medium> may_remind(db::ReadTx& tx, const domain::Loan& loan,
                                           const domain::Borrower& borrower,
                                           const domain::Media& configured, domain::Day today) {
    const auto is_open = [](const domain::LoanLine& line) { return !line.ended_at; };
    const auto has_due = [](const domain::LoanLine& line) { return !line.ended_at && line.due; };
    if (std::none_of(loan.lines.begin(), loan.lines.end(), is_open)) {
        return tl::unexpected(Refusal{RefusalCode::not_open});
    }
    if (std::none_of(loan.lines.begin(), loan.lines.end(), has_due)) {
        return tl::unexpected(Refusal{RefusalCode::no_due_day});
    }
    if (const auto why = domain::silence(borrower)) {
        return tl::unexpected(Refusal{refusal_of(*why)});
    }
    const domain::Way way = domain::way_to(borrower, configured);
    if (way.why) return tl::unexpected(Refusal{refusal_of(*way.why)});
    if (db::messages::has_one(tx, borrower.id, today, oslo_midnight(today))) {
        return tl::unexpected(Refusal{RefusalCode::reminded_today});
    }
    return *way.medium;
}

domain::Decided<domain::MessageId> remind_by_hand(db::WriteTx& tx, const domain::Loan& loan,
                                                  const domain::Media& configured, const Act& act) {
    const auto borrower = db::borrowers::find(tx, loan.borrower);
    const auto medium = may_remind(tx, loan, *borrower, configured, act.day);
    if (!medium) return tl::unexpected(medium.error());
    auto message = new_message(domain::MessageKind::manual, borrower->id, act);
    message.medium = *medium;
    message.next_at = out_of_night(act.recorded);
    const auto id = db::messages::insert(tx, message);
    for (const domain::LoanLine& line : loan.lines) {
        if (line.ended_at || !line.due) continue;
        db::reminders::insert(tx, {line.id, *line.due, {}, act.day, id});
    }
    return id;
}

}  // namespace depot
