#include "labels/symbol.hpp"

#include <cerrno>
#include <memory>
#include <new>
#include <string>

#include <qrencode.h>

namespace labels {

std::optional<Symbol> Symbol::encode(std::string_view payload) {
    if (payload.empty() || payload.find('\0') != std::string_view::npos) return std::nullopt;
    constexpr int smallest_version = 0;
    constexpr int ignore_case = 0;
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
        QRcode_encodeString(std::string(payload).c_str(), smallest_version, QR_ECLEVEL_H, QR_MODE_8,
                            ignore_case),
        QRcode_free);
    if (!code && errno == ENOMEM) throw std::bad_alloc();
    if (!code) return std::nullopt;
    const auto width = static_cast<std::size_t>(code->width);
    const std::size_t modules = width * width;
    std::vector<bool> dark(modules);
    for (std::size_t i = 0; i < modules; ++i) dark[i] = (code->data[i] & 1) != 0;
    return Symbol(code->width, std::move(dark));
}

}  // namespace labels
