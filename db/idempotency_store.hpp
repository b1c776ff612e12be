#pragma once
// Answers kept for 24 hours under the key that their sender gave.

#include <optional>
#include <string>

#include "db/connection.hpp"
#include "domain/ids.hpp"
#include "domain/time.hpp"

namespace db::idempotency {

struct Key {
    domain::ActorId actor;
    std::string route;
    std::string key;
};

struct Stored {
    std::string fingerprint;
    int status = 0;
    std::string content_type;
    std::optional<std::string> body;  // none: made again from the location
    std::optional<std::string> location;
    std::optional<std::string> etag;
};

// Unless it is older than 24 hours.
std::optional<Stored> find(ReadTx& tx, const Key& key, domain::Instant now);
// Throws ConstraintViolation when the key is there and not as old as that.
void insert(WriteTx& tx, const Key& key, const Stored& stored, domain::Instant now);
// Those that are older.
void forget_expired(WriteTx& tx, domain::Instant now);

}  // namespace db::idempotency
