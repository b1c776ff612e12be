#include "labels/stock.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace labels {
namespace {

// Sheets: the sizes Avery gives, centred on A4; every office printer draws 300 dots to the inch
// or a multiple of it. Zebra's "203 dpi" is 8 dots to the millimetre. The print heads of Brother's
// tape printers have 128 dots at 180 dpi, or twice both: 18.1 mm in the middle of 24 mm tape.
constexpr std::array all{
    Stock{"L7160", "Avery L7160, 63,5 × 38,1 mm, 3 × 7 på A4", 210, 297, 3, 7, 7.21, 15.15, 66.04,
          38.1, 63.5, 38.1, 2.5, 2.0, 300},
    Stock{"L7651", "Avery L7651, 38,1 × 21,2 mm, 5 × 13 på A4", 210, 297, 5, 13, 4.75, 10.7, 40.6,
          21.2, 38.1, 21.2, 1.5, 1.2, 300},
    Stock{"zebra-50x25", "Zebra 50 × 25 mm", 50, 25, 1, 1, 0, 0, 50, 25, 50, 25, 2.0, 1.5, 203.2},
    Stock{"zebra-57x32", "Zebra 57 × 32 mm", 57, 32, 1, 1, 0, 0, 57, 32, 57, 32, 2.0, 1.5, 203.2},
    Stock{"tze-24", "Brother TZe 24 mm", 60, 24, 1, 1, 0, 0, 60, 24, 60, 24, 2.0, 2.97, 180},
};

}  // namespace

std::span<const Stock> stocks() { return all; }

const Stock* find_stock(std::string_view name) {
    const auto found = std::find_if(all.begin(), all.end(),
                                    [name](const Stock& stock) { return stock.name == name; });
    return found == all.end() ? nullptr : &*found;
}

Point place_on_page(const Stock& stock, std::size_t place) {
    const auto column = static_cast<double>(place % stock.columns);
    const std::size_t rows_above = place / stock.columns;
    const auto row = static_cast<double>(rows_above);
    const auto on_dot = [&](double x) { return dots(stock, std::round(x / dots(stock, 1))); };
    return {on_dot(stock.left + column * stock.pitch_x), on_dot(stock.top + row * stock.pitch_y)};
}

}  // namespace labels
