#pragma once
// Which of the servers on a database runs a scheduled job: a lease with a time, and a turn that
// fences off whoever held it before.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "db/connection.hpp"
#include "domain/time.hpp"

namespace db::leases {

// When the job last ended well; none: never.
std::optional<domain::Instant> last_done(ReadTx& tx, std::string_view job);

// The turn that was taken; none while somebody holds it.
std::optional<std::int64_t> take(WriteTx& tx, std::string_view job, const std::string& holder,
                                 domain::Instant now, domain::Instant until);

// False when somebody else has taken it since: then nothing of the transaction may be kept.
bool keep(WriteTx& tx, std::string_view job, std::int64_t turn, domain::Instant until);

// Nobody runs the job before `next_try`. With `done_at` it ended well.
void end(WriteTx& tx, std::string_view job, std::int64_t turn, domain::Instant next_try,
         std::optional<domain::Instant> done_at);

}  // namespace db::leases
