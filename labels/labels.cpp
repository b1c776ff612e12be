#include "labels/labels.hpp"

#include <stdexcept>

#include "labels/writers.hpp"

namespace labels {

std::string_view to_text(Format format) {
    switch (format) {
        case Format::pdf:
            return "pdf";
        case Format::zpl:
            return "zpl";
        case Format::png:
            return "png";
        case Format::svg:
            return "svg";
    }
    return {};
}

std::optional<Format> parse_format(std::string_view text) {
    for (const Format format : {Format::pdf, Format::zpl, Format::png, Format::svg}) {
        if (to_text(format) == text) return format;
    }
    return std::nullopt;
}

std::string_view media_type(Format format) {
    switch (format) {
        case Format::pdf:
            return "application/pdf";
        case Format::zpl:
            return "application/vnd.zebra-zpl";
        case Format::png:
            return "image/png";
        case Format::svg:
            return "image/svg+xml";
    }
    return {};
}

std::size_t places_on_page(Format format, const Stock& stock) {
    return format == Format::zpl ? 1 : labels_per_page(stock);
}

bool is_one_page(Format format) { return format == Format::png || format == Format::svg; }

tl::expected<std::string, Error> write_labels(Format format, const Stock& stock, std::size_t start,
                                              std::span<const Label> labels) {
    const std::size_t places = places_on_page(format, stock);
    if (labels.empty()) return tl::unexpected(Error{ErrorCode::no_labels});
    if (start < 1 || start > places) return tl::unexpected(Error{ErrorCode::start_not_on_page});
    if (is_one_page(format) && labels.size() > places - (start - 1)) {
        return tl::unexpected(Error{ErrorCode::more_than_a_page});
    }
    switch (format) {
        case Format::pdf:
            return write_pdf(stock, start, labels);
        case Format::zpl:
            return write_zpl(stock, labels);
        case Format::png:
            return write_png(stock, start, labels);
        case Format::svg:
            return write_svg(stock, start, labels);
    }
    throw std::logic_error("no such format");
}

}  // namespace labels
