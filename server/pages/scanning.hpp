#pragma once
// Scans that are sent from a page, and what became of them in words.

#include <string>
#include <string_view>

#include "pages/fields.hpp"
#include "pages/form.hpp"
#include "pages/page.hpp"

namespace pages {

// The device that a person at a page scans on.
std::string device_of(const routing::Request& request);

// Of one showing of a page, in its field "_page". A form that is sent twice makes the same id of
// the same scan, so that nothing is scanned twice; another code that a quick hand sends from the
// same page has its own.
std::string new_page_id(const routing::Request& request);
std::string scan_id_of(const routing::Request& request, const Typed& typed, std::string_view what);

// For what is done by number in another way than by a scan: kept among those of the sender's desk.
json::object desk_scan(const routing::Request& request, const Typed& typed, std::string_view what);

// Sends the scan, which has all but its id and its time; of one that was sent before, the answer
// that it got. The id is the answer's "scan".
Answer send_scan(const routing::Request& request, db::WriteTx& tx, const Typed& typed,
                 json::object scan);

// One of the API's list of scans, as templates show it: its colour and mark, what happened, what
// comes next.
json::object scan_view(const Page& page, const json::object& scanned);
// Whether it did something lately that still stands.
bool changed_something(const json::object& view);

}  // namespace pages
