#include "jobs/reminders.hpp"

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

#include "db/actor_store.hpp"
#include "db/weekly_store.hpp"
#include "depot/oslo_time.hpp"
#include "depot/outbox.hpp"
#include "depot/remind.hpp"

namespace jobs {
namespace {

// So many open lines are read at once, and so many borrowers written in one transaction.
constexpr std::int64_t lines_at_once = 1000;
constexpr std::size_t borrowers_at_once = 50;
constexpr std::chrono::minutes rest_of_channel(1);

domain::Instant always(std::optional<domain::Instant>) { return {}; }

std::string_view job_of(domain::Medium medium) {
    switch (medium) {
        case domain::Medium::sms:
            return "send_sms";
        case domain::Medium::email:
            return "send_email";
        case domain::Medium::letter:
            return "send_letters";
    }
    return {};
}

// What waits for a medium that is configured no longer goes by another one, or ends.
void find_other_ways(Turn& turn, const domain::Media& configured) {
    for (const auto medium : {domain::Medium::sms, domain::Medium::email, domain::Medium::letter}) {
        if (configured.contains(medium)) continue;
        while (turn.write([&](db::WriteTx& tx) {
            return depot::take_next(tx, medium, configured, turn.now()).more;
        })) {
        }
    }
}

void plan(Turn& turn, const domain::Media& configured) {
    find_other_ways(turn, configured);
    std::optional<db::reminders::After> after;
    do {
        const domain::Instant now = turn.now();
        const domain::Day today = depot::oslo_day(now);
        const auto found = turn.read(
            [&](db::ReadTx& tx) { return depot::to_remind(tx, after, lines_at_once, today); });
        const auto& all = found.borrowers;
        for (std::size_t begin = 0; begin < all.size(); begin += borrowers_at_once) {
            const std::size_t end = std::min(begin + borrowers_at_once, all.size());
            turn.write([&](db::WriteTx& tx) {
                const depot::Act act{
                    db::actors::system(tx), domain::Role::admin, {}, {}, {}, now, now, today};
                for (std::size_t i = begin; i < end; ++i) {
                    depot::remind(tx, all[i], configured, act);
                }
            });
        }
        after = found.rest;
    } while (after);
}

messages::Medium medium_of(domain::Medium medium) {
    switch (medium) {
        case domain::Medium::sms:
            return messages::Medium::sms;
        case domain::Medium::email:
            return messages::Medium::email;
        case domain::Medium::letter:
            break;
    }
    return messages::Medium::letter;
}

messages::Message to_send(const db::messages::Message& message, domain::Instant now) {
    messages::Message out;
    out.id = message.key;
    out.medium = medium_of(*message.medium);
    out.written = std::chrono::floor<std::chrono::seconds>(message.made_at);
    out.day = depot::oslo_day(now);
    return out;
}

messages::Message to_borrower(const depot::ToSend& taken, const domain::ReminderSender& sender,
                              domain::Instant now) {
    messages::Message out = to_send(taken.message, now);
    domain::ReminderWords words = *taken.words;
    words.sender = sender;
    domain::WrittenMessage written = domain::write_reminder(words);
    out.subject = std::move(written.subject);
    out.text = std::move(written.text);
    out.language = words.nynorsk ? messages::Language::nynorsk : messages::Language::bokmal;
    // No more of a person leaves than the medium needs.
    const domain::Borrower& borrower = *taken.borrower;
    switch (*taken.message.medium) {
        case domain::Medium::sms:
            out.to.phone = *borrower.phone;
            break;
        case domain::Medium::email:
            out.to.email = *borrower.email;
            break;
        case domain::Medium::letter:
            out.to.post = messages::PostalAddress{borrower.name,
                                                  {borrower.address->street},
                                                  borrower.address->postal_code,
                                                  borrower.address->city,
                                                  {}};
            break;
    }
    return out;
}

// None: there is nobody any more to send it to, or no list.
std::optional<messages::Message> to_leaders(Turn& turn, const Post& post,
                                            const db::messages::Message& message) {
    const auto place = static_cast<std::size_t>(*message.recipient);
    const auto week = domain::parse_week(*message.week);
    if (!week || place >= post.weekly_to.size()) return std::nullopt;
    const auto kept = turn.read([&](db::ReadTx& tx) { return db::weekly::find(tx, *week); });
    if (!kept) return std::nullopt;
    const domain::WeeklyWords words{
        *message.week,
        kept->counts.overdue(),
        kept->counts.fresh,
        kept->counts.solved,
        post.weekly_link.empty() ? std::string() : post.weekly_link + *message.week,
        kept->since ? domain::to_text(*kept->since) : std::string()};
    messages::Message out = to_send(message, turn.now());
    domain::WrittenMessage written = domain::write_weekly(words);
    out.subject = std::move(written.subject);
    out.text = std::move(written.text);
    out.to.email = post.weekly_to[place];
    return out;
}

// The latest list, unless it is an old one: nobody wants to hear of that when a server has stood
// still, or begins to tell.
std::optional<std::string> week_to_tell(db::ReadTx& tx, domain::Instant now) {
    constexpr std::chrono::days news(2);
    const auto latest = db::weekly::list(tx, {}, 1);
    if (latest.empty() || latest.front().made_at + news < now) return std::nullopt;
    return domain::to_text(latest.front().week);
}

domain::AttemptResult result_of(messages::Result result) {
    switch (result) {
        case messages::Result::sent:
            return domain::AttemptResult::sent;
        case messages::Result::refused:
            return domain::AttemptResult::refused;
        case messages::Result::failed:
            break;
    }
    return domain::AttemptResult::failed;
}

void send(Turn& turn, const Post& post, domain::Medium medium) {
    const Post::Way& way = post.ways.at(medium);
    const domain::Media configured = post.media();
    while (!turn.stopping()) {
        const auto taken = turn.write(
            [&](db::WriteTx& tx) { return depot::take_next(tx, medium, configured, turn.now()); });
        if (!taken.more) return;
        if (!taken.to_send) continue;
        const auto& message = taken.to_send->message;
        const auto out = taken.to_send->words
                             ? std::optional(to_borrower(*taken.to_send, post.sender, turn.now()))
                             : to_leaders(turn, post, message);
        if (!out) {
            turn.write([&](db::WriteTx& tx) {
                depot::cancel(tx, message, domain::Unsent::no_list, turn.now());
            });
            continue;
        }
        const messages::Outcome outcome = way.channel->send(*out);
        const bool faulty = outcome.fault != messages::Fault::none;
        const depot::Attempted attempted{result_of(outcome.result),
                                         way.name,
                                         faulty ? std::string(to_text(outcome.fault)) : "",
                                         outcome.detail,
                                         outcome.reference,
                                         outcome.retry_after};
        turn.record([&](db::WriteTx& tx) {
            depot::keep_attempt(tx, *taken.to_send, configured, attempted, turn.now());
        });
        if (outcome.result == messages::Result::failed) {
            fmt::print(stderr,
                       "level=warning event=message_not_sent message={} channel={} fault={} "
                       "what=\"{}\"\n",
                       message.id.value, way.name, attempted.fault, outcome.detail);
            const auto rest = std::max<std::chrono::seconds>(
                rest_of_channel, outcome.retry_after.value_or(rest_of_channel));
            turn.rest_until(turn.now() + rest);
            return;
        }
    }
}

}  // namespace

domain::Media Post::media() const {
    domain::Media all;
    for (const auto& [medium, way] : ways) all.insert(medium);
    return all;
}

Job planning(const Post& post) {
    return {"remind", hourly, [media = post.media()](Turn& turn) { plan(turn, media); }};
}

Job telling(const Post& post) {
    const std::size_t recipients = post.weekly_to.size();
    return {"tell_of_week", always,
            [recipients](Turn& turn) {
                turn.write([&](db::WriteTx& tx) {
                    const domain::Instant now = turn.now();
                    const auto week = week_to_tell(tx, now);
                    if (!week) return;
                    db::messages::tell_of_week(tx, *week, recipients, db::actors::system(tx),
                                               depot::oslo_day(now), now);
                });
            },
            [recipients](db::ReadTx& tx, domain::Instant now) {
                const auto week = week_to_tell(tx, now);
                return week && db::messages::told_of_week(tx, *week) < recipients;
            }};
}

Job sending(const Post& post, domain::Medium medium) {
    return {job_of(medium), always, [post, medium](Turn& turn) { send(turn, post, medium); },
            [medium](db::ReadTx& tx, domain::Instant now) {
                return db::messages::next_of(tx, medium, now).has_value();
            }};
}

}  // namespace jobs
