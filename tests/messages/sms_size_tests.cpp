// How many SMS a text is, held against the tables of 3GPP TS 23.038 (6.2.1 and 6.2.1.1) in
// gsm7.csv.

#include <catch2/catch.hpp>

#include "messages/sms_size.hpp"
#include "support/csv_table.hpp"

using messages::sms_size;
using messages::SmsSize;

namespace {

std::string utf8(unsigned c) {
    const auto byte = [](unsigned value) { return static_cast<char>(value); };
    if (c < 0x80) return {byte(c)};
    if (c < 0x800) return {byte(0xC0 | c >> 6), byte(0x80 | (c & 0x3F))};
    if (c < 0x10000) {
        return {byte(0xE0 | c >> 12), byte(0x80 | (c >> 6 & 0x3F)), byte(0x80 | (c & 0x3F))};
    }
    return {byte(0xF0 | c >> 18), byte(0x80 | (c >> 12 & 0x3F)), byte(0x80 | (c >> 6 & 0x3F)),
            byte(0x80 | (c & 0x3F))};
}

std::string times(std::size_t count, const std::string& text) {
    std::string all;
    for (std::size_t i = 0; i < count; ++i) all += text;
    return all;
}

std::size_t parts(const std::string& text) { return sms_size(text).value().parts; }

}  // namespace

TEST_CASE("a character takes the septets of 3GPP TS 23.038, and every other makes it UCS-2") {
    std::map<unsigned, std::size_t> septets;
    for (const auto& row : support::read_csv(KL_TESTS_DIR "/messages/gsm7.csv")) {
        septets[static_cast<unsigned>(std::stoul(row[1], nullptr, 16))] = row[0].size() / 2;
    }
    REQUIRE(septets.size() == 137);
    std::vector<unsigned> wrong;
    for (unsigned c = 1; c < 0x11000; ++c) {
        if (c >= 0xD800 && c < 0xE000) continue;
        const auto known = septets.find(c);
        const bool gsm7 = known != septets.end();
        const std::size_t units = gsm7 ? known->second : (c > 0xFFFF ? 2 : 1);
        if (sms_size(utf8(c)) != SmsSize{gsm7, units, 1}) wrong.push_back(c);
    }
    CHECK(wrong == std::vector<unsigned>{});
}

TEST_CASE("Norwegian letters are of the GSM alphabet, a dash is not") {
    CHECK(sms_size("æøåÆØÅ") == SmsSize{true, 6, 1});
    CHECK(sms_size("10 € {a} [b]") == SmsSize{true, 17, 1});
    CHECK(sms_size("20.12.–21.12.") == SmsSize{false, 13, 1});
    CHECK(sms_size("") == SmsSize{true, 0, 0});
    CHECK_FALSE(sms_size("\xC3"));
    CHECK_FALSE(sms_size("\xED\xA0\x80"));
    CHECK_FALSE(sms_size(std::string(1, '\0')));
}

TEST_CASE("a text is cut into parts where each has a header, and no character is cut in two") {
    CHECK(parts(times(160, "ø")) == 1);
    CHECK(parts(times(161, "ø")) == 2);
    CHECK(parts(times(306, "ø")) == 2);
    CHECK(parts(times(307, "ø")) == 3);
    CHECK(parts(times(1071, "a")) == 7);
    CHECK(parts(times(1072, "a")) == 8);
    // 80 euros are 160 septets; of 81 the first part takes 76, since 153 is odd.
    CHECK(parts(times(80, "€")) == 1);
    CHECK(parts(times(152, "€")) == 2);
    CHECK(parts(times(153, "€")) == 3);
    CHECK(parts(times(70, "–")) == 1);
    CHECK(parts(times(71, "–")) == 2);
    CHECK(parts(times(134, "–")) == 2);
    CHECK(parts(times(135, "–")) == 3);
    // Two units each: 33 of them in a part of 67.
    CHECK(parts(times(35, "😀")) == 1);
    CHECK(parts(times(66, "😀")) == 2);
    CHECK(parts(times(67, "😀")) == 3);
}
