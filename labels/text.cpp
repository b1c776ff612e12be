#include "labels/text.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <stdexcept>

#include <glib.h>

#include "labels/font.hpp"

namespace labels {
namespace {

constexpr char32_t ellipsis = U'…';
constexpr char32_t replacement = U'\uFFFD';
constexpr std::u32string_view more_punctuation = U"‐‑–—‘’‚“”„•…‰€™";
constexpr char32_t first_letter = U' ';
constexpr char32_t last_letter = U'\u024F';

bool is_control(char32_t c) { return c < U' ' || (c >= U'\x7F' && c < U'\xA0'); }

// Soft hyphens, joiners, marks of direction: they have no picture of their own.
bool is_invisible(char32_t c) {
    return c == U'\u00AD' || g_unichar_type(c) == G_UNICODE_FORMAT ||
           g_unichar_type(c) == G_UNICODE_NON_SPACING_MARK;
}

bool is_printable(char32_t c) {
    return (c >= first_letter && c <= last_letter && !is_control(c)) ||
           more_punctuation.find(c) != std::u32string_view::npos;
}

template <class T>
using GlibOwned = std::unique_ptr<T, decltype(&g_free)>;

// Letters with their marks in one, as the font has them.
std::u32string decoded(std::string_view text) {
    const GlibOwned<char> valid(g_utf8_make_valid(text.data(), static_cast<gssize>(text.size())),
                                g_free);
    const GlibOwned<char> composed(g_utf8_normalize(valid.get(), -1, G_NORMALIZE_DEFAULT_COMPOSE),
                                   g_free);
    glong count = 0;
    const GlibOwned<gunichar> characters(g_utf8_to_ucs4_fast(composed.get(), -1, &count), g_free);
    return {characters.get(), characters.get() + count};
}

struct Metrics {
    double advance;
    double above;
    double below;
};

// Of the characters that can be printed, at size 1.
class Measures {
public:
    explicit Measures(Weight weight) {
        cairo_matrix_t size;
        cairo_matrix_t unscaled;
        cairo_matrix_init_scale(&size, units, units);
        cairo_matrix_init_identity(&unscaled);
        const FontFace face = font_face(weight);
        const FontOptions options = exact_metrics();
        cairo_scaled_font_t* font =
            cairo_scaled_font_create(face.get(), &size, &unscaled, options.get());
        const auto measure = [font](char32_t c) {
            cairo_text_extents_t extents;
            cairo_scaled_font_text_extents(font, to_utf8({&c, 1}).c_str(), &extents);
            return Metrics{extents.x_advance / units, -extents.y_bearing / units,
                           (extents.height + extents.y_bearing) / units};
        };
        for (char32_t c = first_letter; c <= last_letter; ++c) letters_[c] = measure(c);
        for (const char32_t c : more_punctuation) others_.emplace(c, measure(c));
        const bool measured = cairo_scaled_font_status(font) == CAIRO_STATUS_SUCCESS;
        cairo_scaled_font_destroy(font);
        if (!measured) throw std::runtime_error("no font to measure labels with");
    }

    const Metrics& of(char32_t c) const { return c <= last_letter ? letters_[c] : others_.at(c); }

private:
    static constexpr double units = 1000;

    std::array<Metrics, last_letter + 1> letters_{};
    std::map<char32_t, Metrics> others_;
};

const Measures& measures(Weight weight) {
    static const Measures medium(Weight::medium);
    static const Measures bold(Weight::bold);
    switch (weight) {
        case Weight::medium:
            return medium;
        case Weight::bold:
            return bold;
    }
    throw std::logic_error("no such weight");
}

// How many characters from the front are no wider than that.
std::size_t fitting(std::u32string_view text, Weight weight, double size, double width) {
    // A size may have been chosen so that the text is exactly that wide.
    constexpr double rounding = 1e-6;
    const Measures& font = measures(weight);
    double used = 0;
    std::size_t count = 0;
    for (; count < text.size(); ++count) {
        used += font.of(text[count]).advance * size;
        if (used > width + rounding) break;
    }
    return count;
}

std::u32string_view without_blanks(std::u32string_view text) {
    while (text.starts_with(U' ')) text.remove_prefix(1);
    while (text.ends_with(U' ')) text.remove_suffix(1);
    return text;
}

}  // namespace

std::u32string plain(std::string_view text) {
    std::u32string result;
    for (const char32_t c : decoded(text)) {
        const bool blank = g_unichar_isspace(c) != 0;
        if (!blank && (is_control(c) || is_invisible(c))) continue;
        const char32_t shown = blank ? U' ' : (is_printable(c) ? c : replacement);
        const bool repeats = result.empty() ? blank : result.back() == shown;
        if ((shown == U' ' || shown == replacement) && repeats) continue;
        result.push_back(shown);
    }
    std::replace(result.begin(), result.end(), replacement, U'?');
    if (result.ends_with(U' ')) result.pop_back();
    return result;
}

std::string to_utf8(std::u32string_view text) {
    std::string result;
    for (const char32_t c : text) {
        std::array<char, 6> bytes{};
        result.append(bytes.data(), static_cast<std::size_t>(g_unichar_to_utf8(c, bytes.data())));
    }
    return result;
}

double text_width(std::u32string_view text, Weight weight, double size) {
    const Measures& font = measures(weight);
    double width = 0;
    for (const char32_t c : text) width += font.of(c).advance;
    return width * size;
}

Ink ink_of(std::u32string_view text, Weight weight, double size) {
    const Measures& font = measures(weight);
    Ink ink{0, 0};
    for (const char32_t c : text) {
        ink.above = std::max(ink.above, font.of(c).above * size);
        ink.below = std::max(ink.below, font.of(c).below * size);
    }
    return ink;
}

std::u32string shortened(std::u32string_view text, Weight weight, double size, double width) {
    if (fitting(text, weight, size, width) == text.size()) return std::u32string(text);
    const double room = width - text_width({&ellipsis, 1}, weight, size);
    std::u32string result(without_blanks(text.substr(0, fitting(text, weight, size, room))));
    return result + ellipsis;
}

std::vector<std::u32string> wrapped(std::u32string_view text, Weight weight, double size,
                                    double width, std::optional<std::size_t> most) {
    std::vector<std::u32string> lines;
    for (text = without_blanks(text); !text.empty(); text = without_blanks(text)) {
        if (most && lines.size() + 1 == *most) {
            lines.push_back(shortened(text, weight, size, width));
            break;
        }
        std::size_t count = std::max<std::size_t>(fitting(text, weight, size, width), 1);
        if (count < text.size() && text[count] != U' ') {
            const std::size_t blank = text.rfind(U' ', count);
            if (blank != std::u32string_view::npos) count = blank;
        }
        lines.emplace_back(without_blanks(text.substr(0, count)));
        text.remove_prefix(count);
    }
    return lines;
}

}  // namespace labels
