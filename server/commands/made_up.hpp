#pragma once
// What made-up depots consist of: products with their real names and HMS numbers, which are facts
// of NAV's public lists, and names of people who do not exist.

#include <span>
#include <string_view>

#include "domain/product.hpp"

namespace commands {

struct MadeUpProduct {
    const char* hms_nr;
    const char* name;
    const char* iso;
    domain::WashClass wash;
    int aids;  // in a depot with 400
    int inspection_months = 0;
    bool children = false;
    const char* accessory = nullptr;
};

// Of many ISO classes, as a depot has them.
std::span<const MadeUpProduct> made_up_products();
// The first of them: what a depot with exactly 400 aids has.
std::span<const MadeUpProduct> demo_products();

domain::Product to_product(const MadeUpProduct& made_up);

std::span<const std::string_view> first_names();

}  // namespace commands
