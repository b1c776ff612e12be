#include "api/borrower_answer.hpp"

#include "api/answer.hpp"
#include "api/shapes.hpp"
#include "db/borrower_store.hpp"

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

std::optional<domain::Borrower> named_borrower(const routing::Request& request, db::ReadTx& tx) {
    const auto id = path_id<domain::BorrowerId>(request);
    return id ? db::borrowers::find(tx, *id) : std::nullopt;
}

routing::Reply no_such_borrower(const routing::Request& request, db::ReadTx& tx) {
    const auto id = path_id<domain::BorrowerId>(request);
    const auto other = id ? db::borrowers::merged_into(tx, *id) : std::nullopt;
    routing::Reply gone = routing::problem(request, 404, other ? "merged" : "not_found");
    if (other) gone.headers.emplace_back("location", location_of(*other));
    return gone;
}

routing::Reply one_borrower(const routing::Request& request, const domain::Borrower& borrower,
                            const boost::json::object& besides) {
    return one(to_json(borrower, request), {}, besides);
}

}  // namespace api
