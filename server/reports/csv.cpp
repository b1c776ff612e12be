#include "reports/csv.hpp"

#include "reports/format.hpp"
#include "reports/writers.hpp"

namespace reports {
namespace {

std::string csv_cell(const Cell& cell, const Column& column) {
    if (const auto* value = std::get_if<double>(&cell)) {
        if (column.kind != Kind::percent) return plain_number(*value, column.decimals);
        const std::string text = plain_number(*value * 100, column.decimals);
        return text.empty() ? text : text + " %";
    }
    return csv_words(shown(cell, column));
}

void append_table(std::string& file, const Section& section) {
    std::vector<std::string> cells;
    for (const Column& column : section.columns) cells.push_back(csv_words(column.label));
    file += csv_line(cells);
    for (const Row& row : section.rows) {
        for (std::size_t i = 0; i < cells.size(); ++i) {
            cells[i] = csv_cell(cell_of(row, i), section.columns[i]);
        }
        file += csv_line(cells);
    }
}

}  // namespace

std::string csv_words(std::string_view text) {
    std::string cell(text);
    if (!text.empty() &&
        std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) {
        cell.insert(0, 1, '\'');
    }
    if (cell.find_first_of(";\"\n\r") == std::string::npos) return cell;
    std::string quoted = "\"";
    for (const char c : cell) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

std::string csv_line(std::span<const std::string> cells) {
    std::string line;
    for (const std::string& cell : cells) {
        if (&cell != cells.data()) line += ';';
        line += cell;
    }
    return line += "\r\n";
}

std::string write_csv(const Report& report) {
    std::vector<const Section*> tables;
    for (const Section& section : report.sections) {
        if (!section.columns.empty()) tables.push_back(&section);
    }
    std::string file(csv_beginning);
    for (const Section* table : tables) {
        if (table != tables.front()) file += "\r\n";
        if (tables.size() > 1) file += csv_words(table->heading) + "\r\n";
        append_table(file, *table);
    }
    return file;
}

}  // namespace reports
