#include "identity/openid_accounts.hpp"

#include "db/depot_store.hpp"
#include "db/openid_store.hpp"
#include "db/session_store.hpp"
#include "db/user_store.hpp"

namespace identity {
namespace {

domain::ActorId add(db::WriteTx& tx, const OpenidIdentity& who, domain::Instant now) {
    db::users::User user;
    user.name = who.name;
    user.role = who.role;
    user.depot = who.depot;
    user.created_at = now;
    const domain::ActorId actor = db::users::add(tx, user);
    db::openid::link(tx, actor, who.issuer, who.subject);
    return actor;
}

void follow(db::WriteTx& tx, db::users::User user, const OpenidIdentity& who) {
    const bool moved = user.role != who.role || user.depot != who.depot;
    if (!moved && user.name == who.name) return;
    user.name = who.name;
    user.role = who.role;
    user.depot = who.depot;
    db::users::update(tx, user);
    if (moved) db::sessions::end_all(tx, user.id);
}

}  // namespace

OpenidSignIn sign_in(db::WriteTx& tx, const OpenidIdentity& who, std::string_view token,
                     domain::Instant now) {
    const auto known = db::openid::user(tx, who.issuer, who.subject);
    const auto user = known ? db::users::find(tx, *known) : std::nullopt;
    const domain::ActorId actor = known.value_or(domain::ActorId{});
    if (user && user->disabled_at) return {actor, "user_disabled"};
    if (who.depot && !db::depots::exists(tx, *who.depot)) return {actor, "no_depot_given"};
    if (user) follow(tx, *user, who);
    const domain::ActorId signed_in = user ? actor : add(tx, who, now);
    db::sessions::open(tx, signed_in, token, who.two_factors, now,
                       db::sessions::Provider{who.issuer, who.subject, who.sid, who.shown_at});
    return {signed_in};
}

}  // namespace identity
