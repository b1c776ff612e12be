#pragma once
// Scans with the answers they got, and the discrepancies that late ones opened.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/connection.hpp"
#include "domain/ids.hpp"
#include "domain/scan.hpp"

namespace db::scans {

struct StoredAnswer {
    std::string fingerprint;
    std::string answer;
};
std::optional<StoredAnswer> find_answer(ReadTx& tx, const std::string& scan_id);

struct Record {
    std::string scan_id;
    std::string fingerprint;
    domain::ActorId actor;
    std::string device;
    std::optional<std::int64_t> seq;
    domain::ScanMode mode = domain::ScanMode::lookup;
    std::optional<domain::ItemId> item;
    std::optional<domain::EventId> event;
    domain::Instant happened_at;
    domain::Instant received_at;
    bool suspect = false;
    domain::ScanResult result = domain::ScanResult::done;
    std::optional<std::string> said;  // JSON
    std::string answer;
};
// What a device has scanned, the latest first.
struct Scanned {
    std::int64_t row = 0;
    domain::ScanMode mode = domain::ScanMode::lookup;
    domain::Instant happened_at;
    bool undone = false;
    std::optional<std::string> said;  // JSON; only of what changed nothing
    std::string answer;
};
// Those of the actor on that device before the row, among the latest thousand of all devices: who
// stands at a desk looks back an hour, and no index is kept for that.
std::vector<Scanned> latest_of(ReadTx& tx, domain::ActorId actor, const std::string& device,
                               std::int64_t before, std::int64_t limit);

// A free text of a scan that no event took; blanked when the borrower is anonymised.
void add_note(WriteTx& tx, const std::string& scan_id, std::string_view kind,
              std::string_view text);
// Its row.
std::int64_t insert(WriteTx& tx, const Record& record);

// What a scan did with a number of a counted product: the loan line that began (out) or ended (in),
// or what was given out.
struct Counted {
    std::int64_t quantity = 0;
    std::optional<domain::LoanLineId> line = {};
    std::optional<domain::HandoutId> handout = {};
};
void insert_counted(WriteTx& tx, std::int64_t row, const std::string& device,
                    const Counted& counted);
void undo_counted(WriteTx& tx, std::int64_t row, domain::Instant at);

struct Undoable {
    std::int64_t row = 0;
    std::string device;
    domain::ActorId actor;
    std::optional<domain::ItemId> item;
    std::optional<domain::EventId> event;
    domain::Instant received_at;
    domain::ScanMode mode = domain::ScanMode::lookup;
    // What it did without an event.
    std::optional<Counted> number;  // of a counted product
    bool number_undone = false;
    bool counted = false;  // in an open count, as its answer said
};
std::optional<Undoable> find(ReadTx& tx, const std::string& scan_id);
// Whether the device sent a scan after that one which changed something and was not undone.
bool later_effect_of_device(ReadTx& tx, const std::string& device, std::int64_t row);

// A scan of the item at the desk, other than a look-up, that happened after the instant.
bool scanned_after(ReadTx& tx, domain::ItemId item, domain::Instant instant);

struct Discrepancy {
    domain::DiscrepancyId id;
    std::string scan_id;
    std::optional<domain::ItemId> item;
    std::optional<std::string> item_code;
    std::optional<domain::EventId> event;
    std::optional<std::int64_t> event_seq;
    std::optional<domain::EventId> known_event;
    std::optional<std::int64_t> known_event_seq;
    std::string reason;
    std::optional<domain::DepotId> depot;
    domain::Instant created_at;
    std::optional<domain::Instant> settled_at;
    // Of the scan: who sent it, when it happened, and what it said (JSON).
    std::string device;
    domain::Instant happened_at;
    std::optional<std::string> said;
};
domain::DiscrepancyId open_discrepancy(WriteTx& tx, const Discrepancy& discrepancy);
std::optional<Discrepancy> find_discrepancy(ReadTx& tx, domain::DiscrepancyId id);
std::vector<Discrepancy> open_discrepancies(ReadTx& tx, const std::optional<domain::DepotId>& depot,
                                            domain::DiscrepancyId after, std::int64_t limit);
void settle(WriteTx& tx, domain::DiscrepancyId id, domain::ActorId by, domain::Instant at);

}  // namespace db::scans
