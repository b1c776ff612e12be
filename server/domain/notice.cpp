#include "domain/notice.hpp"

#include <algorithm>

#include "domain/names.hpp"
#include "domain/text.hpp"

namespace domain {
namespace {

constexpr Names<NoticeOutcome, 5> outcome_names{{{NoticeOutcome::checked, "checked"},
                                                 {NoticeOutcome::returned, "returned"},
                                                 {NoticeOutcome::scrapped, "scrapped"},
                                                 {NoticeOutcome::not_found, "not_found"},
                                                 {NoticeOutcome::informed, "informed"}}};

}  // namespace

bool serial_before(std::string_view one, std::string_view other) {
    const auto length = code_points(one);
    const auto other_length = code_points(other);
    if (length != other_length) return length < other_length;
    return one < other;
}

bool in_range(std::string_view serial, const SerialRange& range) {
    return !serial_before(serial, range.from) && !serial_before(range.to, serial);
}

SerialStretch stretch_of(const SerialRange& range, std::size_t length) {
    SerialStretch stretch;
    stretch.length = length;
    if (length == code_points(range.from)) stretch.least = range.from;
    if (length == code_points(range.to)) stretch.most = range.to;
    return stretch;
}

std::optional<std::string> bare_gtin(std::string_view udi) {
    constexpr std::string_view identifier = "(01)";
    constexpr std::size_t digits = 14;
    if (udi.starts_with(identifier)) udi.remove_prefix(identifier.size());
    const bool bare = udi.size() == digits && std::all_of(udi.begin(), udi.end(), [](char c) {
                          return c >= '0' && c <= '9';
                      });
    return bare ? std::optional(std::string(udi)) : std::nullopt;
}

std::array<std::string, 2> udi_beginnings(std::string_view gtin) {
    return {"(01)" + std::string(gtin), "01" + std::string(gtin)};
}

bool udi_concerns(std::string_view of_notice, std::string_view of_item) {
    const auto gtin = bare_gtin(of_notice);
    if (!gtin) return of_item == of_notice;
    const auto beginnings = udi_beginnings(*gtin);
    return of_item == *gtin || of_item.starts_with(beginnings[0]) ||
           of_item.starts_with(beginnings[1]);
}

std::string_view to_text(NoticeOutcome outcome) { return name_of(outcome_names, outcome); }
std::optional<NoticeOutcome> parse_notice_outcome(std::string_view text) {
    return value_of(outcome_names, text);
}

}  // namespace domain
