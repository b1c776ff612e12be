#pragma once
// New loan terms, in force at once: loans made from now on are under them.

#include <string>

#include "db/terms_store.hpp"
#include "depot/act.hpp"

namespace depot {

// Those in force afterwards; the same words again make no new version.
db::terms::Terms publish_terms(db::WriteTx& tx, std::string nb, std::string nn, const Act& act);

}  // namespace depot
