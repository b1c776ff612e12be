#include "api/borrower_answer.hpp"

#include "api/answer.hpp"
#include "api/shapes.hpp"

namespace api {

routing::Shown borrower_page(const routing::Request& request, std::vector<domain::Borrower> found,
                             std::int64_t limit) {
    routing::Reply reply = page(
        request, found, limit,
        [&](const domain::Borrower& borrower) {
            auto shape = to_json(borrower, request);
            // Looked up one by one, never by the page.
            shape["national_number"] = nullptr;
            return shape;
        },
        [](const domain::Borrower& last) { return std::to_string(last.id.value); });
    std::vector<domain::BorrowerId> persons;
    for (const domain::Borrower& borrower : found) {
        if (borrower.kind == domain::BorrowerKind::person) persons.push_back(borrower.id);
    }
    return {std::move(reply), std::move(persons)};
}

routing::Shown shown(const domain::Borrower& borrower, routing::Reply reply) {
    if (borrower.kind == domain::BorrowerKind::unit) return reply;
    return {std::move(reply), {borrower.id}};
}

std::string location_of(domain::BorrowerId id) {
    return "/api/v1/borrowers/" + std::to_string(id.value);
}

}  // namespace api
