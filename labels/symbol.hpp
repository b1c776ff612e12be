#pragma once
// A QR code as a value: encoded once, drawn by every writer.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace labels {

class Symbol {
public:
    // Error level H; lower case becomes upper case, which takes fewer modules. None when the
    // payload is empty, holds U+0000 or is longer than the largest symbol.
    static std::optional<Symbol> encode(std::string_view payload);
    // Letters as they are, error level M: for a screen, which nothing scratches.
    static std::optional<Symbol> encode_exactly(std::string_view payload);

    // Modules along one side, without the quiet zone.
    int size() const { return size_; }
    bool dark(int column, int row) const {
        return dark_[static_cast<std::size_t>(row) * static_cast<std::size_t>(size_) +
                     static_cast<std::size_t>(column)];
    }

    // The free space that scanners need on every side, in modules.
    static constexpr int quiet = 4;

private:
    enum class Case { upper, as_is };
    static std::optional<Symbol> encode(std::string_view payload, Case letters);

    Symbol(int size, std::vector<bool> dark) : size_(size), dark_(std::move(dark)) {}

    int size_;
    std::vector<bool> dark_;
};

// The symbol with its quiet zone as an SVG file, one unit to a module.
std::string svg_of(const Symbol& symbol);

}  // namespace labels
