#pragma once
// Files of a test, and the programs that read them.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "reports/report.hpp"

namespace report_tests {

// A folder that goes when the test ends.
class Folder {
public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    // The path of a new file with these bytes.
    std::string file(const std::string& name, std::string_view bytes) const;

private:
    std::filesystem::path path_;
};

// What the program prints; a failed check when it does not end well.
std::string printed(std::vector<std::string> words);
std::vector<std::string> printed_lines(std::vector<std::string> words);

bool has_program(const std::string& name);
bool has_openpyxl();

std::size_t count(std::string_view text, std::string_view part);

// The list that is written and read back: æøå, quotes, what looks like formulas, lines, numbers.
reports::Report hard_report();

}  // namespace report_tests
