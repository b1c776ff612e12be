#include "api/loan_answer.hpp"

#include <algorithm>

#include "api/shapes.hpp"

namespace api {
namespace json = boost::json;

std::optional<domain::Loan> loan_of_path(const routing::Request& request, db::ReadTx& tx) {
    const auto id = path_id<domain::LoanId>(request);
    return id ? db::loans::find(tx, *id) : std::nullopt;
}

const domain::LoanLine* line_of_path(const routing::Request& request, const domain::Loan& loan) {
    const auto id = path_id<domain::LoanLineId>(request, 1);
    const auto line = std::find_if(loan.lines.begin(), loan.lines.end(),
                                   [&](const domain::LoanLine& one) { return one.id == id; });
    return line == loan.lines.end() ? nullptr : &*line;
}

routing::Reply shown_loan(const routing::Request& request, db::ReadTx& tx, domain::LoanId id,
                          const json::object& besides) {
    const auto loan = db::loans::find(tx, id);
    return one(to_json(*loan, request.now.today), loan->version, besides);
}

routing::Reply created_on_loan(const routing::Request& request, db::ReadTx& tx, domain::LoanId id,
                               const json::object& besides) {
    const auto loan = db::loans::find(tx, id);
    return created(to_json(*loan, request.now.today), loan->version,
                   "/api/v1/loans/" + std::to_string(id.value), besides);
}

}  // namespace api
