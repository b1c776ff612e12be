#include "depot/figures.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "db/depot_store.hpp"
#include "db/figure_store.hpp"
#include "db/product_store.hpp"
#include "db/queue_store.hpp"
#include "db/settings_store.hpp"
#include "depot/oslo_time.hpp"
#include "depot/stock_figures.hpp"
#include "domain/calendar.hpp"
#include "domain/ids_of.hpp"
#include "domain/supply.hpp"

namespace depot {
namespace {

using domain::Month;
using domain::MonthFigures;

constexpr int months_to_learn_from = 60;
constexpr int months_of_year = 12;
// An aid that is bought or moved is there within so many months.
constexpr std::size_t months_to_plan = 3;
// Fewer loans that ended do not tell how long they last.
constexpr std::int64_t least_ended = 5;
// More than there are anywhere.
constexpr std::int64_t most_depots = 10'000;
constexpr std::int64_t most_waiting = 1'000'000;

void add(std::optional<std::int64_t>& sum, const std::optional<std::int64_t>& more) {
    if (more) sum = sum.value_or(0) + *more;
}

void add(MonthFigures& sum, const MonthFigures& more) {
    for (const auto member :
         {&MonthFigures::lent, &MonthFigures::ended, &MonthFigures::days_out,
          &MonthFigures::permanent, &MonthFigures::lost, &MonthFigures::scrapped,
          &MonthFigures::handed_over, &MonthFigures::hours_waited, &MonthFigures::on_loan,
          &MonthFigures::overdue}) {
        sum.*member += more.*member;
    }
    add(sum.aids, more.aids);
    add(sum.aids_out, more.aids_out);
}

bool within(const FigureScope& scope, const MonthFigures& of) {
    return (!scope.depot || *scope.depot == of.depot) &&
           (!scope.iso_class || *scope.iso_class == of.iso_class);
}

std::vector<domain::DepotId> depots_of(db::ReadTx& tx, const FigureScope& scope) {
    if (scope.depot) return {*scope.depot};
    return domain::ids_of(db::depots::after(tx, {}, most_depots), &domain::Depot::id);
}

// What was lent in each month before this one, from the first month that anything was lent in.
struct Lending {
    Month first;
    std::vector<std::int64_t> lent;
    std::int64_t last_year = 0;
};

using OfDepotAndClass = std::pair<domain::DepotId, std::string>;

template <class Key>
std::map<Key, Lending> lending_by(const std::vector<MonthFigures>& months, Month this_month,
                                  Key (*key)(const MonthFigures&)) {
    std::map<Key, Lending> all;
    for (const MonthFigures& of : months) {
        if (of.month >= this_month) continue;
        auto& lending = all[key(of)];
        if (lending.lent.empty()) {
            if (of.lent == 0) continue;
            lending.first = of.month;
        }
        // Months without anything have no figures.
        const auto at = static_cast<std::size_t>((of.month - lending.first).count());
        lending.lent.resize(std::max(lending.lent.size(), at + 1));
        lending.lent[at] += of.lent;
    }
    std::erase_if(all, [](const auto& entry) { return entry.second.lent.empty(); });
    for (auto& entry : all) {
        Lending& lending = entry.second;
        lending.lent.resize(static_cast<std::size_t>((this_month - lending.first).count()));
        const auto year = std::min<std::ptrdiff_t>(months_of_year, std::ssize(lending.lent));
        for (auto lent = lending.lent.end() - year; lent != lending.lent.end(); ++lent) {
            lending.last_year += *lent;
        }
    }
    std::erase_if(all, [](const auto& entry) { return entry.second.last_year == 0; });
    return all;
}

// Of whole months: nothing of the one that goes on.
std::vector<MonthFigures> learned(db::ReadTx& tx, const FigureScope& scope, Month this_month) {
    const auto end = oslo_midnight(domain::first_day(this_month)) - std::chrono::milliseconds(1);
    auto all = recent_months(tx, months_to_learn_from, end, {.lent = true, .ended = true});
    std::erase_if(all, [&](const MonthFigures& of) { return !within(scope, of); });
    return all;
}

// How many days a loan of the class lasts, by those that ended in the last year.
std::map<std::string, double> days_out(const std::vector<MonthFigures>& months, Month this_month,
                                       const domain::DepotSettings& settings) {
    std::map<std::string, std::pair<std::int64_t, std::int64_t>> ended;
    for (const MonthFigures& of : months) {
        if (of.month < this_month - std::chrono::months(months_of_year)) continue;
        ended[of.iso_class].first += of.ended;
        ended[of.iso_class].second += of.days_out;
    }
    std::map<std::string, double> days;
    for (const auto& [iso_class, of] : ended) {
        days[iso_class] = of.first >= least_ended
                              ? static_cast<double>(of.second) / static_cast<double>(of.first)
                              : settings.loan_months * 365.25 / months_of_year;
    }
    return days;
}

Month month_now(domain::Instant now) { return domain::month_of(oslo_day(now)); }

// The most of the months that are planned for.
double most_likely(const Lending& lending) {
    // After the month that goes on.
    const auto expected = domain::forecast(lending.lent, lending.first.month(), 1 + months_to_plan);
    double most = 0;
    for (std::size_t ahead = 1; ahead < expected.size(); ++ahead) {
        most = std::max(most, expected[ahead].likely);
    }
    return most;
}

}  // namespace

std::vector<MonthFigures> month_figures(db::ReadTx& tx, const FigureScope& scope, SumOf sum,
                                        int months, domain::Instant now, const Counted& counted) {
    const Month last = month_now(now);
    std::map<std::pair<Month, std::string>, MonthFigures> sums;
    for (const MonthFigures& of : recent_months(tx, months, now, counted)) {
        if (!within(scope, of)) continue;
        add(sums[{of.month, sum == SumOf::months ? std::string() : of.iso_class}], of);
    }
    if (sum == SumOf::months) {
        // From the first one on, a month without anything is one as well.
        const Month first = sums.empty() ? last : sums.begin()->first.first;
        for (Month month = first; month <= last; month += std::chrono::months(1)) sums[{month, {}}];
    }
    std::vector<MonthFigures> found;
    for (auto& [key, of] : sums) {
        of.month = key.first;
        of.depot = scope.depot.value_or("");
        of.iso_class = scope.iso_class.value_or(key.second);
        found.push_back(std::move(of));
    }
    return found;
}

std::vector<MonthFigures> aids_by_class(db::ReadTx& tx, const FigureScope& scope,
                                        domain::Instant now) {
    std::map<std::string, MonthFigures> sums;
    for (const auto& entry : latest_aids(tx, now)) {
        const MonthFigures& of = entry.second;
        if (!within(scope, of)) continue;
        MonthFigures& sum = sums[of.iso_class];
        add(sum, of);
        sum.iso_class = of.iso_class;
    }
    std::vector<MonthFigures> found;
    found.reserve(sums.size());
    for (auto& entry : sums) found.push_back(std::move(entry.second));
    return found;
}

std::vector<WaitingBin> wash_queue(db::ReadTx& tx, const FigureScope& scope, domain::Instant now) {
    constexpr std::array begins{0, 2, 4, 8, 15};
    const domain::Day today = oslo_day(now);
    std::vector<WaitingBin> bins;
    for (const domain::DepotId& depot : depots_of(tx, scope)) {
        const std::size_t first = bins.size();
        for (std::size_t i = 0; i < begins.size(); ++i) {
            const bool last = i + 1 == begins.size();
            bins.push_back(
                {depot, begins[i], last ? std::nullopt : std::optional(begins[i + 1] - 1), 0});
        }
        const auto add = [&](domain::Day since) {
            const auto days = (today - since).count();
            const auto bin = std::upper_bound(begins.begin() + 1, begins.end(), days) - 1;
            ++bins[first + static_cast<std::size_t>(bin - begins.begin())].aids;
        };
        for (const auto& waiting :
             db::queues::in_state(tx, depot, domain::State::to_clean, {}, most_waiting)) {
            add(oslo_day(waiting.since));
        }
        // A rest stands in the queue from its last day on.
        for (const auto& rested : db::queues::rested(tx, depot, today, {}, most_waiting)) {
            add(rested.day);
        }
    }
    return bins;
}

std::vector<StockLevel> stock_levels(db::ReadTx& tx, const FigureScope& scope) {
    constexpr std::int64_t most_products = 1000;
    const auto products = db::products::all_of(tx, db::figures::with_level(tx, {}, most_products));
    const auto stock = stock_of(tx, domain::ids_of(products, &domain::Product::id));
    std::vector<StockLevel> levels;
    for (const domain::Product& product : products) {
        if (scope.iso_class && !product.iso.starts_with(*scope.iso_class)) continue;
        const auto found = stock.find(product.id);
        if (found == stock.end()) continue;
        for (const DepotStock& at : found->second) {
            if (!at.figures.minimum && !at.figures.maximum) continue;
            if (scope.depot && *scope.depot != at.depot) continue;
            levels.push_back({product.id, product.name, at.depot, domain::at_hand(at.figures),
                              at.figures.minimum, at.figures.maximum});
        }
    }
    const auto lacks = [](const StockLevel& level) {
        return level.minimum.value_or(0) - level.at_hand;
    };
    std::stable_sort(levels.begin(), levels.end(),
                     [&](const auto& a, const auto& b) { return lacks(a) > lacks(b); });
    return levels;
}

std::vector<DepotRoom> room(db::ReadTx& tx, const FigureScope& scope, domain::Instant now) {
    std::map<domain::DepotId, std::int64_t> aids;
    for (const auto& entry : latest_aids(tx, now)) {
        const MonthFigures& of = entry.second;
        aids[of.depot] += of.aids.value_or(0) - of.aids_out.value_or(0);
    }
    std::vector<DepotRoom> rooms;
    for (const domain::Depot& depot : db::depots::after(tx, {}, most_depots)) {
        if (scope.depot && *scope.depot != depot.id) continue;
        rooms.push_back({depot.id, depot.capacity, aids[depot.id]});
    }
    return rooms;
}

std::vector<DeadStock> dead_stock(db::ReadTx& tx, const FigureScope& scope, domain::Day today) {
    const domain::Day last = domain::add_months(today, -db::settings::load(tx).dead_stock_months);
    std::map<std::string, std::int64_t> aids;
    for (const domain::DepotId& depot : depots_of(tx, scope)) {
        for (const auto& [iso_class, number] :
             db::figures::resting_classes(tx, depot, oslo_noon(last))) {
            if (!scope.iso_class || *scope.iso_class == iso_class) aids[iso_class] += number;
        }
    }
    std::vector<DeadStock> found;
    found.reserve(aids.size());
    for (const auto& [iso_class, number] : aids) found.push_back({iso_class, number});
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.aids > b.aids; });
    return found;
}

std::vector<ClassForecast> forecasts(db::ReadTx& tx, const FigureScope& scope,
                                     domain::Instant now) {
    const Month this_month = month_now(now);
    const auto months = learned(tx, scope, this_month);
    const auto lending = lending_by<std::string>(
        months, this_month, [](const MonthFigures& of) { return of.iso_class; });
    std::vector<std::pair<std::int64_t, ClassForecast>> found;
    for (const auto& [iso_class, of] : lending) {
        auto expected = domain::forecast(of.lent, of.first.month());
        if (expected.empty()) continue;
        found.push_back({of.last_year, {iso_class, this_month, std::move(expected)}});
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<ClassForecast> all;
    all.reserve(found.size());
    for (auto& one : found) all.push_back(std::move(one.second));
    return all;
}

std::vector<Suggestion> suggestions(db::ReadTx& tx, const FigureScope& scope, domain::Instant now) {
    const auto settings = db::settings::load(tx);
    const Month this_month = month_now(now);
    // A depot is seen with the others, also when it alone is shown.
    const auto months = learned(tx, {{}, scope.iso_class}, this_month);
    const auto days = days_out(months, this_month, settings);
    // Open days, of which a week has five.
    const double between = settings.turnaround_days * 7.0 / 5;
    const auto lending = lending_by<OfDepotAndClass>(
        months, this_month,
        [](const MonthFigures& of) { return OfDepotAndClass(of.depot, of.iso_class); });
    // By class: the depots that have aids of it.
    std::map<std::string, std::vector<Suggestion>> classes;
    for (const auto& entry : latest_aids(tx, now)) {
        const MonthFigures& of = entry.second;
        if (scope.iso_class && *scope.iso_class != of.iso_class) continue;
        Suggestion at;
        at.iso_class = of.iso_class;
        at.depot = of.depot;
        at.aids = *of.aids;
        const auto found = lending.find({of.depot, of.iso_class});
        if (found != lending.end()) {
            at.needed =
                domain::aids_needed(most_likely(found->second), days.at(of.iso_class), between);
        }
        classes[of.iso_class].push_back(std::move(at));
    }
    std::vector<Suggestion> all;
    for (const auto& entry : classes) {
        const auto& depots = entry.second;
        std::vector<domain::Supply> supplies;
        supplies.reserve(depots.size());
        for (const Suggestion& at : depots) supplies.push_back({at.aids, at.needed});
        for (const auto& step : domain::supply_plan(supplies)) {
            Suggestion suggestion = depots[step.to];
            if (scope.depot && *scope.depot != suggestion.depot) continue;
            if (step.from) suggestion.from = depots[*step.from].depot;
            suggestion.number = step.number;
            all.push_back(std::move(suggestion));
        }
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const auto& a, const auto& b) { return a.number > b.number; });
    return all;
}

}  // namespace depot
