#include "domain/notice.hpp"

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

std::string_view to_text(NoticeOutcome outcome) { return name_of(outcome_names, outcome); }
std::optional<NoticeOutcome> parse_notice_outcome(std::string_view text) {
    return value_of(outcome_names, text);
}

}  // namespace domain
