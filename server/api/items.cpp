#include "api/answer.hpp"
#include "api/item_path.hpp"
#include "api/json_reader.hpp"
#include "api/routes.hpp"
#include "api/shapes.hpp"
#include "api/sort.hpp"
#include "db/accessory_store.hpp"
#include "db/booking_store.hpp"
#include "db/depot_store.hpp"
#include "db/event_store.hpp"
#include "db/transfer_store.hpp"
#include "depot/change_item.hpp"
#include "depot/notices.hpp"
#include "depot/take_in.hpp"
#include "domain/ids_of.hpp"

namespace api {
namespace {

using routing::Body;
using routing::Method;
using routing::Reply;
using routing::Request;
using routing::Shown;

constexpr domain::Roles editors{domain::Role::lager, domain::Role::admin};

// The route of the item that pulls the trigger, by its last word; a loan's triggers have none.
std::string_view route_of(domain::Trigger trigger) {
    using domain::Trigger;
    switch (trigger) {
        case Trigger::take_over:
            return "take-over";
        case Trigger::cleaned:
            return "clean";
        case Trigger::skip_wash:
            return "skip-wash";
        case Trigger::inspected_ok:
        case Trigger::inspected_failed:
            return "inspect";
        case Trigger::repaired:
            return "repair";
        case Trigger::scrap:
            return "scrap";
        case Trigger::block:
            return "block";
        case Trigger::unblock:
            return "unblock";
        case Trigger::report_missing:
            return "missing";
        case Trigger::found:
            return "found";
        case Trigger::give_up:
            return "give-up";
        case Trigger::hand_over:
            return "hand-over";
        case Trigger::take_in:
        case Trigger::hand_out:
        case Trigger::return_aid:
        case Trigger::return_infectious:
        case Trigger::scrap_at_borrower:
        case Trigger::give_up_lent:
        case Trigger::hand_over_lent:
            return {};
    }
    return {};
}

json::array allowed_routes(const db::items::ItemView& view, domain::Role role, domain::Day today) {
    json::array names;
    std::string_view last;
    for (const domain::Trigger trigger : domain::allowed(depot::standing_of(view), role, today)) {
        const std::string_view name = route_of(trigger);
        if (!name.empty() && name != last) names.push_back(json::string(std::string(name)));
        last = name;
    }
    return names;
}

Reply list(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    db::items::Filter filter;
    filter.state = parameters.choice("state", domain::parse_state);
    filter.depot = parameters.text("depot", 20);
    filter.shelf = parameters.text("shelf", 20);
    filter.product = parameters.id<domain::ProductId>("product");
    filter.owner = parameters.choice("owner", domain::parse_owner);
    filter.stock = parameters.choice("stock", domain::parse_stock);
    filter.text = parameters.text("q");
    const auto limit = parameters.limit();
    const auto sorted = read_sort(parameters, db::items::orders());
    // Shelves of the same name are others at another depot.
    if (sorted.order->name == "shelf") parameters.require("depot", filter.depot.has_value());
    if (!parameters.ok()) return parameters.problem();
    // A printed code is found as well: "7K3-QF2-7".
    if (filter.text) {
        if (const auto code = labels::LabelCode::parse(*filter.text)) filter.text = code->text();
    }
    auto found = db::items::list(tx, filter, sorted.after, limit + 1, *sorted.order);
    const auto ids =
        domain::ids_of(found, [](const db::items::ItemView& view) { return view.item.id; });
    const auto goals = db::transfers::goals(tx, ids);
    const auto holding = db::bookings::holding(tx, ids);
    return page(
        request, found, limit,
        [&](const db::items::ItemView& view) {
            json::object shape = to_json(view);
            const auto goal = goals.find(view.item.id);
            shape["transfer_to"] =
                goal == goals.end() || view.open_loan ? json::value() : json::value(goal->second);
            const auto booking = holding.find(view.item.id);
            shape["held_for"] =
                booking == holding.end() ? json::value() : json::value(booking->second.value);
            return shape;
        },
        [&](const db::items::ItemView& last) { return sorted.cursor(last); });
}

constexpr std::int64_t most_kroner = 100'000'000;

std::optional<domain::Day> read_purchased(Fields& fields, domain::Day today) {
    const auto day = fields.maybe_day("purchased");
    if (day && *day > today) fields.fault("purchased", "in_the_future");
    return day;
}

depot::NewItem read_new(Fields& fields, domain::Day today) {
    depot::NewItem item;
    item.product = fields.id<domain::ProductId>("product_id");
    item.depot = fields.text("depot", 20);
    item.shelf = fields.maybe_text("shelf", 20);
    item.owner = fields.maybe_choice("owner", domain::parse_owner).value_or(domain::Owner::kommune);
    item.stock = fields.maybe_choice("stock", domain::parse_stock);
    item.serial = fields.maybe_text("serial", 60);
    item.lot = fields.maybe_text("lot", 60);
    item.udi = fields.maybe_text("udi", 120);
    item.purchased = read_purchased(fields, today);
    item.price = fields.maybe_number("price", 0, most_kroner);
    return item;
}

Shown make(const Request& request, db::WriteTx& tx) {
    const auto wanted = read_body(
        request.body, [&](Fields& fields) { return read_new(fields, request.now.today); });
    if (!wanted) return routing::problem(request, 400, wanted.error());
    const auto item = depot::take_in(tx, *wanted, act_of(request));
    if (!item) return routing::refused(request, item.error());
    const auto view = db::items::find(tx, item->id);
    return created(item_shown(request, tx, *view), view->item.event_count,
                   "/api/v1/items/" + item->code);
}

Reply show(const Request& request, db::ReadTx& tx) {
    const auto view = item_of_path(request, tx);
    if (!view) return routing::problem(request, 404, "not_found");
    return one_item(request, tx, *view);
}

Reply events(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    const auto limit = parameters.limit();
    const auto after = parameters.cursor_id();
    if (!parameters.ok()) return parameters.problem();
    const auto view = item_of_path(request, tx);
    if (!view) return routing::problem(request, 404, "not_found");
    auto found = db::events::of_item(tx, view->item.id, after, limit + 1);
    return page(
        request, found, limit, [](const db::events::NamedEvent& named) { return to_json(named); },
        [](const db::events::NamedEvent& last) { return std::to_string(last.event.seq); });
}

// What a person may put right on an item; its state changes by triggers alone.
domain::Item read_changed(Fields& fields, domain::Day today) {
    domain::Item item;
    item.owner = fields.choice("owner", domain::parse_owner);
    item.stock = fields.choice("stock", domain::parse_stock);
    item.home_depot = fields.text("home_depot", 20);
    item.status.shelf = fields.maybe_text("shelf", 20);
    item.serial = fields.maybe_text("serial", 60);
    item.lot = fields.maybe_text("lot", 60);
    item.udi = fields.maybe_text("udi", 120);
    item.purchased = read_purchased(fields, today);
    item.price = fields.maybe_number("price", 0, most_kroner);
    return item;
}

// As an event keeps it: plain text, empty for none.
std::string plain(const json::value& value) {
    if (value.is_null()) return {};
    if (value.is_string()) return std::string(value.get_string());
    return json::serialize(value);
}

json::object changeable(const db::items::ItemView& view) {
    json::object all = to_json(view);
    json::object part;
    for (const char* name :
         {"owner", "stock", "home_depot", "shelf", "serial", "lot", "udi", "purchased", "price"}) {
        part[name] = all[name];
    }
    return part;
}

// For a path that leads nowhere the body is still judged before the 404.
json::object changeable_of_none() {
    return {{"owner", "kommune"}, {"stock", "korttid"}, {"home_depot", "-"}};
}

Shown change(const Request& request, db::WriteTx& tx) {
    auto view = item_of_path(request, tx);
    auto patch = parse_object(request.body);
    if (!patch) return routing::problem(request, 400, patch.error());
    const json::object before = view ? changeable(*view) : changeable_of_none();
    json::object merged = before;
    for (auto& [name, value] : *patch) merged[name] = std::move(value);
    const auto wanted = read_object(
        merged, [&](Fields& fields) { return read_changed(fields, request.now.today); });
    if (!wanted) return routing::problem(request, 400, wanted.error());
    if (!view) return routing::problem(request, 404, "not_found");
    if (!if_match(request, view->item.event_count)) {
        return routing::problem(request, 412, "changed_meanwhile");
    }
    if (!db::depots::exists(tx, wanted->home_depot)) {
        return routing::refused(request, {domain::RefusalCode::unknown_depot, "/home_depot"});
    }

    domain::Item& item = view->item;
    depot::Change changed{domain::EventKind::changed, item.status};
    changed.after.shelf = wanted->status.shelf;
    for (const auto& [name, value] : merged) {
        if (name == "shelf" || value == before.at(name)) continue;
        changed.fields.emplace_back(name, plain(value));
    }
    if (changed.fields.empty() && changed.after == item.status) {
        return one_item(request, tx, *view);
    }
    if (view->open_loan) return routing::refused(request, {domain::RefusalCode::already_lent});
    item.owner = wanted->owner;
    item.stock = wanted->stock;
    item.home_depot = wanted->home_depot;
    item.serial = wanted->serial;
    item.lot = wanted->lot;
    item.udi = wanted->udi;
    item.purchased = wanted->purchased;
    item.price = wanted->price;
    db::items::update_identity(tx, item);
    depot::change_item(tx, item, changed, act_of(request));
    if (depot::join_notices(tx, item, act_of(request))) view = db::items::find(tx, item.id);
    return one_item(request, tx, *view);
}

const routing::Route rows[] = {
    {.path = "/api/v1/items",
     .roles = domain::Roles::all(),
     .summary = "Aids",
     .handler = routing::Read(list),
     .answer = "item_list",
     .parameters = "state depot shelf product owner stock q sort limit cursor",
     .orders = "oldest newest since shelf"},
    {Method::post, "/api/v1/items", editors, "Take in a new aid; it gets its label code",
     routing::Write(make), 201, "item", Body::required, "item_new"},
    {Method::get, "/api/v1/items/{code}", domain::Roles::all(),
     "One aid, by its present code or that of a replaced label", routing::Read(show), 200, "item"},
    {Method::patch, "/api/v1/items/{code}", editors,
     "Put right owner, stock, home, shelf, serial, lot, UDI, day of purchase or price",
     routing::Write(change), 200, "item", Body::required, "item_change"},
    {Method::get,
     "/api/v1/items/{code}/events",
     domain::Roles::all(),
     "The history of an aid",
     routing::Read(events),
     200,
     "event_list",
     Body::none,
     {},
     "limit cursor"},
};

}  // namespace

std::span<const routing::Route> item_routes() { return rows; }

std::optional<db::items::ItemView> item_of_path(const Request& request, db::ReadTx& tx) {
    const auto code = labels::LabelCode::parse(request.path_values.front());
    return code ? db::items::by_code(tx, code->text()) : std::nullopt;
}

json::object item_shown(const Request& request, db::ReadTx& tx, const db::items::ItemView& view) {
    json::object shape = to_json(view);
    shape["missing_accessories"] = json::value_from(db::accessories::missing(tx, view.item.id));
    shape["allowed"] = allowed_routes(view, request.principal.role, request.now.today);
    const auto open = view.open_loan ? std::nullopt : db::transfers::of_item(tx, view.item.id);
    shape["transfer_to"] = open ? json::value(open->to) : json::value(nullptr);
    const auto held = db::bookings::of_item(tx, view.item.id);
    shape["held_for"] = held ? json::value(held->booking.value) : json::value(nullptr);
    if (open && open->sent_at) {
        // Whoever has it in the van can only be told to leave it alone.
        json::array from_afar;
        for (const json::value& route : shape["allowed"].as_array()) {
            if (route == "block" || route == "unblock") from_afar.push_back(route);
        }
        shape["allowed"] = std::move(from_afar);
    }
    return shape;
}

Reply one_item(const Request& request, db::ReadTx& tx, const db::items::ItemView& view) {
    return one(item_shown(request, tx, view), view.item.event_count);
}

}  // namespace api
