#include "reports/writers.hpp"

#include <stdexcept>

namespace reports {

std::string_view to_text(Format format) {
    switch (format) {
        case Format::csv:
            return "csv";
        case Format::xlsx:
            return "xlsx";
        case Format::pdf:
            return "pdf";
        case Format::html:
            return "html";
    }
    return {};
}

std::optional<Format> parse_format(std::string_view text) {
    for (const Format format : {Format::csv, Format::xlsx, Format::pdf, Format::html}) {
        if (to_text(format) == text) return format;
    }
    return std::nullopt;
}

std::string_view media_type(Format format) {
    switch (format) {
        case Format::csv:
            return "text/csv;charset=utf-8";
        case Format::xlsx:
            return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        case Format::pdf:
            return "application/pdf";
        case Format::html:
            return "text/html;charset=utf-8";
    }
    return {};
}

std::string write(const Report& report, Format format) {
    switch (format) {
        case Format::csv:
            return write_csv(report);
        case Format::xlsx:
            return write_xlsx(report);
        case Format::pdf:
            return write_pdf(report);
        case Format::html:
            return write_html(report);
    }
    throw std::logic_error("no such format");
}

}  // namespace reports
