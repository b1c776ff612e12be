#pragma once
// Bookings and what is held for them.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "db/order.hpp"
#include "domain/booking.hpp"

namespace db::bookings {

domain::BookingId insert(WriteTx& tx, const domain::Booking& booking);
// With its open holds, in order.
std::optional<domain::Booking> find(ReadTx& tx, domain::BookingId id);
// State, loan and end; counts the version up.
void update(WriteTx& tx, const domain::Booking& booking);
// How many, where, when, how and how urgently; without a new version, which its state brings.
void change(WriteTx& tx, const domain::Booking& booking);

struct Filter {
    std::optional<domain::DepotId> depot;
    std::optional<domain::BorrowerId> borrower;
    std::optional<domain::ActorId> requested_by;
    std::optional<bool> open;
};
// oldest, newest, from (the first day)
std::span<const Order<domain::Booking>> orders();
std::vector<domain::Booking> list(ReadTx& tx, const Filter& filter, const Position& after,
                                  std::int64_t limit,
                                  const Order<domain::Booking>& order = orders().front());

// Whether anybody waits there for the product or its class: what nearly always is all there is to
// ask.
bool anybody_waits(ReadTx& tx, domain::ProductId product, const domain::DepotId& depot);
// Those that wait at the depot for the product or its class, the first in the queue first; at most
// so many.
std::vector<domain::Booking> waiting(ReadTx& tx, const domain::Product& product,
                                     const domain::DepotId& depot, std::int64_t limit);
// The place in the queue of those that wait, 1 the first, of at most 256 bookings: before each come
// those at its depot that could take what it waits for and begin on the day at the latest.
std::map<domain::BookingId, std::int64_t> places(ReadTx& tx,
                                                 const std::vector<domain::BookingId>& bookings,
                                                 domain::Day last);
// Those that wait and begin on the day at the latest, by id, after the given one.
std::vector<domain::Booking> waiting_until(ReadTx& tx, domain::Day first, domain::BookingId after,
                                           std::int64_t limit);

// Those whose days have gone by, with nothing or too little held.
std::vector<domain::Booking> waited_in_vain(ReadTx& tx, domain::Day before, std::int64_t limit);

std::int64_t insert_hold(WriteTx& tx, const domain::Hold& hold);
// For whom an item is held.
struct HeldFor {
    std::int64_t hold = 0;
    domain::BookingId booking;
    domain::BorrowerId borrower;
};
std::optional<HeldFor> of_item(ReadTx& tx, domain::ItemId item);
// The booking of each of the items that is held for one.
std::map<domain::ItemId, domain::BookingId> holding(ReadTx& tx,
                                                    const std::vector<domain::ItemId>& items);
// How many of a counted product are held at the depot.
std::int64_t held_of(ReadTx& tx, domain::ProductId product, const domain::DepotId& depot);
// The last day on which it waits.
void hold_until(WriteTx& tx, std::int64_t hold, domain::Day until);
enum class HoldEnd { handed_out, fallen_back, released };
void close_hold(WriteTx& tx, std::int64_t hold, HoldEnd how, domain::Instant at,
                std::optional<domain::LoanLineId> line = {});
// The hold that was handed out as this line is open again; its booking.
std::optional<domain::BookingId> reopen_hold(WriteTx& tx, domain::LoanLineId line);
// Bookings with a hold that waited until before the day, the oldest first.
std::vector<domain::BookingId> waited_until(ReadTx& tx, domain::Day before, std::int64_t limit);

// Whether it could be handed out today, and nobody has it or is promised it.
bool is_on_shelf(ReadTx& tx, domain::ItemId item, domain::Day today);
// All of the product at the depot, the longest on the shelf first.
std::vector<domain::ItemId> on_shelf(ReadTx& tx, domain::ProductId product,
                                     const domain::DepotId& depot, domain::Day today,
                                     std::int64_t limit);
// What other depots have on their shelves of what these bookings ask for; at most 256 of them.
struct OtherStock {
    domain::BookingId booking;
    domain::DepotId depot;
    domain::Product limits;  // its limits alone
    std::int64_t number = 0;
};
std::vector<OtherStock> on_other_shelves(ReadTx& tx, const std::vector<domain::BookingId>& bookings,
                                         domain::Day today);
// The products of a class, by id.
std::vector<domain::ProductId> products_of(ReadTx& tx, const std::string& iso_class);

}  // namespace db::bookings
