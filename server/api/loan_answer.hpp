#pragma once
// A loan as an answer.

#include <boost/json.hpp>

#include "api/answer.hpp"
#include "db/loan_store.hpp"

namespace api {

// The loan of the path with its line; each is none when it is not there.
std::optional<domain::Loan> loan_of_path(const routing::Request& request, db::ReadTx& tx);
const domain::LoanLine* line_of_path(const routing::Request& request, const domain::Loan& loan);

// As it is now; what came of it is added to the answer.
routing::Reply shown_loan(const routing::Request& request, db::ReadTx& tx, domain::LoanId id,
                          const boost::json::object& besides = {});
// The same as 201.
routing::Reply created_on_loan(const routing::Request& request, db::ReadTx& tx, domain::LoanId id,
                               const boost::json::object& besides = {});

}  // namespace api
