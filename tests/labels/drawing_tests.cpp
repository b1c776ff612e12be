// Where everything goes on a label, and what is refused.

#include <catch2/catch.hpp>

#include <cmath>
#include <fstream>
#include <set>
#include <sstream>

#include "labels/drawing.hpp"
#include "labels/labels.hpp"
#include "labels/reader.hpp"

using labels::ErrorCode;
using labels::Format;
using labels::Label;
using labels::LabelCode;
using labels::Stock;

namespace {

Label aid(std::string host, std::string_view product = "Rullator Gemino 20") {
    return item_label(*LabelCode::parse("7K3QF27"), product,
                      {std::move(host), "Sandefjord kommune", "Sandefjord medisinske senter"});
}

bool is_whole(double number) { return std::abs(number - std::round(number)) < 1e-6; }

std::string hosts_of(std::size_t size) { return std::string(size, 'k'); }

std::optional<ErrorCode> refusal(Format format, const char* stock, std::size_t start,
                                 const std::vector<Label>& printed) {
    const auto file = write_labels(format, *labels::find_stock(stock), start, printed);
    return file ? std::nullopt : std::optional(file.error().code);
}

}  // namespace

TEST_CASE("an aid's label says what it is, whose it is and where it goes", "[labels]") {
    const Label label = aid("kl.example.no");
    CHECK(label.payload == "HTTPS://KL.EXAMPLE.NO/E/7K3QF27");
    CHECK(label.headline == "7K3-QF2-7");
    CHECK(label.lines == std::vector<std::string>{"Rullator Gemino 20",
                                                  "Tilhører Sandefjord kommune",
                                                  "Leveres til Sandefjord medisinske senter"});
    const Label bare = item_label(*LabelCode::parse("7K3QF27"), "Rullator", {"", "", ""});
    CHECK(bare.payload == "7K3QF27");
    CHECK(bare.lines == std::vector<std::string>{"Rullator"});
}

TEST_CASE("a host is one that the scan reader finds the code behind", "[labels]") {
    for (const char* good :
         {"", "kl.example.no", "KL.EXAMPLE", "kl-1.no", "kl.no:8443", "10.0.0.1"}) {
        INFO(good);
        CHECK(labels::is_label_host(good));
    }
    for (const char* bad : {" ", "kl example", "https://kl.no", "kl.no/", "kl.no:", "kl.no:x",
                            "blå.no", "kl_1.no", "kl?no", "a\n"}) {
        INFO(bad);
        CHECK_FALSE(labels::is_label_host(bad));
    }
}

TEST_CASE("modules are whole dots and large enough, and the symbol begins on a dot", "[labels]") {
    for (const Stock& stock : labels::stocks()) {
        for (const std::size_t host : {0, 1, 5, 10, 17, 18, 32, 33, 39}) {
            INFO(stock.name << " with a host of " << host);
            const auto drawing = draw(aid(hosts_of(host)), stock);
            REQUIRE(drawing);
            const double dot = 25.4 / stock.dpi;
            CHECK(drawing->module >= 0.375 - 1e-9);
            CHECK(is_whole(drawing->module / dot));
            CHECK(is_whole(drawing->x / dot));
            CHECK(is_whole(drawing->y / dot));
            const double quiet = 4 * drawing->module - 1e-9;
            const double side = drawing->symbol.size() * drawing->module;
            CHECK(drawing->x >= quiet);
            CHECK(drawing->y >= quiet);
            CHECK(drawing->y + side + quiet <= stock.height);
            CHECK(drawing->x + side + quiet <= stock.width);
        }
    }
}

TEST_CASE("every place of a sheet begins on a dot, within half a dot of where it is", "[labels]") {
    for (const Stock& stock : labels::stocks()) {
        std::set<std::pair<double, double>> corners;
        for (std::size_t place = 0; place < labels_per_page(stock); ++place) {
            const auto corner = place_on_page(stock, place);
            const double dot = 25.4 / stock.dpi;
            CHECK(is_whole(corner.x / dot));
            CHECK(is_whole(corner.y / dot));
            CHECK(corner.x + stock.width <= stock.page_width);
            CHECK(corner.y + stock.height <= stock.page_height);
            corners.emplace(corner.x, corner.y);
        }
        CHECK(corners.size() == labels_per_page(stock));
    }
    const auto last = place_on_page(*labels::find_stock("L7160"), 20);
    CHECK(last.x == Approx(7.21 + 2 * 66.04).margin(0.05));
    CHECK(last.y == Approx(15.15 + 6 * 38.1).margin(0.05));
}

TEST_CASE("the readable code is always whole, whatever its letters and the symbol", "[labels]") {
    for (const Stock& stock : labels::stocks()) {
        for (std::uint32_t number = 1; number < 1'000'000'000; number = number * 5 + 12345) {
            const auto code = LabelCode::from_number(number % (1U << 30));
            for (const char* host :
                 {"", "kl.example.no", "hjelpemiddellager.sandefjord.kommune.no"}) {
                const auto drawing = draw(item_label(code, "Rullator", {host, "", ""}), stock);
                REQUIRE(drawing);
                CHECK(drawing->texts.front().text == code.printed());
                CHECK(drawing->texts.front().size >= 1.7);
            }
        }
    }
}

TEST_CASE("the title keeps most of a long name, and the owner stays", "[labels]") {
    std::string name;
    while (name.size() < 200) name += "Rullestol ";
    for (const Stock& stock : labels::stocks()) {
        INFO(stock.name);
        const auto drawing = draw(aid("kl.example.no", name), stock);
        REQUIRE(drawing);
        std::size_t title = 0;
        bool owner = false;
        for (const auto& text : drawing->texts) {
            title += text.text.find("Rullestol") != std::string::npos ? 1 : 0;
            owner = owner || text.text.find("Tilhører") != std::string::npos;
        }
        CHECK(title >= 2);
        CHECK(owner);
    }
}

TEST_CASE("what cannot be printed is refused and says why", "[labels]") {
    const std::vector<Label> one{aid("")};
    const std::vector<Label> two{aid(""), aid("")};
    CHECK(refusal(Format::pdf, "L7160", 1, {}) == ErrorCode::no_labels);
    for (const Format format : {Format::pdf, Format::png, Format::svg}) {
        CHECK(refusal(format, "L7160", 0, one) == ErrorCode::start_not_on_page);
        CHECK(refusal(format, "L7160", 22, one) == ErrorCode::start_not_on_page);
        CHECK(refusal(format, "L7160", 21, one) == std::nullopt);
        CHECK(refusal(format, "tze-24", 2, one) == ErrorCode::start_not_on_page);
    }
    CHECK(refusal(Format::zpl, "L7160", 2, one) == ErrorCode::start_not_on_page);
    for (const Format format : {Format::png, Format::svg}) {
        CHECK(refusal(format, "L7160", 21, two) == ErrorCode::more_than_a_page);
        CHECK(refusal(format, "L7160", 20, two) == std::nullopt);
        CHECK(refusal(format, "zebra-50x25", 1, two) == ErrorCode::more_than_a_page);
    }
    CHECK(refusal(Format::pdf, "tze-24", 1, two) == std::nullopt);

    for (const char* stock : {"L7160", "L7651", "zebra-50x25", "zebra-57x32", "tze-24"}) {
        for (const Format format : {Format::pdf, Format::zpl}) {
            const std::vector<Label> second_too_long{aid(""), aid(hosts_of(1000))};
            const auto file = write_labels(format, *labels::find_stock(stock), 1, second_too_long);
            REQUIRE_FALSE(file);
            CHECK(file.error() == labels::Error{ErrorCode::symbol_too_large, 1});
        }
    }
    CHECK(refusal(Format::pdf, "L7160", 1, {{"", "x", {}}}) == ErrorCode::symbol_too_large);
    CHECK(refusal(Format::pdf, "L7160", 1, {{std::string("a\0b", 3), "x", {}}}) ==
          ErrorCode::symbol_too_large);
}

TEST_CASE("in ZPL no text is a command, whatever it says", "[labels]") {
    const std::set<std::string> ours{"^XA", "^CI", "^PW", "^LL", "^LH", "^FO", "^GF",
                                     "^FS", "^FT", "^A0", "^FH", "^FD", "^XZ"};
    for (const char* nasty :
         {"^XZ", "^FS^FO0,0^GB400,200,200^FS^FD", "~JA", "_5EXZ", "\\&", "^", "~", "_", "\\", ">",
          "^CI0^FDx", "\xE2\x80\xA8^XZ", "a\n^XZ", "\x1B~"}) {
        INFO(nasty);
        const std::string zpl = *write_labels(Format::zpl, *labels::find_stock("zebra-57x32"), 1,
                                              std::vector<Label>{{nasty, nasty, {nasty, nasty}}});
        std::vector<std::string> fields;
        for (auto at = zpl.find('^'); at != std::string::npos; at = zpl.find('^', at + 1)) {
            CHECK(ours.contains(zpl.substr(at, 3)));
            if (zpl.substr(at, 3) == "^FH") fields.push_back(zpl.substr(at, 7));
        }
        CHECK(fields.size() >= 3);
        CHECK(std::count(fields.begin(), fields.end(), "^FH_^FD") ==
              static_cast<std::ptrdiff_t>(fields.size()));
        CHECK(zpl.find("^XA", 1) == std::string::npos);
        CHECK(zpl.find("^XZ") == zpl.size() - 4);
        CHECK(zpl.find('~') == std::string::npos);
        CHECK(std::all_of(zpl.begin(), zpl.end(),
                          [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); }));
    }
}

TEST_CASE("the ZPL of a label is the one that was reviewed", "[labels]") {
    const std::string path = KL_TESTS_DIR "/golden/label.zpl";
    const std::string now = *write_labels(Format::zpl, *labels::find_stock("zebra-50x25"), 1,
                                          std::vector{aid("kl.example.no", "Løfter 100 % ~ ^")});
    if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(path, std::ios::binary) << now;
    std::ifstream file(path, std::ios::binary);
    std::stringstream reviewed;
    reviewed << file.rdbuf();
    INFO("UPDATE_GOLDEN=1 writes tests/golden/label.zpl anew");
    CHECK(now == reviewed.str());
}
