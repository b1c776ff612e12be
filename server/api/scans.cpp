#include <any>

#include <boost/json.hpp>

#include "api/answer.hpp"
#include "api/json_reader.hpp"
#include "api/routes.hpp"
#include "api/scan_answer.hpp"
#include "api/scan_reader.hpp"
#include "api/shapes.hpp"
#include "db/error.hpp"
#include "db/scan_store.hpp"
#include "db/transfer_store.hpp"
#include "depot/scan.hpp"
#include "depot/undo.hpp"
#include "routing/texts.hpp"

namespace api {
namespace {

using routing::Body;
using routing::Fault;
using routing::Method;
using routing::Reply;
using routing::Request;
using routing::Shown;

Sender sender_of(const Request& request) {
    return {request.now.instant, request.now.today, request.principal.depot};
}

// The stored answer of the same scan, or a new one; the bytes of either.
tl::expected<std::string, Reply> run_scan(const Request& request, db::WriteTx& tx,
                                          const Read<depot::Scan>& read) {
    if (!read) return tl::unexpected(routing::problem(request, 400, read.error()));
    const depot::Scan& scan = *read;
    if (!depot::may_scan(request.principal.role, scan.mode)) {
        return tl::unexpected(routing::problem(request, 403, {Fault{"/mode", "not_allowed"}}));
    }
    if (auto stored = db::scans::find_answer(tx, scan.id)) {
        if (stored->fingerprint == scan.fingerprint) return std::move(stored->answer);
        return tl::unexpected(routing::problem(request, 422, {Fault{"/id", "id_reused"}}));
    }
    const auto outcome = depot::apply_scan(tx, scan, request.principal.actor,
                                           request.principal.role, request.now.instant);
    std::string bytes = json::serialize(answer_of(scan.id, outcome, request.language));
    depot::keep_scan(tx, scan, outcome, bytes, request.principal.actor, request.now.instant);
    return bytes;
}

std::any prepare_scan(const Request& request) {
    return read_scan(request.body, sender_of(request));
}

Shown scan(const Request& request, db::WriteTx& tx) {
    const auto& read = std::any_cast<const Read<depot::Scan>&>(request.prepared);
    auto bytes = run_scan(request, tx, read);
    if (!bytes) return std::move(bytes.error());
    Reply reply;
    reply.body = std::move(*bytes);
    return reply;
}

// A scan that meets what should not be there, an item of no product say, is not stored and does not
// stop the others; a failing disk stops all of them.
std::string run_one_of_batch(const Request& request, db::WriteTx& tx,
                             const Read<depot::Scan>& read) {
    try {
        db::Savepoint this_scan(tx);
        auto bytes = run_scan(request, tx, read);
        if (bytes) this_scan.keep();
        return bytes ? std::move(*bytes) : std::move(bytes.error().body);
    } catch (const db::StorageFailure&) {
        throw;
    } catch (const db::TryAgain&) {
        throw;
    } catch (const db::ConstraintViolation& violation) {
        // Perhaps another server's work, which the rules see when all of it is run again.
        const bool raced = violation.kind() == db::ConstraintViolation::Kind::unique;
        if (raced && tx.runs_again()) throw;
        return routing::problem(request, 409, "conflict").body;
    } catch (const db::Error&) {
        return routing::problem(request, 409, "conflict").body;
    }
}

std::any prepare_batch(const Request& request) {
    return read_scan_batch(request.body, sender_of(request));
}

Shown batch(const Request& request, db::WriteTx& tx) {
    const auto& read = std::any_cast<const Read<ScanBatch>&>(request.prepared);
    if (!read) return routing::problem(request, 400, read.error());
    std::vector<std::string> answers(read->scans.size());
    for (std::size_t i = 0; i < answers.size(); ++i) {
        if (!read->scans[i]) {
            answers[i] = routing::problem(request, 400, read->scans[i].error()).body;
        }
    }
    for (const std::size_t place : read->order) {
        answers[place] = run_one_of_batch(request, tx, read->scans[place]);
    }
    // The answers are stored texts and go out as they are.
    Reply reply;
    reply.body = "{\"items\":[";
    for (std::size_t i = 0; i < answers.size(); ++i) {
        if (i > 0) reply.body += ',';
        reply.body += answers[i];
    }
    reply.body += "]}";
    return reply;
}

// What the desk is told of what stands as before.
depot::ScanOutcome outcome_of(db::ReadTx& tx, const depot::Undone& undone, domain::Day today) {
    if (!undone.item) {
        return depot::counted_outcome(tx, undone.product, undone.quantity, undone.depot,
                                      undone.loan);
    }
    const db::items::ItemView& view = *undone.item;
    depot::ScanOutcome outcome;
    outcome.item = view;
    const auto open = view.open_loan ? std::nullopt : db::transfers::of_item(tx, view.item.id);
    if (open) outcome.transfer_to = open->to;
    const auto goal = open && open->sent_at ? std::optional(open->to) : std::nullopt;
    outcome.instruction = domain::instruction(view.item.status, view.open_loan.has_value(),
                                              view.item.home_depot, goal, today);
    return outcome;
}

Shown undo(const Request& request, db::WriteTx& tx) {
    std::optional<std::string> device;
    if (!request.body.empty()) {
        auto read =
            read_body(request.body, [](Fields& fields) { return fields.maybe_text("device", 60); });
        if (!read) return routing::problem(request, 400, read.error());
        device = std::move(*read);
    }
    const std::string id = scan_id(request.path_values.front());
    const auto undone = depot::undo(tx, id, device, act_of(request));
    if (!undone) {
        const bool unknown = undone.error().code == domain::RefusalCode::unknown_scan;
        return unknown ? routing::problem(request, 404, "unknown_scan")
                       : routing::refused(request, undone.error());
    }
    return answer(answer_of(id, outcome_of(tx, *undone, request.now.today), request.language));
}

json::object shape_of(const db::scans::Scanned& scanned) {
    json::object shape;
    shape["mode"] = std::string(to_text(scanned.mode));
    shape["happened_at"] = domain::to_text(scanned.happened_at);
    shape["undone"] = scanned.undone;
    shape["code"] = nullptr;
    if (scanned.said) {
        const json::value said = json::parse(*scanned.said);
        if (const auto* code = said.get_object().if_contains("code")) shape["code"] = *code;
    }
    shape["answer"] = json::parse(scanned.answer);
    return shape;
}

Reply latest(const Request& request, db::ReadTx& tx) {
    Parameters parameters(request);
    const auto device = parameters.text("device", 60);
    parameters.require("device", device.has_value());
    const auto limit = parameters.limit();
    const auto cursor = parameters.cursor_id();
    if (!parameters.ok()) return parameters.problem();
    auto found = db::scans::latest_of(tx, request.principal.actor, *device,
                                      cursor == 0 ? INT64_MAX : cursor, limit + 1);
    return page(request, found, limit, shape_of,
                [](const db::scans::Scanned& last) { return std::to_string(last.row); });
}

constexpr domain::Roles scanners{domain::Role::lager, domain::Role::sjafor};

const routing::Route rows[] = {
    {Method::get,
     "/api/v1/scans",
     scanners,
     "What the sender has scanned on a device lately, the latest first, with the answers",
     routing::Read(latest),
     200,
     "scanned_list",
     Body::none,
     {},
     "device limit cursor"},
    {Method::post,
     "/api/v1/scans",
     scanners,
     "One scan; the answer says what to do next",
     routing::Write(scan),
     200,
     "scan",
     Body::required,
     "scan_new",
     {},
     routing::Kept::answer,
     prepare_scan},
    {Method::post, "/api/v1/scans/{id}/undo", scanners, "Take back the last scan of a device",
     routing::Write(undo), 200, "scan", Body::optional, "undo"},
    {Method::post,
     "/api/v1/scans/batch",
     scanners,
     "Stored scans of a device, an answer for each",
     routing::Write(batch),
     200,
     "scan_list",
     Body::required,
     "scan_batch",
     {},
     routing::Kept::answer,
     prepare_batch},
};

}  // namespace

std::span<const routing::Route> scan_routes() { return rows; }

}  // namespace api
