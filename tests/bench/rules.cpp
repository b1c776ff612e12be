#include "bench/rules.hpp"

#include <chrono>
#include <functional>
#include <stdexcept>

#include <fmt/format.h>

#include "bench/recording.hpp"
#include "db/database.hpp"
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
constexpr Aim raw_aim{Bound::at_most, 2};

struct Times {
    std::vector<double> server;  // milliseconds
    std::vector<double> raw;
};

template <class F>
auto write(const std::filesystem::path& file, F f) {
    db::DatabaseOptions options;
    options.location = db::Location(file);
    return db::Database(options).write(std::move(f));
}

// What the job asks of SQLite, recorded in a transaction that is thrown away.
Recording record(const std::filesystem::path& file, const std::function<void(db::WriteTx&)>& job) {
    Recorder recorder;
    auto connection = db::Connection::open(db::Location(file), db::Access::read_write);
    recorder.take();
    connection.execute(std::string(connection.begin_write()));
    db::WriteTx tx(connection);
    job(tx);
    Recording recording = recorder.take();
    connection.execute("rollback");
    return recording;
}

// The answer's status must be that one; how long it took.
double ask(RunningDepot& running, const PreparedDepot& depot, routing::Method method,
           const std::string& path, const std::string& query, const std::string& body, int status) {
    routing::Request request;
    request.method = method;
    request.path = path;
    request.query = query;
    request.body = body;
    request.content_type = "application/json";
    request.authorization = "Bearer " + depot.token;
    const auto asked = std::chrono::steady_clock::now();
    const routing::Reply reply = running.ask(std::move(request));
    const auto answered = std::chrono::steady_clock::now();
    if (reply.status != status) throw std::runtime_error(path + " was answered " + reply.body);
    return std::chrono::duration<double, std::milli>(answered - asked).count();
}

depot::Act act_of(const PreparedDepot& depot) {
    depot::Act act;
    act.actor = domain::ActorId{depot.actor};
    act.happened = act.recorded = now();
    act.day = depot::oslo_day(act.happened);
    return act;
}

// ---- a count -----------------------------------------------------------------------------------

// A shelf with so many aids of the depot, an open count of it, and all but some of them seen.
domain::CountId open_count(const PreparedDepot& depot, std::size_t first,
                           const std::string& shelf) {
    return write(depot.file, [&](db::WriteTx& tx) {
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

void add(Report& report, const std::string& name, const std::string& title, const Times& times,
         Aim aim) {
    const double server = median(times.server);
    const double raw = median(times.raw);
    report.values.push_back({name, title + ", p50", server, "ms", aim});
    report.values.push_back({name + "_raw", title + ", its bare statements, p50", raw, "ms"});
    report.values.push_back(
        {name + "_to_raw", title + " / bare statements", server / raw, "", raw_aim});
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
    add(report, "count_close", fmt::format("a count of {} closes", grouped(counted_aids)), count,
        count_aim);
    add(report, "notice", fmt::format("a safety notice over {} serial numbers", aids_of_notice),
        notice, notice_aim);
    add(report, "wash_queue", "the wash queue", queue, queue_aim);
    return report;
}

}  // namespace bench
