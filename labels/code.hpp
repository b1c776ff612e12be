#pragma once
// The label code of an aid: 6 symbols of Crockford base 32 and one check symbol in the same
// alphabet. Source of the rule: DOMAIN.md section 6. The check finds every wrong symbol and every
// swap of two neighbours.

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace labels {

enum class CodeError {
    not_a_code,          // not seven symbols of the alphabet
    wrong_check_symbol,  // seven symbols, but the last one does not fit the six before it
};

class LabelCode {
public:
    // Reads exactly one code: lower case, hyphens anywhere, and O, I, L for 0, 1, 1 are fine;
    // nothing else around it is (that is what read_scan is for).
    static tl::expected<LabelCode, CodeError> parse(std::string_view text);

    // The code of a number below 2^30; every number has its own.
    static LabelCode from_number(std::uint32_t number);

    // "7K3QF27": seven upper-case symbols.
    const std::string& text() const { return text_; }
    // "7K3-QF2-7", as printed beside the symbol.
    std::string printed() const;
    // "HTTPS://KL.EXAMPLE/E/7K3QF27" in upper case; the bare code when the host is empty.
    std::string payload(std::string_view host) const;

    auto operator<=>(const LabelCode&) const = default;

private:
    explicit LabelCode(std::string text) : text_(std::move(text)) {}
    std::string text_;
};

}  // namespace labels
