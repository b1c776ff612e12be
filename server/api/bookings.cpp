#include <string>

#include "api/answer.hpp"
#include "api/asked.hpp"
#include "api/booking_answer.hpp"
#include "api/details.hpp"
#include "api/json_reader.hpp"
#include "api/routes.hpp"
#include "api/shapes.hpp"
#include "api/sort.hpp"
#include "db/booking_store.hpp"
#include "db/set_store.hpp"
#include "depot/book.hpp"
#include "depot/oslo_time.hpp"
#include "depot/sets.hpp"

namespace api {
namespace {

using domain::Booking;
using routing::Body;
using routing::Method;
using routing::Reply;
using routing::Request;
using routing::Shown;
using std::chrono::days;

// Where, when, how and how urgently. Of a booking that is changed, the first day may have passed,
// and the hour of its haste.
Booking read_terms(Fields& fields, domain::Day today, const std::optional<Booking>& stored = {}) {
    Booking booking;
    booking.depot = fields.text("depot", 20);
    booking.first = fields.day("from");
    booking.last = fields.day("to");
    // What is no day has its fault already.
    constexpr domain::Day unread;
    const bool both = booking.first != unread && booking.last != unread;
    const bool past = booking.first != unread && booking.first < today;
    const bool began = stored && stored->first == booking.first;
    if (past && !began) fields.fault("from", "in_the_past");
    if (booking.first > today + days(domain::furthest_booking_days)) {
        fields.fault("from", "too_far_away");
    }
    if (both && booking.last < booking.first) fields.fault("to", "before_from");
    if (both && past && began && booking.last < today) {
        fields.fault("to", "in_the_past");
    }
    if (both && booking.last - booking.first > days(domain::longest_booking_days)) {
        fields.fault("to", "window_too_long");
    }
    booking.handover =
        fields.maybe_choice("handover", domain::parse_handover).value_or(domain::Handover::pickup);
    booking.priority =
        fields.maybe_choice("priority", domain::parse_priority).value_or(domain::Priority::normal);
    booking.reason = fields.maybe_text("reason", 200);
    booking.needed_by = fields.maybe_instant("needed_by");
    if (booking.priority == domain::Priority::hast) {
        if (!booking.reason) fields.fault("reason", "required");
        if (!booking.needed_by) fields.fault("needed_by", "required");
    }
    if (booking.needed_by && !(stored && stored->needed_by == booking.needed_by)) {
        const domain::Day day = depot::oslo_day(*booking.needed_by);
        if (day < today) fields.fault("needed_by", "in_the_past");
        if (day > today + days(domain::furthest_booking_days)) {
            fields.fault("needed_by", "too_far_away");
        }
    }
    booking.needs.user_kg = fields.maybe_number("user_kg", 1, 500);
    booking.needs.seat_width_mm = fields.maybe_number("seat_width_mm", 1, 3000);
    return booking;
}

// All but what is asked for.
Booking read_common(Fields& fields, domain::Day today) {
    Booking booking = read_terms(fields, today);
    booking.borrower = fields.id<domain::BorrowerId>("borrower_id");
    return booking;
}

Booking read_booking(Fields& fields, domain::Day today) {
    const domain::Asked asked = read_asked(fields);
    return domain::booked_together({&asked, 1}, read_common(fields, today)).front();
}

// What may be changed of a booking, as it is; of one that is not there, as it might be.
json::object terms_of(const std::optional<Booking>& booking, domain::Day today) {
    const std::string day = domain::to_text(today);
    if (!booking) return {{"quantity", 1}, {"depot", "-"}, {"from", day}, {"to", day}};
    const json::object shape = to_json(*booking, BesideBookings());
    json::object terms;
    for (const char* name : {"quantity", "depot", "from", "to", "handover", "priority", "reason",
                             "needed_by", "user_kg", "seat_width_mm"}) {
        terms[name] = shape.at(name);
    }
    return terms;
}

// The stored booking with other terms.
Booking read_changed(Fields& fields, domain::Day today, const std::optional<Booking>& stored) {
    const std::int64_t quantity = fields.number("quantity", 1, domain::most_of_a_booking);
    Booking terms = read_terms(fields, today, stored);
    // Only haste has a reason and an hour.
    if (terms.priority != domain::Priority::hast) {
        terms.reason.reset();
        terms.needed_by.reset();
    }
    Booking changed = stored.value_or(Booking());
    changed.quantity = quantity;
    changed.depot = terms.depot;
    changed.first = terms.first;
    changed.last = terms.last;
    changed.handover = terms.handover;
    changed.priority = terms.priority;
    changed.reason = terms.reason;
    changed.needed_by = terms.needed_by;
    changed.needs = terms.needs;
    return changed;
}

// A set that is kept, or lines of its own.
struct Together {
    std::optional<domain::SetId> set;
    std::vector<domain::Asked> lines;
    Booking common;
};

Together read_together(Fields& fields, domain::Day today) {
    Together together;
    together.set = fields.maybe_id<domain::SetId>("set_id");
    if (fields.absent("set_id")) {
        together.lines = read_asked_lines(fields);
    } else if (!fields.absent("lines")) {
        fields.fault("lines", "one_of_two");
        fields.maybe_array("lines", domain::most_lines_of_a_set);
    }
    together.common = read_common(fields, today);
    return together;
}

std::optional<Booking> booking_of_path(const Request& request, db::ReadTx& tx) {
    const auto id = path_id<domain::BookingId>(request);
    return id ? db::bookings::find(tx, *id) : std::nullopt;
}

Reply shown(const Request& request, db::ReadTx& tx, domain::BookingId id) {
    const auto booking = db::bookings::find(tx, id);
    return one(to_json(tx, *booking, request.now.today), booking->version);
}

Reply list(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    db::bookings::Filter filter;
    filter.depot = parameters.text("depot", 20);
    filter.borrower = parameters.id<domain::BorrowerId>("borrower");
    filter.open = parameters.choice("state", parse_open);
    const auto mine = parameters.choice("mine", parse_flag);
    if (mine && *mine) filter.requested_by = request.principal.actor;
    const auto limit = parameters.limit();
    const auto sorted = read_sort(parameters, db::bookings::orders());
    if (!parameters.ok()) return parameters.problem();
    auto found = db::bookings::list(tx, filter, sorted.after, limit + 1, *sorted.order);
    const auto known = beside(tx, found, request.now.today);
    return page(
        request, found, limit, [&](const Booking& booking) { return to_json(booking, known); },
        [&](const Booking& last) { return sorted.cursor(last); });
}

Reply show(const Request& request, db::ReadTx& tx) {
    const auto booking = booking_of_path(request, tx);
    if (!booking) return routing::problem(request, 404, "not_found");
    return shown(request, tx, booking->id);
}

Shown make(const Request& request, db::WriteTx& tx) {
    const auto wanted = read_body(
        request.body, [&](Fields& fields) { return read_booking(fields, request.now.today); });
    if (!wanted) return routing::problem(request, 400, wanted.error());
    const auto id = depot::request_booking(tx, *wanted, act_of(request));
    if (!id) return routing::refused(request, id.error());
    const auto booking = db::bookings::find(tx, *id);
    return created(to_json(tx, *booking, request.now.today), booking->version,
                   "/api/v1/bookings/" + std::to_string(id->value));
}

Shown make_together(const Request& request, db::WriteTx& tx) {
    auto wanted = read_body(
        request.body, [&](Fields& fields) { return read_together(fields, request.now.today); });
    if (!wanted) return routing::problem(request, 400, wanted.error());
    if (wanted->set) {
        auto set = db::sets::find(tx, *wanted->set);
        if (!set) {
            return routing::refused(request, {domain::RefusalCode::unknown_set, "/set_id"});
        }
        wanted->lines = std::move(set->lines);
    }
    const auto made = depot::book_together(tx, wanted->lines, wanted->common, act_of(request));
    if (!made) return routing::refused(request, made.error());
    json::array items;
    for (const domain::BookingId id : *made) {
        items.push_back(to_json(tx, *db::bookings::find(tx, id), request.now.today));
    }
    return answer(json::object{{"items", std::move(items)}}, 201);
}

using Step = domain::Decided<void> (*)(db::WriteTx&, const Booking&, const depot::Act&);

Shown step(const Request& request, db::WriteTx& tx, Step run) {
    if (auto refused = refuse_fields(request)) return std::move(*refused);
    const auto booking = booking_of_path(request, tx);
    if (!booking) return routing::problem(request, 404, "not_found");
    const auto done = run(tx, *booking, act_of(request));
    if (!done) return routing::refused(request, done.error());
    return shown(request, tx, booking->id);
}

Shown change(const Request& request, db::WriteTx& tx) {
    auto patch = parse_object(request.body);
    if (!patch) return routing::problem(request, 400, patch.error());
    const auto stored = booking_of_path(request, tx);
    json::object merged = terms_of(stored, request.now.today);
    for (auto& [name, value] : *patch) merged[name] = std::move(value);
    const auto wanted = read_object(
        merged, [&](Fields& fields) { return read_changed(fields, request.now.today, stored); });
    if (!wanted) return routing::problem(request, 400, wanted.error());
    if (!stored) return routing::problem(request, 404, "not_found");
    if (!if_match(request, stored->version)) {
        return routing::problem(request, 412, "changed_meanwhile");
    }
    const auto changed = depot::change_booking(tx, *stored, *wanted, act_of(request));
    if (!changed) return routing::refused(request, changed.error());
    return shown(request, tx, stored->id);
}

Shown allocate(const Request& request, db::WriteTx& tx) {
    return step(request, tx, depot::allocate_booking);
}
Shown pick(const Request& request, db::WriteTx& tx) {
    return step(request, tx, depot::pick_booking);
}
Shown cancel(const Request& request, db::WriteTx& tx) {
    return step(request, tx, depot::cancel_booking);
}

Shown hand_out(const Request& request, db::WriteTx& tx) {
    using Training = std::optional<domain::Training>;
    tl::expected<Training, std::vector<routing::Fault>> training = Training();
    if (!request.body.empty()) {
        training = read_body(
            request.body, [&](Fields& fields) { return read_training(fields, request.now.today); });
    }
    if (!training) return routing::problem(request, 400, training.error());
    const auto booking = booking_of_path(request, tx);
    if (!booking) return routing::problem(request, 404, "not_found");
    const auto loan = depot::hand_out_booking(tx, *booking, *training, act_of(request));
    if (!loan) return routing::refused(request, loan.error());
    return shown(request, tx, booking->id);
}

constexpr domain::Roles bookers{domain::Role::lager, domain::Role::ergo};
constexpr domain::Roles readers{domain::Role::lager, domain::Role::ergo, domain::Role::leder};
constexpr domain::Roles lager{domain::Role::lager};

const routing::Route rows[] = {
    {.path = "/api/v1/bookings",
     .roles = readers,
     .summary = "Bookings",
     .handler = routing::Read(list),
     .answer = "booking_list",
     .parameters = "depot borrower mine state sort limit cursor",
     .orders = "oldest newest from"},
    {Method::post, "/api/v1/bookings", bookers,
     "Ask for a product, or any of a class, for a borrower and some days", routing::Write(make),
     201, "booking", Body::required, "booking_new"},
    {Method::post, "/api/v1/bookings/set", bookers,
     "Book a set, or several lines, for a borrower and some days: all of them or none",
     routing::Write(make_together), 201, "booking_set", Body::required, "booking_set_new"},
    {Method::get, "/api/v1/bookings/{id}", readers, "One booking", routing::Read(show), 200,
     "booking"},
    {Method::patch, "/api/v1/bookings/{id}", bookers,
     "Change how many, where, when, how and how urgently", routing::Write(change), 200, "booking",
     Body::required, "booking_change"},
    {Method::post, "/api/v1/bookings/{id}/allocate", bookers,
     "Hold what is on the shelf now, the longest there first", routing::Write(allocate), 200,
     "booking", Body::optional, "nothing"},
    {Method::post, "/api/v1/bookings/{id}/pick", lager, "What is held stands ready to be collected",
     routing::Write(pick), 200, "booking", Body::optional, "nothing"},
    {Method::post, "/api/v1/bookings/{id}/hand-out", lager,
     "What is held goes out: a loan that begins today", routing::Write(hand_out), 200, "booking",
     Body::optional, "booking_hand_out"},
    {Method::post, "/api/v1/bookings/{id}/cancel", bookers,
     "It is not needed: what was held goes to the next", routing::Write(cancel), 200, "booking",
     Body::optional, "nothing"},
};

}  // namespace

BesideBookings beside(db::ReadTx& tx, std::span<const Booking> bookings, domain::Day today) {
    return {depot::elsewhere(tx, bookings, today), depot::queue_places(tx, bookings, today)};
}

json::object to_json(const Booking& booking, const BesideBookings& beside) {
    json::object shape;
    shape["id"] = booking.id.value;
    shape["product_id"] =
        booking.product ? json::value(booking.product->value) : json::value(nullptr);
    shape["iso_class"] = or_null(booking.iso_class);
    shape["quantity"] = booking.quantity;
    shape["depot"] = booking.depot;
    shape["from"] = domain::to_text(booking.first);
    shape["to"] = domain::to_text(booking.last);
    shape["handover"] = std::string(to_text(booking.handover));
    shape["priority"] = std::string(to_text(booking.priority));
    shape["reason"] = or_null(booking.reason);
    shape["needed_by"] = or_null(booking.needed_by);
    shape["user_kg"] = or_null(booking.needs.user_kg);
    shape["seat_width_mm"] = or_null(booking.needs.seat_width_mm);
    shape["borrower_id"] = booking.borrower.value;
    shape["requested_by"] = booking.requested_by.value;
    shape["requested_at"] = domain::to_text(booking.requested_at);
    shape["state"] = std::string(to_text(booking.state));
    shape["loan_id"] = booking.loan ? json::value(booking.loan->value) : json::value(nullptr);
    json::array held;
    for (const domain::Hold& hold : booking.holds) {
        held.push_back({{"item", or_null(hold.item_code)},
                        {"product_id", hold.product.value},
                        {"quantity", hold.quantity},
                        {"shelf", or_null(hold.shelf)},
                        {"until", domain::to_text(hold.until)}});
    }
    shape["held"] = std::move(held);
    shape["missing"] = domain::waits(booking) ? domain::missing(booking) : 0;
    const auto place = beside.queue_places.find(booking.id);
    shape["queue_position"] =
        place == beside.queue_places.end() ? json::value() : json::value(place->second);
    const auto other = beside.elsewhere.find(booking.id);
    shape["elsewhere"] =
        other == beside.elsewhere.end() ? json::value() : json::value(other->second);
    return shape;
}

json::object to_json(db::ReadTx& tx, const Booking& booking, domain::Day today) {
    return to_json(booking, beside(tx, {&booking, 1}, today));
}

std::span<const routing::Route> booking_routes() { return rows; }

}  // namespace api
