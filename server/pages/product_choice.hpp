#pragma once
// A product is found by its name or HMS number before the form that is about it.

#include <string>
#include <string_view>

#include "pages/page.hpp"

namespace pages {

struct ProductChoice {
    std::string link;  // where each leads, with {id} for the product: "/deler/ny?produkt={id}"
    std::string_view title;    // of the page, in bokmål
    bool single_only = false;  // not those that are counted
};

// The page of the address as long as nothing is chosen: asks for "q" and lists what it finds.
Shown choose_product(Page& page, const ProductChoice& choice);

}  // namespace pages
