#include "domain/borrower.hpp"

#include <array>

#include "domain/names.hpp"

namespace domain {
namespace {

constexpr Names<BorrowerKind, 2> kind_names{
    {{BorrowerKind::person, "person"}, {BorrowerKind::unit, "unit"}}};

constexpr Names<Protection, 3> protection_names{
    {{Protection::none, "none"},
     {Protection::fortrolig, "fortrolig"},
     {Protection::strengt_fortrolig, "strengt_fortrolig"}}};

// D-nummer: first digit + 4. H-nummer: month + 40. Synthetic: month + 80 (H) or + 40/+ 65 later.
bool plausible_birth(int day, int month) {
    if (day > 40) day -= 40;
    if (month > 80) {
        month -= 80;
    } else if (month > 40) {
        month -= 40;
    }
    return day >= 1 && day <= 31 && month >= 1 && month <= 12;
}

}  // namespace

std::string_view to_text(BorrowerKind kind) { return name_of(kind_names, kind); }
std::optional<BorrowerKind> parse_borrower_kind(std::string_view text) {
    return value_of(kind_names, text);
}
std::string_view to_text(Protection protection) { return name_of(protection_names, protection); }
std::optional<Protection> parse_protection(std::string_view text) {
    return value_of(protection_names, text);
}

bool valid_national_number(std::string_view text) {
    if (text.size() != 11) return false;
    std::array<int, 11> digit{};
    for (std::size_t i = 0; i < digit.size(); ++i) {
        if (text[i] < '0' || text[i] > '9') return false;
        digit[i] = text[i] - '0';
    }
    if (!plausible_birth(digit[0] * 10 + digit[1], digit[2] * 10 + digit[3])) return false;

    constexpr std::array first_weights{3, 7, 6, 1, 8, 9, 4, 5, 2};
    constexpr std::array second_weights{5, 4, 3, 2, 7, 6, 5, 4, 3, 2};
    int first = digit[9];
    for (std::size_t i = 0; i < first_weights.size(); ++i) first += first_weights[i] * digit[i];
    int second = digit[10];
    for (std::size_t i = 0; i < second_weights.size(); ++i) second += second_weights[i] * digit[i];
    // Until 2032 the first remainder is always 0; the new numbers have 0, 1, 2 or 3.
    return first % 11 <= 3 && second % 11 == 0;
}

}  // namespace domain
