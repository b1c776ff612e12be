// PDFs as poppler and qpdf read them.

#include <catch2/catch.hpp>

#include <chrono>
#include <iostream>
#include <regex>

#include "reports/files.hpp"
#include "reports/pdf_marks.hpp"
#include "reports/writers.hpp"
#include "support/skip.hpp"

using namespace report_tests;
using namespace reports;

namespace {

bool have_tools() {
    return has_program("pdftotext") && has_program("pdffonts") && has_program("pdfinfo") &&
           has_program("qpdf");
}

bool holds(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

// Blanks of all kinds and lengths are one blank.
std::string simplified(std::string text) {
    text = std::regex_replace(text, std::regex("\u00A0"), " ");
    return std::regex_replace(text, std::regex("[ \t]+"), " ");
}

Report long_list(int rows) {
    Section section;
    section.heading = "Alle";
    section.columns = {{"Kode", Kind::code},
                       {"Produkt"},
                       {"Låner"},
                       {"Telefon"},
                       {"Frist", Kind::day},
                       {"Dager", Kind::number},
                       {"Purret", Kind::number},
                       {"Sist", Kind::day},
                       {"Ansvarlig"},
                       {"Hvorfor"}};
    const domain::Day day = std::chrono::year{2026} / 11 / 3;
    const char* const products[] = {"Rullator Gemino 20", "Toalettforhøyer Hi-Loo, 10 cm",
                                    "Dusjkrakk"};
    const char* const people[] = {"Kari Nordmann", "Åse Østerøy", "Ola Ås", "Liv Li"};
    for (int i = 0; i < rows; ++i) {
        section.rows.push_back(
            {"K" + std::to_string(100'000 + i), std::string(products[i % 3]),
             people[i % 4] + std::string(" ") + std::to_string(i % 997),
             "99 99 " + std::to_string(1000 + i % 9000), day - std::chrono::days{i % 400},
             number(i % 400), number(i % 4), day, std::string("ergo"),
             i % 5 == 0 ? Cell(std::string("Forlenget; 14 dager over")) : Cell()});
    }
    Report report;
    report.title = "Lang liste";
    report.as_of_text = "Per i dag";
    report.sections = {section};
    return report;
}

}  // namespace

TEST_CASE("a PDF read back has every cell, whole, with numbers as people write them", "[reports]") {
    if (!have_tools()) return support::skip("no poppler-utils or qpdf here");
    const Folder folder;
    const std::string file = folder.file("list.pdf", write_pdf(hard_report()));
    const std::string text = simplified(printed({"pdftotext", "-layout", file, "-"}));
    INFO(text);
    for (const char* part :
         {"Forfalte utlån uke 47/2026\n", "Per mandag 23.11.2026 kl. 06.00\n", "Forfalt: Ærø/Ås\n",
          "Kode Låner Frist Dager Pris Andel Endring\n",
          "7K3-QF2-7 Åse \"Blåbær\" Østerøy; Ærfugl 03.11.2026 20 1 234,50 kr 12,5 % 0,0\n",
          "=1+1 første linje −1 234 567 −0,50 kr −5,0 % −2,2\n", "andre linje\n",
          "+47 99 @SUM(A1) ukjent 0,00 kr 100,0 % 1 000 000,0\n", "-5 =2 02.01.2027\n",
          "I alt −1 234 547\n", "Sortert etter dager.\n", "Slik var det da listen ble laget.\n",
          "side 1 av 1\n"}) {
        CHECK(holds(text, part));
    }
    CHECK(count(text, "x") == 300);
}

TEST_CASE("a PDF says its title, its language and its structure, and has its fonts", "[reports]") {
    if (!have_tools()) return support::skip("no poppler-utils or qpdf here");
    const Folder folder;
    Report report = hard_report();
    report.language = Language::nn;
    report.sections.front().figure =
        Plot{"Utlån", "Ærlig talt.", "utlån", Language::nn, Bars{{{"Rullatorer", 12}}}};
    const std::string file = folder.file("list.pdf", write_pdf(report));

    const std::string about = printed({"pdfinfo", file});
    CHECK(std::regex_search(about, std::regex("Title: +Forfalte utlån uke 47/2026\n")));
    CHECK(std::regex_search(about, std::regex("Tagged: +yes\n")));
    CHECK(std::regex_search(about, std::regex("CreationDate: +Mon Nov 23 0[56]:00:00 2026")));
    CHECK(holds(printed({"qpdf", "--check", file}), "No syntax or stream encoding errors"));
    const std::string objects = printed({"qpdf", "--qdf", "--object-streams=disable", file, "-"});
    CHECK(holds(objects, "/Lang (nn)"));
    CHECK(holds(objects, "/DisplayDocTitle true"));
    CHECK(count(objects, "/Scope /Column") == 7);
    // "Utlån. Ærlig talt." in UTF-16.
    CHECK(holds(objects,
                "/Alt <feff00550074006c00e5006e002e002000c60072006c0069006700200074"
                "0061006c0074002e>"));

    const std::string structure = printed({"pdfinfo", "-struct-text", file});
    INFO(structure);
    for (const char* part : {"Document", "H1", "H2", "Figure", "Table", "TH"}) {
        CHECK(holds(structure, part));
    }
    CHECK(count(structure, "  TR\n") == 7);
    CHECK(count(structure, "    TD") == 6 * 7);

    const auto fonts = printed_lines({"pdffonts", file});
    REQUIRE(fonts.size() > 2);
    for (std::size_t i = 2; i < fonts.size(); ++i) {
        INFO(fonts[i]);
        CHECK(holds(fonts[i], "Inter"));
        CHECK(std::regex_search(fonts[i], std::regex(" yes yes yes ")));
    }
}

TEST_CASE("each page has the head of the table and its number, and no row is cut", "[reports]") {
    if (!have_tools()) return support::skip("no poppler-utils or qpdf here");
    Report report = hard_report();
    Section& section = report.sections.front();
    const std::string lines = "eple pære plomme kirsebær og mer til enn det er plass til her";
    section.rows.assign(60, {std::string("K1"), "begynner\n" + lines + "\nslutter"});
    const Folder folder;
    const std::string file = folder.file("list.pdf", write_pdf(report));
    const std::string structure = printed({"pdfinfo", "-struct-text", file});
    CHECK(count(structure, "    TH") == 7);
    CHECK(count(structure, "  TR\n") == 62);

    std::string text = printed({"pdftotext", "-layout", file, "-"});
    const auto pages = count(text, "\f");
    CHECK(pages > 2);
    for (std::size_t page = 1; page <= pages; ++page) {
        const std::string one = simplified(text.substr(0, text.find('\f')));
        text.erase(0, text.find('\f') + 1);
        INFO(one);
        CHECK(holds(one, "Kode Låner Frist"));
        CHECK(holds(one, "Forfalte utlån uke 47/2026"));
        CHECK(holds(one, "Per mandag 23.11.2026 kl. 06.00"));
        CHECK(holds(one, "side " + std::to_string(page) + " av " + std::to_string(pages)));
        CHECK(count(one, "begynner") == count(one, "slutter"));
        CHECK(count(one, "begynner") > 0);
    }
}

TEST_CASE("what is longer than a page ends with dots, and odd text does no harm", "[reports]") {
    if (!have_tools()) return support::skip("no poppler-utils or qpdf here");
    Report report;
    report.language = Language::en;
    report.title = std::string("\xFF\x01 ") + std::string(400, 'W');
    Section section;
    section.columns = std::vector<Column>(12, Column{std::string(60, 'H'), Kind::text, 0});
    std::string endless;
    for (int i = 0; i < 6000; ++i) endless += "ord " + std::to_string(i) + " ";
    section.rows = {{endless, std::string("\u0627\u0644 \U0001F9BD \xC3 \x02")}, {}};
    report.sections = {section, {}, {"Empty", {}, {{"A"}}, {}, {}, {}}};
    const Folder folder;
    const std::string file = folder.file("odd.pdf", write_pdf(report));
    CHECK(holds(printed({"qpdf", "--check", file}), "No syntax or stream encoding errors"));
    const std::string text = printed({"pdftotext", "-layout", file, "-"});
    CHECK(holds(text, "ord 0 ord"));
    CHECK(std::regex_search(printed({"pdfinfo", file}), std::regex("Pages: +[23]\n")));
    CHECK(holds(text, "Nothing to show"));
    CHECK(holds(text, "page 1 of "));
}

TEST_CASE("a PDF is upright where its tables fit, and lies where they do not", "[reports]") {
    if (!have_tools()) return support::skip("no poppler-utils or qpdf here");
    const Folder folder;
    Report narrow;
    narrow.title = "Smal";
    narrow.sections = {{"S", {}, {{"A"}, {"B"}}, {{std::string("a"), number(1)}}, {}, {}}};
    CHECK(holds(printed({"pdfinfo", folder.file("a.pdf", write_pdf(narrow))}),
                "595.28 x 841.89 pts (A4)"));
    CHECK(holds(printed({"pdfinfo", folder.file("b.pdf", write_pdf(long_list(1)))}),
                "841.89 x 595.28 pts (A4)"));
}

TEST_CASE("the same report is the same PDF", "[reports]") {
    Report report = hard_report();
    report.sections.front().figure = Plot{"T", "", "u", Language::nb, Bars{{{"a", 1}}}};
    CHECK(write_pdf(report) == write_pdf(report));
}

TEST_CASE("what cairo has not written is not marked", "[reports]") {
    for (const char* bytes :
         {"", "%PDF-1.5\n", "startxref\n9\n%%EOF\n", "startxref\n99999999999999999999\n%%EOF\n",
          "xref\n0 1\nstartxref\n0\n%%EOF\n", "xref\n0 9999999999\nstartxref\n0\n%%EOF\n",
          "xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 1 >>\nstartxref\n0\n%%EOF\n"}) {
        INFO(bytes);
        CHECK_THROWS_AS(with_marks(bytes, "nb", {}), std::exception);
    }
}

TEST_CASE("ten thousand rows are written in the time that somebody waits", "[reports][.long]") {
    if (!have_tools()) return support::skip("no poppler-utils or qpdf here");
    const Report report = long_list(10'000);
    const auto timed = [&](const char* format, auto write) {
        const auto begin = std::chrono::steady_clock::now();
        std::string bytes = write(report);
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
        std::cout << "10,000 rows as " << format << ": " << took.count() << " s, " << bytes.size()
                  << " bytes" << std::endl;
        return bytes;
    };
    CHECK(count(timed("CSV", write_csv), "\r\n") == 10'001);
    CHECK(timed("XLSX", write_xlsx).starts_with("PK"));
    const Folder folder;
    const std::string file = folder.file("long.pdf", timed("PDF", write_pdf));
    const std::string text = printed({"pdftotext", "-layout", file, "-"});
    for (int i = 0; i < 10'000; i += 101) {
        const std::string code = " K" + std::to_string(100'000 + i) + " ";
        INFO(code);
        CHECK(count(text, code) == 1);
    }
    CHECK(count(text, " K1") == 10'000);
}
