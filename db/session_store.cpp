#include "db/session_store.hpp"

#include "db/digest.hpp"
#include "db/query.hpp"
#include "db/values.hpp"

namespace db::sessions {
namespace {

template <class P>
std::optional<SignedIn> look_up(ReadTx& tx, std::string_view where, const P& value,
                                domain::Instant now) {
    const auto row =
        Query(tx, R"(
        select s.id, s.created_at, s.seen_at, s.shown_at, s.two_factors, s.actor_id, a.name, a.role,
            a.depot_id, u.sees_protected, u.must_change,
            case when u.totp_secret_sealed is null then 0 else 1 end,
            (select count(*) from meta where key = 'demo')
        from session s join app_user u on u.actor_id = s.actor_id join actor a on a.id = s.actor_id
        where u.disabled_at is null and )" +
                      std::string(where))
            .with(value)
            .template one<domain::SessionId, domain::Instant, domain::Instant, domain::Instant,
                          bool, domain::ActorId, std::string, domain::Role,
                          std::optional<std::string>, bool, bool, bool, bool>();
    if (!row) return std::nullopt;
    const auto& [id, created_at, seen_at, shown_at, two_factors, actor, name, role, depot,
                 sees_protected, must_change, enrolled, demo] = *row;
    const domain::Session session{created_at, seen_at, shown_at, two_factors};
    if (!domain::is_open(session, now)) return std::nullopt;
    return SignedIn{id,    session,        actor,       name,     role,
                    depot, sees_protected, must_change, enrolled, demo};
}

}  // namespace

domain::SessionId open(WriteTx& tx, domain::ActorId actor, std::string_view token, bool two_factors,
                       domain::Instant now, const std::optional<Provider>& provider) {
    std::optional<std::string> issuer;
    std::optional<std::string> subject;
    std::optional<std::string> sid;
    domain::Instant shown_at = now;
    if (provider) {
        // A provider may let in whom it knows from before; that shows nothing of now.
        shown_at = provider->shown_at.value_or(domain::Instant{});
        issuer = provider->issuer;
        subject = provider->subject;
        sid = provider->sid;
    }
    const auto id =
        Query(tx, R"(
        insert into session (token_hash, actor_id, created_at, seen_at, shown_at, two_factors,
            openid_issuer, openid_subject, openid_sid)
        values (:token_hash, :actor_id, :created_at, :seen_at, :shown_at, :two_factors,
            :openid_issuer, :openid_subject, :openid_sid))")
            .with(sha256_hex(token), actor, now, now, shown_at, two_factors, issuer, subject, sid)
            .insert<domain::SessionId>();
    // With them go those that are over.
    Query(tx, R"(
        delete from session where actor_id = :actor_id and id <> :opened and id not in (
            select id from session
            where actor_id = :of and id <> :but and seen_at > :idle and created_at > :oldest
            order by two_factors desc, id desc limit :others))")
        .with(actor, id, actor, id, domain::Instant(now - domain::longest_idle),
              domain::Instant(now - domain::longest_session), domain::most_sessions - 1)
        .run();
    return id;
}

std::optional<SignedIn> by_token(ReadTx& tx, std::string_view token, domain::Instant now) {
    return look_up(tx, "s.token_hash = :hash", sha256_hex(token), now);
}

std::optional<SignedIn> find(ReadTx& tx, domain::SessionId id, domain::Instant now) {
    return look_up(tx, "s.id = :id", id, now);
}

void note_seen(WriteTx& tx, domain::SessionId id, domain::Instant now) {
    Query(tx, "update session set seen_at = :now where id = :id and seen_at < :again")
        .with(now, id, now)
        .run();
}

bool renew(WriteTx& tx, domain::SessionId id, std::string_view new_token, bool two_factors,
           domain::Instant now) {
    return Query(tx, R"(
        update session set token_hash = :token_hash, two_factors = :two_factors,
            shown_at = :shown_at, seen_at = :seen_at
        where id = :id)")
               .with(sha256_hex(new_token), two_factors, now, now, id)
               .run() == 1;
}

std::vector<Listed> of_actor(ReadTx& tx, domain::ActorId actor, domain::Instant now,
                             domain::SessionId after, std::int64_t limit) {
    return Query(tx, R"(
        select id, created_at, seen_at, shown_at, two_factors, openid_issuer from session
        where actor_id = :actor_id and id > :after and seen_at > :idle and created_at > :oldest
        order by id limit :limit)")
        .with(actor, after, domain::Instant(now - domain::longest_idle),
              domain::Instant(now - domain::longest_session), limit)
        .all<domain::SessionId, domain::Instant, domain::Instant, domain::Instant, bool,
             std::optional<std::string>>([](domain::SessionId id, domain::Instant created_at,
                                            domain::Instant seen_at, domain::Instant shown_at,
                                            bool two_factors, std::optional<std::string> issuer) {
            return Listed{id, {created_at, seen_at, shown_at, two_factors}, std::move(issuer)};
        });
}

bool end(WriteTx& tx, domain::ActorId actor, domain::SessionId id) {
    return Query(tx, "delete from session where id = :id and actor_id = :actor_id")
               .with(id, actor)
               .run() == 1;
}

void end_all(WriteTx& tx, domain::ActorId actor, std::optional<domain::SessionId> but) {
    Query(tx, "delete from session where actor_id = :actor_id and id <> :but")
        .with(actor, but.value_or(domain::SessionId{}))
        .run();
}

std::int64_t end_at_provider(WriteTx& tx, std::string_view issuer,
                             const std::optional<std::string>& subject,
                             const std::optional<std::string>& sid) {
    std::int64_t ended = 0;
    if (sid && subject) {
        ended = Query(tx, R"(
            delete from session
            where openid_issuer = :issuer and openid_sid = :sid and openid_subject = :subject)")
                    .with(issuer, *sid, *subject)
                    .run();
    } else if (sid) {
        ended = Query(tx, "delete from session where openid_issuer = :issuer and openid_sid = :sid")
                    .with(issuer, *sid)
                    .run();
    } else if (subject) {
        ended = Query(tx,
                      "delete from session"
                      " where openid_issuer = :issuer and openid_subject = :subject")
                    .with(issuer, *subject)
                    .run();
    }
    return ended;
}

void forget_old(WriteTx& tx, domain::Instant now) {
    Query(tx, "delete from session where created_at <= :oldest")
        .with(domain::Instant(now - domain::longest_session))
        .run();
}

}  // namespace db::sessions
