#pragma once
// Pixels in rows from the top, three bytes each: red, green, blue.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pictures {

struct Raster {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> rgb;

    Raster() = default;
    Raster(int w, int h)
        : width(w), height(h), rgb(3 * static_cast<std::size_t>(w) * static_cast<std::size_t>(h)) {}
    std::uint8_t* row(int y) { return rgb.data() + offset(y); }
    const std::uint8_t* row(int y) const { return rgb.data() + offset(y); }

private:
    std::size_t offset(int y) const {
        return 3 * static_cast<std::size_t>(width) * static_cast<std::size_t>(y);
    }
};

struct Size {
    int width = 0;
    int height = 0;
};
// The same shape with a long side of at most that many pixels; never larger, never nothing.
Size within(Size size, int longest);

// Each pixel the mean of those it stands for. To at most its own size.
Raster scaled(const Raster& from, Size to);

// As the eight orientations of EXIF say, 1 being upright.
Raster upright(const Raster& from, int orientation);

}  // namespace pictures
