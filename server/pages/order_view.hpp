#pragma once
// An order as the page of a booking shows it: what is free of each line and where, what could take
// its place, what a search found, for whom, and what is wrong.

#include <string>

#include "pages/order.hpp"
#include "pages/page.hpp"
#include "pages/submit.hpp"

namespace pages {

// Fills the page's view. `own` is the request that the page is about; its forms are those of
// `state`. `did` is the button that led here, which says where one goes on.
void show_order(Page& page, Request& own, Returned state, std::string did);

}  // namespace pages
