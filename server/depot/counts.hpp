#pragma once
// Counts (varetelling): what stands on a shelf, or in the whole depot, is scanned; closing it moves
// what was not seen to missing.

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "db/connection.hpp"
#include "db/count_store.hpp"
#include "depot/act.hpp"
#include "domain/refusal.hpp"

namespace depot {

// Refused: unknown_depot; count_open (the same shelf is being counted already).
domain::Decided<domain::CountId> open_count(db::WriteTx& tx, const domain::DepotId& depot,
                                            const std::optional<std::string>& shelf,
                                            const Act& act);

// The open count that something seen on that shelf belongs to. Where nobody said which shelf: that
// of the whole depot, or the only one there is.
std::optional<db::counts::Count> count_covering(db::ReadTx& tx, const domain::DepotId& depot,
                                                const std::optional<std::string>& shelf);

// Refused, all three: count_closed.
domain::Decided<void> see_item(db::WriteTx& tx, const db::counts::Count& count, domain::ItemId item,
                               const std::optional<std::string>& shelf, const Act& act);
// Also: unknown_product, serial_product.
domain::Decided<void> see_quantity(db::WriteTx& tx, const db::counts::Count& count,
                                   domain::ProductId product,
                                   const std::optional<std::string>& shelf, std::int64_t quantity);
// What is missing becomes missing, what was counted is booked, and all that was found is kept.
// A counted product that nobody counted is found, and its figure stays.
domain::Decided<void> close_count(db::WriteTx& tx, const db::counts::Count& count, const Act& act);

struct CountReport {
    struct Part {
        std::int64_t total = 0;
        std::vector<db::counts::Finding> first;
    };
    std::int64_t expected = 0;
    std::int64_t seen = 0;
    Part missing;
    Part unexpected;
    Part misplaced;
    Part quantity;
};
// As it stands now while the count is open, else as it was found; of each kind the first so many.
CountReport report(db::ReadTx& tx, const db::counts::Count& count, std::int64_t most);

}  // namespace depot
