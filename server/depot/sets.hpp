#pragma once
// Sets: what is booked together, as the depot keeps them, and the bookings of one.

#include <vector>

#include "db/connection.hpp"
#include "depot/act.hpp"
#include "domain/booking.hpp"
#include "domain/refusal.hpp"

namespace depot {

// The id is given by the set. Refused, all of it at once: set_name_taken, and for each line
// unknown_product, unknown_class at "/lines/N/product_id" or "/lines/N/iso".
tl::expected<domain::SetId, std::vector<domain::Refusal>> make_set(db::WriteTx& tx,
                                                                   const domain::ProductSet& set);
tl::expected<void, std::vector<domain::Refusal>> change_set(db::WriteTx& tx,
                                                            const domain::ProductSet& set);

// A booking for each line, alike but for what is asked for; in the order of the lines. All of them
// or none: refused is what is wrong with the lines, each of them, and what request_booking refuses
// of the rest.
tl::expected<std::vector<domain::BookingId>, std::vector<domain::Refusal>> book_together(
    db::WriteTx& tx, const std::vector<domain::Asked>& lines, const domain::Booking& common,
    const Act& act);

}  // namespace depot
