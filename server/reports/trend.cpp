#include <algorithm>
#include <climits>
#include <cmath>

#include "reports/frame.hpp"
#include "reports/plot_drawing.hpp"

namespace reports {
namespace {

constexpr double height = 236;
constexpr double above = 46;  // the unit and, over the topmost tick, a name
constexpr double below = 40;  // months and, under them, the year
constexpr double beside = 10;

int number_of(std::chrono::year_month month) {
    return static_cast<int>(month.year()) * 12 +
           static_cast<int>(static_cast<unsigned>(month.month())) - 1;
}

std::chrono::year_month month_of(int number) {
    return std::chrono::year{number / 12} /
           std::chrono::month{static_cast<unsigned>(number % 12 + 1)};
}

// The months from the first to the last one, and where they are.
struct Months {
    int first;
    int last;
    double left;
    double right;

    double x(int number) const {
        if (last == first) return (left + right) / 2;
        return left + (right - left) * (number - first) / (last - first);
    }
};

struct Lines {
    std::vector<Point> values;
    std::vector<Point> likely;
    std::vector<Point> high;
    std::vector<Point> low;
};

Lines lines_of(const Trend& trend, const Frame& frame, const Months& months) {
    Lines lines;
    for (const auto& [month, value] : trend.values) {
        lines.values.push_back({months.x(number_of(month)), frame.y(amount(value))});
    }
    // The forecast grows out of the last value.
    if (!lines.values.empty() && !trend.expected.empty()) {
        for (auto* line : {&lines.likely, &lines.high, &lines.low}) {
            line->push_back(lines.values.back());
        }
    }
    for (const auto& [month, low, likely, high] : trend.expected) {
        const double x = months.x(number_of(month));
        const double middle = amount(likely);
        lines.likely.push_back({x, frame.y(middle)});
        lines.high.push_back({x, frame.y(std::max(amount(high), middle))});
        lines.low.push_back({x, frame.y(std::min(amount(low), middle))});
    }
    return lines;
}

// Where the line is highest between two places.
double highest(const std::vector<Point>& line, double from, double to) {
    double y = height;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i].x >= from && line[i].x <= to) y = std::min(y, line[i].y);
        if (i == 0) continue;
        const Point& a = line[i - 1];
        const Point& b = line[i];
        for (const double x : {from, to}) {
            if (a.x < x && x < b.x) y = std::min(y, a.y + (b.y - a.y) * (x - a.x) / (b.x - a.x));
        }
    }
    return y;
}

// A name above everything that is drawn where it stands.
struct Name {
    double left;
    double right;
    double baseline;
};

Name name_at(double left, double width, const Lines& lines) {
    constexpr double gap = 7;
    const double right = left + width;
    return {left, right,
            std::min(highest(lines.values, left, right), highest(lines.high, left, right)) - gap};
}

// Within its part of the plot, where it comes nearest to its line.
Name best_name(double from, double to, double width, const Frame& frame, const Lines& lines,
               const std::vector<Point>& line) {
    const double first = std::clamp(from, frame.left, std::max(frame.left, sizes::width - width));
    const double last = std::clamp(to - width, first, std::max(first, sizes::width - width));
    Name best = name_at(first, width, lines);
    double least = height;
    constexpr double step = 4;
    const int places = static_cast<int>((last - first) / step);
    for (int place = 0; place <= places; ++place) {
        const double left = first + place * step;
        const Name name = name_at(left, width, lines);
        double farthest = 0;
        for (const Point& point : line) {
            if (point.x < left || point.x > left + width) continue;
            farthest = std::max(farthest, point.y - name.baseline);
        }
        if (farthest < least) {
            least = farthest;
            best = name;
        }
    }
    return best;
}

void add_name(Drawing& drawing, const Name& name, const std::string& text) {
    drawing.add(
        Words{{name.left, name.baseline}, text, sizes::label, Anchor::start, Tone::words, true});
}

void add_names(Framed& plot, const Typesetter& type, const Trend& trend, const Lines& lines) {
    constexpr double widest = 150;
    const Frame& frame = plot.frame;
    std::optional<Name> first;
    if (!lines.values.empty()) {
        const std::string text = shortened(type, trend.name, sizes::label, widest);
        first = best_name(lines.values.front().x, lines.values.back().x,
                          type.width(text, {sizes::label}), frame, lines, lines.values);
        add_name(plot.drawing, *first, text);
    }
    if (trend.expected.empty()) return;
    const std::string text = shortened(type, trend.expected_name, sizes::label, widest);
    Name name = best_name(lines.high.front().x, lines.high.back().x,
                          type.width(text, {sizes::label}), frame, lines, lines.high);
    const bool touches = first && name.left < first->right + 6 && first->left < name.right + 6 &&
                         std::abs(name.baseline - first->baseline) < sizes::label * 1.3;
    if (touches) name.baseline = std::min(name.baseline, first->baseline) - sizes::label * 1.3;
    add_name(plot.drawing, name, text);
}

// A tick at every month, or at every second, third, sixth, at each year …
void add_months(Framed& plot, const Typesetter& type, const Months& months, Language language) {
    constexpr double gap = 8;
    double widest = 0;
    for (unsigned month = 1; month <= 12; ++month) {
        widest = std::max(
            widest, type.width(short_name(language, std::chrono::month{month}), {sizes::tick}));
    }
    widest = std::max(widest, type.width("2000", {sizes::tick}));
    const double slot = months.last == months.first
                            ? widest + gap
                            : (months.right - months.left) / (months.last - months.first);
    int every = 1;
    for (const int more : {2, 3, 6, 12, 24, 60, 120, 240, 600, 1200}) {
        if (slot * every < widest + gap) every = more;
    }
    const Frame& frame = plot.frame;
    std::optional<std::chrono::year> said;
    // A plot shorter than a step has its first month at least.
    const int aligned = (months.first + every - 1) / every * every;
    for (int i = aligned <= months.last ? aligned : months.first; i <= months.last; i += every) {
        const std::chrono::year_month month = month_of(i);
        const double x = months.x(i);
        Drawing& drawing = plot.drawing;
        drawing.add(Path{{{x, frame.bottom}, {x, frame.bottom + 4}}, {}, Tone::axis});
        const auto add = [&](double y, std::string text) {
            const double half = type.width(text, {sizes::tick}) / 2;
            const double middle = std::clamp(x, half, sizes::width - half);
            drawing.add(Words{{middle, frame.bottom + y},
                              std::move(text),
                              sizes::tick,
                              Anchor::middle,
                              Tone::quiet});
        };
        add(18, std::string(short_name(language, month.month())));
        if (said != month.year()) add(33, std::to_string(static_cast<int>(month.year())));
        said = month.year();
    }
}

}  // namespace

Drawing draw_trend(const Plot& plot, const Trend& trend, const Typesetter& type) {
    if (trend.values.empty() && trend.expected.empty()) return nothing(plot);
    double largest = 0;
    bool whole = true;
    Months months{INT_MAX, INT_MIN, 0, 0};
    const auto consider = [&](std::chrono::year_month month, double value) {
        largest = std::max(largest, amount(value));
        whole = whole && amount(value) == std::floor(amount(value));
        months.first = std::min(months.first, number_of(month));
        months.last = std::max(months.last, number_of(month));
    };
    for (const auto& [month, value] : trend.values) consider(month, value);
    for (const auto& [month, low, likely, high] : trend.expected) {
        consider(month, std::ceil(std::max(amount(high), amount(likely))));
    }
    Framed result = framed(plot, type, scale_for(largest, whole), height, {above, beside, below});
    months.left = result.frame.left + beside;
    months.right = result.frame.right;
    const Lines lines = lines_of(trend, result.frame, months);
    Drawing& drawing = result.drawing;

    if (lines.high.size() > 1) {
        Path band{lines.high, Tone::tint, {}};
        band.points.insert(band.points.end(), lines.low.rbegin(), lines.low.rend());
        drawing.add(std::move(band));
        for (const auto* line : {&lines.high, &lines.low}) {
            drawing.add(Path{*line, {}, Tone::edge});
        }
        drawing.add(Path{lines.likely, {}, Tone::main, sizes::line, true});
    }
    if (lines.values.size() > 1) {
        drawing.add(Path{lines.values, {}, Tone::main, sizes::line});
    }
    if (lines.values.size() <= 1 && lines.high.size() == 1) {
        drawing.add(Dot{lines.likely.front(), 4, Tone::paper, Tone::main});
    }
    if (!lines.values.empty()) {
        drawing.add(Dot{lines.values.back(), 4, Tone::main, Tone::paper});
    }
    add_months(result, type, months, plot.language);
    add_names(result, type, trend, lines);
    return std::move(result.drawing);
}

}  // namespace reports
