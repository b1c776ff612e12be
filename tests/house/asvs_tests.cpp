// Every requirement of levels 1 and 2 of OWASP's Application Security Verification Standard 5.0.0
// (released May 2025) stands in tests/asvs.csv: shown by a test, a script or a written text, or
// with the reason why it does not apply. What is named there exists. Each check is first shown a
// fault that it must find.

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "support/csv_table.hpp"

namespace {

namespace fs = std::filesystem;
using support::CsvRow;
using Findings = std::vector<std::string>;

const fs::path root = KL_SOURCE_DIR;

// The requirements of levels 1 and 2 by section, counted in the published table.
const std::map<std::string, int> published{
    {"V1.1", 2},  {"V1.2", 9},  {"V1.3", 11},  {"V1.4", 3},  {"V1.5", 2},  {"V2.1", 3},
    {"V2.2", 3},  {"V2.3", 4},  {"V2.4", 1},   {"V3.2", 2},  {"V3.3", 4},  {"V3.4", 6},
    {"V3.5", 5},  {"V3.7", 2},  {"V4.1", 3},   {"V4.2", 1},  {"V4.3", 2},  {"V4.4", 4},
    {"V5.1", 1},  {"V5.2", 3},  {"V5.3", 2},   {"V5.4", 3},  {"V6.1", 3},  {"V6.2", 12},
    {"V6.3", 4},  {"V6.4", 4},  {"V6.5", 5},   {"V6.6", 3},  {"V6.8", 4},  {"V7.1", 3},
    {"V7.2", 4},  {"V7.3", 2},  {"V7.4", 5},   {"V7.5", 2},  {"V7.6", 2},  {"V8.1", 2},
    {"V8.2", 3},  {"V8.3", 1},  {"V8.4", 1},   {"V9.1", 3},  {"V9.2", 4},  {"V10.1", 2},
    {"V10.2", 2}, {"V10.3", 4}, {"V10.4", 11}, {"V10.5", 5}, {"V10.6", 2}, {"V10.7", 3},
    {"V11.1", 2}, {"V11.2", 3}, {"V11.3", 3},  {"V11.4", 4}, {"V11.5", 1}, {"V11.6", 1},
    {"V12.1", 3}, {"V12.2", 2}, {"V12.3", 4},  {"V13.1", 1}, {"V13.2", 5}, {"V13.3", 2},
    {"V13.4", 5}, {"V14.1", 2}, {"V14.2", 4},  {"V14.3", 3}, {"V15.1", 3}, {"V15.2", 3},
    {"V15.3", 7}, {"V16.1", 1}, {"V16.2", 5},  {"V16.3", 4}, {"V16.4", 3}, {"V16.5", 3},
    {"V17.1", 1}, {"V17.2", 4}, {"V17.3", 2}};

std::string read(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// The names of all tests, as they stand in the sources.
std::set<std::string> names_of_tests() {
    std::set<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(root / "tests")) {
        if (entry.path().extension() != ".cpp") continue;
        const std::string text = read(entry.path());
        constexpr std::string_view begins = "TEST_CASE(";
        for (auto at = text.find(begins); at != std::string::npos; at = text.find(begins, at)) {
            at += begins.size();
            std::string name;
            // Neighbouring literals are one.
            while (at < text.size() && text[at] != ',' && text[at] != ')') {
                if (text[at] != '"') {
                    ++at;
                    continue;
                }
                for (++at; at < text.size() && text[at] != '"'; ++at) {
                    if (text[at] == '\\') ++at;
                    name += text[at];
                }
                ++at;
            }
            names.insert(std::move(name));
        }
    }
    return names;
}

// "keys-and-algorithms" of "## Keys and algorithms".
std::string anchor_of(std::string heading) {
    heading.erase(0, heading.find_first_not_of("# "));
    std::string anchor;
    for (const char c : heading) {
        if (c >= 'A' && c <= 'Z') {
            anchor += static_cast<char>(c | 0x20);
        } else if (c == ' ') {
            anchor += '-';
        } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-') {
            anchor += c;
        }
    }
    return anchor;
}

bool has_heading(const fs::path& file, const std::string& anchor) {
    for (const std::string& line : support::split(read(file), '\n')) {
        if (line.starts_with('#') && anchor_of(line) == anchor) return true;
    }
    return false;
}

// What is wrong with what a requirement is said to be shown by.
std::string fault_of(const std::string& shown, const std::set<std::string>& tests) {
    const auto colon = shown.find(": ");
    const std::string kind = shown.substr(0, colon);
    const std::string name = colon == std::string::npos ? "" : shown.substr(colon + 2);
    if (kind == "test") return tests.contains(name) ? "" : "no test of the name: " + name;
    if (kind == "script") {
        const std::string file = fs::path(name).filename();
        const bool run = read(root / "dev").find("fault_test " + file) != std::string::npos;
        return run && fs::exists(root / name) ? "" : "no script that ./dev runs: " + name;
    }
    if (kind == "text") {
        const auto hash = name.find('#');
        const fs::path file = root / name.substr(0, hash);
        if (!fs::is_regular_file(file)) return "no such file: " + name;
        if (hash == std::string::npos || has_heading(file, name.substr(hash + 1))) return "";
        return "no such heading: " + name;
    }
    return "neither test, script nor text: " + shown;
}

Findings faults(const std::vector<CsvRow>& rows, const std::set<std::string>& tests) {
    Findings found;
    std::set<std::string> ids;
    std::map<std::string, int> sections;
    for (const CsvRow& row : rows) {
        const std::string& id = row[0];
        if (!ids.insert(id).second) found.push_back(id + ": twice");
        ++sections[id.substr(0, id.rfind('.'))];
        const std::string& shown_by = row[2];
        const std::string& why_not = row[3];
        if (shown_by.empty() == why_not.empty()) {
            found.push_back(id + ": needs either what shows it or why it does not apply");
        }
        if (shown_by.empty()) continue;
        for (const std::string& shown : support::split(shown_by, '|')) {
            const std::string fault = fault_of(shown, tests);
            if (!fault.empty()) found.push_back(id + ": " + fault);
        }
    }
    for (const auto& [section, count] : published) {
        if (sections[section] != count) found.push_back(section + ": not all of its requirements");
    }
    for (const auto& [section, count] : sections) {
        if (!published.contains(section)) found.push_back(section + ": no such section");
    }
    return found;
}

}  // namespace

TEST_CASE("every requirement of ASVS 5.0.0 at levels 1 and 2 is shown, or says why not",
          "[house]") {
    const auto rows = support::read_csv((root / "tests/asvs.csv").string());
    CHECK(faults(rows, names_of_tests()) == Findings{});
    const auto level = [&](const char* which) {
        return std::count_if(rows.begin(), rows.end(),
                             [&](const CsvRow& row) { return row[1] == which; });
    };
    CHECK(level("1") == 70);
    CHECK(level("2") == 183);
}

TEST_CASE("a gap in the table of ASVS is found, whatever it is", "[house]") {
    const auto rows = support::read_csv((root / "tests/asvs.csv").string());
    const std::set<std::string> tests = names_of_tests();
    const auto with = [&](std::size_t at, CsvRow row) {
        auto changed = rows;
        changed[at] = std::move(row);
        return faults(changed, tests).size();
    };
    const std::string id = rows[0][0];
    CHECK(with(0, {id, "2", "", ""}) == 1);
    CHECK(with(0, {id, "2", "test: nobody wrote this one", ""}) == 1);
    CHECK(with(0, {id, "2", "a test", ""}) == 1);
    CHECK(with(0, {id, "2", "script: tests/faults/nothing.py", ""}) == 1);
    CHECK(with(0, {id, "2", "text: README.md#no-such-heading", ""}) == 1);
    CHECK(with(0, {id, "2", "text: README.md#the-house", ""}) == 0);
    CHECK(with(0, {id, "2", "script: tests/faults/kill9.py", ""}) == 0);
    CHECK(with(0, {id, "2", "text: README.md", "and a reason"}) == 1);
    CHECK(with(0, rows[1]) == 1);
    CHECK(with(0, {"V99.1.1", "2", "", "none"}) == 2);
    auto fewer = rows;
    fewer.pop_back();
    CHECK(faults(fewer, tests).size() == 1);
}
