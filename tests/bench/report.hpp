#pragma once
// What a run has measured: loads with their figures, and single values, some with an aim.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bench/load.hpp"
#include "bench/options.hpp"

namespace bench {

double median(std::vector<double> values);
// 1,000,000
std::string grouped(std::size_t number);

// A load to be measured in every round.
struct Series {
    std::string name;  // in the JSON
    std::string title;
    std::function<Figures()> measure;
};

// The medians of its rounds; answers and wrong answers of all of them.
struct Row {
    std::string name;
    std::string title;
    Figures figures;
};

// Measures all series in turn, round by round: what disturbs the machine for a while disturbs a
// round of each.
std::vector<Row> measure_in_turn(const std::vector<Series>& all, const Options& options);

enum class Bound { at_least, at_most };

struct Aim {
    Bound bound;
    double limit;
};

struct Value {
    std::string name;  // in the JSON
    std::string title;
    double value = 0;
    std::string unit = {};
    std::optional<Aim> aim = {};

    bool met() const;
};

// The figure of one row divided by that of another; nothing unless both were measured.
std::vector<Value> ratio(const std::vector<Row>& rows, std::string_view of, std::string_view to,
                         double Figures::*figure, std::optional<Aim> aim = {});

struct Report {
    std::vector<Row> rows;
    std::vector<Value> values;
    std::uint64_t wrong = 0;  // answers that were not what they should be, beside those of the rows

    void add(Report more);
    bool is_empty() const { return rows.empty() && values.empty(); }
    std::uint64_t all_wrong() const;
};

// What is said of the run itself.
struct Heading {
    Options options;
    bool same_statements = true;
    std::size_t statements_per_cycle = 0;
};

void print(const Heading& heading, const Report& report);
// Throws when the file cannot be written.
void write_json(const Heading& heading, const Report& report, const std::filesystem::path& file);

}  // namespace bench
