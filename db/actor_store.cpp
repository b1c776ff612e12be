#include "db/actor_store.hpp"

#include "db/digest.hpp"
#include "db/query.hpp"
#include "db/values.hpp"

namespace db::actors {

std::optional<Actor> by_token(ReadTx& tx, std::string_view token) {
    const auto row = Query(tx, R"(
        select a.id, a.name, a.role, a.depot_id
        from device_token t join actor a on a.id = t.actor_id
        where t.hash = :hash and t.revoked_at is null)")
                         .with(sha256_hex(token))
                         .one<domain::ActorId, std::string, domain::Role, std::string>();
    if (!row) return std::nullopt;
    const auto& [id, name, role, depot] = *row;
    return Actor{id, name, role, depot};
}

std::vector<Token> tokens(ReadTx& tx, domain::ActorId after, std::int64_t limit) {
    return Query(tx, R"(
        select a.id, a.name, a.role, a.depot_id, a.created_at, t.revoked_at
        from device_token t join actor a on a.id = t.actor_id
        where t.actor_id > :after order by t.actor_id limit :limit)")
        .with(after, limit)
        .all<domain::ActorId, std::string, domain::Role, std::string, domain::Instant,
             std::optional<domain::Instant>>(
            [](domain::ActorId id, std::string name, domain::Role role, std::string depot,
               domain::Instant created_at, std::optional<domain::Instant> revoked_at) {
                return Token{{id, std::move(name), role, std::move(depot)}, created_at, revoked_at};
            });
}

std::optional<Token> token_of(ReadTx& tx, domain::ActorId actor) {
    auto found = tokens(tx, domain::ActorId{actor.value - 1}, 1);
    if (found.empty() || found.front().actor.id != actor) return std::nullopt;
    return std::move(found.front());
}

domain::ActorId add_device(WriteTx& tx, const Actor& actor, domain::Instant now) {
    return Query(tx, R"(
        insert into actor (kind, name, role, depot_id, created_at)
        values ('device', :name, :role, :depot_id, :created_at))")
        .with(actor.name, actor.role, actor.depot, now)
        .insert<domain::ActorId>();
}

domain::ActorId add_token(WriteTx& tx, const Actor& actor, std::string_view token,
                          domain::Instant now) {
    const domain::ActorId id = add_device(tx, actor, now);
    Query(tx, "insert into device_token (hash, actor_id) values (:hash, :actor_id)")
        .with(sha256_hex(token), id)
        .run();
    return id;
}

bool revoke(WriteTx& tx, domain::ActorId actor, domain::Instant now) {
    return Query(tx, R"(
        update device_token set revoked_at = :now
        where actor_id = :actor_id and revoked_at is null)")
               .with(now, actor)
               .run() == 1;
}

domain::ActorId system(ReadTx& tx) {
    return *Query(tx, "select id from actor where kind = 'system' order by id limit 1")
                .one<domain::ActorId>();
}

}  // namespace db::actors
