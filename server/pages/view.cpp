#include "pages/view.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <stdexcept>

#include <fmt/format.h>
#include <boost/json.hpp>
#include <kainjow/mustache.hpp>

#include "depot/oslo_time.hpp"
#include "domain/time.hpp"
#include "labels/code.hpp"
#include "pages/embedded.hpp"
#include "pages/words.hpp"

namespace pages {
namespace {

namespace mustache = kainjow::mustache;
using routing::Language;

std::string_view source_of(std::string_view name) {
    for (const Embedded& file : embedded_templates()) {
        if (file.name.substr(0, file.name.find('.')) == name) return file.bytes;
    }
    throw std::logic_error("no template " + std::string(name));
}

// {{> name}} becomes that template's text.
std::string with_partials(std::string_view text, std::string_view content) {
    constexpr std::string_view opening = "{{> ";
    std::string whole;
    for (;;) {
        const auto open = text.find(opening);
        whole += text.substr(0, open);
        if (open == std::string_view::npos) return whole;
        const auto close = text.find("}}", open);
        const auto name = text.substr(open + opening.size(), close - open - opening.size());
        whole += with_partials(source_of(name == "content" ? content : name), content);
        text.remove_prefix(close + 2);
    }
}

std::string one_line(std::string_view text) {
    std::string line;
    for (const char c : text) {
        const bool blank = c == ' ' || c == '\n';
        if (!blank) line += c;
        if (blank && !line.empty() && line.back() != ' ') line += ' ';
    }
    return line;
}

// {{#t}}…{{/t}} becomes the reader's words.
std::string translated(std::string_view text, Language language) {
    constexpr std::string_view opening = "{{#t}}";
    constexpr std::string_view closing = "{{/t}}";
    std::string whole;
    for (;;) {
        const auto open = text.find(opening);
        whole += text.substr(0, open);
        if (open == std::string_view::npos) return whole;
        const auto begin = open + opening.size();
        const auto close = text.find(closing, begin);
        if (close == std::string_view::npos) throw std::logic_error("{{#t}} without an end");
        whole += say(one_line(text.substr(begin, close - begin)), language);
        text.remove_prefix(close + closing.size());
    }
}

// Read once for each language; rendering changes nothing in it.
mustache::mustache& template_of(std::string_view name, Language language) {
    static std::mutex mutex;
    static std::map<std::pair<std::string, Language>, mustache::mustache> known;
    const std::lock_guard lock(mutex);
    const std::pair key(std::string(name), language);
    const auto found = known.find(key);
    if (found != known.end()) return found->second;
    const std::string text = translated(with_partials(source_of("frame"), name), language);
    mustache::mustache read(text);
    if (!read.is_valid()) {
        throw std::logic_error(fmt::format("template {}: {}", name, read.error_message()));
    }
    return known.emplace(key, std::move(read)).first->second;
}

mustache::data to_data(const json::value& value);

mustache::data to_data(const json::object& object) {
    mustache::data data(mustache::data::type::object);
    for (const auto& [key, value] : object) {
        data.set(std::string(key), to_data(value));
    }
    return data;
}

mustache::data to_data(const json::value& value) {
    switch (value.kind()) {
        case json::kind::object:
            return to_data(value.get_object());
        case json::kind::array: {
            mustache::data list(mustache::data::type::list);
            for (const json::value& entry : value.get_array()) list.push_back(to_data(entry));
            return list;
        }
        case json::kind::string: {
            const auto& text = value.get_string();
            if (text.empty()) return mustache::data(false);
            return mustache::data(std::string(text));
        }
        case json::kind::bool_:
            return mustache::data(value.get_bool());
        // What is not there is not looked for further out.
        case json::kind::null:
            return mustache::data(false);
        default:
            return mustache::data(json::serialize(value));
    }
}

void decorate(json::object& out, std::string_view key, const json::value& value, Language language);

json::value decorated_value(const json::value& value, Language language) {
    if (const auto* object = value.if_object()) return decorated(*object, language);
    if (const auto* array = value.if_array()) {
        json::array list;
        list.reserve(array->size());
        for (const json::value& entry : *array) list.push_back(decorated_value(entry, language));
        return list;
    }
    if (const auto* text = value.if_string()) return json::string(shown(*text));
    return value;
}

void decorate(json::object& out, std::string_view key, const json::value& value,
              Language language) {
    if (key == "value") {
        out[key] = value;
        return;
    }
    out[key] = decorated_value(value, language);
    const auto beside = [&](std::string_view ending) {
        return std::string(key) + std::string(ending);
    };
    if (const auto* array = value.if_array()) {
        out["has_" + std::string(key)] = !array->empty();
        out[beside("_count")] = array->size();
    }
    const auto* text = value.if_string();
    if (text == nullptr) return;
    if (out[key] != value) out[beside("_raw")] = *text;
    if (const Words words = words_of(key, *text); !words.bokmal.empty()) {
        out[beside("_text")] = say(words.bokmal, language);
        out[beside("_tone")] = words.tone;
    }
    if (key == "code" || key == "item") {
        if (const auto code = labels::LabelCode::parse(*text)) {
            out[beside("_text")] = code->printed();
        }
    }
    if (key == "phone") {
        std::string number(*text);
        std::erase(number, ' ');
        out[beside("_call")] = number;
    }
}

}  // namespace

std::string shown(std::string_view value) {
    if (value.size() == 10) {
        if (const auto day = domain::parse_day(value)) return domain::shown(*day);
    }
    if (value.size() == 24) {
        if (const auto instant = domain::parse_instant(value)) {
            const int minute = depot::oslo_minute(*instant);
            return fmt::format("{} kl. {:02}.{:02}", domain::shown(depot::oslo_day(*instant)),
                               minute / 60, minute % 60);
        }
    }
    return std::string(value);
}

json::object decorated(const json::object& view, Language language) {
    json::object out;
    out.reserve(view.size() * 2);
    for (const auto& [key, value] : view) decorate(out, key, value, language);
    return out;
}

std::string render(std::string_view name, const json::object& view, Language language) {
    return template_of(name, language).render(to_data(decorated(view, language)));
}

}  // namespace pages
