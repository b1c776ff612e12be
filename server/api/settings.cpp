#include <algorithm>

#include "api/answer.hpp"
#include "api/json_reader.hpp"
#include "api/routes.hpp"
#include "api/shapes.hpp"
#include "db/settings_store.hpp"

namespace api {
namespace {

using domain::DepotSettings;
using routing::Body;
using routing::Method;
using routing::Reply;
using routing::Request;
using routing::Shown;

json::object shape_of(const DepotSettings& settings) {
    json::object shape;
    for (const domain::SettingField& field : domain::setting_fields()) {
        shape[field.name] = settings.*field.member;
    }
    shape["reminder_steps"] = json::value_from(settings.reminder_steps);
    return shape;
}

void read_steps(Fields& fields, std::array<int, 5>& steps) {
    const json::array* list = fields.maybe_array("reminder_steps", steps.size());
    if (list == nullptr) return;
    std::array<int, 5> read{};
    bool rising = list->size() == steps.size();
    for (std::size_t i = 0; i < list->size(); ++i) {
        const auto* number = (*list)[i].if_int64();
        if (number == nullptr || *number < domain::least_reminder_step ||
            *number > domain::most_reminder_step) {
            fields.fault("reminder_steps/" + std::to_string(i), "invalid_value");
            return;
        }
        read.at(i) = static_cast<int>(*number);
        rising = rising && (i == 0 || read.at(i - 1) < read.at(i));
    }
    if (!rising) fields.fault("reminder_steps", "steps_not_rising");
    steps = read;
}

// What is not named stays as it is.
DepotSettings read_settings(Fields& fields, DepotSettings settings) {
    for (const domain::SettingField& field : domain::setting_fields()) {
        const auto number = fields.maybe_number(field.name, field.least, field.most);
        if (number) settings.*field.member = static_cast<int>(*number);
    }
    read_steps(fields, settings.reminder_steps);
    return settings;
}

Reply show(const Request&, db::ReadTx& tx) {
    return one(shape_of(db::settings::load(tx)), db::settings::version(tx));
}

Shown change(const Request& request, db::WriteTx& tx) {
    const DepotSettings before = db::settings::load(tx);
    const auto wanted =
        read_body(request.body, [&](Fields& fields) { return read_settings(fields, before); });
    if (!wanted) return routing::problem(request, 400, wanted.error());
    if (!if_match(request, db::settings::version(tx))) {
        return routing::problem(request, 412, "changed_meanwhile");
    }
    db::settings::store(tx, *wanted, request.principal.actor, request.now.instant);
    return one(shape_of(*wanted), db::settings::version(tx));
}

Reply history(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    const auto limit = parameters.limit();
    const auto before = parameters.cursor_id();
    if (!parameters.ok()) return parameters.problem();
    auto found = db::settings::history(tx, before, limit + 1);
    return page(
        request, found, limit,
        [](const db::settings::Change& change) {
            return json::object{{"name", change.name},
                                {"old_value", or_null(change.old_value)},
                                {"value", change.value},
                                {"by", change.by},
                                {"at", domain::to_text(change.at)}};
        },
        [](const db::settings::Change& last) { return std::to_string(last.id); });
}

constexpr domain::Roles admin{domain::Role::admin};

const routing::Route rows[] = {
    {Method::get, "/api/v1/settings", admin, "The numbers that the depot works by",
     routing::Read(show), 200, "settings"},
    {Method::put, "/api/v1/settings", admin, "Change them; in force at once",
     routing::Write(change), 200, "settings", Body::required, "settings_change"},
    {Method::get,
     "/api/v1/settings/history",
     admin,
     "Who changed which setting when, the latest first",
     routing::Read(history),
     200,
     "settings_history",
     Body::none,
     {},
     "limit cursor"},
};

}  // namespace

std::span<const routing::Route> setting_routes() { return rows; }

}  // namespace api
