// CSV as a reader of ";" and quotes gets it, and as a Norwegian spreadsheet takes it.

#include <catch2/catch.hpp>

#include "reports/csv.hpp"
#include "reports/files.hpp"
#include "reports/writers.hpp"

namespace {

using Rows = std::vector<std::vector<std::string>>;

// By the grammar of RFC 4180, with ";".
Rows parsed(std::string_view text) {
    REQUIRE(text.starts_with("\xEF\xBB\xBF"));
    text.remove_prefix(3);
    Rows rows;
    std::vector<std::string> row;
    std::string cell;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted) {
            if (c != '"') {
                cell += c;
            } else if (i + 1 < text.size() && text[i + 1] == '"') {
                cell += text[++i];
            } else {
                quoted = false;
            }
        } else if (c == '"') {
            REQUIRE(cell.empty());
            quoted = true;
        } else if (c == ';') {
            row.push_back(std::exchange(cell, {}));
        } else if (c == '\r') {
            REQUIRE(text.at(++i) == '\n');
            row.push_back(std::exchange(cell, {}));
            rows.push_back(std::exchange(row, {}));
        } else {
            REQUIRE(c != '\n');
            cell += c;
        }
    }
    REQUIRE_FALSE(quoted);
    REQUIRE(cell.empty());
    return rows;
}

}  // namespace

TEST_CASE("CSV read back has the rows, days and numbers as Norwegians write them", "[reports]") {
    const Rows rows = parsed(reports::write_csv(report_tests::hard_report()));
    CHECK(rows ==
          Rows{{"Kode", "Låner", "Frist", "Dager", "Pris", "Andel", "Endring"},
               {"7K3-QF2-7", "Åse \"Blåbær\" Østerøy; Ærfugl", "03.11.2026", "20", "1234,50",
                "12,5 %", "0,0"},
               {"'=1+1", "første linje\nandre linje", "", "-1234567", "-0,50", "-5,0 %", "-2,2"},
               {"'+47 99", "'@SUM(A1)", "ukjent", "", "0,00", "100,0 %", "1000000,0"},
               {"'-5", "'\t=2", "02.01.2027", "", "", "", ""},
               {"A-1", std::string(300, 'x'), "", "", "", "", ""}});
}

TEST_CASE("words are neutralised whatever they begin with, numbers are not", "[reports]") {
    for (const auto& [words, cell] : std::vector<std::pair<std::string, std::string>>{
             {"=1", "'=1"},
             {"+1", "'+1"},
             {"-1", "'-1"},
             {"@a", "'@a"},
             {"\ta", "'\ta"},
             {"\ra", "\"'\ra\""},
             {"=a;b", "\"'=a;b\""},
             {"a=b", "a=b"},
             {"", ""},
             {"æ\"ø", "\"æ\"\"ø\""},
         }) {
        CHECK(reports::csv_words(words) == cell);
    }
}

TEST_CASE("several tables follow one another below their headings", "[reports]") {
    reports::Report report;
    report.title = "To";
    report.sections = {{"=Første", {}, {{"A"}}, {{std::string("1")}}, {}, {}},
                       {"Bare tall", {}, {}, {}, {}, {"Ingen tabell."}},
                       {"Andre", {}, {{"B"}, {"C"}}, {}, {}, {}}};
    CHECK(reports::write_csv(report) == "\xEF\xBB\xBF'=Første\r\nA\r\n1\r\n\r\nAndre\r\nB;C\r\n");
}
