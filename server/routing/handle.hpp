#pragma once
// The seam between http/ and routing: a request goes in, its reply comes out later.

#include <functional>

#include "routing/reply.hpp"
#include "routing/request.hpp"

namespace routing {

// Called exactly once, on any thread; when no database is asked, on the caller's.
using Done = std::function<void(Reply)>;

// Returns at once, from any thread. Never throws: what goes wrong is a reply with 500, 503 or 507.
using Handle = std::function<void(Request, Done)>;

}  // namespace routing
