#pragma once
// One writer per format, each in a file of its own. Labels that one page must hold are checked
// before (labels.hpp); what can still go wrong is a symbol that is too large.

#include <cstddef>
#include <span>
#include <string>

#include "labels/labels.hpp"

namespace labels {

using Written = tl::expected<std::string, Error>;

Written write_pdf(const Stock& stock, std::size_t start, std::span<const Label> labels);
Written write_png(const Stock& stock, std::size_t start, std::span<const Label> labels);
Written write_svg(const Stock& stock, std::size_t start, std::span<const Label> labels);
Written write_zpl(const Stock& stock, std::span<const Label> labels);

}  // namespace labels
