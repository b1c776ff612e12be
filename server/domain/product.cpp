#include "domain/product.hpp"

#include "domain/names.hpp"

namespace domain {
namespace {

constexpr Names<Tracking, 2> tracking_names{
    {{Tracking::serial, "serial"}, {Tracking::counted, "counted"}}};

}  // namespace

std::string_view to_text(Tracking tracking) { return name_of(tracking_names, tracking); }
std::optional<Tracking> parse_tracking(std::string_view text) {
    return value_of(tracking_names, text);
}

bool training_by_iso(std::string_view iso) {
    return iso.starts_with("1236") || iso.starts_with("181210") || iso.starts_with("1223");
}

}  // namespace domain
