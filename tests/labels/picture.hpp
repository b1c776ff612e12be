#pragma once
// Labels as a scanner sees them: pictures, and two independent readers of their symbols.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace label_tests {

struct Box {
    double left = 0;
    double top = 0;
    double right = 0;
    double bottom = 0;

    Box scaled(double factor) const;
    // Smaller by that on every side; larger when negative.
    Box inset(double x, double y) const;
};

// Shades of grey, 0 black.
class Picture {
public:
    Picture(int width, int height) : width_(width), height_(height) {
        pixels_.assign(static_cast<std::size_t>(width * height), 255);
    }
    static Picture read_png(const std::filesystem::path& file);

    int width() const { return width_; }
    int height() const { return height_; }
    const std::uint8_t* data() const { return pixels_.data(); }
    bool dark(int x, int y) const { return at(x, y) < 160; }
    std::uint8_t at(int x, int y) const {
        return pixels_[static_cast<std::size_t>(y * width_ + x)];
    }

    Picture cropped(const Box& pixels) const;
    void paint_white(const Box& pixels);
    // The box of the dark pixels that a box a little too small or too large is about.
    Box grown_to_edges(const Box& pixels) const;
    // How many dark pixels there are.
    int ink() const;
    int ink(const Box& pixels) const { return cropped(pixels).ink(); }
    void write_pgm(const std::filesystem::path& file) const;

private:
    int width_;
    int height_;
    std::vector<std::uint8_t> pixels_;
};

struct Decoded {
    std::string text;
    std::string level;  // of error correction
    Box box;            // of the symbol without its quiet zone, in pixels
};

// ZXing; none when there is no symbol.
std::optional<Decoded> decode(const Picture& picture);

// zbarimg, on one picture after another; what it read, in order.
std::vector<std::string> zbar(const std::vector<Picture>& pictures,
                              const std::filesystem::path& folder);

// Where the program is on this machine; empty when it is not.
std::string program_path(const std::string& program);

// pdftoppm: the pages of a PDF, in order.
std::vector<Picture> pages_of_pdf(const std::string& pdf, int dpi,
                                  const std::filesystem::path& folder);

}  // namespace label_tests
