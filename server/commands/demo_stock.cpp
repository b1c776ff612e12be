#include "commands/demo_stock.hpp"

#include <stdexcept>
#include <string>

#include "db/depot_store.hpp"
#include "db/figure_store.hpp"
#include "db/item_store.hpp"
#include "db/loan_store.hpp"
#include "db/part_store.hpp"
#include "db/product_store.hpp"
#include "db/work_order_store.hpp"
#include "depot/extend.hpp"
#include "depot/give_out.hpp"
#include "depot/inspect.hpp"
#include "depot/notices.hpp"
#include "depot/pickup.hpp"
#include "depot/repair.hpp"
#include "depot/sets.hpp"
#include "depot/transfer.hpp"

namespace commands {
namespace {

template <class T>
T must(tl::expected<T, domain::Refusal> decided) {
    if (!decided) {
        throw std::logic_error("the demo breaks a rule: " +
                               std::string(to_text(decided.error().code)));
    }
    if constexpr (!std::is_void_v<T>) return std::move(*decided);
}
template <class T>
T must(tl::expected<T, std::vector<domain::Refusal>> decided) {
    if (!decided) {
        throw std::logic_error("the demo breaks a rule: " +
                               std::string(to_text(decided.error().front().code)));
    }
    if constexpr (!std::is_void_v<T>) return std::move(*decided);
}

// What is counted, by its local number, with so many at each depot and the least there should be.
struct Counted {
    const char* local_nr;
    const char* name;
    const char* iso;
    int sms;
    int engveien;
    int minimum;
};
constexpr Counted counted_products[] = {
    {"DUPP19", "Krykkedupp 19 mm", "12030301", 140, 60, 40},
    {"KLOSS10", "Møbelkloss 10 cm", "18151001", 32, 8, 12},
    {"BATT312", "Høreapparatbatteri 312", "22061501", 18, 40, 30},
};

void add_counted(db::WriteTx& tx, const depot::Act& act) {
    for (const Counted& row : counted_products) {
        domain::Product product;
        product.local_nr = row.local_nr;
        product.name = row.name;
        product.iso = row.iso;
        product.tracking = domain::Tracking::counted;
        product.wash_class = domain::WashClass::none;
        const auto id = db::products::insert(tx, product);
        for (const auto& [depot, number] :
             {std::pair("SMS", row.sms), std::pair("ENGVEIEN", row.engveien)}) {
            must(depot::book_by_hand(
                tx, {id, depot, number, domain::MovementKind::received, {}, "F1"}, act));
            db::figures::set_level(tx, {id, depot, row.minimum, 5 * row.minimum});
        }
    }
    const auto batteries = *db::products::by_local_nr(tx, "BATT312");
    must(depot::give_out(tx, {batteries, "SMS", "F1", 6, {}}, act));
}

// Wheelchairs are checked point by point, and beyond a price not repaired.
void add_checklists(db::WriteTx& tx) {
    for (domain::Product product : db::products::list(tx, {{"rullestol"}}, {}, 50)) {
        product.checklist = {"bremser", "hjul", "trekk"};
        product.repair_ceiling = 3500;
        db::products::update(tx, product);
    }
    for (const char* hms_nr : {"177946", "297415"}) {
        const auto product = *db::products::by_hms_nr(tx, hms_nr);
        db::figures::set_level(tx, {product, "SMS", 8, 24});
        db::figures::set_level(tx, {product, "ENGVEIEN", 4, 12});
    }
}

// One is short, and one waits in the workshop for it.
void add_workshop(db::WriteTx& tx, const depot::Act& act) {
    domain::Part wheel;
    wheel.name = "Svinghjul 200 mm";
    wheel.part_nr = "SH-200";
    wheel.minimum = 4;
    wheel.id = db::parts::insert(tx, wheel);
    must(depot::move_parts(tx, wheel.id, "SMS", 2, act));
    domain::Part cable;
    cable.name = "Bremsevaier";
    cable.minimum = 5;
    cable.id = db::parts::insert(tx, cable);
    must(depot::move_parts(tx, cable.id, "SMS", 20, act));

    db::items::Filter waiting;
    waiting.state = domain::State::to_repair;
    waiting.depot = "SMS";
    for (const auto& view : db::items::list(tx, waiting, {}, 1)) {
        domain::WorkOrder order = *db::work_orders::open_of(tx, view.item.id);
        order.findings = "Svinghjulet foran slarker";
        order.estimate = 900;
        order.promised = act.day + std::chrono::days(7);
        must(depot::change_work_order(tx, order));
    }
}

std::vector<db::items::ItemView> ready_at_sms(db::WriteTx& tx, const char* hms_nr) {
    db::items::Filter ready;
    ready.product = db::products::by_hms_nr(tx, hms_nr);
    ready.depot = "SMS";
    ready.state = domain::State::ready;
    auto found = db::items::list(tx, ready, {}, 20);
    std::erase_if(found, [](const auto& view) { return view.open_loan.has_value(); });
    return found;
}

// What is often asked for together, by classes: any product of them will do.
void add_sets(db::WriteTx& tx) {
    const auto of_class = [](const char* iso_class, std::int64_t quantity = 1) {
        return domain::Asked{{}, iso_class, quantity};
    };
    constexpr const char* walker = "120606";
    constexpr const char* shower_stool = "093307";
    constexpr const char* toilet_raiser = "091218";
    constexpr const char* crutch = "120306";
    constexpr const char* bed = "181210";
    constexpr const char* mattress = "181218";
    const domain::Asked chair_blocks{db::products::by_local_nr(tx, "KLOSS10"), {}, 4};
    const domain::ProductSet sets[] = {
        {{},
         "Hjem fra sykehus",
         {of_class(walker), of_class(shower_stool), of_class(toilet_raiser)}},
        {{},
         "Etter hofteoperasjon",
         {of_class(crutch, 2), of_class(toilet_raiser), of_class(shower_stool), chair_blocks}},
        {{}, "Pleie i hjemmet", {of_class(bed), of_class(mattress)}}};
    for (const domain::ProductSet& set : sets) must(depot::make_set(tx, set));
}

void add_transfer(db::WriteTx& tx, const depot::Act& act) {
    depot::TransferWanted wanted{"SMS", "ENGVEIEN", {}, {}};
    for (const auto& view : ready_at_sms(tx, "177946")) {
        if (wanted.items.size() < 2) wanted.items.push_back(view.item.code);
    }
    must(depot::make_transfer(tx, wanted, act));
}

void add_notice(db::WriteTx& tx, const depot::Act& act) {
    db::notices::Notice notice;
    notice.title = "Øvelse: håndtaket kan løsne";
    notice.reference = "DEMO-1";
    notice.criteria.product = db::products::by_hms_nr(tx, "313241");
    must(depot::make_notice(tx, notice, act));
}

// Of the loans that are due soon one goes on, and of the overdue ones one is fetched.
void add_follow_up(db::WriteTx& tx, const depot::Act& act) {
    const auto first = [&](db::loans::Which which, domain::Day from, domain::Day to) {
        db::loans::Filter filter;
        filter.which = which;
        filter.from = from;
        filter.to = to;
        return db::loans::list(tx, filter, {}, 1);
    };
    constexpr std::chrono::days two_weeks(14);
    constexpr std::chrono::days year(365);
    depot::Act by_ergo = act;
    by_ergo.role = domain::Role::ergo;
    for (const auto& listed : first(db::loans::Which::due_soon, act.day, act.day + two_weeks)) {
        must(
            depot::extend(tx, listed.loan, {2, "Trenger det til opptreningen er ferdig"}, by_ergo));
    }
    for (const auto& listed :
         first(db::loans::Which::overdue, act.day - year, act.day - std::chrono::days(1))) {
        const auto depot = db::depots::find(tx, listed.loan.depot);
        depot::PickupWanted wanted;
        wanted.loan = listed.loan.id;
        wanted.day =
            domain::next_open_day(db::depots::calendar(tx, *depot), act.day + std::chrono::days(1));
        must(depot::ask_pickup(tx, wanted, act));
    }
}

}  // namespace

void add_demo_stock(db::WriteTx& tx, const depot::Act& act) {
    add_counted(tx, act);
    add_checklists(tx);
    add_workshop(tx, act);
    add_transfer(tx, act);
    add_sets(tx);
    add_notice(tx, act);
    add_follow_up(tx, act);
}

}  // namespace commands
