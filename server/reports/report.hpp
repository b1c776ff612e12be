#pragma once
// A list of the depot's as data, before it is a file of any kind.

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "domain/time.hpp"
#include "reports/plot.hpp"
#include "reports/words.hpp"

namespace reports {

enum class Kind {
    text,
    code,
    number,
    day,
    money,    // in kroner
    percent,  // as a part of one: 0.125 is shown as 12,5 %
};

struct Column {
    std::string label;
    Kind kind = Kind::text;
    int decimals = 0;  // of number, money and percent, at most 9
};

// Empty, words, a number, a day. Words may stand in every column ("ukjent" among numbers); a number
// or a day has its own form whatever the column is. Numbers that are not finite are empty.
using Cell = std::variant<std::monostate, std::string, double, domain::Day>;
using Row = std::vector<Cell>;  // as many as the section has columns; those missing are empty

template <class Number>
Cell number(Number value) {
    return static_cast<double>(value);
}

struct Section {
    std::string heading;          // may be empty
    std::optional<Plot> figure;   // above the table
    std::vector<Column> columns;  // none: the section has no table
    std::vector<Row> rows;
    Row totals;                      // a last row, set apart; none when empty
    std::vector<std::string> notes;  // paragraphs below the table
};

struct Report {
    std::string title;
    Language language = Language::nb;
    domain::Instant as_of;   // the day and time its files say they were made
    std::string as_of_text;  // the same for people: "Per mandag 23.11.2026 kl. 06.00"
    std::vector<Section> sections;
    std::vector<std::string> notes;  // paragraphs after everything
};

}  // namespace reports
