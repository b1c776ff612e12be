#pragma once
// Bookings as they are shown.

#include <map>
#include <span>

#include <boost/json.hpp>

#include "db/connection.hpp"
#include "domain/booking.hpp"

namespace api {

// What stands in an answer beside the booking itself, of some of them.
struct BesideBookings {
    std::map<domain::BookingId, domain::DepotId> elsewhere;
    std::map<domain::BookingId, std::int64_t> queue_places;
};
BesideBookings beside(db::ReadTx& tx, std::span<const domain::Booking> bookings, domain::Day today);

boost::json::object to_json(const domain::Booking& booking, const BesideBookings& beside);
boost::json::object to_json(db::ReadTx& tx, const domain::Booking& booking, domain::Day today);

}  // namespace api
