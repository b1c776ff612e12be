#include <algorithm>

#include "api/answer.hpp"
#include "api/day_texts.hpp"
#include "api/json_reader.hpp"
#include "api/routes.hpp"
#include "api/shapes.hpp"
#include "db/depot_store.hpp"
#include "db/settings_store.hpp"
#include "domain/loan.hpp"

namespace api {
namespace {

using routing::Body;
using routing::Method;
using routing::Reply;
using routing::Request;
using routing::Shown;

Reply list(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    const auto limit = parameters.limit();
    const auto after = parameters.text("cursor", 20).value_or("");
    if (!parameters.ok()) return parameters.problem();
    auto found = db::depots::after(tx, after, limit + 1);
    return page(
        request, found, limit, [](const domain::Depot& depot) { return to_json(depot); },
        [](const domain::Depot& last) { return last.id; });
}

void read_weekdays(Fields& fields, std::array<bool, 7>& weekdays) {
    if (fields.absent("open_weekdays")) {
        fields.maybe_texts("open_weekdays", 7, 3);
        return;
    }
    const auto names = fields.maybe_texts("open_weekdays", 7, 3);
    if (names.empty()) fields.fault("open_weekdays", "too_few");
    weekdays.fill(false);
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto found = std::find(weekday_names.begin(), weekday_names.end(), names[i]);
        if (found == weekday_names.end()) {
            fields.fault("open_weekdays/" + std::to_string(i), "invalid_value");
        } else {
            weekdays.at(static_cast<std::size_t>(found - weekday_names.begin())) = true;
        }
    }
}

// All but the id.
domain::Depot read_depot(Fields& fields) {
    domain::Depot depot;
    depot.name = fields.text("name", 100);
    read_weekdays(fields, depot.open_weekdays);
    depot.capacity = fields.maybe_number("capacity", 1, 1'000'000);
    return depot;
}

Shown make(const Request& request, db::WriteTx& tx) {
    const auto depot = read_body(request.body, [](Fields& fields) {
        const std::string id = fields.text("id", 20);
        domain::Depot read = read_depot(fields);
        if (!id.empty() && !domain::is_depot_id(id)) fields.fault("id", "invalid_value");
        read.id = id;
        return read;
    });
    if (!depot) return routing::problem(request, 400, depot.error());
    if (!db::depots::insert(tx, *depot)) {
        return routing::refused(request, {domain::RefusalCode::depot_exists, "/id"});
    }
    return created(to_json(*depot), depot->version, "/api/v1/depots/" + depot->id);
}

Reply show(const Request& request, db::ReadTx& tx) {
    const auto depot = db::depots::find(tx, request.path_values.front());
    if (!depot) return routing::problem(request, 404, "not_found");
    return one(to_json(*depot), depot->version);
}

Shown change(const Request& request, db::WriteTx& tx) {
    auto stored = db::depots::find(tx, request.path_values.front());
    auto patch = parse_object(request.body);
    if (!patch) return routing::problem(request, 400, patch.error());
    // For a path that leads nowhere the body is still judged before the 404.
    json::object merged = stored ? to_json(*stored) : json::object{{"name", "-"}};
    merged.erase("id");
    for (auto& [name, value] : *patch) merged[name] = std::move(value);
    auto wanted = read_object(merged, read_depot);
    if (!wanted) return routing::problem(request, 400, wanted.error());
    if (!stored) return routing::problem(request, 404, "not_found");
    if (!if_match(request, stored->version)) {
        return routing::problem(request, 412, "changed_meanwhile");
    }
    wanted->id = stored->id;
    wanted->version = stored->version + 1;
    db::depots::update(tx, *wanted);
    return one(to_json(*wanted), wanted->version);
}

json::object to_json(const domain::OpenDay& open, routing::Language language) {
    const std::string why = day_text(open, language);
    return {{"day", domain::to_text(open.day)},
            {"open", open.open},
            {"why", why.empty() ? json::value(nullptr) : json::value(why)}};
}

// A day that differs from the weekdays and holidays, or no longer does. What was promised stays:
// due days are kept with their loans.
Shown change_day(const Request& request, db::WriteTx& tx,
                 const std::optional<domain::DepotCalendar::Exception>& exception) {
    const auto depot = db::depots::find(tx, request.path_values.front());
    const auto day = domain::parse_day(request.path_values.back());
    if (!depot || !day) return routing::problem(request, 404, "not_found");
    if (!if_match(request, depot->version)) {
        return routing::problem(request, 412, "changed_meanwhile");
    }
    if (exception) {
        db::depots::set_day(tx, depot->id, *day, *exception);
    } else {
        db::depots::unset_day(tx, depot->id, *day);
    }
    db::depots::update(tx, *depot);
    return one(to_json(domain::open_day(db::depots::calendar(tx, *depot), *day), request.language),
               depot->version + 1);
}

Shown set_day(const Request& request, db::WriteTx& tx) {
    const auto exception = read_body(request.body, [](Fields& fields) {
        domain::DepotCalendar::Exception read;
        read.open = fields.flag("open");
        read.why = fields.text("why", 100);
        return read;
    });
    if (!exception) return routing::problem(request, 400, exception.error());
    return change_day(request, tx, *exception);
}

Shown unset_day(const Request& request, db::WriteTx& tx) { return change_day(request, tx, {}); }

Reply calendar(const Request& request, db::ReadTx& tx) {
    constexpr std::chrono::days longest(731);
    Parameters parameters(request);
    const auto from = parameters.day("from");
    const auto to = parameters.day("to");
    parameters.require("from", from.has_value());
    parameters.require("to", to.has_value());
    if (from && to && *to < *from) parameters.fault("to", "wrong_order");
    if (from && to && *to - *from > longest) parameters.fault("to", "too_wide");
    if (!parameters.ok()) return parameters.problem();
    const auto depot = db::depots::find(tx, request.path_values.front());
    if (!depot) return routing::problem(request, 404, "not_found");

    const domain::DepotCalendar days = db::depots::calendar(tx, *depot);
    json::array items;
    for (domain::Day day = *from; day <= *to; day += std::chrono::days(1)) {
        items.push_back(to_json(domain::open_day(days, day), request.language));
    }
    return one({{"items", std::move(items)}}, depot->version);
}

Reply due_date(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    const auto start = parameters.day("start").value_or(request.now.today);
    const auto months =
        parameters.number("months", 1, 12).value_or(db::settings::load(tx).loan_months);
    if (!parameters.ok()) return parameters.problem();
    const auto depot = db::depots::find(tx, request.path_values.front());
    if (!depot) return routing::problem(request, 404, "not_found");
    const domain::DueDate due =
        domain::due_date(db::depots::calendar(tx, *depot), start, static_cast<int>(months));
    return answer({{"depot", depot->id},
                   {"start", domain::to_text(start)},
                   {"months", months},
                   {"nominal", domain::to_text(due.nominal)},
                   {"due", domain::to_text(due.due)}});
}

const routing::Route rows[] = {
    {Method::get,
     "/api/v1/depots",
     domain::Roles::all(),
     "Depots",
     routing::Read(list),
     200,
     "depot_list",
     Body::none,
     {},
     "limit cursor"},
    {Method::post,
     "/api/v1/depots",
     {domain::Role::admin},
     "Add a depot",
     routing::Write(make),
     201,
     "depot",
     Body::required,
     "depot_new"},
    {Method::get, "/api/v1/depots/{id}", domain::Roles::all(), "One depot", routing::Read(show),
     200, "depot"},
    {Method::patch,
     "/api/v1/depots/{id}",
     {domain::Role::admin},
     "Change its name, open weekdays or capacity",
     routing::Write(change),
     200,
     "depot",
     Body::required,
     "depot_change"},
    {Method::put,
     "/api/v1/depots/{id}/days/{day}",
     {domain::Role::admin},
     "Close the depot on a day, or open it in spite of the weekday or a holiday",
     routing::Write(set_day),
     200,
     "calendar_day",
     Body::required,
     "calendar_day_change"},
    {Method::del,
     "/api/v1/depots/{id}/days/{day}",
     {domain::Role::admin},
     "The day follows the weekdays and holidays again",
     routing::Write(unset_day),
     200,
     "calendar_day"},
    {Method::get,
     "/api/v1/depots/{id}/calendar",
     domain::Roles::all(),
     "Open and closed days, and why",
     routing::Read(calendar),
     200,
     "calendar",
     Body::none,
     {},
     "from to"},
    {Method::get,
     "/api/v1/depots/{id}/due-date",
     domain::Roles::all(),
     "The due date a loan would get",
     routing::Read(due_date),
     200,
     "due_date",
     Body::none,
     {},
     "start months"},
};

}  // namespace

std::span<const routing::Route> depot_routes() { return rows; }

}  // namespace api
