#include <algorithm>

#include "api/access_texts.hpp"
#include "api/answer.hpp"
#include "api/borrower_answer.hpp"
#include "api/day_cursor.hpp"
#include "api/json_reader.hpp"
#include "api/routes.hpp"
#include "api/shapes.hpp"
#include "db/access_review_store.hpp"
#include "db/access_store.hpp"
#include "db/borrower_store.hpp"
#include "depot/access_review.hpp"
#include "depot/oslo_time.hpp"
#include "routing/texts.hpp"

namespace api {
namespace {

using routing::Body;
using routing::Method;
using routing::Reply;
using routing::Request;
using routing::Shown;

constexpr std::chrono::days one_day(1);

json::value role_of(const db::access::Entry& entry) {
    return entry.role ? json::value(to_text(*entry.role)) : json::value(nullptr);
}

json::string text_of(std::string_view text) { return json::string(text.data(), text.size()); }

json::object shape_of(const Request& request, const db::access::Logged& logged) {
    const db::access::Entry& entry = logged.entry;
    json::array borrowers;
    for (const domain::BorrowerId person : entry.persons) borrowers.push_back(person.value);
    return {{"id", logged.id},
            {"at", domain::to_text(entry.at)},
            {"actor_id", entry.actor.value},
            {"by", logged.actor_name},
            {"role", role_of(entry)},
            {"depot", or_null(entry.depot)},
            {"action", entry.action},
            {"what", text_of(access_text(entry.action, entry.status, request.language))},
            {"status", or_null(entry.status)},
            {"why", or_null(entry.why)},
            {"borrowers", std::move(borrowers)}};
}

std::string cursor_of(const db::access::Logged& last) {
    return to_text(SinceCursor{last.entry.at, last.id});
}

std::optional<db::access::Place> read_place(Parameters& parameters) {
    const auto cursor = read_since_cursor(parameters);
    return cursor ? std::optional(db::access::Place{cursor->since, cursor->id}) : std::nullopt;
}

// The person's own number and those that were merged into it.
std::vector<domain::BorrowerId> numbers_of(db::ReadTx& tx, domain::BorrowerId id) {
    auto numbers = db::borrowers::merged_with(tx, id);
    numbers.push_back(id);
    return numbers;
}

// Ids alone show nobody; who asks for the rows of one person is told something of that one, and why
// somebody looked is a text about people: it is told there alone.
Shown list(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    db::access::Filter filter;
    filter.actor = parameters.id<domain::ActorId>("actor");
    const auto borrower = parameters.id<domain::BorrowerId>("borrower");
    const auto from = parameters.day("from");
    const auto to = parameters.day("to");
    if (from && to && *to < *from) parameters.fault("to", "wrong_order");
    const auto limit = parameters.limit();
    const auto after = read_place(parameters);
    if (!parameters.ok()) return parameters.problem();
    if (from) filter.from = depot::oslo_midnight(*from);
    if (to) filter.to = depot::oslo_midnight(*to + one_day);
    if (borrower) filter.borrower = numbers_of(tx, *borrower);
    auto found = db::access::newest(tx, filter, after, limit + 1);
    std::vector<domain::BorrowerId> persons;
    if (borrower && !found.empty()) persons.push_back(*borrower);
    Reply reply = page(
        request, found, limit,
        [&](db::access::Logged logged) {
            if (!borrower) logged.entry.why.reset();
            return shape_of(request, logged);
        },
        cursor_of);
    return {std::move(reply), std::move(persons)};
}

Shown seen_by(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    const auto limit = parameters.limit();
    const auto after = read_place(parameters);
    if (!parameters.ok()) return parameters.problem();
    const auto id = path_id<domain::BorrowerId>(request);
    const auto borrower = id ? db::borrowers::standing(tx, *id) : std::nullopt;
    if (!borrower) return no_such_borrower(request, tx);
    db::access::Filter filter;
    filter.borrower = numbers_of(tx, *id);
    auto found = db::access::newest(tx, filter, after, limit + 1);
    Reply reply = page(
        request, found, limit,
        [&](const db::access::Logged& logged) {
            const db::access::Entry& entry = logged.entry;
            return json::object{
                {"at", domain::to_text(entry.at)},
                {"by", logged.actor_name},
                {"role", role_of(entry)},
                {"depot", or_null(entry.depot)},
                {"what", text_of(access_text(entry.action, entry.status, request.language))},
                {"why", or_null(entry.why)}};
        },
        cursor_of);
    if (borrower->kind == domain::BorrowerKind::unit) return reply;
    return {std::move(reply), {*id}};
}

json::object shape_of(const Request& request, const depot::NamedFinding& found) {
    constexpr std::size_t most = 100;
    const domain::ReviewFinding& finding = found.finding;
    json::array rows;
    for (const std::int64_t row : finding.looks) {
        if (rows.size() < most) rows.push_back(row);
    }
    json::array borrowers;
    for (const domain::BorrowerId person : finding.persons) {
        if (borrowers.size() < most) borrowers.push_back(person.value);
    }
    const auto kind = to_text(finding.kind);
    return {{"day", domain::to_text(found.day)},
            {"kind", text_of(kind)},
            {"text", text_of(routing::text(kind, request.language))},
            {"actor_id", finding.actor.value},
            {"by", found.actor_name},
            {"looks", finding.looks.size()},
            {"rows", std::move(rows)},
            {"persons", finding.persons.size()},
            {"borrowers", std::move(borrowers)}};
}

// A finding, and how many of its day come before it and itself: where a page ends.
struct Placed {
    depot::NamedFinding found;
    std::int64_t number = 0;
};

// Of a person's name only own_name says something.
Shown review(const Request& request, db::ReadTx& tx) {
    constexpr std::chrono::days longest(31);
    Parameters parameters(request);
    const auto from = parameters.day("from");
    const auto to = parameters.day("to");
    parameters.require("from", from.has_value());
    parameters.require("to", to.has_value());
    if (from && to && *to < *from) parameters.fault("to", "wrong_order");
    if (from && to && *to - *from >= longest) parameters.fault("to", "over_a_month");
    const auto limit = parameters.limit();
    const auto after = read_day_cursor(parameters);
    if (!parameters.ok()) return parameters.problem();

    std::vector<Placed> found;
    const auto over = static_cast<std::size_t>(limit) + 1;
    const domain::Day first = after ? std::max(after->day, *from) : *from;
    domain::Day day{};
    std::int64_t number = 0;
    for (depot::NamedFinding& finding : depot::review_access(tx, first, *to)) {
        if (finding.day != day) number = 0;
        day = finding.day;
        ++number;
        const bool given = after && after->day == day && number <= after->id;
        if (!given && found.size() < over) found.push_back({std::move(finding), number});
    }
    std::vector<domain::BorrowerId> persons;
    Reply reply = page(
        request, found, limit,
        [&](const Placed& placed) {
            const domain::ReviewFinding& finding = placed.found.finding;
            if (finding.kind == domain::ReviewKind::own_name) {
                persons.insert(persons.end(), finding.persons.begin(), finding.persons.end());
            }
            return shape_of(request, placed.found);
        },
        [](const Placed& last) {
            return to_text(DayCursor{last.found.day, last.number});
        });
    return {std::move(reply), std::move(persons)};
}

json::object to_json(const db::access::Review& review) {
    return {{"id", review.id},
            {"from", domain::to_text(review.from)},
            {"to", domain::to_text(review.to)},
            {"note", or_null(review.note)},
            {"by", review.actor_name},
            {"at", domain::to_text(review.at)}};
}

Shown sign_off(const Request& request, db::WriteTx& tx) {
    auto wanted = read_body(request.body, [&](Fields& fields) {
        db::access::Review review;
        review.from = fields.day("from");
        review.to = fields.day("to");
        if (review.to < review.from) fields.fault("to", "wrong_order");
        if (review.to > request.now.today) fields.fault("to", "in_the_future");
        review.note = fields.maybe_note("note", 1000);
        return review;
    });
    if (!wanted) return routing::problem(request, 400, wanted.error());
    wanted->actor = request.principal.actor;
    wanted->actor_name = request.principal.name;
    wanted->at = request.now.instant;
    wanted->id = db::access::insert(tx, *wanted);
    return answer(to_json(*wanted), 201);
}

Reply sign_offs(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    const auto limit = parameters.limit();
    const auto before = parameters.cursor_id();
    if (!parameters.ok()) return parameters.problem();
    auto found = db::access::reviews(tx, before, limit + 1);
    return page(
        request, found, limit, [](const db::access::Review& review) { return to_json(review); },
        [](const db::access::Review& last) { return std::to_string(last.id); });
}

constexpr domain::Roles leder{domain::Role::leder};

const routing::Route rows[] = {
    {Method::get,
     "/api/v1/access-log",
     leder,
     "Who has looked at whom, the latest first; the days are inclusive",
     routing::Disclose(list),
     200,
     "access_log",
     Body::none,
     {},
     "actor borrower from to why limit cursor"},
    {Method::get,
     "/api/v1/borrowers/{id}/seen-by",
     leder,
     "Who has seen a person, the latest first",
     routing::Disclose(seen_by),
     200,
     "seen_by",
     Body::none,
     {},
     "why limit cursor"},
    {Method::get,
     "/api/v1/access-log/review",
     leder,
     "Looks that are unlike the day's work, of at most 31 days",
     routing::Disclose(review),
     200,
     "access_findings",
     Body::none,
     {},
     "from to why limit cursor"},
    {Method::get,
     "/api/v1/access-log/reviews",
     leder,
     "Who has reviewed which days, the latest first",
     routing::Read(sign_offs),
     200,
     "access_review_list",
     Body::none,
     {},
     "limit cursor"},
    {Method::post, "/api/v1/access-log/reviews", leder, "These days of the log were reviewed",
     routing::Write(sign_off), 201, "access_review", Body::required, "access_review_new"},
};

}  // namespace

std::span<const routing::Route> access_log_routes() { return rows; }

}  // namespace api
