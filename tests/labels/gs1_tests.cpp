#include "labels/gs1.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <catch2/catch.hpp>

using labels::Announced;
using labels::Gs1;
using labels::has_gs1_check_digit;
using labels::parse_bracketed;
using labels::parse_digital_link;
using labels::parse_element_string;
using labels::parse_gs1;
using namespace std::string_view_literals;

namespace {

constexpr const char* gtin = "07046261398572";

Gs1 unit(std::string serial) {
    Gs1 fields;
    fields.gtin = gtin;
    fields.serial = std::move(serial);
    return fields;
}

}  // namespace

TEST_CASE("the check digit of published GS1 numbers is right, and of no neighbour") {
    for (const auto& digits :
         {"07046261398572"sv, "4006381333931"sv, "96385074"sv, "036000291452"sv}) {
        CAPTURE(digits);
        CHECK(has_gs1_check_digit(digits));
        for (char last = '0'; last <= '9'; ++last) {
            std::string other(digits);
            other.back() = last;
            CHECK(has_gs1_check_digit(other) == (last == digits.back()));
        }
    }
    CHECK_FALSE(has_gs1_check_digit(""));
    CHECK_FALSE(has_gs1_check_digit("0704626139857X"));
    CHECK_FALSE(has_gs1_check_digit("-7046261398572"));
}

TEST_CASE("an element string gives the fields that are kept") {
    const auto fields = parse_element_string(
        "010704626139857210LOT-7\x1D"
        "1124022917271130"
        "21S/9\x1D"
        "8004704626A"sv);
    REQUIRE(fields.has_value());
    CHECK(fields->gtin == gtin);
    CHECK(fields->lot == "LOT-7");
    CHECK(fields->produced == "2024-02-29");
    CHECK(fields->expires == "2027-11-30");
    CHECK(fields->serial == "S/9");
    CHECK(fields->giai == "704626A");
    CHECK(fields->grai.empty());
}

TEST_CASE("application identifiers that are not kept are skipped by their length") {
    const auto skipped =
        GENERATE("00123456789012345675"sv, "0207046261398572"sv, "12271130"sv, "2001"sv,
                 "3103001250"sv, "4107046261398572"sv, "240REF\x1D"sv, "91anything\x1D"sv,
                 "3712\x1D"sv, "7003271130\x1D"sv, "235X\x1D"sv, "8020REF\x1D"sv, "13271130\x1D"sv);
    CAPTURE(skipped);
    CHECK(parse_element_string("0107046261398572" + std::string(skipped) + "21A") == unit("A"));
    CHECK(parse_element_string(std::string(skipped) + "010704626139857221A") == unit("A"));
}

TEST_CASE("day 00 is the last day of the month") {
    const auto expires = [](std::string_view yymmdd) {
        return parse_element_string("17" + std::string(yymmdd)).value_or(Gs1{}).expires;
    };
    CHECK(expires("270200") == "2027-02-28");
    CHECK(expires("280200") == "2028-02-29");
    CHECK(expires("271200") == "2027-12-31");
    CHECK(expires("271100") == "2027-11-30");
    CHECK(expires("000101") == "2000-01-01");
    CHECK(expires("991231") == "2099-12-31");
    for (const auto& bad :
         {"271300"sv, "270001"sv, "270230"sv, "270132"sv, "27013"sv, "27O101"sv}) {
        CAPTURE(bad);
        CHECK(expires(bad).empty());
    }
}

TEST_CASE("what is not GS1 as a whole is not read at all") {
    const std::string good = "0107046261398572";
    const std::string twenty(20, 'A');
    CHECK(parse_element_string(good + "21" + twenty) == unit(twenty));
    CHECK_FALSE(parse_element_string(good + "21" + twenty + "A"));  // too long
    CHECK_FALSE(parse_element_string(good + "21"));                 // no value
    CHECK_FALSE(parse_element_string(good + "21A B"));              // a blank is no GS1 character
    CHECK_FALSE(parse_element_string(good + "21A\xC3\x98"));
    CHECK_FALSE(parse_element_string(good + "21A" + std::string(1, '\0')));
    CHECK_FALSE(parse_element_string(good + "55X"));  // no such identifier
    CHECK_FALSE(parse_element_string(good + "2"));
    CHECK_FALSE(parse_element_string(good + "21A\x1D\x1D"
                                            "10B"));
    CHECK_FALSE(parse_element_string(good + "21A\x1D"
                                            "21B"));  // two serial numbers
    CHECK(parse_element_string(good + "21A\x1D"
                                      "21A") == unit("A"));
    CHECK_FALSE(parse_element_string("0107046261398573"));  // check digit
    CHECK_FALSE(parse_element_string("010704626139857"));   // too short
    CHECK_FALSE(parse_element_string("01070462613985A2"));
    CHECK_FALSE(parse_element_string("8003170462613985728"));  // a GRAI begins with 0
    CHECK_FALSE(parse_element_string("8004" + std::string(31, '1')));
    CHECK_FALSE(parse_element_string("00123456789012345675"));  // nothing that we keep
    CHECK_FALSE(parse_element_string(""));
    CHECK_FALSE(parse_element_string("\x1D"));
}

TEST_CASE("the usual replacements of GS end a field as GS does") {
    for (const auto& mark : {"\x1D"sv, "#"sv, "^"sv, "|"sv, "~"sv, "<GS>"sv, "<gs>"sv, "{GS}"sv,
                             "{gs}"sv, "\xE2\x90\x9D"sv, "%"sv}) {
        CAPTURE(mark);
        const auto fields = parse_element_string(
            "0107046261398572"
            "10L" +
            std::string(mark) + "21A" + std::string(mark));
        REQUIRE(fields.has_value());
        CHECK(fields->lot == "L");
        CHECK(fields->serial == "A");
    }
}

TEST_CASE("a percent sign that leads nowhere belongs to the value") {
    CHECK(parse_element_string("010704626139857221A%B") == unit("A%B"));
    CHECK(parse_element_string("010704626139857221A%10\x1D") == unit("A%10"));
}

TEST_CASE("the bracketed form gives the same fields") {
    CHECK(parse_bracketed("(01)07046261398572(21)ABC") == unit("ABC"));
    CHECK(parse_bracketed("(21)ABC(01)07046261398572(240)REF") == unit("ABC"));
    CHECK(parse_bracketed("(01)07046261398572(21)A(5)B(x)") == unit("A(5)B(x)"));
    for (const auto& bad :
         {""sv, "()"sv, "(01)"sv, "(01)07046261398573"sv, "(01)07046261398572(21)"sv,
          "(01)07046261398572X"sv, "(1)07046261398572"sv, "01(07046261398572)"sv,
          "(010)7046261398572"sv, "(01)07046261398572(21"sv, "(21)A B"sv}) {
        CAPTURE(bad);
        CHECK_FALSE(parse_bracketed(bad));
    }
}

TEST_CASE("a Digital Link is read wherever its path begins") {
    CHECK(parse_digital_link("https://id.gs1.org/01/07046261398572/21/ABC") == unit("ABC"));
    CHECK(parse_digital_link("HTTP://x.example:80/a/01/b/01/07046261398572/21/ABC") == unit("ABC"));
    CHECK(parse_digital_link(
              "https://x/01/07046261398572/22/2A/21/A%2FB%25?15=271130&linkType=all#top") ==
          unit("A/B%"));
    CHECK(parse_digital_link("https://x/01/7046261398572/21/A") == unit("A"));
    Gs1 asset;
    asset.giai = "7046261-A";
    CHECK(parse_digital_link("https://x/8004/7046261-A") == asset);
    Gs1 crate;
    crate.grai = "07046261398572X1";
    CHECK(parse_digital_link("https://x/shop/8003/07046261398572X1") == crate);
    const auto dated = parse_digital_link("https://x/01/07046261398572?11=240200&17=271130&x=%zz");
    REQUIRE(dated.has_value());
    CHECK(dated->produced == "2024-02-29");
    CHECK(dated->expires == "2027-11-30");
}

TEST_CASE("a broken Digital Link is not read") {
    for (const auto& bad : {"01/07046261398572"sv,
                            "ftp://x/01/07046261398572"sv,
                            "https://01/07046261398572"sv,
                            "https://x/01"sv,
                            "https://x/01/"sv,
                            "https://x/01/07046261398573"sv,
                            "https://x/01/07046261398572/21"sv,
                            "https://x/01/07046261398572/21/"sv,
                            "https://x/01/07046261398572/"sv,
                            "https://x/01/07046261398572/21/A%2"sv,
                            "https://x/01/07046261398572/21/A%GG"sv,
                            "https://x/01/07046261398572/21/A%00"sv,
                            "https://x/01/07046261398572/colour/red"sv,
                            "https://x/01/07046261398572?17=271345"sv,
                            "https://x/01/07046261398572?17"sv,
                            "https://x/21/ABC"sv,
                            "https://x?01=07046261398572"sv,
                            "https://"sv,
                            "://"sv,
                            ""sv}) {
        CAPTURE(bad);
        CHECK_FALSE(parse_digital_link(bad));
    }
}

TEST_CASE("an element string that nothing announces must prove itself") {
    for (const auto& serial_number :
         {"21ABC123"sv, "10ABC"sv, "80047046261"sv, "17271130"sv, "21A#10B"sv}) {
        CAPTURE(serial_number);
        CHECK_FALSE(parse_gs1(serial_number, Announced::no));
        CHECK(parse_gs1(serial_number, Announced::yes));
    }
    CHECK(parse_gs1("010704626139857221A", Announced::no) == unit("A"));
    CHECK(parse_gs1("800307046261398572", Announced::no));
    CHECK(
        parse_gs1("10L\x1D"
                  "21A",
                  Announced::no));
    CHECK(parse_gs1("(21)A", Announced::no));
    CHECK(parse_gs1("https://x/8004/7046261", Announced::no));
}
