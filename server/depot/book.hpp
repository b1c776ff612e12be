#pragma once
// Bookings: asked for, held for, handed out. Whoever makes an aid ready or sets one free offers it
// to those who wait.

#include <map>
#include <optional>
#include <span>
#include <vector>

#include "db/booking_store.hpp"
#include "db/connection.hpp"
#include "depot/act.hpp"
#include "domain/booking.hpp"
#include "domain/item.hpp"
#include "domain/loan_record.hpp"
#include "domain/refusal.hpp"

namespace depot {

// Id, state and what belongs to it are given by the booking. What is on the shelf is held at once
// when its days are near; the rest waits. Refused, all of it at once: unknown_product,
// unknown_class, unknown_depot, unknown_borrower, borrower_deceased, by_arrangement.
tl::expected<domain::BookingId, std::vector<domain::Refusal>> request_booking(
    db::WriteTx& tx, domain::Booking wanted, const Act& act);

// What of a booking may be refused: what is asked for (unknown_product at "/product_id",
// unknown_class at "/iso"), and all the rest.
std::optional<domain::Refusal> unknown_of(db::ReadTx& tx,
                                          const std::optional<domain::ProductId>& product,
                                          const std::optional<std::string>& iso_class);
std::vector<domain::Refusal> refused_for(db::ReadTx& tx, const domain::Booking& wanted);

// How many, where, when, how and how urgently; what is asked for and for whom stays. What is held
// and still serves is kept; the rest goes to the next, and what is missing is held as for a new
// one. Its place in the queue is that of when it was asked for. Refused, all of it at once:
// booking_closed, booking_partly_out when no more would be wanted than went out, unknown_depot,
// borrower_deceased, by_arrangement.
tl::expected<void, std::vector<domain::Refusal>> change_booking(db::WriteTx& tx,
                                                                const domain::Booking& stored,
                                                                const domain::Booking& wanted,
                                                                const Act& act);
// Holds what is on the shelf now, however far away its days are. Refused: booking_closed,
// none_free when nothing could be held.
domain::Decided<void> allocate_booking(db::WriteTx& tx, const domain::Booking& booking,
                                       const Act& act);
// Refused: booking_closed, not_allocated.
domain::Decided<void> pick_booking(db::WriteTx& tx, const domain::Booking& booking, const Act& act);
// Becomes a loan of today with all that is held. Refused: booking_closed, not_allocated, and what
// lending refuses.
tl::expected<domain::LoanId, std::vector<domain::Refusal>> hand_out_booking(
    db::WriteTx& tx, const domain::Booking& booking,
    const std::optional<domain::Training>& training, const Act& act);
// What was held is offered to the next. Refused: booking_closed.
domain::Decided<void> cancel_booking(db::WriteTx& tx, const domain::Booking& booking,
                                     const Act& act);

// The place in the queue of each that waits and that aids are held for by now: in haste first, then
// by when it was asked for. Who needs it later stands in no queue yet.
std::map<domain::BookingId, std::int64_t> queue_places(db::ReadTx& tx,
                                                       std::span<const domain::Booking> bookings,
                                                       domain::Day today);
// Where bookings that wait could have it at once: another depot with enough on its shelves.
std::map<domain::BookingId, domain::DepotId> elsewhere(db::ReadTx& tx,
                                                       std::span<const domain::Booking> bookings,
                                                       domain::Day today);

// An item that is ready, on its shelf and nobody's goes to the first who waits for it.
void offer(db::WriteTx& tx, const domain::Item& item, const Act& act);
// The same of a counted product.
void offer_counted(db::WriteTx& tx, domain::ProductId product, const domain::DepotId& depot,
                   const Act& act);

// What was held went out to its borrower on this line.
void fulfil(db::WriteTx& tx, const db::bookings::HeldFor& held, const domain::LoanLine& line,
            const Act& act);
// The hand-over was undone: it is held again.
void hold_again(db::WriteTx& tx, domain::LoanLineId line);
// An item cannot be handed out any more: its booking waits again, in its old place, and gets
// another one when there is one.
void release(db::WriteTx& tx, domain::ItemId item, const Act& act);

// What a day brings: what nobody collected and what waited in vain expires; at most so many of each
// at once, how many.
std::size_t let_bookings_expire(db::WriteTx& tx, std::size_t most, const Act& act);
// Bookings whose days have come near get what is on the shelf. So many of those that wait are
// looked at, after the given one; the last of them, none when no more wait.
std::optional<domain::BookingId> hold_for_coming(db::WriteTx& tx, domain::BookingId after,
                                                 std::size_t most, const Act& act);

}  // namespace depot
