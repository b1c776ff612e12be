#include "api/scan_reader.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include <boost/json.hpp>

#include "api/details.hpp"
#include "api/json_reader.hpp"
#include "db/digest.hpp"

namespace api {
namespace {

using domain::ScanMode;
using routing::Fault;

constexpr std::size_t most_in_batch = 500;

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

// When it was sent is not part of what it says: a repeat is sent later. Nor is the case of its id,
// or an object without a member.
std::string fingerprint(json::object scan, const std::string& id) {
    scan.erase("sent_at");
    scan["id"] = id;
    if (const auto* details = scan.if_contains("details");
        details && details->is_object() && details->get_object().empty()) {
        scan.erase("details");
    }
    std::string canonical;
    write_canonical(scan, canonical);
    return db::sha256_hex(canonical);
}

// Free text is kept in notes, which can be blanked.
std::string without_free_text(json::object scan) {
    if (auto* details = scan.if_contains("details"); details && details->is_object()) {
        for (const char* name : {"note", "findings", "training"}) {
            details->get_object().erase(name);
        }
    }
    return json::serialize(scan);
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

struct Clock {
    std::optional<domain::Instant> sent;  // what the device's clock said when it sent the batch
    bool in_batch = false;
};

depot::Scan read_fields(Fields& fields, const Sender& sender, const Clock& clock) {
    depot::Scan scan;
    scan.id = scan_id(fields.text("id", 60));
    if (!scan.id.empty() && !is_uuid(scan.id)) fields.fault("id", "invalid_uuid");
    scan.device = fields.text("device", 60);
    scan.seq = fields.maybe_number("seq", 0, INT64_MAX);
    const domain::Instant happened = fields.instant("happened_at");
    scan.operator_badge = fields.maybe_text("operator", 60);
    scan.mode = fields.choice("mode", domain::parse_scan_mode);
    scan.code = fields.scanned("code", 500);
    const bool no_depot = fields.absent("depot") && sender.depot.empty();
    scan.depot = fields.maybe_text("depot", 20).value_or(sender.depot);
    if (no_depot) fields.fault("depot", "required");
    scan.shelf = fields.maybe_text("shelf", 20);
    scan.loan = fields.maybe_id<domain::LoanId>("loan");
    scan.quantity = fields.maybe_number("quantity", 0, 100'000);
    const auto sent = clock.in_batch ? clock.sent : fields.maybe_instant("sent_at");
    read_details(fields, scan, sender.today);
    scan.time = domain::scan_time(happened, sent, sender.received, clock.in_batch);
    return scan;
}

Read<depot::Scan> read_object_of(const json::object& object, const Sender& sender,
                                 const Clock& clock) {
    auto scan =
        read_object(object, [&](Fields& fields) { return read_fields(fields, sender, clock); });
    if (scan) {
        scan->fingerprint = fingerprint(object, scan->id);
        scan->said = without_free_text(object);
    }
    return scan;
}

// Puts the scans of each device in the order of its own numbers, into the places that its times
// won. A clock that jumped back between two scans did not turn them round: the later one did not
// happen before the earlier, and its time is marked.
std::vector<std::size_t> put_in_order(std::vector<Read<depot::Scan>>& scans) {
    std::vector<std::size_t> by_time;
    for (std::size_t i = 0; i < scans.size(); ++i) {
        if (scans[i]) by_time.push_back(i);
    }
    const auto key = [&](std::size_t i) {
        return std::tie(scans[i]->time.happened, scans[i]->device, scans[i]->seq);
    };
    std::stable_sort(by_time.begin(), by_time.end(),
                     [&](std::size_t a, std::size_t b) { return key(a) < key(b); });

    // One without a number stays where its time puts it.
    std::map<std::string, std::vector<std::size_t>> of_device;
    for (const std::size_t i : by_time) {
        if (scans[i]->seq) of_device[scans[i]->device].push_back(i);
    }
    for (auto& [device, places] : of_device) {
        std::stable_sort(places.begin(), places.end(), [&](std::size_t a, std::size_t b) {
            return scans[a]->seq < scans[b]->seq;
        });
        for (std::size_t n = 1; n < places.size(); ++n) {
            domain::ScanTime& time = scans[places[n]]->time;
            const domain::Instant before = scans[places[n - 1]]->time.happened;
            if (time.happened >= before) continue;
            time.happened = before;
            time.suspect = true;
        }
    }
    std::map<std::string, std::size_t> taken;
    std::vector<std::size_t> order;
    for (const std::size_t i : by_time) {
        const std::string& device = scans[i]->device;
        order.push_back(scans[i]->seq ? of_device[device][taken[device]++] : i);
    }
    return order;
}

}  // namespace

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

std::string scan_id(std::string text) {
    for (char& c : text) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
    }
    return text;
}

Read<depot::Scan> read_scan(const std::string& body, const Sender& sender) {
    const auto object = parse_object(body);
    if (!object) return tl::unexpected(object.error());
    return read_object_of(*object, sender, {});
}

Read<ScanBatch> read_scan_batch(const std::string& body, const Sender& sender) {
    const auto object = parse_object(body);
    if (!object) return tl::unexpected(object.error());
    return read_object(*object, [&](Fields& fields) {
        ScanBatch batch;
        const Clock clock{fields.maybe_instant("sent_at"), true};
        if (fields.absent("scans")) fields.fault("scans", "required");
        const json::array* list = fields.maybe_array("scans", most_in_batch);
        if (list == nullptr) return batch;
        for (const json::value& entry : *list) {
            const json::object* one = entry.if_object();
            batch.scans.push_back(one != nullptr
                                      ? read_object_of(*one, sender, clock)
                                      : tl::unexpected(std::vector{Fault{"", "wrong_type"}}));
        }
        batch.order = put_in_order(batch.scans);
        return batch;
    });
}

}  // namespace api
