#include "labels/text.hpp"

#include <catch2/catch.hpp>

using labels::plain;
using labels::shortened;
using labels::text_width;
using labels::to_utf8;
using labels::Weight;
using labels::wrapped;

TEST_CASE("the text of a label is one line of Latin letters and punctuation", "[labels]") {
    struct Row {
        std::string given;
        std::string printed;
    };
    for (const auto& [given, printed] : std::vector<Row>{
             {"Rullator Gemino 20", "Rullator Gemino 20"},
             {"æøå ÆØÅ čđŋ éü", "æøå ÆØÅ čđŋ éü"},
             {"“10–12 cm” • 5 €", "“10–12 cm” • 5 €"},
             {"", ""},
             {" \t\r\n ", ""},
             {"  a \t\n b  ", "a b"},
             {"a\u00A0b\u2028c\u3000d", "a b c d"},
             {std::string("a\x01\x1B\x7F\u0085z"), "az"},
             {"a\u200B\u202E\u00AD\uFEFFz", "az"},
             {"a\u030A o\u0308", "å ö"},
             {"Stol \U0001F9BD", "Stol ?"},
             {"\U0001F469\u200D\U0001F9BD", "?"},
             {"\U0001F9BD x \U0001F9BD", "? x ?"},
             {"Ωmega 漢字 ж", "?mega ? ?"},
             {"a\xFF\xC3z", "a?z"},
             {"\xED\xA0\x80", "?"},
         }) {
        INFO(given);
        CHECK(to_utf8(plain(given)) == printed);
    }
}

TEST_CASE("a text is shortened to its width and not before", "[labels]") {
    const auto text = plain("Toalettforhøyer med armlener");
    for (const Weight weight : {Weight::medium, Weight::bold}) {
        const double width = text_width(text, weight, 3);
        CHECK(text_width(text, weight, 6) == Approx(2 * width));
        CHECK(shortened(text, weight, 3, width) == text);
        const auto less = shortened(text, weight, 3, width - 0.01);
        CHECK(to_utf8(less).ends_with("…"));
        CHECK(text_width(less, weight, 3) <= width);
        // Behind a blank there is no "…".
        for (double room = 3; room < width; room += 0.5) {
            const auto cut = shortened(text, weight, 3, room);
            CHECK(text_width(cut, weight, 3) <= room);
            CHECK(to_utf8(cut).find(" …") == std::string::npos);
        }
    }
}

TEST_CASE("lines break between words, and within a word that is too long", "[labels]") {
    const auto text = plain("Rullestol med elevasjonsbenstøtte til venstre");
    const double width = text_width(plain("elevasjonsbenst"), Weight::bold, 3);
    std::string joined;
    for (const auto& line : wrapped(text, Weight::bold, 3, width, std::nullopt)) {
        CHECK(text_width(line, Weight::bold, 3) <= width + 1e-5);
        joined += to_utf8(line) + "/";
    }
    CHECK(joined == "Rullestol med/elevasjonsbenst/øtte til venstre/");
    const auto two = wrapped(text, Weight::bold, 3, width, 2);
    REQUIRE(two.size() == 2);
    CHECK(to_utf8(two[1]).starts_with("elevasjonsb"));
    CHECK(to_utf8(two[1]).ends_with("…"));
    CHECK(wrapped(plain(""), Weight::bold, 3, width, std::nullopt).empty());
    // Narrower than any letter: a letter a line, never none.
    CHECK(wrapped(plain("abc"), Weight::bold, 3, 0.01, std::nullopt).size() == 3);
}
