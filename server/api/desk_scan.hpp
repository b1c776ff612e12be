#pragma once
// What is done by number at a desk is kept among the scans of its device: it stands in the list of
// what was scanned, and can be undone.

#include <optional>
#include <string>

#include "api/json_reader.hpp"
#include "depot/scan.hpp"
#include "routing/reply.hpp"
#include "routing/request.hpp"

namespace api {

struct DeskScan {
    std::string id;  // of the device's making
    std::string device;
};

// {"id", "device"} under "scan".
std::optional<DeskScan> read_desk_scan(Fields& fields);
// What answers an id that some scan already has.
std::optional<routing::Reply> refuse_used(const routing::Request& request, db::ReadTx& tx,
                                          const std::optional<DeskScan>& scan);

// `mode`: out, or in. Its outcome says what was done, with the number.
void keep_desk_scan(const routing::Request& request, db::WriteTx& tx, const DeskScan& scan,
                    domain::ScanMode mode, const depot::ScanOutcome& outcome);

}  // namespace api
