#pragma once
// From the body of a scan, or of a batch of them, to values; nothing here asks the database, so it
// is done before the writer's turn.

#include <cstddef>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "depot/scan.hpp"
#include "routing/problem.hpp"

namespace api {

template <class T>
using Read = tl::expected<T, std::vector<routing::Fault>>;

// Who sends, and when it arrived.
struct Sender {
    domain::Instant received;
    domain::Day today;
    domain::DepotId depot;  // of the scan that names none
};

// UUIDs are the same in either case; the stored form is lower.
std::string scan_id(std::string text);
bool is_uuid(std::string_view text);

Read<depot::Scan> read_scan(const std::string& body, const Sender& sender);

struct ScanBatch {
    // As they stand in the body, each by itself.
    std::vector<Read<depot::Scan>> scans;
    // Their places in the order in which they happened: of one device by its own numbers, across
    // devices by time.
    std::vector<std::size_t> order;
};
Read<ScanBatch> read_scan_batch(const std::string& body, const Sender& sender);

}  // namespace api
