#pragma once
// What a person's session is worth, and what it still needs.

#include <string_view>
#include <vector>

#include "db/session_store.hpp"
#include "routing/request.hpp"

namespace routing {

struct Standing {
    Assurance assurance = Assurance::one_factor;
    std::vector<domain::Need> needs;
};
// In a demo one factor is enough for everything.
Standing standing_of(const db::sessions::SignedIn& person, domain::Instant now);

std::string_view to_text(Assurance assurance);

}  // namespace routing
