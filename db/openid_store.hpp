#pragma once
// Signing in with a provider: what is under way, and who a provider's subject is here.

#include <optional>
#include <string>
#include <string_view>

#include "db/connection.hpp"
#include "domain/ids.hpp"
#include "domain/time.hpp"

namespace db::openid {

// Between leaving for the provider and coming back.
inline constexpr std::chrono::minutes longest_flow(10);
// A token that ends sessions is refused for its age before its use is forgotten.
inline constexpr std::chrono::hours uses_kept(1);

struct NewFlow {
    std::string provider;
    std::string state;
    std::string browser;  // the secret in its cookie
    std::string nonce;
    std::string verifier;
    bool again = false;
};
void begin(WriteTx& tx, const NewFlow& flow, domain::Instant now);

// Those that may still come back, and until when the first of them may.
struct UnderWay {
    std::int64_t flows = 0;
    std::optional<domain::Instant> until;
};
UnderWay under_way(ReadTx& tx, domain::Instant now);

struct Flow {
    std::string nonce_hash;
    std::string verifier;
    bool again = false;
    domain::Instant began_at;
};
// Once: it is gone, whatever comes of it. None when it is not this provider's or this browser's, or
// took too long.
std::optional<Flow> take(WriteTx& tx, std::string_view provider, std::string_view state,
                         std::string_view browser, domain::Instant now);

std::optional<domain::ActorId> user(ReadTx& tx, std::string_view issuer, std::string_view subject);
void link(WriteTx& tx, domain::ActorId user, std::string_view issuer, std::string_view subject);

// False when that token was used before.
bool use_logout(WriteTx& tx, std::string_view issuer, std::string_view token_id,
                domain::Instant now);

void forget_old(WriteTx& tx, domain::Instant now);

}  // namespace db::openid
