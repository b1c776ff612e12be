#pragma once
// The text of labels: what of it can be printed, how wide it is, and how it is made to fit.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace labels {

enum class Weight { medium, bold };

// A line on a label, in millimetres from its upper left corner.
struct PlacedText {
    std::string text;
    Weight weight;
    double x;         // where it begins
    double baseline;  // on which it stands
    double size;      // of the em
    double room;      // how wide it may be, at least as wide as it is
};

// One line of the characters that both the label font and the printers' own font have: Latin
// letters and common punctuation. Blanks of all kinds become one blank, control characters go, and
// a run of anything else (emoji, other scripts, broken UTF-8) becomes one "?".
std::u32string plain(std::string_view text);
std::string to_utf8(std::u32string_view text);

// In millimetres, of plain text in that size (of the em, in millimetres).
double text_width(std::u32string_view text, Weight weight, double size);

// How far the ink reaches over and under the line that the text stands on.
struct Ink {
    double above;
    double below;
};
Ink ink_of(std::u32string_view text, Weight weight, double size);

// The text, or its beginning with "…", so that it is no wider.
std::u32string shortened(std::u32string_view text, Weight weight, double size, double width);

// Lines no wider than that, broken between words, a long word within itself. Of `most` lines the
// last one is shortened to what is left.
std::vector<std::u32string> wrapped(std::u32string_view text, Weight weight, double size,
                                    double width, std::optional<std::size_t> most);

}  // namespace labels
