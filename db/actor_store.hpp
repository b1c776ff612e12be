#pragma once
// Who acts, and the tokens of devices. Only a token's hash is stored.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/connection.hpp"
#include "domain/ids.hpp"
#include "domain/role.hpp"
#include "domain/time.hpp"

namespace db::actors {

struct Actor {
    domain::ActorId id;
    std::string name;
    domain::Role role = domain::Role::lager;
    domain::DepotId depot;
};

// Who the token stands for, unless it is revoked.
std::optional<Actor> by_token(ReadTx& tx, std::string_view token);

struct Token {
    Actor actor;
    domain::Instant created_at;
    std::optional<domain::Instant> revoked_at;
};
// By the actor's id, after the given one.
std::vector<Token> tokens(ReadTx& tx, domain::ActorId after = {}, std::int64_t limit = INT64_MAX);
std::optional<Token> token_of(ReadTx& tx, domain::ActorId actor);
// A device that has no token yet: it can be named as who did something.
domain::ActorId add_device(WriteTx& tx, const Actor& actor, domain::Instant now);
domain::ActorId add_token(WriteTx& tx, const Actor& actor, std::string_view token,
                          domain::Instant now);
// False when there is no such token in force.
bool revoke(WriteTx& tx, domain::ActorId actor, domain::Instant now);
// The program itself.
domain::ActorId system(ReadTx& tx);

}  // namespace db::actors
