// The benchmark: what the server makes of the machine, beside what SQLite and the bare HTTP server
// make of it, all from one run in one process. README.md explains each figure.

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <unistd.h>

#include <fmt/format.h>

#include "bench/depot.hpp"
#include "bench/labels.hpp"
#include "bench/load.hpp"
#include "bench/raw_scans.hpp"
#include "bench/statement_trace.hpp"

namespace bench {
namespace {

constexpr std::size_t many = 64;
constexpr double scans_aim = 0.6;
constexpr double lookups_aim = 0.25;

struct Options {
    std::size_t items = 1000;
    double seconds = 6;  // for each figure, over all rounds
    int rounds = 3;
    std::filesystem::path dir = "build";
    std::optional<std::filesystem::path> json;
    std::optional<std::string> only;  // the figure of that name alone
};

constexpr std::string_view usage =
    "kl_bench [--items N] [--seconds S] [--rounds N] [--quick] [--dir DIR] [--json FILE] [--only "
    "NAME]\n"
    "  --items    aids in the depot (1000)\n"
    "  --seconds  for each figure, over all rounds (6)\n"
    "  --rounds   how often everything is measured in turn; the medians count (3)\n"
    "  --quick    1 second, 1 round, 200 aids: does it run at all\n"
    "  --dir      where the databases are made: a real disk (build, or here when there is none)\n"
    "  --json     writes all figures to a file as well\n"
    "  --only     one figure alone, by its name in that file: for a profiler\n";

class WrongUsage : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

template <class Number>
Number number(std::string_view text, Number least, Number most) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < least || value > most) {
        throw WrongUsage(fmt::format("not a number from {} to {}: {}", least, most, text));
    }
    return value;
}

Options parse(const std::vector<std::string_view>& words) {
    Options options;
    if (!std::filesystem::is_directory(options.dir)) options.dir = ".";
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string_view word = words[i];
        if (word == "--quick") {
            options.items = 200;
            options.seconds = 1;
            options.rounds = 1;
            continue;
        }
        if (i + 1 == words.size()) throw WrongUsage(fmt::format("unknown or alone: {}", word));
        const std::string_view value = words[++i];
        if (word == "--items") {
            options.items = number<std::size_t>(value, many, 1'000'000);
        } else if (word == "--seconds") {
            options.seconds = number(value, 0.1, 3600.0);
        } else if (word == "--rounds") {
            options.rounds = number(value, 1, 1000);
        } else if (word == "--dir") {
            options.dir = value;
        } else if (word == "--json") {
            options.json = value;
        } else if (word == "--only") {
            options.only = value;
        } else {
            throw WrongUsage(fmt::format("unknown: {}", word));
        }
    }
    return options;
}

// A folder of its own, removed at the end.
class TemporaryFolder {
public:
    explicit TemporaryFolder(const std::filesystem::path& within) {
        std::string name = (within / "kl_bench-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) {
            throw std::runtime_error("cannot make a folder in " + within.string());
        }
        path_ = std::filesystem::absolute(name);
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

// ---- what is asked -----------------------------------------------------------------------------

std::string post(std::string_view path, std::string_view token, std::string_view body) {
    return fmt::format(
        "POST {} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\n"
        "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
        path, token, body.size(), body);
}

bool is_ok(std::string_view answer) { return answer.starts_with("HTTP/1.1 200 "); }

// The items of one scanner or of one raw run, each at its place in the cycle: one whole cycle of
// an item after another.
class Cycle {
public:
    Cycle(std::vector<PreparedItem> items, std::string device, std::uint64_t seed)
        : items_(std::move(items)), device_(std::move(device)), uuids_(seed) {}

    template <class F>
    auto next(F f) {
        const domain::Instant at = now();
        const auto step = step_;
        const PreparedItem& item = items_[at_item_];
        step_ = after(step_);
        if (step_ == Step::out) at_item_ = (at_item_ + 1) % items_.size();
        return f(item, step, uuids_.next(at), at, device_, ++seq_);
    }

private:
    std::vector<PreparedItem> items_;
    std::string device_;
    Uuids uuids_;
    std::size_t at_item_ = 0;
    Step step_ = Step::out;
    std::int64_t seq_ = 0;
};

class Scanner : public Client {
public:
    Scanner(Cycle cycle, std::string token) : cycle_(std::move(cycle)), token_(std::move(token)) {}

    std::string_view request() override {
        return request_ = cycle_.next([&](const auto&... scan) {
            return post("/api/v1/scans", token_, scan_body(scan...));
        });
    }
    bool right(std::string_view answer) override {
        return is_ok(answer) && answer.find(R"("result":"done")") != std::string_view::npos;
    }

private:
    Cycle cycle_;
    std::string token_;
    std::string request_;
};

class Reader : public Client {
public:
    explicit Reader(std::vector<std::string> requests) : requests_(std::move(requests)) {}

    std::string_view request() override { return requests_[at_++ % requests_.size()]; }
    bool right(std::string_view answer) override { return is_ok(answer); }

private:
    std::vector<std::string> requests_;
    std::size_t at_ = 0;
};

// The items of the n-th of all connections.
std::vector<PreparedItem> share(const PreparedDepot& depot, std::size_t n, std::size_t all) {
    std::vector<PreparedItem> items;
    for (std::size_t i = n; i < depot.items.size(); i += all) items.push_back(depot.items[i]);
    return items;
}

Cycle cycle_of(const PreparedDepot& depot, std::size_t n, std::size_t all) {
    return {share(depot, n, all), fmt::format("bench-{}", n), 1000 * all + n};
}

std::vector<std::unique_ptr<Client>> scanners(const PreparedDepot& depot, std::size_t count) {
    std::vector<std::unique_ptr<Client>> clients;
    for (std::size_t n = 0; n < count; ++n) {
        clients.push_back(std::make_unique<Scanner>(cycle_of(depot, n, count), depot.token));
    }
    return clients;
}

std::vector<std::unique_ptr<Client>> lookups(const PreparedDepot& depot, std::size_t count) {
    std::vector<std::unique_ptr<Client>> clients;
    for (std::size_t n = 0; n < count; ++n) {
        std::vector<std::string> requests;
        for (const PreparedItem& item : share(depot, n, count)) {
            requests.push_back(fmt::format(
                "GET /api/v1/items/{} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\n"
                "\r\n",
                item.code, depot.token));
        }
        clients.push_back(std::make_unique<Reader>(std::move(requests)));
    }
    return clients;
}

std::vector<std::unique_ptr<Client>> livez(std::size_t count) {
    std::vector<std::unique_ptr<Client>> clients;
    for (std::size_t n = 0; n < count; ++n) {
        clients.push_back(std::make_unique<Reader>(
            std::vector<std::string>{"GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n"}));
    }
    return clients;
}

// ---- the same statements? ----------------------------------------------------------------------

struct Sameness {
    bool same = true;
    std::size_t statements = 0;  // of one cycle, savepoints, begin and commit not counted
};

bool is_control(const std::string& sql) {
    return sql.starts_with("savepoint ") || sql.starts_with("release ") ||
           sql.starts_with("begin ") || sql == "commit";
}

using Texts = std::vector<std::string>;

std::vector<Texts> statements_of_server(const PreparedDepot& depot, StatementTrace& trace) {
    RunningDepot running(depot.file);
    std::vector<Texts> steps;
    Cycle cycle = cycle_of(depot, 0, 1);
    for (int i = 0; i < 4; ++i) {
        routing::Request request;
        request.method = routing::Method::post;
        request.path = "/api/v1/scans";
        request.authorization = "Bearer " + depot.token;
        request.content_type = "application/json";
        request.body = cycle.next([](const auto&... scan) { return scan_body(scan...); });
        trace.take();
        const routing::Reply reply = running.ask(std::move(request));
        if (reply.body.find(R"("result":"done")") == std::string::npos) {
            throw std::runtime_error("a scan was not done: " + reply.body);
        }
        steps.push_back(trace.take());
    }
    return steps;
}

std::vector<Texts> statements_of_raw(const PreparedDepot& depot, StatementTrace& trace) {
    RawScans raw(depot.file, depot.actor);
    std::vector<Texts> steps;
    Cycle cycle = cycle_of(depot, 0, 1);
    for (int i = 0; i < 4; ++i) {
        trace.take();
        raw.begin();
        cycle.next([&](const auto&... scan) { raw.scan(scan...); });
        raw.commit();
        steps.push_back(trace.take());
    }
    return steps;
}

// One cycle through the server and one by hand, each on a database of its own.
Sameness compare_statements(const std::filesystem::path& folder) {
    StatementTrace trace;
    const auto server = statements_of_server(prepare_depot(folder / "server.db", 1), trace);
    const auto raw = statements_of_raw(prepare_depot(folder / "raw.db", 1), trace);
    Sameness sameness;
    Step step = Step::out;
    for (std::size_t i = 0; i < server.size(); ++i, step = after(step)) {
        sameness.statements += static_cast<std::size_t>(
            std::count_if(server[i].begin(), server[i].end(), std::not_fn(is_control)));
        if (server[i] == raw[i]) continue;
        sameness.same = false;
        const auto [ours, theirs] =
            std::mismatch(server[i].begin(), server[i].end(), raw[i].begin(), raw[i].end());
        fmt::print(stderr,
                   "WARNING: the raw statements are not the server's: a scan \"{}\" runs {} in the "
                   "server, {} by hand; the first that differ:\n  server: {}\n  raw:    {}\n",
                   to_text(step), server[i].size(), raw[i].size(),
                   ours == server[i].end() ? "(end)" : *ours,
                   theirs == raw[i].end() ? "(end)" : *theirs);
    }
    return sameness;
}

// ---- measuring ---------------------------------------------------------------------------------

Figures raw_scans(const PreparedDepot& depot, const std::filesystem::path& file, std::size_t group,
                  double seconds) {
    RawScans raw(file, depot.actor);
    // Item by item as the connections do it, so that both touch the same pages in the same order.
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

double median(std::vector<double> values) {
    if (values.empty()) return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

// One line of the table: what every round measured.
class Row {
public:
    Row(std::string name, std::string title, std::function<Figures()> measure)
        : name_(std::move(name)), title_(std::move(title)), measure_(std::move(measure)) {}

    void run() { rounds_.push_back(measure_()); }

    bool measured() const { return !rounds_.empty(); }
    const std::string& name() const { return name_; }
    const std::string& title() const { return title_; }
    double per_second() const { return middle(&Figures::per_second); }
    double p50() const { return middle(&Figures::p50); }
    double p99() const { return middle(&Figures::p99); }
    double cpu() const { return middle(&Figures::cpu); }
    std::uint64_t answers() const { return sum(&Figures::answers); }
    std::uint64_t wrong() const { return sum(&Figures::wrong); }

private:
    double middle(double Figures::*figure) const {
        std::vector<double> values;
        for (const Figures& round : rounds_) values.push_back(round.*figure);
        return median(std::move(values));
    }
    std::uint64_t sum(std::uint64_t Figures::*figure) const {
        std::uint64_t all = 0;
        for (const Figures& round : rounds_) all += round.*figure;
        return all;
    }

    std::string name_;
    std::string title_;
    std::function<Figures()> measure_;
    std::vector<Figures> rounds_;
};

struct Ratio {
    const Row* of;
    const Row* to;
    double aim = 0;  // 0: none

    double value() const { return of->per_second() / to->per_second(); }
};

// The most memory the process has had, in KiB.
long peak_memory() {
    std::ifstream status("/proc/self/status");
    std::string word;
    while (status >> word) {
        long kib = 0;
        if (word == "VmHWM:" && status >> kib) return kib;
    }
    return 0;
}

// ---- the report --------------------------------------------------------------------------------

struct Report {
    const Options& options;
    const std::vector<Row>& rows;
    const std::vector<Ratio>& ratios;
    Sameness sameness;
    double batch = 0;  // scans per commit with many connections
    long memory = 0;
    std::optional<LabelFigures> labels = {};
};

void print(const Report& report) {
    const Options& options = report.options;
    fmt::print(
        "{} aids, {} round(s), {} s for each figure; {} statements in the 4 scans of a cycle\n\n",
        options.items, options.rounds, options.seconds, report.sameness.statements);
    fmt::print("{:<44} {:>10} {:>10} {:>10} {:>8} {:>7}\n", "", "per second", "p50 ms", "p99 ms",
               "cpu us", "wrong");
    for (const Row& row : report.rows) {
        if (!row.measured()) continue;
        fmt::print("{:<44} {:>10.0f} {:>10.3f} {:>10.3f} {:>8.1f} {:>7}\n", row.title(),
                   row.per_second(), row.p50(), row.p99(), row.cpu(), row.wrong());
    }
    fmt::print("\n{:<80} {:>6} {:>12}\n", "ratio", "", "aim");
    for (const Ratio& ratio : report.ratios) {
        fmt::print("{:<80} {:>6.2f} {:>12}\n",
                   fmt::format("{} / {}", ratio.of->title(), ratio.to->title()), ratio.value(),
                   ratio.aim == 0
                       ? "-"
                       : fmt::format("{} {:.2f}", ratio.value() >= ratio.aim ? "met" : "MISSED",
                                     ratio.aim));
    }
    fmt::print(
        "\nscans per commit with {} connections: {:.1f}\npeak memory of this process: {:.1f} MiB\n",
        many, report.batch, static_cast<double>(report.memory) / 1024);
    if (report.labels) print(*report.labels);
}

void write_json(const Report& report, const std::filesystem::path& file) {
    const Options& options = report.options;
    std::string text = fmt::format(
        "{{\n  \"items\": {},\n  \"seconds\": {},\n  \"rounds\": {},\n  \"same_statements\": {},\n"
        "  \"statements_per_cycle\": {},\n  \"scans_per_commit_{}\": {:.2f},\n"
        "  \"peak_memory_kib\": {},\n  \"figures\": {{",
        options.items, options.seconds, options.rounds, report.sameness.same,
        report.sameness.statements, many, report.batch, report.memory);
    const char* between = "\n";
    for (const Row& row : report.rows) {
        if (!row.measured()) continue;
        text += fmt::format(
            "{}    \"{}\": {{\"per_second\": {:.1f}, \"p50_ms\": {:.4f}, \"p99_ms\": {:.4f}, "
            "\"cpu_us\": {:.2f}, \"answers\": {}, \"wrong\": {}}}",
            between, row.name(), row.per_second(), row.p50(), row.p99(), row.cpu(), row.answers(),
            row.wrong());
        between = ",\n";
    }
    text += "\n  },\n  \"ratios\": [";
    between = "\n";
    for (const Ratio& ratio : report.ratios) {
        text +=
            fmt::format("{}    {{\"of\": \"{}\", \"to\": \"{}\", \"value\": {:.4f}, \"aim\": {}}}",
                        between, ratio.of->name(), ratio.to->name(), ratio.value(),
                        ratio.aim == 0 ? "null" : fmt::format("{}", ratio.aim));
        between = ",\n";
    }
    text += "\n  ]";
    if (report.labels) {
        text += fmt::format(
            ",\n  \"labels_pdf_10000\": {{\"seconds\": {:.3f}, \"symbols_alone\": {:.3f}, "
            "\"ratio\": "
            "{:.3f}, \"peak_memory_kib\": {}}}",
            report.labels->labels, report.labels->symbols, report.labels->ratio(),
            report.labels->peak_kib);
    }
    text += "\n}\n";
    std::ofstream out(file);
    if (!(out << text << std::flush)) {
        throw std::runtime_error("cannot write " + file.string());
    }
}

int run(const Options& options) {
    const TemporaryFolder folder(options.dir);
    const Sameness sameness = compare_statements(folder.path());
    const PreparedDepot depot = prepare_depot(folder.path() / "prepared.db", options.items);
    const std::filesystem::path file = folder.path() / "measured.db";
    const double seconds = options.seconds / options.rounds;

    // Every measurement begins with the same file.
    const auto served = [&](auto clients, std::vector<double>* batches) {
        return [&depot, &file, seconds, clients, batches] {
            copy_database(depot.file, file);
            RunningDepot running(file);
            const Figures figures = run_load(running.port(), clients(), seconds);
            const auto counters = running.database().writer_counters();
            if (batches != nullptr && counters.commits > 0) {
                batches->push_back(static_cast<double>(counters.jobs) /
                                   static_cast<double>(counters.commits));
            }
            return figures;
        };
    };
    const auto raw = [&](std::size_t group) {
        return [&depot, &file, seconds, group] {
            copy_database(depot.file, file);
            return raw_scans(depot, file, group, seconds);
        };
    };

    std::vector<double> batches;
    std::vector<Row> rows;
    rows.emplace_back("scans_64", "POST /scans, 64 connections",
                      served([&] { return scanners(depot, many); }, &batches));
    rows.emplace_back("raw_groups", "raw SQLite, groups of 64", raw(many));
    rows.emplace_back("scans_1", "POST /scans, 1 connection",
                      served([&] { return scanners(depot, 1); }, nullptr));
    rows.emplace_back("raw_single", "raw SQLite, one by one", raw(1));
    rows.emplace_back("lookups_64", "GET /items/{code}, 64 connections",
                      served([&] { return lookups(depot, many); }, nullptr));
    rows.emplace_back("livez_64", "GET /livez, 64 connections",
                      served([] { return livez(many); }, nullptr));
    rows.emplace_back("lookups_1", "GET /items/{code}, 1 connection",
                      served([&] { return lookups(depot, 1); }, nullptr));
    rows.emplace_back("livez_1", "GET /livez, 1 connection",
                      served([] { return livez(1); }, nullptr));
    for (int round = 0; round < options.rounds; ++round) {
        for (Row& row : rows) {
            if (!options.only || *options.only == row.name()) row.run();
        }
    }

    std::vector<Ratio> ratios{{&rows[0], &rows[1], scans_aim},
                              {&rows[2], &rows[3]},
                              {&rows[0], &rows[3]},
                              {&rows[4], &rows[5], lookups_aim},
                              {&rows[6], &rows[7]}};
    std::erase_if(
        ratios, [](const Ratio& ratio) { return !ratio.of->measured() || !ratio.to->measured(); });
    Report report{options, rows, ratios, sameness, median(batches), peak_memory()};
    if (!options.only || *options.only == "labels") {
        report.labels = measure_labels(folder.path(), options.rounds);
    }
    const bool measured =
        report.labels || std::any_of(rows.begin(), rows.end(), std::mem_fn(&Row::measured));
    if (!measured) throw WrongUsage("no figure has the name " + *options.only);
    print(report);
    if (options.json) write_json(report, *options.json);
    const bool wrong =
        std::any_of(rows.begin(), rows.end(), [](const Row& row) { return row.wrong() > 0; });
    if (wrong) fmt::print(stderr, "kl_bench: answers were not what they should be\n");
    return wrong || !sameness.same ? 1 : 0;
}

}  // namespace
}  // namespace bench

int main(int argc, char** argv) {
    try {
        const std::vector<std::string_view> words(argv + 1, argv + argc);
        if (std::find(words.begin(), words.end(), "--help") != words.end()) {
            std::cout << bench::usage;
            return 0;
        }
        return bench::run(bench::parse(words));
    } catch (const bench::WrongUsage& wrong) {
        std::cerr << "kl_bench: " << wrong.what() << '\n' << bench::usage;
        return 2;
    } catch (const std::exception& error) {
        std::cerr << "kl_bench: " << error.what() << '\n';
        return 1;
    }
}
