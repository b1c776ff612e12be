#include "commands/demo_bookings.hpp"

#include <stdexcept>
#include <string>
#include <string_view>

#include "db/booking_store.hpp"
#include "db/depot_store.hpp"
#include "db/product_store.hpp"
#include "db/user_store.hpp"
#include "depot/book.hpp"
#include "depot/oslo_time.hpp"

namespace commands {
namespace {

using domain::Handover;
using domain::Role;

constexpr std::size_t ward = 120;
constexpr const char* home_today = "Skrives ut fra sykehuset samme dag";

// Whether it waits or is held follows from what is on the shelf; it is here to be read.
enum class How { waits, held, ready };

struct MadeUp {
    std::string_view asked;  // an HMS number, a local number, or a class: "iso 093307"
    int quantity;
    const char* depot;
    std::size_t borrower;
    int from;  // so many open days from today
    int days;
    How how;
    Role by = Role::ergo;
    Handover handover = Handover::pickup;
    const char* haste = nullptr;  // why
};

// In the order in which they were asked for. None waits for a walker at SMS: what somebody new to
// the program takes in and checks there is theirs to lend.
constexpr MadeUp bookings[] = {
    // There are three at SMS, none of them on the shelf, and none elsewhere.
    {"184477", 1, "SMS", ward, 1, 28, How::waits, Role::lager},
    // Home from hospital: a walker and a toilet seat raiser.
    {"177947", 1, "SMS", 33, 0, 90, How::ready},
    {"024832", 1, "SMS", 33, 0, 90, How::ready},
    {"iso 093307", 1, "SMS", 50, 1, 60, How::held},
    {"291255", 1, "SMS", 84, 2, 180, How::held, Role::ergo, Handover::delivery},
    {"286980", 1, "SMS", 84, 2, 180, How::held, Role::ergo, Handover::delivery},
    {"158994", 1, "ENGVEIEN", 12, 0, 60, How::ready},
    {"221395", 1, "ENGVEIEN", 71, 1, 30, How::ready, Role::lager},
    {"KLOSS10", 4, "ENGVEIEN", 97, 2, 90, How::held, Role::lager},
    {"243288", 1, "SMS", 29, 1, 42, How::waits},
    // Short here, and on the other depot's shelf.
    {"329672", 1, "ENGVEIEN", 108, 2, 90, How::waits},
    // Before the ward, which asked first.
    {"184477", 1, "SMS", 60, 0, 60, How::waits, Role::ergo, Handover::delivery, home_today},
    // Too far away to be held yet: a planned operation.
    {"iso 122203", 1, "SMS", 17, 25, 60, How::waits},
};

domain::Day open_day(const domain::DepotCalendar& calendar, domain::Day today, int number) {
    domain::Day day = domain::next_open_day(calendar, today);
    for (; number > 0; --number) {
        day = domain::next_open_day(calendar, day + std::chrono::days(1));
    }
    return day;
}

domain::Booking to_booking(db::ReadTx& tx, const MadeUp& row, domain::BorrowerId borrower,
                           domain::Day today) {
    constexpr std::string_view class_mark = "iso ";
    domain::Booking booking;
    const std::string asked(row.asked);
    if (row.asked.substr(0, class_mark.size()) == class_mark) {
        booking.iso_class = asked.substr(class_mark.size());
    } else {
        booking.product = db::products::by_hms_nr(tx, asked);
        if (!booking.product) booking.product = db::products::by_local_nr(tx, asked);
    }
    booking.quantity = row.quantity;
    booking.depot = row.depot;
    const auto calendar = db::depots::calendar(tx, *db::depots::find(tx, booking.depot));
    booking.first = open_day(calendar, today, row.from);
    booking.last = booking.first + std::chrono::days(row.days);
    booking.handover = row.handover;
    if (row.haste != nullptr) {
        booking.priority = domain::Priority::hast;
        booking.reason = row.haste;
        booking.needed_by = depot::oslo_noon(booking.first) + std::chrono::hours(3);
    }
    booking.borrower = borrower;
    return booking;
}

[[noreturn]] void breaks(const domain::Refusal& refusal) {
    throw std::logic_error("the demo breaks a rule: " + std::string(to_text(refusal.code)));
}

}  // namespace

void add_demo_bookings(db::WriteTx& tx, std::span<const domain::BorrowerId> borrowers,
                       const depot::Act& act) {
    const domain::Day today = act.day + std::chrono::days(1);
    depot::Act by_ergo = act;
    by_ergo.actor = db::users::by_name(tx, "demo-ergo")->id;
    by_ergo.role = Role::ergo;
    by_ergo.device.reset();
    for (const MadeUp& row : bookings) {
        const auto wanted = to_booking(tx, row, borrowers[row.borrower], today);
        const auto id = depot::request_booking(tx, wanted, row.by == Role::ergo ? by_ergo : act);
        if (!id) breaks(id.error().front());
        if (row.how == How::ready) {
            const auto picked = depot::pick_booking(tx, *db::bookings::find(tx, *id), act);
            if (!picked) breaks(picked.error());
        }
    }
}

}  // namespace commands
