#include "depot/availability.hpp"

#include "db/availability_store.hpp"
#include "db/booking_store.hpp"
#include "db/depot_store.hpp"
#include "db/item_store.hpp"
#include "db/product_store.hpp"
#include "db/settings_store.hpp"
#include "depot/counted_stock.hpp"

namespace depot {
namespace {

using domain::FreeDays;
using domain::Occupation;

// What every reckoning at a depot asks for.
struct Frame {
    domain::DepotId depot;
    domain::DepotCalendar calendar;
    int turnaround_days = 0;
    domain::Day today;
};

Frame frame_of(db::ReadTx& tx, const domain::DepotId& depot, domain::Day today) {
    return {depot, db::depots::calendar(tx, *db::depots::find(tx, depot)),
            db::settings::load(tx).turnaround_days, today};
}

void add(std::vector<Occupation>& occupied, const std::vector<db::availability::Promise>& promised,
         const Frame& frame) {
    for (const auto& promise : promised) {
        occupied.push_back(domain::promise_of(promise.first, promise.last, promise.quantity,
                                              frame.calendar, frame.turnaround_days));
    }
}

FreeDays of_items(db::ReadTx& tx, domain::ProductId product, const Frame& frame) {
    std::int64_t supply = 0;
    std::vector<Occupation> occupied;
    for (const domain::StockedItem& item : db::availability::items(tx, product, frame.depot)) {
        if (!domain::is_supply(item)) continue;
        ++supply;
        const auto absence =
            domain::absence_of(item, frame.calendar, frame.turnaround_days, frame.today);
        if (absence) occupied.push_back(*absence);
    }
    add(occupied, db::availability::promised(tx, product, frame.depot), frame);
    return {frame.today, supply, occupied};
}

FreeDays of_counted(db::ReadTx& tx, domain::ProductId product, const Frame& frame) {
    std::int64_t supply = in_stock(tx, product, frame.depot).value_or(0);
    std::vector<Occupation> occupied;
    for (const auto& line : db::availability::counted_lines(tx, product, frame.depot)) {
        supply += line.quantity;
        domain::StockedItem out;
        out.on_loan = true;
        out.due = line.due;
        auto absence = domain::absence_of(out, frame.calendar, frame.turnaround_days, frame.today);
        absence->quantity = line.quantity;
        occupied.push_back(*absence);
    }
    add(occupied, db::availability::promised(tx, product, frame.depot), frame);
    return {frame.today, supply, occupied};
}

// Without what is booked of its class.
FreeDays own(db::ReadTx& tx, const domain::Product& product, const Frame& frame) {
    return product.tracking == domain::Tracking::counted ? of_counted(tx, product.id, frame)
                                                         : of_items(tx, product.id, frame);
}

// The class without that product.
FreeDays of_others(db::ReadTx& tx, const std::string& iso_class,
                   std::optional<domain::ProductId> product, const Frame& frame) {
    std::vector<Occupation> occupied;
    add(occupied, db::availability::promised(tx, iso_class, frame.depot), frame);
    FreeDays all(frame.today, 0, occupied);
    for (const domain::ProductId id : db::bookings::products_of(tx, iso_class)) {
        if (id != product) all = all + own(tx, *db::products::find(tx, id), frame);
    }
    return all;
}

struct Reckoned {
    FreeDays product;
    FreeDays product_class;
};
Reckoned reckon(db::ReadTx& tx, const domain::Product& product, const Frame& frame) {
    const FreeDays mine = own(tx, product, frame);
    return {mine, mine + of_others(tx, domain::iso_class(product.iso), product.id, frame)};
}

std::vector<domain::DepotId> all_depots(db::ReadTx& tx) {
    constexpr std::int64_t more_than_there_are = 1000;
    std::vector<domain::DepotId> ids;
    for (const domain::Depot& depot : db::depots::after(tx, "", more_than_there_are)) {
        ids.push_back(depot.id);
    }
    return ids;
}

}  // namespace

FreeDays free_of(db::ReadTx& tx, const domain::Product& product, const domain::DepotId& depot,
                 domain::Day today) {
    const Reckoned free = reckon(tx, product, frame_of(tx, depot, today));
    return domain::promisable(free.product, free.product_class);
}

FreeDays free_of_class(db::ReadTx& tx, const std::string& iso_class, const domain::DepotId& depot,
                       domain::Day today) {
    return of_others(tx, iso_class, {}, frame_of(tx, depot, today));
}

std::vector<FreeAt> free_everywhere(db::ReadTx& tx, const domain::Product& product,
                                    domain::Day today) {
    std::vector<FreeAt> all;
    for (const domain::DepotId& depot : all_depots(tx)) {
        all.push_back({depot, free_of(tx, product, depot, today)});
    }
    return all;
}

std::vector<FreeAt> free_everywhere(db::ReadTx& tx, const std::string& iso_class,
                                    domain::Day today) {
    std::vector<FreeAt> all;
    for (const domain::DepotId& depot : all_depots(tx)) {
        all.push_back({depot, free_of_class(tx, iso_class, depot, today).at_least_zero()});
    }
    return all;
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
    const Frame frame = frame_of(tx, depot, today);
    const auto product = db::products::find(tx, line.product);
    const auto absence = domain::absence_of(out, frame.calendar, frame.turnaround_days, today);
    // From here on it is counted as being there; were it not, a booking would go without.
    const domain::Day back = absence->last ? *absence->last + std::chrono::days(1) : today;
    std::vector<Occupation> longer;
    if (absence->last) longer.push_back({back, std::nullopt, line.quantity});
    const Reckoned free = reckon(tx, *product, frame);
    const FreeDays left = smaller(free.product, free.product_class) + FreeDays(today, 0, longer);
    if (left.on(back) < 0) return back;
    for (const FreeDays::Change& change : left.changes()) {
        if (change.from > back && change.free < 0) return change.from;
    }
    return std::nullopt;
}

}  // namespace depot
