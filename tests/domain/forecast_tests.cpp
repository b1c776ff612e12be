#include "domain/forecast.hpp"

#include <cmath>
#include <numbers>
#include <numeric>
#include <random>

#include <catch2/catch.hpp>

#include "support/csv_table.hpp"

namespace {

using Counts = std::vector<std::int64_t>;

Counts numbers(const std::string& text) {
    Counts all;
    for (const auto& part : support::split(text, ' ')) all.push_back(std::stoll(part));
    return all;
}

// A class of products as depots have them: so many loans a month, more of them in winter, more from
// year to year, and spread at least as much as chance alone would spread them.
struct Demand {
    double level;
    double season;
    double growth;
    double spread;
};

Counts lived(const Demand& demand, int months, std::mt19937_64& dice) {
    Counts counts;
    for (int month = 0; month < months; ++month) {
        const double mean = demand.level * std::exp(demand.growth * month / 12) *
                            (1 + demand.season * std::cos(std::numbers::pi * (month - 1) / 6));
        double rate = mean;
        if (demand.spread > 1) {
            rate = std::gamma_distribution<double>(mean / (demand.spread - 1),
                                                   demand.spread - 1)(dice);
        }
        counts.push_back(std::poisson_distribution<std::int64_t>(std::max(rate, 1e-9))(dice));
    }
    return counts;
}

std::vector<Demand> demands() {
    std::vector<Demand> all;
    for (const double level : {0.7, 3.0, 12.0, 60.0}) {
        for (const double season : {0.0, 0.3, 0.6}) {
            for (const double growth : {0.0, 0.15}) {
                for (const double spread : {1.0, 2.0}) {
                    all.push_back({level, season, growth, spread});
                }
            }
        }
    }
    return all;
}

// What each way of forecasting a year misses by, for each loan there is in it.
struct Score {
    double ours = 0, same_month = 0, mean = 0, last = 0;
    int within = 0, months = 0;
};

Score score(int known) {
    std::mt19937_64 dice(20261123);
    Score score;
    for (const Demand& demand : demands()) {
        for (int time = 0; time < 12; ++time) {
            const Counts all = lived(demand, known + 12, dice);
            const Counts past(all.begin(), all.begin() + known);
            const double mean = std::accumulate(past.end() - 12, past.end(), 0.0) / 12;
            const auto expected = domain::forecast(past, std::chrono::January);
            for (int ahead = 0; ahead < 12; ++ahead) {
                const auto truth = static_cast<double>(all[known + ahead]);
                const auto miss = [&](double value) {
                    return std::abs(value - truth) / demand.level;
                };
                score.ours += miss(expected[ahead].likely);
                score.same_month += miss(static_cast<double>(past[known - 12 + ahead]));
                score.mean += miss(mean);
                score.last += miss(static_cast<double>(past.back()));
                const auto count = all[known + ahead];
                score.within += expected[ahead].low <= count && count <= expected[ahead].high;
                ++score.months;
            }
        }
    }
    return score;
}

}  // namespace

TEST_CASE("what is expected is what another program computes in another way") {
    // Written by forecast.py.
    const auto rows = support::read_csv(KL_TESTS_DIR "/domain/forecast.csv");
    REQUIRE(rows.size() == 48);
    for (const auto& row : rows) {
        INFO(row[1]);
        const auto first = std::chrono::month(static_cast<unsigned>(std::stoi(row[0])));
        const auto expected = domain::forecast(numbers(row[1]), first);
        const auto likely = support::split(row[2], ' ');
        REQUIRE(expected.size() == likely.size());
        for (std::size_t ahead = 0; ahead < likely.size(); ++ahead) {
            INFO(ahead);
            CHECK(expected[ahead].likely == Approx(std::stod(likely[ahead])).margin(1e-6));
            CHECK(expected[ahead].low == numbers(row[3])[ahead]);
            CHECK(expected[ahead].high == numbers(row[4])[ahead]);
        }
    }
}

TEST_CASE("of too few months nothing is expected") {
    CHECK(domain::forecast({}, std::chrono::May).empty());
    CHECK(domain::forecast(Counts{9, 9, 9, 9, 9}, std::chrono::May).empty());
    CHECK(domain::forecast(Counts{9, 9, 9, 9, 9, 9}, std::chrono::May).size() == 12);
    CHECK(domain::forecast(Counts{9, 9, 9, 9, 9, 9}, std::chrono::May, 3).size() == 3);
}

TEST_CASE("the forecast misses by less than simple ones, and its interval holds what it says") {
    // Of each: the same month last year, the mean of the last year, the last month.
    const Score three_years = score(36);
    CHECK(three_years.ours < 0.90 * three_years.same_month);
    CHECK(three_years.ours < 0.97 * three_years.mean);
    CHECK(three_years.ours < 0.80 * three_years.last);
    const Score five_years = score(60);
    CHECK(five_years.ours < 0.90 * five_years.same_month);
    CHECK(five_years.ours < 0.95 * five_years.mean);
    // Too little to know a season from: no worse than the mean.
    const Score one_year = score(14);
    CHECK(one_year.ours < 1.02 * one_year.mean);
    for (const Score& score : {one_year, three_years, five_years}) {
        const double within = static_cast<double>(score.within) / score.months;
        CHECK(within > 0.78);
        CHECK(within < 0.90);
    }
}
