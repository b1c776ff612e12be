#pragma once
// A photo of an aid, or of what is wrong with it.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/ids.hpp"
#include "domain/time.hpp"

namespace domain {

enum class PhotoKind { item, damage };
std::string_view to_text(PhotoKind kind);
std::optional<PhotoKind> parse_photo_kind(std::string_view text);

struct Photo {
    PhotoId id;
    ItemId item;
    PhotoKind kind = PhotoKind::item;
    std::optional<std::string> note;
    std::int64_t width = 0;
    std::int64_t height = 0;
    std::int64_t bytes = 0;
    ActorId by;
    Instant at;
};

// Of one aid; whoever wants another removes one first.
inline constexpr std::int64_t most_photos_of_an_item = 20;

}  // namespace domain
