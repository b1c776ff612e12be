#include "answer.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <boost/json.hpp>

#include "texts.hpp"

namespace scanner {
namespace {

std::string_view sign(Kind kind, const Texts& texts) {
    switch (kind) {
        case Kind::done:
        case Kind::nothing_to_do:
            return "OK";
        case Kind::stored:
            return texts.sign_stored;
        case Kind::refused:
            return texts.sign_refused;
        case Kind::unknown:
            return texts.sign_unknown;
        case Kind::discrepancy:
            return texts.sign_discrepancy;
        case Kind::info:
            return "--";
        case Kind::failed:
            return texts.sign_failed;
    }
    return "--";
}

}  // namespace

std::string_view to_text(Kind kind) {
    switch (kind) {
        case Kind::done:
            return "done";
        case Kind::nothing_to_do:
            return "nothing_to_do";
        case Kind::stored:
            return "stored";
        case Kind::refused:
            return "refused";
        case Kind::unknown:
            return "unknown";
        case Kind::discrepancy:
            return "discrepancy";
        case Kind::info:
            return "info";
        case Kind::failed:
            return "failed";
    }
    return "failed";
}

std::string as_text(const Answer& answer, const Standing& standing, std::string_view language) {
    const Texts& texts = texts_in(language);
    std::string line = fmt::format("{:<7} {}", sign(answer.kind, texts), answer.text);
    for (std::size_t i = 0; i < answer.choices.size(); ++i) {
        line += fmt::format("  [{}] {}", i + 1, answer.choices[i]);
    }
    for (const std::string& entry : answer.attention) line += "  !! " + entry;
    if (standing.waiting > 0) {
        line += "  (" + say(texts.waiting, standing.waiting) + ")";
    }
    // A name or a text of the server's never begins a line of its own.
    std::replace_if(
        line.begin(), line.end(),
        [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
    return line;
}

std::string as_json(const Answer& answer, const Standing& standing) {
    namespace json = boost::json;
    json::object object;
    object["kind"] = to_text(answer.kind);
    object["text"] = answer.text;
    object["attention"] = json::value_from(answer.attention);
    object["choices"] = json::value_from(answer.choices);
    object["mode"] = standing.mode;
    object["waiting"] = standing.waiting;
    object["scan"] = answer.scan.empty() ? json::value(nullptr) : json::value(answer.scan);
    object["server"] = answer.server.empty() ? json::value(nullptr) : json::parse(answer.server);
    return json::serialize(object);
}

}  // namespace scanner
