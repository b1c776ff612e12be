#include "api/day_texts.hpp"

#include <algorithm>

#include "domain/weekday.hpp"
#include "routing/texts.hpp"

namespace api {
namespace {

using domain::DayName;

// Days with a name of their own, as the weekdays have theirs. The eves are no public holidays: the
// depot names them itself.
constexpr DayName others[] = {
    {"ascension_day", "Kristi himmelfartsdag", "Kristi himmelfartsdag", "Ascension Day"},
    {"christmas_day", "1. juledag", "1. juledag", "Christmas Day"},
    {"christmas_eve", "julaften", "julaftan", "Christmas Eve"},
    {"closed_day", "stengt", "stengt", "closed"},
    {"constitution_day", "grunnlovsdag", "grunnlovsdag", "Constitution Day"},
    {"easter_eve", "påskeaften", "påskeaftan", "Easter Eve"},
    {"easter_monday", "2. påskedag", "2. påskedag", "Easter Monday"},
    {"easter_sunday", "1. påskedag", "1. påskedag", "Easter Sunday"},
    {"good_friday", "langfredag", "langfredag", "Good Friday"},
    {"labour_day", "1. mai", "1. mai", "Labour Day"},
    {"maundy_thursday", "skjærtorsdag", "skjærtorsdag", "Maundy Thursday"},
    {"new_years_day", "1. nyttårsdag", "1. nyttårsdag", "New Year's Day"},
    {"new_years_eve", "nyttårsaften", "nyttårsaftan", "New Year's Eve"},
    {"second_christmas_day", "2. juledag", "2. juledag", "Boxing Day"},
    {"whit_eve", "pinseaften", "pinseaftan", "Whit Saturday"},
    {"whit_monday", "2. pinsedag", "2. pinsedag", "Whit Monday"},
    {"whit_sunday", "1. pinsedag", "1. pinsedag", "Whit Sunday"},
};

// Of all days with a name the one that is meant; else null.
template <class IsMeant>
const DayName* find(IsMeant is_meant) {
    for (const DayName& day : domain::weekdays) {
        if (is_meant(day)) return &day;
    }
    for (const DayName& day : others) {
        if (is_meant(day)) return &day;
    }
    return nullptr;
}

const DayName* with_code(std::string_view code) {
    return find([&](const DayName& day) { return day.code == code; });
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
    const DayName* day = find([&](const DayName& one) {
        return same_name(written, one.nb) || same_name(written, one.nn) ||
               same_name(written, one.en);
    });
    return day == nullptr ? written : std::string(routing::in(*day, language));
}

}  // namespace

bool has_day_text(std::string_view code) { return with_code(code) != nullptr; }

std::string day_text(const domain::OpenDay& day, routing::Language language) {
    if (!day.own_reason.empty()) return own_text(day.own_reason, language);
    std::string all;
    for (const std::string_view code : day.rules) {
        const DayName* named = with_code(code);
        if (named == nullptr) continue;
        if (!all.empty()) all += ", ";
        all += routing::in(*named, language);
    }
    return all;
}

}  // namespace api
