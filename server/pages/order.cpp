#include "pages/order.hpp"

#include <algorithm>

#include "domain/booking.hpp"

namespace pages {
namespace {

constexpr const char* field_names[] = {"depot",    "from",          "to",     "borrower_id",
                                       "handover", "priority",      "reason", "needed_by",
                                       "user_kg",  "seat_width_mm", "_q",     "_who"};

}  // namespace

std::int64_t OrderLine::count() const {
    return std::max<std::int64_t>(1, whole_number(quantity).value_or(1));
}

std::string Order::text(std::string_view name) const {
    const auto found = fields.find(name);
    return found == fields.end() ? std::string() : found->second;
}

void Order::add(const OrderLine& line) {
    for (OrderLine& other : lines) {
        if (other.product != line.product || other.iso != line.iso) continue;
        other.quantity = std::to_string(other.count() + line.count());
        return;
    }
    if (lines.size() < domain::most_lines_of_a_set) lines.push_back(line);
}

Order order_of(const Typed& typed) {
    Order order;
    for (const char* name : field_names) {
        if (const auto* text = typed.find(name)) order.fields[name] = *text;
    }
    for (std::size_t i = 0; i < domain::most_lines_of_a_set; ++i) {
        const std::string place = "lines/" + std::to_string(i) + "/";
        OrderLine line{typed.text(place + "product_id"), typed.text(place + "iso"),
                       typed.text(place + "quantity")};
        if (line.product.empty() && line.iso.empty()) break;
        order.lines.push_back(std::move(line));
    }
    return order;
}

Typed typed_of(const Order& order) {
    std::vector<std::pair<std::string, std::string>> fields(order.fields.begin(),
                                                            order.fields.end());
    for (std::size_t i = 0; i < order.lines.size(); ++i) {
        const std::string place = "lines/" + std::to_string(i) + "/";
        const OrderLine& line = order.lines[i];
        fields.emplace_back(place + "product_id", line.product);
        fields.emplace_back(place + "iso", line.iso);
        fields.emplace_back(place + "quantity", line.quantity);
    }
    return Typed(std::move(fields));
}

// Only haste has a reason and an hour.
json::object body_of_order(Order order) {
    if (order.text("priority") != "hast") {
        order.fields.erase("reason");
        order.fields.erase("needed_by");
    }
    return body_of(typed_of(order), "booking_set_new", false);
}

std::optional<domain::Day> day_in(const json::object& body, std::string_view name) {
    return domain::parse_day(any_text_at(body, name));
}

std::string order_code(const Order& order) {
    std::string code;
    for (const OrderLine& line : order.lines) {
        if (!code.empty()) code += '.';
        code += line.product.empty() ? "i" + line.iso : "p" + line.product;
        code += "x" + std::to_string(line.count());
    }
    return code;
}

std::vector<OrderLine> lines_of_code(std::string_view code) {
    std::vector<OrderLine> lines;
    while (!code.empty() && lines.size() < domain::most_lines_of_a_set) {
        const auto part = code.substr(0, code.find('.'));
        code.remove_prefix(std::min(code.size(), part.size() + 1));
        const auto x = part.find('x');
        if (part.size() < 2 || x == std::string_view::npos) continue;
        const std::string what(part.substr(1, x - 1));
        const auto count = whole_number(part.substr(x + 1));
        if (!whole_number(what) || !count || *count < 1) continue;
        OrderLine line{{}, {}, std::to_string(*count)};
        (part[0] == 'p' ? line.product : line.iso) = what;
        lines.push_back(std::move(line));
    }
    return lines;
}

}  // namespace pages
