#include "api/desk_scan.hpp"

#include "api/scan_answer.hpp"
#include "api/scan_reader.hpp"
#include "db/scan_store.hpp"
#include "routing/problem.hpp"

namespace api {

std::optional<DeskScan> read_desk_scan(Fields& fields) {
    const json::object* object = fields.maybe_object("scan");
    if (object == nullptr) return std::nullopt;
    Fields part(*object, fields.pointer("scan"), fields.faults());
    DeskScan scan;
    scan.id = scan_id(part.text("id", 60));
    if (!scan.id.empty() && !is_uuid(scan.id)) part.fault("id", "invalid_uuid");
    scan.device = part.text("device", 60);
    part.done();
    return scan;
}

std::optional<routing::Reply> refuse_used(const routing::Request& request, db::ReadTx& tx,
                                          const std::optional<DeskScan>& scan) {
    if (!scan || !db::scans::find_answer(tx, scan->id)) return std::nullopt;
    return routing::problem(request, 422, {routing::Fault{"/scan/id", "id_reused"}});
}

void keep_desk_scan(const routing::Request& request, db::WriteTx& tx, const DeskScan& scan,
                    domain::ScanMode mode, const depot::ScanOutcome& outcome) {
    depot::Scan kept;
    kept.id = scan.id;
    kept.device = scan.device;
    kept.mode = mode;
    kept.time.happened = request.now.instant;
    depot::keep_scan(tx, kept, outcome,
                     json::serialize(answer_of(scan.id, outcome, request.language)),
                     request.principal.actor, request.now.instant);
}

}  // namespace api
