#include "db/user_store.hpp"

#include "db/digest.hpp"
#include "db/keys.hpp"
#include "db/query.hpp"
#include "db/sealed_columns.hpp"
#include "db/text_key.hpp"
#include "db/values.hpp"

namespace db::users {
namespace {

Place secret_of(domain::ActorId id) { return place_of(one_time_secret, id.value); }
Place pending_of(domain::ActorId id) { return place_of(pending_one_time_secret, id.value); }

// What every look at users selects, in the order that read() takes.
constexpr std::string_view columns = R"(
    select u.actor_id, a.name, a.role, a.depot_id, u.sees_protected, u.disabled_at,
        u.password_hash, u.must_change, case when u.totp_secret_sealed is null then 0 else 1 end,
        a.created_at, u.version
    from app_user u join actor a on a.id = u.actor_id )";

template <class... P>
std::vector<User> read(ReadTx& tx, std::string_view where, const P&... values) {
    return Query(tx, std::string(columns) + std::string(where))
        .with(values...)
        .template all<domain::ActorId, std::string, domain::Role, std::optional<std::string>, bool,
                      std::optional<domain::Instant>, std::optional<std::string>, bool, bool,
                      domain::Instant, std::int64_t>(
            [](domain::ActorId id, std::string name, domain::Role role,
               std::optional<std::string> depot, bool sees_protected,
               std::optional<domain::Instant> disabled_at, std::optional<std::string> hash,
               bool must_change, bool enrolled, domain::Instant created_at, std::int64_t version) {
                return User{
                    id,          std::move(name), role,        std::move(depot), sees_protected,
                    disabled_at, std::move(hash), must_change, enrolled,         created_at,
                    version};
            });
}

template <class... P>
std::optional<User> read_one(ReadTx& tx, std::string_view where, const P&... values) {
    auto found = read(tx, where, values...);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::optional<std::string> opened(ReadTx& tx, const std::optional<std::string>& sealed,
                                  const Place& place) {
    if (!sealed) return std::nullopt;
    return tx.keys().open(*sealed, place);
}

}  // namespace

domain::ActorId add(WriteTx& tx, const User& user) {
    const auto id = Query(tx, R"(
        insert into actor (kind, name, role, depot_id, created_at)
        values ('user', :name, :role, :depot_id, :created_at))")
                        .with(user.name, user.role, user.depot, user.created_at)
                        .insert<domain::ActorId>();
    const auto key = user.password_hash ? std::optional(text_key(user.name)) : std::nullopt;
    Query(tx, R"(
        insert into app_user (actor_id, sign_in_key, password_hash, must_change, sees_protected,
            disabled_at)
        values (:actor_id, :sign_in_key, :password_hash, :must_change, :sees_protected,
            :disabled_at))")
        .with(id, key, user.password_hash, user.must_change, user.sees_protected, user.disabled_at)
        .run();
    return id;
}

bool name_taken(ReadTx& tx, std::string_view name) {
    return Query(tx, "select 1 from app_user where sign_in_key = :key")
        .with(text_key(name))
        .one<std::int64_t>()
        .has_value();
}

std::optional<User> find(ReadTx& tx, domain::ActorId id) {
    return read_one(tx, "where u.actor_id = :id", id);
}

std::optional<User> by_name(ReadTx& tx, std::string_view name) {
    return read_one(tx, "where u.sign_in_key = :key", text_key(name));
}

std::vector<User> list(ReadTx& tx, domain::ActorId after, std::int64_t limit) {
    return read(tx, "where u.actor_id > :after order by u.actor_id limit :limit", after, limit);
}

void update(WriteTx& tx, const User& user) {
    Query(tx, "update actor set name = :name, role = :role, depot_id = :depot_id where id = :id")
        .with(user.name, user.role, user.depot, user.id)
        .run();
    const auto key = user.password_hash ? std::optional(text_key(user.name)) : std::nullopt;
    Query(tx, R"(
        update app_user set sign_in_key = :sign_in_key, sees_protected = :sees_protected,
            disabled_at = :disabled_at, version = version + 1
        where actor_id = :actor_id)")
        .with(key, user.sees_protected, user.disabled_at, user.id)
        .run();
}

bool another_admin(ReadTx& tx, domain::ActorId id) {
    return Query(tx, R"(
        select 1 from app_user u join actor a on a.id = u.actor_id
        where a.role = 'admin' and u.disabled_at is null and u.actor_id <> :id limit 1)")
        .with(id)
        .one<std::int64_t>()
        .has_value();
}

void set_password(WriteTx& tx, domain::ActorId id, std::string_view hash, bool must_change) {
    Query(tx, R"(
        update app_user set password_hash = :hash, must_change = :must_change,
            version = version + 1
        where actor_id = :actor_id)")
        .with(hash, must_change, id)
        .run();
}

void rehash(WriteTx& tx, domain::ActorId id, std::string_view old_hash, std::string_view new_hash) {
    Query(tx,
          "update app_user set password_hash = :new_hash"
          " where actor_id = :actor_id and password_hash = :old_hash")
        .with(new_hash, id, old_hash)
        .run();
}

std::optional<std::string> second_factor(ReadTx& tx, domain::ActorId id) {
    const auto sealed = Query(tx,
                              "select totp_secret_sealed from app_user where actor_id = :id and "
                              "totp_secret_sealed is not null")
                            .with(id)
                            .one<std::string>();
    return opened(tx, sealed, secret_of(id));
}

bool use_step(WriteTx& tx, domain::ActorId id, std::int64_t step) {
    return Query(tx, R"(
        update app_user set totp_step = :step
        where actor_id = :actor_id and (totp_step is null or totp_step < :again))")
               .with(step, id, step)
               .run() == 1;
}

void keep_pending(WriteTx& tx, domain::ActorId id, std::string_view secret) {
    Query(tx, "update app_user set totp_pending_sealed = :sealed where actor_id = :actor_id")
        .with(tx.keys().seal(secret, pending_of(id)), id)
        .run();
}

std::optional<std::string> pending(ReadTx& tx, domain::ActorId id) {
    const auto sealed = Query(tx,
                              "select totp_pending_sealed from app_user"
                              " where actor_id = :id and totp_pending_sealed is not null")
                            .with(id)
                            .one<std::string>();
    return opened(tx, sealed, pending_of(id));
}

void enrol(WriteTx& tx, domain::ActorId id, std::int64_t step) {
    const auto secret = pending(tx, id);
    if (!secret) throw Error("there is no second factor to confirm");
    Query(tx, R"(
        update app_user set totp_secret_sealed = :sealed, totp_pending_sealed = null, totp_step = :step,
            version = version + 1
        where actor_id = :actor_id)")
        .with(tx.keys().seal(*secret, secret_of(id)), step, id)
        .run();
}

void drop_second_factor(WriteTx& tx, domain::ActorId id) {
    Query(tx, R"(
        update app_user set totp_secret_sealed = null, totp_pending_sealed = null, totp_step = null,
            version = version + 1
        where actor_id = :actor_id)")
        .with(id)
        .run();
    set_recovery_codes(tx, id, {});
}

void set_recovery_codes(WriteTx& tx, domain::ActorId id, const std::vector<std::string>& codes) {
    Query(tx, "delete from recovery_code where actor_id = :actor_id").with(id).run();
    for (const std::string& code : codes) {
        Query(tx, "insert into recovery_code (actor_id, hash) values (:actor_id, :hash)")
            .with(id, sha256_hex(code))
            .run();
    }
}

bool use_recovery_code(WriteTx& tx, domain::ActorId id, std::string_view code) {
    return Query(tx, "delete from recovery_code where actor_id = :actor_id and hash = :hash")
               .with(id, sha256_hex(code))
               .run() == 1;
}

std::int64_t recovery_codes_left(ReadTx& tx, domain::ActorId id) {
    return *Query(tx, "select count(*) from recovery_code where actor_id = :id")
                .with(id)
                .one<std::int64_t>();
}

}  // namespace db::users
