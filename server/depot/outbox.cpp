#include "depot/outbox.hpp"

#include <algorithm>
#include <set>

#include "db/borrower_store.hpp"
#include "db/depot_store.hpp"
#include "db/reminder_store.hpp"
#include "db/settings_store.hpp"
#include "depot/oslo_time.hpp"

namespace depot {
namespace {

using db::messages::Message;
using domain::MessageState;
using domain::ReminderStep;
using domain::Unsent;

// Longer than any channel takes; then its server has died.
constexpr std::chrono::minutes time_to_send(5);

void wait_until(db::WriteTx& tx, Message message, domain::Instant at) {
    message.state = MessageState::waiting;
    message.next_at = at;
    db::messages::keep(tx, message);
}

void end(db::WriteTx& tx, Message message, MessageState state, domain::Instant now) {
    message.state = state;
    message.next_at.reset();
    message.ended_at = now;
    db::messages::keep(tx, message);
}

bool is_overtaken(const db::reminders::Subject& subject, const domain::DepotSettings& settings,
                  domain::Day today) {
    domain::ReminderFacts facts;
    facts.due = subject.due;
    facts.set_on = subject.extended ? oslo_day(*subject.extended) : subject.start;
    facts.taken = subject.step;
    return domain::next_step(facts, settings.reminder_steps, today).has_value();
}

struct Still {
    std::vector<db::reminders::Subject> subjects;  // about which it still is
    Unsent why = Unsent::returned;                 // when there are none
};
Still still_true(db::ReadTx& tx, const Message& message, domain::Day today) {
    const auto settings = db::settings::load(tx);
    Still still;
    for (const auto& subject : db::reminders::subjects_of(tx, {message.id})) {
        // The loan may have been corrected to be somebody else's.
        if (!subject.open || subject.borrower != message.borrower) continue;
        if (subject.due_now != subject.due) {
            still.why = Unsent::extended;
        } else if (subject.step && is_overtaken(subject, settings, today)) {
            still.why = Unsent::overtaken;
        } else {
            still.subjects.push_back(subject);
        }
    }
    return still;
}

domain::ReminderWords words_about(db::ReadTx& tx, const domain::Borrower& borrower,
                                  const std::vector<db::reminders::Subject>& subjects,
                                  domain::Medium medium, domain::Day today) {
    const auto [first, last] =
        std::minmax_element(subjects.begin(), subjects.end(),
                            [](const auto& a, const auto& b) { return a.due < b.due; });
    ReminderStep step = ReminderStep::first_before;
    // By hand it is said as shortly before the day.
    for (const auto& subject : subjects) {
        step = std::max(step, subject.step.value_or(ReminderStep::second_before));
    }
    return words_for(tx, borrower, step, first->due, medium, today);
}

}  // namespace

domain::ReminderWords words_for(db::ReadTx& tx, const domain::Borrower& borrower, ReminderStep step,
                                domain::Day due, domain::Medium medium, domain::Day today) {
    domain::ReminderWords words;
    words.step = domain::step_to_say(step, due, today);
    words.medium = medium;
    words.nynorsk = borrower.language == "nn";
    words.is_protected = borrower.protection != domain::Protection::none;
    words.due = due;
    std::set<domain::DepotId> depots;
    for (const auto& lent : db::reminders::lent_to(tx, borrower.id)) {
        words.things.push_back({lent.product, lent.quantity, lent.due});
        depots.insert(lent.depot);
    }
    for (const domain::DepotId& id : depots) words.places.push_back(*db::depots::find(tx, id));
    return words;
}

void cancel(db::WriteTx& tx, Message message, Unsent why, domain::Instant now) {
    message.why = why;
    end(tx, std::move(message), MessageState::cancelled, now);
}

Taken take_next(db::WriteTx& tx, domain::Medium medium, const domain::Media& configured,
                domain::Instant now) {
    auto message = db::messages::next_of(tx, medium, now);
    if (!message) return {};
    // It was taken, and nothing is known of what came of it, as often as it may be tried.
    if (message->state == MessageState::sending && !domain::pause_after(message->attempts)) {
        end(tx, *message, MessageState::dead, now);
        return {true, {}};
    }
    const domain::Day today = oslo_day(now);
    ToSend to_send;
    if (!message->borrower && !configured.contains(medium)) {
        cancel(tx, *message, Unsent::no_channel, now);
        return {true, {}};
    }
    if (message->borrower) {
        const domain::Instant morning = out_of_night(now);
        if (morning > now) {
            wait_until(tx, *message, morning);
            return {true, {}};
        }
        to_send.borrower = db::borrowers::find(tx, *message->borrower);
        const domain::Borrower& borrower = *to_send.borrower;
        if (const auto why = domain::silence(borrower)) {
            cancel(tx, *message, *why, now);
            return {true, {}};
        }
        const Still still = still_true(tx, *message, today);
        if (still.subjects.empty()) {
            cancel(tx, *message, still.why, now);
            return {true, {}};
        }
        if (!domain::reach(borrower).contains(medium) || !configured.contains(medium)) {
            const domain::Way way = domain::way_to(borrower, configured);
            if (way.why) {
                cancel(tx, *message, *way.why, now);
            } else {
                message->medium = way.medium;
                message->attempts = 0;
                wait_until(tx, *message, now);
            }
            return {true, {}};
        }
        if (db::messages::other_was_tried(tx, borrower.id, today, message->id)) {
            wait_until(tx, *message, out_of_night(oslo_midnight(today + std::chrono::days(1))));
            return {true, {}};
        }
        to_send.words = words_about(tx, borrower, still.subjects, medium, today);
    }
    message->state = MessageState::sending;
    message->day = today;
    ++message->attempts;
    message->next_at = now + time_to_send;
    db::messages::keep(tx, *message);
    to_send.message = *std::move(message);
    return {true, std::move(to_send)};
}

void keep_attempt(db::WriteTx& tx, const ToSend& sent, const domain::Media& configured,
                  const Attempted& attempted, domain::Instant now) {
    const auto or_none = [](const std::string& text) {
        return text.empty() ? std::nullopt : std::optional(text);
    };
    const domain::Medium medium = *sent.message.medium;
    db::messages::insert(
        tx, {sent.message.id, now, medium, attempted.channel, attempted.result,
             or_none(attempted.fault), or_none(attempted.detail), or_none(attempted.reference)});
    auto message = *db::messages::find(tx, sent.message.id);
    const bool ours = message.state == MessageState::sending && message.medium == medium &&
                      message.attempts == sent.message.attempts;
    if (!ours) return;

    const auto go_on = [&](domain::Instant at) {
        wait_until(tx, message, message.borrower ? out_of_night(at) : at);
    };
    switch (attempted.result) {
        case domain::AttemptResult::sent:
            return end(tx, message, MessageState::sent, now);
        case domain::AttemptResult::refused: {
            const auto next = sent.borrower ? domain::way_after(*sent.borrower, configured, medium)
                                            : std::nullopt;
            if (!next) return end(tx, message, MessageState::refused, now);
            message.medium = next;
            message.attempts = 0;
            return go_on(now);
        }
        case domain::AttemptResult::failed: {
            const auto pause = domain::pause_after(message.attempts);
            if (!pause) return end(tx, message, MessageState::dead, now);
            return go_on(now +
                         std::max<std::chrono::milliseconds>(
                             *pause, attempted.retry_after.value_or(std::chrono::seconds(0))));
        }
    }
}

}  // namespace depot
