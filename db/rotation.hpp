#pragma once
// Going over to new keys while the depot is at work.

#include <cstdint>

#include "db/database.hpp"

namespace db {

struct Rotation {
    int generation = 0;  // the new one
    // It is in this host's key file and not used yet: the file goes to the other servers first, and
    // then this is run again.
    bool waits_for_others = false;
    std::int64_t sealed_again = 0;  // values
};

// A new generation joins the file; the database goes over to it; every sealed value and its index
// is made anew, a few rows at a time; and the older secrets leave the file, after which nothing
// opens what they sealed. What was interrupted anywhere goes on when this is run again. Throws
// KeyTrouble: the file cannot be changed, or something does not open (then all keys are still
// there); and what writing throws.
Rotation rotate_keys(Database& database);

}  // namespace db
