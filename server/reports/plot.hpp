#pragma once
// Plots as data, and what is made of them: SVG for the page, and the same drawing in a PDF.
// Numbers below zero or not finite are drawn as zero, since what is counted here is never negative;
// those above 1e15 as 1e15.

#include <chrono>
#include <string>
#include <variant>
#include <vector>

#include "reports/words.hpp"

namespace reports {

// A line over months, and how it is expected to go on: the likely value and the interval.
struct Trend {
    struct Value {
        std::chrono::year_month month;
        double value;
    };
    struct Expected {
        std::chrono::year_month month;
        double low, likely, high;
    };
    std::string name;  // at the line
    std::vector<Value> values;
    std::string expected_name;  // at the interval
    std::vector<Expected> expected;
};

// Horizontal bars, in the order given.
struct Bars {
    struct Bar {
        std::string label;
        double value;
    };
    std::vector<Bar> bars;
};

// Two amounts on top of each other, over time; the lower one is what matters: the overdue.
struct Stack {
    struct Step {
        std::string label;  // "uke 47"
        double lower, upper;
    };
    std::string lower_name;
    std::string upper_name;
    std::vector<Step> steps;
};

struct Histogram {
    struct Bin {
        std::string label;  // "1–7"
        double count;
    };
    std::vector<Bin> bins;
    std::string axis;  // what the bins are of: "dager over fristen"
};

struct Plot {
    std::string title;        // what it shows
    std::string description;  // for those who do not see it: the finding, in a sentence or two
    std::string unit;         // of the numbers, shown above: "utlån per måned"
    Language language = Language::nb;
    std::variant<Trend, Bars, Stack, Histogram> data;
};

// An <svg> for a page, as wide as the element around it, which should be 18 to 32 rem; title and
// description within it. It has no script, no style and no id; the colours are Designsystemet's.
std::string write_svg(const Plot& plot);

}  // namespace reports
