#include "db/openid_store.hpp"

#include "db/digest.hpp"
#include "db/keys.hpp"
#include "db/query.hpp"
#include "db/sealed_columns.hpp"
#include "db/values.hpp"

namespace db::openid {
namespace {

Place verifier_of(std::int64_t flow) { return place_of(openid_verifier, flow); }

}  // namespace

void begin(WriteTx& tx, const NewFlow& flow, domain::Instant now) {
    const auto id = Query(tx, R"(
        insert into openid_flow (state_hash, browser_hash, nonce_hash, provider, again, began_at)
        values (:state_hash, :browser_hash, :nonce_hash, :provider, :again, :began_at))")
                        .with(sha256_hex(flow.state), sha256_hex(flow.browser),
                              sha256_hex(flow.nonce), flow.provider, flow.again, now)
                        .insert<std::int64_t>();
    // Sealed for its row, whose number is known only now.
    Query(tx, "update openid_flow set verifier_sealed = :verifier where id = :id")
        .with(tx.keys().seal(flow.verifier, verifier_of(id)), id)
        .run();
}

UnderWay under_way(ReadTx& tx, domain::Instant now) {
    const auto [flows, first] =
        *Query(tx, "select count(*), min(began_at) from openid_flow where began_at > :before")
             .with(domain::Instant(now - longest_flow))
             .one<std::int64_t, std::optional<domain::Instant>>();
    return {flows, first ? std::optional(domain::Instant(*first + longest_flow)) : std::nullopt};
}

std::optional<Flow> take(WriteTx& tx, std::string_view provider, std::string_view state,
                         std::string_view browser, domain::Instant now) {
    const auto row = Query(tx, R"(
        select id, provider, browser_hash, nonce_hash, verifier_sealed, again, began_at
        from openid_flow where state_hash = :state_hash)")
                         .with(sha256_hex(state))
                         .one<std::int64_t, std::string, std::string, std::string, std::string,
                              bool, domain::Instant>();
    if (!row) return std::nullopt;
    const auto& [id, its_provider, browser_hash, nonce_hash, verifier, again, began_at] = *row;
    Query(tx, "delete from openid_flow where id = :id").with(id).run();
    if (its_provider != provider || browser_hash != sha256_hex(browser) ||
        now >= began_at + longest_flow) {
        return std::nullopt;
    }
    return Flow{nonce_hash, tx.keys().open(verifier, verifier_of(id)), again, began_at};
}

std::optional<domain::ActorId> user(ReadTx& tx, std::string_view issuer, std::string_view subject) {
    return Query(tx, R"(
        select actor_id from openid_user where issuer = :issuer and subject = :subject)")
        .with(issuer, subject)
        .one<domain::ActorId>();
}

void link(WriteTx& tx, domain::ActorId user, std::string_view issuer, std::string_view subject) {
    Query(tx, R"(
        insert into openid_user (actor_id, issuer, subject)
        values (:actor_id, :issuer, :subject))")
        .with(user, issuer, subject)
        .run();
}

bool use_logout(WriteTx& tx, std::string_view issuer, std::string_view token_id,
                domain::Instant now) {
    const std::string both = std::string(issuer) + "\n" + std::string(token_id);
    return Query(tx, R"(
        insert into openid_logout (token_hash, used_at) values (:token_hash, :used_at)
        on conflict (token_hash) do nothing)")
               .with(sha256_hex(both), now)
               .run() == 1;
}

void forget_old(WriteTx& tx, domain::Instant now) {
    Query(tx, "delete from openid_flow where began_at <= :before")
        .with(domain::Instant(now - longest_flow))
        .run();
    Query(tx, "delete from openid_logout where used_at <= :before")
        .with(domain::Instant(now - uses_kept))
        .run();
}

}  // namespace db::openid
