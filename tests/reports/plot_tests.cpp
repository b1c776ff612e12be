// Plots: the ticks and words by what people expect of them, the SVG as an XML parser and a renderer
// read it.

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <regex>

#include "reports/drawing.hpp"
#include "reports/files.hpp"
#include "reports/format.hpp"
#include "reports/plot_drawing.hpp"
#include "reports/scale.hpp"
#include "support/skip.hpp"

using namespace report_tests;
using namespace reports;
using namespace std::chrono;

namespace {

Plot plot(std::variant<Trend, Bars, Stack, Histogram> data) {
    return {"Utlån per måned", "Flere enn i fjor.", "utlån per måned", Language::nb,
            std::move(data)};
}

Trend seasonal(int months, int expected) {
    Trend trend{"Utlån", {}, "Prognose", {}};
    const auto month = [](int i) {
        return year{2024 + i / 12} / std::chrono::month{static_cast<unsigned>(i % 12 + 1)};
    };
    for (int i = 0; i < months; ++i) {
        trend.values.push_back({month(i), 1000 + 300 * std::sin(i * 0.7)});
    }
    for (int i = months; i < months + expected; ++i) {
        const double likely = 1000 + 300 * std::sin(i * 0.7);
        trend.expected.push_back({month(i), likely - 200, likely, likely + 250});
    }
    return trend;
}

Stack weeks(int count, double lower, double upper) {
    Stack stack{"Over fristen", "Innen fristen", {}};
    for (int i = 0; i < count; ++i) {
        stack.steps.push_back({"uke " + std::to_string(i % 52 + 1), lower, upper + i % 5});
    }
    return stack;
}

// Everything that may come, also what should not.
std::vector<Plot> plots() {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double infinite = std::numeric_limits<double>::infinity();
    const std::string hostile = "<script>alert(\"1\")</script> & 'x' \x01\xFF";
    std::vector<Plot> all{
        plot(seasonal(22, 6)),
        plot(seasonal(1, 0)),
        plot(seasonal(0, 1)),
        plot(seasonal(2, 2)),
        plot(seasonal(240, 12)),
        plot(Trend{}),
        plot(Trend{"Null", {{year{2026} / 1, 0}, {year{2026} / 2, 0}}, "", {}}),
        plot(Trend{"Stor", {{year{2026} / 1, 1e300}, {year{2026} / 2, 3e12}}, "", {}}),
        plot(Trend{"Feil",
                   {{year{2026} / 1, nan}, {year{2026} / 2, -infinite}},
                   hostile,
                   {{year{2026} / 3, infinite, nan, -5}}}),
        plot(Trend{"Rar", {{year{30000} / 1, 1}, {year{2026} / 13, 1}}, "", {}}),
        plot(
            Bars{{{"Rullatorer", 412}, {"Senger", 0}, {std::string(300, 'W'), 1}, {hostile, nan}}}),
        plot(Bars{}),
        plot(Bars{{{"Ingen", 0}}}),
        plot(weeks(1, 0, 0)),
        plot(weeks(2, 3, 1)),
        plot(weeks(60, 20, 380)),
        plot(weeks(1000, 1e15, infinite)),
        plot(Stack{hostile, std::string(300, 'W'), {{hostile, 1, 2}}}),
        plot(Stack{}),
        plot(Histogram{{{"1–7", 34}, {"8–14", 21}, {"over 90", 2}}, "dager over fristen"}),
        plot(Histogram{{{hostile, 0.5}}, hostile}),
        plot(Histogram{}),
    };
    all.push_back(all.front());
    all.back().title = hostile;
    all.back().description = hostile;
    all.back().unit = hostile;
    return all;
}

struct Box {
    double left, top, right, bottom;
    std::string text;
};

std::vector<Box> boxes_of_words(const Drawing& drawing) {
    const Typesetter type(Language::nb);
    std::vector<Box> boxes;
    for (const Shape& shape : drawing.shapes) {
        const auto* words = std::get_if<Words>(&shape);
        if (words == nullptr) continue;
        const double width = type.width(words->text, {words->size});
        const double left = words->anchor == Anchor::start    ? words->at.x
                            : words->anchor == Anchor::middle ? words->at.x - width / 2
                                                              : words->at.x - width;
        boxes.push_back({left, words->at.y - words->size * 0.75, left + width,
                         words->at.y + words->size * 0.2, words->text});
    }
    return boxes;
}

}  // namespace

TEST_CASE("axes have steps of 1, 2 or 5, and end at or above the largest value", "[reports]") {
    struct Case {
        double largest;
        bool whole;
        double step;
        int steps;
    };
    for (const Case& c : std::vector<Case>{{0, true, 1, 1},
                                           {1, true, 1, 1},
                                           {1, false, 0.5, 2},
                                           {3, true, 1, 3},
                                           {4, true, 1, 4},
                                           {5, true, 2, 3},
                                           {12, true, 5, 3},
                                           {20, true, 5, 4},
                                           {412, true, 200, 3},
                                           {0.3, false, 0.1, 3},
                                           {1990, true, 500, 4},
                                           {2001, true, 1000, 3},
                                           {3e12, false, 1e12, 3}}) {
        INFO(c.largest);
        const Scale scale = scale_for(c.largest, c.whole);
        CHECK(scale.step == Approx(c.step));
        CHECK(scale.steps == c.steps);
    }
}

TEST_CASE("numbers of plots are Norwegian, and short from a million on", "[reports]") {
    const std::string space = "\u00A0";
    CHECK(tick_text(1200, 200, Language::nb) == "1" + space + "200");
    CHECK(tick_text(0.5, 0.5, Language::nb) == "0,5");
    CHECK(tick_text(0, 0.5, Language::nb) == "0,0");
    CHECK(tick_text(0.15, 0.05, Language::nb) == "0,15");
    CHECK(tick_text(2.5e6, 5e5, Language::nb) == "2,5" + space + "mill.");
    CHECK(tick_text(4e9, 1e9, Language::nn) == "4" + space + "mrd.");
    CHECK(tick_text(4e9, 1e9, Language::en) == "4" + space + "bn");
    CHECK(value_text(97.5, Language::nb) == "97,5");
    CHECK(value_text(412, Language::nb) == "412");
    CHECK(value_text(12345, Language::nb) == "12" + space + "345");
    CHECK(shown_number(-1234567.891, 2) == "−1" + space + "234" + space + "567,89");
    CHECK(shown_number(-0.001, 2) == "0,00");
    CHECK(shown_number(999, 0) == "999");
}

TEST_CASE("every plot is well-formed SVG that says what it is and brings nothing along",
          "[reports]") {
    if (!has_program("/usr/bin/python3")) return support::skip("no python3 here");
    const Folder folder;
    std::vector<std::string> words{"python", KL_TESTS_DIR "/reports/read_svg.py"};
    const auto all = plots();
    for (std::size_t i = 0; i < all.size(); ++i) {
        const std::string svg = write_svg(all[i]);
        INFO(svg);
        CHECK(svg == write_svg(all[i]));
        for (const char* part :
             {"nan", "inf", "style=", "<style", "<script", "href", " id=", "url("}) {
            CHECK(svg.find(part) == std::string::npos);
        }
        words.push_back(folder.file(std::to_string(i) + ".svg", svg));
    }
    const auto lines = printed_lines(words);
    std::size_t svgs = 0;
    std::size_t titles = 0;
    const std::regex allowed("<(svg|title|desc|path|circle|text)[ >].*");
    const std::regex colours(
        ".*(fill|stroke)='(?!none'|var\\(--ds-color-[a-z-]+, #[0-9a-f]{6}\\)').*");
    for (const std::string& line : lines) {
        INFO(line);
        CHECK(std::regex_match(line, allowed));
        CHECK_FALSE(std::regex_match(line, colours));
        svgs += line.starts_with("<svg ") && count(line, " role='img'") == 1 &&
                count(line, " viewBox='0 0 360 ") == 1;
        titles += line.starts_with("<title>Utlån per måned");
    }
    CHECK(svgs == all.size());
    CHECK(titles == all.size() - 1);
    CHECK(std::count(lines.begin(), lines.end(),
                     "<title><script>alert(\"1\")</script> & 'x' \xEF\xBF\xBD") == 1);
}

TEST_CASE("no words of a plot touch each other or leave it", "[reports]") {
    for (const Plot& one : plots()) {
        const Drawing drawing = drawn(one);
        const auto boxes = boxes_of_words(drawing);
        for (std::size_t i = 0; i < boxes.size(); ++i) {
            const Box& a = boxes[i];
            INFO(a.text << " at " << a.left << ", " << a.top);
            CHECK(a.left >= -0.5);
            CHECK(a.right <= drawing.width + 0.5);
            CHECK(a.top >= -0.5);
            CHECK(a.bottom <= drawing.height + 0.5);
            for (std::size_t j = i + 1; j < boxes.size(); ++j) {
                const Box& b = boxes[j];
                INFO("and " << b.text << " at " << b.left << ", " << b.top);
                CHECK((a.right <= b.left || b.right <= a.left || a.bottom <= b.top ||
                       b.bottom <= a.top));
            }
        }
    }
}

TEST_CASE("a plot with nothing says so, in its language", "[reports]") {
    Plot empty = plot(Bars{});
    CHECK(count(write_svg(empty), ">Ingenting å vise<") == 1);
    empty.language = Language::en;
    CHECK(count(write_svg(empty), ">Nothing to show<") == 1);
    CHECK(count(write_svg(empty), " lang=\"en\"") == 1);
}

TEST_CASE("a line goes through its values, and its forecast begins where it ends", "[reports]") {
    const Trend trend{"Utlån",
                      {{year{2026} / 1, 0}, {year{2026} / 2, 10}},
                      "Prognose",
                      {{year{2026} / 3, 5, 10, 20}}};
    const Drawing drawing = drawn(plot(trend));
    std::vector<Path> lines;
    for (const Shape& shape : drawing.shapes) {
        const auto* path = std::get_if<Path>(&shape);
        if (path != nullptr && path->stroke == Tone::main) lines.push_back(*path);
    }
    REQUIRE(lines.size() == 2);
    const Path& expected = lines[0];
    const Path& values = lines[1];
    CHECK(expected.dashed);
    CHECK_FALSE(values.dashed);
    REQUIRE(values.points.size() == 2);
    REQUIRE(expected.points.size() == 2);
    CHECK(values.points[1].x == Approx(expected.points[0].x));
    CHECK(values.points[1].y == Approx(expected.points[0].y));
    // Ten is as high as ten, and half of the axis, which ends at twenty.
    CHECK(expected.points[1].y == Approx(expected.points[0].y));
    CHECK(values.points[1].x - values.points[0].x ==
          Approx(expected.points[1].x - expected.points[0].x));
    CHECK(values.points[0].y == Approx(236 - 40));
    CHECK(values.points[1].y == Approx((236 - 40 + 46) / 2.0));
}

TEST_CASE("a renderer draws every plot", "[reports]") {
    if (!has_program("rsvg-convert")) return support::skip("no librsvg2-bin here");
    const Folder folder;
    for (const Plot& one : plots()) {
        const std::string file = folder.file("plot.svg", write_svg(one));
        const std::string png = printed({"rsvg-convert", "-w", "320", file});
        CHECK(png.starts_with("\x89PNG"));
    }
}
