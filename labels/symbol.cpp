#include "labels/symbol.hpp"

#include <cerrno>
#include <memory>
#include <new>
#include <string>

#include <fmt/format.h>
#include <qrencode.h>

namespace labels {

std::optional<Symbol> Symbol::encode(std::string_view payload) {
    return encode(payload, Case::upper);
}

std::optional<Symbol> Symbol::encode_exactly(std::string_view payload) {
    return encode(payload, Case::as_is);
}

std::optional<Symbol> Symbol::encode(std::string_view payload, Case letters) {
    if (payload.empty() || payload.find('\0') != std::string_view::npos) return std::nullopt;
    constexpr int smallest_version = 0;
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
        QRcode_encodeString(std::string(payload).c_str(), smallest_version,
                            letters == Case::as_is ? QR_ECLEVEL_M : QR_ECLEVEL_H, QR_MODE_8,
                            letters == Case::as_is ? 1 : 0),
        QRcode_free);
    if (!code && errno == ENOMEM) throw std::bad_alloc();
    if (!code) return std::nullopt;
    const auto width = static_cast<std::size_t>(code->width);
    const std::size_t modules = width * width;
    std::vector<bool> dark(modules);
    for (std::size_t i = 0; i < modules; ++i) dark[i] = (code->data[i] & 1) != 0;
    return Symbol(code->width, std::move(dark));
}

std::string svg_of(const Symbol& symbol) {
    const int side = symbol.size() + 2 * Symbol::quiet;
    std::string path;
    for (int row = 0; row < symbol.size(); ++row) {
        for (int column = 0; column < symbol.size(); ++column) {
            if (!symbol.dark(column, row)) continue;
            path += fmt::format("M{} {}h1v1h-1z", column + Symbol::quiet, row + Symbol::quiet);
        }
    }
    return fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {0}\" "
        "shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{0}v{0}H0z\"/>"
        "<path d=\"{1}\"/></svg>",
        side, path);
}

}  // namespace labels
