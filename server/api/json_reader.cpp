#include "api/json_reader.hpp"

#include <algorithm>
#include <set>

#include <boost/json/basic_parser_impl.hpp>

#include "domain/text.hpp"

namespace api {
namespace {

constexpr std::size_t deepest = 32;

// Builds the value as Boost's own parser does, and notes what that one would let pass: the last of
// two equal keys wins there, and U+0000 is a character like others.
class StrictHandler {
public:
    static constexpr std::size_t max_object_size = 10'000;
    static constexpr std::size_t max_array_size = 10'000;
    static constexpr std::size_t max_key_size = 200;
    static constexpr std::size_t max_string_size = 1'000'000;

    using error = boost::json::error_code;

    json::value_stack stack;
    std::vector<routing::Fault> faults;

    bool on_document_begin(error&) { return true; }
    bool on_document_end(error&) { return true; }

    bool on_object_begin(error&) {
        levels_.push_back({true, {}, 0, {}});
        return true;
    }
    bool on_object_end(std::size_t size, error&) {
        levels_.pop_back();
        stack.push_object(size);
        return true;
    }
    bool on_array_begin(error&) {
        begin_value();
        levels_.push_back({false, {}, 0, {}});
        return true;
    }
    bool on_array_end(std::size_t size, error&) {
        levels_.pop_back();
        stack.push_array(size);
        return true;
    }

    bool on_key_part(json::string_view part, std::size_t, error&) {
        stack.push_chars(part);
        pending_ += std::string_view(part.data(), part.size());
        return true;
    }
    bool on_key(json::string_view part, std::size_t, error&) {
        pending_ += std::string_view(part.data(), part.size());
        check_characters(pending_);
        Level& level = levels_.back();
        level.key = std::move(pending_);
        pending_.clear();
        if (!level.keys.insert(level.key).second) faults.push_back({where(), "duplicate_key"});
        stack.push_key(part);
        return true;
    }
    bool on_string_part(json::string_view part, std::size_t, error&) {
        stack.push_chars(part);
        pending_ += std::string_view(part.data(), part.size());
        return true;
    }
    bool on_string(json::string_view part, std::size_t, error&) {
        pending_ += std::string_view(part.data(), part.size());
        begin_value();
        check_characters(pending_);
        pending_.clear();
        stack.push_string(part);
        return true;
    }
    bool on_number_part(json::string_view, error&) { return true; }
    bool on_int64(std::int64_t number, json::string_view, error&) {
        begin_value();
        stack.push_int64(number);
        return true;
    }
    bool on_uint64(std::uint64_t number, json::string_view, error&) {
        begin_value();
        stack.push_uint64(number);
        return true;
    }
    bool on_double(double number, json::string_view, error&) {
        begin_value();
        stack.push_double(number);
        return true;
    }
    bool on_bool(bool flag, error&) {
        begin_value();
        stack.push_bool(flag);
        return true;
    }
    bool on_null(error&) {
        begin_value();
        stack.push_null();
        return true;
    }
    bool on_comment_part(json::string_view, error&) { return true; }
    bool on_comment(json::string_view, error&) { return true; }

private:
    struct Level {
        bool is_object = false;
        std::string key;
        std::size_t index = 0;
        std::set<std::string> keys;
    };

    void begin_value() {
        if (!levels_.empty() && !levels_.back().is_object) ++levels_.back().index;
    }
    std::string where() const {
        std::string pointer;
        for (const Level& level : levels_) {
            if (level.is_object) {
                pointer += "/" + escaped(level.key);
            } else if (level.index > 0) {
                pointer += "/" + std::to_string(level.index - 1);
            }
        }
        return pointer;
    }
    void check_characters(std::string_view text) {
        if (text.find('\0') != std::string_view::npos) {
            faults.push_back({where(), "invalid_character"});
        }
    }

    std::vector<Level> levels_;
    std::string pending_;
};

bool is_blank(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c == ' ' || c == '\t'; });
}

// Nothing that would be a command on a screen or a label; in a note there may be lines.
bool is_plain(std::string_view text, bool lines) {
    if (!lines) return domain::is_plain_text(text);
    std::string flat(text);
    std::replace_if(
        flat.begin(), flat.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
    return domain::is_plain_text(flat);
}

std::vector<routing::Fault> one(std::string_view code) { return {{"", std::string(code)}}; }

}  // namespace

std::string escaped(std::string_view name) {
    std::string out;
    for (const char c : name) {
        if (c == '~') {
            out += "~0";
        } else if (c == '/') {
            out += "~1";
        } else {
            out += c;
        }
    }
    return out;
}

tl::expected<json::object, std::vector<routing::Fault>> parse_object(std::string_view text) {
    if (text.empty()) return tl::unexpected(one("body_needed"));
    json::parse_options options;
    options.max_depth = deepest;
    json::basic_parser<StrictHandler> parser(options);
    StrictHandler& handler = parser.handler();
    handler.stack.reset();
    boost::json::error_code failed;
    const std::size_t read = parser.write_some(false, text.data(), text.size(), failed);
    if (failed == json::error::too_deep) return tl::unexpected(one("too_deep"));
    if (failed == json::error::array_too_large) return tl::unexpected(one("too_many"));
    const bool only_blanks_left =
        text.substr(read).find_first_not_of(" \t\r\n") == std::string_view::npos;
    if (failed || !parser.done() || !only_blanks_left) return tl::unexpected(one("invalid_json"));
    json::value value = handler.stack.release();
    if (!handler.faults.empty()) return tl::unexpected(std::move(handler.faults));
    if (!value.is_object()) return tl::unexpected(one("wrong_type"));
    return std::move(value.get_object());
}

Fields::Fields(const json::object& object, std::string pointer, std::vector<routing::Fault>& faults)
    : object_(object), pointer_(std::move(pointer)), faults_(faults) {}

const json::value* Fields::take(std::string_view name) {
    asked_.push_back(name);
    const json::value* value = object_.if_contains({name.data(), name.size()});
    return value == nullptr || value->is_null() ? nullptr : value;
}

const json::value* Fields::take_required(std::string_view name) {
    const json::value* value = take(name);
    if (value == nullptr) fault(name, "required");
    return value;
}

std::optional<std::string> Fields::read_text(std::string_view name, const json::value& value,
                                             std::size_t longest, bool lines) {
    if (!value.is_string()) {
        fault(name, "wrong_type");
        return std::nullopt;
    }
    std::string text(value.get_string().begin(), value.get_string().end());
    if (is_blank(text)) {
        fault(name, "too_short");
    } else if (domain::code_points(text) > longest) {
        fault(name, "too_long");
    } else if (!is_plain(text, lines)) {
        fault(name, "invalid_character");
    } else {
        return text;
    }
    return std::nullopt;
}

std::string Fields::text(std::string_view name, std::size_t longest) {
    const json::value* value = take_required(name);
    return value == nullptr ? std::string() : read_text(name, *value, longest, false).value_or("");
}

std::string Fields::scanned(std::string_view name, std::size_t longest) {
    constexpr char gs = '\x1D';
    const json::value* value = take_required(name);
    if (value == nullptr) return {};
    if (!value->is_string()) return read_text(name, *value, longest, false).value_or("");
    std::string text(value->get_string().begin(), value->get_string().end());
    const auto first = text.find_first_not_of(" \t\r\n");
    text = first == std::string::npos
               ? std::string()
               : text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
    // Judged without its separators, which no other text may have.
    std::string judged = text;
    std::replace(judged.begin(), judged.end(), gs, '.');
    return read_text(name, json::value(judged), longest, false) ? text : std::string();
}

std::optional<std::string> Fields::maybe_text(std::string_view name, std::size_t longest) {
    const json::value* value = take(name);
    return value == nullptr ? std::nullopt : read_text(name, *value, longest, false);
}

std::optional<std::string> Fields::maybe_note(std::string_view name, std::size_t longest) {
    const json::value* value = take(name);
    return value == nullptr ? std::nullopt : read_text(name, *value, longest, true);
}

std::optional<std::int64_t> Fields::maybe_number(std::string_view name, std::int64_t least,
                                                 std::int64_t most) {
    const json::value* value = take(name);
    if (value == nullptr) return std::nullopt;
    // The parser calls unsigned what does not fit a signed number.
    const bool too_large = value->is_uint64() || (value->is_int64() && value->get_int64() > most);
    if (too_large) {
        fault(name, "too_large");
    } else if (!value->is_int64()) {
        fault(name, "wrong_type");
    } else if (value->get_int64() < least) {
        fault(name, "too_small");
    } else {
        return value->get_int64();
    }
    return std::nullopt;
}

std::int64_t Fields::number(std::string_view name, std::int64_t least, std::int64_t most) {
    if (absent(name)) {
        take_required(name);
        return least;
    }
    return maybe_number(name, least, most).value_or(least);
}

std::optional<bool> Fields::maybe_flag(std::string_view name) {
    const json::value* value = take(name);
    if (value == nullptr) return std::nullopt;
    if (value->is_bool()) return value->get_bool();
    fault(name, "wrong_type");
    return std::nullopt;
}

bool Fields::flag(std::string_view name) {
    if (absent(name)) {
        take_required(name);
        return false;
    }
    return maybe_flag(name).value_or(false);
}

template <class T>
std::optional<T> Fields::maybe_parsed(std::string_view name,
                                      std::optional<T> (*parse)(std::string_view),
                                      std::string_view code) {
    const json::value* value = take(name);
    if (value == nullptr) return std::nullopt;
    if (!value->is_string()) {
        fault(name, "wrong_type");
        return std::nullopt;
    }
    const auto& text = value->get_string();
    const auto parsed = parse({text.data(), text.size()});
    if (!parsed) fault(name, code);
    return parsed;
}

std::optional<domain::Day> Fields::maybe_day(std::string_view name) {
    return maybe_parsed(name, domain::parse_day, "invalid_date");
}

domain::Day Fields::day(std::string_view name) {
    if (absent(name)) take_required(name);
    return maybe_day(name).value_or(domain::Day());
}

std::optional<domain::Instant> Fields::maybe_instant(std::string_view name) {
    return maybe_parsed(name, domain::parse_instant, "invalid_time");
}

domain::Instant Fields::instant(std::string_view name) {
    if (absent(name)) take_required(name);
    return maybe_instant(name).value_or(domain::Instant());
}

const json::object* Fields::maybe_object(std::string_view name) {
    const json::value* value = take(name);
    if (value == nullptr) return nullptr;
    if (value->is_object()) return &value->get_object();
    fault(name, "wrong_type");
    return nullptr;
}

const json::array* Fields::maybe_array(std::string_view name, std::size_t most) {
    const json::value* value = take(name);
    if (value == nullptr) return nullptr;
    if (!value->is_array()) {
        fault(name, "wrong_type");
        return nullptr;
    }
    if (value->get_array().size() > most) {
        fault(name, "too_many");
        return nullptr;
    }
    return &value->get_array();
}

std::vector<std::string> Fields::maybe_texts(std::string_view name, std::size_t most,
                                             std::size_t longest) {
    std::vector<std::string> texts;
    const json::array* list = maybe_array(name, most);
    if (list == nullptr) return texts;
    for (std::size_t i = 0; i < list->size(); ++i) {
        const std::string place = std::string(name) + "/" + std::to_string(i);
        auto text = read_text(place, (*list)[i], longest, false);
        if (!text) continue;
        if (std::find(texts.begin(), texts.end(), *text) != texts.end()) {
            fault(place, "not_unique");
        }
        texts.push_back(std::move(*text));
    }
    return texts;
}

bool Fields::absent(std::string_view name) const {
    const json::value* value = object_.if_contains({name.data(), name.size()});
    return value == nullptr || value->is_null();
}

std::string Fields::pointer(std::string_view name) const {
    return pointer_ + "/" + std::string(name);
}

void Fields::fault(std::string_view name, std::string_view code) {
    faults_.push_back({pointer(name), std::string(code)});
}

void Fields::done() {
    for (const auto& member : object_) {
        const std::string_view name(member.key().data(), member.key().size());
        if (std::find(asked_.begin(), asked_.end(), name) == asked_.end()) {
            fault(escaped(name), "unknown_field");
        }
    }
}

}  // namespace api
