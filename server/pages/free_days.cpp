#include "pages/free_days.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "db/depot_store.hpp"

namespace pages {
namespace {

using domain::Day;
using std::chrono::days;

Day monday_of(Day day) { return day - (std::chrono::weekday(day) - std::chrono::Monday); }

int iso_week(Day day) {
    // The week belongs to the year of its Thursday.
    const Day thursday = monday_of(day) + days(3);
    const auto year = std::chrono::year_month_day(thursday).year();
    return static_cast<int>((thursday - Day(year / 1 / 1)).count() / 7 + 1);
}

std::string short_day(Day day) {
    const std::chrono::year_month_day date(day);
    return fmt::format("{}.{}.", static_cast<unsigned>(date.day()),
                       static_cast<unsigned>(date.month()));
}

struct Closed {
    bool closed = false;
    std::string why;
};

std::map<Day, Closed> closed_days(Page& page, const std::string& depot, Day from, Day to) {
    std::map<Day, Closed> closed;
    const json::object calendar =
        page.ask_if_may("/depots/" + encoded(depot) + "/calendar",
                        {{"from", domain::to_text(from)}, {"to", domain::to_text(to)}});
    const auto* items = calendar.if_contains("items");
    if (items == nullptr) return closed;
    for (const json::value& item : items->get_array()) {
        const auto& day = item.get_object();
        const auto* why = day.at("why").if_string();
        closed[*domain::parse_day(day.at("day").get_string())] = {
            !day.at("open").get_bool(), why == nullptr ? std::string() : std::string(*why)};
    }
    return closed;
}

json::array weeks_of(Page& page, const FreeAtDepot& free, const std::map<Day, Closed>& closed) {
    json::array weeks;
    const Day first = free.days.begin()->first;
    const Day last = free.days.rbegin()->first;
    for (Day monday = monday_of(first); monday <= last; monday += days(7)) {
        json::array cells;
        for (int i = 0; i < 7; ++i) {
            const Day day = monday + days(i);
            const auto found = free.days.find(day);
            if (found == free.days.end()) {
                cells.push_back(json::object{
                    {"shows", false}, {"none", false}, {"closed", false}, {"why", ""}});
                continue;
            }
            const auto known = closed.find(day);
            const bool shut = known != closed.end() && known->second.closed;
            cells.push_back(
                json::object{{"shows", true},
                             {"date", short_day(day)},
                             {"number", std::to_string(found->second)},
                             {"none", found->second == 0},
                             {"closed", shut},
                             {"why", shut && !known->second.why.empty() ? known->second.why
                                     : shut                             ? page.say("stengt")
                                                                        : std::string()}});
        }
        weeks.push_back(json::object{{"week", iso_week(monday)}, {"cells", std::move(cells)}});
    }
    return weeks;
}

// Days in a row with the same number.
json::array periods_of(const FreeAtDepot& free) {
    json::array periods;
    for (auto at = free.days.begin(); at != free.days.end();) {
        auto end = at;
        Day last = at->first;
        for (; end != free.days.end() && end->second == at->second; ++end) last = end->first;
        periods.push_back(json::object{{"from", domain::to_text(at->first)},
                                       {"to", domain::to_text(last)},
                                       {"number", std::to_string(at->second)}});
        at = end;
    }
    return periods;
}

}  // namespace

FreeAnswer ask_free(Page& page, Parameters wanted) {
    FreeAnswer free;
    const Answer answer = get(page.request(), page.tx(), "/availability", std::move(wanted));
    if (!answer.ok()) {
        free.faults = returned(page.request(), {}, answer).faults;
        return free;
    }
    for (const json::value& entry : answer.body.at("depots").get_array()) {
        const auto& part = entry.get_object();
        FreeAtDepot depot{
            std::string(part.at("depot").get_string()), part.at("free").get_int64(), {}};
        for (const json::value& day : part.at("days").get_array()) {
            depot.days.emplace_hint(depot.days.end(),
                                    *domain::parse_day(day.at("day").get_string()),
                                    day.at("free").get_int64());
        }
        free.depots.push_back(std::move(depot));
    }
    return free;
}

std::vector<FreeAtDepot> together(const std::vector<FreeAnswer>& lines,
                                  const std::vector<std::int64_t>& quantities) {
    std::vector<FreeAtDepot> all;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        for (FreeAtDepot depot : lines[i].depots) {
            depot.least /= quantities[i];
            for (auto& [day, free] : depot.days) free /= quantities[i];
            const auto known = std::find_if(all.begin(), all.end(), [&](const FreeAtDepot& other) {
                return other.depot == depot.depot;
            });
            if (known == all.end()) {
                all.push_back(std::move(depot));
                continue;
            }
            known->least = std::min(known->least, depot.least);
            for (auto& [day, free] : known->days) free = std::min(free, depot.days[day]);
        }
    }
    return all;
}

std::map<std::string, std::string> depot_names(const Page& page) {
    std::map<std::string, std::string> names;
    for (const auto& depot : db::depots::after(page.tx(), "", 100)) names[depot.id] = depot.name;
    return names;
}

json::object free_days_view(Page& page, const FreeAtDepot& free, const std::string& name) {
    json::object view{{"depot_name", name},
                      {"depot_id", free.depot},
                      {"least", std::to_string(free.least)},
                      {"weeks", json::array()},
                      {"periods", json::array()}};
    if (free.days.empty()) return view;
    const auto closed =
        closed_days(page, free.depot, free.days.begin()->first, free.days.rbegin()->first);
    view["weeks"] = weeks_of(page, free, closed);
    view["periods"] = periods_of(free);
    return view;
}

}  // namespace pages
