// Every label on every stock in every format, printed and read back by two readers that know
// nothing of the program: zbarimg and ZXing.

#include <catch2/catch.hpp>

#include <cmath>
#include <fstream>

#include "labels/block.hpp"
#include "labels/drawing.hpp"
#include "labels/labels.hpp"
#include "labels/picture.hpp"
#include "support/program.hpp"
#include "support/skip.hpp"
#include "support/temp_database.hpp"

using label_tests::Box;
using label_tests::Picture;
using label_tests::program_path;
using labels::Format;
using labels::Label;
using labels::LabelCode;
using labels::Stock;

namespace {

std::string repeated(std::string_view text, int times) {
    std::string result;
    while (times-- > 0) result += text;
    return result;
}

labels::Issuer issuer(std::string host) {
    return {std::move(host), "Sandefjord kommune", "Sandefjord medisinske senter"};
}

// What people print, and what should break it.
std::vector<Label> labels_to_print() {
    const auto aid = [](std::uint32_t number, std::string_view product, std::string host) {
        return item_label(LabelCode::from_number(number), product, issuer(std::move(host)));
    };
    const std::string host = "kl.example.no";
    return {
        aid(1, "Rullator Gemino 20", host),
        aid(2, "Toalettforhøyer Etac Hi-Loo med armlener, 10 cm", ""),
        aid(3, "", host),
        aid(987654321, "ÆØÅ æøå ÁŠŽ čđŋ", "hjelpemiddellager.sandefjord.kommune.no"),
        aid(5, "Etac ^FS^FO0,0^GB400,200,200^FS^FDHakket ~JA ^XZ_5E\\&", host),
        aid(6, "Rullestol \U0001F9BD til \U0001F469\u200D\U0001F9BD \u202Eog tilbake", host),
        aid(7, repeated("W", 200), host),
        aid(8, repeated("Rullestol med elevasjonsbenstøtte, ", 6).substr(0, 200), host),
        aid(9, repeated("^~_", 66), host),
        aid(10, "a\tb\nc\x01\x7F\xFF\xC3", host),
        {"%UT", "UT", {"Skann ut"}},
        {"%MEG-KARI", "Kari Nordmann", {"Korttidslageret"}},
        {"HTTPS://KL.EXAMPLE.NO/U/1234567",
         "Utlån 1234567",
         {repeated("Hjelpemiddel ", 16), repeated("i", 200), repeated("W", 200), "Slutt"}},
    };
}

std::vector<std::string> payloads(const std::vector<Label>& printed) {
    std::vector<std::string> texts;
    for (const Label& label : printed) texts.push_back(label.payload);
    return texts;
}

// In millimetres on its page; of a roll each label is a page.
Box label_on_page(const Stock& stock, std::size_t place) {
    const auto column = static_cast<double>(place % stock.columns);
    const auto row = static_cast<double>(place / stock.columns);
    const double left = stock.left + column * stock.pitch_x;
    const double top = stock.top + row * stock.pitch_y;
    return {left, top, left + stock.width, top + stock.height};
}

// One printed page with labels on the places from `first` on; reads them, and looks where ink is
// that should not be.
struct Printed {
    const Stock& stock;
    double dpi;
    std::vector<Picture> labels;

    void add_page(Picture page, std::size_t first, std::size_t count) {
        const double per_millimetre = dpi / 25.4;
        for (std::size_t place = first; place < first + count; ++place) {
            const Box box = label_on_page(stock, place);
            labels.push_back(page.cropped(box.scaled(per_millimetre)));
            // A pixel for the edge that is half covered, one for the rounding of the box.
            constexpr double tolerance = 2;
            page.paint_white(box.inset(stock.margin_x, stock.margin_y)
                                 .scaled(per_millimetre)
                                 .inset(-tolerance, -tolerance));
        }
        INFO("ink outside the labels, or in their margins");
        CHECK(page.ink() == 0);
    }

    void check(const std::vector<Label>& expected, const std::filesystem::path& folder) const {
        REQUIRE(labels.size() == expected.size());
        CHECK(label_tests::zbar(labels, folder) == payloads(expected));
        for (std::size_t i = 0; i < labels.size(); ++i) {
            INFO("label " << i << ": " << expected[i].payload);
            const auto read = decode(labels[i]);
            REQUIRE(read);
            CHECK(read->text == expected[i].payload);
            CHECK(read->level == "H");
            check_symbol(labels[i], read->box, labels::Symbol::encode(expected[i].payload)->size());
        }
    }

    void check_symbol(const Picture& label, const Box& found, int modules) const {
        const Box symbol = label.grown_to_edges(found);
        const double width = symbol.right - symbol.left;
        const double module = width / modules;
        CHECK(symbol.bottom - symbol.top == Approx(width).margin(1));
        // An edge may lie within a pixel.
        CHECK((width + 1) / modules * 25.4 / dpi >= labels::smallest_module);
        const double quiet = 4 * module - 1;
        Picture ring = label.cropped(symbol.inset(-quiet, -quiet));
        CHECK(ring.width() >= width + 2 * quiet - 2);
        ring.paint_white({quiet - 1, quiet - 1, quiet + width + 1, quiet + width + 1});
        INFO("ink in the quiet zone");
        CHECK(ring.ink() == 0);
    }
};

std::string written(Format format, const Stock& stock, const std::vector<Label>& printed,
                    std::size_t start = 1) {
    const auto file = write_labels(format, stock, start, printed);
    REQUIRE(file);
    return *file;
}

void check_pdf(int dpi) {
    if (program_path("zbarimg").empty() || program_path("pdftoppm").empty()) {
        return support::skip("no zbarimg or pdftoppm");
    }
    const support::TempDatabase directory;
    const auto printed = labels_to_print();
    for (const Stock& stock : labels::stocks()) {
        INFO(stock.name << " at " << dpi << " dpi");
        const std::size_t places = labels_per_page(stock);
        Printed paper{stock, static_cast<double>(dpi), {}};
        std::size_t done = 0;
        for (Picture& page : label_tests::pages_of_pdf(written(Format::pdf, stock, printed), dpi,
                                                       directory.folder())) {
            const std::size_t count = std::min(places, printed.size() - done);
            paper.add_page(std::move(page), 0, count);
            done += count;
        }
        paper.check(printed, directory.folder());
    }
}

// Of a roll a file holds one label.
template <class Render>
void check_pictures(Format format, Render render) {
    const support::TempDatabase directory;
    const auto printed = labels_to_print();
    for (const Stock& stock : labels::stocks()) {
        INFO(stock.name);
        const std::size_t places = std::min(labels_per_page(stock), printed.size());
        Printed paper{stock, stock.dpi, {}};
        for (std::size_t done = 0; done < printed.size(); done += places) {
            const std::vector<Label> on_page(
                printed.begin() + static_cast<std::ptrdiff_t>(done),
                printed.begin() + static_cast<std::ptrdiff_t>(done + places));
            const auto file = directory.folder() / "page";
            std::ofstream(file, std::ios::binary) << written(format, stock, on_page);
            paper.add_page(render(file, stock), 0, places);
        }
        paper.check(printed, directory.folder());
    }
}

}  // namespace

TEST_CASE("every label on every stock is read back from its PDF at 203 dpi", "[labels]") {
    check_pdf(203);
}

TEST_CASE("every label on every stock is read back from its PDF at 300 dpi", "[labels]") {
    check_pdf(300);
}

TEST_CASE("every label on every stock is read back from its PNG, a pixel for each dot",
          "[labels]") {
    if (program_path("zbarimg").empty()) return support::skip("no zbarimg");
    check_pictures(Format::png, [](const std::filesystem::path& file, const Stock& stock) {
        Picture page = Picture::read_png(file);
        CHECK(page.width() == std::lround(stock.page_width * stock.dpi / 25.4));
        CHECK(page.height() == std::lround(stock.page_height * stock.dpi / 25.4));
        return page;
    });
}

TEST_CASE("every label on every stock is read back from its SVG", "[labels]") {
    const std::string rsvg = program_path("rsvg-convert");
    if (program_path("zbarimg").empty() || rsvg.empty()) {
        return support::skip("no zbarimg or rsvg-convert");
    }
    check_pictures(Format::svg, [&](const std::filesystem::path& file, const Stock& stock) {
        const std::string dpi = std::to_string(stock.dpi);
        const std::string png = file.string() + ".png";
        const auto drawn = support::run({rsvg, "--dpi-x", dpi, "--dpi-y", dpi, "--background-color",
                                         "white", "-o", png, file.string()});
        REQUIRE(drawn.status == 0);
        return Picture::read_png(png);
    });
}

TEST_CASE("every label on every stock is read back from its ZPL, drawn as a printer would",
          "[labels]") {
    const std::string node = program_path("node");
    const std::filesystem::path here = KL_TESTS_DIR "/labels";
    if (program_path("zbarimg").empty() || node.empty() ||
        !std::filesystem::exists(here / "node_modules/zpl-renderer-js")) {
        return support::skip("no zbarimg, node or zpl-renderer-js");
    }
    const support::TempDatabase directory;
    const auto printed = labels_to_print();
    std::vector<std::string> words{node, (here / "render_zpl.mjs").string()};
    for (const Stock& stock : labels::stocks()) {
        const auto file = directory.folder() / stock.name;
        std::ofstream(file, std::ios::binary) << written(Format::zpl, stock, printed);
        words.insert(words.end(),
                     {file.string(), std::to_string(stock.width), std::to_string(stock.height)});
    }
    const auto drawn = support::run(words);
    INFO(drawn.error);
    REQUIRE(drawn.status == 0);
    for (const Stock& stock : labels::stocks()) {
        INFO(stock.name);
        Stock roll = stock;
        roll.columns = roll.rows = 1;
        roll.left = roll.top = 0;
        Printed paper{roll, 203.2, {}};
        for (std::size_t i = 0; i < printed.size(); ++i) {
            paper.add_page(Picture::read_png((directory.folder() / stock.name).string() + "-" +
                                             std::to_string(i + 1) + ".png"),
                           0, 1);
        }
        paper.check(printed, directory.folder());
    }
}

TEST_CASE("a PDF page is as large as the sheet or the label, and holds the text as text",
          "[labels]") {
    if (program_path("pdfinfo").empty() || program_path("pdftotext").empty()) {
        return support::skip("no pdfinfo or pdftotext");
    }
    const support::TempDatabase directory;
    const auto file = (directory.folder() / "labels.pdf").string();
    struct Row {
        std::string stock;
        std::string size;
    };
    // Millimetres by 72/25.4.
    for (const auto& [name, size] : std::vector<Row>{{"L7160", "595.276 x 841.89 pts (A4)"},
                                                     {"L7651", "595.276 x 841.89 pts (A4)"},
                                                     {"zebra-50x25", "141.732 x 70.8661 pts"},
                                                     {"zebra-57x32", "161.575 x 90.7087 pts"},
                                                     {"tze-24", "170.079 x 68.0315 pts"}}) {
        const Stock& stock = *labels::find_stock(name);
        std::ofstream(file, std::ios::binary)
            << written(Format::pdf, stock,
                       {item_label(*LabelCode::parse("7K3QF27"), "Rullator Gemino 20",
                                   issuer("kl.example.no"))});
        const auto info = support::run({program_path("pdfinfo"), file}).output;
        INFO(info);
        CHECK(info.find("Page size:       " + size) != std::string::npos);
        CHECK(info.find("Title:           Etiketter, ") != std::string::npos);
        CHECK(info.find("Pages:           1\n") != std::string::npos);
        const auto text = support::run({program_path("pdftotext"), "-raw", file, "-"}).output;
        INFO(text);
        CHECK(text.find("7K3-QF2-7") != std::string::npos);
        CHECK(text.find("Rullator") != std::string::npos);
        CHECK(text.find("Tilhører") != std::string::npos);
    }
}

TEST_CASE("a half-used sheet goes on at the place that is asked for", "[labels]") {
    if (program_path("pdftoppm").empty()) return support::skip("no pdftoppm");
    const support::TempDatabase directory;
    const Stock& stock = *labels::find_stock("L7160");
    const auto label = [](std::uint32_t number) {
        return item_label(LabelCode::from_number(number), "Rullator", issuer(""));
    };
    const std::vector<Label> three{label(1), label(2), label(3)};
    const auto pages =
        label_tests::pages_of_pdf(written(Format::pdf, stock, three, 20), 203, directory.folder());
    REQUIRE(pages.size() == 2);
    const auto read = [&](std::size_t page, std::size_t place) {
        const auto found =
            decode(pages[page].cropped(label_on_page(stock, place).scaled(203 / 25.4)));
        return found ? found->text : std::string();
    };
    CHECK(read(0, 18).empty());
    CHECK(read(0, 19) == three[0].payload);
    CHECK(read(0, 20) == three[1].payload);
    CHECK(read(1, 0) == three[2].payload);
    CHECK(read(1, 1).empty());
}

TEST_CASE("the check of a printed label finds ink where none may be", "[labels]") {
    const Stock& stock = *labels::find_stock("zebra-50x25");
    const support::TempDatabase directory;
    const auto file = directory.folder() / "label.png";
    std::ofstream(file, std::ios::binary) << written(
        Format::png, stock, {item_label(*LabelCode::parse("7K3QF27"), "Rullator", issuer(""))});
    const Picture page = Picture::read_png(file);
    const auto read = decode(page);
    REQUIRE(read);
    CHECK(read->text == "7K3QF27");
    CHECK(page.ink(read->box) > 0);
    CHECK(page.ink({0, 0, 400, 10}) == 0);
    Picture without = page;
    without.paint_white(read->box.inset(15, 15));
    CHECK(without.ink() < page.ink());
    CHECK_FALSE(decode(without));
}
