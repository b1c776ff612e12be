#pragma once
// GS1 element strings, their bracketed form for people, and GS1 Digital Links. Kept: AI 01, 10,
// 11, 17, 21, 8003 and 8004; every other application identifier that GS1 has given out is known by
// its length and skipped. A text with anything unknown, too long, a wrong check digit or an
// impossible day is not GS1 as a whole: half a reading would be a guess.

#include <optional>
#include <string_view>

#include "labels/reader.hpp"

namespace labels {

// Whether the last digit is the mod-10 check digit of the ones before it. False for an empty text
// and for anything but digits.
bool has_gs1_check_digit(std::string_view digits);

// "0107046261398572" "21ABC<GS>…" as in the symbol, without an AIM prefix. A field of variable
// length ends at GS (0x1D) or at what scanners are set up to send for it: '#', '^', '|', '~',
// "<GS>", "{GS}", U+241D, and '%' where an application identifier follows.
// Of a date's century only two digits are in the symbol: 00 to 99 mean 2000 to 2099, since no aid
// that is lent was made before 2000. Day 00 is the last day of the month.
std::optional<Gs1> parse_element_string(std::string_view text);

// "(01)07046261398572(21)ABC".
std::optional<Gs1> parse_bracketed(std::string_view text);

// "https://host/any/path/01/{gtin}/21/{serial}?17=…", ".../8003/{grai}" or ".../8004/{giai}". The
// scheme is needed; a GTIN may have 8, 12, 13 or 14 digits. Values are percent-decoded.
std::optional<Gs1> parse_digital_link(std::string_view url);

// Whether something besides the text says that it is GS1: the AIM prefix of the symbol.
enum class Announced { no, yes };

// Any of the three forms. A plain element string that nothing announces must prove itself by a
// GTIN or GRAI with the right check digit or by a real GS; otherwise every serial number that
// begins with 10 or 21 would be taken for one.
std::optional<Gs1> parse_gs1(std::string_view text, Announced announced);

}  // namespace labels
