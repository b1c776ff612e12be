// What is stored about a person, and having it forgotten.

#include <fmt/format.h>

#include "api/answer.hpp"
#include "api/booking_answer.hpp"
#include "api/borrower_answer.hpp"
#include "api/json_reader.hpp"
#include "api/reminder_answer.hpp"
#include "api/routes.hpp"
#include "api/shapes.hpp"
#include "db/booking_store.hpp"
#include "db/borrower_store.hpp"
#include "db/candidate_store.hpp"
#include "db/loan_store.hpp"
#include "db/person_store.hpp"
#include "db/pickup_store.hpp"
#include "db/settings_store.hpp"
#include "db/talk_store.hpp"
#include "depot/anonymise.hpp"
#include "routing/texts.hpp"

namespace api {
namespace {

using routing::Assurance;
using routing::Body;
using routing::Fault;
using routing::Method;
using routing::Reply;
using routing::Request;
using routing::Shown;

Reply has_open(const Request& request, const db::persons::OpenThings& open) {
    std::vector<Fault> faults;
    const auto name = [&](std::string_view text, std::int64_t id) {
        faults.push_back(
            {{}, "has_open", fmt::format(fmt::runtime(routing::text(text, request.language)), id)});
    };
    for (const auto id : open.loans) name("has_open_loan", id.value);
    for (const auto id : open.pickups) name("has_open_pickup", id.value);
    for (const auto id : open.bookings) name("has_open_booking", id.value);
    return routing::problem(request, 409, faults);
}

Shown erase(const Request& request, db::WriteTx& tx) {
    if (auto refused = refuse_fields(request)) return std::move(*refused);
    const auto stored = named_borrower(request, tx);
    if (!stored) return no_such_borrower(request, tx);
    if (stored->kind == domain::BorrowerKind::unit) {
        return routing::refused(request, {domain::RefusalCode::person_needed});
    }
    const domain::BorrowerId id = stored->id;
    const auto erased = depot::erase(tx, id, request.now.instant);
    if (!erased) return has_open(request, erased.error());
    Reply reply = one_borrower(request, *db::borrowers::find(tx, id));
    // Where a repeat under an Idempotency-Key finds the answer.
    reply.headers.emplace_back("location", location_of(id));
    return {std::move(reply), {id}};
}

template <class T, class Shape>
json::array each(const std::vector<T>& values, Shape shape) {
    json::array all;
    for (const T& value : values) all.push_back(shape(value));
    return all;
}

json::object training_of(const db::persons::Training& training) {
    return {{"line", training.line.value},
            {"given_by", training.given_by},
            {"given_to", training.given_to},
            {"day", domain::to_text(training.day)}};
}

json::array loans_of(const Request& request, db::ReadTx& tx, domain::BorrowerId id) {
    constexpr std::int64_t page = 200;
    db::loans::Filter filter;
    filter.borrower = id;
    json::array all;
    db::Position after;
    for (;;) {
        const auto found = db::loans::list(tx, filter, after, page);
        for (const auto& [loan, place] : found) {
            const auto extensions = db::extensions::of_loan(tx, loan.id, {}, INT64_MAX);
            all.push_back(
                {{"loan", to_json(loan, request.now.today)},
                 {"extensions", each(extensions, [](const auto& one) { return to_json(one); })},
                 {"trainings", each(db::persons::trainings(tx, loan.id), training_of)}});
            after = place;
        }
        if (found.size() < page) return all;
    }
}

json::array bookings_of(const Request& request, db::ReadTx& tx, domain::BorrowerId id) {
    constexpr std::int64_t page = 200;
    db::bookings::Filter filter;
    filter.borrower = id;
    json::array all;
    for (domain::BookingId after;;) {
        const auto found = db::bookings::list(tx, filter, db::Position(after), page);
        const auto known = beside(tx, found, request.now.today);
        for (const domain::Booking& booking : found) {
            all.push_back(to_json(booking, known));
            after = booking.id;
        }
        if (found.size() < page) return all;
    }
}

json::array reminders_of(const Request& request, db::ReadTx& tx, domain::BorrowerId id) {
    const auto found = db::messages::list(tx, {id, {}, {}}, {}, INT64_MAX);
    ReminderShapes shapes(request, tx, found);
    return each(found, [&](const auto& listed) { return shapes.of(listed); });
}

Shown report(const Request& request, db::ReadTx& tx) {
    const auto borrower = named_borrower(request, tx);
    if (!borrower) return no_such_borrower(request, tx);
    if (borrower->kind == domain::BorrowerKind::unit) {
        return routing::problem(request, 404, "not_found");
    }
    const domain::BorrowerId id = borrower->id;
    const int days = db::settings::load(tx).anonymise_after_days;
    const auto until =
        domain::retained_until(db::persons::use_of(tx, id), days, request.now.instant);
    json::object shape;
    shape["borrower"] = to_json(*borrower, request);
    shape["registered_at"] = or_null(borrower->registered_at);
    // While something is open nobody knows.
    shape["retained_until"] =
        or_null(borrower->anonymised_at ? std::optional<domain::Instant>() : until);
    shape["loans"] = loans_of(request, tx, id);
    shape["pickups"] = each(db::pickups::of_borrower(tx, id), [&](const domain::Pickup& pickup) {
        return to_json(pickup, *borrower, request);
    });
    shape["reminders"] = reminders_of(request, tx, id);
    shape["handouts"] = each(db::stock::handouts(tx, id, {}, {}, INT64_MAX),
                             [](const auto& handout) { return to_json(handout); });
    shape["bookings"] = bookings_of(request, tx, id);
    shape["contacts"] = each(db::talks::of_borrower(tx, id, {}, INT64_MAX),
                             [](const auto& talk) { return to_json(talk); });
    shape["candidates"] = each(db::candidates::of_borrower(tx, id), [&](const auto& task) {
        json::array decisions = each(db::candidates::decisions(tx, task.id),
                                     [](const auto& decision) { return to_json(decision); });
        return json::object{{"id", task.id.value},
                            {"iso_class", task.iso_class},
                            {"state", json::string(to_text(task.state))},
                            {"opened_on", domain::to_text(task.opened_on)},
                            {"responsible", or_null(task.responsible)},
                            {"applied_on", or_null(task.applied_on)},
                            {"reference", or_null(task.reference)},
                            {"decisions", std::move(decisions)}};
    });
    json::array notes;
    for (const auto& note : db::persons::notes(tx, id)) {
        notes.push_back({{"kind", note.kind}, {"text", note.text}});
    }
    for (const std::string& text : db::persons::notice_notes(tx, id)) {
        notes.push_back({{"kind", "notice"}, {"text", text}});
    }
    shape["notes"] = std::move(notes);
    shape["seen"] = {{"times", db::persons::times_seen(tx, id)},
                     {"by", location_of(id) + "/seen-by"}};
    return {one(shape), {id}};
}

constexpr domain::Roles leaders{domain::Role::leder};

const routing::Route rows[] = {
    {.method = Method::post,
     .path = "/api/v1/borrowers/{id}/erase",
     .roles = leaders,
     .summary = "Forget a person who has nothing open, at once",
     .handler = routing::Write(erase),
     .answer = "borrower",
     .body = Body::optional,
     .body_schema = "nothing",
     .parameters = "why",
     .kept = routing::Kept::outline,
     .assurance = Assurance::fresh},
    {.method = Method::get,
     .path = "/api/v1/borrowers/{id}/report",
     .roles = leaders,
     .summary = "All that is stored about a person",
     .handler = routing::Disclose(report),
     .answer = "person_report",
     .parameters = "why",
     .assurance = Assurance::fresh},
};

}  // namespace

std::span<const routing::Route> privacy_routes() { return rows; }

}  // namespace api
