// What a question costs must not grow with the depot. Time would depend on the machine; the steps
// that SQLite takes do not.

#include <catch2/catch.hpp>

#include "commands/past.hpp"
#include "db/accessory_store.hpp"
#include "db/booking_store.hpp"
#include "db/borrower_store.hpp"
#include "db/count_store.hpp"
#include "db/database.hpp"
#include "db/event_store.hpp"
#include "db/extension_store.hpp"
#include "db/figure_store.hpp"
#include "db/filling.hpp"
#include "db/item_store.hpp"
#include "db/loan_store.hpp"
#include "db/notice_store.hpp"
#include "db/part_store.hpp"
#include "db/person_store.hpp"
#include "db/pickup_store.hpp"
#include "db/product_store.hpp"
#include "db/query.hpp"
#include "db/standing_store.hpp"
#include "db/transfer_store.hpp"
#include "db/work_order_store.hpp"
#include "depot/queues.hpp"
#include "support/step_counter.hpp"
#include "support/temp_database.hpp"

using support::StepCounter;
using support::TempDatabase;

namespace {

constexpr domain::Day today = std::chrono::year(2026) / 11 / 23;

void generate(const TempDatabase& file, std::int64_t items) {
    db::Filling filling(file.location());
    commands::write_past(filling.tx(), {items, 2 * items, 1, today},
                         [](const commands::PastCounts&) {});
    // Every fourth loan was extended, every tenth is or was to be fetched.
    db::Query(filling.tx(), R"(
        insert into extension (loan_id, months, reason, actor_id, role, made_at)
        select id, 3, 'x', 1, 'ergo', 1 from loan where id % 4 = 0)")
        .run();
    db::Query(filling.tx(), R"(
        insert into pickup (kind, reason, borrower_id, depot_id, day, actor_id, made_at, outcome,
            done_at)
        select 'fetch', 'asked', borrower_id, depot_id, start, 1, 1,
            case when ended_at is null then null else 'collected' end, ended_at
        from loan where id % 10 = 0)")
        .run();
    db::Query(filling.tx(), R"(
        insert into pickup_line (pickup_id, loan_line_id)
        select p.id, l.id from loan lo join loan_line l on l.loan_id = lo.id
        join pickup p on p.borrower_id = lo.borrower_id and p.day = lo.start
        where lo.id % 10 = 0)")
        .run();
    filling.finish();
}

template <class T>
std::vector<std::optional<T>> none_or(std::initializer_list<T> values) {
    std::vector<std::optional<T>> all{std::nullopt};
    for (const T& value : values) all.emplace_back(value);
    return all;
}

// A product's aids are of one stock, have one or two owners and are at every depot that is at work:
// what asks for others is walked to the product's end.
bool asks_in_vain(const db::items::Filter& filter) {
    const bool rare = filter.owner.value_or(domain::Owner::kommune) != domain::Owner::kommune ||
                      filter.stock.value_or(domain::Stock::korttid) != domain::Stock::korttid ||
                      filter.depot == "ANDEBU";
    return rare && (filter.product || filter.text);
}

std::vector<db::items::Filter> item_filters() {
    using domain::Owner;
    using domain::State;
    using domain::Stock;
    std::vector<db::items::Filter> all;
    for (const auto state : none_or({State::ready, State::to_clean, State::missing})) {
        for (const auto& depot : none_or<std::string>({"SMS", "ENGVEIEN", "ANDEBU"})) {
            for (const auto product : none_or({domain::ProductId{1}, domain::ProductId{60}})) {
                for (const auto owner :
                     none_or({Owner::kommune, Owner::overtatt_fra_nav, Owner::privat})) {
                    for (const auto stock : none_or({Stock::korttid, Stock::barn})) {
                        for (const auto& text : none_or<std::string>({"rull", "SN500070"})) {
                            all.push_back({state, depot, product, owner, stock, text, {}});
                        }
                    }
                }
            }
        }
    }
    std::erase_if(all, asks_in_vain);
    return all;
}

std::vector<db::loans::Filter> loan_filters() {
    using db::loans::Which;
    std::vector<db::loans::Filter> all;
    for (const Which which : {Which::any, Which::open, Which::due_soon, Which::overdue,
                              Which::review_due, Which::ended}) {
        for (const auto& depot : none_or<std::string>({"SMS"})) {
            for (const auto& requested_by : none_or<std::string>({"ergo-3"})) {
                for (const auto borrower : none_or({domain::BorrowerId{500}})) {
                    const bool soon = which == Which::due_soon;
                    all.push_back(
                        {which, depot, requested_by, borrower,
                         soon ? today : today - std::chrono::days(20 * 365),
                         soon ? today + std::chrono::days(14) : today - std::chrono::days(1)});
                }
            }
        }
    }
    return all;
}

std::vector<db::pickups::Filter> pickup_filters() {
    std::vector<db::pickups::Filter> all;
    for (const bool done : {false, true}) {
        for (const auto& depot : none_or<std::string>({"SMS", "ANDEBU"})) {
            for (const auto days : {0, 7, 20 * 365}) {
                all.push_back({done, depot, today - std::chrono::days(days), today});
            }
        }
    }
    return all;
}

template <class T>
std::string text_of(const char* name, const std::optional<T>& value) {
    if (!value) return {};
    if constexpr (std::is_enum_v<T>) {
        return std::string(name) + "=" + std::string(to_text(*value)) + " ";
    } else if constexpr (std::is_same_v<T, std::string>) {
        return std::string(name) + "=" + *value + " ";
    } else {
        return std::string(name) + "=" + std::to_string(value->value) + " ";
    }
}

std::string words(const db::items::Filter& filter) {
    return text_of("state", filter.state) + text_of("depot", filter.depot) +
           text_of("product", filter.product) + text_of("owner", filter.owner) +
           text_of("stock", filter.stock) + text_of("q", filter.text);
}

std::string words(const db::loans::Filter& filter) {
    return std::to_string(static_cast<int>(filter.which)) + " " + text_of("depot", filter.depot) +
           text_of("requested_by", filter.requested_by) + text_of("borrower", filter.borrower);
}

// The most steps for one page of each list, from its beginning and from its middle, and the filters
// that took them.
struct Costs {
    std::int64_t items = 0;
    std::string items_filter;
    std::int64_t loans = 0;
    std::string loans_filter;
    std::int64_t pickups = 0;
    std::int64_t one_item = 0;
    std::int64_t queues = 0;
    std::int64_t workshop = 0;
    std::int64_t stock = 0;  // a shelf, what nobody borrows, a range of serial numbers
    std::int64_t shelves = 0;
    std::int64_t borrowers = 0;
    std::int64_t persons = 0;  // fifty to be looked at, and one of them
};

std::vector<db::work_orders::Filter> order_filters() {
    std::vector<db::work_orders::Filter> all;
    for (const auto open : none_or({true, false})) {
        for (const auto& depot : none_or<std::string>({"SMS", "ANDEBU"})) {
            for (const auto item : none_or({domain::ItemId{7}})) all.push_back({open, depot, item});
        }
    }
    return all;
}

// Every thirtieth aid waits: for the wash, in a rest that has ended, for inspection, in the
// workshop, on its shelf for its yearly inspection. Every other one was repaired, and lacked
// something, long ago.
void fill_workshop(const TempDatabase& file) {
    for (const char* sql :
         {"update item set state = 'to_clean' where id % 30 = 0",
          "update item set state = 'quarantine', quarantine_until = '2026-11-20'"
          " where id % 30 = 1",
          "update item set state = 'to_inspect' where id % 30 = 2",
          "update item set state = 'to_repair' where id % 30 = 3",
          "update item set state = 'ready', inspection_due = '2026-10-01' where id % 30 = 4",
          "insert into work_order (item_id, depot_id, opened_by, opened_at, outcome, closed_by,"
          " closed_at) select id, depot_id, 1, 0, 'repaired', 1, 1 from item where id % 2 = 0",
          "insert into work_order (item_id, depot_id, opened_by, opened_at)"
          " select id, depot_id, 1, 0 from item where id % 30 = 3",
          "insert into missing_accessory (item_id, name, noted_event, settled_event, settled_as)"
          " select id, 'kurv', 1, 2, 'found' from item where id % 2 = 0",
          "insert into missing_accessory (item_id, name, noted_event)"
          " select id, 'kurv', 1 from item where id % 30 = 2"}) {
        file.execute(sql);
    }
}

Costs costs(const TempDatabase& file, std::int64_t items) {
    StepCounter counter;
    db::Connection connection = db::open_read_only(db::Location(file.file()));
    db::ReadTx tx(connection);
    Costs most;
    const auto steps = [&](auto ask) {
        counter.take();
        ask();
        return counter.take();
    };
    for (const std::int64_t after : {std::int64_t{0}, items / 2}) {
        for (const auto& filter : item_filters()) {
            const auto cost = steps(
                [&] { db::items::list(tx, filter, db::Position(domain::ItemId{after}), 50); });
            if (cost > most.items) {
                most.items = cost;
                most.items_filter = words(filter);
            }
        }
        for (const auto& filter : loan_filters()) {
            // Those by day are asked for from their middle below, with their other orders.
            const bool by_id = db::loans::orders(filter.which).front().column.empty();
            if (after != 0 && !by_id) continue;
            const auto cost = steps(
                [&] { db::loans::list(tx, filter, db::Position(domain::LoanId{after}), 50); });
            if (cost > most.loans) {
                most.loans = cost;
                most.loans_filter = words(filter);
            }
        }
    }
    const auto keep_most = [&](std::int64_t& kept, auto ask) { kept = std::max(kept, steps(ask)); };
    for (const depot::QueuePlace& after :
         {depot::QueuePlace{},
          depot::QueuePlace{domain::Instant(std::chrono::milliseconds(1'700'000'000'000)),
                            domain::ItemId{items / 2}}}) {
        keep_most(most.queues, [&] { depot::wash_queue(tx, "SMS", today, after, 50); });
        keep_most(most.queues, [&] { depot::inspection_queue(tx, "SMS", today, after, 50); });
        keep_most(most.queues, [&] { depot::repair_queue(tx, "SMS", after, 50); });
    }
    for (const std::int64_t after : {std::int64_t{0}, items / 4}) {
        for (const auto& filter : order_filters()) {
            keep_most(most.workshop, [&] {
                db::work_orders::list(tx, filter, db::Position(domain::WorkOrderId{after}), 50);
            });
        }
        keep_most(most.workshop, [&] { db::accessories::waiting(tx, "SMS", after, 50); });
        keep_most(most.workshop, [&] { db::accessories::waiting(tx, {}, after, 50); });
    }
    for (const auto& filter : pickup_filters()) {
        keep_most(most.pickups, [&] { db::pickups::list(tx, filter, {}, 50); });
    }
    // A day on which somebody is born, in either way of writing it.
    const auto someone = db::borrowers::find(tx, domain::BorrowerId{3});
    const std::string day = domain::to_text(someone->birth_date.value_or(today));
    const std::string short_day = day.substr(8, 2) + day.substr(5, 2) + day.substr(2, 2);
    for (const auto after : {std::int64_t{0}, items / 2}) {
        for (const auto& text : none_or<std::string>({day, short_day, "99 99 10 10", "zzz"})) {
            keep_most(most.borrowers,
                      [&] { db::borrowers::list(tx, text, domain::BorrowerId{after}, 50); });
        }
    }
    keep_most(most.borrowers, [&] { db::borrowers::likely_same(tx, *someone); });
    keep_most(most.borrowers, [&] { db::borrowers::merged_with(tx, someone->id); });
    most.one_item = steps([&] {
        const auto item = db::items::find(tx, domain::ItemId{items / 2});
        db::items::by_code(tx, item->item.code);
        db::events::latest(tx, item->item.id);
        db::loans::last_ended(tx, item->item.id);
        db::loans::lines_begun_by(tx, item->item.id, domain::Instant::max());
        db::products::in_use(tx, item->item.product);
        db::extensions::of_loan(tx, domain::LoanId{items}, {}, 50);
        db::loans::open_lines_of(tx, domain::BorrowerId{7});
        db::pickups::open_fetch_of(tx, domain::BorrowerId{7});
        db::pickups::is_asked_for(tx, domain::PickupKind::fetch, domain::BorrowerId{7},
                                  domain::LoanLineId{7});
    });
    most.persons = steps([&] {
        for (const auto instant : {domain::Instant(), domain::Instant::max()}) {
            db::persons::not_in_use_since(tx, instant, 50);
        }
        db::persons::use_of(tx, domain::BorrowerId{7});
        db::persons::notes(tx, domain::BorrowerId{7});
    });
    // It counts what stands on the shelves and what is lent: no history.
    most.shelves = steps([&] { db::figures::shelves(tx, "SMS", "", 50); });
    most.stock = steps([&] {
        db::figures::shelf(tx, "SMS", "B3");
        db::figures::resting(tx, {}, domain::Instant::max(), {}, 50);
        db::standings::sent_items(tx, {domain::ProductId{1}});
        db::notices::Criteria criteria;
        criteria.serials = domain::SerialRange{"SN500070", "SN500090"};
        db::notices::matching(tx, criteria);
        db::transfers::of_item(tx, domain::ItemId{items / 2});
        db::transfers::list(tx, {"SMS", true}, {}, 50);
        db::counts::list(tx, {"SMS", false}, {}, 50);
    });
    return most;
}

}  // namespace

TEST_CASE("a page of a list and a look-up cost the same in a small and in a large depot",
          "[sqlite]") {
    constexpr std::int64_t few = 500;
    constexpr std::int64_t many = 8000;
    const TempDatabase small;
    const TempDatabase large;
    generate(small, few);
    generate(large, many);
    fill_workshop(small);
    fill_workshop(large);
    const Costs at_few = costs(small, few);
    const Costs at_many = costs(large, many);
    CAPTURE(at_few.items, at_many.items, at_many.items_filter, at_few.loans, at_many.loans,
            at_many.loans_filter, at_few.pickups, at_many.pickups, at_few.one_item,
            at_many.one_item, at_few.borrowers, at_many.borrowers, at_few.queues, at_many.queues,
            at_few.workshop, at_many.workshop);
    // A page of fifteen products takes the most; a walk through all items takes 200 000 and more.
    CHECK(at_many.items < 30'000);
    CHECK(at_many.loans < 20'000);
    CHECK(at_many.pickups < 10'000);
    CHECK(at_many.borrowers < 10'000);
    CHECK(at_many.queues < 10'000);
    CHECK(at_many.workshop < 5'000);
    CHECK(at_many.one_item < 1'000);
    CHECK(at_many.one_item <= at_few.one_item + 200);
    CAPTURE(at_few.persons, at_many.persons, at_few.stock, at_many.stock, at_few.shelves,
            at_many.shelves);
    CHECK(at_many.persons < 5'000);
    CHECK(at_many.stock < 20'000);
    CHECK(at_many.shelves < 20 * many);
}

namespace {

// Every loan was booked, one in fifty still is; every order was promised, and parts are many.
void fill_orders(const TempDatabase& file) {
    for (const char* sql :
         {"insert into actor (kind, name, created_at)"
          " select 'user', 'person ' || id, 0 from item where id <= 20",
          "insert into booking (product_id, quantity, depot_id, first_day, last_day, handover, "
          "rank,"
          " borrower_id, requested_by, requested_at, state, closed_at)"
          " select 1, 1, depot_id, start, start, 'pickup', 1, borrower_id, 2 + id % 20, 0,"
          " case when id % 50 = 0 then 'requested' else 'handed_out' end,"
          " case when id % 50 = 0 then null else 1 end from loan",
          "update work_order set promised = '2026-11-' || (10 + id % 20) where id % 4 <> 0",
          "insert into part (name, name_key) select 'Hjul ' || id, 'hjul ' || id from item"}) {
        file.execute(sql);
    }
}

std::vector<db::bookings::Filter> booking_filters() {
    std::vector<db::bookings::Filter> all;
    for (const auto& depot : none_or<std::string>({"SMS"})) {
        for (const auto borrower : none_or({domain::BorrowerId{500}})) {
            for (const auto by : none_or({domain::ActorId{7}})) {
                for (const auto open : none_or({true, false})) {
                    all.push_back({depot, borrower, by, open});
                }
            }
        }
    }
    return all;
}

struct Dearest {
    std::int64_t steps = 0;
    std::string page;
};

// Of a page in each of the orders, from the beginning and from where the row in the middle stands.
template <class Row, class List>
void keep_dearest(Dearest& dearest, StepCounter& counter, std::span<const db::Order<Row>> orders,
                  const std::vector<Row>& middle, const std::string& what, List list) {
    for (const db::Order<Row>& order : orders) {
        for (const bool begins : {true, false}) {
            if (!begins && middle.empty()) continue;
            const db::Position after = begins ? db::Position() : order.place(middle.front());
            counter.take();
            list(after, order);
            const auto steps = counter.take();
            if (steps <= dearest.steps) continue;
            dearest = {steps, what + " by " + std::string(order.name) + (begins ? "" : ", later")};
        }
    }
}

std::map<std::string, Dearest> dearest_pages(const TempDatabase& file, std::int64_t items) {
    StepCounter counter;
    db::Connection connection = db::open_read_only(db::Location(file.file()));
    db::ReadTx tx(connection);
    std::map<std::string, Dearest> most;
    const auto item = db::items::list(tx, {}, db::Position(domain::ItemId{items / 2}), 1);
    for (const auto& filter : item_filters()) {
        // By shelf at one depot alone.
        const auto orders = db::items::orders().first(filter.depot ? 4 : 3);
        keep_dearest(most["items"], counter, orders, item, words(filter),
                     [&](const auto& after, const auto& order) {
                         db::items::list(tx, filter, after, 50, order);
                     });
    }
    for (const auto& filter : loan_filters()) {
        const auto orders = db::loans::orders(filter.which);
        for (const auto& order : orders) {
            auto middle = db::loans::list(tx, filter, {}, 2000, order);
            if (middle.size() > 1) middle.erase(middle.begin(), middle.end() - 1);
            keep_dearest(most["loans"], counter, std::span(&order, 1), middle, words(filter),
                         [&](const auto& after, const auto& by) {
                             db::loans::list(tx, filter, after, 50, by);
                         });
        }
    }
    const auto booking = db::bookings::list(tx, {}, db::Position(domain::BookingId{items}), 1);
    for (const auto& filter : booking_filters()) {
        const std::string what = text_of("depot", filter.depot) +
                                 text_of("borrower", filter.borrower) +
                                 text_of("by", filter.requested_by) +
                                 (!filter.open   ? "all"
                                  : *filter.open ? "open"
                                                 : "closed");
        keep_dearest(most["bookings"], counter, db::bookings::orders(), booking, what,
                     [&](const auto& after, const auto& order) {
                         db::bookings::list(tx, filter, after, 50, order);
                     });
    }
    const auto work =
        db::work_orders::list(tx, {}, db::Position(domain::WorkOrderId{items / 4}), 1);
    for (const auto& filter : order_filters()) {
        const std::string what = text_of("depot", filter.depot) + text_of("item", filter.item) +
                                 (!filter.open   ? "all"
                                  : *filter.open ? "open"
                                                 : "closed");
        keep_dearest(most["work orders"], counter, db::work_orders::orders(), work, what,
                     [&](const auto& after, const auto& order) {
                         db::work_orders::list(tx, filter, after, 50, order);
                     });
    }
    const auto product = db::products::list(tx, {}, db::Position(domain::ProductId{20}), 1);
    keep_dearest(most["products"], counter, db::products::orders(), product, "all",
                 [&](const auto& after, const auto& order) {
                     db::products::list(tx, {}, after, 50, order);
                 });
    const auto part = db::parts::list(tx, {}, db::Position(domain::PartId{items / 2}), 1);
    keep_dearest(
        most["parts"], counter, db::parts::orders(), part, "all",
        [&](const auto& after, const auto& order) { db::parts::list(tx, {}, after, 50, order); });
    return most;
}

}  // namespace

TEST_CASE("a page costs the same in a small and in a large depot, whatever its order", "[sqlite]") {
    constexpr std::int64_t few = 500;
    constexpr std::int64_t many = 8000;
    const TempDatabase small;
    const TempDatabase large;
    for (const auto& [file, items] : {std::pair(&small, few), std::pair(&large, many)}) {
        generate(*file, items);
        fill_workshop(*file);
        fill_orders(*file);
    }
    const auto at_few = dearest_pages(small, few);
    const auto at_many = dearest_pages(large, many);
    // Of a product or of what is rare all is sorted, and of fifteen products as well: as many as
    // there are aids of them, not as many as there ever were changes.
    const std::map<std::string, std::int64_t> limits{{"items", 60'000},    {"loans", 20'000},
                                                     {"bookings", 10'000}, {"work orders", 5'000},
                                                     {"products", 5'000},  {"parts", 5'000}};
    for (const auto& [list, limit] : limits) {
        INFO(list << ": " << at_few.at(list).steps << " " << at_few.at(list).page << ", "
                  << at_many.at(list).steps << " " << at_many.at(list).page);
        CHECK(at_many.at(list).steps < limit);
    }
}

TEST_CASE("the counter of steps sees a list that walks through everything", "[sqlite]") {
    const TempDatabase large;
    generate(large, 8000);
    StepCounter counter;
    db::Connection connection = db::open_read_only(db::Location(large.file()));
    db::ReadTx tx(connection);
    db::items::list(tx, {}, db::Position(domain::ItemId{}), 8000);
    CHECK(counter.take() > 200'000);
}
