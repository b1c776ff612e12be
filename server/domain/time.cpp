#include "domain/time.hpp"

#include <cstddef>

namespace domain {
namespace {

constexpr int first_year = 1900;
constexpr int last_year = 2199;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Reads a text from left to right. Every step says whether the text had what was asked for.
class Scanner {
public:
    explicit Scanner(std::string_view text) : rest_(text) {}

    bool at_end() const { return rest_.empty(); }

    // Takes one character that is in `accepted`; none otherwise.
    std::optional<char> one_of(std::string_view accepted) {
        if (rest_.empty() || accepted.find(rest_.front()) == std::string_view::npos) {
            return std::nullopt;
        }
        const char c = rest_.front();
        rest_.remove_prefix(1);
        return c;
    }

    // Takes exactly `count` digits.
    std::optional<int> number(std::size_t count) {
        if (rest_.size() < count) {
            return std::nullopt;
        }
        int value = 0;
        for (const char c : rest_.substr(0, count)) {
            if (!is_digit(c)) {
                return std::nullopt;
            }
            value = value * 10 + (c - '0');
        }
        rest_.remove_prefix(count);
        return value;
    }

    // Takes digits as long as there are some, at least one; the first three count.
    std::optional<int> milliseconds() {
        std::size_t digits = 0;
        int value = 0;
        for (; !rest_.empty() && is_digit(rest_.front()); rest_.remove_prefix(1), ++digits) {
            if (digits < 3) {
                value = value * 10 + (rest_.front() - '0');
            }
        }
        if (digits == 0) {
            return std::nullopt;
        }
        for (; digits < 3; ++digits) {
            value *= 10;
        }
        return value;
    }

private:
    std::string_view rest_;
};

bool in_range(Day day) {
    const std::chrono::year year = std::chrono::year_month_day{day}.year();
    return year >= std::chrono::year{first_year} && year <= std::chrono::year{last_year};
}

std::optional<Day> read_day(Scanner& text) {
    const auto year = text.number(4);
    if (!year || !text.one_of("-")) {
        return std::nullopt;
    }
    const auto month = text.number(2);
    if (!month || !text.one_of("-")) {
        return std::nullopt;
    }
    const auto day = text.number(2);
    if (!day) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date{std::chrono::year{*year},
                                           std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok() || !in_range(Day{date})) {
        return std::nullopt;
    }
    return Day{date};
}

// "HH:MM"
std::optional<std::chrono::minutes> read_hour_and_minute(Scanner& text) {
    const auto hour = text.number(2);
    if (!hour || *hour > 23 || !text.one_of(":")) {
        return std::nullopt;
    }
    const auto minute = text.number(2);
    if (!minute || *minute > 59) {
        return std::nullopt;
    }
    return std::chrono::hours{*hour} + std::chrono::minutes{*minute};
}

// "Z", "+HH:MM" or "-HH:MM": how far the local time is ahead of UTC.
std::optional<std::chrono::minutes> read_offset(Scanner& text) {
    const auto sign = text.one_of("Zz+-");
    if (!sign) {
        return std::nullopt;
    }
    if (*sign == 'Z' || *sign == 'z') {
        return std::chrono::minutes{0};
    }
    const auto offset = read_hour_and_minute(text);
    if (!offset) {
        return std::nullopt;
    }
    return *sign == '+' ? *offset : -*offset;
}

std::string padded(long long number, std::size_t width) {
    const std::string digits = std::to_string(number);
    return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
}

}  // namespace

std::optional<Day> parse_day(std::string_view text) {
    Scanner scanner{text};
    const auto day = read_day(scanner);
    if (!scanner.at_end()) {
        return std::nullopt;
    }
    return day;
}

std::string to_text(Day day) {
    const std::chrono::year_month_day date{day};
    return padded(static_cast<int>(date.year()), 4) + '-' +
           padded(static_cast<unsigned>(date.month()), 2) + '-' +
           padded(static_cast<unsigned>(date.day()), 2);
}

std::string shown(Day day) {
    const std::string iso = to_text(day);
    return iso.substr(8, 2) + "." + iso.substr(5, 2) + "." + iso.substr(0, 4);
}

std::optional<Instant> parse_instant(std::string_view text) {
    Scanner scanner{text};
    const auto day = read_day(scanner);
    if (!day || !scanner.one_of("Tt")) {
        return std::nullopt;
    }
    const auto hour_and_minute = read_hour_and_minute(scanner);
    if (!hour_and_minute || !scanner.one_of(":")) {
        return std::nullopt;
    }
    const auto second = scanner.number(2);
    if (!second || *second > 59) {
        return std::nullopt;
    }
    std::optional<int> millisecond = 0;
    if (scanner.one_of(".")) {
        millisecond = scanner.milliseconds();
    }
    const auto offset = read_offset(scanner);
    if (!millisecond || !offset || !scanner.at_end()) {
        return std::nullopt;
    }
    const Instant instant = *day + *hour_and_minute + std::chrono::seconds{*second} +
                            std::chrono::milliseconds{*millisecond} - *offset;
    // An offset can lead out of the years that parse_day takes; what we write must be readable.
    if (!in_range(std::chrono::floor<std::chrono::days>(instant))) {
        return std::nullopt;
    }
    return instant;
}

std::string to_text(Instant instant) {
    const Day day = std::chrono::floor<std::chrono::days>(instant);
    const std::chrono::hh_mm_ss time{instant - day};
    return to_text(day) + 'T' + padded(time.hours().count(), 2) + ':' +
           padded(time.minutes().count(), 2) + ':' + padded(time.seconds().count(), 2) + '.' +
           padded(time.subseconds().count(), 3) + 'Z';
}

}  // namespace domain
