#include <string>

#include "api/answer.hpp"
#include "api/desk_scan.hpp"
#include "api/json_reader.hpp"
#include "api/routes.hpp"
#include "api/shapes.hpp"
#include "db/stock_store.hpp"
#include "depot/counted_stock.hpp"
#include "depot/give_out.hpp"

namespace api {
namespace {

using domain::MovementKind;
using routing::Body;
using routing::Method;
using routing::Reply;
using routing::Request;
using routing::Shown;

constexpr std::int64_t most_at_once = 100'000;

json::value shelf_of(const std::string& shelf) {
    return shelf.empty() ? json::value(nullptr) : json::value(shelf);
}

json::object movement_of(const db::stock::Movement& movement) {
    json::object shape;
    shape["id"] = movement.id;
    shape["product_id"] = movement.product.value;
    shape["depot"] = movement.depot;
    shape["shelf"] = shelf_of(movement.shelf);
    shape["quantity"] = movement.quantity;
    shape["kind"] = json::string(std::string(to_text(movement.kind)));
    shape["source"] = or_null(movement.source);
    shape["happened_at"] = domain::to_text(movement.happened_at);
    return shape;
}

// What a person books by hand; the rest follows from loans, hand-outs, counts and transfers.
std::optional<MovementKind> parse_by_hand(std::string_view text) {
    const auto kind = domain::parse_movement_kind(text);
    if (kind == MovementKind::received || kind == MovementKind::discarded) return kind;
    return std::nullopt;
}

depot::Quantity read_movement(Fields& fields) {
    depot::Quantity moved;
    moved.product = fields.id<domain::ProductId>("product_id");
    moved.depot = fields.text("depot", 20);
    moved.shelf = fields.maybe_text("shelf", 20);
    moved.number = fields.number("quantity", 1, most_at_once);
    moved.kind = fields.choice("kind", parse_by_hand);
    return moved;
}

Shown move(const Request& request, db::WriteTx& tx) {
    const auto moved = read_body(request.body, read_movement);
    if (!moved) return routing::problem(request, 400, moved.error());
    const auto left = depot::book_by_hand(tx, *moved, act_of(request));
    if (!left) return routing::refused(request, left.error());
    return answer({{"product_id", moved->product.value},
                   {"depot", moved->depot},
                   {"shelf", or_null(moved->shelf)},
                   {"quantity", moved->number},
                   {"kind", std::string(to_text(moved->kind))},
                   {"left", *left}},
                  201);
}

Reply movements(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    const auto product = parameters.id<domain::ProductId>("product");
    const auto depot = parameters.text("depot", 20);
    parameters.require("product", product.has_value());
    parameters.require("depot", depot.has_value());
    const auto limit = parameters.limit();
    const auto after = parameters.cursor_id();
    if (!parameters.ok()) return parameters.problem();
    auto found = db::stock::movements(tx, *product, *depot, after, limit + 1);
    return page(request, found, limit, movement_of,
                [](const db::stock::Movement& last) { return std::to_string(last.id); });
}

struct HandoutWanted : depot::GiveOut {
    std::optional<DeskScan> scan;
};

HandoutWanted read_handout(Fields& fields) {
    HandoutWanted wanted;
    wanted.product = fields.id<domain::ProductId>("product_id");
    wanted.depot = fields.text("depot", 20);
    wanted.shelf = fields.maybe_text("shelf", 20);
    wanted.quantity = fields.number("quantity", 1, most_at_once);
    wanted.borrower = fields.maybe_id<domain::BorrowerId>("borrower_id");
    wanted.scan = read_desk_scan(fields);
    return wanted;
}

Shown give_out(const Request& request, db::WriteTx& tx) {
    const auto wanted = read_body(request.body, read_handout);
    if (!wanted) return routing::problem(request, 400, wanted.error());
    if (auto used = refuse_used(request, tx, wanted->scan)) return std::move(*used);
    const auto id = depot::give_out(tx, *wanted, act_of(request));
    if (!id) return routing::refused(request, id.error());
    if (const auto& scan = wanted->scan) {
        auto outcome =
            depot::counted_outcome(tx, wanted->product, wanted->quantity, wanted->depot, {});
        outcome.number = db::scans::Counted{wanted->quantity, {}, *id};
        keep_desk_scan(request, tx, *scan, domain::ScanMode::out, outcome);
    }
    json::object shape = to_json(*db::stock::find_handout(tx, *id));
    shape["left"] = depot::in_stock(tx, wanted->product, wanted->depot).value_or(0);
    return created(shape, 1, "/api/v1/handouts/" + std::to_string(id->value));
}

Reply show_handout(const Request& request, db::ReadTx& tx) {
    const auto id = path_id<domain::HandoutId>(request);
    const auto handout = id ? db::stock::find_handout(tx, *id) : std::nullopt;
    if (!handout) return routing::problem(request, 404, "not_found");
    return one(to_json(*handout), 1);
}

Reply handouts(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    const auto borrower = parameters.id<domain::BorrowerId>("borrower");
    const auto product = parameters.id<domain::ProductId>("product");
    const auto limit = parameters.limit();
    const domain::HandoutId after{parameters.cursor_id()};
    if (!parameters.ok()) return parameters.problem();
    auto found = db::stock::handouts(tx, borrower, product, after, limit + 1);
    return page(
        request, found, limit, [](const db::stock::Handout& handout) { return to_json(handout); },
        [](const db::stock::Handout& last) { return std::to_string(last.id.value); });
}

constexpr domain::Roles lager{domain::Role::lager};
constexpr domain::Roles readers{domain::Role::lager, domain::Role::ergo, domain::Role::leder};

const routing::Route rows[] = {
    {Method::get,
     "/api/v1/stock-movements",
     readers,
     "How the stock of a counted product came to be what it is",
     routing::Read(movements),
     200,
     "stock_movement_list",
     Body::none,
     {},
     "product depot limit cursor"},
    {Method::post, "/api/v1/stock-movements", lager, "A counted product was received or discarded",
     routing::Write(move), 201, "stock_moved", Body::required, "stock_movement_new"},
    {Method::get,
     "/api/v1/handouts",
     readers,
     "What was given out; names nobody",
     routing::Read(handouts),
     200,
     "handout_list",
     Body::none,
     {},
     "borrower product limit cursor"},
    {Method::post, "/api/v1/handouts", lager, "Give out what is used up, from counted stock",
     routing::Write(give_out), 201, "handout", Body::required, "handout_new"},
    {Method::get, "/api/v1/handouts/{id}", readers, "One hand-out", routing::Read(show_handout),
     200, "handout"},
};

}  // namespace

std::span<const routing::Route> counted_stock_routes() { return rows; }

}  // namespace api
