#pragma once
// A photo that somebody sends, made into one of our own: upright, bounded, and nothing but pixels.

#include <cstddef>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace pictures {

enum class Fault {
    not_an_image,       // neither JPEG, PNG nor WebP
    broken_image,       // cut off or damaged
    too_large_image,    // too many pixels
    unsupported_image,  // it moves, or its colours are for print
};
std::string_view to_text(Fault fault);

struct Picture {
    std::string image;  // JPEG
    std::string small;  // JPEG
    int width = 0;      // of the image
    int height = 0;
};

inline constexpr int longest_side = 2000;
inline constexpr int longest_small_side = 480;
// JPEG; of PNG and WebP half of it, since there the whole is held in memory.
inline constexpr std::size_t most_pixels = 50'000'000;

// Takes up to a second. Any thread.
tl::expected<Picture, Fault> read(std::string_view bytes);

}  // namespace pictures
