#include "bench/growth.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "bench/generated.hpp"
#include "bench/measure.hpp"
#include "bench/overdue.hpp"
#include "bench/pages.hpp"
#include "bench/process.hpp"
#include "bench/rules.hpp"

namespace bench {
namespace {

constexpr std::size_t small_items = 1000;
constexpr std::size_t many = 64;
constexpr int least_starts = 11;

constexpr Aim growth_aim{Bound::at_most, 1.25};
constexpr Aim start_aim{Bound::at_most, 500};   // milliseconds
constexpr Aim memory_aim{Bound::at_most, 128};  // MiB

// One of the two depots, and how it is called in the report.
struct Ground {
    std::string name;
    std::string title;
    GeneratedDepot depot;
};

using Grounds = std::vector<Ground>;

Grounds make_grounds(const Options& options, const std::filesystem::path& folder) {
    const std::filesystem::path small = folder / "generated.db";
    generate(small, {small_items, 2 * small_items});
    const std::filesystem::path large =
        kept_generated(options.dir, {options.items, 2 * options.items}, small);
    Grounds grounds;
    grounds.push_back({"small", grouped(small_items) + " aids", {small, folder / "small.db"}});
    grounds.push_back({"large", grouped(options.items) + " aids", {large, folder / "large.db"}});
    return grounds;
}

// ---- what one waits ----------------------------------------------------------------------------

std::vector<Series> series(Grounds& grounds, double seconds) {
    std::vector<Series> all;
    const auto add = [&](const char* name, const char* title, auto measure) {
        for (Ground& ground : grounds) {
            all.push_back({fmt::format("{}_{}", ground.name, name),
                           fmt::format("{}, {}", title, ground.title),
                           [&ground, measure] { return measure(ground.depot); }});
        }
    };
    const auto scans = [seconds](std::size_t connections) {
        return [=](GeneratedDepot& depot) {
            const PreparedDepot fresh = depot.fresh();
            return measure_server(fresh.file, scanners(fresh, connections), seconds).figures;
        };
    };
    const auto raw = [seconds](std::size_t group) {
        return [=](GeneratedDepot& depot) { return measure_raw(depot.fresh(), group, seconds); };
    };
    const auto look_ups = [seconds](std::size_t connections) {
        return [=](GeneratedDepot& depot) {
            const PreparedDepot& whole = depot.depot();
            return measure_server(whole.file, lookups(depot.codes(), whole.token, connections),
                                  seconds)
                .figures;
        };
    };
    add("scans_64", "POST /scans, 64 connections", scans(many));
    add("raw_groups", "raw SQLite, groups of 64", raw(many));
    add("scans_1", "POST /scans, 1 connection", scans(1));
    add("raw_single", "raw SQLite, one by one", raw(1));
    add("lookups_64", "GET /items/{code}, 64 connections", look_ups(many));
    add("lookups_1", "GET /items/{code}, 1 connection", look_ups(1));
    return all;
}

// How many times what one waits in the small depot one waits in the large one.
std::vector<Value> growth(const std::vector<Row>& rows, const std::string& name,
                          const std::string& title, std::optional<Aim> aim = {}) {
    auto values = ratio(rows, "large_" + name, "small_" + name, &Figures::p50, aim);
    for (Value& value : values) {
        value.name = name + "_growth";
        value.title = fmt::format("growth of p50: {}", title);
    }
    return values;
}

// The growth of a scan beside that of its bare statements.
std::vector<Value> growths(const std::vector<Row>& rows, const std::string& scans,
                           const std::string& raw, const std::string& title,
                           std::optional<Aim> aim = {}) {
    auto values = growth(rows, scans, title);
    const auto of_raw = growth(rows, raw, title + ", the raw statements");
    values.insert(values.end(), of_raw.begin(), of_raw.end());
    if (values.size() == 2) {
        values.push_back({scans + "_growth_to_raw", fmt::format("growth of {} / of raw", title),
                          values[0].value / values[1].value, "", aim});
    }
    return values;
}

// ---- the program -------------------------------------------------------------------------------

// Milliseconds from the start of the program to its first answer; in turn for both depots, with
// the file in the kernel's memory and without.
std::vector<Value> measure_starts(const Grounds& grounds, int starts) {
    std::vector<std::vector<double>> warm(grounds.size());
    std::vector<std::vector<double>> cold(grounds.size());
    for (int start = 0; start < starts; ++start) {
        for (std::size_t i = 0; i < grounds.size(); ++i) {
            const std::filesystem::path& file = grounds[i].depot.depot().file;
            forget_pages(file);
            cold[i].push_back(ServerProgram(file).seconds_to_ready() * 1e3);
            warm[i].push_back(ServerProgram(file).seconds_to_ready() * 1e3);
        }
    }
    std::vector<Value> values;
    for (std::size_t i = 0; i < grounds.size(); ++i) {
        const Ground& ground = grounds[i];
        values.push_back({ground.name + "_start",
                          fmt::format("exec to ready, p50, {}", ground.title), median(warm[i]),
                          "ms", start_aim});
        values.push_back({ground.name + "_start_cold",
                          fmt::format("exec to ready, p50, {}, nothing cached", ground.title),
                          median(cold[i]), "ms", start_aim});
    }
    return values;
}

// The most memory of the server program while scanners, look-ups and readers of lists all ask, for
// long enough that its caches are full.
Report measure_memory(Ground& ground, double seconds) {
    const PreparedDepot fresh = ground.depot.fresh();
    const ServerProgram server(fresh.file);
    Clients clients = scanners(fresh, many / 2);
    const auto join = [&](Clients more) {
        std::move(more.begin(), more.end(), std::back_inserter(clients));
    };
    join(lookups(ground.depot.codes(), fresh.token, many / 4));
    join(lists(fresh.token, many / 4));
    const Figures figures = run_load(server.port(), clients, seconds);
    Report report;
    report.values = {{ground.name + "_memory",
                      fmt::format("most memory of the server under load, {}", ground.title),
                      server.peak_mib(), "MiB", memory_aim}};
    report.wrong = figures.wrong;
    return report;
}

}  // namespace

Report measure_growth(const Options& options, const std::filesystem::path& folder) {
    Grounds grounds = make_grounds(options, folder);
    Report report;
    report.rows = measure_in_turn(series(grounds, options.seconds / options.rounds), options);
    for (const auto& values :
         {growths(report.rows, "scans_64", "raw_groups", "a scan, 64 connections", growth_aim),
          growths(report.rows, "scans_1", "raw_single", "a scan, 1 connection"),
          growth(report.rows, "lookups_64", "GET /items/{code}, 64 connections"),
          growth(report.rows, "lookups_1", "GET /items/{code}, 1 connection", growth_aim)}) {
        report.values.insert(report.values.end(), values.begin(), values.end());
    }
    if (options.wants("pages")) {
        report.add(measure_pages(options, folder, grounds.front().depot.depot().file));
    }
    if (options.wants("rules")) report.add(measure_rules(grounds.back().depot, options));
    if (options.wants("memory")) {
        report.add(measure_memory(grounds.back(), 3 * options.seconds));
    }
    if (options.wants("overdue")) {
        report.add(measure_overdue(grounds.back().depot, options.rounds));
    }
    // Last, since it drops the files from the kernel's memory.
    if (options.wants("start")) {
        report.add({{}, measure_starts(grounds, std::max(least_starts, options.rounds)), 0});
    }
    return report;
}

}  // namespace bench
