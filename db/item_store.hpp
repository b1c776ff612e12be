#pragma once
// Items, seen as the desk sees them: with what their product asks and the open loan line.

#include <optional>
#include <string>
#include <vector>

#include "db/order.hpp"
#include "domain/borrower.hpp"
#include "domain/item.hpp"
#include "domain/loan.hpp"

namespace db::items {

// What the rules ask of the open loan of an item.
struct OpenLoan {
    domain::LoanId loan;
    domain::LoanLineId line;
    domain::BorrowerId borrower;
    domain::BorrowerKind borrower_kind = domain::BorrowerKind::person;
    domain::Expected expected = domain::Expected::unknown;
    std::optional<domain::Day> due;
    domain::Instant handed_out_at;
    std::int64_t extensions = 0;  // of the loan
};

struct ItemView {
    domain::Item item;
    std::string product_name;
    domain::WashClass wash_class = domain::WashClass::machine;
    std::optional<std::int64_t> inspection_months;
    bool needs_training = false;
    bool incomplete = false;  // an accessory is noted as missing
    std::optional<OpenLoan> open_loan;
};

// By the present code or that of a replaced label.
std::optional<ItemView> by_code(ReadTx& tx, const std::string& code);
std::optional<ItemView> find(ReadTx& tx, domain::ItemId id);
// By id, in a constant number of statements.
std::vector<ItemView> all_of(ReadTx& tx, const std::vector<domain::ItemId>& ids);
// At most two: more than one is ambiguous.
std::vector<domain::ItemId> by_serial(ReadTx& tx, const std::string& serial);

// What stands on an item's label.
struct Printed {
    std::string code;  // the present one
    std::string product_name;
};
// By the present code or that of a replaced label.
std::optional<Printed> printed(ReadTx& tx, const std::string& code);

struct Filter {
    std::optional<domain::State> state;
    std::optional<domain::DepotId> depot;
    std::optional<domain::ProductId> product;
    std::optional<domain::Owner> owner;
    std::optional<domain::Stock> stock;
    // A code, serial number, HMS-nr or a part of the product's name.
    std::optional<std::string> text;
    std::optional<std::string> shelf;
};
// oldest, newest, since (the longest in its state first), shelf (what is on none comes last)
std::span<const Order<ItemView>> orders();
std::vector<ItemView> list(ReadTx& tx, const Filter& filter, const Position& after,
                           std::int64_t limit, const Order<ItemView>& order = orders().front());

bool code_taken(ReadTx& tx, const std::string& code);
// As it stands; the id is the next one. Whoever makes an item appends its events as well.
domain::ItemId insert(WriteTx& tx, const domain::Item& item);
// Status and event_count, as the last event left them.
void update_status(WriteTx& tx, const domain::Item& item);
// The same for an event that left the status as it was: no index is written.
void count_event(WriteTx& tx, const domain::Item& item);
// Owner, stock, home depot, serial, lot, udi, day of purchase and price.
void update_identity(WriteTx& tx, const domain::Item& item);
// The old code keeps finding the item.
void replace_code(WriteTx& tx, domain::ItemId id, const std::string& old_code,
                  const std::string& new_code);

}  // namespace db::items
