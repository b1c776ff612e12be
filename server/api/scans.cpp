#include <algorithm>
#include <map>
#include <tuple>

#include <boost/json.hpp>

#include "api/answer.hpp"
#include "api/details.hpp"
#include "api/json_reader.hpp"
#include "api/routes.hpp"
#include "api/scan_texts.hpp"
#include "api/shapes.hpp"
#include "db/digest.hpp"
#include "db/scan_store.hpp"
#include "depot/scan.hpp"
#include "depot/undo.hpp"
#include "routing/texts.hpp"

namespace api {
namespace {

using domain::ScanMode;
using routing::Body;
using routing::Fault;
using routing::Method;
using routing::Reply;
using routing::Request;
using routing::Shown;

constexpr std::size_t most_in_batch = 500;

bool is_uuid(std::string_view text) {
    if (text.size() != 36) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        if (dash ? c != '-' : !hex) return false;
    }
    return true;
}

std::string lower(std::string text) {
    for (char& c : text) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
    }
    return text;
}

// One text for all ways to write the same scan: keys in order, what is null left out.
void write_canonical(const json::value& value, std::string& out) {
    if (const auto* object = value.if_object()) {
        std::vector<json::string_view> keys;
        for (const auto& member : *object) {
            if (!member.value().is_null()) keys.push_back(member.key());
        }
        std::sort(keys.begin(), keys.end());
        out += '{';
        for (const auto key : keys) {
            out += json::serialize(json::string(key)) + ":";
            write_canonical(object->at(key), out);
            out += ',';
        }
        out += '}';
    } else if (const auto* array = value.if_array()) {
        out += '[';
        for (const auto& entry : *array) {
            write_canonical(entry, out);
            out += ',';
        }
        out += ']';
    } else {
        out += json::serialize(value);
    }
}

// When it was sent is not part of what it says: a repeat is sent later.
std::string fingerprint(json::object scan) {
    scan.erase("sent_at");
    std::string canonical;
    write_canonical(scan, canonical);
    return db::sha256_hex(canonical);
}

void read_details(Fields& fields, depot::Scan& scan, domain::Day today) {
    const json::object* object = fields.maybe_object("details");
    if (object == nullptr) return;
    Fields details(*object, fields.pointer("details"), fields.faults());
    switch (scan.mode) {
        case ScanMode::in:
            scan.infectious = details.maybe_flag("infectious").value_or(false);
            scan.missing_accessories = details.maybe_texts("missing_accessories", 30, 80);
            scan.note = details.maybe_note("note", 1000);
            break;
        case ScanMode::washed:
            scan.method = details.maybe_choice("method", parse_wash_method);
            break;
        case ScanMode::inspected:
            scan.passed = details.maybe_flag("ok").value_or(true);
            scan.checklist = read_checklist(details);
            scan.missing_accessories = details.maybe_texts("missing_accessories", 30, 80);
            scan.findings = details.maybe_note("findings", 1000);
            break;
        case ScanMode::out:
            scan.borrower = details.maybe_id<domain::BorrowerId>("borrower");
            scan.expected = details.maybe_choice("expected", domain::parse_expected);
            scan.training = read_training(details, today);
            break;
        case ScanMode::move:
        case ScanMode::count:
        case ScanMode::lookup:
            break;
    }
    details.done();
}

struct Context {
    domain::Instant received;
    domain::Day today;
    std::string depot;  // of the sender, when the scan names none
    std::optional<domain::Instant> sent;
    bool in_batch = false;
    // In a batch: the latest time of each device so far.
    std::map<std::string, domain::Instant> latest = {};
};

depot::Scan read_scan(Fields& fields, const Context& context) {
    depot::Scan scan;
    scan.id = lower(fields.text("id", 60));
    if (!scan.id.empty() && !is_uuid(scan.id)) fields.fault("id", "invalid_uuid");
    scan.device = fields.text("device", 60);
    scan.seq = fields.maybe_number("seq", 0, INT64_MAX);
    const domain::Instant happened = fields.instant("happened_at");
    scan.operator_badge = fields.maybe_text("operator", 60);
    scan.mode = fields.choice("mode", domain::parse_scan_mode);
    scan.code = fields.text("code", 500);
    scan.depot = fields.maybe_text("depot", 20).value_or(context.depot);
    scan.shelf = fields.maybe_text("shelf", 20);
    scan.loan = fields.maybe_id<domain::LoanId>("loan");
    auto sent = context.sent;
    if (!context.in_batch) sent = fields.maybe_instant("sent_at");
    read_details(fields, scan, context.today);
    scan.time = domain::scan_time(happened, sent, context.received, context.in_batch);
    return scan;
}

json::object item_of(const db::items::ItemView& view) {
    return {{"code", view.item.code},
            {"product", view.product_name},
            {"state", std::string(to_text(view.item.status.state))},
            {"on_loan", view.open_loan.has_value()},
            {"depot", view.item.status.depot},
            {"shelf", or_null(view.item.status.shelf)}};
}

json::object instruction_of(const domain::Instruction& instruction, routing::Language language) {
    json::object shape;
    shape["code"] = std::string(to_text(instruction.code));
    shape["text"] = instruction_text(instruction, language);
    const std::string where = instruction_place(instruction, language);
    shape["where"] = where.empty() ? json::value(nullptr) : json::value(where);
    return shape;
}

json::object attention_of(const domain::Attention& attention, routing::Language language) {
    json::object shape;
    shape["code"] = std::string(to_text(attention.code));
    if (attention.code == domain::AttentionCode::overdue) shape["days"] = attention.days;
    if (attention.code == domain::AttentionCode::permanent_candidate) {
        json::array why;
        for (const auto reason : attention.why)
            why.push_back(json::string(std::string(to_text(reason))));
        shape["why"] = std::move(why);
    }
    if (attention.code == domain::AttentionCode::incomplete) {
        shape["missing"] = json::value_from(attention.missing);
    }
    if (attention.code == domain::AttentionCode::wrong_depot) {
        shape["depot"] = attention.depot;
    }
    shape["text"] = attention_text(attention, language);
    return shape;
}

json::object answer_of(const std::string& scan_id, const depot::ScanOutcome& outcome,
                       routing::Language language) {
    json::object shape;
    shape["scan"] = scan_id;
    shape["result"] = std::string(to_text(outcome.result));
    shape["item"] = outcome.item ? json::value(item_of(*outcome.item)) : json::value(nullptr);
    if (outcome.refusal) {
        const std::string code(to_text(outcome.refusal->code));
        shape["reason"] = {{"code", code}, {"text", std::string(routing::text(code, language))}};
    }
    if (outcome.loan) shape["loan"] = outcome.loan->value;
    shape["instruction"] = instruction_of(outcome.instruction, language);
    json::array attention;
    for (const auto& entry : outcome.attention) attention.push_back(attention_of(entry, language));
    shape["attention"] = std::move(attention);
    return shape;
}

// A device's clock that jumped back between two scans did not turn them round: the numbers say
// which came first, so the later one did not happen before it.
void follow(depot::Scan& scan, Context& context) {
    const auto [latest, first] = context.latest.try_emplace(scan.device, scan.time.happened);
    if (!first && scan.time.happened < latest->second) {
        scan.time.happened = latest->second;
        scan.time.suspect = true;
    }
    latest->second = scan.time.happened;
}

// The stored answer of the same scan, or a new one; the bytes of either.
tl::expected<std::string, Reply> run_scan(const Request& request, db::WriteTx& tx,
                                          const json::object& object, Context& context) {
    auto scan = read_object(object, [&](Fields& fields) { return read_scan(fields, context); });
    if (!scan) return tl::unexpected(routing::problem(request, 400, scan.error()));
    if (!depot::may_scan(request.principal.role, scan->mode)) {
        return tl::unexpected(routing::problem(request, 403, {Fault{"/mode", "not_allowed"}}));
    }
    if (context.in_batch) follow(*scan, context);
    scan->fingerprint = fingerprint(object);
    if (auto stored = db::scans::find_answer(tx, scan->id)) {
        if (stored->fingerprint == scan->fingerprint) return std::move(stored->answer);
        return tl::unexpected(routing::problem(request, 422, {Fault{"/id", "id_reused"}}));
    }
    const auto outcome = depot::apply_scan(tx, *scan, request.principal.actor,
                                           request.principal.role, request.now.instant);
    std::string bytes = json::serialize(answer_of(scan->id, outcome, request.language));
    depot::keep_scan(tx, *scan, outcome, bytes, request.principal.actor, request.now.instant);
    return bytes;
}

Context context_of(const Request& request) {
    return {request.now.instant, request.now.today, request.principal.depot, {}, false};
}

Shown scan(const Request& request, db::WriteTx& tx) {
    const auto object = parse_object(request.body);
    if (!object) return routing::problem(request, 400, object.error());
    Context context = context_of(request);
    auto bytes = run_scan(request, tx, *object, context);
    if (!bytes) return std::move(bytes.error());
    Reply reply;
    reply.body = std::move(*bytes);
    return reply;
}

struct Batch {
    const json::array* scans = nullptr;
    std::optional<domain::Instant> sent;
};

// Of one device by its own numbering, across devices by time: the order in which they happened.
std::vector<std::size_t> order_of(const json::array& scans) {
    struct Key {
        std::string happened;
        std::string device;
        std::int64_t seq = 0;
        std::size_t place = 0;
    };
    std::vector<Key> keys;
    for (std::size_t i = 0; i < scans.size(); ++i) {
        Key key;
        key.place = i;
        if (const auto* object = scans[i].if_object()) {
            if (const auto* at = object->if_contains("happened_at"); at && at->is_string()) {
                const auto& text = at->get_string();
                const auto instant = domain::parse_instant({text.data(), text.size()});
                if (instant) key.happened = domain::to_text(*instant);
            }
            if (const auto* device = object->if_contains("device"); device && device->is_string()) {
                key.device = std::string(device->get_string());
            }
            if (const auto* seq = object->if_contains("seq"); seq && seq->is_int64()) {
                key.seq = seq->get_int64();
            }
        }
        keys.push_back(std::move(key));
    }
    std::stable_sort(keys.begin(), keys.end(), [](const Key& a, const Key& b) {
        return std::tie(a.happened, a.device, a.seq) < std::tie(b.happened, b.device, b.seq);
    });
    // A device's clock may jump; its numbering does not. Each device's scans take the places that
    // its times won, in the order of its numbers.
    std::map<std::string, std::vector<Key>> by_device;
    for (const Key& key : keys) by_device[key.device].push_back(key);
    for (auto& [device, list] : by_device) {
        std::stable_sort(list.begin(), list.end(),
                         [](const Key& a, const Key& b) { return a.seq < b.seq; });
    }
    std::map<std::string, std::size_t> taken;
    std::vector<std::size_t> order;
    for (const Key& key : keys) {
        order.push_back(by_device[key.device][taken[key.device]++].place);
    }
    return order;
}

Shown batch(const Request& request, db::WriteTx& tx) {
    const auto object = parse_object(request.body);
    if (!object) return routing::problem(request, 400, object.error());
    const auto wanted = read_object(*object, [](Fields& fields) {
        Batch read;
        if (fields.absent("scans")) fields.fault("scans", "required");
        read.scans = fields.maybe_array("scans", most_in_batch);
        read.sent = fields.maybe_instant("sent_at");
        return read;
    });
    if (!wanted) return routing::problem(request, 400, wanted.error());

    Context context = context_of(request);
    context.in_batch = true;
    context.sent = wanted->sent;
    std::vector<std::string> answers(wanted->scans->size());
    for (const std::size_t place : order_of(*wanted->scans)) {
        const json::object* one = (*wanted->scans)[place].if_object();
        if (one == nullptr) {
            answers[place] = routing::problem(request, 400, "wrong_type").body;
            continue;
        }
        db::Savepoint this_scan(tx);
        auto bytes = run_scan(request, tx, *one, context);
        if (bytes) this_scan.keep();
        answers[place] = bytes ? std::move(*bytes) : std::move(bytes.error().body);
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

Shown undo(const Request& request, db::WriteTx& tx) {
    std::optional<std::string> device;
    if (!request.body.empty()) {
        auto read =
            read_body(request.body, [](Fields& fields) { return fields.maybe_text("device", 60); });
        if (!read) return routing::problem(request, 400, read.error());
        device = std::move(*read);
    }
    const std::string id = lower(request.path_values.front());
    const auto view = depot::undo(tx, id, device, act_of(request));
    if (!view) {
        const bool unknown = view.error().code == domain::RefusalCode::unknown_scan;
        return unknown ? routing::problem(request, 404, "unknown_scan")
                       : routing::refused(request, view.error());
    }
    depot::ScanOutcome outcome;
    outcome.item = *view;
    outcome.instruction = domain::instruction(view->item.status, view->open_loan.has_value(),
                                              view->item.home_depot, request.now.today);
    return answer(answer_of(id, outcome, request.language));
}

constexpr domain::Roles scanners{domain::Role::lager, domain::Role::sjafor};

const routing::Route rows[] = {
    {Method::post, "/api/v1/scans", scanners, "One scan; the answer says what to do next",
     routing::Write(scan), 200, "scan", Body::required, "scan_new"},
    {Method::post, "/api/v1/scans/{id}/undo", scanners, "Take back the last scan of a device",
     routing::Write(undo), 200, "scan", Body::optional, "undo"},
    {Method::post, "/api/v1/scans/batch", scanners, "Stored scans of a device, an answer for each",
     routing::Write(batch), 200, "scan_list", Body::required, "scan_batch"},
};

}  // namespace

std::span<const routing::Route> scan_routes() { return rows; }

}  // namespace api
