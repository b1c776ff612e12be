#pragma once
// A figure of the depot's: what the API answers, as a report that a page shows and files hold.

#include <span>
#include <string_view>
#include <vector>

#include "pages/page.hpp"
#include "reports/report.hpp"

namespace pages {

struct Figure {
    std::string_view path;   // below /tall
    std::string_view title;  // in bokmål
    std::string_view about;  // how it is counted, in bokmål
    bool by_class;           // whether it can be of one class; each can be of one depot
    // The heading of each says what is found.
    std::vector<reports::Section> (*sections)(Page& page);
};

// In the order of the list of figures.
std::span<const Figure> figures();

// With what the reader has chosen: a depot, a class.
reports::Report report_of(Page& page, const Figure& figure);

// Its name, or "ISO 120606".
std::string class_name(const Page& page, std::string_view iso_class);

}  // namespace pages
