#include "api/answer.hpp"
#include "api/routes.hpp"
#include "db/depot_store.hpp"
#include "db/settings_store.hpp"
#include "db/talk_store.hpp"
#include "db/waiting_store.hpp"
#include "domain/reminder.hpp"

namespace api {
namespace {

namespace json = boost::json;
using routing::Method;
using routing::Reply;
using routing::Request;

constexpr std::int64_t most_depots = 100;
constexpr std::int64_t most_calls = 500;

Reply waiting(const Request& request, db::ReadTx& tx) {
    const domain::Day today = request.now.today;
    const auto settings = db::settings::load(tx);
    const auto soon = domain::due_soon(today, settings);
    const auto last_due = [&](domain::ReminderStep step) {
        return domain::last_due(step, settings.reminder_steps, today);
    };
    const auto lost = last_due(domain::ReminderStep::lost_process);
    json::array depots;
    for (const domain::Depot& depot : db::depots::after(tx, "", most_depots)) {
        const auto here = db::waiting::at_depot(tx, depot.id, today, soon, lost);
        depots.push_back({{"depot", depot.id},
                          {"depot_name", depot.name},
                          {"wash", here.wash},
                          {"inspection", here.inspection},
                          {"repair", here.repair},
                          {"to_pick", here.to_pick},
                          {"to_collect", here.to_collect},
                          {"in_queue", here.in_queue},
                          {"pickups", here.pickups},
                          {"incoming", here.incoming},
                          {"overdue", here.overdue},
                          {"due_soon", here.due_soon},
                          {"lost_process", here.lost_process}});
    }
    const auto mine =
        db::waiting::asked_by(tx, request.principal.actor, request.principal.name, today, soon);
    const std::string& name = request.principal.name;
    const auto call = last_due(domain::ReminderStep::call);
    const auto calls = db::talks::calls(tx, {true, today, name}, {}, most_calls).size() +
                       db::talks::calls(tx, {false, call, name}, {}, most_calls).size();
    const auto everywhere = db::waiting::everywhere(tx, today);
    return answer(json::object{{"depots", std::move(depots)},
                               {"mine", json::object{{"overdue", mine.overdue},
                                                     {"due_soon", mine.due_soon},
                                                     {"in_queue", mine.in_queue},
                                                     {"to_collect", mine.to_collect},
                                                     {"candidates", mine.candidates},
                                                     {"calls", calls}}},
                               {"discrepancies", everywhere.discrepancies},
                               {"notices", everywhere.notices},
                               {"late_candidates", everywhere.late_candidates}});
}

const routing::Route rows[] = {
    {Method::get, "/api/v1/waiting", domain::Roles::all(),
     "How much waits at each depot and of what the sender has asked for; 1,000 is 1,000 or more",
     routing::Read(waiting), 200, "waiting"},
};

}  // namespace

std::span<const routing::Route> waiting_routes() { return rows; }

}  // namespace api
