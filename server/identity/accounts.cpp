#include "identity/accounts.hpp"

#include "db/depot_store.hpp"
#include "db/session_store.hpp"
#include "db/sign_in_store.hpp"
#include "db/text_key.hpp"

namespace identity {
namespace {

using domain::Refusal;
using domain::RefusalCode;

std::vector<Refusal> refusals(db::ReadTx& tx, const Account& wanted, bool name_is_new) {
    std::vector<Refusal> refused;
    if (name_is_new && db::users::name_taken(tx, wanted.name)) {
        refused.push_back({RefusalCode::name_taken, "/name"});
    }
    if (wanted.depot && !db::depots::exists(tx, *wanted.depot)) {
        refused.push_back({RefusalCode::unknown_depot, "/depot"});
    }
    return refused;
}

}  // namespace

Account account_of(const db::users::User& user) {
    return {user.name, user.role, user.depot, user.sees_protected, user.disabled_at.has_value()};
}

tl::expected<domain::ActorId, std::vector<Refusal>> add_user(db::WriteTx& tx, const Account& wanted,
                                                             std::string_view password_hash,
                                                             domain::Instant now) {
    auto refused = refusals(tx, wanted, true);
    if (!refused.empty()) return tl::unexpected(std::move(refused));
    db::users::User user;
    user.name = wanted.name;
    user.role = wanted.role;
    user.depot = wanted.depot;
    user.sees_protected = wanted.sees_protected;
    user.password_hash = std::string(password_hash);
    user.must_change = true;
    user.created_at = now;
    return db::users::add(tx, user);
}

tl::expected<void, std::vector<Refusal>> change_user(db::WriteTx& tx, const db::users::User& stored,
                                                     const Account& wanted, domain::Instant now) {
    const bool name_is_new =
        stored.password_hash && db::text_key(stored.name) != db::text_key(wanted.name);
    auto refused = refusals(tx, wanted, name_is_new);
    const bool was_admin = stored.role == domain::Role::admin && !stored.disabled_at;
    const bool is_admin = wanted.role == domain::Role::admin && !wanted.disabled;
    if (was_admin && !is_admin && !db::users::another_admin(tx, stored.id)) {
        refused.push_back({RefusalCode::last_admin, wanted.disabled ? "/disabled" : "/role"});
    }
    if (!refused.empty()) return tl::unexpected(std::move(refused));

    db::users::User user = stored;
    user.name = wanted.name;
    user.role = wanted.role;
    user.depot = wanted.depot;
    user.sees_protected = wanted.sees_protected;
    if (wanted.disabled != stored.disabled_at.has_value()) {
        user.disabled_at = wanted.disabled ? std::optional(now) : std::nullopt;
    }
    db::users::update(tx, user);
    const bool same_rights = user.role == stored.role && user.depot == stored.depot &&
                             user.sees_protected == stored.sees_protected &&
                             user.disabled_at == stored.disabled_at;
    if (!same_rights) db::sessions::end_all(tx, user.id);
    return {};
}

domain::Decided<void> reset_password(db::WriteTx& tx, const db::users::User& user,
                                     std::string_view password_hash) {
    if (!user.password_hash) return tl::unexpected(Refusal{RefusalCode::no_password_here});
    db::users::set_password(tx, user.id, password_hash, true);
    db::sessions::end_all(tx, user.id);
    db::sign_in::forget_account(tx, tried_as(user));
    return {};
}

void reset_second_factor(db::WriteTx& tx, const db::users::User& user) {
    db::users::drop_second_factor(tx, user.id);
    db::sessions::end_all(tx, user.id);
}

std::string tried_as(const db::users::User& user) {
    return user.password_hash ? tried_as(user.name) : "user " + std::to_string(user.id.value);
}

std::string tried_as(std::string_view name) { return "name " + db::text_key(name); }

std::vector<std::string> context_of(db::ReadTx& tx, const db::users::User& user) {
    std::vector<std::string> context{user.name};
    for (const domain::Depot& depot : db::depots::after(tx, "", 200)) {
        context.push_back(depot.id);
        context.push_back(depot.name);
    }
    return context;
}

}  // namespace identity
