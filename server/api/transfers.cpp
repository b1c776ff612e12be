#include <string>

#include "api/answer.hpp"
#include "api/codes.hpp"
#include "api/json_reader.hpp"
#include "api/routes.hpp"
#include "api/shapes.hpp"
#include "db/transfer_store.hpp"
#include "depot/transfer.hpp"

namespace api {
namespace {

using db::transfers::Transfer;
using routing::Body;
using routing::Method;
using routing::Reply;
using routing::Request;
using routing::Shown;

constexpr std::size_t most_items = 500;

const char* state_of(const Transfer& transfer) {
    if (transfer.closed_at) return "closed";
    return transfer.sent_at ? "sent" : "planned";
}

json::object to_json(const Transfer& transfer) {
    json::object shape;
    shape["id"] = transfer.id.value;
    shape["from"] = transfer.from;
    shape["to"] = transfer.to;
    shape["state"] = state_of(transfer);
    shape["outcome"] = or_null(transfer.outcome);
    shape["opened_at"] = domain::to_text(transfer.opened_at);
    shape["sent_at"] = or_null(transfer.sent_at);
    shape["closed_at"] = or_null(transfer.closed_at);
    json::array lines;
    for (const db::transfers::Line& line : transfer.lines) {
        json::object part;
        part["id"] = line.id;
        part["item"] = or_null(line.item_code);
        part["product_id"] = line.product.value;
        part["product"] = line.product_name;
        part["quantity"] = line.quantity;
        part["shelf"] = or_null(line.shelf);
        part["open"] = !line.closed_at.has_value();
        lines.push_back(std::move(part));
    }
    shape["lines"] = std::move(lines);
    return shape;
}

Reply shown(db::ReadTx& tx, domain::TransferId id) {
    const auto transfer = db::transfers::find(tx, id);
    return one(to_json(*transfer), transfer->version);
}

std::optional<Transfer> transfer_of_path(const Request& request, db::ReadTx& tx) {
    const auto id = path_id<domain::TransferId>(request);
    return id ? db::transfers::find(tx, *id) : std::nullopt;
}

Reply list(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    db::transfers::Filter filter;
    filter.depot = parameters.text("depot", 20);
    filter.open = parameters.choice("state", parse_open);
    const auto limit = parameters.limit();
    const domain::TransferId after{parameters.cursor_id()};
    if (!parameters.ok()) return parameters.problem();
    auto found = db::transfers::list(tx, filter, after, limit + 1);
    return page(
        request, found, limit, [](const Transfer& transfer) { return to_json(transfer); },
        [](const Transfer& last) { return std::to_string(last.id.value); });
}

Reply show(const Request& request, db::ReadTx& tx) {
    const auto transfer = transfer_of_path(request, tx);
    if (!transfer) return routing::problem(request, 404, "not_found");
    return one(to_json(*transfer), transfer->version);
}

depot::TransferWanted read_transfer(Fields& fields) {
    depot::TransferWanted wanted;
    wanted.from = fields.text("from", 20);
    wanted.to = fields.text("to", 20);
    wanted.items = read_codes(fields, "items", most_items);
    if (const json::array* counted = fields.maybe_array("counted", most_items)) {
        for (std::size_t i = 0; i < counted->size(); ++i) {
            const std::string place = "counted/" + std::to_string(i);
            const json::object* object = (*counted)[i].if_object();
            if (object == nullptr) {
                fields.fault(place, "wrong_type");
                continue;
            }
            Fields part(*object, fields.pointer(place), fields.faults());
            depot::TransferWanted::Counted line;
            line.product = part.id<domain::ProductId>("product_id");
            line.quantity = part.number("quantity", 1, 100'000);
            line.shelf = part.maybe_text("shelf", 20);
            wanted.counted.push_back(std::move(line));
            part.done();
        }
    }
    if (fields.faults().empty() && wanted.items.empty() && wanted.counted.empty()) {
        fields.fault("items", "too_few");
    }
    return wanted;
}

Shown make(const Request& request, db::WriteTx& tx) {
    const auto wanted = read_body(request.body, read_transfer);
    if (!wanted) return routing::problem(request, 400, wanted.error());
    const auto id = depot::make_transfer(tx, *wanted, act_of(request));
    if (!id) return routing::refused(request, id.error());
    const auto transfer = db::transfers::find(tx, *id);
    return created(to_json(*transfer), transfer->version,
                   "/api/v1/transfers/" + std::to_string(id->value));
}

Shown receive(const Request& request, db::WriteTx& tx) {
    using Codes = std::optional<std::vector<std::string>>;
    tl::expected<Codes, std::vector<routing::Fault>> codes = Codes();
    if (!request.body.empty()) {
        codes = read_body(request.body, [](Fields& fields) {
            auto read = read_codes(fields, "items", most_items);
            return fields.absent("items") ? Codes() : Codes(std::move(read));
        });
    }
    if (!codes) return routing::problem(request, 400, codes.error());
    const auto transfer = transfer_of_path(request, tx);
    if (!transfer) return routing::problem(request, 404, "not_found");
    const auto done = depot::receive_transfer(tx, *transfer, *codes, act_of(request));
    if (!done) return routing::refused(request, done.error());
    return shown(tx, transfer->id);
}

using Step = domain::Decided<void> (*)(db::WriteTx&, const Transfer&, const depot::Act&);

Shown step(const Request& request, db::WriteTx& tx, Step run) {
    if (auto refused = refuse_fields(request)) return std::move(*refused);
    const auto transfer = transfer_of_path(request, tx);
    if (!transfer) return routing::problem(request, 404, "not_found");
    const auto done = run(tx, *transfer, act_of(request));
    if (!done) return routing::refused(request, done.error());
    return shown(tx, transfer->id);
}

Shown send(const Request& request, db::WriteTx& tx) {
    return step(request, tx, depot::send_transfer);
}
Shown cancel(const Request& request, db::WriteTx& tx) {
    return step(request, tx, depot::cancel_transfer);
}

constexpr domain::Roles lager{domain::Role::lager};
constexpr domain::Roles readers{domain::Role::lager, domain::Role::sjafor, domain::Role::leder};

const routing::Route rows[] = {
    {Method::get,
     "/api/v1/transfers",
     readers,
     "Transfers from and to a depot",
     routing::Read(list),
     200,
     "transfer_list",
     Body::none,
     {},
     "depot state limit cursor"},
    {Method::post, "/api/v1/transfers", lager, "Send aids and counted products to another depot",
     routing::Write(make), 201, "transfer", Body::required, "transfer_new"},
    {Method::get, "/api/v1/transfers/{id}", readers, "One transfer", routing::Read(show), 200,
     "transfer"},
    {Method::post, "/api/v1/transfers/{id}/send", lager, "A planned transfer leaves",
     routing::Write(send), 200, "transfer", Body::optional, "nothing"},
    {Method::post, "/api/v1/transfers/{id}/receive", lager,
     "It arrived, or so much of it; a scan at its goal does the same", routing::Write(receive), 200,
     "transfer", Body::optional, "transfer_receipt"},
    {Method::post, "/api/v1/transfers/{id}/cancel", lager,
     "It comes to nothing: what was not received stays where it was", routing::Write(cancel), 200,
     "transfer", Body::optional, "nothing"},
};

}  // namespace

std::span<const routing::Route> transfer_routes() { return rows; }

}  // namespace api
