#pragma once
// Answers that show borrowers, with the persons among them, who then are in the access log.

#include <cstdint>
#include <string>
#include <vector>

#include "domain/borrower.hpp"
#include "routing/reply.hpp"
#include "routing/request.hpp"

namespace api {

// Up to limit of them, of one more than that.
routing::Shown borrower_page(const routing::Request& request, std::vector<domain::Borrower> found,
                             std::int64_t limit);

// An answer that shows this one.
routing::Shown shown(const domain::Borrower& borrower, routing::Reply reply);

std::string location_of(domain::BorrowerId id);

}  // namespace api
