#pragma once
// Loans of the API's with what people look for in them: what it is, and when it is due.

#include "pages/page.hpp"

namespace pages {

// Each line of each loan gets its "product", in one statement.
void add_line_products(Page& page, json::array& loans);

// Of a loan whose lines have names: its "products", the earliest "due" of what is out (or when it
// is looked at again), "days_overdue", null when it is none, and its "loan_state".
void add_summary(const Page& page, json::object& loan);

// A line as a table shows it: its "name" with how many, its "loan", days "late", null when none,
// the day that it "ended_on", and "original_due" where extensions moved that.
json::object shown_line(const json::object& loan, const json::object& line);

bool is_open(const json::object& loan_or_line);
// Whether the line is out and has such a day: "due", "review".
bool has_open(const json::object& loan, std::string_view day);

}  // namespace pages
