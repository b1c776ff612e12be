// The benchmark: what the server makes of the machine, beside what SQLite and the bare HTTP server
// make of it, all from one run. README.md explains each figure.

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "bench/availability.hpp"
#include "bench/desk.hpp"
#include "bench/forecast.hpp"
#include "bench/growth.hpp"
#include "bench/labels.hpp"
#include "bench/options.hpp"
#include "bench/postgresql.hpp"
#include "bench/report.hpp"
#include "bench/same_statements.hpp"
#include "bench/throughput.hpp"

namespace bench {
namespace {

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

Report measure_sqlite(const Options& options, const std::filesystem::path& folder) {
    if (options.large) return measure_growth(options, folder);
    Report report = measure_throughput(options, folder);
    if (options.wants("desk")) report.add(measure_desk(options, folder));
    if (options.wants("labels")) report.add(measure_labels(folder, options.rounds));
    if (options.wants("availability")) report.add(measure_availability(options, folder));
    if (options.wants("forecast")) report.add(measure_forecast(folder));
    return report;
}

// All of it, and whether what is compared is the same.
std::pair<Report, Sameness> measure(const Options& options, const std::filesystem::path& folder) {
    if (options.postgresql) return measure_postgresql(options, folder);
    const Sameness sameness = compare_statements(folder);
    return {measure_sqlite(options, folder), sameness};
}

int run(const Options& options) {
    const TemporaryFolder folder(options.dir);
    const auto [report, sameness] = measure(options, folder.path());
    if (report.is_empty()) throw WrongUsage("no figure has the name " + *options.only);

    const Heading heading{options, sameness.same, sameness.statements};
    print(heading, report);
    if (options.json) write_json(heading, report, *options.json);
    const bool wrong = report.all_wrong() > 0;
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
        return bench::run(bench::parse_options(words));
    } catch (const bench::WrongUsage& wrong) {
        std::cerr << "kl_bench: " << wrong.what() << '\n' << bench::usage;
        return 2;
    } catch (const std::exception& error) {
        std::cerr << "kl_bench: " << error.what() << '\n';
        return 1;
    }
}
