// Spreadsheets as openpyxl reads them.

#include <catch2/catch.hpp>

#include "reports/files.hpp"
#include "reports/sheet_text.hpp"
#include "reports/writers.hpp"
#include "support/skip.hpp"

using namespace report_tests;
using Lines = std::vector<std::string>;

namespace {

Lines read_back(const reports::Report& report) {
    const Folder folder;
    const std::string file = folder.file("list.xlsx", reports::write_xlsx(report));
    return printed_lines({"python", KL_TESTS_DIR "/reports/read_xlsx.py", file});
}

}  // namespace

TEST_CASE("a spreadsheet read back has days, numbers and texts as what they are", "[reports]") {
    if (!has_openpyxl()) return support::skip("no python3-openpyxl here");
    CHECK(read_back(hard_report()) ==
          Lines{"title Forfalte utlån uke 47/2026",
                "author ",
                "created 2026-11-23 05:00:00",
                "sheet Forfalt  Ærø Ås",
                "A1 text Kode",
                "B1 text Låner",
                "C1 text Frist",
                "D1 text Dager",
                "E1 text Pris",
                "F1 text Andel",
                "G1 text Endring",
                "A2 text 7K3-QF2-7",
                "B2 text Åse \"Blåbær\" Østerøy; Ærfugl",
                "C2 day 2026-11-03 dd.mm.yyyy",
                "D2 number 20 #,##0",
                "E2 number 1234.5 #,##0.00\" kr\"",
                "F2 number 0.125 0.0%",
                "G2 number -0.04 #,##0.0",
                "A3 text =1+1",
                "B3 text første linje\\nandre linje",
                "D3 number -1234567 #,##0",
                "E3 number -0.5 #,##0.00\" kr\"",
                "F3 number -0.05 0.0%",
                "G3 number -2.25 #,##0.0",
                "A4 text +47 99",
                "B4 text @SUM(A1)",
                "C4 text ukjent",
                "E4 number 0 #,##0.00\" kr\"",
                "F4 number 1 0.0%",
                "G4 number 1000000 #,##0.0",
                "A5 text -5",
                "B5 text  =2",
                "C5 day 2027-01-02 dd.mm.yyyy",
                "A6 text A-1",
                "B6 text " + std::string(300, 'x'),
                "A7 text I alt",
                "D7 number -1234547 #,##0",
                "A9 text Sortert etter dager.",
                "A10 text Slik var det da listen ble laget.",
                "table A1:G6 filter A1:G6",
                "frozen A2, repeated $1:$1",
                "paper 9 landscape, fit 1 by 0 True",
                "head Forfalte utlån uke 47/2026 | Per mandag 23.11.2026 kl. 06.00"});
}

TEST_CASE("sheets and heads of columns have names that spreadsheets take", "[reports]") {
    if (!has_openpyxl()) return support::skip("no python3-openpyxl here");
    using reports::Section;
    const std::string longest(40, 'm');
    reports::Report report;
    report.title = "R & D &A";
    report.sections = {Section{"Depot", {}, {{"Navn"}, {"navn"}, {""}}, {}, {}, {}},
                       Section{"DEPOT",
                               {},
                               {{"A\nB"}},
                               {{std::string("\x01\xFF"
                                             "a")}},
                               {},
                               {}},
                       Section{longest, {}, {{"A"}}, {{std::string()}}, {}, {}},
                       Section{longest, {}, {{"A"}}, {{reports::number(1.0 / 0.0)}}, {}, {}}};
    const Lines lines = read_back(report);
    const auto has = [&](const std::string& line) {
        return std::count(lines.begin(), lines.end(), line) == 1;
    };
    CHECK(has("sheet Depot"));
    CHECK(has("B1 text navn 2"));
    CHECK(has("C1 text -"));
    CHECK(has("table A1:C2 filter A1:C2"));
    CHECK(has("sheet DEPOT 2"));
    CHECK(has("A1 text A B"));
    CHECK(
        has("A2 text \xEF\xBF\xBD"
            "a"));
    CHECK(has("sheet " + std::string(31, 'm')));
    CHECK(has("sheet " + std::string(29, 'm') + " 2"));
}

TEST_CASE("what a sheet may be called", "[reports]") {
    for (const auto& [heading, name] : std::vector<std::pair<std::string, std::string>>{
             {"[a]:b*c?d/e\\f'", "a  b c d e f"},
             {"'", "-"},
             {"History", "History-"},
             {"😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀", "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀"},
         }) {
        std::set<std::string> taken;
        CHECK(reports::unique_sheet_name(heading, taken) == name);
    }
    CHECK(reports::print_head("A & B", "1\n2") == "&LA && B&R1 2");
    CHECK(reports::sheet_cell(std::string(40'000, 'a')).size() == 32'767);
}

TEST_CASE("the same report is the same spreadsheet", "[reports]") {
    CHECK(reports::write_xlsx(hard_report()) == reports::write_xlsx(hard_report()));
}
