#include "pages/queue_place.hpp"

#include "pages/section.hpp"
#include "pages/words.hpp"

namespace pages {

json::value queue_text(const Page& page, const json::object& booking) {
    const auto place = number_of(booking, "queue_position");
    if (!place) return nullptr;
    return json::string(say("Nr. {n} i køen", "Nr. {n} i køen", *place, page.language()));
}

}  // namespace pages
