#include "bench/forecast.hpp"

#include <cmath>
#include <map>
#include <numeric>
#include <vector>

#include <fmt/format.h>

#include "bench/generated.hpp"
#include "bench/scan_cycle.hpp"
#include "db/database.hpp"
#include "db/month_store.hpp"
#include "depot/oslo_time.hpp"
#include "domain/forecast.hpp"

namespace bench {
namespace {

using std::chrono::months;
using Counts = std::vector<std::int64_t>;

// The depot of a small municipality, and of a large one.
constexpr Size small{300, 6'000};
constexpr Size large{2'000, 40'000};

constexpr std::size_t year = 12;
// What is known at least when one looks ahead, and at most: what happened ten years ago tells less
// of the same months.
constexpr std::size_t least_known = 24;
constexpr std::size_t most_known = 60;

// It must miss by less than either, and hold what it says in four of five months.
constexpr Aim miss_aim{Bound::at_most, 1};
constexpr Aim within_aim{Bound::at_least, 75};

struct Past {
    domain::Month first;
    std::map<std::string, Counts> lent;  // by class, every whole month
};

Past past_of(const std::filesystem::path& file) {
    db::DatabaseOptions options;
    options.location = db::Location(file);
    db::Database database(options);
    return database.read([](db::ReadTx& tx) {
        const domain::Day begun = depot::oslo_day(*db::months::first_loan(tx));
        const domain::Day today = depot::oslo_day(now());
        Past past{domain::month_of(begun) + months(1), {}};
        const domain::Month end = domain::month_of(today);
        std::size_t number = 0;
        for (domain::Month month = past.first; month < end; month += months(1), ++number) {
            db::months::Figures figures;
            db::months::add_lent(tx, figures,
                                 {depot::oslo_midnight(domain::first_day(month)),
                                  depot::oslo_midnight(domain::first_day(month + months(1)))});
            for (const auto& [key, of] : figures) {
                Counts& counts = past.lent[key.second];
                counts.resize(number + 1);
                counts.back() += of.lent;
            }
        }
        for (auto& [iso_class, counts] : past.lent) counts.resize(number);
        return past;
    });
}

// How many loans each way misses by.
struct Score {
    double ours = 0, same_month = 0, mean = 0;
    double within = 0, told = 0;

    void add(const Counts& counts, std::size_t known, std::chrono::month first) {
        const std::size_t from = known > most_known ? known - most_known : 0;
        const std::span<const std::int64_t> past(counts.data() + from, known - from);
        const double last_year = std::accumulate(past.end() - year, past.end(), 0.0) / year;
        const auto expected = domain::forecast(past, first + months(static_cast<int>(from)), year);
        for (std::size_t ahead = 0; ahead < year && known + ahead < counts.size(); ++ahead) {
            const std::int64_t count = counts[known + ahead];
            const auto miss = [&](double value) {
                return std::abs(value - static_cast<double>(count));
            };
            ours += miss(expected[ahead].likely);
            same_month += miss(static_cast<double>(counts[known + ahead - year]));
            mean += miss(last_year);
            within += expected[ahead].low <= count && count <= expected[ahead].high ? 1 : 0;
            ++told;
        }
    }
};

Report measure(const std::filesystem::path& file, const Size& size) {
    generate(file, size);
    const Past past = past_of(file);
    Score score;
    for (const auto& [iso_class, counts] : past.lent) {
        for (std::size_t known = least_known; known < counts.size(); ++known) {
            score.add(counts, known, past.first.month());
        }
    }
    Report report;
    const auto add = [&](const char* name, const char* what, double value, const char* unit,
                         const Aim& aim) {
        report.values.push_back(
            {fmt::format("forecast_{}_{}", name, size.items),
             fmt::format("{}, {} aids, {} months told", what, grouped(size.items),
                         grouped(static_cast<std::size_t>(score.told))),
             value, unit, aim});
    };
    add("same_month", "forecast misses, to the same month last year", score.ours / score.same_month,
        "", miss_aim);
    add("mean", "forecast misses, to the mean of last year", score.ours / score.mean, "", miss_aim);
    add("within", "months within the interval of 80 %", 100 * score.within / score.told, "%",
        within_aim);
    return report;
}

}  // namespace

Report measure_forecast(const std::filesystem::path& folder) {
    Report report = measure(folder / "forecast-small.db", small);
    report.add(measure(folder / "forecast-large.db", large));
    return report;
}

}  // namespace bench
