#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "labels/drawing.hpp"
#include "labels/writers.hpp"

namespace labels {
namespace {

// Of the label printers in use: 8 dots to the millimetre.
constexpr double zebra_dpi = 203.2;

// Everything but letters, digits and a few harmless characters in hexadecimal: no text can end its
// field or begin a command, and the file is ASCII on every cable.
std::string field_data(std::string_view text) {
    constexpr std::string_view harmless = " .,-/()";
    std::string escaped;
    for (const char c : text) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        const bool digit = c >= '0' && c <= '9';
        if (letter || digit || harmless.find(c) != std::string_view::npos) {
            escaped.push_back(c);
        } else {
            escaped += fmt::format("_{:02X}", static_cast<unsigned char>(c));
        }
    }
    return escaped;
}

// Font 0 is bold and condensed: letters and digits are narrower than in the bold label font, but
// for the narrowest; what else there is may be wider, and more so in its stand-ins.
double widest_in_font_0(const PlacedText& text) {
    double width = 0;
    for (const char32_t c : plain(text.text)) {
        const double ours = text_width({&c, 1}, Weight::bold, text.size);
        const bool letter = c == U' ' || (c >= U'0' && c <= U'9') || (c >= U'A' && c <= U'Z') ||
                            (c >= U'a' && c <= U'z') || (c >= U'À' && c <= U'ÿ');
        width +=
            letter ? std::max(ours, 0.34 * text.size) : std::max(ours * 1.25, 0.85 * text.size);
    }
    return width;
}

// Each row of modules once in hexadecimal; ":" repeats it for its other dots.
std::string graphic(const Symbol& symbol, int dots_per_module) {
    const int width = symbol.size() * dots_per_module;
    const int row_bytes = (width + 7) / 8;
    const int bytes = row_bytes * width;
    std::string data = fmt::format("^GFA,{},{},{},", bytes, bytes, row_bytes);
    for (int row = 0; row < symbol.size(); ++row) {
        for (int nibble = 0; nibble < row_bytes * 2; ++nibble) {
            unsigned bits = 0;
            for (int dot = nibble * 4; dot < nibble * 4 + 4; ++dot) {
                const bool dark = dot < width && symbol.dark(dot / dots_per_module, row);
                bits = bits << 1 | (dark ? 1U : 0U);
            }
            data.push_back("0123456789ABCDEF"[bits]);
        }
        data.append(static_cast<std::size_t>(dots_per_module - 1), ':');
    }
    return data;
}

}  // namespace

// The symbol is the one that was encoded, not one that the printer makes: its level and size are
// what was tested. The text is in the printer's own font 0, squeezed where it might be wider than
// the font it was measured in.
Written write_zpl(const Stock& stock, std::span<const Label> labels) {
    Stock roll = stock;
    roll.dpi = zebra_dpi;
    const auto in_dots = [&](double length) { return std::lround(length / dots(roll, 1)); };
    std::string file;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const auto drawing = draw(labels[i], roll);
        if (!drawing) return tl::unexpected(Error{ErrorCode::symbol_too_large, i});
        file +=
            fmt::format("^XA^CI28^PW{}^LL{}^LH0,0\n", in_dots(roll.width), in_dots(roll.height));
        file += fmt::format("^FO{},{}{}^FS\n", in_dots(drawing->x), in_dots(drawing->y),
                            graphic(drawing->symbol, static_cast<int>(in_dots(drawing->module))));
        for (const PlacedText& text : drawing->texts) {
            const double squeezed = std::min(text.room / widest_in_font_0(text), 1.0);
            file += fmt::format("^FT{},{}^A0N,{},{}^FH_^FD{}^FS\n", in_dots(text.x),
                                in_dots(text.baseline), in_dots(text.size),
                                std::floor(text.size * squeezed / dots(roll, 1)),
                                field_data(text.text));
        }
        file += "^XZ\n";
    }
    return file;
}

}  // namespace labels
