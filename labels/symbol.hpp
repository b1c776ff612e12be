#pragma once
// A QR code as a value: encoded once, drawn by every writer.

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace labels {

class Symbol {
public:
    // Error level H; lower case becomes upper case, which takes fewer modules. None when the
    // payload is empty, holds U+0000 or is longer than the largest symbol.
    static std::optional<Symbol> encode(std::string_view payload);

    // Modules along one side, without the quiet zone.
    int size() const { return size_; }
    bool dark(int column, int row) const {
        return dark_[static_cast<std::size_t>(row) * static_cast<std::size_t>(size_) +
                     static_cast<std::size_t>(column)];
    }

    // The free space that scanners need on every side, in modules.
    static constexpr int quiet = 4;

private:
    Symbol(int size, std::vector<bool> dark) : size_(size), dark_(std::move(dark)) {}

    int size_;
    std::vector<bool> dark_;
};

}  // namespace labels
