#pragma once
// A booking's place in the queue, in words.

#include "pages/page.hpp"

namespace pages {

// "Nr. 2 i køen"; null when it does not wait.
json::value queue_text(const Page& page, const json::object& booking);

}  // namespace pages
