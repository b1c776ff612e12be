#pragma once
// What is being booked, between two steps of the form: it is sent along with each and kept nowhere.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "domain/time.hpp"
#include "pages/fields.hpp"
#include "pages/form.hpp"

namespace pages {

// One thing that is asked for: a product, or any of a class.
struct OrderLine {
    std::string product;
    std::string iso;
    std::string quantity = "1";
    std::int64_t count() const;
};

// The whole form.
struct Order {
    std::vector<OrderLine> lines;
    std::map<std::string, std::string, std::less<>> fields;

    std::string text(std::string_view name) const;  // of a field; empty for none
    // More of what is asked for already, else one more; what is too much is left.
    void add(const OrderLine& line);
};

Order order_of(const Typed& typed);
Typed typed_of(const Order& order);
// What the API takes for it.
json::object body_of_order(Order order);
// A day of such a body.
std::optional<domain::Day> day_in(const json::object& body, std::string_view name);

// An order in an address, ids alone: "p12x2.i120606x1".
std::string order_code(const Order& order);
std::vector<OrderLine> lines_of_code(std::string_view code);

}  // namespace pages
