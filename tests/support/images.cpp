#include "support/images.hpp"

#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include <jpeglib.h>
#include <png.h>
#include <webp/decode.h>
#include <webp/encode.h>
#include <zlib.h>

namespace support {
namespace {

std::string big(std::uint32_t value, int bytes) {
    std::string text;
    for (int i = bytes - 1; i >= 0; --i) text += static_cast<char>(value >> (8 * i));
    return text;
}

std::string little(std::uint32_t value, int bytes) {
    const std::string text = big(value, bytes);
    return {text.rbegin(), text.rend()};
}

std::string rgba_of(const Image& image, int alpha) {
    std::string bytes;
    for (const Pixel& pixel : image.pixels) {
        for (const int value : {+pixel.red, +pixel.green, +pixel.blue, alpha}) {
            bytes += static_cast<char>(value);
        }
    }
    return bytes;
}

std::string compressed(int width, int height, const std::string& bytes, J_COLOR_SPACE colours,
                       int channels, bool progressive, const std::string& comment) {
    jpeg_compress_struct info{};
    jpeg_error_mgr errors{};
    info.err = jpeg_std_error(&errors);
    jpeg_create_compress(&info);
    unsigned char* out = nullptr;
    unsigned long length = 0;
    jpeg_mem_dest(&info, &out, &length);
    info.image_width = static_cast<JDIMENSION>(width);
    info.image_height = static_cast<JDIMENSION>(height);
    info.input_components = channels;
    info.in_color_space = colours;
    jpeg_set_defaults(&info);
    jpeg_set_quality(&info, 90, TRUE);
    if (progressive) jpeg_simple_progression(&info);
    jpeg_start_compress(&info, TRUE);
    if (!comment.empty()) {
        jpeg_write_marker(&info, JPEG_COM, reinterpret_cast<const JOCTET*>(comment.data()),
                          static_cast<unsigned>(comment.size()));
    }
    std::string row;
    const auto stride = static_cast<std::size_t>(width * channels);
    while (info.next_scanline < info.image_height) {
        row = bytes.substr(stride * info.next_scanline, stride);
        auto* pointer = reinterpret_cast<JSAMPROW>(row.data());
        jpeg_write_scanlines(&info, &pointer, 1);
    }
    jpeg_finish_compress(&info);
    jpeg_destroy_compress(&info);
    std::string jpeg(reinterpret_cast<const char*>(out), length);
    std::free(out);
    return jpeg;
}

std::string rgb_of(const Image& image) {
    std::string bytes;
    for (const Pixel& pixel : image.pixels) {
        for (const int value : {+pixel.red, +pixel.green, +pixel.blue}) {
            bytes += static_cast<char>(value);
        }
    }
    return bytes;
}

template <class F>
Image painted(int width, int height, F colour_at) {
    Image image{width, height, {}};
    image.pixels.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) image.pixels.push_back(colour_at(x, y));
    }
    return image;
}

std::string chunk(const std::string& name, const std::string& content) {
    const std::string checked = name + content;
    const auto sum =
        crc32(0, reinterpret_cast<const Bytef*>(checked.data()), static_cast<uInt>(checked.size()));
    return big(static_cast<std::uint32_t>(content.size()), 4) + checked +
           big(static_cast<std::uint32_t>(sum), 4);
}

std::string riff(const std::string& chunks) {
    return "RIFF" + little(static_cast<std::uint32_t>(chunks.size() + 4), 4) + "WEBP" + chunks;
}

std::string extended_head(unsigned flags, int width, int height) {
    return "VP8X" + little(10, 4) + little(flags, 4) + little(static_cast<unsigned>(width - 1), 3) +
           little(static_cast<unsigned>(height - 1), 3);
}

constexpr std::size_t png_head = 8;
constexpr std::size_t png_header_chunk = 25;

}  // namespace

Pixel Image::at(int x, int y) const {
    return pixels.at(static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                     static_cast<std::size_t>(x));
}

Image four_corners(int width, int height) {
    return painted(width, height, [&](int x, int y) {
        const bool right = x >= width / 2;
        const bool low = y >= height / 2;
        if (low) return right ? Pixel{250, 250, 0} : Pixel{0, 0, 250};
        return right ? Pixel{0, 250, 0} : Pixel{250, 0, 0};
    });
}

Image noise(int width, int height) {
    std::uint32_t random = 1;
    return painted(width, height, [&](int, int) {
        random = random * 1664525U + 1013904223U;
        return Pixel{static_cast<std::uint8_t>(random >> 24U),
                     static_cast<std::uint8_t>(random >> 16U),
                     static_cast<std::uint8_t>(random >> 8U)};
    });
}

std::string to_jpeg(const Image& image, const std::string& comment) {
    return compressed(image.width, image.height, rgb_of(image), JCS_RGB, 3, false, comment);
}
std::string to_progressive_jpeg(const Image& image) {
    return compressed(image.width, image.height, rgb_of(image), JCS_RGB, 3, true, {});
}
std::string to_cmyk_jpeg(int width, int height) {
    return compressed(width, height,
                      std::string(static_cast<std::size_t>(4 * width * height), '\x40'), JCS_CMYK,
                      4, false, {});
}

std::string to_png(const Image& image, int alpha) {
    const std::string bytes = rgba_of(image, alpha);
    png_image png{};
    png.version = PNG_IMAGE_VERSION;
    png.width = static_cast<png_uint_32>(image.width);
    png.height = static_cast<png_uint_32>(image.height);
    png.format = PNG_FORMAT_RGBA;
    png_alloc_size_t length = PNG_IMAGE_PNG_SIZE_MAX(png);
    std::string file(length, '\0');
    if (png_image_write_to_memory(&png, file.data(), &length, 0, bytes.data(), 0, nullptr) == 0) {
        throw std::runtime_error(png.message);
    }
    file.resize(length);
    return file;
}

std::string to_webp(const Image& image, int alpha) {
    const std::string bytes = rgba_of(image, alpha);
    std::uint8_t* out = nullptr;
    const std::size_t length = WebPEncodeRGBA(reinterpret_cast<const std::uint8_t*>(bytes.data()),
                                              image.width, image.height, 4 * image.width, 90, &out);
    std::string file(reinterpret_cast<const char*>(out), length);
    WebPFree(out);
    if (file.empty()) throw std::runtime_error("no WebP was made");
    return file;
}

std::string moving_webp() {
    constexpr unsigned animation = 0x02;
    return riff(extended_head(animation, 40, 40) + "ANIM" + little(6, 4) + little(0, 4) +
                little(0, 2));
}

std::string grey_png(unsigned width, unsigned height) {
    const std::string rows(std::size_t{height} * (1 + (width + 7) / 8), '\0');
    uLongf length = compressBound(rows.size());
    std::string packed(length, '\0');
    compress(reinterpret_cast<Bytef*>(packed.data()), &length,
             reinterpret_cast<const Bytef*>(rows.data()), rows.size());
    packed.resize(length);
    return "\x89PNG\r\n\x1a\n" +
           chunk("IHDR", big(width, 4) + big(height, 4) + std::string("\1\0\0\0\0", 5)) +
           chunk("IDAT", packed) + chunk("IEND", {});
}

Image from_jpeg(std::string_view bytes) {
    jpeg_decompress_struct info{};
    jpeg_error_mgr errors{};
    info.err = jpeg_std_error(&errors);
    errors.error_exit = [](j_common_ptr) { throw std::runtime_error("no JPEG"); };
    jpeg_create_decompress(&info);
    jpeg_mem_src(&info, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    jpeg_read_header(&info, TRUE);
    info.out_color_space = JCS_RGB;
    jpeg_start_decompress(&info);
    Image image{static_cast<int>(info.output_width), static_cast<int>(info.output_height), {}};
    std::string row(3 * std::size_t{info.output_width}, '\0');
    while (info.output_scanline < info.output_height) {
        auto* pointer = reinterpret_cast<JSAMPROW>(row.data());
        jpeg_read_scanlines(&info, &pointer, 1);
        for (std::size_t i = 0; i < row.size(); i += 3) {
            image.pixels.push_back({pointer[i], pointer[i + 1], pointer[i + 2]});
        }
    }
    jpeg_finish_decompress(&info);
    jpeg_destroy_decompress(&info);
    return image;
}

std::string segments(std::string_view jpeg) {
    constexpr unsigned scan = 0xda;
    std::string names;
    for (std::size_t at = 2; at + 4 <= jpeg.size();) {
        const auto marker = static_cast<unsigned char>(jpeg[at + 1]);
        char text[8];
        std::snprintf(text, sizeof text, "%02x ", marker);
        names += text;
        if (marker == scan) break;
        at += 2 + (static_cast<unsigned char>(jpeg[at + 2]) << 8U) +
              static_cast<unsigned char>(jpeg[at + 3]);
    }
    return names;
}

std::string exif(int orientation, bool big_endian) {
    const auto number = [&](std::uint32_t value, int bytes) {
        return big_endian ? big(value, bytes) : little(value, bytes);
    };
    const auto entry = [&](unsigned tag, unsigned value) {
        return number(tag, 2) + number(3, 2) + number(1, 4) + number(value, 2) + number(0, 2);
    };
    return (big_endian ? "MM" : "II") + number(42, 2) + number(8, 4) + number(2, 2) +
           entry(0x0103, 6) + entry(0x0112, static_cast<unsigned>(orientation)) + number(0, 4);
}

std::string with_exif_in_jpeg(const std::string& jpeg, const std::string& exif) {
    const std::string content = std::string("Exif\0\0", 6) + exif;
    return jpeg.substr(0, 2) + "\xff\xe1" + big(static_cast<std::uint32_t>(content.size() + 2), 2) +
           content + jpeg.substr(2);
}

std::string with_exif_in_png(const std::string& png, const std::string& exif) {
    const std::size_t at = png_head + png_header_chunk;
    return png.substr(0, at) + chunk("eXIf", exif) + png.substr(at);
}

std::string with_exif_in_webp(const std::string& webp, const std::string& exif) {
    int width = 0;
    int height = 0;
    if (WebPGetInfo(reinterpret_cast<const std::uint8_t*>(webp.data()), webp.size(), &width,
                    &height) == 0) {
        throw std::runtime_error("no WebP");
    }
    constexpr unsigned has_exif = 0x08;
    std::string filled = exif;
    if (filled.size() % 2 != 0) filled += '\0';
    return riff(extended_head(has_exif, width, height) + webp.substr(12) + "EXIF" +
                little(static_cast<std::uint32_t>(exif.size()), 4) + filled);
}

std::string with_size_in_jpeg(std::string jpeg, unsigned width, unsigned height) {
    const auto frame = jpeg.find("\xff\xc0");
    jpeg.replace(frame + 5, 4, big(height, 2) + big(width, 2));
    return jpeg;
}

std::string with_size_in_png(std::string png, unsigned width, unsigned height) {
    const std::string header = big(width, 4) + big(height, 4) + png.substr(png_head + 16, 5);
    png.replace(png_head, png_header_chunk, chunk("IHDR", header));
    return png;
}

std::string with_size_in_webp(std::string webp, unsigned width, unsigned height) {
    const auto frame = webp.find("\x9d\x01\x2a");
    webp.replace(frame + 3, 4, little(width, 2) + little(height, 2));
    return webp;
}

std::string with_scans_in_jpeg(const std::string& jpeg, int more) {
    const auto last = jpeg.rfind("\xff\xda");
    const std::string scan = jpeg.substr(last, jpeg.size() - last - 2);
    std::string all = jpeg.substr(0, jpeg.size() - 2);
    for (int i = 0; i < more; ++i) all += scan;
    return all + "\xff\xd9";
}

}  // namespace support
