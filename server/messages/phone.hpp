#pragma once
// Phone numbers as providers want them.

#include <optional>
#include <string>
#include <string_view>

namespace messages {

// E.164, "+4790000000", of a number as people write it: eight digits are Norwegian; "+" or "00"
// stand before a country's; blanks, hyphens, dots and brackets are passed over. None when it is no
// number.
std::optional<std::string> to_e164(std::string_view written);

// As above, and none of a Norwegian number where no SMS arrives (mobile ones begin with 4 or 9).
std::optional<std::string> to_mobile(std::string_view written);

}  // namespace messages
