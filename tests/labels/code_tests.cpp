#include "labels/code.hpp"

#include <cstddef>
#include <random>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include <catch2/catch.hpp>

using labels::CodeError;
using labels::LabelCode;

namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::uint32_t number_limit = std::uint32_t{1} << 30;

// Numbers of 30 bits: the edges, every single bit, and a fixed random sample.
std::set<std::uint32_t> sample_numbers(std::size_t count) {
    std::set<std::uint32_t> numbers{0, 1, 31, 32, number_limit - 1};
    for (unsigned bit = 0; bit < 30; ++bit) {
        numbers.insert(std::uint32_t{1} << bit);
    }
    std::mt19937 random{20261122};
    while (numbers.size() < count) {
        numbers.insert(static_cast<std::uint32_t>(random()) % number_limit);
    }
    return numbers;
}

bool reads_as(std::string_view text, std::string_view code) {
    const auto parsed = LabelCode::parse(text);
    return parsed.has_value() && parsed->text() == code;
}

CodeError error_of(std::string_view text) {
    const auto parsed = LabelCode::parse(text);
    REQUIRE_FALSE(parsed.has_value());
    return parsed.error();
}

}  // namespace

TEST_CASE("the example of the rule has the check symbol 7") {
    const auto code = LabelCode::parse("7K3QF27");
    REQUIRE(code.has_value());
    CHECK(code->text() == "7K3QF27");
    CHECK(code->printed() == "7K3-QF2-7");
}

TEST_CASE("the payload is an address in upper case, or the bare code without a host") {
    const auto code = LabelCode::parse("7k3qf27");
    REQUIRE(code.has_value());
    CHECK(code->payload("kl.example") == "HTTPS://KL.EXAMPLE/E/7K3QF27");
    CHECK(code->payload("kl.example:8443") == "HTTPS://KL.EXAMPLE:8443/E/7K3QF27");
    CHECK(code->payload("") == "7K3QF27");
}

TEST_CASE("a code is read in lower case, with hyphens, and with O, I and L for 0 and 1") {
    const std::string code = LabelCode::from_number(1).text();
    REQUIRE(code.substr(0, 6) == "000001");
    CHECK(reads_as("ooooo" + code.substr(5), code));
    CHECK(reads_as("OOOOOL" + code.substr(6), code));
    CHECK(reads_as("OOOOOl" + code.substr(6), code));
    CHECK(reads_as("OOOOOI" + code.substr(6), code));
    CHECK(reads_as("00000i" + code.substr(6), code));
    CHECK(reads_as("7k3-qf2-7", "7K3QF27"));
    CHECK(reads_as("-7K3QF-27-", "7K3QF27"));
}

TEST_CASE("anything but seven symbols of the alphabet is not a code") {
    using namespace std::string_view_literals;
    for (const std::string_view text :
         {""sv, "-------"sv, "7K3QF2"sv, "7K3QF277"sv, "7K3QFU7"sv, "7K3 QF2 7"sv, " 7K3QF27"sv,
          "7K3QF27\n"sv, "7K3QF27\0"sv, "7K3+QF2+7"sv, "7K3QF2\xC3\x98"sv, "7K3_QF2_7"sv,
          "HTTPS://HOST/E/7K3QF27"sv}) {
        CAPTURE(text);
        CHECK(error_of(text) == CodeError::not_a_code);
    }
}

TEST_CASE("seven symbols with another last one have a wrong check symbol") {
    for (const char symbol : alphabet) {
        if (symbol != '7') {
            CHECK(error_of(std::string("7K3QF2") + symbol) == CodeError::wrong_check_symbol);
        }
    }
}

TEST_CASE("every number has its own code, and its printed form and payload lead back to it") {
    const auto numbers = sample_numbers(5000);
    std::set<std::string> codes;
    for (const std::uint32_t number : numbers) {
        const LabelCode code = LabelCode::from_number(number);
        REQUIRE(code.text().size() == 7);
        REQUIRE(LabelCode::parse(code.text()) == code);
        REQUIRE(LabelCode::parse(code.printed()) == code);
        codes.insert(code.text());
    }
    CHECK(codes.size() == numbers.size());
}

TEST_CASE("a number of more than thirty bits has no code") {
    CHECK_THROWS_AS(LabelCode::from_number(number_limit), std::out_of_range);
    CHECK_THROWS_AS(LabelCode::from_number(0xFFFFFFFF), std::out_of_range);
}

TEST_CASE("every single wrong symbol is found") {
    for (const std::uint32_t number : sample_numbers(400)) {
        const std::string code = LabelCode::from_number(number).text();
        for (std::size_t i = 0; i < code.size(); ++i) {
            for (const char symbol : alphabet) {
                std::string misread = code;
                misread[i] = symbol;
                if (misread != code && LabelCode::parse(misread).has_value()) {
                    FAIL(code << " misread as " << misread);
                }
            }
        }
    }
}

TEST_CASE("every swap of two neighbours is found") {
    for (const std::uint32_t number : sample_numbers(5000)) {
        const std::string code = LabelCode::from_number(number).text();
        for (std::size_t i = 0; i + 1 < code.size(); ++i) {
            std::string swapped = code;
            std::swap(swapped[i], swapped[i + 1]);
            if (swapped != code && LabelCode::parse(swapped).has_value()) {
                FAIL(code << " typed as " << swapped);
            }
        }
    }
}
