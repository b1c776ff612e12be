#pragma once
// The loan terms, every version of them.

#include <optional>
#include <string>

#include "db/connection.hpp"
#include "domain/ids.hpp"
#include "domain/time.hpp"

namespace db::terms {

struct Terms {
    std::int64_t version = 0;
    std::string nb;
    std::string nn;
    domain::Instant made_at;
};

// Those in force.
Terms current(ReadTx& tx);
std::optional<Terms> find(ReadTx& tx, std::int64_t version);
void insert(WriteTx& tx, const Terms& terms, domain::ActorId by);

}  // namespace db::terms
