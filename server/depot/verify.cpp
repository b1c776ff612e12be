#include "depot/verify.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "db/accessory_store.hpp"
#include "db/error.hpp"
#include "db/event_store.hpp"
#include "db/integrity.hpp"
#include "db/item_store.hpp"
#include "db/notice_store.hpp"
#include "db/part_store.hpp"
#include "db/photo_store.hpp"
#include "db/stock_store.hpp"
#include "db/transfer_store.hpp"
#include "db/work_order_store.hpp"
#include "depot/follow_up.hpp"
#include "domain/replay.hpp"

namespace depot {
namespace {

std::string field(const domain::Replayed& replayed, const std::string& name) {
    const auto found = std::find_if(replayed.fields.begin(), replayed.fields.end(),
                                    [&](const auto& pair) { return pair.first == name; });
    return found == replayed.fields.end() ? std::string() : found->second;
}

std::string day_text(const std::optional<domain::Day>& day) {
    return day ? domain::to_text(*day) : std::string();
}

void compare(std::vector<std::string>& faults, const std::string& code, const char* what,
             const std::string& row, const std::string& replayed) {
    if (row == replayed) return;
    faults.push_back("item " + code + ": " + what + " is \"" + row + "\", its events say \"" +
                     replayed + "\"");
}

using Names = std::set<std::string>;

std::string joined(const Names& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

// What the events say is missing from the item now.
Names missing_by_events(const std::vector<domain::Event>& events) {
    std::map<domain::EventId, Names> before;
    Names missing;
    for (const domain::Event& event : events) {
        before[event.id] = missing;
        if (event.undoes) missing = before[*event.undoes];
        for (const auto& [name, value] : event.fields) {
            if (name == missing_accessory) missing.insert(value);
            if (name == accessory_found || name == accessory_waived) missing.erase(value);
        }
        if (nobody_completes(event.after.state)) missing.clear();
    }
    return missing;
}

void check_item(std::vector<std::string>& faults, const db::items::ItemView& view,
                const std::vector<domain::Event>& events, const Names& missing) {
    const domain::Item& item = view.item;
    const auto replayed = domain::replay(events);
    if (!replayed) {
        faults.push_back("item " + item.code + ": " + replayed.error());
        return;
    }
    const domain::ItemStatus& row = item.status;
    const domain::ItemStatus& now = replayed->status;
    compare(faults, item.code, "state", std::string(to_text(row.state)),
            std::string(to_text(now.state)));
    compare(faults, item.code, "depot", row.depot, now.depot);
    compare(faults, item.code, "shelf", row.shelf.value_or(""), now.shelf.value_or(""));
    compare(faults, item.code, "quarantine_until", day_text(row.quarantine_until),
            day_text(now.quarantine_until));
    compare(faults, item.code, "inspection_due", day_text(row.inspection_due),
            day_text(now.inspection_due));
    compare(faults, item.code, "dirty", row.dirty ? "1" : "0", now.dirty ? "1" : "0");
    compare(faults, item.code, "since", domain::to_text(item.since),
            domain::to_text(replayed->since));
    compare(faults, item.code, "event_count", std::to_string(item.event_count),
            std::to_string(events.size()));
    compare(faults, item.code, "on_loan", view.open_loan ? "1" : "0",
            replayed->on_loan ? "1" : "0");
    compare(faults, item.code, "code", item.code, field(*replayed, "code"));
    compare(faults, item.code, "product_id", std::to_string(item.product.value),
            field(*replayed, "product_id"));
    compare(faults, item.code, "owner", std::string(to_text(item.owner)),
            field(*replayed, "owner"));
    compare(faults, item.code, "stock", std::string(to_text(item.stock)),
            field(*replayed, "stock"));
    compare(faults, item.code, "home_depot", item.home_depot, field(*replayed, "home_depot"));
    compare(faults, item.code, "serial", item.serial.value_or(""), field(*replayed, "serial"));
    compare(faults, item.code, "lot", item.lot.value_or(""), field(*replayed, "lot"));
    compare(faults, item.code, "udi", item.udi.value_or(""), field(*replayed, "udi"));
    compare(faults, item.code, "purchased", day_text(item.purchased),
            field(*replayed, "purchased"));
    compare(faults, item.code, "price", item.price ? std::to_string(*item.price) : std::string(),
            field(*replayed, "price"));
    compare(faults, item.code, "what is missing", joined(missing),
            joined(missing_by_events(events)));
}

void check_items(VerifyReport& report, db::ReadTx& tx) {
    constexpr std::int64_t page = 500;
    constexpr std::int64_t every_event = std::numeric_limits<std::int64_t>::max();
    std::map<domain::ItemId, Names> missing;
    for (auto& [item, name] : db::accessories::all(tx)) missing[item].insert(std::move(name));
    domain::ItemId after{};
    for (;;) {
        const auto views = db::items::list(tx, {}, db::Position(after), page);
        if (views.empty()) return;
        for (const auto& view : views) {
            std::vector<domain::Event> events;
            for (auto& named : db::events::of_item(tx, view.item.id, 0, every_event)) {
                events.push_back(std::move(named.event));
            }
            check_item(report.faults, view, events, missing[view.item.id]);
            ++report.items;
            report.events += static_cast<std::int64_t>(events.size());
        }
        after = views.back().item.id;
    }
}

void check_workshop(std::vector<std::string>& faults, db::ReadTx& tx) {
    for (std::string& fault : db::parts::faults(tx)) faults.push_back(std::move(fault));
    for (const std::string& code : db::work_orders::open_of_gone(tx)) {
        faults.push_back("item " + code + ": is gone and has an open work order");
    }
}

}  // namespace

VerifyReport verify(db::ReadTx& tx) {
    VerifyReport report;
    report.faults = db::integrity::faults(tx);
    try {
        check_items(report, tx);
        for (auto faults : {db::stock::wrong_figures(tx), db::transfers::faults(tx),
                            db::notices::faults(tx), db::photos::faults(tx)}) {
            report.faults.insert(report.faults.end(), faults.begin(), faults.end());
        }
        check_workshop(report.faults, tx);
    } catch (const db::Error& error) {
        // A row that no program of ours could have written.
        report.faults.push_back(std::string("items cannot be read to the end: ") + error.what());
    }
    return report;
}

}  // namespace depot
