#include "bench/rules.hpp"

#include <stdexcept>

#include <fmt/format.h>

#include "bench/job.hpp"
#include "db/query.hpp"
#include "depot/counts.hpp"
#include "depot/notices.hpp"
#include "depot/oslo_time.hpp"
#include "depot/queues.hpp"

namespace bench {
namespace {

constexpr std::int64_t counted_aids = 2000;
constexpr std::int64_t unseen_aids = 50;
constexpr std::int64_t aids_of_notice = 100;
constexpr std::int64_t page = 50;
constexpr int queue_requests = 100;

constexpr Aim count_aim{Bound::at_most, 1000};  // milliseconds
constexpr Aim notice_aim{Bound::at_most, 200};
constexpr Aim queue_aim{Bound::at_most, 20};

// ---- a count -----------------------------------------------------------------------------------

// A shelf with so many aids of the depot, an open count of it, and all but some of them seen.
domain::CountId open_count(const PreparedDepot& depot, std::size_t first,
                           const std::string& shelf) {
    return write_to(depot.file, [&](db::WriteTx& tx) {
        const auto id = depot::open_count(tx, "SMS", shelf, act_of(depot));
        const auto count = db::counts::find(tx, id.value());
        for (std::int64_t i = 0; i < counted_aids; ++i) {
            const auto& code = depot.items.at(first + static_cast<std::size_t>(i)).code;
            db::Query(tx, "update item set shelf = :shelf where code = :code")
                .with(shelf, code)
                .run();
            if (i < unseen_aids) continue;
            const auto view = db::items::by_code(tx, code);
            depot::see_item(tx, *count, view->item.id, shelf, act_of(depot));
        }
        return *id;
    });
}

void measure_count(GeneratedDepot& generated, int round, Times& times) {
    const PreparedDepot depot = generated.fresh();
    const auto served = open_count(depot, 0, fmt::format("TELLING-{}", round));
    const auto bare = open_count(depot, counted_aids, fmt::format("BARE-{}", round));
    const Recording recording = record(depot.file, [&](db::WriteTx& tx) {
        if (!depot::close_count(tx, *db::counts::find(tx, bare), act_of(depot))) {
            throw std::runtime_error("a count could not be closed");
        }
        depot::report(tx, *db::counts::find(tx, bare), page);
    });
    times.raw.push_back(replay(depot.file, recording, true));
    RunningDepot running(depot.file);
    times.server.push_back(ask(running, depot, routing::Method::post,
                               fmt::format("/api/v1/counts/{}/close", served.value), "", "", 200));
}

// ---- a safety notice ---------------------------------------------------------------------------

// The serial numbers of so many aids in a row.
domain::SerialRange serials(const std::filesystem::path& file, std::int64_t nth) {
    auto connection = db::open_read_only(db::Location(file));
    db::ReadTx tx(connection);
    const auto at = [&](std::int64_t place) {
        return *db::Query(tx, R"(
            select serial from item where serial is not null and length(serial) = 8
            order by length(serial), serial limit 1 offset :place)")
                    .with(place)
                    .one<std::string>();
    };
    return {at(nth * aids_of_notice), at((nth + 1) * aids_of_notice - 1)};
}

void measure_notice(GeneratedDepot& generated, int round, Times& times) {
    const PreparedDepot& depot = generated.depot();
    const auto served = serials(depot.file, 2 * round + 1);
    const auto bare = serials(depot.file, 2 * round + 2);
    const Recording recording = record(depot.file, [&](db::WriteTx& tx) {
        db::notices::Notice notice;
        notice.title = "Bremsefeil";
        notice.criteria.serials = bare;
        const auto id = depot::make_notice(tx, notice, act_of(depot));
        db::notices::find(tx, id.value());
        db::notices::counts(tx, *id);
    });
    times.raw.push_back(replay(depot.file, recording, true));
    RunningDepot running(depot.file);
    times.server.push_back(
        ask(running, depot, routing::Method::post, "/api/v1/notices", "",
            fmt::format(R"({{"title": "Bremsefeil", "serial_from": "{}", "serial_to": "{}"}})",
                        served.from, served.to),
            201));
}

// ---- the wash queue ----------------------------------------------------------------------------

void measure_queue(GeneratedDepot& generated, Times& times) {
    const PreparedDepot& depot = generated.depot();
    const Recording recording = record(depot.file, [&](db::WriteTx& tx) {
        depot::wash_queue(tx, "SMS", act_of(depot).day, {}, page + 1);
    });
    for (int i = 0; i < queue_requests; ++i) {
        times.raw.push_back(replay(depot.file, recording, false));
    }
    RunningDepot running(depot.file);
    for (int i = 0; i < queue_requests; ++i) {
        times.server.push_back(
            ask(running, depot, routing::Method::get, "/api/v1/queues/wash", "depot=SMS", "", 200));
    }
}

}  // namespace

Report measure_rules(GeneratedDepot& depot, const Options& options) {
    Times count;
    Times notice;
    Times queue;
    for (int round = 0; round < options.rounds; ++round) {
        measure_count(depot, round, count);
        measure_notice(depot, round, notice);
        measure_queue(depot, queue);
    }
    Report report;
    add_job(report, "count_close", fmt::format("a count of {} closes", grouped(counted_aids)),
            count, count_aim);
    add_job(report, "notice", fmt::format("a safety notice over {} serial numbers", aids_of_notice),
            notice, notice_aim);
    add_job(report, "wash_queue", "the wash queue", queue, queue_aim);
    return report;
}

}  // namespace bench
