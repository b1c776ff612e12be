#include "bench/postgresql.hpp"

#include <algorithm>
#include <cstdio>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "bench/measure.hpp"
#include "bench/pgbench.hpp"
#include "bench/process.hpp"
#include "bench/server_log.hpp"
#include "db/connection.hpp"
#include "db/query.hpp"

namespace bench {
namespace {

constexpr std::size_t many = 64;
constexpr Aim aim{Bound::at_least, 0.5};

// A durable PostgreSQL server on the disk of the folder, while it lives.
class Cluster {
public:
    explicit Cluster(const std::filesystem::path& folder)
        : process_({"/usr/bin/python3", KL_SOURCE_DIR "/tests/faults/postgresql.py", "--durable",
                    folder.string(), "/bin/sh", "-c",
                    "echo \"$KL_TEST_SERVER\"; command -v pgbench; cat"}),
          url_(process_.read_line()),
          pgbench_(process_.read_line()) {
        constexpr std::string_view host = "host=";
        const auto at = url_.find(host);
        if (at == std::string::npos) throw std::runtime_error("no PostgreSQL: " + url_);
        const auto begin = at + host.size();
        folder_ = url_.substr(begin, url_.find('&', begin) - begin);
    }
    ~Cluster() {
        process_.end_input();
        process_.wait();
    }
    Cluster(const Cluster&) = delete;
    Cluster& operator=(const Cluster&) = delete;

    db::Location database(const std::string& name) const {
        db::Location location;
        const auto query = url_.find('?');
        location.server = url_.substr(0, url_.rfind('/', query) + 1) + name + url_.substr(query);
        return location;
    }
    // In none of the databases that are measured.
    void execute(const std::string& sql) const { execute("postgres", sql); }
    void execute(const std::string& name, const std::string& sql) const {
        db::Connection::open(database(name), db::Access::read_write).execute(sql);
    }
    std::int64_t number(const std::string& name, const std::string& sql) const {
        auto connection = db::Connection::open(database(name), db::Access::read_only);
        db::ReadTx tx(connection);
        return db::Query(tx, sql).one<std::int64_t>().value();
    }
    void copy(const std::string& from, const std::string& to) const {
        execute("drop database if exists " + to + " with (force)");
        execute("create database " + to + " template " + from);
        // What the copying has left to write disturbs nobody.
        execute("checkpoint");
    }

    const std::string& pgbench() const { return pgbench_; }
    std::filesystem::path log() const { return folder_ / "server.log"; }

private:
    Process process_;
    std::string url_;
    std::string pgbench_;
    std::filesystem::path folder_;
};

// ---- the same statements -----------------------------------------------------------------------

// What pgbench's databases need: it can make no text, so codes and the ids of scans are numbers.
void make_for_pgbench(const Cluster& cluster, const std::string& name) {
    cluster.execute(name, fmt::format("update item set code = ({} + id)::text", first_code));
    cluster.execute(name, "alter table scan drop constraint scan_scan_id_check");
}

// The settings of our sessions, which a copied database does not take with it.
void settle(const Cluster& cluster, const std::string& name) {
    for (const char* setting : {"enable_seqscan = off", "jit = off", "timezone = 'UTC'"}) {
        cluster.execute(fmt::format("alter database {} set {}", name, setting));
    }
}

PreparedDepot prepare_recorded(const Cluster& cluster, const std::string& name) {
    cluster.execute("create database " + name);
    db::DatabaseOptions options;
    options.location = cluster.database(name);
    { const db::Database migrated(options); }
    const auto begin = [&](const char* table, long long mark) {
        cluster.execute(
            name, fmt::format("alter table {} alter column id restart with {}", table, mark + 1));
    };
    begin("item", Marks::item);
    begin("borrower", Marks::borrower);
    begin("loan", Marks::loan);
    begin("loan_line", Marks::loan_line);
    begin("event", Marks::event);
    PreparedDepot depot = prepare_depot(options.location, 1);
    cluster.execute(name, fmt::format("update item set event_count = {}", Marks::events));
    return depot;
}

// Scans of one device, asked of the server one after another.
class Device {
public:
    Device(RunningDepot& server, const PreparedDepot& depot, std::string name)
        : server_(server), token_(depot.token), name_(std::move(name)) {}

    // The scan's UUID.
    std::string scan(const PreparedItem& item, Step step, std::int64_t seq) {
        std::string uuid = uuids_.next(now());
        routing::Request request;
        request.method = routing::Method::post;
        request.path = "/api/v1/scans";
        request.authorization = "Bearer " + token_;
        request.content_type = "application/json";
        request.body = scan_body(item, step, uuid, now(), name_, seq);
        const routing::Reply reply = server_.ask(std::move(request));
        if (reply.body.find(R"("result":"done")") == std::string::npos) {
            throw std::runtime_error("a scan was not done: " + reply.body);
        }
        return uuid;
    }

private:
    RunningDepot& server_;
    std::string token_;
    std::string name_;
    Uuids uuids_{1};
};

struct Recorded {
    std::vector<LoggedTransaction> steps;
    Marks marks;
};

// One cycle through the server, as PostgreSQL itself has seen it.
Recorded record_server(const Cluster& cluster, const std::string& name, const PreparedDepot& depot,
                       ServerLog& log) {
    Recorded recorded;
    recorded.marks.code = depot.items.front().code;
    recorded.marks.device = "bench-recorded";
    db::DatabaseOptions options;
    options.location = cluster.database(name);
    RunningDepot running(options);
    Device device(running, depot, recorded.marks.device);
    log.take();
    auto step = Step::out;
    for (int i = 0; i < 4; ++i, step = after(step)) {
        recorded.marks.scans.push_back(device.scan(depot.items.front(), step, Marks::seq + i));
    }
    recorded.steps = log.take();
    if (recorded.steps.size() != 4) {
        throw std::runtime_error(
            fmt::format("the log of PostgreSQL has {} scans of 4", recorded.steps.size()));
    }
    return recorded;
}

bool is_control(const std::string& text) {
    return text.starts_with("savepoint ") || text.starts_with("release ") ||
           text.starts_with("begin ") || text == "commit";
}

// Whether pgbench, of the script made of these, runs these.
Sameness compare(const std::vector<LoggedTransaction>& server,
                 const std::vector<LoggedTransaction>& pgbench) {
    Sameness sameness;
    Step step = Step::out;
    for (std::size_t i = 0; i < server.size(); ++i, step = after(step)) {
        std::vector<std::string> ours;
        std::vector<std::string> theirs;
        for (const auto& statement : server[i]) ours.push_back(statement.with_nulls());
        if (i < pgbench.size()) {
            for (const auto& statement : pgbench[i]) theirs.push_back(statement.with_nulls());
        }
        sameness.statements += static_cast<std::size_t>(
            std::count_if(ours.begin(), ours.end(), std::not_fn(is_control)));
        if (ours == theirs) continue;
        sameness.same = false;
        const auto [our, their] =
            std::mismatch(ours.begin(), ours.end(), theirs.begin(), theirs.end());
        fmt::print(stderr,
                   "WARNING: the statements of pgbench are not the server's: a scan \"{}\" runs {} "
                   "in the server, {} in pgbench; the first that differ:\n  server:  {}\n"
                   "  pgbench: {}\n",
                   to_text(step), ours.size(), theirs.size(), our == ours.end() ? "(end)" : *our,
                   their == theirs.end() ? "(end)" : *their);
    }
    return sameness;
}

struct Comparison {
    PgbenchScript script;
    Sameness sameness;
};

Comparison compare_with_pgbench(const Cluster& cluster, const std::filesystem::path& folder) {
    const PreparedDepot depot = prepare_recorded(cluster, "recorded");
    cluster.copy("recorded", "recorded_pgbench");
    make_for_pgbench(cluster, "recorded_pgbench");
    settle(cluster, "recorded_pgbench");
    for (const char* name : {"recorded", "recorded_pgbench"}) {
        cluster.execute(fmt::format("alter database {} set log_statement = 'all'", name));
    }
    ServerLog log(cluster.log());
    const Recorded recorded = record_server(cluster, "recorded", depot, log);
    Comparison comparison;
    comparison.script = make_script(recorded.steps, recorded.marks);
    PgbenchRun run;
    run.program = cluster.pgbench();
    run.database = cluster.database("recorded_pgbench").server;
    run.folder = folder;
    run.first_item = Marks::item + 1;
    run.first_borrower = depot.items.front().borrower;
    run_pgbench_once(run, comparison.script);
    comparison.sameness = compare(recorded.steps, log.take());
    return comparison;
}

// ---- the measurement ---------------------------------------------------------------------------

// A depot in use: every aid has been lent and is ready again, and PostgreSQL's statistics are of
// the time when they were lent. Where they say that no loan is open, each scan reads all open loans
// by an index that holds no others, and so is in the way of all others.
PreparedDepot prepare_used(const Cluster& cluster, const std::string& name, std::size_t items) {
    cluster.execute("create database " + name);
    db::DatabaseOptions options;
    options.location = cluster.database(name);
    PreparedDepot depot = prepare_depot(options.location, items);
    RunningDepot running(options);
    Device device(running, depot, "bench-before");
    auto step = Step::out;
    std::int64_t seq = 0;
    for (int i = 0; i < 4; ++i, step = after(step)) {
        for (const PreparedItem& item : depot.items) device.scan(item, step, ++seq);
        if (step == Step::out) cluster.execute(name, "vacuum analyze");
    }
    return depot;
}

// What pgbench has left is not what as many scans leave: so many as say so.
std::uint64_t faults_after_pgbench(const Cluster& cluster, const std::string& name,
                                   std::uint64_t scans) {
    const auto stored = cluster.number(name, "select count(*) from scan");
    const auto faults = cluster.number(name, R"(
        select (select count(*) from item where event_count <>
                (select count(*) from event where event.item_id = item.id))
            + (select count(*) from scan s where not exists
                (select 1 from event e where e.id = s.event_id and e.scan_id = s.scan_id))
            + (select count(*) from loan_line where ended_at is null and item_id not in
                (select item_id from scan where mode = 'out'))
            + (select abs((select count(*) from scan where mode = 'in')
                - (select count(*) from loan_line where ended_at is not null)))
            + (select abs((select count(*) from scan where mode = 'in')
                - (select count(*) from loan where ended_at is not null))))");
    return static_cast<std::uint64_t>(faults) +
           (stored == static_cast<std::int64_t>(scans) ? 0 : 1);
}

}  // namespace

std::pair<Report, Sameness> measure_postgresql(const Options& options,
                                               const std::filesystem::path& folder) {
    // Not in that folder, into which its own user cannot look.
    const Cluster cluster(std::filesystem::absolute(options.dir));
    // It would come upon some of the copies and not upon others.
    cluster.execute("alter system set autovacuum = off");
    cluster.execute("select pg_reload_conf()");
    const Comparison comparison = compare_with_pgbench(cluster, folder);

    const PreparedDepot depot = prepare_used(cluster, "prepared", options.items);
    cluster.copy("prepared", "prepared_pgbench");
    make_for_pgbench(cluster, "prepared_pgbench");
    cluster.execute("prepared_pgbench", "vacuum item");
    const auto scans_before = cluster.number("prepared", "select count(*) from scan");
    PgbenchRun run;
    run.program = cluster.pgbench();
    run.database = cluster.database("measured").server;
    run.folder = folder;
    run.clients = many;
    run.items = options.items;
    run.first_item = cluster.number("prepared", "select min(id) from item");
    run.first_borrower = depot.items.front().borrower;
    if (cluster.number("prepared", "select max(id) - min(id) + 1 from item") !=
        static_cast<std::int64_t>(options.items)) {
        throw std::runtime_error("the ids of the aids have gaps");
    }

    const double seconds = options.seconds / options.rounds;
    std::vector<double> ours;
    std::vector<double> theirs;
    const auto scans = [&](std::size_t connections, std::vector<double>* tries) {
        return [&, connections, tries] {
            cluster.copy("prepared", "measured");
            db::DatabaseOptions database;
            database.location = cluster.database("measured");
            if (options.writers > 0) database.writers = options.writers;
            const Served served = measure_server(database, scanners(depot, connections), seconds);
            if (tries != nullptr) tries->push_back(served.tries_again);
            return served.figures;
        };
    };
    const auto pgbench = [&](std::size_t clients, std::vector<double>* tries) {
        return [&, clients, tries] {
            cluster.copy("prepared_pgbench", "measured");
            settle(cluster, "measured");
            PgbenchRun with = run;
            with.clients = clients;
            PgbenchFigures result = run_pgbench(with, comparison.script, seconds);
            result.figures.wrong += faults_after_pgbench(
                cluster, "measured",
                result.transactions + static_cast<std::uint64_t>(scans_before));
            if (tries != nullptr) tries->push_back(result.tries_again);
            return result.figures;
        };
    };

    Report report;
    report.rows = measure_in_turn(
        {{"scans_64", "POST /scans, 64 connections, PostgreSQL", scans(many, &ours)},
         {"pgbench_64", "pgbench, 64 clients", pgbench(many, &theirs)},
         {"scans_1", "POST /scans, 1 connection, PostgreSQL", scans(1, nullptr)},
         {"pgbench_1", "pgbench, 1 client", pgbench(1, nullptr)}},
        options);
    for (const auto& values :
         {ratio(report.rows, "scans_64", "pgbench_64", &Figures::per_second, aim),
          ratio(report.rows, "scans_1", "pgbench_1", &Figures::per_second)}) {
        report.values.insert(report.values.end(), values.begin(), values.end());
    }
    if (!report.values.empty() && report.values.front().name == "scans_64_to_pgbench_64") {
        report.values.front().name = "scans_64_to_pgbench";
    }
    if (!ours.empty()) {
        report.values.push_back(
            {"scans_64_tries_again", "further tries of 100 scans, 64 connections", median(ours)});
    }
    if (!theirs.empty()) {
        report.values.push_back({"pgbench_64_tries_again",
                                 "further tries of 100 transactions, pgbench, 64 clients",
                                 median(theirs)});
    }
    return {std::move(report), comparison.sameness};
}

}  // namespace bench
