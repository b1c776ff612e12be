// Photos as they may be kept. The pictures are made here, by the libraries that write the formats.

#include <catch2/catch.hpp>

#include "pictures/picture.hpp"
#include "support/images.hpp"

using pictures::Fault;
using support::Image;

namespace {

Fault fault_of(std::string_view bytes) {
    const auto picture = pictures::read(bytes);
    REQUIRE_FALSE(picture);
    return picture.error();
}

pictures::Picture read(std::string_view bytes) {
    auto picture = pictures::read(bytes);
    REQUIRE(picture);
    return *std::move(picture);
}

// Of a picture with a corner of each colour: those of the result, in reading order.
std::string corners(std::string_view jpeg) {
    const Image image = support::from_jpeg(jpeg);
    std::string names;
    for (const auto& [x, y] :
         {std::pair(1, 1), std::pair(3, 1), std::pair(1, 3), std::pair(3, 3)}) {
        const auto at = image.at(image.width * x / 4, image.height * y / 4);
        names += at.red > 128 ? (at.green > 128 ? 'y' : 'r') : (at.green > 128 ? 'g' : 'b');
    }
    return names;
}

}  // namespace

TEST_CASE("a photo is kept as a JPEG of our own, with a small one beside it") {
    const Image photo = support::four_corners(2200, 220);
    for (const auto& [kind, bytes] :
         {std::pair("JPEG", support::to_jpeg(photo)), std::pair("PNG", support::to_png(photo)),
          std::pair("WebP", support::to_webp(photo))}) {
        INFO(kind);
        const auto picture = read(bytes);
        CHECK(picture.width == 2000);
        CHECK(picture.height == 200);
        const Image image = support::from_jpeg(picture.image);
        CHECK(image.width == 2000);
        CHECK(image.height == 200);
        const Image small = support::from_jpeg(picture.small);
        CHECK(small.width == 480);
        CHECK(small.height == 48);
        CHECK(corners(picture.image) == "rgby");
        CHECK(corners(picture.small) == "rgby");
        // Its second round loses nothing more of its size.
        CHECK(read(picture.image).width == 2000);
    }
}

TEST_CASE("a small picture is not made larger, and a thin one does not vanish") {
    const auto tiny = read(support::to_png(support::four_corners(8, 4)));
    CHECK(tiny.width == 8);
    CHECK(tiny.height == 4);
    CHECK(support::from_jpeg(tiny.small).width == 8);
    const auto thin = read(support::to_png(support::four_corners(9000, 2)));
    CHECK(thin.width == 2000);
    CHECK(thin.height == 1);
    CHECK(support::from_jpeg(thin.small).height == 1);
}

TEST_CASE("what is seen through stands on white") {
    Image glass = support::four_corners(40, 40);
    for (const auto& bytes : {support::to_png(glass, 0), support::to_webp(glass, 0)}) {
        const auto pixel = support::from_jpeg(read(bytes).image).at(10, 10);
        CHECK(pixel.red > 250);
        CHECK(pixel.green > 250);
        CHECK(pixel.blue > 250);
    }
}

TEST_CASE("a photo stands upright, whichever of the eight ways it was taken") {
    // Where the corners red, green, blue, yellow of the stored picture are, seen upright: by the
    // table of EXIF 2.3, "the 0th row is at the visual …, the 0th column at the visual …".
    const std::vector<std::pair<int, const char*>> rows{{1, "rgby"}, {2, "gryb"}, {3, "ybgr"},
                                                        {4, "byrg"}, {5, "rbgy"}, {6, "bryg"},
                                                        {7, "ygbr"}, {8, "gyrb"}};
    const Image photo = support::four_corners(60, 40);
    for (const auto& [orientation, wanted] : rows) {
        for (const bool big_endian : {true, false}) {
            INFO(orientation << (big_endian ? " MM" : " II"));
            const auto exif = support::exif(orientation, big_endian);
            for (const auto& bytes : {support::with_exif_in_jpeg(support::to_jpeg(photo), exif),
                                      support::with_exif_in_png(support::to_png(photo), exif),
                                      support::with_exif_in_webp(support::to_webp(photo), exif)}) {
                const auto picture = read(bytes);
                CHECK(corners(picture.image) == wanted);
                CHECK(picture.width == (orientation < 5 ? 60 : 40));
                CHECK(support::from_jpeg(picture.small).height == (orientation < 5 ? 40 : 60));
            }
        }
    }
}

TEST_CASE("nothing but pixels comes along: no EXIF, no place, no comment, nothing behind the end") {
    const Image photo = support::four_corners(60, 40);
    const auto exif = support::exif(6, true) + "GPS 59.131,10.216 iPhone";
    const auto check = [](const std::string& bytes) {
        REQUIRE(bytes.find("59.131") != std::string::npos);
        const auto picture = read(bytes);
        for (const std::string& kept : {picture.image, picture.small}) {
            CHECK(kept.find("59.131") == std::string::npos);
            CHECK(kept.find("Exif") == std::string::npos);
            CHECK(kept.find("hemmelig") == std::string::npos);
            // No segment of an application but JFIF's own, and nothing behind the end.
            CHECK(support::segments(kept) == "e0 db db c0 c4 c4 c4 c4 da ");
            CHECK(kept.ends_with("\xff\xd9"));
        }
    };
    const std::string behind = "<?php hemmelig ?> GPS 59.131";
    check(support::with_exif_in_jpeg(support::to_jpeg(photo, "hemmelig"), exif) + behind);
    check(support::with_exif_in_png(support::to_png(photo), exif) + behind);
    check(support::with_exif_in_webp(support::to_webp(photo), exif) + behind);
}

TEST_CASE("EXIF that lies about itself turns nothing and breaks nothing") {
    const Image photo = support::four_corners(60, 40);
    const std::string good = support::exif(6, true);
    for (std::size_t length = 0; length < good.size(); ++length) {
        INFO(length);
        const auto cut = good.substr(0, length);
        const auto picture = read(support::with_exif_in_jpeg(support::to_jpeg(photo), cut));
        CHECK((picture.width == 60 || length >= good.size() - 6));
    }
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (const char value : {'\0', '\x7f', '\xff'}) {
            std::string changed = good;
            changed[at] = value;
            read(support::with_exif_in_jpeg(support::to_jpeg(photo), changed));
            read(support::with_exif_in_png(support::to_png(photo), changed));
            read(support::with_exif_in_webp(support::to_webp(photo), changed));
        }
    }
}

TEST_CASE("what is no picture is refused") {
    for (const std::string& bytes :
         {std::string(), std::string("x"), std::string("\xff\xd8"), std::string("GIF89a........"),
          std::string("%PDF-1.7"), std::string("<svg xmlns='http://www.w3.org/2000/svg'/>"),
          std::string("\0\0\0\x18"
                      "ftypheic",
                      12),
          std::string("BM......"), std::string("RIFF....WAVEfmt ")}) {
        CHECK(fault_of(bytes) == Fault::not_an_image);
    }
    for (const std::string& bytes :
         {std::string("\xff\xd8\xff"), std::string("\x89PNG\r\n\x1a\n"),
          std::string("RIFF\x20\0\0\0WEBPVP8 ", 16), std::string("\xff\xd8\xff\xd9")}) {
        CHECK(fault_of(bytes) == Fault::broken_image);
    }
}

TEST_CASE("a picture that is cut off anywhere is refused, not shown in half") {
    const Image photo = support::noise(120, 90);
    for (const std::string& bytes : {support::to_jpeg(photo), support::to_progressive_jpeg(photo),
                                     support::to_png(photo), support::to_webp(photo)}) {
        REQUIRE(pictures::read(bytes));
        // A JPEG without its end, a PNG without its last block have all pixels.
        const std::size_t least = bytes.starts_with("\xff\xd8") ? 2 : 16;
        for (std::size_t length = 0; length + least < bytes.size(); length += 1 + length / 20) {
            INFO(length << " of " << bytes.size());
            CHECK_FALSE(pictures::read(std::string_view(bytes).substr(0, length)));
        }
    }
}

TEST_CASE("damaged pictures are refused or shown, and never anything else") {
    const Image photo = support::noise(64, 48);
    unsigned random = 20261122;
    const auto next = [&random] { return random = random * 1664525U + 1013904223U; };
    for (const std::string& good :
         {support::to_jpeg(photo), support::to_progressive_jpeg(photo), support::to_png(photo),
          support::to_webp(photo), support::with_exif_in_webp(support::to_webp(photo), "II*")}) {
        int refused = 0;
        for (int i = 0; i < 200; ++i) {
            std::string bytes = good;
            for (unsigned n = 1 + next() % 4; n > 0; --n) {
                bytes[next() % bytes.size()] = static_cast<char>(next() >> 16U);
            }
            const auto picture = pictures::read(bytes);
            if (!picture) ++refused;
            if (picture) CHECK(support::from_jpeg(picture->image).width == picture->width);
        }
        CHECK(refused > 0);
    }
}

TEST_CASE("a bomb is refused by its head, before anything of it is decoded") {
    // Some hundred bytes each that ask for gigabytes.
    CHECK(fault_of(support::with_size_in_jpeg(support::to_jpeg(support::noise(16, 16)), 60'000,
                                              60'000)) == Fault::too_large_image);
    CHECK(fault_of(support::with_size_in_png(support::to_png(support::noise(16, 16)), 60'000,
                                             60'000)) == Fault::too_large_image);
    CHECK(fault_of(support::with_size_in_png(support::to_png(support::noise(16, 16)), 0x7fffffff,
                                             0x7fffffff)) == Fault::broken_image);
    CHECK(fault_of(support::with_size_in_webp(support::to_webp(support::noise(16, 16)), 16'000,
                                              16'000)) == Fault::too_large_image);
    // Some kilobytes of PNG for 36 million pixels, whole and right.
    CHECK(fault_of(support::grey_png(6000, 6000)) == Fault::too_large_image);
    CHECK(read(support::grey_png(5000, 4900)).width == 2000);
}

TEST_CASE("a JPEG that asks to be gone over hundreds of times is refused") {
    CHECK(fault_of(support::with_scans_in_jpeg(support::to_progressive_jpeg(support::noise(64, 64)),
                                               5000)) == Fault::broken_image);
}

TEST_CASE("colours for print and moving pictures are refused by name") {
    CHECK(fault_of(support::to_cmyk_jpeg(40, 40)) == Fault::unsupported_image);
    CHECK(fault_of(support::moving_webp()) == Fault::unsupported_image);
}
