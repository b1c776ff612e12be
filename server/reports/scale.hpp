#pragma once
// Axes: where their ticks are, and what stands at them.

#include <string>
#include <vector>

#include "reports/words.hpp"

namespace reports {

// What is drawn of it: finite, from zero to 1e15.
double amount(double value);

// From zero to a tick at or above the largest value, in about four steps of 1, 2 or 5 times a power
// of ten; of whole numbers no smaller than 1. From 0 to 1 when all is zero.
struct Scale {
    double step;
    int steps;
    double top() const { return step * steps; }
};
Scale scale_for(double largest, bool whole);

// "1 200", "0,5", "2,5 mill.": as many decimals as the step needs.
std::string tick_text(double value, double step, Language language);

// A value by itself: whole, or with one decimal; shortened from a million on.
std::string value_text(double value, Language language);

}  // namespace reports
