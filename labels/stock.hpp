#pragma once
// The label stocks as data: a sheet holds several labels; of a roll or a tape each page is one.
// All measures in millimetres.

#include <cstddef>
#include <span>
#include <string_view>

namespace labels {

struct Stock {
    std::string_view name;  // "L7160", as it is asked for
    std::string_view title;
    double page_width;
    double page_height;
    std::size_t columns;
    std::size_t rows;
    double left;  // of the first label on its page
    double top;
    double pitch_x;  // from one label to the next
    double pitch_y;
    double width;  // of a label
    double height;
    double margin_x;  // of a label: no ink there, for cutting, rounded corners and crooked feed
    double margin_y;
    double dpi;  // of the printer that it is meant for
};

std::span<const Stock> stocks();

// Null when there is none of that name.
const Stock* find_stock(std::string_view name);

constexpr std::size_t labels_per_page(const Stock& stock) { return stock.columns * stock.rows; }

// The length of so many dots of its printer.
constexpr double dots(const Stock& stock, double count) { return count * 25.4 / stock.dpi; }

struct Point {
    double x;
    double y;
};
// The upper left corner of a label on its page, on a whole dot; places count from 0, row by row.
Point place_on_page(const Stock& stock, std::size_t place);

}  // namespace labels
