#include "bench/throughput.hpp"

#include <fmt/format.h>

#include "bench/measure.hpp"

namespace bench {
namespace {

constexpr std::size_t many = 64;
constexpr Aim scans_aim{Bound::at_least, 0.6};
constexpr Aim lookups_aim{Bound::at_least, 0.25};

}  // namespace

Report measure_throughput(const Options& options, const std::filesystem::path& folder) {
    const PreparedDepot prepared =
        prepare_depot(db::Location(folder / "prepared.db"), options.items);
    PreparedDepot depot = prepared;
    depot.file = folder / "measured.db";
    std::vector<std::string> codes;
    for (const PreparedItem& item : depot.items) codes.push_back(item.code);
    const double seconds = options.seconds / options.rounds;

    // Every measurement begins with the same file.
    std::vector<double> batches;
    const auto served = [&](auto clients) {
        return [&, clients] {
            copy_database(prepared.file, depot.file);
            return measure_server(depot.file, clients(), seconds).figures;
        };
    };
    const auto scans_of_many = [&] {
        copy_database(prepared.file, depot.file);
        const Served scans = measure_server(depot.file, scanners(depot, many), seconds);
        batches.push_back(scans.jobs_per_commit);
        return scans.figures;
    };
    const auto raw = [&](std::size_t group) {
        return [&, group] {
            copy_database(prepared.file, depot.file);
            return measure_raw(depot, group, seconds);
        };
    };

    Report report;
    report.rows = measure_in_turn(
        {{"scans_64", "POST /scans, 64 connections", scans_of_many},
         {"raw_groups", "raw SQLite, groups of 64", raw(many)},
         {"scans_1", "POST /scans, 1 connection", served([&] { return scanners(depot, 1); })},
         {"raw_single", "raw SQLite, one by one", raw(1)},
         {"lookups_64", "GET /items/{code}, 64 connections",
          served([&] { return lookups(codes, depot.token, many); })},
         {"livez_64", "GET /livez, 64 connections", served([] { return livez(many); })},
         {"lookups_1", "GET /items/{code}, 1 connection",
          served([&] { return lookups(codes, depot.token, 1); })},
         {"livez_1", "GET /livez, 1 connection", served([] { return livez(1); })}},
        options);

    const auto add_ratio = [&](const char* of, const char* to, std::optional<Aim> aim) {
        for (Value& value : ratio(report.rows, of, to, &Figures::per_second, aim)) {
            report.values.push_back(std::move(value));
        }
    };
    add_ratio("scans_64", "raw_groups", scans_aim);
    add_ratio("scans_1", "raw_single", {});
    add_ratio("scans_64", "raw_single", {});
    add_ratio("lookups_64", "livez_64", lookups_aim);
    add_ratio("lookups_1", "livez_1", {});
    if (!batches.empty()) {
        report.values.push_back(
            {"scans_per_commit_64", "scans per commit, 64 connections", median(batches)});
    }
    return report;
}

}  // namespace bench
