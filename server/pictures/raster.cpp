#include "pictures/raster.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace pictures {
namespace {

// Which places of the longer line one of the shorter line stands for, and how much each counts.
struct Share {
    int first = 0;
    std::vector<float> weights;
};

std::vector<Share> shares(int from, int to) {
    const double step = static_cast<double>(from) / to;
    std::vector<Share> all;
    for (int i = 0; i < to; ++i) {
        const double begin = i * step;
        const double end = begin + step;
        Share share{static_cast<int>(begin), {}};
        for (int k = share.first; k < from && k < end; ++k) {
            const double covered = std::min<double>(k + 1, end) - std::max<double>(k, begin);
            share.weights.push_back(static_cast<float>(covered / step));
        }
        all.push_back(std::move(share));
    }
    return all;
}

// Adds the row, made as short as there are shares, with a weight.
void add_row(std::vector<float>& sums, const std::uint8_t* row, const std::vector<Share>& columns,
             float weight) {
    float* sum = sums.data();
    for (const Share& column : columns) {
        const std::uint8_t* pixel = row + 3 * static_cast<std::size_t>(column.first);
        float red = 0;
        float green = 0;
        float blue = 0;
        for (const float share : column.weights) {
            red += share * static_cast<float>(pixel[0]);
            green += share * static_cast<float>(pixel[1]);
            blue += share * static_cast<float>(pixel[2]);
            pixel += 3;
        }
        *sum++ += weight * red;
        *sum++ += weight * green;
        *sum++ += weight * blue;
    }
}

}  // namespace

Size within(Size size, int longest) {
    const int side = std::max(size.width, size.height);
    if (side <= longest) return size;
    const auto shorter = [&](int length) {
        const double exact = static_cast<double>(length) * longest / side;
        return std::max(1, static_cast<int>(std::lround(exact)));
    };
    return {shorter(size.width), shorter(size.height)};
}

Raster scaled(const Raster& from, Size to) {
    if (to.width == from.width && to.height == from.height) return from;
    const auto columns = shares(from.width, to.width);
    const auto rows = shares(from.height, to.height);
    Raster raster(to.width, to.height);
    std::vector<float> sums;
    for (int y = 0; y < to.height; ++y) {
        const Share& share = rows[static_cast<std::size_t>(y)];
        sums.assign(3 * static_cast<std::size_t>(to.width), 0);
        int source = share.first;
        for (const float weight : share.weights) add_row(sums, from.row(source++), columns, weight);
        std::transform(sums.begin(), sums.end(), raster.row(y), [](float sum) {
            return static_cast<std::uint8_t>(std::clamp(sum + 0.5F, 0.0F, 255.0F));
        });
    }
    return raster;
}

Raster upright(const Raster& from, int orientation) {
    if (orientation < 2 || orientation > 8) return from;
    const bool on_its_side = orientation >= 5;
    Raster to(on_its_side ? from.height : from.width, on_its_side ? from.width : from.height);
    const int right = from.width - 1;
    const int bottom = from.height - 1;
    for (int y = 0; y < to.height; ++y) {
        std::uint8_t* pixel = to.row(y);
        for (int x = 0; x < to.width; ++x) {
            const int along = on_its_side ? y : x;
            const int across = on_its_side ? x : y;
            const bool from_right =
                orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
            const bool from_bottom =
                orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
            const std::uint8_t* source =
                from.row(from_bottom ? bottom - across : across) +
                3 * static_cast<std::size_t>(from_right ? right - along : along);
            pixel = std::copy_n(source, 3, pixel);
        }
    }
    return to;
}

}  // namespace pictures
