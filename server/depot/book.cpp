#include "depot/book.hpp"

#include <algorithm>
#include <utility>

#include "db/booking_store.hpp"
#include "db/borrower_store.hpp"
#include "db/depot_store.hpp"
#include "db/product_store.hpp"
#include "db/settings_store.hpp"
#include "depot/counted_stock.hpp"
#include "depot/lend.hpp"

namespace depot {
namespace {

using domain::Booking;
using domain::BookingState;
using domain::Refusal;
using domain::RefusalCode;

// As many of those who wait as are looked at for one aid.
constexpr std::int64_t most_waiting = 50;

tl::unexpected<Refusal> refuse(RefusalCode code) { return tl::unexpected(Refusal{code}); }

domain::DepotCalendar calendar_of(db::ReadTx& tx, const domain::DepotId& depot) {
    return db::depots::calendar(tx, *db::depots::find(tx, depot));
}

bool is_near(db::ReadTx& tx, const Booking& booking, domain::Day today) {
    return domain::held_from(calendar_of(tx, booking.depot), booking.first,
                             db::settings::load(tx)) <= today;
}

std::vector<domain::Product> products_for(db::ReadTx& tx, const Booking& booking) {
    std::vector<domain::Product> fitting;
    const auto add = [&](domain::ProductId id) {
        auto product = db::products::find(tx, id);
        if (product && domain::fits(*product, booking.needs))
            fitting.push_back(std::move(*product));
    };
    if (booking.product) {
        add(*booking.product);
    } else {
        for (const auto id : db::bookings::products_of(tx, *booking.iso_class)) add(id);
    }
    return fitting;
}

// Keeps the state with what is held now.
void settle(db::WriteTx& tx, const Booking& before) {
    Booking booking = *db::bookings::find(tx, before.id);
    const bool complete = domain::missing(booking) <= 0;
    if (!complete) {
        booking.state = BookingState::requested;
    } else if (booking.state == BookingState::requested) {
        booking.state = BookingState::allocated;
    }
    db::bookings::update(tx, booking);
}

domain::Hold hold_for(db::ReadTx& tx, const Booking& booking, domain::ProductId product,
                      const Act& act) {
    domain::Hold hold;
    hold.booking = booking.id;
    hold.product = product;
    hold.since = act.recorded;
    hold.until = domain::held_until(calendar_of(tx, booking.depot), booking.first, act.day,
                                    db::settings::load(tx));
    return hold;
}

std::int64_t hold_items(db::WriteTx& tx, const Booking& booking, const domain::Product& product,
                        std::int64_t most, const Act& act) {
    const auto found = db::bookings::on_shelf(tx, product.id, booking.depot, act.day, most);
    for (const domain::ItemId item : found) {
        domain::Hold hold = hold_for(tx, booking, product.id, act);
        hold.item = item;
        db::bookings::insert_hold(tx, hold);
    }
    return static_cast<std::int64_t>(found.size());
}

std::int64_t hold_counted(db::WriteTx& tx, const Booking& booking, const domain::Product& product,
                          std::int64_t most, const Act& act) {
    const std::int64_t stock = in_stock(tx, product.id, booking.depot).value_or(0);
    const std::int64_t left = stock - db::bookings::held_of(tx, product.id, booking.depot);
    const std::int64_t quantity = std::min(most, left);
    if (quantity <= 0) return 0;
    domain::Hold hold = hold_for(tx, booking, product.id, act);
    hold.quantity = quantity;
    db::bookings::insert_hold(tx, hold);
    return quantity;
}

// Holds what is missing and on the shelf; how many.
std::int64_t fill(db::WriteTx& tx, const Booking& booking, const Act& act) {
    const std::int64_t wanted = domain::missing(booking);
    std::int64_t held = 0;
    for (const domain::Product& product : products_for(tx, booking)) {
        if (held == wanted) break;
        held += product.tracking == domain::Tracking::counted
                    ? hold_counted(tx, booking, product, wanted - held, act)
                    : hold_items(tx, booking, product, wanted - held, act);
    }
    if (held > 0) settle(tx, booking);
    return held;
}

void close(db::WriteTx& tx, Booking booking, BookingState state, const Act& act) {
    booking.state = state;
    booking.closed_at = act.recorded;
    db::bookings::update(tx, booking);
}

void offer_released(db::WriteTx& tx, const std::vector<domain::Hold>& holds,
                    const domain::DepotId& depot, const Act& act) {
    for (const domain::Hold& hold : holds) {
        if (hold.item) {
            offer(tx, db::items::find(tx, *hold.item)->item, act);
        } else {
            offer_counted(tx, hold.product, depot, act);
        }
    }
}

// Keeps of what is held what serves the booking as it is wanted now; the rest, which is let go.
std::vector<domain::Hold> let_go(db::WriteTx& tx, const Booking& stored, const Booking& wanted,
                                 const Act& act) {
    const bool near = is_near(tx, wanted, act.day);
    // What was held early, for days that are far away, stays while those days stay.
    const bool when = near || wanted.first == stored.first;
    std::int64_t left = wanted.quantity - stored.fulfilled;
    std::vector<domain::Hold> released;
    for (const domain::Hold& hold : stored.holds) {
        const bool serves = when && wanted.depot == stored.depot &&
                            domain::fits(*db::products::find(tx, hold.product), wanted.needs);
        domain::Hold kept = hold;
        kept.quantity = serves ? std::min(hold.quantity, left) : 0;
        left -= kept.quantity;
        if (wanted.first != stored.first) {
            kept.until = hold_for(tx, wanted, hold.product, act).until;
        }
        if (kept.quantity == hold.quantity) {
            db::bookings::hold_until(tx, hold.id, kept.until);
            continue;
        }
        db::bookings::close_hold(tx, hold.id, db::bookings::HoldEnd::released, act.recorded);
        // Fewer of a counted product.
        if (kept.quantity > 0) db::bookings::insert_hold(tx, kept);
        released.push_back(hold);
    }
    return released;
}

// Ends a booking with what is held for it, which goes to the next.
void end(db::WriteTx& tx, const Booking& booking, BookingState state, db::bookings::HoldEnd how,
         const Act& act) {
    for (const domain::Hold& hold : booking.holds) {
        db::bookings::close_hold(tx, hold.id, how, act.recorded);
    }
    close(tx, booking, state, act);
    offer_released(tx, booking.holds, booking.depot, act);
}

}  // namespace

std::optional<Refusal> unknown_of(db::ReadTx& tx, const std::optional<domain::ProductId>& product,
                                  const std::optional<std::string>& iso_class) {
    if (product && !db::products::find(tx, *product)) {
        return Refusal{RefusalCode::unknown_product, "/product_id"};
    }
    if (iso_class && db::bookings::products_of(tx, *iso_class).empty()) {
        return Refusal{RefusalCode::unknown_class, "/iso"};
    }
    return std::nullopt;
}

std::vector<Refusal> refused_for(db::ReadTx& tx, const Booking& wanted) {
    std::vector<Refusal> refusals;
    if (!db::depots::exists(tx, wanted.depot)) {
        refusals.push_back({RefusalCode::unknown_depot, "/depot"});
    }
    const auto standing = may_borrow(tx, wanted.borrower);
    if (!standing) {
        refusals.push_back(standing.error());
    } else if (wanted.handover == domain::Handover::delivery) {
        // Nobody drives to an address that is not there.
        const auto borrower = db::borrowers::find(tx, wanted.borrower);
        if (borrower->protection == domain::Protection::strengt_fortrolig) {
            refusals.push_back({RefusalCode::by_arrangement, "/handover"});
        }
    }
    return refusals;
}

tl::expected<domain::BookingId, std::vector<Refusal>> request_booking(db::WriteTx& tx,
                                                                      Booking wanted,
                                                                      const Act& act) {
    auto refusals = refused_for(tx, wanted);
    if (auto unknown = unknown_of(tx, wanted.product, wanted.iso_class)) {
        refusals.insert(refusals.begin(), std::move(*unknown));
    }
    if (!refusals.empty()) return tl::unexpected(std::move(refusals));
    wanted.requested_by = act.actor;
    wanted.requested_at = act.recorded;
    wanted.state = BookingState::requested;
    wanted.id = db::bookings::insert(tx, wanted);
    if (is_near(tx, wanted, act.day)) fill(tx, wanted, act);
    return wanted.id;
}

tl::expected<void, std::vector<Refusal>> change_booking(db::WriteTx& tx, const Booking& stored,
                                                        const Booking& wanted, const Act& act) {
    using Refusals = std::vector<Refusal>;
    if (!domain::is_open(stored.state)) {
        return tl::unexpected(Refusals{{RefusalCode::booking_closed}});
    }
    Refusals refusals = refused_for(tx, wanted);
    if (wanted.quantity <= stored.fulfilled) {
        refusals.push_back({RefusalCode::booking_partly_out, "/quantity"});
    }
    if (!refusals.empty()) return tl::unexpected(std::move(refusals));
    const auto released = let_go(tx, stored, wanted, act);
    db::bookings::change(tx, wanted);
    settle(tx, wanted);
    // It has what it needs before the others get what it does not.
    const Booking changed = *db::bookings::find(tx, wanted.id);
    if (is_near(tx, changed, act.day)) fill(tx, changed, act);
    offer_released(tx, released, stored.depot, act);
    return {};
}

domain::Decided<void> allocate_booking(db::WriteTx& tx, const Booking& booking, const Act& act) {
    if (!domain::is_open(booking.state)) return refuse(RefusalCode::booking_closed);
    if (domain::missing(booking) <= 0) return {};
    if (fill(tx, booking, act) == 0) return refuse(RefusalCode::none_free);
    return {};
}

domain::Decided<void> pick_booking(db::WriteTx& tx, const Booking& booking, const Act& /*act*/) {
    if (!domain::is_open(booking.state)) return refuse(RefusalCode::booking_closed);
    if (booking.state == BookingState::picked) return {};
    if (booking.state != BookingState::allocated) return refuse(RefusalCode::not_allocated);
    Booking picked = booking;
    picked.state = BookingState::picked;
    db::bookings::update(tx, picked);
    return {};
}

tl::expected<domain::LoanId, std::vector<Refusal>> hand_out_booking(
    db::WriteTx& tx, const Booking& booking, const std::optional<domain::Training>& training,
    const Act& act) {
    using Refusals = std::vector<Refusal>;
    if (!domain::is_open(booking.state)) {
        return tl::unexpected(Refusals{{RefusalCode::booking_closed}});
    }
    if (booking.state == BookingState::requested) {
        return tl::unexpected(Refusals{{RefusalCode::not_allocated}});
    }
    LoanWanted wanted;
    wanted.borrower = booking.borrower;
    wanted.depot = booking.depot;
    wanted.start = act.day;
    for (const domain::Hold& hold : booking.holds) {
        LineWanted line;
        line.item = hold.item_code;
        if (!hold.item) line.product = hold.product;
        line.quantity = hold.quantity;
        line.training = training;
        wanted.lines.push_back(std::move(line));
    }
    // What is counted is free again for this loan alone; an aid's hold ends with its own line.
    for (const domain::Hold& hold : booking.holds) {
        if (!hold.item) {
            db::bookings::close_hold(tx, hold.id, db::bookings::HoldEnd::handed_out, act.recorded);
        }
    }
    auto loan = lend(tx, wanted, act);
    if (!loan) return loan;
    Booking done = *db::bookings::find(tx, booking.id);
    done.loan = *loan;
    close(tx, done, BookingState::handed_out, act);
    return loan;
}

domain::Decided<void> cancel_booking(db::WriteTx& tx, const Booking& booking, const Act& act) {
    if (!domain::is_open(booking.state)) return refuse(RefusalCode::booking_closed);
    end(tx, booking, BookingState::cancelled, db::bookings::HoldEnd::released, act);
    return {};
}

std::map<domain::BookingId, std::int64_t> queue_places(db::ReadTx& tx,
                                                       std::span<const Booking> bookings,
                                                       domain::Day today) {
    std::map<domain::DepotId, std::vector<const Booking*>> waiting;
    for (const Booking& booking : bookings) {
        if (domain::waits(booking)) waiting[booking.depot].push_back(&booking);
    }
    std::map<domain::BookingId, std::int64_t> places;
    if (waiting.empty()) return places;
    const auto settings = db::settings::load(tx);
    for (const auto& [depot, some] : waiting) {
        const auto last = domain::held_for_until(calendar_of(tx, depot), today, settings);
        std::vector<domain::BookingId> near;
        for (const Booking* booking : some) {
            if (booking->first <= last) near.push_back(booking->id);
        }
        places.merge(db::bookings::places(tx, near, last));
    }
    return places;
}

std::map<domain::BookingId, domain::DepotId> elsewhere(db::ReadTx& tx,
                                                       std::span<const Booking> bookings,
                                                       domain::Day today) {
    std::map<domain::BookingId, const Booking*> waiting;
    std::vector<domain::BookingId> ids;
    for (const Booking& booking : bookings) {
        if (!domain::waits(booking)) continue;
        waiting[booking.id] = &booking;
        ids.push_back(booking.id);
    }
    std::map<std::pair<domain::BookingId, domain::DepotId>, std::int64_t> numbers;
    for (const auto& there : db::bookings::on_other_shelves(tx, ids, today)) {
        if (!domain::fits(there.limits, waiting.at(there.booking)->needs)) continue;
        numbers[{there.booking, there.depot}] += there.number;
    }
    std::map<domain::BookingId, domain::DepotId> found;
    for (const auto& [place, number] : numbers) {
        const auto& [booking, depot] = place;
        if (number >= domain::missing(*waiting.at(booking))) found.emplace(booking, depot);
    }
    return found;
}

void offer(db::WriteTx& tx, const domain::Item& item, const Act& act) {
    if (!db::bookings::anybody_waits(tx, item.product, item.status.depot)) return;
    const auto product = db::products::find(tx, item.product);
    for (const Booking& booking :
         db::bookings::waiting(tx, *product, item.status.depot, most_waiting)) {
        if (!domain::fits(*product, booking.needs) || !is_near(tx, booking, act.day)) continue;
        if (!db::bookings::is_on_shelf(tx, item.id, act.day)) return;
        domain::Hold hold = hold_for(tx, booking, product->id, act);
        hold.item = item.id;
        db::bookings::insert_hold(tx, hold);
        return settle(tx, booking);
    }
}

void offer_counted(db::WriteTx& tx, domain::ProductId product, const domain::DepotId& depot,
                   const Act& act) {
    if (!db::bookings::anybody_waits(tx, product, depot)) return;
    const auto of = db::products::find(tx, product);
    for (const Booking& booking : db::bookings::waiting(tx, *of, depot, most_waiting)) {
        if (domain::fits(*of, booking.needs) && is_near(tx, booking, act.day)) {
            fill(tx, booking, act);
        }
    }
}

void fulfil(db::WriteTx& tx, const db::bookings::HeldFor& held, const domain::LoanLine& line,
            const Act& act) {
    db::bookings::close_hold(tx, held.hold, db::bookings::HoldEnd::handed_out, act.recorded,
                             line.id);
    Booking booking = *db::bookings::find(tx, held.booking);
    if (booking.fulfilled < booking.quantity) return;
    booking.loan = line.loan;
    close(tx, booking, BookingState::handed_out, act);
}

void hold_again(db::WriteTx& tx, domain::LoanLineId line) {
    // What was cancelled or has expired meanwhile wants nothing any more.
    const auto id = db::bookings::reopen_hold(tx, line);
    if (!id) return;
    Booking booking = *db::bookings::find(tx, *id);
    if (booking.state == BookingState::handed_out) {
        booking.state = BookingState::allocated;
        booking.loan.reset();
        booking.closed_at.reset();
        db::bookings::update(tx, booking);
    }
    // One that is not all there waits on.
    settle(tx, booking);
}

void release(db::WriteTx& tx, domain::ItemId item, const Act& act) {
    const auto held = db::bookings::of_item(tx, item);
    if (!held) return;
    db::bookings::close_hold(tx, held->hold, db::bookings::HoldEnd::released, act.recorded);
    const Booking booking = *db::bookings::find(tx, held->booking);
    settle(tx, booking);
    fill(tx, *db::bookings::find(tx, held->booking), act);
}

std::size_t let_bookings_expire(db::WriteTx& tx, std::size_t most, const Act& act) {
    const auto limit = static_cast<std::int64_t>(most);
    const auto in_vain = db::bookings::waited_in_vain(tx, act.day, limit);
    for (const Booking& booking : in_vain) {
        end(tx, booking, BookingState::expired, db::bookings::HoldEnd::released, act);
    }
    const auto ids = db::bookings::waited_until(tx, act.day, limit);
    for (const domain::BookingId id : ids) {
        const auto booking = db::bookings::find(tx, id);
        if (!domain::is_open(booking->state)) continue;
        end(tx, *booking, BookingState::expired, db::bookings::HoldEnd::fallen_back, act);
    }
    return in_vain.size() + ids.size();
}

std::optional<domain::BookingId> hold_for_coming(db::WriteTx& tx, domain::BookingId after,
                                                 std::size_t most, const Act& act) {
    // No depot is closed for so long that a booking further away could be near.
    const domain::Day horizon =
        act.day + std::chrono::days(14 + 7 * db::settings::load(tx).hold_days);
    const auto waiting =
        db::bookings::waiting_until(tx, horizon, after, static_cast<std::int64_t>(most));
    for (const Booking& booking : waiting) {
        if (is_near(tx, booking, act.day)) fill(tx, booking, act);
    }
    return waiting.empty() ? std::nullopt : std::optional(waiting.back().id);
}

}  // namespace depot
