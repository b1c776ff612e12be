#include <algorithm>

#include "api/answer.hpp"
#include "api/details.hpp"
#include "api/item_path.hpp"
#include "api/json_reader.hpp"
#include "api/routes.hpp"
#include "api/shapes.hpp"
#include "depot/change_item.hpp"
#include "depot/inspect.hpp"
#include "depot/repair.hpp"
#include "depot/take_in.hpp"
#include "depot/take_over.hpp"

namespace api {
namespace {

using domain::Trigger;
using routing::Body;
using routing::Method;
using routing::Request;
using routing::Shown;

// 400, 404, then what the rules say, then the item as it is now.
template <class Wanted, class Apply>
Shown run(const Request& request, db::WriteTx& tx,
          const tl::expected<Wanted, std::vector<routing::Fault>>& wanted, Apply apply) {
    if (!wanted) return routing::problem(request, 400, wanted.error());
    auto view = item_of_path(request, tx);
    if (!view) return routing::problem(request, 404, "not_found");
    const auto done = apply(*view, *wanted);
    if (!done) return routing::refused(request, done.error());
    return one_item(request, tx, *view);
}

Shown clean(const Request& request, db::WriteTx& tx) {
    const auto wanted = read_body(
        request.body, [](Fields& fields) { return fields.choice("method", parse_wash_method); });
    return run(request, tx, wanted, [&](auto& view, const std::string& method) {
        depot::Pull pull;
        pull.trigger = Trigger::cleaned;
        pull.method = method;
        return depot::pull_trigger(tx, view, pull, act_of(request));
    });
}

Shown inspect(const Request& request, db::WriteTx& tx) {
    const auto wanted = read_body(request.body, [](Fields& fields) {
        depot::Inspection inspection;
        inspection.passed = fields.flag("ok");
        inspection.checklist = read_checklist(fields);
        inspection.missing_accessories = fields.maybe_texts("missing_accessories", 30, 80);
        inspection.findings = fields.maybe_note("findings", 1000);
        return inspection;
    });
    return run(request, tx, wanted, [&](auto& view, const depot::Inspection& inspection) {
        return depot::inspect(tx, view, inspection, act_of(request));
    });
}

// Scrap, block, unblock, give up and skipping the wash say why.
Shown with_reason(const Request& request, db::WriteTx& tx, Trigger trigger) {
    const auto wanted = read_body(request.body, [](Fields& fields) {
        if (fields.absent("reason")) return fields.text("reason", 1000);
        return fields.maybe_note("reason", 1000).value_or("");
    });
    return run(request, tx, wanted, [&](auto& view, const std::string& reason) {
        depot::Pull pull;
        pull.trigger = trigger;
        pull.note = {"reason", reason};
        return depot::pull_trigger(tx, view, pull, act_of(request));
    });
}

Shown scrap(const Request& request, db::WriteTx& tx) {
    return with_reason(request, tx, Trigger::scrap);
}
Shown block(const Request& request, db::WriteTx& tx) {
    return with_reason(request, tx, Trigger::block);
}
Shown unblock(const Request& request, db::WriteTx& tx) {
    return with_reason(request, tx, Trigger::unblock);
}

Shown give_up(const Request& request, db::WriteTx& tx) {
    return with_reason(request, tx, Trigger::give_up);
}
Shown skip_wash(const Request& request, db::WriteTx& tx) {
    return with_reason(request, tx, Trigger::skip_wash);
}

std::vector<domain::PartUse> read_parts(Fields& fields) {
    constexpr std::size_t most = 50;
    std::vector<domain::PartUse> parts;
    const json::array* list = fields.maybe_array("parts", most);
    if (list == nullptr) return parts;
    for (std::size_t i = 0; i < list->size(); ++i) {
        const std::string place = "parts/" + std::to_string(i);
        const json::object* object = (*list)[i].if_object();
        if (object == nullptr) {
            fields.fault(place, "wrong_type");
            continue;
        }
        Fields part(*object, fields.pointer(place), fields.faults());
        const auto id = part.id<domain::PartId>("part_id");
        const auto quantity = part.number("quantity", 1, 1000);
        part.done();
        const bool again = std::any_of(parts.begin(), parts.end(),
                                       [&](const domain::PartUse& use) { return use.part == id; });
        if (again) fields.fault(place + "/part_id", "not_unique");
        parts.push_back({id, quantity});
    }
    return parts;
}

Shown repair(const Request& request, db::WriteTx& tx) {
    constexpr std::int64_t most_kroner = 10'000'000;
    const auto wanted = read_body(request.body, [](Fields& fields) {
        depot::Repair repair;
        if (fields.absent("work")) fields.text("work", 1000);
        repair.work = fields.maybe_note("work", 1000).value_or("");
        repair.parts = read_parts(fields);
        repair.cost = fields.maybe_number("cost", 0, most_kroner);
        return repair;
    });
    return run(request, tx, wanted, [&](auto& view, const depot::Repair& repair) {
        return depot::repair(tx, view, repair, act_of(request));
    });
}

Shown hand_over(const Request& request, db::WriteTx& tx) {
    const auto wanted = read_body(request.body, [](Fields& fields) {
        depot::Handing handing;
        handing.to = fields.text("to", 200);
        handing.reference = fields.maybe_text("reference", 100);
        return handing;
    });
    return run(request, tx, wanted, [&](auto& view, const depot::Handing& handing) {
        return depot::hand_over(tx, view, handing, act_of(request));
    });
}

Shown take_over(const Request& request, db::WriteTx& tx) {
    tl::expected<depot::Handing, std::vector<routing::Fault>> wanted;
    if (!request.body.empty()) {
        wanted = read_body(request.body, [](Fields& fields) {
            return depot::Handing{fields.maybe_text("to", 200),
                                  fields.maybe_text("reference", 100)};
        });
    }
    if (!wanted) return routing::problem(request, 400, wanted.error());
    auto view = item_of_path(request, tx);
    if (!view) return routing::problem(request, 404, "not_found");
    const auto hint = depot::take_over(tx, *view, *wanted, act_of(request));
    if (!hint) return routing::refused(request, hint.error());
    return one(item_shown(request, tx, *view), view->item.event_count, {{"hint", or_null(*hint)}});
}

struct Found {
    std::optional<std::string> reason;
    std::optional<std::string> shelf;
};

// Missing and found may say why and where.
Shown at_count(const Request& request, db::WriteTx& tx, Trigger trigger) {
    const auto wanted =
        request.body.empty() ? Found() : read_body(request.body, [](Fields& fields) {
            return Found{fields.maybe_note("reason", 1000), fields.maybe_text("shelf", 20)};
        });
    return run(request, tx, tl::expected<Found, std::vector<routing::Fault>>(wanted),
               [&](auto& view, const Found& found) {
                   depot::Pull pull;
                   pull.trigger = trigger;
                   pull.shelf = found.shelf;
                   if (found.reason) pull.note = {"reason", *found.reason};
                   return depot::pull_trigger(tx, view, pull, act_of(request));
               });
}

Shown missing(const Request& request, db::WriteTx& tx) {
    return at_count(request, tx, Trigger::report_missing);
}
Shown found(const Request& request, db::WriteTx& tx) {
    return at_count(request, tx, Trigger::found);
}

Shown relabel(const Request& request, db::WriteTx& tx) {
    if (auto refused = refuse_fields(request)) return std::move(*refused);
    auto view = item_of_path(request, tx);
    if (!view) return routing::problem(request, 404, "not_found");
    const auto event = depot::relabel(tx, *view, act_of(request));
    if (!event) return routing::refused(request, event.error());
    routing::Reply reply = one_item(request, tx, *view);
    reply.headers.emplace_back("location", "/api/v1/items/" + view->item.code);
    return reply;
}

constexpr domain::Roles lager{domain::Role::lager};

const routing::Route rows[] = {
    {Method::post, "/api/v1/items/{code}/clean", lager, "Washed, and how", routing::Write(clean),
     200, "item", Body::required, "clean"},
    {Method::post, "/api/v1/items/{code}/inspect", lager, "Inspected: passed or failed",
     routing::Write(inspect), 200, "item", Body::required, "inspect"},
    {Method::post, "/api/v1/items/{code}/skip-wash", lager,
     "Ready without a wash: the exception, for products that need none", routing::Write(skip_wash),
     200, "item", Body::required, "reason"},
    {Method::post, "/api/v1/items/{code}/repair", lager,
     "Repaired: the work, the parts it took from stock and what it cost", routing::Write(repair),
     200, "item", Body::required, "repair"},
    {Method::post, "/api/v1/items/{code}/scrap", lager, "Scrap, with the reason",
     routing::Write(scrap), 200, "item", Body::required, "reason"},
    {Method::post,
     "/api/v1/items/{code}/block",
     {domain::Role::lager, domain::Role::leder},
     "Block for a safety notice or an incident",
     routing::Write(block),
     200,
     "item",
     Body::required,
     "reason"},
    {Method::post,
     "/api/v1/items/{code}/unblock",
     {domain::Role::leder},
     "Lift a block",
     routing::Write(unblock),
     200,
     "item",
     Body::required,
     "reason"},
    {Method::post, "/api/v1/items/{code}/missing", lager, "Not found on its shelf",
     routing::Write(missing), 200, "item", Body::optional, "found"},
    {Method::post, "/api/v1/items/{code}/found", lager, "Found again", routing::Write(found), 200,
     "item", Body::optional, "found"},
    {Method::post,
     "/api/v1/items/{code}/give-up",
     {domain::Role::leder},
     "Missing for good: lost",
     routing::Write(give_up),
     200,
     "item",
     Body::required,
     "reason"},
    {Method::post, "/api/v1/items/{code}/hand-over", lager,
     "Back to its owner, who is not the municipality", routing::Write(hand_over), 200, "item",
     Body::required, "hand_over"},
    {Method::post, "/api/v1/items/{code}/take-over", lager,
     "An aid of NAV's becomes the municipality's; says whether the depot needs it",
     routing::Write(take_over), 200, "item", Body::optional, "take_over"},
    {Method::post, "/api/v1/items/{code}/relabel", lager,
     "A new code for a damaged label; the old one still finds the aid", routing::Write(relabel),
     200, "item", Body::optional, "nothing"},
};

}  // namespace

std::span<const routing::Route> trigger_routes() { return rows; }

}  // namespace api
