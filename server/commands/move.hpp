#pragma once
// The way from one database to another: from a file to a server, and back.

#include <functional>
#include <string_view>

#include "db/admin_socket.hpp"
#include "db/location.hpp"

namespace commands {

// Says how far it is while it works, in whole lines. Run again after an interruption it goes on.
// Throws what db::copy throws.
db::AdminReply move(const db::Location& from, const db::Location& to,
                    const std::function<void(std::string_view)>& say);

}  // namespace commands
