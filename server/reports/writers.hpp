#pragma once
// A report becomes the bytes of a file. Pure: the same report gives the same bytes, on any thread.
// Text that is not well-formed UTF-8 is mended, control characters go; a fault of a library is an
// exception.

#include <optional>
#include <string>
#include <string_view>

#include "reports/report.hpp"

namespace reports {

enum class Format { csv, xlsx, pdf, html };
std::string_view to_text(Format format);  // also how its files' names end
std::optional<Format> parse_format(std::string_view text);
std::string_view media_type(Format format);
std::string write(const Report& report, Format format);

// For Norwegian spreadsheets (see csv.hpp). Tables only, without totals and notes. Of one table the
// first line is its head; several follow one another, each below a line with its heading and after
// an empty one.
std::string write_csv(const Report& report);

// A sheet for each section with a table: a table with filters, its totals and notes below it. At
// most 1,000,000 rows in each. Nothing in it is a formula; it has no figures and names no author.
std::string write_xlsx(const Report& report);

// A page that stands alone, with its style in it, to be looked at and printed where it was saved.
std::string write_html(const Report& report);

// A4, upright where the tables fit, with tags, language, embedded fonts and the figures. A row is
// never cut in two; what is longer than a page ends with "…".
std::string write_pdf(const Report& report);

}  // namespace reports
