#include "db/extension_store.hpp"

#include "api/answer.hpp"
#include "api/json_reader.hpp"
#include "api/loan_answer.hpp"
#include "api/routes.hpp"
#include "api/shapes.hpp"
#include "db/borrower_store.hpp"
#include "depot/extend.hpp"

namespace api {
namespace {

using routing::Body;
using routing::Method;
using routing::Request;
using routing::Shown;

Shown make(const Request& request, db::WriteTx& tx) {
    const auto wanted = read_body(request.body, [](Fields& fields) {
        depot::ExtensionWanted read;
        read.months = static_cast<int>(fields.number("months", 1, 12));
        read.reason = fields.absent("reason") ? fields.text("reason", 1000)
                                              : fields.maybe_note("reason", 1000).value_or("");
        return read;
    });
    if (!wanted) return routing::problem(request, 400, wanted.error());
    const auto loan = loan_of_path(request, tx);
    if (!loan) return routing::problem(request, 404, "not_found");
    const auto done = depot::extend(tx, *loan, *wanted, act_of(request));
    if (!done) return routing::refused(request, done.error());
    return created_on_loan(request, tx, loan->id);
}

// The reasons are about the borrower, so whoever reads them is logged.
Shown list(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    const auto limit = parameters.limit();
    const domain::ExtensionId after{parameters.cursor_id()};
    if (!parameters.ok()) return parameters.problem();
    const auto loan = loan_of_path(request, tx);
    if (!loan) return routing::problem(request, 404, "not_found");
    auto found = db::extensions::of_loan(tx, loan->id, after, limit + 1);
    std::vector<domain::BorrowerId> persons;
    const auto borrower = db::borrowers::standing(tx, loan->borrower);
    if (!found.empty() && borrower->kind == domain::BorrowerKind::person) {
        persons.push_back(loan->borrower);
    }
    routing::Reply reply = page(
        request, found, limit,
        [](const db::extensions::Extension& extension) { return to_json(extension); },
        [](const db::extensions::Extension& last) { return std::to_string(last.id.value); });
    return {std::move(reply), std::move(persons)};
}

const routing::Route rows[] = {
    {Method::post,
     "/api/v1/loans/{id}/extensions",
     {domain::Role::ergo, domain::Role::leder},
     "Extend a loan: its open lines get a later due day",
     routing::Write(make),
     201,
     "loan",
     Body::required,
     "extension_new"},
    {Method::get,
     "/api/v1/loans/{id}/extensions",
     {domain::Role::lager, domain::Role::ergo, domain::Role::leder},
     "The extensions of a loan, with their reasons",
     routing::Disclose(list),
     200,
     "extension_list",
     Body::none,
     {},
     "why limit cursor"},
};

}  // namespace

std::span<const routing::Route> extension_routes() { return rows; }

}  // namespace api
