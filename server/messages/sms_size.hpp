#pragma once
// How many SMS a text is (3GPP TS 23.038 and 23.040).

#include <cstddef>
#include <optional>
#include <string_view>

namespace messages {

struct SmsSize {
    bool gsm7 = true;       // else UCS-2: one character beside the GSM alphabet makes it that
    std::size_t units = 0;  // septets, of which some characters take two; in UCS-2 16-bit units
    std::size_t parts = 0;  // none for an empty text

    bool operator==(const SmsSize&) const = default;
};

// None when the text is not well-formed UTF-8.
std::optional<SmsSize> sms_size(std::string_view text);

// What the providers take at most.
constexpr std::size_t most_sms_parts = 7;

}  // namespace messages
