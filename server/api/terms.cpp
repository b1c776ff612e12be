#include "depot/terms.hpp"

#include "api/answer.hpp"
#include "api/json_reader.hpp"
#include "api/routes.hpp"

namespace api {
namespace {

using routing::Body;
using routing::Method;
using routing::Reply;
using routing::Request;
using routing::Shown;

json::object to_json(const db::terms::Terms& terms) {
    json::object shape;
    shape["version"] = terms.version;
    shape["nb"] = terms.nb;
    shape["nn"] = terms.nn;
    shape["made_at"] = domain::to_text(terms.made_at);
    return shape;
}

Reply show(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    const auto version = parameters.number("version", 1, INT64_MAX);
    if (!parameters.ok()) return parameters.problem();
    const auto terms = version ? db::terms::find(tx, *version) : db::terms::current(tx);
    if (!terms) return routing::problem(request, 404, "not_found");
    return one(to_json(*terms), terms->version);
}

Shown make(const Request& request, db::WriteTx& tx) {
    constexpr std::size_t longest = 10'000;
    const auto wanted = read_body(request.body, [](Fields& fields) {
        const auto text = [&](const char* name) {
            if (fields.absent(name)) return fields.text(name, longest);
            return fields.maybe_note(name, longest).value_or("");
        };
        db::terms::Terms read;
        read.nb = text("nb");
        read.nn = text("nn");
        return read;
    });
    if (!wanted) return routing::problem(request, 400, wanted.error());
    const auto terms = depot::publish_terms(tx, wanted->nb, wanted->nn, act_of(request));
    return created(to_json(terms), terms.version,
                   "/api/v1/terms?version=" + std::to_string(terms.version));
}

const routing::Route rows[] = {
    {Method::get,
     "/api/v1/terms",
     domain::Roles::all(),
     "The loan terms in force, or an earlier version",
     routing::Read(show),
     200,
     "terms",
     Body::none,
     {},
     "version"},
    {Method::post,
     "/api/v1/terms",
     {domain::Role::admin},
     "New loan terms, in force at once",
     routing::Write(make),
     201,
     "terms",
     Body::required,
     "terms_new"},
};

}  // namespace

std::span<const routing::Route> terms_routes() { return rows; }

}  // namespace api
