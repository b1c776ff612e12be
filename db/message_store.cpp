#include "db/message_store.hpp"

#include <array>
#include <random>

#include "db/id_list.hpp"
#include "db/query.hpp"
#include "db/values.hpp"

namespace db::messages {
namespace {

using Text = std::optional<std::string>;
using MaybeInstant = std::optional<domain::Instant>;

// A provider's customers must not be told apart by it, nor two databases be mixed up.
std::string new_key() {
    std::random_device random;
    std::string key;
    for (int i = 0; i < 32; ++i) key += "0123456789abcdef"[random() % 16];
    return key;
}

const std::string columns =
    "m.id, m.key, m.kind, m.borrower_id, m.week, m.recipient, m.step, m.day, m.actor_id, "
    "m.made_at, m.state, m.why, m.medium, m.attempts, m.next_at, m.ended_at";

Message to_message(domain::MessageId id, std::string key, domain::MessageKind kind,
                   std::optional<domain::BorrowerId> borrower, Text week,
                   std::optional<std::int64_t> recipient, std::optional<domain::ReminderStep> step,
                   domain::Day day, domain::ActorId actor, domain::Instant made_at,
                   domain::MessageState state, std::optional<domain::Unsent> why,
                   std::optional<domain::Medium> medium, std::int64_t attempts,
                   MaybeInstant next_at, MaybeInstant ended_at) {
    return {id,    std::move(key), kind,  borrower, std::move(week), recipient, step,    day,
            actor, made_at,        state, why,      medium,          attempts,  next_at, ended_at};
}

std::vector<Message> read(Query& query) {
    return query
        .all<domain::MessageId, std::string, domain::MessageKind, std::optional<domain::BorrowerId>,
             Text, std::optional<std::int64_t>, std::optional<domain::ReminderStep>, domain::Day,
             domain::ActorId, domain::Instant, domain::MessageState, std::optional<domain::Unsent>,
             std::optional<domain::Medium>, std::int64_t, MaybeInstant, MaybeInstant>(to_message);
}

const std::string select_listed =
    "select " + columns + ", (select a.name from actor a where a.id = m.actor_id) from message m";

std::vector<Listed> read_listed(Query& query) {
    return query
        .all<domain::MessageId, std::string, domain::MessageKind, std::optional<domain::BorrowerId>,
             Text, std::optional<std::int64_t>, std::optional<domain::ReminderStep>, domain::Day,
             domain::ActorId, domain::Instant, domain::MessageState, std::optional<domain::Unsent>,
             std::optional<domain::Medium>, std::int64_t, MaybeInstant, MaybeInstant, std::string>(
            [](domain::MessageId id, std::string key, domain::MessageKind kind,
               std::optional<domain::BorrowerId> borrower, Text week,
               std::optional<std::int64_t> recipient, std::optional<domain::ReminderStep> step,
               domain::Day day, domain::ActorId actor, domain::Instant made_at,
               domain::MessageState state, std::optional<domain::Unsent> why,
               std::optional<domain::Medium> medium, std::int64_t attempts, MaybeInstant next_at,
               MaybeInstant ended_at, std::string by) {
                return Listed{to_message(id, std::move(key), kind, borrower, std::move(week),
                                         recipient, step, day, actor, made_at, state, why, medium,
                                         attempts, next_at, ended_at),
                              std::move(by)};
            });
}

std::optional<Message> first(std::vector<Message> found) {
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

}  // namespace

domain::MessageId insert(WriteTx& tx, const Message& message) {
    return Query(tx, R"(
        insert into message (key, kind, borrower_id, week, recipient, step, day, actor_id, made_at,
            state, why, medium, attempts, next_at, ended_at)
        values (:key, :kind, :borrower_id, :week, :recipient, :step, :day, :actor_id, :made_at,
            :state, :why, :medium, :attempts, :next_at, :ended_at))")
        .with(new_key(), message.kind, message.borrower, message.week, message.recipient,
              message.step, message.day, message.actor, message.made_at, message.state, message.why,
              message.medium, message.attempts, message.next_at, message.ended_at)
        .insert<domain::MessageId>();
}

void keep(WriteTx& tx, const Message& message) {
    Query(tx, R"(
        update message set state = :state, why = :why, day = :day, medium = :medium,
            attempts = :attempts, next_at = :next_at, ended_at = :ended_at
        where id = :id)")
        .with(message.state, message.why, message.day, message.medium, message.attempts,
              message.next_at, message.ended_at, message.id)
        .run();
}

std::optional<Message> find(ReadTx& tx, domain::MessageId id) {
    static const std::string sql = "select " + columns + " from message m where m.id = :id";
    Query query(tx, sql);
    return first(read(query.with(id)));
}

std::size_t told_of_week(ReadTx& tx, const std::string& week) {
    return static_cast<std::size_t>(Query(tx, "select count(*) from message where week = :week")
                                        .with(week)
                                        .one<std::int64_t>()
                                        .value());
}

void tell_of_week(WriteTx& tx, const std::string& week, std::size_t recipients,
                  domain::ActorId actor, domain::Day day, domain::Instant now) {
    for (std::size_t i = 0; i < recipients; ++i) {
        const auto place = static_cast<std::int64_t>(i);
        const bool told =
            Query(tx, "select id from message where week = :week and recipient = :recipient")
                .with(week, place)
                .one<domain::MessageId>()
                .has_value();
        if (told) continue;
        Message message;
        message.kind = domain::MessageKind::weekly_list;
        message.week = week;
        message.recipient = place;
        message.day = day;
        message.actor = actor;
        message.made_at = now;
        message.medium = domain::Medium::email;
        message.next_at = now;
        insert(tx, message);
    }
}

bool has_one(ReadTx& tx, domain::BorrowerId borrower, domain::Day day, domain::Instant began) {
    return Query(tx, R"(
        select id from message
        where borrower_id = :borrower_id
          and state not in ('skipped', 'cancelled', 'refused', 'dead')
          and (day = :day or ended_at is null or ended_at >= :began)
        limit 1)")
        .with(borrower, day, began)
        .one<domain::MessageId>()
        .has_value();
}

bool other_was_tried(ReadTx& tx, domain::BorrowerId borrower, domain::Day day,
                     domain::MessageId but) {
    return Query(tx, R"(
        select id from message
        where borrower_id = :borrower_id and day = :day and id <> :but and state <> 'skipped'
          and state <> 'cancelled' and state <> 'waiting'
        limit 1)")
        .with(borrower, day, but)
        .one<domain::MessageId>()
        .has_value();
}

std::optional<Message> next_of(ReadTx& tx, domain::Medium medium, domain::Instant now) {
    static const std::string sql = "select " + columns +
                                   " from message m where m.ended_at is null"
                                   " and m.medium = :medium and m.next_at <= :now"
                                   " order by m.next_at, m.id limit 1";
    Query query(tx, sql);
    return first(read(query.with(medium, now)));
}

void insert(WriteTx& tx, const Attempt& attempt) {
    Query(tx, R"(
        insert into message_attempt (message_id, made_at, medium, channel, result, fault, detail,
            reference)
        values (:message_id, :made_at, :medium, :channel, :result, :fault, :detail, :reference))")
        .with(attempt.message, attempt.made_at, attempt.medium, attempt.channel, attempt.result,
              attempt.fault, attempt.detail, attempt.reference)
        .run();
}

std::vector<Attempt> attempts_of(ReadTx& tx, const std::vector<domain::MessageId>& messages) {
    return rows_for_ids(
        tx,
        "select message_id, made_at, medium, channel, result, fault, detail, "
        "reference from message_attempt where message_id",
        " order by message_id, id", messages, [](Query& query) {
            return query.all<domain::MessageId, domain::Instant, domain::Medium, std::string,
                             domain::AttemptResult, Text, Text, Text>(
                [](domain::MessageId message, domain::Instant made_at, domain::Medium medium,
                   std::string channel, domain::AttemptResult result, Text fault, Text detail,
                   Text reference) {
                    return Attempt{message,
                                   made_at,
                                   medium,
                                   std::move(channel),
                                   result,
                                   std::move(fault),
                                   std::move(detail),
                                   std::move(reference)};
                });
        });
}

void keep_merged(WriteTx& tx, domain::BorrowerId from) {
    Query(tx, "update message set of_merged = 1 where borrower_id = :from").with(from).run();
}

std::vector<Listed> list(ReadTx& tx, const Filter& filter, std::optional<domain::MessageId> before,
                         std::int64_t limit) {
    std::string sql = select_listed + " where m.id < :before";
    if (filter.loan) {
        sql += R"( and m.id in (select r.message_id from loan_line l
            join reminder r on r.loan_line_id = l.id where l.loan_id = :loan_id))";
    }
    if (filter.borrower) sql += " and m.borrower_id = :borrower_id";
    // The borrower's are few; of two that could be walked the planner must not take the other.
    if (filter.state) {
        sql += filter.borrower || filter.loan ? " and m.state || '' = :state"
                                              : " and m.state = :state";
    }
    sql += " order by m.id desc limit :limit";
    Query query(tx, sql);
    query.with(before.value_or(domain::MessageId{INT64_MAX}));
    if (filter.loan) query.with(*filter.loan);
    if (filter.borrower) query.with(*filter.borrower);
    if (filter.state) query.with(*filter.state);
    return read_listed(query.with(limit));
}

std::optional<Listed> listed(ReadTx& tx, domain::MessageId id) {
    static const std::string sql = select_listed + " where m.id = :id";
    Query query(tx, sql);
    auto found = read_listed(query.with(id));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

}  // namespace db::messages
