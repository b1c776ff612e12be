#include "reports/format.hpp"
#include "reports/pdf_plan.hpp"
#include "reports/writers.hpp"

namespace reports {
namespace {

// The file stands alone: it is opened where it was saved, and printed.
constexpr std::string_view style = R"(
body { font: 15px/1.4 Inter, system-ui, sans-serif; margin: 2rem; color: #1e2b3c; background: #fff; }
h1 { font-size: 1.6rem; margin: 0; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; min-width: 50%; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #c4c9d1; }
.num { text-align: right; font-variant-numeric: tabular-nums; }
tfoot { font-weight: 600; }
@page { size: A4 landscape; margin: 12mm; }
@media print { body { margin: 0; font-size: 9pt; } thead { display: table-header-group; }
  tr { break-inside: avoid; } h2 { break-after: avoid; } .scroll { overflow: visible; } }
)";

std::string escaped(std::string_view text) {
    std::string safe;
    for (const char c : mended(text)) {
        switch (c) {
            case '&':
                safe += "&amp;";
                break;
            case '<':
                safe += "&lt;";
                break;
            case '>':
                safe += "&gt;";
                break;
            case '"':
                safe += "&quot;";
                break;
            case '\n':
                safe += "<br>";
                break;
            default:
                safe += c;
        }
    }
    return safe;
}

void append_row(std::string& file, const Section& section, const Row& row) {
    file += "<tr>";
    for (std::size_t i = 0; i < section.columns.size(); ++i) {
        const Column& column = section.columns[i];
        file += stands_right(column) ? "<td class=\"num\">" : "<td>";
        file += escaped(shown(cell_of(row, i), column)) + "</td>";
    }
    file += "</tr>\n";
}

void append_table(std::string& file, const Section& section, Language language) {
    if (section.rows.empty()) {
        file.append("<p>").append(nothing_to_show(language)).append("</p>\n");
        return;
    }
    file += "<div class=\"scroll\"><table>\n<thead><tr>";
    for (const Column& column : section.columns) {
        file += stands_right(column) ? "<th scope=\"col\" class=\"num\">" : "<th scope=\"col\">";
        file += escaped(column.label) + "</th>";
    }
    file += "</tr></thead>\n<tbody>\n";
    for (const Row& row : section.rows) append_row(file, section, row);
    file += "</tbody>\n";
    if (!section.totals.empty()) {
        file += "<tfoot>\n";
        append_row(file, section, section.totals);
        file += "</tfoot>\n";
    }
    file += "</table></div>\n";
}

void append_notes(std::string& file, const std::vector<std::string>& notes) {
    for (const std::string& note : notes) file += "<p>" + escaped(note) + "</p>\n";
}

}  // namespace

std::string write_html(const Report& report) {
    std::string file = "<!doctype html>\n<html lang=\"" + std::string(tag_of(report.language)) +
                       "\">\n<head>\n<meta charset=\"utf-8\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width\">\n<title>" +
                       escaped(report.title) + "</title>\n<style>" + std::string(style) +
                       "</style>\n</head>\n<body>\n<main>\n<h1>" + escaped(report.title) +
                       "</h1>\n<p>" + escaped(report.as_of_text) + "</p>\n";
    for (const Section& section : report.sections) {
        file += "<section>\n";
        if (!section.heading.empty()) file += "<h2>" + escaped(section.heading) + "</h2>\n";
        if (section.figure) file += write_svg(*section.figure) + "\n";
        if (!section.columns.empty()) append_table(file, section, report.language);
        append_notes(file, section.notes);
        file += "</section>\n";
    }
    append_notes(file, report.notes);
    return file + "</main>\n</body>\n</html>\n";
}

}  // namespace reports
