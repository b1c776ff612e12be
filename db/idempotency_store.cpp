#include "db/idempotency_store.hpp"

#include "db/error.hpp"
#include "db/query.hpp"

namespace db::idempotency {
namespace {

constexpr std::chrono::hours lifetime(24);

}  // namespace

std::optional<Stored> find(ReadTx& tx, const Key& key, domain::Instant now) {
    using Text = std::optional<std::string>;
    const auto row = Query(tx, R"(
        select fingerprint, status, content_type, body, location, etag from idempotency
        where actor_id = :actor_id and route = :route and key = :key and created_at > :oldest)")
                         .with(key.actor, key.route, key.key, domain::Instant(now - lifetime))
                         .one<std::string, int, std::string, Text, Text, Text>();
    if (!row) return std::nullopt;
    const auto& [fingerprint, status, content_type, body, location, etag] = *row;
    return Stored{fingerprint, status, content_type, body, location, etag};
}

void insert(WriteTx& tx, const Key& key, const Stored& stored, domain::Instant now) {
    // What find() no longer finds may still be there.
    const auto stored_rows =
        Query(tx, R"(
        insert into idempotency (actor_id, route, key, fingerprint, status, content_type, body,
            location, etag, created_at)
        values (:actor_id, :route, :key, :fingerprint, :status, :content_type, :body, :location,
            :etag, :created_at)
        on conflict (actor_id, route, key) do update
        set fingerprint = excluded.fingerprint, status = excluded.status,
            content_type = excluded.content_type, body = excluded.body,
            location = excluded.location, etag = excluded.etag, created_at = excluded.created_at
        where idempotency.created_at <= :oldest)")
            .with(key.actor, key.route, key.key, stored.fingerprint, stored.status,
                  stored.content_type, stored.body, stored.location, stored.etag, now,
                  domain::Instant(now - lifetime))
            .run();
    if (stored_rows != 1) {
        throw ConstraintViolation(ConstraintViolation::Kind::unique, "the key is in use");
    }
}

void forget_expired(WriteTx& tx, domain::Instant now) {
    Query(tx, "delete from idempotency where created_at <= :oldest")
        .with(domain::Instant(now - lifetime))
        .run();
}

}  // namespace db::idempotency
