#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "reports/format.hpp"
#include "reports/plot_drawing.hpp"

namespace reports {
namespace {

// Of Designsystemet, so that they follow the theme and the dark; else the light ones.
std::string_view colour(Tone tone) {
    switch (tone) {
        case Tone::words:
            return "var(--ds-color-neutral-text-default, #1f2c3d)";
        case Tone::quiet:
            return "var(--ds-color-neutral-text-subtle, #545e6b)";
        case Tone::grid:
            return "var(--ds-color-neutral-border-subtle, #b8bcc1)";
        case Tone::axis:
            return "var(--ds-color-neutral-border-default, #717a84)";
        case Tone::main:
            return "var(--ds-color-accent-base-default, #00629b)";
        case Tone::tint:
            return "var(--ds-color-accent-surface-tinted, #deeaf2)";
        case Tone::edge:
            return "var(--ds-color-accent-border-default, #3080ae)";
        case Tone::alarm:
            return "var(--ds-color-danger-base-default, #c01b1b)";
        case Tone::paper:
            return "var(--ds-color-neutral-background-default, #ffffff)";
    }
    throw std::logic_error("no such tone");
}

std::string escaped(std::string_view text) {
    std::string result;
    for (const char c : text) {
        switch (c) {
            case '&':
                result += "&amp;";
                break;
            case '<':
                result += "&lt;";
                break;
            case '>':
                result += "&gt;";
                break;
            case '"':
                result += "&quot;";
                break;
            default:
                result += c;
        }
    }
    return result;
}

// With one decimal at most.
std::string place(double value) {
    std::string text = fmt::format("{:.1f}", value);
    if (text.ends_with(".0")) text.resize(text.size() - 2);
    return text == "-0" ? "0" : text;
}

std::string_view paint(const std::optional<Tone>& tone) { return tone ? colour(*tone) : "none"; }

std::string element(const Path& path) {
    std::string points;
    for (const auto& [x, y] : path.points) {
        points += (points.empty() ? "M" : "L") + place(x) + " " + place(y);
    }
    if (path.fill) points += "Z";
    std::string result = fmt::format(R"(<path d="{}" fill="{}")", points, paint(path.fill));
    if (path.stroke) {
        result += fmt::format(R"( stroke="{}" stroke-width="{}" stroke-linejoin="round")",
                              colour(*path.stroke), path.width);
    }
    if (path.dashed) result += R"( stroke-dasharray="6 4")";
    return result + "/>";
}

std::string element(const Dot& dot) {
    return fmt::format(
        R"(<circle cx="{}" cy="{}" r="{}" fill="{}" stroke="{}" stroke-width="1.5"/>)",
        place(dot.at.x), place(dot.at.y), dot.radius, colour(dot.fill), colour(dot.stroke));
}

std::string_view name_of(Anchor anchor) {
    switch (anchor) {
        case Anchor::start:
            return "start";
        case Anchor::middle:
            return "middle";
        case Anchor::end:
            return "end";
    }
    throw std::logic_error("no such anchor");
}

std::string element(const Words& words) {
    std::string result = fmt::format(
        R"(<text x="{}" y="{}" font-size="{}" text-anchor="{}" fill="{}")", place(words.at.x),
        place(words.at.y), words.size, name_of(words.anchor), colour(words.tone));
    if (words.halo) {
        result += fmt::format(
            R"( stroke="{}" stroke-width="3" stroke-linejoin="round" paint-order="stroke")",
            colour(Tone::paper));
    }
    return result + ">" + escaped(words.text) + "</text>";
}

}  // namespace

std::string write_svg(const Plot& plot) {
    const Drawing drawing = drawn(plot);
    std::string svg = fmt::format(
        R"(<svg xmlns="http://www.w3.org/2000/svg" class="plot" role="img" lang="{}" )"
        R"(viewBox="0 0 {} {}" width="100%" font-family="Inter, system-ui, sans-serif">)",
        tag_of(plot.language), place(drawing.width), place(drawing.height));
    svg += "<title>" + escaped(mended(plot.title)) + "</title>";
    if (!plot.description.empty()) svg += "<desc>" + escaped(mended(plot.description)) + "</desc>";
    for (const Shape& shape : drawing.shapes) {
        svg += std::visit([](const auto& one) { return element(one); }, shape);
    }
    return svg + "</svg>";
}

}  // namespace reports
