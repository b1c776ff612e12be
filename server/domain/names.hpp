#pragma once
// One table per enumeration: its stable text on the wire and in the database, read both ways.

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace domain {

template <class E, std::size_t N>
using Names = std::array<std::pair<E, std::string_view>, N>;

template <class E, std::size_t N>
constexpr std::string_view name_of(const Names<E, N>& names, E value) {
    for (const auto& [key, name] : names) {
        if (key == value) return name;
    }
    return {};
}

template <class E, std::size_t N>
constexpr std::optional<E> value_of(const Names<E, N>& names, std::string_view text) {
    for (const auto& [key, name] : names) {
        if (name == text) return key;
    }
    return std::nullopt;
}

}  // namespace domain
