#pragma once
// Sessions of people who have signed in. Only a token's hash is stored; a session that ends is
// deleted.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/connection.hpp"
#include "domain/ids.hpp"
#include "domain/role.hpp"
#include "domain/session.hpp"

namespace db::sessions {

// Who signed the user in.
struct Provider {
    std::string issuer;
    std::string subject;
    std::optional<std::string> sid;  // the provider's own session
    // When the user last showed the provider who it is; none: it does not say.
    std::optional<domain::Instant> shown_at = {};
};

// Seen now; shown now too, or to the provider when it says. Of more than domain::most_sessions of
// the user the oldest ends: first those of one factor, so that whoever knows the password alone
// ends none of two.
domain::SessionId open(WriteTx& tx, domain::ActorId actor, std::string_view token, bool two_factors,
                       domain::Instant now, const std::optional<Provider>& provider = {});

struct SignedIn {
    domain::SessionId id;
    domain::Session session;
    domain::ActorId actor;
    std::string name;
    domain::Role role = domain::Role::lager;
    std::optional<domain::DepotId> depot;
    bool sees_protected = false;
    bool must_change = false;
    bool enrolled = false;
    bool demo = false;  // this is a database that --demo made
};
// None when it is over, or its user disabled.
std::optional<SignedIn> by_token(ReadTx& tx, std::string_view token, domain::Instant now);
std::optional<SignedIn> find(ReadTx& tx, domain::SessionId id, domain::Instant now);

// Never to an earlier time.
void note_seen(WriteTx& tx, domain::SessionId id, domain::Instant now);
// All that the user has was shown just now: another token from here on. False when it has ended.
bool renew(WriteTx& tx, domain::SessionId id, std::string_view new_token, bool two_factors,
           domain::Instant now);

struct Listed {
    domain::SessionId id;
    domain::Session session;
    std::optional<std::string> issuer;
};
// Of one user, those not over, by id after the given one.
std::vector<Listed> of_actor(ReadTx& tx, domain::ActorId actor, domain::Instant now,
                             domain::SessionId after, std::int64_t limit);

// False when there is no such session of that user.
bool end(WriteTx& tx, domain::ActorId actor, domain::SessionId id);
void end_all(WriteTx& tx, domain::ActorId actor, std::optional<domain::SessionId> but = {});
// Those that the provider opened: of that subject, of that session of its, or both.
// How many there were.
std::int64_t end_at_provider(WriteTx& tx, std::string_view issuer,
                             const std::optional<std::string>& subject,
                             const std::optional<std::string>& sid);
// Those that are too old.
void forget_old(WriteTx& tx, domain::Instant now);

}  // namespace db::sessions
