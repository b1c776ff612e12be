#include "wording.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>

#include "domain/loan.hpp"
#include "json.hpp"
#include "labels/code.hpp"

namespace scanner {

namespace json = boost::json;
using domain::ScanMode;

namespace {

// Some instructions only repeat what the reason of a refusal says.
bool adds_to_a_reason(std::string_view instruction, Kind kind) {
    if (kind == Kind::done || kind == Kind::nothing_to_do) return true;
    return instruction != "on_loan" && instruction != "scan_again" && instruction != "start_loan" &&
           instruction != "ask";
}

Kind kind_of(std::string_view result) {
    if (result == "done") return Kind::done;
    if (result == "nothing_to_do") return Kind::nothing_to_do;
    if (result == "refused") return Kind::refused;
    if (result == "unknown_code") return Kind::unknown;
    return Kind::discrepancy;
}

std::string what_happened(const Texts& texts, const Deed& deed, const std::string& aid) {
    switch (deed.mode) {
        case ScanMode::out:
            return say(texts.did_out, deed.to_whom, aid);
        case ScanMode::in:
            return say(texts.did_in, aid);
        case ScanMode::washed:
            return say(texts.did_washed, aid);
        case ScanMode::inspected:
            return say(deed.failed ? texts.did_failed_inspection : texts.did_inspected, aid);
        case ScanMode::move:
            return say(texts.did_move, aid);
        case ScanMode::count:
            return say(texts.did_count, aid);
        case ScanMode::lookup:
            return aid + ":";
    }
    return aid;
}

std::string listed(const std::vector<std::string>& names) {
    return fmt::format("{}", fmt::join(names, ", "));
}

// What the server wants to know first, as a person at the desk answers it; else nothing.
std::string what_is_asked(const Texts& texts, const json::object& refusal, std::string_view code) {
    if (code == "training_required") return std::string(texts.training_needed);
    if (const auto points = scanner::texts(refusal, "checklist"); !points.empty()) {
        return say(texts.checklist_ask, listed(points));
    }
    if (code != "incomplete") return {};
    for (const json::object* entry : objects(refusal, "attention")) {
        if (text(*entry, "code") == "incomplete") {
            return say(texts.incomplete_ask, listed(scanner::texts(*entry, "missing")));
        }
    }
    return {};
}

// "Krykke (123456)": what has no label of its own.
std::string name_of(const json::object& product) {
    const std::string name = text(product, "name");
    const std::string hms = text(product, "hms_nr");
    return hms.empty() ? name : name + " (" + hms + ")";
}

// How many there are, as far as anybody has counted.
std::string stock_of(const Texts& texts, const json::object& product, ScanMode mode) {
    const auto quantity = number(product, "in_stock");
    if (mode == ScanMode::out) return quantity ? say(texts.pieces_left, *quantity) : std::string();
    if (mode != ScanMode::lookup) return {};
    return quantity ? say(texts.pieces_in_stock, *quantity) : std::string(texts.pieces_not_counted);
}

}  // namespace

Answer in_words(const Texts& texts, const Deed& deed, const std::string& server) {
    const json::object object = json::parse(server).as_object();
    Answer answer;
    answer.server = server;
    if (!object.contains("result")) {
        // A problem: the server could not read the scan, or this device may not send it.
        answer.kind = Kind::failed;
        answer.text = sentence(text(object, "title"));
        return answer;
    }
    answer.kind = kind_of(text(object, "result"));
    std::string aid;
    std::string state;
    if (const json::object* item = inner(object, "item")) {
        aid = aid_of(text(*item, "product"), text(*item, "code"));
        // That it is on loan the instruction says.
        if (!flag(*item, "on_loan")) {
            state = std::string(state_text(texts, text(*item, "state"))) + ".";
        }
    }
    if (const json::object* product = inner(object, "product")) {
        const bool done = answer.kind == Kind::done && deed.mode != ScanMode::lookup;
        aid = name_of(*product);
        if (done) aid = say(texts.pieces, deed.quantity.value_or(1), aid);
        state = stock_of(texts, *product, deed.mode);
    }
    std::string next;
    if (const json::object* instruction = inner(object, "instruction");
        instruction != nullptr && adds_to_a_reason(text(*instruction, "code"), answer.kind)) {
        const std::string where = text(*instruction, "where");
        next = sentence(text(*instruction, "text") + (where.empty() ? "" : ": " + where));
    }
    std::string why;
    std::string asked;
    if (const json::object* reason = inner(object, "reason")) {
        if (answer.kind == Kind::refused) {
            asked = what_is_asked(texts, object, text(*reason, "code"));
        }
        why = asked.empty() ? sentence(text(*reason, "text")) : asked;
        if (!asked.empty()) next.clear();
    }

    switch (answer.kind) {
        case Kind::done:
            answer.text = what_happened(texts, deed, aid);
            // Where an aid goes says most often what it is.
            if (inner(object, "product") != nullptr) {
                answer.text = joined(answer.text, deed.mode == ScanMode::lookup ? state : next);
                if (deed.mode == ScanMode::out) answer.text = joined(answer.text, state);
            } else if (deed.mode == ScanMode::lookup && next.empty()) {
                answer.text = joined(answer.text, state);
            } else {
                answer.text = joined(answer.text, next);
            }
            if (const auto names = scanner::texts(object, "accessories"); !names.empty()) {
                answer.text = joined(answer.text, say(texts.check_accessories, listed(names)));
            }
            break;
        case Kind::nothing_to_do:
            answer.text = joined(say(texts.did_nothing, aid), next);
            break;
        case Kind::refused:
        case Kind::unknown:
        case Kind::discrepancy:
            answer.text = joined(joined(aid.empty() ? "" : aid + ":", why), next);
            break;
        case Kind::stored:
        case Kind::info:
        case Kind::failed:
            break;
    }
    for (const json::object* entry : objects(object, "attention")) {
        // The question has said it.
        if (!asked.empty() && text(*entry, "code") == "incomplete") continue;
        answer.attention.push_back(text(*entry, "text"));
    }
    return answer;
}

Answer stored_in_words(const Texts& texts, const Deed& deed, const std::string& aid,
                       const std::optional<KnownItem>& item, const std::string& depot,
                       domain::Day today) {
    Answer answer;
    answer.kind = Kind::stored;
    answer.text = what_happened(texts, deed, aid);
    if (item) {
        answer.text +=
            " " + (item->on_loan ? std::string(texts.last_known_on_loan)
                                 : say(texts.last_known, state_text(texts, item->state)));
    }
    answer.text += " " + std::string(texts.stored_offline);
    if (deed.mode == ScanMode::in && deed.infectious) {
        answer.attention.emplace_back(texts.infectious);
    }
    if (!item) return answer;
    const int days = domain::days_overdue(domain::parse_day(item->due), today);
    if (days > 0) {
        answer.attention.push_back(days == 1 ? std::string(texts.one_day_overdue)
                                             : say(texts.days_overdue, days));
    }
    if (item->state == "blocked") answer.attention.emplace_back(texts.blocked);
    const auto inspection = domain::parse_day(item->inspection_due);
    if (inspection && *inspection < today) {
        answer.attention.emplace_back(texts.inspection_overdue);
    }
    if (!item->home_depot.empty() && item->home_depot != depot) {
        answer.attention.push_back(say(texts.belongs_to, item->home_depot));
    }
    return answer;
}

std::string_view state_text(const Texts& texts, std::string_view state) {
    const auto known = domain::parse_state(state);
    if (!known) return state;
    switch (*known) {
        case domain::State::ready:
            return texts.ready;
        case domain::State::to_clean:
            return texts.to_clean;
        case domain::State::to_inspect:
            return texts.to_inspect;
        case domain::State::to_repair:
            return texts.to_repair;
        case domain::State::quarantine:
            return texts.quarantine;
        case domain::State::blocked:
            return texts.state_blocked;
        case domain::State::missing:
            return texts.missing;
        case domain::State::lost:
            return texts.lost;
        case domain::State::scrapped:
            return texts.scrapped;
        case domain::State::handed_over:
            return texts.handed_over;
    }
    return state;
}

std::string aid_of(std::string_view product, std::string_view code) {
    return std::string(product) + " (" + printed(code) + ")";
}

std::string printed(std::string_view code) {
    const auto own = labels::LabelCode::parse(code);
    return own ? own->printed() : std::string(code);
}

std::string sentence(std::string text) {
    if (!text.empty() && text.back() != '.' && text.back() != '?' && text.back() != '!') {
        text += '.';
    }
    return text;
}

std::string joined(const std::string& first, const std::string& second) {
    return first.empty() || second.empty() ? first + second : first + " " + second;
}

std::string aids_text(const Texts& texts, std::int64_t count) {
    return count == 1 ? std::string(texts.one_aid) : say(texts.aids, count);
}

LoanShape shape_of(const json::object& loan) {
    LoanShape shape;
    std::string first;
    for (const json::object* line : objects(loan, "lines")) {
        if (text(*line, "state") != "open") continue;
        ++shape.out;
        if (const std::string item = text(*line, "item"); !item.empty()) {
            shape.items.push_back(item);
        } else if (const auto product = number(*line, "product_id")) {
            shape.pieces.push_back({*product, number(*line, "quantity").value_or(1)});
        }
        const std::string due = text(*line, "due");
        if (first.empty() || (!due.empty() && due < first)) first = due;
    }
    if (const auto day = domain::parse_day(first)) shape.due = domain::shown(*day);
    return shape;
}

}  // namespace scanner
