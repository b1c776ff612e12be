#include <algorithm>
#include <csetjmp>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include <jerror.h>
#include <jpeglib.h>

#include "pictures/exif.hpp"
#include "pictures/formats.hpp"

// libjpeg leaves a call that fails by longjmp: what has a destructor lives in the callers of the
// functions with setjmp, never in them.

namespace pictures {
namespace {

constexpr int most_scans = 200;
constexpr long most_memory = 256L * 1024 * 1024;
constexpr unsigned longest_marker = 0xffff;

struct Trouble {
    jpeg_error_mgr manager;
    std::jmp_buf back;
    bool damaged;
};

template <class Info>
Trouble& trouble_of(Info* info) {
    return *reinterpret_cast<Trouble*>(info->err);
}

void leave(j_common_ptr info) { std::longjmp(trouble_of(info).back, 1); }

// What libjpeg goes on after, with grey where something was.
void note(j_common_ptr info, int level) {
    if (level >= 0) return;
    switch (info->err->msg_code) {
        case JWRN_JPEG_EOF:
        case JWRN_HIT_MARKER:
        case JWRN_HUFF_BAD_CODE:
        case JWRN_BOGUS_PROGRESSION:
        case JWRN_MUST_RESYNC:
            trouble_of(info).damaged = true;
            break;
        default:
            break;
    }
}

void say_nothing(j_common_ptr) {}

void prepare(Trouble& trouble) {
    jpeg_std_error(&trouble.manager);
    trouble.manager.error_exit = leave;
    trouble.manager.emit_message = note;
    trouble.manager.output_message = say_nothing;
    trouble.damaged = false;
}

// A picture of some kilobytes can ask to be gone over some thousand times.
void bound_scans(j_common_ptr info) {
    if (reinterpret_cast<j_decompress_ptr>(info)->input_scan_number > most_scans) leave(info);
}

class Decoder {
public:
    Decoder() {
        prepare(trouble_);
        info_.err = &trouble_.manager;
    }
    ~Decoder() { jpeg_destroy_decompress(&info_); }
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;

    bool read_head(const unsigned char* bytes, std::size_t size) {
        if (setjmp(trouble_.back) != 0) return false;
        jpeg_create_decompress(&info_);
        info_.mem->max_memory_to_use = most_memory;
        progress_.progress_monitor = bound_scans;
        info_.progress = &progress_;
        jpeg_mem_src(&info_, bytes, size);
        jpeg_save_markers(&info_, JPEG_APP0 + 1, longest_marker);
        return jpeg_read_header(&info_, TRUE) == JPEG_HEADER_OK;
    }
    // The size of what comes; as small as may be without losing what is kept.
    bool begin() {
        if (setjmp(trouble_.back) != 0) return false;
        info_.out_color_space = JCS_RGB;
        info_.scale_denom = 8;
        info_.scale_num = 1;
        while (info_.scale_num < info_.scale_denom &&
               longest() * info_.scale_num / info_.scale_denom <
                   static_cast<JDIMENSION>(longest_side)) {
            ++info_.scale_num;
        }
        return jpeg_start_decompress(&info_) != FALSE;
    }
    bool read_rows(unsigned char* rgb) {
        if (setjmp(trouble_.back) != 0) return false;
        const std::size_t width = 3 * static_cast<std::size_t>(info_.output_width);
        while (info_.output_scanline < info_.output_height) {
            row_ = rgb + width * info_.output_scanline;
            jpeg_read_scanlines(&info_, &row_, 1);
        }
        jpeg_finish_decompress(&info_);
        return true;
    }

    std::size_t pixels() const {
        return std::size_t{info_.image_width} * std::size_t{info_.image_height};
    }
    bool is_for_print() const {
        return info_.jpeg_color_space == JCS_CMYK || info_.jpeg_color_space == JCS_YCCK;
    }
    Size output() const {
        return {static_cast<int>(info_.output_width), static_cast<int>(info_.output_height)};
    }
    bool damaged() const { return trouble_.damaged; }
    int orientation() const {
        for (auto* marker = info_.marker_list; marker != nullptr; marker = marker->next) {
            const std::string_view content(reinterpret_cast<const char*>(marker->data),
                                           marker->data_length);
            if (content.starts_with("Exif")) return orientation_of(content);
        }
        return 1;
    }

private:
    JDIMENSION longest() const { return std::max(info_.image_width, info_.image_height); }

    jpeg_decompress_struct info_{};
    jpeg_progress_mgr progress_{};
    Trouble trouble_{};
    unsigned char* row_ = nullptr;
};

class Encoder {
public:
    Encoder() {
        prepare(trouble_);
        info_.err = &trouble_.manager;
    }
    ~Encoder() {
        jpeg_destroy_compress(&info_);
        std::free(bytes_);  // NOLINT(cppcoreguidelines-no-malloc): libjpeg has taken it so
    }
    Encoder(const Encoder&) = delete;
    Encoder& operator=(const Encoder&) = delete;

    bool write(const unsigned char* rgb, Size size, int quality) {
        if (setjmp(trouble_.back) != 0) return false;
        jpeg_create_compress(&info_);
        jpeg_mem_dest(&info_, &bytes_, &length_);
        info_.image_width = static_cast<JDIMENSION>(size.width);
        info_.image_height = static_cast<JDIMENSION>(size.height);
        info_.input_components = 3;
        info_.in_color_space = JCS_RGB;
        jpeg_set_defaults(&info_);
        jpeg_set_quality(&info_, quality, TRUE);
        info_.optimize_coding = TRUE;
        jpeg_start_compress(&info_, TRUE);
        while (info_.next_scanline < info_.image_height) {
            row_ = const_cast<unsigned char*>(rgb) +  // libjpeg only reads it
                   3 * static_cast<std::size_t>(info_.image_width) * info_.next_scanline;
            jpeg_write_scanlines(&info_, &row_, 1);
        }
        jpeg_finish_compress(&info_);
        return true;
    }
    std::string_view bytes() const { return {reinterpret_cast<const char*>(bytes_), length_}; }

private:
    jpeg_compress_struct info_{};
    Trouble trouble_{};
    unsigned char* bytes_ = nullptr;
    unsigned long length_ = 0;
    unsigned char* row_ = nullptr;
};

}  // namespace

tl::expected<Decoded, Fault> decode_jpeg(std::string_view file) {
    Decoder decoder;
    if (!decoder.read_head(reinterpret_cast<const unsigned char*>(file.data()), file.size())) {
        return tl::unexpected(Fault::broken_image);
    }
    if (decoder.pixels() > most_pixels) return tl::unexpected(Fault::too_large_image);
    if (decoder.is_for_print()) return tl::unexpected(Fault::unsupported_image);
    Decoded decoded;
    decoded.orientation = decoder.orientation();
    if (!decoder.begin()) return tl::unexpected(Fault::broken_image);
    decoded.raster = Raster(decoder.output().width, decoder.output().height);
    if (!decoder.read_rows(decoded.raster.rgb.data()) || decoder.damaged()) {
        return tl::unexpected(Fault::broken_image);
    }
    return decoded;
}

std::string encode_jpeg(const Raster& raster, int quality) {
    Encoder encoder;
    if (!encoder.write(raster.rgb.data(), {raster.width, raster.height}, quality)) {
        throw std::runtime_error("a picture could not be written");
    }
    return std::string(encoder.bytes());
}

}  // namespace pictures
