#include <algorithm>

#include "api/answer.hpp"
#include "api/day_cursor.hpp"
#include "api/json_reader.hpp"
#include "api/routes.hpp"
#include "api/shapes.hpp"
#include "db/borrower_store.hpp"
#include "db/pickup_store.hpp"
#include "depot/pickup.hpp"
#include "domain/ids_of.hpp"

namespace api {
namespace {

using routing::Body;
using routing::Method;
using routing::Reply;
using routing::Request;
using routing::Shown;

std::string location_of(domain::PickupId id) {
    return "/api/v1/pickups/" + std::to_string(id.value);
}

// Its shape; the borrower, when a person, is one that the answer shows.
json::object shape_of(const Request& request, const domain::Pickup& pickup,
                      const domain::Borrower& borrower, std::vector<domain::BorrowerId>& persons) {
    if (borrower.kind == domain::BorrowerKind::person) persons.push_back(borrower.id);
    return to_json(pickup, borrower, request);
}
json::object shape_of(const Request& request, db::ReadTx& tx, const domain::Pickup& pickup,
                      std::vector<domain::BorrowerId>& persons) {
    return shape_of(request, pickup, *db::borrowers::find(tx, pickup.borrower), persons);
}

std::optional<bool> parse_done(std::string_view text) {
    if (text == "open") return false;
    if (text == "done") return true;
    return std::nullopt;
}

Shown list(const Request& request, db::ReadTx& tx) {
    constexpr domain::Day first = std::chrono::sys_days(std::chrono::year(1900) / 1 / 1);
    constexpr domain::Day last = std::chrono::sys_days(std::chrono::year(9999) / 12 / 31);
    Parameters parameters(request);
    const auto day = parameters.day("day");
    const auto from = parameters.day("from");
    const auto to = parameters.day("to");
    if (day && from) parameters.fault("from", "invalid_value");
    if (day && to) parameters.fault("to", "invalid_value");
    if (from && to && *to < *from) parameters.fault("to", "wrong_order");
    db::pickups::Filter filter;
    filter.done = parameters.choice("state", parse_done).value_or(false);
    filter.depot = parameters.text("depot", 20);
    filter.from = day ? *day : from.value_or(first);
    filter.to = day ? *day : to.value_or(last);
    const auto limit = parameters.limit();
    const auto cursor = read_day_cursor(parameters);
    if (!parameters.ok()) return parameters.problem();
    std::optional<db::pickups::After> after;
    if (cursor) after = db::pickups::After{cursor->day, domain::PickupId{cursor->id}};
    auto found = db::pickups::list(tx, filter, after, limit + 1);
    const auto borrowers =
        db::borrowers::all_of(tx, domain::ids_of(found, &domain::Pickup::borrower));
    std::vector<domain::BorrowerId> persons;
    Reply reply = page(
        request, found, limit,
        [&](const domain::Pickup& pickup) {
            return shape_of(request, pickup, borrowers.at(pickup.borrower), persons);
        },
        [](const domain::Pickup& end) {
            return to_text(DayCursor{end.day, end.id.value});
        });
    return {std::move(reply), std::move(persons)};
}

Shown show(const Request& request, db::ReadTx& tx) {
    const auto id = path_id<domain::PickupId>(request);
    const auto pickup = id ? db::pickups::find(tx, *id) : std::nullopt;
    if (!pickup) return routing::problem(request, 404, "not_found");
    std::vector<domain::BorrowerId> persons;
    // Without a version, as a borrower: it rises with the protection of whom this leads to.
    Reply reply = one(shape_of(request, tx, *pickup, persons));
    return {std::move(reply), std::move(persons)};
}

depot::PickupWanted read_pickup(Fields& fields, domain::Day today) {
    constexpr std::size_t most_lines = 100;
    depot::PickupWanted wanted;
    wanted.kind = fields.choice("kind", domain::parse_pickup_kind);
    wanted.loan = fields.id<domain::LoanId>("loan_id");
    if (fields.absent("day")) fields.fault("day", "required");
    wanted.day = fields.maybe_day("day").value_or(today);
    if (wanted.day < today) fields.fault("day", "in_the_past");
    if (const json::array* given = fields.maybe_array("lines", most_lines)) {
        std::vector<domain::LoanLineId> lines;
        if (given->empty()) fields.fault("lines", "too_few");
        for (std::size_t i = 0; i < given->size(); ++i) {
            const std::string place = "lines/" + std::to_string(i);
            const std::int64_t* number = (*given)[i].if_int64();
            if (number == nullptr) {
                fields.fault(place, "wrong_type");
            } else if (*number < 1) {
                fields.fault(place, "too_small");
            } else if (std::find(lines.begin(), lines.end(), domain::LoanLineId{*number}) !=
                       lines.end()) {
                fields.fault(place, "not_unique");
            } else {
                lines.push_back(domain::LoanLineId{*number});
            }
        }
        wanted.lines = std::move(lines);
    }
    wanted.note = fields.maybe_note("note", 1000);
    return wanted;
}

Shown make(const Request& request, db::WriteTx& tx) {
    const auto wanted = read_body(
        request.body, [&](Fields& fields) { return read_pickup(fields, request.now.today); });
    if (!wanted) return routing::problem(request, 400, wanted.error());
    const auto id = depot::ask_pickup(tx, *wanted, act_of(request));
    if (!id) return routing::refused(request, id.error());
    const auto pickup = db::pickups::find(tx, *id);
    std::vector<domain::BorrowerId> persons;
    Reply reply = created(shape_of(request, tx, *pickup, persons), {}, location_of(*id));
    return {std::move(reply), std::move(persons)};
}

struct Done {
    domain::PickupOutcome outcome = domain::PickupOutcome::collected;
    std::optional<std::string> note;
};

Shown done(const Request& request, db::WriteTx& tx) {
    const auto wanted = read_body(request.body, [](Fields& fields) {
        return Done{fields.choice("outcome", domain::parse_pickup_outcome),
                    fields.maybe_note("note", 1000)};
    });
    if (!wanted) return routing::problem(request, 400, wanted.error());
    const auto id = path_id<domain::PickupId>(request);
    const auto pickup = id ? db::pickups::find(tx, *id) : std::nullopt;
    if (!pickup) return routing::problem(request, 404, "not_found");
    const auto closed =
        depot::close_pickup(tx, *pickup, wanted->outcome, wanted->note, act_of(request));
    if (!closed) return routing::refused(request, closed.error());
    const auto now = db::pickups::find(tx, *id);
    std::vector<domain::BorrowerId> persons;
    Reply reply = one(shape_of(request, tx, *now, persons));
    // Where a repeat under an Idempotency-Key finds the answer.
    reply.headers.emplace_back("location", location_of(*id));
    return {std::move(reply), std::move(persons)};
}

constexpr domain::Roles readers{domain::Role::lager, domain::Role::ergo, domain::Role::sjafor,
                                domain::Role::leder};

const routing::Route rows[] = {
    {Method::get,
     "/api/v1/pickups",
     readers,
     "What is to be fetched and delivered, by day",
     routing::Disclose(list),
     200,
     "pickup_list",
     Body::none,
     {},
     "day from to depot state why limit cursor"},
    {Method::post,
     "/api/v1/pickups",
     {domain::Role::lager, domain::Role::ergo},
     "Ask for aids of a loan to be fetched or delivered",
     routing::Write(make),
     201,
     "pickup",
     Body::required,
     "pickup_new",
     "why",
     routing::Kept::outline},
    {Method::get,
     "/api/v1/pickups/{id}",
     readers,
     "One pick-up or delivery",
     routing::Disclose(show),
     200,
     "pickup",
     Body::none,
     {},
     "why"},
    {Method::post,
     "/api/v1/pickups/{id}/done",
     {domain::Role::lager, domain::Role::sjafor},
     "How it went; what came back is scanned in",
     routing::Write(done),
     200,
     "pickup",
     Body::required,
     "pickup_done",
     "why",
     routing::Kept::outline},
};

}  // namespace

std::span<const routing::Route> pickup_routes() { return rows; }

}  // namespace api
