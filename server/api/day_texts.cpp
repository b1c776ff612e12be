#include "api/day_texts.hpp"

#include <algorithm>

namespace api {
namespace {

struct Row {
    std::string_view code;
    std::string_view nb;
    std::string_view nn;
    std::string_view en;
};

// Sorted by code. The eves are no public holidays: the depot names them itself.
constexpr Row rows[] = {
    {"ascension_day", "Kristi himmelfartsdag", "Kristi himmelfartsdag", "Ascension Day"},
    {"christmas_day", "1. juledag", "1. juledag", "Christmas Day"},
    {"christmas_eve", "julaften", "julaftan", "Christmas Eve"},
    {"closed_day", "stengt", "stengt", "closed"},
    {"constitution_day", "grunnlovsdag", "grunnlovsdag", "Constitution Day"},
    {"easter_eve", "påskeaften", "påskeaftan", "Easter Eve"},
    {"easter_monday", "2. påskedag", "2. påskedag", "Easter Monday"},
    {"easter_sunday", "1. påskedag", "1. påskedag", "Easter Sunday"},
    {"friday", "fredag", "fredag", "Friday"},
    {"good_friday", "langfredag", "langfredag", "Good Friday"},
    {"labour_day", "1. mai", "1. mai", "Labour Day"},
    {"maundy_thursday", "skjærtorsdag", "skjærtorsdag", "Maundy Thursday"},
    {"monday", "mandag", "måndag", "Monday"},
    {"new_years_day", "1. nyttårsdag", "1. nyttårsdag", "New Year's Day"},
    {"new_years_eve", "nyttårsaften", "nyttårsaftan", "New Year's Eve"},
    {"saturday", "lørdag", "laurdag", "Saturday"},
    {"second_christmas_day", "2. juledag", "2. juledag", "Boxing Day"},
    {"sunday", "søndag", "søndag", "Sunday"},
    {"thursday", "torsdag", "torsdag", "Thursday"},
    {"tuesday", "tirsdag", "tysdag", "Tuesday"},
    {"wednesday", "onsdag", "onsdag", "Wednesday"},
    {"whit_eve", "pinseaften", "pinseaftan", "Whit Saturday"},
    {"whit_monday", "2. pinsedag", "2. pinsedag", "Whit Monday"},
    {"whit_sunday", "1. pinsedag", "1. pinsedag", "Whit Sunday"},
};
static_assert(std::is_sorted(std::begin(rows), std::end(rows),
                             [](const Row& a, const Row& b) { return a.code < b.code; }));

const Row* row_of(std::string_view code) {
    const auto* row = std::lower_bound(
        std::begin(rows), std::end(rows), code,
        [](const Row& candidate, std::string_view wanted) { return candidate.code < wanted; });
    return row == std::end(rows) || row->code != code ? nullptr : row;
}

std::string_view text_of(const Row& row, routing::Language language) {
    switch (language) {
        case routing::Language::nb:
            return row.nb;
        case routing::Language::nn:
            return row.nn;
        case routing::Language::en:
            return row.en;
    }
    return {};
}

// "Julaften" at the beginning of a line is "julaften".
bool same_name(std::string_view written, std::string_view name) {
    const auto small = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    };
    return std::equal(written.begin(), written.end(), name.begin(), name.end(),
                      [&](char a, char b) { return small(a) == small(b); });
}

std::string own_text(const std::string& written, routing::Language language) {
    const auto* row = std::find_if(std::begin(rows), std::end(rows), [&](const Row& candidate) {
        return same_name(written, candidate.nb) || same_name(written, candidate.nn) ||
               same_name(written, candidate.en);
    });
    return row == std::end(rows) ? written : std::string(text_of(*row, language));
}

}  // namespace

bool has_day_text(std::string_view code) { return row_of(code) != nullptr; }

std::string day_text(const domain::OpenDay& day, routing::Language language) {
    if (!day.own_reason.empty()) return own_text(day.own_reason, language);
    std::string all;
    for (const std::string_view code : day.rules) {
        const Row* row = row_of(code);
        if (row == nullptr) continue;
        if (!all.empty()) all += ", ";
        all += text_of(*row, language);
    }
    return all;
}

}  // namespace api
