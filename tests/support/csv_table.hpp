#pragma once
// Tables of expected values beside the tests: the first line names the columns; a field with a
// comma is in double quotes, and none holds a double quote itself.

#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace support {

using CsvRow = std::vector<std::string>;

// The parts between the separators; one empty part for an empty text.
inline std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    for (;;) {
        const auto end = text.find(separator);
        parts.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) {
            return parts;
        }
        text.remove_prefix(end + 1);
    }
}

// The fields of a line.
inline CsvRow csv_fields(std::string_view line) {
    CsvRow fields;
    for (;;) {
        const bool quoted = line.starts_with('"');
        const auto end = quoted ? line.find('"', 1) + 1 : line.find(',');
        const std::string_view field = line.substr(0, end);
        fields.emplace_back(quoted ? field.substr(1, field.size() - 2) : field);
        if (end >= line.size()) return fields;
        line.remove_prefix(end + 1);
    }
}

// The rows below the header. Throws when the file is not there or a row has a column too few or
// too many, so that a test cannot pass on half a table.
inline std::vector<CsvRow> read_csv(const std::string& path) {
    std::ifstream file(path);
    std::string line;
    if (!std::getline(file, line)) {
        throw std::runtime_error("no table at " + path);
    }
    const auto columns = csv_fields(line).size();
    std::vector<CsvRow> rows;
    while (std::getline(file, line)) {
        rows.push_back(csv_fields(line));
        if (rows.back().size() != columns) {
            throw std::runtime_error("wrong number of columns in " + path + ": " + line);
        }
    }
    return rows;
}

}  // namespace support
