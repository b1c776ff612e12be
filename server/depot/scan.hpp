#pragma once
// One scan, live or late, from its code to what it did and what the person at the desk does next.
// Source: DOMAIN.md section 6.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "db/connection.hpp"
#include "db/item_store.hpp"
#include "db/scan_store.hpp"
#include "depot/act.hpp"
#include "depot/resolve.hpp"
#include "domain/attention.hpp"
#include "domain/checklist.hpp"
#include "domain/loan_record.hpp"
#include "domain/refusal.hpp"
#include "domain/scan.hpp"

namespace depot {

struct Scan {
    std::string id;           // UUID of the device's making
    std::string said;         // as it was sent, but for free text, as JSON
    std::string fingerprint;  // of everything the scan says; the same id with another is refused
    std::string device;
    std::optional<std::int64_t> seq;
    domain::ScanTime time;
    std::optional<std::string> operator_badge;
    domain::ScanMode mode = domain::ScanMode::lookup;
    std::string code;
    domain::DepotId depot;
    std::optional<std::string> shelf;
    std::optional<domain::LoanId> loan;
    std::optional<std::int64_t> quantity;  // of a counted product

    // in
    bool infectious = false;
    std::optional<std::string> note;
    // in and inspected
    std::vector<std::string> missing_accessories;
    // washed
    std::optional<std::string> method;
    // inspected
    bool passed = true;
    domain::Answers checklist;
    std::optional<std::string> findings;
    // out
    std::optional<domain::BorrowerId> borrower;
    std::optional<domain::Expected> expected;
    std::optional<domain::Training> training;
};

struct ScanOutcome {
    domain::ScanResult result = domain::ScanResult::done;
    std::optional<domain::Refusal> refusal;
    std::optional<db::items::ItemView> item;  // as it is after the scan
    // Instead of an item: a counted product; how many of it the scan was about (a look: all), and
    // how many are in stock at its depot (none: nobody has counted yet).
    struct Product {
        CountedProduct product;
        std::optional<std::int64_t> quantity;
        std::optional<std::int64_t> in_stock;
    };
    std::optional<Product> product;
    domain::Instruction instruction;
    std::vector<domain::Attention> attention;
    std::optional<domain::LoanId> loan;
    std::optional<domain::CountId> count;        // the open count that it was seen in
    std::optional<domain::DepotId> transfer_to;  // where it is going, or is to go
    std::optional<domain::EventId> event;
    std::optional<db::scans::Counted> number;  // of a counted product, that went out or came in
    // in: what belongs to a complete unit, to be ticked off
    std::vector<std::string> accessories;
    // inspected, refused for its checklist: the points to answer
    std::vector<std::string> checklist;
};

// Applies the scan. Never fails for what the database disagrees with: a live scan is refused, a
// late one becomes a discrepancy.
ScanOutcome apply_scan(db::WriteTx& tx, const Scan& scan, domain::ActorId actor, domain::Role role,
                       domain::Instant received);

// What a scan would say of so many of a counted product that went out or came in by number.
ScanOutcome counted_outcome(db::ReadTx& tx, domain::ProductId product, std::int64_t quantity,
                            const domain::DepotId& depot, std::optional<domain::LoanId> loan);

// Keeps the scan with the answer that is about to be sent, so that a repeat gets the same bytes.
void keep_scan(db::WriteTx& tx, const Scan& scan, const ScanOutcome& outcome,
               const std::string& answer, domain::ActorId actor, domain::Instant received);

// The modes that a role may scan in.
bool may_scan(domain::Role role, domain::ScanMode mode);

}  // namespace depot
