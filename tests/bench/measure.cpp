#include "bench/measure.hpp"

#include "bench/raw_scans.hpp"

namespace bench {

Served measure_server(const std::filesystem::path& file, const Clients& clients, double seconds) {
    db::DatabaseOptions database;
    database.location = db::Location(file);
    return measure_server(database, clients, seconds);
}

Served measure_server(const db::DatabaseOptions& database, const Clients& clients, double seconds) {
    RunningDepot running(database);
    Served served;
    served.figures = run_load(running.port(), clients, seconds);
    const auto counters = running.database().writer_counters();
    if (counters.commits > 0) {
        served.jobs_per_commit =
            static_cast<double>(counters.jobs) / static_cast<double>(counters.commits);
        served.tries_again =
            100.0 * static_cast<double>(counters.tried_again) / static_cast<double>(counters.jobs);
    }
    return served;
}

Figures measure_raw(const PreparedDepot& depot, std::size_t group, double seconds) {
    RawScans raw(depot.file, depot.actor);
    // Aid by aid as the connections do it, so that both touch the same pages in the same order.
    std::vector<Cycle> cycles;
    for (std::size_t n = 0; n < group; ++n) cycles.push_back(cycle_of(depot, n, group));

    Measurement measurement(seconds);
    for (auto began = Measurement::Clock::now(); !measurement.over(began);) {
        raw.begin();
        for (Cycle& cycle : cycles) cycle.next([&](const auto&... scan) { raw.scan(scan...); });
        raw.commit();
        const auto committed = Measurement::Clock::now();
        measurement.add(began, committed, group);
        began = committed;
    }
    return measurement.figures();
}

}  // namespace bench
