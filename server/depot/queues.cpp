#include "depot/queues.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "db/queue_store.hpp"
#include "depot/oslo_time.hpp"
#include "domain/ids_of.hpp"

namespace depot {
namespace {

using db::queues::InState;
using db::queues::OnDay;
using Places = std::vector<QueuePlace>;

constexpr std::chrono::days one_day(1);

bool before(const QueuePlace& a, const QueuePlace& b) {
    return std::tie(a.since, a.item) < std::tie(b.since, b.item);
}

Places in_state(db::ReadTx& tx, const domain::DepotId& depot, domain::State state,
                const QueuePlace& after, std::int64_t limit) {
    Places places;
    for (const InState& one :
         db::queues::in_state(tx, depot, state, {after.since, after.item}, limit)) {
        places.push_back({one.since, one.item});
    }
    return places;
}

// What waits since the beginning of a day is found by that day: the place itself where it is such
// a beginning, else all of the days after it.
OnDay day_of(const QueuePlace& place) {
    const domain::Day day = oslo_day(place.since);
    if (oslo_midnight(day) == place.since) return {day, place.item};
    return {day, domain::ItemId{INT64_MAX}};
}

std::vector<Waiting> merged(db::ReadTx& tx, Places places, const Places& more, std::int64_t limit) {
    places.insert(places.end(), more.begin(), more.end());
    std::sort(places.begin(), places.end(), before);
    if (places.size() > static_cast<std::size_t>(limit)) {
        places.resize(static_cast<std::size_t>(limit));
    }
    std::map<domain::ItemId, db::items::ItemView> views;
    for (auto& view : db::items::all_of(tx, domain::ids_of(places, &QueuePlace::item))) {
        const domain::ItemId id = view.item.id;
        views.emplace(id, std::move(view));
    }
    std::vector<Waiting> waiting;
    for (const QueuePlace& place : places) {
        waiting.push_back({std::move(views.at(place.item)), place.since});
    }
    return waiting;
}

}  // namespace

std::vector<Waiting> wash_queue(db::ReadTx& tx, const domain::DepotId& depot, domain::Day today,
                                const QueuePlace& after, std::int64_t limit) {
    Places rested;
    for (const OnDay& one : db::queues::rested(tx, depot, today, day_of(after), limit)) {
        rested.push_back({oslo_midnight(one.day), one.item});
    }
    return merged(tx, in_state(tx, depot, domain::State::to_clean, after, limit), rested, limit);
}

std::vector<Waiting> inspection_queue(db::ReadTx& tx, const domain::DepotId& depot,
                                      domain::Day today, const QueuePlace& after,
                                      std::int64_t limit) {
    Places due;
    OnDay from = day_of(after);
    from.day -= one_day;
    for (const OnDay& one : db::queues::inspection_due(tx, depot, today, from, limit)) {
        due.push_back({oslo_midnight(one.day + one_day), one.item});
    }
    return merged(tx, in_state(tx, depot, domain::State::to_inspect, after, limit), due, limit);
}

std::vector<Waiting> repair_queue(db::ReadTx& tx, const domain::DepotId& depot,
                                  const QueuePlace& after, std::int64_t limit) {
    return merged(tx, in_state(tx, depot, domain::State::to_repair, after, limit), {}, limit);
}

}  // namespace depot
