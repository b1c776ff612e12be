#include "bench/report.hpp"

#include <algorithm>
#include <fstream>

#include <fmt/format.h>

namespace bench {
namespace {

Figures medians(const std::vector<Figures>& rounds) {
    const auto middle = [&](double Figures::*figure) {
        std::vector<double> values;
        for (const Figures& round : rounds) values.push_back(round.*figure);
        return median(std::move(values));
    };
    Figures figures;
    figures.per_second = middle(&Figures::per_second);
    figures.p50 = middle(&Figures::p50);
    figures.p99 = middle(&Figures::p99);
    figures.cpu = middle(&Figures::cpu);
    for (const Figures& round : rounds) {
        figures.answers += round.answers;
        figures.wrong += round.wrong;
    }
    return figures;
}

const Row* find(const std::vector<Row>& rows, std::string_view name) {
    const auto found =
        std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.name == name; });
    return found == rows.end() ? nullptr : &*found;
}

std::string_view to_text(Bound bound) {
    switch (bound) {
        case Bound::at_least:
            return "at least";
        case Bound::at_most:
            return "at most";
    }
    return {};
}

std::string aim_text(const Value& value) {
    if (!value.aim) return {};
    return fmt::format("{} {} {:g}", value.met() ? "met:   " : "MISSED:", to_text(value.aim->bound),
                       value.aim->limit);
}

// The values of a JSON object, one a line.
std::string members(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += (text.empty() ? "\n    " : ",\n    ") + line;
    return text;
}

}  // namespace

double median(std::vector<double> values) {
    if (values.empty()) return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

std::string grouped(std::size_t number) {
    std::string text = std::to_string(number);
    for (auto at = text.size(); at > 3;) text.insert(at -= 3, ",");
    return text;
}

std::vector<Row> measure_in_turn(const std::vector<Series>& all, const Options& options) {
    std::vector<std::vector<Figures>> measured(all.size());
    for (int round = 0; round < options.rounds; ++round) {
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (options.wants(all[i].name)) measured[i].push_back(all[i].measure());
        }
    }
    std::vector<Row> rows;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (measured[i].empty()) continue;
        rows.push_back({all[i].name, all[i].title, medians(measured[i])});
    }
    return rows;
}

bool Value::met() const {
    if (!aim) return true;
    switch (aim->bound) {
        case Bound::at_least:
            return value >= aim->limit;
        case Bound::at_most:
            return value <= aim->limit;
    }
    return false;
}

std::vector<Value> ratio(const std::vector<Row>& rows, std::string_view of, std::string_view to,
                         double Figures::*figure, std::optional<Aim> aim) {
    const Row* above = find(rows, of);
    const Row* below = find(rows, to);
    if (above == nullptr || below == nullptr) return {};
    return {{fmt::format("{}_to_{}", of, to), fmt::format("{} / {}", above->title, below->title),
             above->figures.*figure / below->figures.*figure, "", aim}};
}

void Report::add(Report more) {
    rows.insert(rows.end(), more.rows.begin(), more.rows.end());
    values.insert(values.end(), more.values.begin(), more.values.end());
    wrong += more.wrong;
}

std::uint64_t Report::all_wrong() const {
    std::uint64_t all = wrong;
    for (const Row& row : rows) all += row.figures.wrong;
    return all;
}

void print(const Heading& heading, const Report& report) {
    const Options& options = heading.options;
    fmt::print(
        "{} aids, {} round(s), {} s for each figure; {} statements in the 4 scans of a cycle\n",
        grouped(options.items), options.rounds, options.seconds, heading.statements_per_cycle);
    if (!report.rows.empty()) {
        fmt::print("\n{:<56} {:>10} {:>9} {:>9} {:>8} {:>6}\n", "", "per second", "p50 ms",
                   "p99 ms", "cpu us", "wrong");
    }
    for (const Row& row : report.rows) {
        fmt::print("{:<56} {:>10.0f} {:>9.3f} {:>9.3f} {:>8.1f} {:>6}\n", row.title,
                   row.figures.per_second, row.figures.p50, row.figures.p99, row.figures.cpu,
                   row.figures.wrong);
    }
    fmt::print("\n");
    for (const Value& value : report.values) {
        fmt::print("{:<80} {:>9.2f} {:<4}{}\n", value.title, value.value, value.unit,
                   aim_text(value));
    }
}

void write_json(const Heading& heading, const Report& report, const std::filesystem::path& file) {
    std::vector<std::string> figures;
    for (const Row& row : report.rows) {
        figures.push_back(fmt::format(
            R"("{}": {{"per_second": {:.1f}, "p50_ms": {:.4f}, "p99_ms": {:.4f}, "cpu_us": {:.2f}, )"
            R"("answers": {}, "wrong": {}}})",
            row.name, row.figures.per_second, row.figures.p50, row.figures.p99, row.figures.cpu,
            row.figures.answers, row.figures.wrong));
    }
    std::vector<std::string> values;
    for (const Value& value : report.values) {
        const std::string aim =
            value.aim ? fmt::format(R"(, "aim": "{} {:g}", "met": {})", to_text(value.aim->bound),
                                    value.aim->limit, value.met())
                      : "";
        values.push_back(fmt::format(R"("{}": {{"value": {:.4f}, "unit": "{}"{}}})", value.name,
                                     value.value, value.unit, aim));
    }
    std::ofstream out(file);
    out << fmt::format(
        "{{\n  \"items\": {},\n  \"large\": {},\n  \"seconds\": {},\n  \"rounds\": {},\n"
        "  \"same_statements\": {},\n  \"statements_per_cycle\": {},\n  \"wrong\": {},\n"
        "  \"figures\": {{{}\n  }},\n  \"values\": {{{}\n  }}\n}}\n",
        heading.options.items, heading.options.large, heading.options.seconds,
        heading.options.rounds, heading.same_statements, heading.statements_per_cycle,
        report.all_wrong(), members(figures), members(values));
    if (!out.flush()) throw std::runtime_error("cannot write " + file.string());
}

}  // namespace bench
