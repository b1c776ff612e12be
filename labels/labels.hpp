#pragma once
// Labels in, one file out.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "labels/label.hpp"
#include "labels/stock.hpp"

namespace labels {

enum class Format { pdf, zpl, png, svg };

std::string_view to_text(Format format);
std::optional<Format> parse_format(std::string_view text);
// "application/pdf"; for ZPL the name that CUPS has for it.
std::string_view media_type(Format format);

enum class ErrorCode {
    no_labels,
    start_not_on_page,  // the first label would be on no place of the page
    more_than_a_page,   // PNG and SVG hold one page
    symbol_too_large,   // the symbol does not fit the stock with modules that scanners read
};
struct Error {
    ErrorCode code;
    std::size_t label = 0;  // symbol_too_large: which one, counted from 0
    bool operator==(const Error&) const = default;
};

// The places that a page has in that format. ZPL is for rolls: there each label is its own page.
std::size_t places_on_page(Format format, const Stock& stock);

// Whether a file holds a single page.
bool is_one_page(Format format);

// The whole file. The first label goes to place `start` of its page, counted from 1.
tl::expected<std::string, Error> write_labels(Format format, const Stock& stock, std::size_t start,
                                              std::span<const Label> labels);

}  // namespace labels
