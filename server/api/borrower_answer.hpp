#pragma once
// Answers that show borrowers, with the persons among them, who then are in the access log.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "db/connection.hpp"
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

// ---- a borrower that the path names ----------------------------------------------------------

std::optional<domain::Borrower> named_borrower(const routing::Request& request, db::ReadTx& tx);
// What is said when there is none, on every route: 404; when it was merged, with the place of the
// one that it is a part of.
routing::Reply no_such_borrower(const routing::Request& request, db::ReadTx& tx);

// One resource with an ETag of what the reader is shown alone: a version would rise with each
// change of a protected address, and so tell who has one.
routing::Reply one_borrower(const routing::Request& request, const domain::Borrower& borrower,
                            const boost::json::object& besides = {});

}  // namespace api
