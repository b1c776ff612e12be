#include "depot/accessories.hpp"

#include "api/answer.hpp"
#include "api/item_path.hpp"
#include "api/json_reader.hpp"
#include "api/routes.hpp"
#include "api/shapes.hpp"
#include "db/accessory_store.hpp"

namespace api {
namespace {

using depot::AccessoryNote;
using depot::Said;
using routing::Body;
using routing::Method;
using routing::Reply;
using routing::Request;
using routing::Shown;

AccessoryNote read_note(Fields& fields) {
    AccessoryNote note;
    bool given = false;
    for (const auto& [name, said] :
         {std::pair("found", Said::found), std::pair("waived", Said::waived),
          std::pair("missing", Said::missing)}) {
        const bool here = !fields.absent(name);
        auto names = fields.maybe_texts(name, 30, 80);
        if (!here) continue;
        if (given) {
            fields.fault(name, "one_of_several");
            continue;
        }
        if (names.empty()) fields.fault(name, "too_few");
        given = true;
        note.said = said;
        note.names = std::move(names);
    }
    if (!given) fields.fault("found", "required");
    const bool waived = given && note.said == Said::waived;
    if (waived && fields.absent("reason")) fields.fault("reason", "required");
    note.reason = fields.maybe_note("reason", 1000);
    return note;
}

Shown note(const Request& request, db::WriteTx& tx) {
    const auto wanted = read_body(request.body, read_note);
    if (!wanted) return routing::problem(request, 400, wanted.error());
    auto view = item_of_path(request, tx);
    if (!view) return routing::problem(request, 404, "not_found");
    const auto done = depot::note_accessories(tx, *view, *wanted, act_of(request));
    if (!done) return routing::refused(request, done.error());
    return one_item(request, tx, *view);
}

json::object shape_of(const db::accessories::Missing& missing) {
    json::object shape;
    shape["item"] = missing.item_code;
    shape["product_id"] = missing.product.value;
    shape["product"] = missing.product_name;
    shape["depot"] = missing.depot;
    shape["name"] = missing.name;
    shape["since"] = domain::to_text(missing.since);
    shape["loan"] = missing.loan ? json::value(missing.loan->value) : json::value(nullptr);
    shape["borrower_id"] =
        missing.borrower ? json::value(missing.borrower->value) : json::value(nullptr);
    return shape;
}

Reply list(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    const auto depot = parameters.text("depot", 20);
    const auto limit = parameters.limit();
    const auto after = parameters.cursor_id();
    if (!parameters.ok()) return parameters.problem();
    auto found = db::accessories::waiting(tx, depot, after, limit + 1);
    return page(request, found, limit, shape_of,
                [](const db::accessories::Missing& last) { return std::to_string(last.id); });
}

constexpr domain::Roles lager{domain::Role::lager};
constexpr domain::Roles readers{domain::Role::lager, domain::Role::ergo, domain::Role::leder};

const routing::Route rows[] = {
    {Method::post, "/api/v1/items/{code}/accessories", lager,
     "Accessories that are missing, found again, or waived with a reason", routing::Write(note),
     200, "item", Body::required, "accessories"},
    {Method::get,
     "/api/v1/missing-accessories",
     readers,
     "What is missing from aids now, and whose loan it was missed at; names nobody",
     routing::Read(list),
     200,
     "missing_accessory_list",
     Body::none,
     {},
     "depot limit cursor"},
};

}  // namespace

std::span<const routing::Route> accessory_routes() { return rows; }

}  // namespace api
