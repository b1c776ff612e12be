#include "domain/photo.hpp"

#include "domain/names.hpp"

namespace domain {
namespace {

constexpr Names<PhotoKind, 2> kind_names{
    {{PhotoKind::item, "item"}, {PhotoKind::damage, "damage"}}};

}  // namespace

std::string_view to_text(PhotoKind kind) { return name_of(kind_names, kind); }
std::optional<PhotoKind> parse_photo_kind(std::string_view text) {
    return value_of(kind_names, text);
}

}  // namespace domain
