#pragma once
// Realistic volume for trials and benchmarks.

#include <cstdint>
#include <functional>
#include <string_view>

#include "db/admin_socket.hpp"
#include "db/location.hpp"
#include "domain/time.hpp"

namespace commands {

struct GenerateWanted {
    std::int64_t items = 0;
    std::int64_t loans = 0;
    std::uint64_t seed = 1;
};

// Fills a new or untouched database with the made-up past of a depot until yesterday. Nobody sees
// any of it before all of it is there. Says how far it is while it works, in whole lines. Status 2
// when the numbers do not go together; throws what db::Filling and write_past throw.
db::AdminReply generate(const db::Location& location, const GenerateWanted& wanted,
                        domain::Day today, const std::function<void(std::string_view)>& say);

}  // namespace commands
