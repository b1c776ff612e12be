#include "pages/scanning.hpp"

#include <fmt/format.h>

#include "db/digest.hpp"
#include "db/scan_store.hpp"
#include "depot/oslo_time.hpp"
#include "identity/token.hpp"

namespace pages {
namespace {

using routing::Method;
using routing::Request;

// A UUID of the seventh version: when, and bits that nobody foresees.
std::string uuid_of(std::string_view when, std::string_view hex) {
    return fmt::format("{}-{}-7{}-8{}-{}", when.substr(0, 8), when.substr(8, 4), hex.substr(0, 3),
                       hex.substr(3, 3), hex.substr(6, 12));
}

std::string_view done_of(std::string_view mode) {
    if (mode == "out") return "Utlånt";
    if (mode == "in") return "Levert inn";
    if (mode == "washed") return "Vasket";
    if (mode == "inspected") return "Kontrollert";
    if (mode == "move") return "Flyttet";
    if (mode == "count") return "Talt";
    return "Slått opp";
}

struct Tone {
    std::string_view colour;
    std::string_view icon;
};
constexpr Tone good{"success", "done"};
constexpr Tone careful{"warning", "warning"};
constexpr Tone wrong{"danger", "warning"};
constexpr Tone plain{"info", "search"};

Tone tone_of(std::string_view result, std::string_view mode, const json::array& attention) {
    if (result == "refused" || result == "unknown_code") return wrong;
    for (const json::value& entry : attention) {
        const std::string code = text_at(entry.get_object(), "code");
        if (code == "blocked" || code == "infectious") return wrong;
    }
    if (result == "discrepancy" || result == "nothing_to_do" || !attention.empty()) return careful;
    return mode == "lookup" ? plain : good;
}

std::string what_happened(const Page& page, std::string_view result, std::string_view mode,
                          const json::object* item) {
    if (result == "refused") return page.say("Ikke gjort");
    if (result == "unknown_code") return page.say("Ukjent kode");
    if (result == "discrepancy") return page.say("Lagret som avvik");
    if (result == "nothing_to_do") return page.say("Var gjort fra før");
    if (mode == "inspected" && item != nullptr && text_at(*item, "state") == "to_repair") {
        return page.say("Ikke godkjent");
    }
    return page.say(done_of(mode));
}

}  // namespace

std::string device_of(const Request& request) {
    return "skranke-" + std::to_string(request.principal.actor.value);
}

std::string new_page_id(const Request& request) {
    const auto ms = static_cast<std::uint64_t>(request.now.instant.time_since_epoch().count());
    return fmt::format("{:012x}", ms & 0xffffffffffff) +
           db::sha256_hex(identity::new_token()).substr(0, 20);
}
std::string scan_id_of(const Request& request, const Typed& typed, std::string_view what) {
    std::string page = typed.text("_page");
    const bool hex = page.size() == 32 && page.find_first_not_of("0123456789abcdef") == page.npos;
    if (!hex) page = new_page_id(request);
    return uuid_of(page, db::sha256_hex(page + "\n" + std::string(what)));
}

json::object desk_scan(const Request& request, const Typed& typed, std::string_view what) {
    return {{"id", scan_id_of(request, typed, what)}, {"device", device_of(request)}};
}

Answer send_scan(const Request& request, db::WriteTx& tx, const Typed& typed, json::object scan) {
    const std::string id = scan_id_of(request, typed, json::serialize(scan));
    if (const auto stored = db::scans::find_answer(tx, id)) {
        Answer answer;
        answer.body = json::parse(stored->answer).get_object();
        return answer;
    }
    scan["id"] = id;
    scan["happened_at"] = domain::to_text(request.now.instant);
    return change(request, tx, Method::post, "/scans", scan);
}

json::object scan_view(const Page& page, const json::object& scanned) {
    const json::object& answer = scanned.at("answer").get_object();
    const std::string mode = text_at(scanned, "mode");
    const std::string result = text_at(answer, "result");
    const auto* item = object_at(answer, "item");
    const auto* product = object_at(answer, "product");
    const auto* instruction = object_at(answer, "instruction");
    const auto* reason = object_at(answer, "reason");
    const json::array attention = array_at(answer, "attention");
    const Tone tone = tone_of(result, mode, attention);
    const bool undone = scanned.at("undone").get_bool();

    json::object view;
    view["scan"] = answer.at("scan");
    view["mode"] = mode;
    view["result"] = result;
    view["colour"] = undone ? "neutral" : tone.colour;
    view["mark"] = tone.icon;
    view["undone"] = undone;
    view["happened"] = undone ? page.say("Angret") : what_happened(page, result, mode, item);
    view["code"] = item != nullptr ? item->at("code") : json::value(nullptr);
    view["read"] =
        item == nullptr && product == nullptr ? scanned.at("code") : json::value(nullptr);
    view["name"] = item != nullptr      ? item->at("product")
                   : product != nullptr ? product->at("name")
                                        : json::value(nullptr);
    view["quantity"] = product != nullptr ? product->at("quantity") : json::value(nullptr);
    view["in_stock"] = product != nullptr ? product->at("in_stock") : json::value(nullptr);
    view["state"] = nullptr;
    if (item != nullptr && mode == "lookup") {
        view["state"] = item->at("on_loan").get_bool() ? json::value("lent") : item->at("state");
    }
    view["reason"] = reason != nullptr ? reason->at("text") : json::value(nullptr);
    view["reason_code"] = reason != nullptr ? reason->at("code") : json::value(nullptr);
    // What is only asked for is no fault.
    const std::string code = text_at(view, "reason_code");
    if (code == "checklist_needed" || code == "training_required") {
        view["colour"] = careful.colour;
        view["happened"] = page.say("Trenger svar");
    }
    view["next"] = nullptr;
    view["where"] = nullptr;
    if (instruction != nullptr && text_at(*instruction, "code") != "next" && !undone) {
        view["next"] = instruction->at("text");
        view["where"] = instruction->at("where");
    }
    view["attention"] = undone ? json::array() : attention;
    view["loan"] = answer.contains("loan") ? answer.at("loan") : json::value(nullptr);
    if (answer.contains("handout") && !undone) view["happened"] = page.say("Delt ut");
    view["may_undo"] = false;
    const domain::Instant happened =
        domain::parse_instant(text_at(scanned, "happened_at")).value_or(page.request().now.instant);
    const int minute = depot::oslo_minute(happened);
    view["recent"] = page.request().now.instant - happened < std::chrono::minutes(10);
    view["clock"] = fmt::format("{:02}.{:02}", minute / 60, minute % 60);
    return view;
}

bool changed_something(const json::object& view) {
    const std::string mode = text_at(view, "mode");
    return text_at(view, "result") == "done" && !view.at("undone").get_bool() && mode != "lookup" &&
           mode != "count" && view.at("name").is_string() && view.at("recent").get_bool();
}

}  // namespace pages
