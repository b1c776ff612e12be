#include "pages/loan_view.hpp"

#include <algorithm>

#include "depot/oslo_time.hpp"
#include "domain/time.hpp"

namespace pages {
namespace {

json::array& lines_of(json::value& loan) { return loan.get_object().at("lines").get_array(); }

// "Rullator", "12 × Hansker"
std::string name_of(const json::object& line) {
    const auto* product = line.if_contains("product");
    std::string name = product == nullptr ? std::string() : std::string(product->get_string());
    const std::int64_t quantity = line.at("quantity").get_int64();
    return quantity == 1 ? name : std::to_string(quantity) + " × " + name;
}

// The earliest of the lines that are out; empty when none has one.
std::string earliest(const json::array& lines, std::string_view day) {
    std::string first;
    for (const json::value& entry : lines) {
        const auto& line = entry.get_object();
        const auto* text = line.at(day).if_string();
        if (text == nullptr || !is_open(line)) continue;
        if (first.empty() || *text < first) first = std::string(*text);
    }
    return first;
}

}  // namespace

bool is_open(const json::object& loan_or_line) { return loan_or_line.at("state") == "open"; }

bool has_open(const json::object& loan, std::string_view day) {
    return !earliest(loan.at("lines").get_array(), day).empty();
}

void add_line_products(Page& page, json::array& loans) {
    json::array lines;
    for (json::value& loan : loans) {
        for (json::value& line : lines_of(loan)) lines.push_back(line);
    }
    page.add_product_names(lines);
    auto named = lines.begin();
    for (json::value& loan : loans) {
        for (json::value& line : lines_of(loan)) line = *named++;
    }
}

void add_summary(const Page& page, json::object& loan) {
    const json::array& lines = loan.at("lines").get_array();
    const bool open = is_open(loan);
    json::array products;
    std::int64_t late = 0;
    for (const json::value& entry : lines) {
        const auto& line = entry.get_object();
        // Of a loan that goes on, what is still out.
        if (open && !is_open(line)) continue;
        const std::string name = name_of(line);
        if (std::find(products.begin(), products.end(), json::value(name)) == products.end()) {
            products.push_back(json::string(name));
        }
        late = std::max(late, line.at("days_overdue").get_int64());
    }
    const std::string due = earliest(lines, "due");
    const std::string review = earliest(lines, "review");
    loan["products"] = std::move(products);
    loan["due"] = due.empty() ? json::value() : json::value(due);
    if (due.empty() && !review.empty()) {
        loan["due_text"] = page.say("Vurderes") + " " + shown(review);
    }
    loan["days_overdue"] = late > 0 ? json::value(late) : json::value();
    loan["loan_state"] = late > 0 ? json::value("overdue") : loan.at("state");
    loan["loan_reason"] = loan.at("reason");
}

json::object shown_line(const json::object& loan, const json::object& line) {
    json::object row = line;
    row["loan"] = loan.at("id");
    const std::int64_t late = line.at("days_overdue").get_int64();
    row["late"] = late > 0 ? json::value(late) : json::value();
    row["one_day_late"] = late == 1;
    row["name"] = name_of(line);
    row["is_open"] = is_open(line);
    const auto* ended = line.at("ended_at").if_string();
    const auto at = ended == nullptr ? std::nullopt : domain::parse_instant(*ended);
    row["ended_on"] = at ? json::value(domain::to_text(depot::oslo_day(*at))) : json::value();
    // What was moved on by extensions.
    if (row.at("original_due") == row.at("due")) row["original_due"] = nullptr;
    return row;
}

}  // namespace pages
