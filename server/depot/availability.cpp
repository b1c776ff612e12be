#include "depot/availability.hpp"

#include "db/booking_store.hpp"
#include "db/depot_store.hpp"
#include "db/item_store.hpp"
#include "db/product_store.hpp"
#include "db/settings_store.hpp"
#include "domain/ids_of.hpp"

namespace depot {

using domain::FreeDays;
using domain::Occupation;

Availability::Availability(db::ReadTx& tx, const std::string& iso_class, domain::Day today)
    : today_(today),
      turnaround_days_(db::settings::load(tx).turnaround_days),
      products_(db::bookings::products_of(tx, iso_class)) {
    for (auto& [depot, calendar] : db::depots::calendars(tx)) {
        depots_[depot].calendar = std::move(calendar);
    }
    for (Standing& standing : standings(tx, products_)) {
        if (!domain::is_supply(standing.item)) continue;
        depots_.at(standing.depot).standings.push_back(std::move(standing));
    }
    for (const auto& promises :
         {db::availability::promised(tx, products_), db::availability::promised(tx, iso_class)}) {
        for (const auto& promise : promises) {
            depots_.at(promise.depot).promises.push_back(promise);
        }
    }
}

std::vector<domain::DepotId> Availability::depots() const {
    return domain::ids_of(depots_, [](const auto& entry) { return entry.first; });
}

template <class Counts>
FreeDays Availability::reckon(const domain::DepotId& depot, Counts counts) const {
    const Depot& at = depots_.at(depot);
    std::int64_t supply = 0;
    std::vector<Occupation> occupied;
    for (const Standing& standing : at.standings) {
        if (!counts(standing.product)) continue;
        supply += standing.number;
        auto absence = domain::absence_of(standing.item, at.calendar, turnaround_days_, today_);
        if (!absence) continue;
        absence->quantity = standing.number;
        occupied.push_back(*absence);
    }
    for (const auto& promise : at.promises) {
        if (!counts(promise.product)) continue;
        occupied.push_back(domain::promise_of(promise.first, promise.last, promise.quantity,
                                              at.calendar, turnaround_days_));
    }
    return {today_, supply, occupied};
}

FreeDays Availability::left_of(domain::ProductId product, const domain::DepotId& depot) const {
    return smaller(reckon(depot, [&](domain::ProductId one) { return one == product; }),
                   left_of_class(depot));
}

FreeDays Availability::left_of_class(const domain::DepotId& depot) const {
    return reckon(depot, [](domain::ProductId) { return true; });
}

std::optional<domain::Day> needed_from(db::ReadTx& tx, const domain::LoanLine& line,
                                       const domain::DepotId& lent_from, domain::Day today) {
    domain::DepotId depot = lent_from;
    domain::StockedItem out;
    out.on_loan = true;
    out.due = line.due;
    if (line.item) {
        const domain::Item item = db::items::find(tx, *line.item)->item;
        depot = item.status.depot;
        out.state = item.status.state;
        // Nobody is promised what cannot be lent when it comes back.
        if (!domain::is_supply(out)) return std::nullopt;
    }
    const auto calendar = db::depots::calendar(tx, *db::depots::find(tx, depot));
    const auto absence =
        domain::absence_of(out, calendar, db::settings::load(tx).turnaround_days, today);
    // From here on it is counted as being there; were it not, a booking would go without.
    const domain::Day back = absence->last ? *absence->last + std::chrono::days(1) : today;
    std::vector<Occupation> longer;
    if (absence->last) longer.push_back({back, std::nullopt, line.quantity});
    const auto product = db::products::find(tx, line.product);
    const Availability availability(tx, domain::iso_class(product->iso), today);
    const FreeDays left = availability.left_of(line.product, depot) + FreeDays(today, 0, longer);
    if (left.on(back) < 0) return back;
    for (const FreeDays::Change& change : left.changes()) {
        if (change.from > back && change.free < 0) return change.from;
    }
    return std::nullopt;
}

}  // namespace depot
