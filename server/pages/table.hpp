#pragma once
// Lists: what the API's list answers, as a table to look at and as CSV to take along.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pages/page.hpp"

namespace pages {

enum class Cell { text, number, tag, code };

struct Column {
    std::string_view label;  // in bokmål
    std::string_view key;    // of a row; NAME_text is shown where it has words
    Cell cell = Cell::text;
    // Where it leads, with {key} for what the row has: "/lan/{id}". Empty: nowhere.
    std::string_view link = {};
    // The orders of the API's list that go up and down by it. Neither: its head is no link.
    std::string_view up = {};
    std::string_view down = {};
};

// An order that the reader may choose, by its name in the API.
struct Choice {
    std::string_view order;
    std::string_view label;  // in bokmål
};
inline constexpr Choice oldest{"oldest", "Eldste først"};
inline constexpr Choice newest{"newest", "Nyeste først"};
using Orders = std::span<const Choice>;

// The one that was chosen; the first when none of them was.
std::string_view chosen_order(const Request& request, Orders orders);

// Where a page goes on: the same parameters but this one; of an empty value none.
std::string address_with(const Request& request, const std::string& name, const std::string& value);

// The rows as the template "table" shows them, with `empty` said when there is none. The next page
// and the CSV are the same address with "cursor" or "format".
json::object table(const Page& page, std::span<const Column> columns, const json::array& rows,
                   std::string_view title, std::string_view empty, const json::value* next,
                   Orders orders = {});

// All rows, of as many pages as there are, at most 10,000: with BOM and ";", as Norwegian
// spreadsheets read it, and nothing that they would take for a formula.
routing::Reply csv(const Page& page, std::span<const Column> columns, const json::array& rows,
                   std::string_view file_name);

// A whole list page of one of the API's lists: with what it filters by, the next page and the CSV.
struct List {
    std::string_view path;   // below /api/v1
    std::string_view title;  // in bokmål
    std::string_view empty;
    std::string_view file_name;
    std::span<const Column> columns;
    // Of the page's parameters, those that the API's list takes.
    std::initializer_list<const char*> parameters;
    // Adds to the rows what the API's list does not have: names.
    void (*complete)(Page&, json::array&) = nullptr;
    Parameters always = {};  // that the API's list gets besides
    int on_page = 50;        // rows of the API's list; one of them may be several lines
    Orders orders = {};      // the first is the usual one; none: as the API has them
};
routing::Shown show_list(Page& page, const List& list);

// The form that says what the list shows, and in which order.
void add_filters(Page& page, Form form, Orders orders = {});
// The same of what is open or closed, at a depot; `closed` is the word for it.
void add_state_and_depot_filters(Page& page, std::string_view closed, Orders orders = {});
// A link among those beside the title.
void add_action(Page& page, std::string href, std::string_view label, bool quiet = false);

// The depots as options; the first, where not empty, stands for all of them.
std::vector<Option> depot_options(const Page& page, std::string_view first);

}  // namespace pages
