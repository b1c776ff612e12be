#pragma once
// An item (enhet): one physical aid with its own label code.

#include <cstdint>
#include <optional>
#include <string>

#include "domain/ids.hpp"
#include "domain/loan.hpp"
#include "domain/readiness.hpp"

namespace domain {

// What events change and undo gives back: how the item stands and where it is.
struct ItemStatus {
    State state = State::to_inspect;
    DepotId depot;  // where it is, or was handed out from
    std::optional<std::string> shelf;
    std::optional<Day> quarantine_until;
    std::optional<Day> inspection_due;
    bool dirty = false;
    bool operator==(const ItemStatus&) const = default;
};

struct Item {
    ItemId id;
    std::string code;
    ProductId product;
    Owner owner = Owner::kommune;
    Stock stock = Stock::korttid;
    DepotId home_depot;  // where it belongs
    ItemStatus status;
    // When its state began, as it happened.
    Instant since;
    std::optional<std::string> serial;
    std::optional<std::string> lot;
    std::optional<std::string> udi;
    std::optional<Day> purchased;
    std::optional<std::int64_t> price;  // in kroner
    std::int64_t event_count = 0;
};

}  // namespace domain
