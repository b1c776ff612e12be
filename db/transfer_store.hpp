#pragma once
// Transfers between depots and their lines.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "db/connection.hpp"
#include "domain/ids.hpp"
#include "domain/time.hpp"

namespace db::transfers {

struct Line {
    std::int64_t id = 0;
    domain::TransferId transfer;
    // Either an item or a quantity of a counted product.
    std::optional<domain::ItemId> item;
    std::optional<std::string> item_code;
    domain::ProductId product;
    std::string product_name;
    std::optional<std::string> shelf;  // where a counted product was taken from
    std::int64_t quantity = 1;
    std::optional<domain::Instant> closed_at;
};

struct Transfer {
    domain::TransferId id;
    domain::DepotId from;
    domain::DepotId to;
    std::optional<domain::Instant> sent_at;  // none: planned
    std::optional<domain::Instant> closed_at;
    std::optional<std::string> outcome;  // received or cancelled
    domain::ActorId actor;
    domain::Instant opened_at;
    std::int64_t version = 1;
    std::vector<Line> lines;
};

// Without lines.
domain::TransferId insert(WriteTx& tx, const Transfer& transfer);
std::int64_t add_item(WriteTx& tx, domain::TransferId transfer, domain::ItemId item);
std::int64_t add_quantity(WriteTx& tx, domain::TransferId transfer, const Line& line);
// With its lines in order.
std::optional<Transfer> find(ReadTx& tx, domain::TransferId id);
// The planned one from there to there that things can join.
std::optional<domain::TransferId> planned(ReadTx& tx, const domain::DepotId& from,
                                          const domain::DepotId& to);

void send(WriteTx& tx, domain::TransferId id, domain::Instant at);
void close_line(WriteTx& tx, std::int64_t line, domain::Instant at);
// Counts the version up; when no line is open any more, it ends with that outcome.
void count_change(WriteTx& tx, domain::TransferId id, const std::string& outcome,
                  domain::Instant at);
// Takes a receipt back: the latest line of the item, and with it the transfer, is open again.
void reopen_line(WriteTx& tx, domain::TransferId id, domain::ItemId item);

// Where an item is going.
struct Open {
    domain::TransferId transfer;
    std::int64_t line = 0;
    domain::DepotId from;
    domain::DepotId to;
    std::optional<domain::Instant> sent_at;
};
std::optional<Open> of_item(ReadTx& tx, domain::ItemId item);
// Of several, those that are going somewhere.
std::map<domain::ItemId, domain::DepotId> goals(ReadTx& tx,
                                                const std::vector<domain::ItemId>& items);

struct Filter {
    // From it or to it.
    std::optional<domain::DepotId> depot;
    std::optional<bool> open;
};
std::vector<Transfer> list(ReadTx& tx, const Filter& filter, domain::TransferId after,
                           std::int64_t limit);

// Transfers that are open without an open line, or closed with one, and items on their way that
// somebody has.
std::vector<std::string> faults(ReadTx& tx);

}  // namespace db::transfers
