#pragma once
// A booking as it is shown.

#include <map>

#include <boost/json.hpp>

#include "db/connection.hpp"
#include "domain/booking.hpp"

namespace api {

boost::json::object to_json(const domain::Booking& booking,
                            const std::map<domain::BookingId, domain::DepotId>& elsewhere);
boost::json::object to_json(db::ReadTx& tx, const domain::Booking& booking, domain::Day today);

}  // namespace api
