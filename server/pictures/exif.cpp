#include "pictures/exif.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace pictures {
namespace {

constexpr int as_it_is = 1;

// Numbers of a file; none behind its end.
class Bytes {
public:
    Bytes(std::string_view bytes, bool big_endian) : bytes_(bytes), big_endian_(big_endian) {}

    std::optional<std::uint32_t> number(std::size_t at, std::size_t length) const {
        if (at > bytes_.size() || bytes_.size() - at < length) return std::nullopt;
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < length; ++i) {
            const std::size_t place = big_endian_ ? at + i : at + length - 1 - i;
            value = value << 8U | static_cast<unsigned char>(bytes_[place]);
        }
        return value;
    }

private:
    std::string_view bytes_;
    bool big_endian_;
};

// Blocks that say their name and length: of PNG (length, name, content, check sum) and of RIFF
// (name, length, content, filled up to an even number).
struct Blocks {
    std::size_t begin;
    bool big_endian;
    std::size_t name;  // where in the head
    std::size_t length;
    std::size_t behind;  // the content
    bool even;
};
constexpr std::size_t head = 8;

std::string_view block(std::string_view file, const Blocks& form, std::string_view name) {
    const Bytes bytes(file, form.big_endian);
    std::size_t at = form.begin;
    for (;;) {
        const auto length = bytes.number(at + form.length, 4);
        if (!length || file.size() - at < head || file.size() - at - head < *length) return {};
        if (file.substr(at + form.name, 4) == name) return file.substr(at + head, *length);
        at += head + *length + form.behind + (form.even ? *length % 2 : 0);
        if (at >= file.size()) return {};
    }
}

}  // namespace

int orientation_of(std::string_view exif) {
    constexpr std::string_view jpeg_name("Exif\0\0", 6);
    if (exif.starts_with(jpeg_name)) exif.remove_prefix(jpeg_name.size());
    if (!exif.starts_with("II*") && !exif.starts_with(std::string_view("MM\0*", 4))) {
        return as_it_is;
    }
    constexpr std::uint32_t orientation_tag = 0x0112;
    constexpr std::uint32_t short_number = 3;
    constexpr std::size_t entry = 12;
    const Bytes bytes(exif, exif.front() == 'M');
    const auto directory = bytes.number(4, 4);
    const auto entries = directory ? bytes.number(*directory, 2) : std::nullopt;
    if (!entries) return as_it_is;
    for (std::size_t i = 0; i < *entries; ++i) {
        const std::size_t at = std::size_t{*directory} + 2 + entry * i;
        const auto tag = bytes.number(at, 2);
        if (!tag) return as_it_is;
        if (*tag != orientation_tag || bytes.number(at + 2, 2) != short_number) continue;
        const auto value = bytes.number(at + 8, 2);
        return value && *value >= 1 && *value <= 8 ? static_cast<int>(*value) : as_it_is;
    }
    return as_it_is;
}

int orientation_in_png(std::string_view file) {
    return orientation_of(block(file, {8, true, 4, 0, 4, false}, "eXIf"));
}

int orientation_in_webp(std::string_view file) {
    return orientation_of(block(file, {12, false, 0, 4, 0, true}, "EXIF"));
}

}  // namespace pictures
