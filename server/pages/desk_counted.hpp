#pragma once
// Counted products at the desk: they have no label each and go out and come in by number.

#include "pages/desk_state.hpp"

namespace pages {

// The form of what goes out to whoever is at the desk; null: nobody is.
json::value counted_out_form(Page& page, const Standing& standing);
// The form of what the borrower has out, or of what is out on that loan; null: nothing is.
json::value counted_in_form(Page& page, const Standing& standing);
// Whether the sender may take it in.
bool may_take_counted_back(const Request& request);

// The two forms as they were sent.
Shown give_counted(const Request& request, db::WriteTx& tx);
Shown take_counted_back(const Request& request, db::WriteTx& tx);

}  // namespace pages
