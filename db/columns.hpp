#pragma once
// How values stand in columns: ids and instants as 64-bit integers, days and enumerations as text.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "db/error.hpp"
#include "domain/ids.hpp"
#include "domain/time.hpp"

namespace db {

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

template <class T>
struct Unwrapped {
    using type = T;
};
template <class T>
struct Unwrapped<std::optional<T>> {
    using type = T;
};
template <class T>
using unwrapped = typename Unwrapped<T>::type;

// An enumeration becomes a column by naming its parser once: see the specialisations in values.hpp.
template <class E>
struct EnumColumn;

template <class T>
inline constexpr bool is_id = false;
template <class Tag>
inline constexpr bool is_id<domain::Id<Tag>> = true;

template <class T>
inline constexpr bool is_integer_column =
    std::is_integral_v<T> || is_id<T> || std::is_same_v<T, domain::Instant>;
template <class T>
inline constexpr bool is_text_column = !is_integer_column<T>;

template <class T>
std::int64_t to_integer_column(const T& value) {
    if constexpr (is_id<T>) {
        return value.value;
    } else if constexpr (std::is_same_v<T, domain::Instant>) {
        return value.time_since_epoch().count();
    } else {
        return static_cast<std::int64_t>(value);
    }
}

template <class T>
T from_integer_column(std::int64_t value) {
    if constexpr (is_id<T>) {
        return T{value};
    } else if constexpr (std::is_same_v<T, domain::Instant>) {
        return T(typename T::duration(value));
    } else {
        return static_cast<T>(value);
    }
}

template <class T>
auto to_text_column(const T& value) {
    using domain::to_text;
    if constexpr (std::is_same_v<T, domain::Day> || std::is_enum_v<T>) {
        return to_text(value);
    } else {
        return std::string_view(value);
    }
}

template <class T>
T from_text_column(const std::string& text) {
    if constexpr (std::is_same_v<T, domain::Day>) {
        const auto day = domain::parse_day(text);
        if (!day) throw Error("a day column holds something else");
        return *day;
    } else if constexpr (std::is_enum_v<T>) {
        const auto value = EnumColumn<T>::parse(text);
        if (!value) throw Error("an enumeration column holds an unknown value");
        return *value;
    } else {
        return text;
    }
}

}  // namespace db
