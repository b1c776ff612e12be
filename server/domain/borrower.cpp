#include "domain/borrower.hpp"

#include <algorithm>
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

// The digits of a day and a month, as a national number begins with.
bool is_day_of_some_year(int day, int month) {
    constexpr std::array longest{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month >= 1 && month <= 12 && day >= 1 &&
           day <= longest[static_cast<std::size_t>(month - 1)];
}

bool plausible_birth(int day, int month) {
    if (day > 40) day -= 40;
    if (month > 80) {
        month -= 80;
    } else if (month > 40) {
        month -= 40;
    }
    return is_day_of_some_year(day, month);
}

bool is_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
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

std::optional<std::string> national_number_in(std::string_view text) {
    std::string digits(text);
    std::erase(digits, ' ');
    if (!valid_national_number(digits)) return std::nullopt;
    return digits;
}

std::vector<Day> birth_dates_in(std::string_view text) {
    const auto day_of = [](const std::string& year, std::string_view month, std::string_view day) {
        return parse_day(year + "-" + std::string(month) + "-" + std::string(day));
    };
    std::vector<Day> days;
    const auto add = [&](const std::optional<Day>& day) {
        if (day) days.push_back(*day);
    };
    if (text.size() == 6 && is_digits(text)) {
        for (const char* century : {"19", "20"}) {
            add(day_of(century + std::string(text.substr(4)), text.substr(2, 2),
                       text.substr(0, 2)));
        }
    } else if (text.size() == 10 && text[2] == '.' && text[5] == '.') {
        add(day_of(std::string(text.substr(6)), text.substr(3, 2), text.substr(0, 2)));
    } else {
        add(parse_day(text));
    }
    return days;
}

std::optional<Refusal> why_not_merged(const Borrower& from, const Borrower& into) {
    const auto because = [](RefusalCode code) { return Refusal{code, "/into"}; };
    if (from.id == into.id) return because(RefusalCode::same_borrower);
    if (from.kind != into.kind) return because(RefusalCode::other_kind);
    if (from.deceased_on || into.deceased_on) return because(RefusalCode::borrower_deceased);
    if (from.anonymised_at || into.anonymised_at) return because(RefusalCode::borrower_anonymised);
    if (from.national_number && into.national_number &&
        *from.national_number != *into.national_number) {
        return because(RefusalCode::other_national_number);
    }
    return std::nullopt;
}

Borrower merged(Borrower into, const Borrower& from) {
    const auto fill = [](auto& known, const auto& other) {
        if (!known) known = other;
    };
    fill(into.phone, from.phone);
    fill(into.email, from.email);
    fill(into.address, from.address);
    fill(into.birth_date, from.birth_date);
    fill(into.national_number, from.national_number);
    fill(into.contact, from.contact);
    fill(into.moved_on, from.moved_on);
    into.reminders_off = into.reminders_off || from.reminders_off;
    into.protection = std::max(into.protection, from.protection);
    if (into.protection == Protection::strengt_fortrolig) into.address.reset();
    return into;
}

}  // namespace domain
