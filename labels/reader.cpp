#include "labels/reader.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>
#include <vector>

#include "labels/gs1.hpp"

namespace labels {
namespace {

// No label and no GS1 symbol of ours comes near it; a longer text is a paste or an accident.
constexpr std::size_t longest_scan = 512;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// ASCII only: what toupper and isalpha do with other bytes depends on the locale.
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

bool is_letter(char c) { return upper(c) >= 'A' && upper(c) <= 'Z'; }

std::string upper(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), [](char c) { return upper(c); });
    return result;
}

// `start` is in upper case.
bool begins_with(std::string_view text, std::string_view start) {
    return text.size() >= start.size() && upper(text.substr(0, start.size())) == start;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

// ---- what a US-layout scanner meant, seen through a Norwegian keyboard layout

struct Key {
    std::string_view shown;  // on the Norwegian PC, in UTF-8 and, where it differs, in Latin-1
    char sent;               // by the scanner
};
constexpr std::array keys{
    Key{"+", '-'},         Key{"-", '/'},        Key{"?", '_'},        Key{"_", '?'},
    Key{"\\", '='},        Key{"`", '+'},        Key{"\"", '@'},       Key{"&", '^'},
    Key{"/", '&'},         Key{"(", '*'},        Key{")", '('},        Key{"=", ')'},
    Key{"'", '\\'},        Key{"*", '|'},        Key{";", '<'},        Key{":", '>'},
    Key{"|", '`'},         Key{"\xC3\x98", ':'}, Key{"\xC3\xB8", ';'}, Key{"\xC3\x86", '"'},
    Key{"\xC3\xA6", '\''}, Key{"\xC3\x85", '{'}, Key{"\xC3\xA5", '['}, Key{"\xC2\xA4", '$'},
    Key{"\xC2\xA7", '~'},  Key{"\xC2\xA8", ']'}, Key{"^", '}'},        Key{"\xD8", ':'},
    Key{"\xF8", ';'},      Key{"\xC6", '"'},     Key{"\xE6", '\''},    Key{"\xC5", '{'},
    Key{"\xE5", '['},      Key{"\xA4", '$'},     Key{"\xA7", '~'},     Key{"\xA8", ']'},
};

// Letters, digits, blanks, GS and these have the same key in both layouts.
bool is_same_in_both(char c) {
    return is_letter(c) || is_digit(c) || c == ' ' || c == '.' || c == ',' || c == '!' ||
           c == '#' || c == '%' || c == '\x1D';
}

// None when the text holds a character that cannot have come about that way.
std::optional<std::string> as_sent(std::string_view shown) {
    std::string sent;
    while (!shown.empty()) {
        if (is_same_in_both(shown.front())) {
            sent.push_back(shown.front());
            shown.remove_prefix(1);
            continue;
        }
        const auto key = std::find_if(keys.begin(), keys.end(), [&](const Key& k) {
            return shown.substr(0, k.shown.size()) == k.shown;
        });
        if (key == keys.end()) {
            return std::nullopt;
        }
        sent.push_back(key->sent);
        shown.remove_prefix(key->shown.size());
    }
    // With Caps Lock on, the ':' of an address arrives as 'ø' and not as 'Ø'.
    if (begins_with(sent, "HTTP;//") || begins_with(sent, "HTTPS;//")) {
        std::replace(sent.begin(), sent.end(), ';', ':');
    }
    return sent;
}

// ---- the AIM prefix: ']', a letter for the symbology, a digit for its variant

struct AimPrefix {
    char symbology;  // upper case: Caps Lock flips it
    char variant;
    std::size_t size;  // in bytes
    bool mangled;      // the ']' went through a Norwegian layout, so the rest did as well
    bool doubtful;     // may be the beginning of a text that has no prefix
};

// On a Norwegian layout ']' is the dead key '¨', which some systems join with the letter. In UTF-8
// and in Latin-1, as in `keys`.
struct JoinedLetter {
    std::string_view shown;
    char letter;
};
constexpr std::array joined_letters{
    JoinedLetter{"\xC3\x84", 'A'},     JoinedLetter{"\xC3\xA4", 'A'},
    JoinedLetter{"\xC3\x8B", 'E'},     JoinedLetter{"\xC3\xAB", 'E'},
    JoinedLetter{"\xC3\x8F", 'I'},     JoinedLetter{"\xC3\xAF", 'I'},
    JoinedLetter{"\xC3\x96", 'O'},     JoinedLetter{"\xC3\xB6", 'O'},
    JoinedLetter{"\xC3\x9C", 'U'},     JoinedLetter{"\xC3\xBC", 'U'},
    JoinedLetter{"\xE1\xB8\xA6", 'H'}, JoinedLetter{"\xE1\xB8\xA7", 'H'},
    JoinedLetter{"\xE1\xBA\x84", 'W'}, JoinedLetter{"\xE1\xBA\x85", 'W'},
    JoinedLetter{"\xE1\xBA\x8C", 'X'}, JoinedLetter{"\xE1\xBA\x8D", 'X'},
    JoinedLetter{"\xC4", 'A'},         JoinedLetter{"\xE4", 'A'},
    JoinedLetter{"\xCB", 'E'},         JoinedLetter{"\xEB", 'E'},
    JoinedLetter{"\xCF", 'I'},         JoinedLetter{"\xEF", 'I'},
    JoinedLetter{"\xD6", 'O'},         JoinedLetter{"\xF6", 'O'},
    JoinedLetter{"\xDC", 'U'},         JoinedLetter{"\xFC", 'U'},
};

// How ']' itself may look. 'å' is no dead key, but a layout close to the Norwegian one puts it
// there.
struct Bracket {
    std::string_view shown;
    bool mangled;
    bool doubtful;
};
constexpr std::array brackets{
    Bracket{"]", false, false},      Bracket{"\xC2\xA8", true, false}, Bracket{"\xA8", true, false},
    Bracket{"\xC3\xA5", true, true}, Bracket{"\xC3\x85", true, true},  Bracket{"\xE5", true, true},
    Bracket{"\xC5", true, true},
};

std::optional<AimPrefix> aim_prefix(std::string_view text) {
    for (const Bracket& bracket : brackets) {
        const std::size_t at = bracket.shown.size();
        if (text.substr(0, at) == bracket.shown && text.size() >= at + 2 && is_letter(text[at]) &&
            is_digit(text[at + 1])) {
            return AimPrefix{upper(text[at]), text[at + 1], at + 2, bracket.mangled,
                             bracket.doubtful};
        }
    }
    for (const JoinedLetter& joined : joined_letters) {
        const std::size_t at = joined.shown.size();
        if (text.substr(0, at) == joined.shown && text.size() > at && is_digit(text[at])) {
            return AimPrefix{joined.letter, text[at], at + 1, true, false};
        }
    }
    // U+0308, the combining '¨', stands behind its letter.
    if (text.size() >= 4 && is_letter(text[0]) && text.substr(1, 2) == "\xCC\x88" &&
        is_digit(text[3])) {
        return AimPrefix{upper(text[0]), text[3], 4, true, false};
    }
    return std::nullopt;
}

// ]Q3, ]d2 and ]C1: a QR code, DataMatrix or Code 128 that says it is GS1.
Announced announced_by(const AimPrefix& prefix) {
    const bool gs1 = (prefix.symbology == 'Q' && prefix.variant == '3') ||
                     (prefix.symbology == 'D' && prefix.variant == '2') ||
                     (prefix.symbology == 'C' && prefix.variant == '1');
    return gs1 ? Announced::yes : Announced::no;
}

// ---- the meanings

bool is_host_character(char c) { return is_letter(c) || is_digit(c) || c == '.' || c == '-'; }

// Takes the characters that fit from the front of the text; how many there were.
template <typename Fits>
std::size_t skip(std::string_view& text, Fits fits) {
    const auto end = std::find_if_not(text.begin(), text.end(), fits);
    const auto count = static_cast<std::size_t>(end - text.begin());
    text.remove_prefix(count);
    return count;
}

// What stands behind "https://host:port/E/"; none when the text is another address or none at all.
std::optional<std::string_view> behind_own_address(std::string_view text) {
    constexpr std::string_view secure = "HTTPS://";
    constexpr std::string_view plain = "HTTP://";
    if (!begins_with(text, secure) && !begins_with(text, plain)) {
        return std::nullopt;
    }
    text.remove_prefix(begins_with(text, secure) ? secure.size() : plain.size());
    if (skip(text, is_host_character) == 0) {
        return std::nullopt;
    }
    if (!text.empty() && text.front() == ':') {
        text.remove_prefix(1);
        if (skip(text, is_digit) == 0) {
            return std::nullopt;
        }
    }
    constexpr std::string_view path = "/E/";
    if (!begins_with(text, path)) {
        return std::nullopt;
    }
    return text.substr(path.size());
}

std::string_view code_part(std::string_view text) {
    return behind_own_address(text).value_or(text);
}

std::optional<Reading> own_code(std::string_view text) {
    if (auto code = LabelCode::parse(code_part(text))) {
        return OwnCode{*std::move(code)};
    }
    return std::nullopt;
}

std::optional<Reading> wrong_check(std::string_view text) {
    const std::string_view part = code_part(text);
    const auto code = LabelCode::parse(part);
    if (!code && code.error() == CodeError::wrong_check_symbol) {
        return WrongCheck{std::string(part)};
    }
    return std::nullopt;
}

std::optional<Reading> gs1(std::string_view text, Announced announced) {
    if (auto fields = parse_gs1(text, announced)) {
        return *std::move(fields);
    }
    return std::nullopt;
}

std::optional<Reading> badge(std::string_view text) {
    constexpr std::string_view mark = "%MEG";
    if (!begins_with(text, mark)) {
        return std::nullopt;
    }
    const std::string_view staff = text.substr(mark.size());
    const bool fits = std::all_of(staff.begin(), staff.end(), is_host_character);
    if (staff.empty() || !fits) {
        return std::nullopt;
    }
    return Badge{upper(staff)};
}

std::optional<Reading> loan_slip(std::string_view text) {
    constexpr std::string_view mark = "%LAN";
    constexpr std::size_t longest = 18;
    if (!begins_with(text, mark)) {
        return std::nullopt;
    }
    const std::string_view number = text.substr(mark.size());
    if (number.empty() || number.size() > longest || number.front() == '0' ||
        !std::all_of(number.begin(), number.end(), is_digit)) {
        return std::nullopt;
    }
    return LoanSlip{std::stoll(std::string(number))};
}

std::optional<Reading> shelf_label(std::string_view text) {
    constexpr std::string_view mark = "%HYLLE";
    constexpr std::size_t longest = 20;
    if (!begins_with(text, mark)) {
        return std::nullopt;
    }
    const std::string_view name = text.substr(mark.size());
    const bool fits = std::all_of(name.begin(), name.end(),
                                  [](char c) { return is_letter(c) || is_digit(c) || c == '-'; });
    if (name.empty() || name.size() > longest || !fits) {
        return std::nullopt;
    }
    return ShelfLabel{upper(name)};
}

std::optional<Reading> command(std::string_view text) {
    if (text.size() < 2 || text.front() != '%') {
        return std::nullopt;
    }
    const std::string_view name = text.substr(1);
    // A badge without a staff code is nobody's, and no command either.
    if (!std::all_of(name.begin(), name.end(), is_letter) || upper(name) == "MEG") {
        return std::nullopt;
    }
    return Command{upper(name)};
}

std::optional<Reading> hms_number(std::string_view text) {
    constexpr std::size_t hms_digits = 6;
    if (text.size() != hms_digits || !std::all_of(text.begin(), text.end(), is_digit)) {
        return std::nullopt;
    }
    return HmsNumber{std::string(text)};
}

// The text as it stands, and as the scanner sent it in case a Norwegian layout mangled it; the
// likelier of the two first.
std::vector<std::string> forms(std::string_view text, bool surely_mangled) {
    std::vector<std::string> result{std::string(text)};
    if (auto sent = as_sent(text); sent && *sent != text) {
        result.push_back(*std::move(sent));
    }
    if (surely_mangled) {
        std::reverse(result.begin(), result.end());
    }
    return result;
}

// The first form of the text that the rule reads.
template <typename Rule>
std::optional<Reading> first_read(const std::vector<std::string>& texts, Rule rule) {
    for (const std::string& text : texts) {
        if (std::optional<Reading> reading = rule(text)) {
            return reading;
        }
    }
    return std::nullopt;
}

// The order is the rule: the first that reads the text decides.
Reading meaning(std::string_view text, Announced announced, bool surely_mangled) {
    const std::vector<std::string> texts = forms(text, surely_mangled);
    const auto as_gs1 = [&](std::string_view form) { return gs1(form, announced); };
    std::optional<Reading> reading;
    if (announced == Announced::yes) {
        reading = first_read(texts, as_gs1);
    }
    if (!reading) {
        reading = first_read(texts, own_code);
    }
    if (!reading) {
        reading = first_read(texts, badge);
    }
    if (!reading) {
        reading = loan_slip(text);
    }
    if (!reading) {
        reading = first_read(texts, shelf_label);
    }
    if (!reading) {
        reading = command(text);
    }
    if (!reading) {
        reading = hms_number(text);
    }
    if (!reading && announced == Announced::no) {
        reading = first_read(texts, as_gs1);
    }
    if (!reading) {
        reading = first_read(texts, wrong_check);
    }
    return reading ? *std::move(reading) : Reading{Unread{std::string(text)}};
}

}  // namespace

Reading read_scan(std::string_view raw) {
    if (raw.size() > longest_scan) {
        return Unread{std::string(raw)};
    }
    const std::string_view text = trimmed(raw);
    const std::optional<AimPrefix> prefix = aim_prefix(text);
    if (!prefix) {
        return meaning(text, Announced::no, false);
    }
    // What the prefix leaves may begin with a blank of its own.
    const std::string_view rest = trimmed(text.substr(prefix->size));
    Reading reading = meaning(rest, announced_by(*prefix), prefix->mangled);
    if (prefix->doubtful && std::holds_alternative<Unread>(reading)) {
        return meaning(text, Announced::no, false);
    }
    return reading;
}

}  // namespace labels
