#include "pages/order_steps.hpp"

#include <algorithm>
#include <array>

#include "pages/free_days.hpp"

namespace pages {
namespace {

using domain::Day;
using std::chrono::days;

void add_set(Page& page, Order& order, const std::string& id) {
    if (!whole_number(id)) return;
    const json::object set = page.ask_if_may("/sets/" + id);
    const auto* lines = set.if_contains("lines");
    if (lines == nullptr) return;
    for (const json::value& entry : lines->get_array()) {
        const auto& line = entry.get_object();
        order.add({any_text_at(line, "product_id"), any_text_at(line, "iso"),
                   any_text_at(line, "quantity")});
    }
}

// The depot's next open day, and the day that a loan from then would be due.
void set_days(Page& page, Order& order) {
    const Day today = page.request().now.today;
    const std::string depot = "/depots/" + encoded(order.text("depot"));
    Day from = today + days(1);
    const json::object calendar = page.ask_if_may(
        depot + "/calendar",
        {{"from", domain::to_text(from)}, {"to", domain::to_text(from + days(30))}});
    if (const auto* items = calendar.if_contains("items")) {
        for (const json::value& item : items->get_array()) {
            const auto& day = item.get_object();
            if (!day.at("open").get_bool()) continue;
            from = *day_in(day, "day");
            break;
        }
    }
    if (order.text("from").empty()) order.fields["from"] = domain::to_text(from);
    if (!order.text("to").empty()) return;
    const json::object due = page.ask_if_may(depot + "/due-date", {{"start", order.text("from")}});
    order.fields["to"] = any_text_at(due, "due");
}

}  // namespace

Order preset(Page& page) {
    const Request& request = page.request();
    Order order;
    const auto depots = depot_names(page);
    order.fields = {{"depot", request.principal.depot},
                    {"handover", "pickup"},
                    {"priority", "normal"},
                    {"borrower_id", parameter(request, "laner")},
                    {"from", parameter(request, "fra")},
                    {"to", parameter(request, "til")}};
    if (const auto depot = parameter(request, "depot"); !depot.empty()) {
        order.fields["depot"] = depot;
    }
    if (!depots.contains(order.text("depot")) && !depots.empty()) {
        order.fields["depot"] = depots.begin()->first;
    }
    if (whole_number(parameter(request, "produkt"))) order.add({parameter(request, "produkt"), {}});
    if (whole_number(parameter(request, "iso"))) order.add({{}, parameter(request, "iso")});
    for (const OrderLine& line : lines_of_code(parameter(request, "valg"))) order.add(line);
    add_set(page, order, parameter(request, "sett"));
    set_days(page, order);
    return order;
}

void apply(Page& page, Order& order, std::string_view what) {
    std::array<std::string, 3> parts;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto part = what.substr(0, what.find(':'));
        parts.at(i) = part;
        what.remove_prefix(std::min(what.size(), part.size() + 1));
    }
    const auto& [verb, first, second] = parts;
    const auto index = static_cast<std::size_t>(whole_number(first).value_or(-1));
    const bool line = index < order.lines.size();
    if (verb == "add" && whole_number(first)) {
        order.add({first, {}});
        order.fields["_q"].clear();
    } else if (verb == "class" && whole_number(first)) {
        order.add({{}, first});
        order.fields["_q"].clear();
    } else if (verb == "set") {
        add_set(page, order, first);
        order.fields["_q"].clear();
    } else if (verb == "remove" && line) {
        order.lines.erase(order.lines.begin() + static_cast<std::ptrdiff_t>(index));
    } else if (verb == "any" && line && whole_number(second)) {
        OrderLine any = order.lines[index];
        order.lines.erase(order.lines.begin() + static_cast<std::ptrdiff_t>(index));
        any.product.clear();
        any.iso = second;
        order.add(any);
    } else if (verb == "swap" && line && whole_number(second)) {
        order.lines[index].product = second;
        order.lines[index].iso.clear();
    } else if (verb == "move") {
        const auto from = day_in(body_of_order(order), "from");
        const auto to = day_in(body_of_order(order), "to");
        const auto day = domain::parse_day(first);
        if (from && to && day) {
            order.fields["from"] = domain::to_text(*day);
            order.fields["to"] = domain::to_text(*day + (*to - *from));
        }
        if (!second.empty()) order.fields["depot"] = second;
    } else if (verb == "who" && whole_number(first)) {
        order.fields["borrower_id"] = first;
        order.fields["_who"].clear();
    } else if (verb == "other") {
        order.fields["borrower_id"].clear();
    }
}

}  // namespace pages
