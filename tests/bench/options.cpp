#include "bench/options.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace bench {
namespace {

template <class Number>
Number number(std::string_view text, Number least, Number most) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < least || value > most) {
        throw WrongUsage(fmt::format("not a number from {} to {}: {}", least, most, text));
    }
    return value;
}

// What holds unless the words say otherwise.
Options defaults(bool large, bool quick, bool postgresql) {
    Options options;
    options.large = large;
    options.postgresql = postgresql;
    if (!std::filesystem::is_directory(options.dir)) options.dir = ".";
    if (large) {
        options.items = 1'000'000;
        options.seconds = 10;
        options.rounds = 5;
    }
    if (postgresql) options.seconds = 15;
    if (quick) {
        options.items = large ? 20'000 : 200;
        options.queued = 500;
        options.seconds = 1;
        options.rounds = 1;
    }
    return options;
}

}  // namespace

const std::string_view usage =
    "kl_bench [--large] [--items N] [--seconds S] [--rounds N] [--quick] [--dir DIR] [--json FILE]"
    " [--only NAME]\n"
    "kl_bench --database postgresql [--writers N] [--items N] …\n"
    "  --large    what grows from a depot of 1,000 aids to one of 1,000,000\n"
    "  --items    aids in the depot (1000); with --large: in the larger one (1000000)\n"
    "  --database postgresql: on a server of its own, beside pgbench with the same statements\n"
    "  --writers  sessions that write there (as many as the server takes by itself)\n"
    "  --seconds  for each figure, over all rounds (6; with --large 10, on PostgreSQL 15)\n"
    "  --rounds   how often everything is measured in turn; the medians count (3; with --large 5)\n"
    "  --quick    1 second, 1 round, few aids: does it run at all\n"
    "  --dir      where the databases are made: a real disk (build, or here when there is none)\n"
    "  --json     writes all figures to a file as well\n"
    "  --only     one figure alone, by its name in that file (also: desk, labels, availability, "
    "forecast, rules, start, memory)\n";

Options parse_options(const std::vector<std::string_view>& words) {
    const auto has = [&](std::string_view word) {
        return std::find(words.begin(), words.end(), word) != words.end();
    };
    const auto database = std::find(words.begin(), words.end(), "--database");
    if (database != words.end() &&
        (database + 1 == words.end() || *(database + 1) != "postgresql")) {
        throw WrongUsage("--database: only postgresql; without it, SQLite");
    }
    const bool postgresql = database != words.end();
    if (postgresql && has("--large")) throw WrongUsage("--large is for SQLite");
    Options options = defaults(has("--large"), has("--quick"), postgresql);
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string_view word = words[i];
        if (word == "--large" || word == "--quick") continue;
        if (i + 1 == words.size()) throw WrongUsage(fmt::format("unknown or alone: {}", word));
        const std::string_view value = words[++i];
        if (word == "--items") {
            options.items = number<std::size_t>(value, options.large ? 1000 : 64, 1'000'000);
        } else if (word == "--database") {
            continue;
        } else if (word == "--writers") {
            options.writers = number<std::size_t>(value, 1, 200);
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

}  // namespace bench
