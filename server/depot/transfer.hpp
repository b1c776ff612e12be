#pragma once
// Transfers between depots: planned, sent, received. What is on its way is derived from its open
// line; the item stays at the depot that sent it until the other one receives it.

#include <optional>
#include <string>
#include <vector>

#include "db/connection.hpp"
#include "db/item_store.hpp"
#include "db/transfer_store.hpp"
#include "depot/act.hpp"
#include "domain/refusal.hpp"

namespace depot {

using Refusals = std::vector<domain::Refusal>;

struct TransferWanted {
    domain::DepotId from;
    domain::DepotId to;
    std::vector<std::string> items;  // label codes
    struct Counted {
        domain::ProductId product;
        std::int64_t quantity = 1;
        std::optional<std::string> shelf;
    };
    std::vector<Counted> counted;
};

// Sent at once. What was planned for one of the items is dropped. Every refusal with its pointer
// ("/items/0"): unknown_item, not_at_depot, already_lent, wrong_state, in_transfer; unknown_depot,
// same_depot; unknown_product, serial_product, not_enough_stock. What was written is then the
// caller's to undo.
tl::expected<domain::TransferId, Refusals> make_transfer(db::WriteTx& tx,
                                                         const TransferWanted& wanted,
                                                         const Act& act);

// A planned one leaves; what is lent, gone or elsewhere by now is dropped from it. Sent already:
// nothing changes. Refused, all three: transfer_closed.
domain::Decided<void> send_transfer(db::WriteTx& tx, const db::transfers::Transfer& transfer,
                                    const Act& act);
// What is named of it, or all that is still open, stands at its goal. Also: unknown_item,
// not_in_transfer.
tl::expected<void, Refusals> receive_transfer(db::WriteTx& tx,
                                              const db::transfers::Transfer& transfer,
                                              const std::optional<std::vector<std::string>>& codes,
                                              const Act& act);
// What was not received stays where it was.
domain::Decided<void> cancel_transfer(db::WriteTx& tx, const db::transfers::Transfer& transfer,
                                      const Act& act);

// The field of a receipt that says where the item belongs from then on; none when it came home.
inline constexpr const char* home_depot = "home_depot";

// One item arrives, and belongs there; the event's id.
domain::EventId receive_item(db::WriteTx& tx, db::items::ItemView& view,
                             const db::transfers::Open& open,
                             const std::optional<std::string>& shelf, const Act& act);
// An item that stands at another depot than its own is to be sent home with the next transfer.
void plan_home(db::WriteTx& tx, const domain::Item& item, const Act& act);
// Nothing is planned for the item any more.
void drop_plan(db::WriteTx& tx, domain::ItemId item, const Act& act);

// Refused: in_transfer, while it is on its way.
domain::Decided<void> must_not_be_under_way(db::ReadTx& tx, domain::ItemId item);

}  // namespace depot
