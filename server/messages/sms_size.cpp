#include "messages/sms_size.hpp"

#include <algorithm>
#include <vector>

#include "messages/text.hpp"

namespace messages {
namespace {

constexpr std::u32string_view gsm_alphabet =
    U"@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    U"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
constexpr std::u32string_view gsm_extension = U"\f^{}\\[~]|€";

struct Encoding {
    std::size_t whole;  // units of a message that is alone
    std::size_t part;   // units of each part of several, which bear a header
};
constexpr Encoding gsm7{160, 153};
constexpr Encoding ucs2{70, 67};

std::size_t septets(char32_t c) {
    if (gsm_alphabet.find(c) != std::u32string_view::npos) return 1;
    return gsm_extension.find(c) != std::u32string_view::npos ? 2 : 0;
}

// What takes two units is not cut in two, so a part may end one unit early.
std::size_t parts_of(const std::vector<std::size_t>& sizes, std::size_t units,
                     const Encoding& encoding) {
    if (units <= encoding.whole) return units == 0 ? 0 : 1;
    std::size_t parts = 1;
    std::size_t used = 0;
    for (const std::size_t size : sizes) {
        if (used + size > encoding.part) {
            ++parts;
            used = 0;
        }
        used += size;
    }
    return parts;
}

}  // namespace

std::optional<SmsSize> sms_size(std::string_view text) {
    const auto all = characters(text);
    if (!all) return std::nullopt;
    SmsSize size;
    size.gsm7 = std::all_of(all->begin(), all->end(), [](char32_t c) { return septets(c) > 0; });
    std::vector<std::size_t> sizes;
    for (const char32_t c : *all) {
        sizes.push_back(size.gsm7 ? septets(c) : (c > 0xFFFF ? 2 : 1));
        size.units += sizes.back();
    }
    size.parts = parts_of(sizes, size.units, size.gsm7 ? gsm7 : ucs2);
    return size;
}

}  // namespace messages
