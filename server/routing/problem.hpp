#pragma once
// Errors as application/problem+json (RFC 9457), listing all that is wrong.

#include <string>
#include <string_view>
#include <vector>

#include "domain/refusal.hpp"
#include "routing/reply.hpp"
#include "routing/request.hpp"

namespace routing {

struct Fault {
    std::string pointer;      // JSON pointer into the body, or "?name" for a query parameter
    std::string code;         // stable
    std::string detail = {};  // empty: the text of the code
};

// The top-level code is the first fault's; the title is its text.
Reply problem(const Request& request, int status, const std::vector<Fault>& faults);
// A problem of the request as a whole.
Reply problem(const Request& request, int status, std::string_view code);

// 409, or 403 where the role may not do it.
Reply refused(const Request& request, const std::vector<domain::Refusal>& refusals);
Reply refused(const Request& request, const domain::Refusal& refusal);

}  // namespace routing
