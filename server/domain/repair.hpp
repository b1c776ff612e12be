#pragma once
// Repairs: work orders, the parts they use, and whether a repair is still worth while.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/ids.hpp"
#include "domain/time.hpp"

namespace domain {

// How a work order ended. Dropped: nothing was left to repair, or the aid is gone.
enum class WorkOutcome { repaired, scrapped, dropped };
std::string_view to_text(WorkOutcome outcome);
std::optional<WorkOutcome> parse_work_outcome(std::string_view text);

struct PartUse {
    PartId part;
    std::int64_t quantity = 1;
};

// Money is in whole kroner.
struct WorkOrder {
    WorkOrderId id;
    ItemId item;
    DepotId depot;  // where the aid was when it was opened
    std::optional<std::string> findings;
    std::optional<std::string> work;
    std::optional<std::int64_t> estimate;
    std::optional<std::int64_t> cost;
    std::optional<Day> promised;
    ActorId opened_by;
    Instant opened_at;
    std::optional<WorkOutcome> outcome;  // none: open
    std::optional<ActorId> closed_by;
    std::optional<Instant> closed_at;
    std::int64_t version = 1;
    std::vector<PartUse> parts;
};

struct ScrapAdvice {
    std::optional<std::int64_t> ceiling;   // of the product
    std::int64_t spent = 0;                // on the aid's earlier orders
    std::optional<std::int64_t> expected;  // what this order costs: its cost, else its estimate
    // All of it goes beyond the ceiling: scrap it rather than repair it.
    bool advised = false;
};
ScrapAdvice scrap_advice(const WorkOrder& order, std::optional<std::int64_t> ceiling,
                         std::int64_t spent_before);

struct Part {
    PartId id;
    std::string name;
    std::optional<std::string> part_nr;  // the maker's own
    std::optional<std::string> supplier;
    std::optional<ProductId> product;  // what it fits; none: many
    std::int64_t minimum = 0;
    std::int64_t version = 1;
};

struct PartStock {
    DepotId depot;
    std::int64_t quantity = 0;
};
// Whether fewer are left in all than there should be.
bool below_minimum(const Part& part, const std::vector<PartStock>& stock);

// Whether one more aid of a product is wanted at a depot.
enum class KeepOrGive { keep, give_away };
std::string_view to_text(KeepOrGive hint);
// here: how many the depot has without it. None where nobody has set a maximum.
std::optional<KeepOrGive> keep_or_give(std::optional<std::int64_t> maximum, std::int64_t here);

}  // namespace domain
