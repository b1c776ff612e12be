#include "domain/text.hpp"

#include <algorithm>

namespace domain {

bool is_plain_text(std::string_view text) {
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    for (std::size_t i = 0; i < text.size();) {
        const unsigned lead = at(i);
        const std::size_t size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        if (lead < 0x20 || lead == 0x7f || (lead >= 0x80 && lead < 0xc2) || lead > 0xf4)
            return false;
        if (i + size > text.size()) return false;
        for (std::size_t next = i + 1; next < i + size; ++next) {
            if ((at(next) & 0xc0) != 0x80) return false;
        }
        // Overlong forms, surrogates, and what lies above the last code point.
        if (lead == 0xe0 && at(i + 1) < 0xa0) return false;
        if (lead == 0xed && at(i + 1) > 0x9f) return false;
        if (lead == 0xf0 && at(i + 1) < 0x90) return false;
        if (lead == 0xf4 && at(i + 1) > 0x8f) return false;
        // C1 controls (U+0080 to U+009F), and what turns the direction of writing or ends a line
        // (U+2028 to U+202E, U+2066 to U+2069): on a screen or a label they are commands too.
        if (lead == 0xc2 && at(i + 1) < 0xa0) return false;
        if (lead == 0xe2 && at(i + 1) == 0x80 && at(i + 2) >= 0xa8 && at(i + 2) <= 0xae) {
            return false;
        }
        if (lead == 0xe2 && at(i + 1) == 0x81 && at(i + 2) >= 0xa6 && at(i + 2) <= 0xa9) {
            return false;
        }
        i += size;
    }
    return true;
}

std::size_t code_points(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    }));
}

}  // namespace domain
