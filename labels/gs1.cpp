#include "labels/gs1.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace labels {
namespace {

constexpr char gs = '\x1D';

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool all_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

// Character set 82 of the GS1 General Specifications: all that a value may hold.
bool is_value_character(char c) {
    constexpr std::string_view signs = "!\"%&'()*+,-./:;<=>?_";
    return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           signs.find(c) != std::string_view::npos;
}

// The first two digits of an application identifier tell how many digits it has and whether its
// value has a fixed length. `fixed` is 0 for a value of up to `longest` characters.
struct AiRule {
    int first;
    int last;
    std::size_t ai_digits;
    std::size_t fixed;
    std::size_t longest;
};
constexpr std::array ai_rules{
    AiRule{0, 0, 2, 18, 18},   AiRule{1, 3, 2, 14, 14},  AiRule{4, 4, 2, 16, 16},
    AiRule{10, 10, 2, 0, 20},  AiRule{11, 13, 2, 6, 6},  AiRule{15, 17, 2, 6, 6},
    AiRule{20, 20, 2, 2, 2},   AiRule{21, 22, 2, 0, 20}, AiRule{23, 23, 3, 0, 28},
    AiRule{24, 25, 3, 0, 30},  AiRule{30, 30, 2, 0, 8},  AiRule{31, 36, 4, 6, 6},
    AiRule{37, 37, 2, 0, 8},   AiRule{39, 39, 4, 0, 18}, AiRule{40, 40, 3, 0, 30},
    AiRule{41, 41, 3, 13, 13}, AiRule{42, 42, 3, 0, 15}, AiRule{43, 43, 4, 0, 90},
    AiRule{70, 70, 4, 0, 90},  AiRule{71, 71, 3, 0, 20}, AiRule{72, 72, 4, 0, 30},
    AiRule{80, 80, 4, 0, 90},  AiRule{81, 82, 4, 0, 70}, AiRule{90, 90, 2, 0, 30},
    AiRule{91, 99, 2, 0, 90},
};

// The rule of the application identifier that the text begins with; null when there is none.
const AiRule* leading_ai(std::string_view text) {
    if (text.size() < 2 || !is_digit(text[0]) || !is_digit(text[1])) {
        return nullptr;
    }
    const int first_two = (text[0] - '0') * 10 + (text[1] - '0');
    const auto rule = std::find_if(ai_rules.begin(), ai_rules.end(), [&](const AiRule& r) {
        return r.first <= first_two && first_two <= r.last;
    });
    if (rule == ai_rules.end() || text.size() < rule->ai_digits ||
        !all_digits(text.substr(0, rule->ai_digits))) {
        return nullptr;
    }
    return &*rule;
}

const AiRule* exact_ai(std::string_view ai) {
    const AiRule* rule = leading_ai(ai);
    return rule != nullptr && rule->ai_digits == ai.size() ? rule : nullptr;
}

// Every value of a fixed length is a number.
bool fits(const AiRule& rule, std::string_view value) {
    if (rule.fixed != 0) {
        return value.size() == rule.fixed && all_digits(value);
    }
    return !value.empty() && value.size() <= rule.longest &&
           std::all_of(value.begin(), value.end(), is_value_character);
}

int two_digits(std::string_view text) { return (text[0] - '0') * 10 + (text[1] - '0'); }

std::string padded(int number, std::size_t width) {
    const std::string digits = std::to_string(number);
    return std::string(width - digits.size(), '0') + digits;
}

// "271100" is "2027-11-30".
std::optional<std::string> day_text(std::string_view yymmdd) {
    using namespace std::chrono;
    const year_month in{year{2000 + two_digits(yymmdd)},
                        month{static_cast<unsigned>(two_digits(yymmdd.substr(2)))}};
    if (!in.ok()) {
        return std::nullopt;
    }
    const int day_number = two_digits(yymmdd.substr(4));
    const year_month_day date =
        day_number == 0 ? year_month_day{in / last} : in / day{static_cast<unsigned>(day_number)};
    if (!date.ok()) {
        return std::nullopt;
    }
    return padded(static_cast<int>(date.year()), 4) + '-' +
           padded(static_cast<int>(static_cast<unsigned>(date.month())), 2) + '-' +
           padded(static_cast<int>(static_cast<unsigned>(date.day())), 2);
}

// A GRAI is a 0, thirteen digits with a check digit, and up to sixteen characters of its own.
bool is_grai(std::string_view value) {
    return value.size() >= 14 && value.size() <= 30 && value[0] == '0' &&
           has_gs1_check_digit(value.substr(0, 14));
}

bool is_giai(std::string_view value) { return value.size() <= 30; }

// The same field twice is only one symbol when both say the same.
bool set_once(std::string& field, std::string value) {
    if (field.empty()) {
        field = std::move(value);
        return true;
    }
    return field == value;
}

bool set_day_once(std::string& field, std::string_view yymmdd) {
    std::optional<std::string> day = day_text(yymmdd);
    return day && set_once(field, std::move(*day));
}

// Keeps one field. False when the value cannot be one of this application identifier.
bool keep(Gs1& fields, const AiRule& rule, std::string_view ai, std::string_view value) {
    if (!fits(rule, value)) {
        return false;
    }
    if (ai == "01") {
        return has_gs1_check_digit(value) && set_once(fields.gtin, std::string(value));
    }
    if (ai == "10") {
        return set_once(fields.lot, std::string(value));
    }
    if (ai == "11") {
        return set_day_once(fields.produced, value);
    }
    if (ai == "17") {
        return set_day_once(fields.expires, value);
    }
    if (ai == "21") {
        return set_once(fields.serial, std::string(value));
    }
    if (ai == "8003") {
        return is_grai(value) && set_once(fields.grai, std::string(value));
    }
    if (ai == "8004") {
        return is_giai(value) && set_once(fields.giai, std::string(value));
    }
    return true;
}

// A symbol with nothing that we keep is not for us.
std::optional<Gs1> unless_empty(Gs1 fields) {
    if (fields == Gs1{}) {
        return std::nullopt;
    }
    return fields;
}

// Takes a GS from the front, if there is one.
std::string_view without_leading_gs(std::string_view text) {
    if (!text.empty() && text.front() == gs) {
        text.remove_prefix(1);
    }
    return text;
}

std::optional<Gs1> parse_with_gs(std::string_view text) {
    Gs1 fields;
    std::string_view rest = without_leading_gs(text);
    while (!rest.empty()) {
        const AiRule* rule = leading_ai(rest);
        if (rule == nullptr) {
            return std::nullopt;
        }
        const std::string_view ai = rest.substr(0, rule->ai_digits);
        rest.remove_prefix(ai.size());
        const std::string_view value =
            rest.substr(0, rule->fixed != 0 ? rule->fixed : rest.find(gs));
        if (!keep(fields, *rule, ai, value)) {
            return std::nullopt;
        }
        rest = without_leading_gs(rest.substr(value.size()));
    }
    return unless_empty(std::move(fields));
}

std::string with_gs_for(std::string text, std::string_view mark) {
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
        text.replace(at, mark.size(), 1, gs);
    }
    return text;
}

// Marks that are no part of any value by themselves, so that they can only stand for GS.
std::string with_gs_for_marks(std::string text) {
    constexpr std::array<std::string_view, 9> marks{"<GS>", "<gs>", "{GS}", "{gs}", "\xE2\x90\x9D",
                                                    "#",    "^",    "|",    "~"};
    for (const std::string_view mark : marks) {
        text = with_gs_for(std::move(text), mark);
    }
    return text;
}

// "(21" and ")" of a known application identifier at the front; null when it is something else.
const AiRule* leading_bracketed_ai(std::string_view text) {
    if (text.empty() || text.front() != '(') {
        return nullptr;
    }
    const AiRule* rule = leading_ai(text.substr(1));
    if (rule == nullptr || text.size() < rule->ai_digits + 2 || text[rule->ai_digits + 1] != ')') {
        return nullptr;
    }
    return rule;
}

// Where the next "(AI)" begins; a value may hold brackets of its own.
std::size_t next_bracketed_ai(std::string_view text) {
    for (std::size_t at = text.find('('); at != std::string_view::npos;
         at = text.find('(', at + 1)) {
        if (leading_bracketed_ai(text.substr(at)) != nullptr) {
            return at;
        }
    }
    return text.size();
}

bool is_web_scheme(std::string_view scheme) {
    std::string lower(scheme);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return lower == "https" || lower == "http";
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const std::size_t end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) {
            return parts;
        }
        text.remove_prefix(end + 1);
    }
}

int hex_value(char c) {
    constexpr std::string_view digits = "0123456789ABCDEF0123456789abcdef";
    const std::size_t at = digits.find(c);
    return at == std::string_view::npos ? -1 : static_cast<int>(at % 16);
}

std::optional<std::string> percent_decoded(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            decoded.push_back(text[i]);
            continue;
        }
        const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
        const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
        if (high < 0 || low < 0) {
            return std::nullopt;
        }
        decoded.push_back(static_cast<char>(high * 16 + low));
        i += 2;
    }
    return decoded;
}

// Only Digital Links may leave out the leading zeros of a GTIN.
std::string full_gtin(std::string digits) {
    const std::size_t size = digits.size();
    if (size == 8 || size == 12 || size == 13) {
        digits.insert(0, 14 - size, '0');
    }
    return digits;
}

bool keep_of_link(Gs1& fields, std::string_view ai, std::string_view raw_value) {
    const AiRule* rule = exact_ai(ai);
    std::optional<std::string> value = percent_decoded(raw_value);
    if (rule == nullptr || !value) {
        return false;
    }
    return keep(fields, *rule, ai, ai == "01" ? full_gtin(std::move(*value)) : *value);
}

bool is_primary_key(std::string_view segment) {
    return segment == "01" || segment == "8003" || segment == "8004";
}

// The segments from `first` on as pairs of application identifier and value, to the very end.
std::optional<Gs1> parse_pairs(const std::vector<std::string_view>& segments, std::size_t first) {
    if ((segments.size() - first) % 2 != 0) {
        return std::nullopt;
    }
    Gs1 fields;
    for (std::size_t i = first; i < segments.size(); i += 2) {
        if (!keep_of_link(fields, segments[i], segments[i + 1])) {
            return std::nullopt;
        }
    }
    return fields;
}

// Numeric keys of the query belong to the identification; words such as linkType do not.
bool keep_query(Gs1& fields, std::string_view query) {
    for (const std::string_view parameter : split(query, '&')) {
        const std::size_t equals = parameter.find('=');
        const std::string_view key = parameter.substr(0, equals);
        if (!all_digits(key)) {
            continue;
        }
        if (equals == std::string_view::npos ||
            !keep_of_link(fields, key, parameter.substr(equals + 1))) {
            return false;
        }
    }
    return true;
}

// What an unannounced text must have to be taken for an element string.
bool proves_itself(std::string_view text, const Gs1& fields) {
    return !fields.gtin.empty() || !fields.grai.empty() || text.find(gs) != std::string_view::npos;
}

}  // namespace

bool has_gs1_check_digit(std::string_view digits) {
    if (!all_digits(digits)) {
        return false;
    }
    int sum = 0;
    int weight = 1;  // of the check digit itself; then 3, 1, 3 … to the left
    for (std::size_t i = digits.size(); i-- > 0; weight = 4 - weight) {
        sum = (sum + weight * (digits[i] - '0')) % 10;
    }
    return sum == 0;
}

std::optional<Gs1> parse_element_string(std::string_view text) {
    if (text.find(gs) != std::string_view::npos) {
        return parse_with_gs(text);
    }
    const std::string separated = with_gs_for_marks(std::string(text));
    // '%' is the one replacement that may also be part of a value, so it must lead to a whole
    // reading before it counts.
    if (separated.find('%') != std::string::npos) {
        if (std::optional<Gs1> fields = parse_with_gs(with_gs_for(separated, "%"))) {
            return fields;
        }
    }
    return parse_with_gs(separated);
}

std::optional<Gs1> parse_bracketed(std::string_view text) {
    Gs1 fields;
    std::string_view rest = text;
    while (!rest.empty()) {
        const AiRule* rule = leading_bracketed_ai(rest);
        if (rule == nullptr) {
            return std::nullopt;
        }
        const std::string_view ai = rest.substr(1, rule->ai_digits);
        rest.remove_prefix(ai.size() + 2);
        const std::string_view value = rest.substr(0, next_bracketed_ai(rest));
        if (!keep(fields, *rule, ai, value)) {
            return std::nullopt;
        }
        rest.remove_prefix(value.size());
    }
    return unless_empty(std::move(fields));
}

std::optional<Gs1> parse_digital_link(std::string_view url) {
    const std::size_t scheme_end = url.find("://");
    if (scheme_end == std::string_view::npos || !is_web_scheme(url.substr(0, scheme_end))) {
        return std::nullopt;
    }
    const std::string_view address = url.substr(0, url.find('#')).substr(scheme_end + 3);
    const std::size_t query_start = address.find('?');
    const std::vector<std::string_view> segments = split(address.substr(0, query_start), '/');
    // The first segment is the host.
    for (std::size_t i = 1; i < segments.size(); ++i) {
        if (!is_primary_key(segments[i])) {
            continue;
        }
        std::optional<Gs1> fields = parse_pairs(segments, i);
        if (fields && (query_start == std::string_view::npos ||
                       keep_query(*fields, address.substr(query_start + 1)))) {
            return fields;
        }
    }
    return std::nullopt;
}

std::optional<Gs1> parse_gs1(std::string_view text, Announced announced) {
    if (std::optional<Gs1> fields = parse_digital_link(text)) {
        return fields;
    }
    if (std::optional<Gs1> fields = parse_bracketed(text)) {
        return fields;
    }
    std::optional<Gs1> fields = parse_element_string(text);
    if (fields && (announced == Announced::yes || proves_itself(text, *fields))) {
        return fields;
    }
    return std::nullopt;
}

}  // namespace labels
