#include "bench/pgbench.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <stdexcept>

#include <fmt/format.h>

#include "bench/clients.hpp"
#include "bench/process.hpp"

namespace bench {
namespace {

constexpr std::string_view before_statements =
    R"(\set share (:items - :client_id - 1) / :clients + 1
\set lag least(:between, (:share - 1) / 3)
\set number :client_id + :clients * ((:round - :step * :lag) % :share)
\set item :first_item + :number
\set code :first_code + :item
\set borrower :first_borrower + :number
\set moment :first_moment + :turn
\set scan 1000000000000000000 + 1000 * :turn + :client_id
)";

// As Cycle: each step of an aid comes when `lag` others have had theirs. After the commit, since a
// further try begins with the variables as they are then.
constexpr std::string_view after_statements = R"(\set turn :turn + 1
\set step :step + 1
\if :step > 3 or :step * :lag > :round
\set step 0
\set round :round + 1
\endif
)";

std::optional<long long> whole_number(const std::string& text) {
    long long number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

class Writing {
public:
    explicit Writing(const Marks& marks) : marks_(marks) {}

    void step(const LoggedTransaction& transaction, std::size_t number) {
        text_ += fmt::format("{} :step = {}\n", number == 0 ? "\\if" : "\\elif", number);
        lends_ = number == 0;
        for (const LoggedStatement& statement : transaction) {
            text_ += with_variables(statement) + ending(statement.text) + "\n";
        }
    }

    PgbenchScript finish() {
        std::vector<std::pair<std::string, std::string>> constants;
        for (const auto& [value, name] : constants_) constants.emplace_back(name, value);
        return {fmt::format("{}{}\\endif\n{}", before_statements, text_, after_statements),
                std::move(constants)};
    }

private:
    // What later statements need of a row. In the aid's row the last column named id is the open
    // loan line's.
    static std::string ending(const std::string& text) {
        if (text.starts_with("insert into loan (")) return " \\gset loan_";
        if (text.starts_with("insert into loan_line (")) return " \\gset line_";
        if (text.starts_with("insert into event (")) return " \\gset event_";
        if (text.find("from item i join") != std::string::npos) {
            return " \\gset aid_\n\\set events :aid_event_count + 1";
        }
        return ";";
    }

    std::string with_variables(const LoggedStatement& statement) {
        const std::string& text = statement.text;
        std::string made;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] != '$') {
                made += text[i];
                continue;
            }
            const auto end = std::min(text.find_first_not_of("0123456789", i + 1), text.size());
            const auto which = whole_number(text.substr(i + 1, end - i - 1)).value();
            const auto& value = statement.values.at(static_cast<std::size_t>(which) - 1);
            made += value ? ":" + variable(*value) : "null";
            i = end - 1;
        }
        return made;
    }

    std::string variable(const std::string& value) {
        if (value == marks_.code) return "code";
        if (value == marks_.device) return "client_id";
        if (std::find(marks_.scans.begin(), marks_.scans.end(), value) != marks_.scans.end()) {
            return "scan";
        }
        const auto number = whole_number(value);
        if (number && *number >= Marks::item) {
            const auto is = [&](long long mark) {
                return *number >= mark && *number < mark + Marks::width;
            };
            constexpr long long first_moment = 1'000'000'000'000;
            if (*number >= first_moment) return "moment";
            if (is(Marks::item)) return "item";
            if (is(Marks::borrower)) return "borrower";
            if (is(Marks::loan)) return lends_ ? "loan_id" : "aid_loan_id";
            if (is(Marks::loan_line)) return lends_ ? "line_id" : "aid_id";
            if (is(Marks::event)) return "event_id";
            if (is(Marks::events)) return "events";
            if (is(Marks::seq)) return "turn";
        }
        return constants_.try_emplace(value, fmt::format("c{}", constants_.size())).first->second;
    }

    const Marks& marks_;
    std::string text_;
    bool lends_ = false;
    std::map<std::string, std::string> constants_;
};

// What it says; throws when it fails.
std::string call(const PgbenchRun& run, const PgbenchScript& script,
                 const std::vector<std::string>& more) {
    const std::filesystem::path file = run.folder / "scans.pgbench";
    if (!(std::ofstream(file) << script.text).flush()) {
        throw std::runtime_error("cannot write " + file.string());
    }
    const std::string moment = std::to_string(now().time_since_epoch().count());
    std::vector<std::string> words{run.program,
                                   "--no-vacuum",
                                   "--protocol=prepared",
                                   "--max-tries=10000",
                                   "--file=" + file.string(),
                                   fmt::format("--client={}", run.clients)};
    const auto set = [&](std::string_view name, const auto& value) {
        words.push_back(fmt::format("--define={}={}", name, value));
    };
    set("clients", run.clients);
    set("items", run.items);
    set("between", aids_between / run.clients);
    set("first_item", run.first_item);
    set("first_code", first_code);
    set("first_borrower", run.first_borrower);
    set("first_moment", moment);
    set("step", 0);
    set("round", 0);
    set("turn", 0);
    for (const auto& [name, value] : script.constants) set(name, value);
    words.insert(words.end(), more.begin(), more.end());
    words.push_back(run.database);

    Process process(words);
    std::string said;
    for (std::string line; !line.starts_with("tps = "); said += line + "\n") {
        line = process.read_line();
    }
    if (process.wait() != 0) {
        constexpr std::size_t enough = 1000;
        throw std::runtime_error("pgbench failed: " + said.substr(0, enough));
    }
    return said;
}

std::uint64_t number_after(const std::string& said, std::string_view words) {
    const auto at = said.find(words);
    std::uint64_t number = 0;
    const char* begin = said.data() + at + words.size();
    if (at == std::string::npos ||
        std::from_chars(begin, said.data() + said.size(), number).ec != std::errc()) {
        throw std::runtime_error(fmt::format("pgbench does not say \"{}\": {}", words, said));
    }
    return number;
}

struct Transaction {
    double ended = 0;  // seconds
    double took = 0;   // milliseconds, its further tries included
};

// Its log: client, number, microseconds, script, epoch, microseconds of the epoch, further tries.
std::vector<Transaction> read_log(const std::filesystem::path& folder, const std::string& prefix) {
    std::vector<Transaction> all;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (!entry.path().filename().string().starts_with(prefix)) continue;
        std::ifstream in(entry.path());
        for (std::string line; std::getline(in, line);) {
            std::istringstream words(line);
            double client = 0, number = 0, took = 0, script = 0, seconds = 0, micro = 0;
            words >> client >> number >> took >> script >> seconds >> micro;
            if (words) all.push_back({seconds + micro / 1e6, took / 1e3});
        }
        std::filesystem::remove(entry.path());
    }
    return all;
}

double cpu_of_children() {
    rusage usage{};
    ::getrusage(RUSAGE_CHILDREN, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

}  // namespace

PgbenchScript make_script(const std::vector<LoggedTransaction>& steps, const Marks& marks) {
    Writing writing(marks);
    for (std::size_t i = 0; i < steps.size(); ++i) writing.step(steps[i], i);
    return writing.finish();
}

PgbenchFigures run_pgbench(const PgbenchRun& run, const PgbenchScript& script, double seconds) {
    const double warm_up = std::min(1.0, seconds / 2);
    const std::string prefix = "transactions";
    const double cpu_before = cpu_of_children();
    const std::string said =
        call(run, script,
             {"--jobs=2", "--progress=10", fmt::format("--time={}", std::ceil(warm_up + seconds)),
              "--log", "--log-prefix=" + (run.folder / prefix).string()});
    PgbenchFigures result;
    result.transactions = number_after(said, "number of transactions actually processed: ");
    result.figures.wrong = number_after(said, "number of failed transactions: ");
    const auto whole = static_cast<double>(std::max<std::uint64_t>(result.transactions, 1));
    result.tries_again =
        100.0 * static_cast<double>(number_after(said, "total number of retries: ")) / whole;

    std::vector<Transaction> all = read_log(run.folder, prefix);
    double began = all.empty() ? 0 : all.front().ended;
    for (const Transaction& one : all) began = std::min(began, one.ended - one.took / 1e3);
    std::vector<double> took;
    for (const Transaction& one : all) {
        const double at = one.ended - began - warm_up;
        if (at >= 0 && at < seconds) took.push_back(one.took);
    }
    std::sort(took.begin(), took.end());
    result.figures.answers = took.size();
    if (took.empty()) throw std::runtime_error("pgbench has done nothing: " + said);
    result.figures.per_second = static_cast<double>(took.size()) / seconds;
    result.figures.p50 = took[(took.size() - 1) * 50 / 100];
    result.figures.p99 = took[(took.size() - 1) * 99 / 100];
    result.figures.cpu = (cpu_of_children() - cpu_before) * 1e6 / whole;
    return result;
}

void run_pgbench_once(const PgbenchRun& run, const PgbenchScript& script) {
    call(run, script, {"--transactions=4"});
}

}  // namespace bench
