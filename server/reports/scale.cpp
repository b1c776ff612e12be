#include "reports/scale.hpp"

#include <algorithm>
#include <cmath>

#include "reports/format.hpp"

namespace reports {
namespace {

// How many decimals a multiple of 1, 2 or 5 times a power of ten has.
int decimals_of(double step) {
    return std::clamp(-static_cast<int>(std::floor(std::log10(step) + 1e-9)), 0, 9);
}

struct Unit {
    double size;
    std::string name;  // with the blank before it
};

Unit unit_of(double value, Language language) {
    const std::string blank = "\u00A0";
    if (value >= 1e9) return {1e9, blank + std::string(billions(language))};
    if (value >= 1e6) return {1e6, blank + std::string(millions(language))};
    return {1, ""};
}

}  // namespace

double amount(double value) {
    // More than that is a mistake, and its digits would fill the plot.
    constexpr double most = 1e15;
    return std::isfinite(value) ? std::clamp(value, 0.0, most) : 0.0;
}

Scale scale_for(double largest, bool whole) {
    constexpr double wanted_steps = 4;
    if (largest <= 0) return {1, 1};
    const double rough = std::max(largest / wanted_steps, 1e-9);
    const double power = std::pow(10, std::floor(std::log10(rough)));
    double step = 10 * power;
    for (const double factor : {5.0, 2.0, 1.0}) {
        if (factor * power >= rough * (1 - 1e-9)) step = factor * power;
    }
    if (whole) step = std::max(step, 1.0);
    return {step, std::max(1, static_cast<int>(std::ceil(largest / step - 1e-9)))};
}

std::string tick_text(double value, double step, Language language) {
    // The larger of the two, so that all ticks of an axis but zero are of one unit.
    const Unit unit = value > 0 ? unit_of(step * 4, language) : Unit{1, ""};
    return shown_number(value / unit.size, decimals_of(step / unit.size)) + unit.name;
}

std::string value_text(double value, Language language) {
    const Unit unit = unit_of(value, language);
    const double shown = value / unit.size;
    const bool whole = std::abs(shown - std::round(shown)) < 0.05;
    return shown_number(shown, whole ? 0 : 1) + unit.name;
}

}  // namespace reports
