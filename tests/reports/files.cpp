#include "reports/files.hpp"

#include <unistd.h>

#include <catch2/catch.hpp>

#include <cstdlib>
#include <fstream>

#include "support/csv_table.hpp"
#include "support/program.hpp"

namespace report_tests {
namespace {

// Debian's python3, whose packages are Debian's too.
const std::string python = "/usr/bin/python3";

std::string path_of(const std::string& name) {
    if (name.starts_with('/')) return name;
    const char* path = std::getenv("PATH");
    for (const std::string& folder : support::split(path == nullptr ? "" : path, ':')) {
        const auto file = std::filesystem::path(folder) / name;
        if (std::filesystem::exists(file)) return file.string();
    }
    return {};
}

}  // namespace

Folder::Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "kl-reports-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
}

Folder::~Folder() { std::filesystem::remove_all(path_); }

std::string Folder::file(const std::string& name, std::string_view bytes) const {
    const auto file = path_ / name;
    std::ofstream(file, std::ios::binary) << bytes;
    return file.string();
}

std::string printed(std::vector<std::string> words) {
    words.front() = path_of(words.front() == "python" ? python : words.front());
    const auto result = support::run(words);
    INFO(words.front() << ": " << result.error);
    CHECK(result.status == 0);
    return result.output;
}

std::vector<std::string> printed_lines(std::vector<std::string> words) {
    auto lines = support::split(printed(std::move(words)), '\n');
    lines.pop_back();
    return lines;
}

bool has_program(const std::string& name) { return !path_of(name).empty(); }

bool has_openpyxl() {
    return std::filesystem::exists(python) &&
           support::run({python, "-c", "import openpyxl"}).status == 0;
}

std::size_t count(std::string_view text, std::string_view part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string_view::npos;
         at = text.find(part, at + part.size())) {
        ++found;
    }
    return found;
}

reports::Report hard_report() {
    using namespace std::chrono;
    using namespace reports;
    Section section;
    section.heading = "Forfalt: Ærø/Ås";
    section.columns = {{"Kode", Kind::code},        {"Låner"},
                       {"Frist", Kind::day},        {"Dager", Kind::number},
                       {"Pris", Kind::money, 2},    {"Andel", Kind::percent, 1},
                       {"Endring", Kind::number, 1}};
    const sys_days due = year{2026} / November / 3;
    section.rows = {
        {std::string("7K3-QF2-7"), std::string("Åse \"Blåbær\" Østerøy; Ærfugl"), due, number(20),
         number(1234.5), number(0.125), number(-0.04)},
        {std::string("=1+1"), std::string("første linje\nandre linje"), Cell(), number(-1234567),
         number(-0.5), number(-0.05), number(-2.25)},
        {std::string("+47 99"), std::string("@SUM(A1)"), std::string("ukjent"), Cell(), number(0),
         number(1), number(1e6)},
        {std::string("-5"), std::string("\t=2"), due + days{60}},
        {std::string("A-1"), std::string(300, 'x')},
    };
    section.totals = {std::string("I alt"), Cell(), Cell(), number(-1234547)};
    section.notes = {"Sortert etter dager."};
    Report report;
    report.title = "Forfalte utlån uke 47/2026";
    report.as_of = sys_days{year{2026} / November / 23} + hours{5};
    report.as_of_text = "Per mandag 23.11.2026 kl. 06.00";
    report.sections = {section};
    report.notes = {"Slik var det da listen ble laget."};
    return report;
}

}  // namespace report_tests
