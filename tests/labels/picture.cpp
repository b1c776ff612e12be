#include "labels/picture.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

#define ZX_USE_UTF8
#include <ZXing/ReadBarcode.h>
#include <cairo/cairo.h>

#include "support/csv_table.hpp"
#include "support/program.hpp"

namespace label_tests {
namespace {

std::string run_or_throw(const std::vector<std::string>& words) {
    const auto result = support::run(words);
    if (result.status != 0) {
        throw std::runtime_error(words[0] + " ended with " + std::to_string(result.status) + ": " +
                                 result.error);
    }
    return result.output;
}

}  // namespace

Box Box::scaled(double factor) const {
    return {left * factor, top * factor, right * factor, bottom * factor};
}

Box Box::inset(double x, double y) const { return {left + x, top + y, right - x, bottom - y}; }

Picture Picture::read_png(const std::filesystem::path& file) {
    cairo_surface_t* surface = cairo_image_surface_create_from_png(file.c_str());
    if (cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS) {
        cairo_surface_destroy(surface);
        throw std::runtime_error("no PNG: " + file.string());
    }
    Picture picture(cairo_image_surface_get_width(surface),
                    cairo_image_surface_get_height(surface));
    // On white paper, whatever the picture leaves clear.
    cairo_surface_t* paper =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, picture.width_, picture.height_);
    cairo_t* context = cairo_create(paper);
    cairo_set_source_rgb(context, 1, 1, 1);
    cairo_paint(context);
    cairo_set_source_surface(context, surface, 0, 0);
    cairo_paint(context);
    cairo_surface_flush(paper);
    const unsigned char* bytes = cairo_image_surface_get_data(paper);
    const int stride = cairo_image_surface_get_stride(paper);
    for (int y = 0; y < picture.height_; ++y) {
        for (int x = 0; x < picture.width_; ++x) {
            constexpr int bytes_per_pixel = 4;
            picture.pixels_[static_cast<std::size_t>(y * picture.width_ + x)] =
                bytes[y * stride + x * bytes_per_pixel];
        }
    }
    cairo_destroy(context);
    cairo_surface_destroy(paper);
    cairo_surface_destroy(surface);
    return picture;
}

Picture Picture::cropped(const Box& pixels) const {
    const int left = std::clamp(static_cast<int>(std::lround(pixels.left)), 0, width_);
    const int top = std::clamp(static_cast<int>(std::lround(pixels.top)), 0, height_);
    const int right = std::clamp(static_cast<int>(std::lround(pixels.right)), left, width_);
    const int bottom = std::clamp(static_cast<int>(std::lround(pixels.bottom)), top, height_);
    Picture part(right - left, bottom - top);
    for (int y = top; y < bottom; ++y) {
        const auto row = pixels_.begin() + y * width_;
        std::copy(row + left, row + right, part.pixels_.begin() + (y - top) * part.width_);
    }
    return part;
}

void Picture::paint_white(const Box& pixels) {
    for (int y = std::max(0, static_cast<int>(std::lround(pixels.top)));
         y < std::min(height_, static_cast<int>(std::lround(pixels.bottom))); ++y) {
        for (int x = std::max(0, static_cast<int>(std::lround(pixels.left)));
             x < std::min(width_, static_cast<int>(std::lround(pixels.right))); ++x) {
            pixels_[static_cast<std::size_t>(y * width_ + x)] = 255;
        }
    }
}

Box Picture::grown_to_edges(const Box& pixels) const {
    constexpr double most = 3;
    Box box = pixels.inset(most, most);
    const auto grow = [&](double& side, double step, auto strip) {
        for (double moved = 0; moved < 2 * most && ink(strip()) > 0; ++moved) side += step;
    };
    grow(box.left, -1, [&] { return Box{box.left - 1, box.top, box.left, box.bottom}; });
    grow(box.right, 1, [&] { return Box{box.right, box.top, box.right + 1, box.bottom}; });
    grow(box.top, -1, [&] { return Box{box.left, box.top - 1, box.right, box.top}; });
    grow(box.bottom, 1, [&] { return Box{box.left, box.bottom, box.right, box.bottom + 1}; });
    return box;
}

int Picture::ink() const {
    int count = 0;
    for (int y = 0; y < height_; ++y) {
        for (int x = 0; x < width_; ++x) count += dark(x, y) ? 1 : 0;
    }
    return count;
}

void Picture::write_pgm(const std::filesystem::path& file) const {
    std::ofstream out(file, std::ios::binary);
    out << "P5\n" << width_ << " " << height_ << "\n255\n";
    out.write(reinterpret_cast<const char*>(pixels_.data()),
              static_cast<std::streamsize>(pixels_.size()));
}

std::optional<Decoded> decode(const Picture& picture) {
    const ZXing::ImageView view(picture.data(), picture.width(), picture.height(),
                                ZXing::ImageFormat::Lum);
    const auto result = ZXing::ReadBarcode(
        view, ZXing::DecodeHints().setFormats(ZXing::BarcodeFormat::QRCode).setTryHarder(true));
    if (!result.isValid()) return std::nullopt;
    const auto& corners = result.position();
    const auto [left, right] = std::minmax({corners.topLeft().x, corners.topRight().x,
                                            corners.bottomLeft().x, corners.bottomRight().x});
    const auto [top, bottom] = std::minmax({corners.topLeft().y, corners.topRight().y,
                                            corners.bottomLeft().y, corners.bottomRight().y});
    return Decoded{result.text(),
                   result.ecLevel(),
                   {static_cast<double>(left), static_cast<double>(top), static_cast<double>(right),
                    static_cast<double>(bottom)}};
}

std::vector<std::string> zbar(const std::vector<Picture>& pictures,
                              const std::filesystem::path& folder) {
    std::vector<std::string> words{
        program_path("zbarimg"), "--quiet", "--raw", "--nodbus", "-Sdisable", "-Sqrcode.enable"};
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        const auto file = folder / ("zbar-" + std::to_string(i) + ".pgm");
        pictures[i].write_pgm(file);
        words.push_back(file.string());
    }
    auto lines = support::split(support::run(words).output, '\n');
    lines.pop_back();
    return lines;
}

std::string program_path(const std::string& program) {
    const char* path = std::getenv("PATH");
    for (const auto& folder : support::split(path == nullptr ? "" : path, ':')) {
        const auto file = std::filesystem::path(folder) / program;
        if (std::filesystem::exists(file)) return file.string();
    }
    return {};
}

std::vector<Picture> pages_of_pdf(const std::string& pdf, int dpi,
                                  const std::filesystem::path& folder) {
    const auto pages = folder / ("pages-" + std::to_string(dpi));
    std::filesystem::create_directory(pages);
    const auto file = pages / "labels.pdf";
    std::ofstream(file, std::ios::binary) << pdf;
    run_or_throw({program_path("pdftoppm"), "-r", std::to_string(dpi), "-gray", "-png",
                  file.string(), (pages / "page").string()});
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(pages)) {
        if (entry.path().extension() == ".png") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    std::vector<Picture> pictures;
    for (const auto& page : files) pictures.push_back(Picture::read_png(page));
    std::filesystem::remove_all(pages);
    return pictures;
}

}  // namespace label_tests
