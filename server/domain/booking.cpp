#include "domain/booking.hpp"

#include <algorithm>
#include <numeric>

#include "domain/names.hpp"

namespace domain {
namespace {

using std::chrono::days;

constexpr std::size_t class_digits = 6;

constexpr Names<BookingState, 6> state_names{{{BookingState::requested, "requested"},
                                              {BookingState::allocated, "allocated"},
                                              {BookingState::picked, "picked"},
                                              {BookingState::handed_out, "handed_out"},
                                              {BookingState::cancelled, "cancelled"},
                                              {BookingState::expired, "expired"}}};

constexpr Names<Handover, 2> handover_names{
    {{Handover::pickup, "pickup"}, {Handover::delivery, "delivery"}}};

constexpr Names<Priority, 2> priority_names{
    {{Priority::hast, "hast"}, {Priority::normal, "normal"}}};

}  // namespace

std::string_view to_text(BookingState state) { return name_of(state_names, state); }
std::optional<BookingState> parse_booking_state(std::string_view text) {
    return value_of(state_names, text);
}
bool is_open(BookingState state) {
    return state == BookingState::requested || state == BookingState::allocated ||
           state == BookingState::picked;
}

std::string_view to_text(Handover handover) { return name_of(handover_names, handover); }
std::optional<Handover> parse_handover(std::string_view text) {
    return value_of(handover_names, text);
}

std::string_view to_text(Priority priority) { return name_of(priority_names, priority); }
std::optional<Priority> parse_priority(std::string_view text) {
    return value_of(priority_names, text);
}

bool fits(const Product& product, const Needs& needs) {
    const bool bears =
        !needs.user_kg || !product.max_user_kg || *needs.user_kg <= *product.max_user_kg;
    const bool wide = !needs.seat_width_mm || !product.seat_width_mm ||
                      *needs.seat_width_mm == *product.seat_width_mm;
    return bears && wide;
}

std::string iso_class(std::string_view iso) { return std::string(iso.substr(0, class_digits)); }

std::vector<Booking> booked_together(std::span<const Asked> lines, const Booking& common) {
    std::vector<Booking> bookings;
    bookings.reserve(lines.size());
    for (const Asked& line : lines) {
        Booking booking = common;
        booking.product = line.product;
        booking.iso_class = line.iso_class;
        booking.quantity = line.quantity;
        bookings.push_back(std::move(booking));
    }
    return bookings;
}

std::int64_t missing(const Booking& booking) {
    return std::accumulate(
        booking.holds.begin(), booking.holds.end(), booking.quantity - booking.fulfilled,
        [](std::int64_t left, const Hold& hold) { return left - hold.quantity; });
}

bool waits(const Booking& booking) {
    return booking.state == BookingState::requested && missing(booking) > 0;
}

Day held_from(const DepotCalendar& calendar, Day first, const DepotSettings& settings) {
    Day day = first;
    for (int open = 0; open < settings.hold_days;) {
        day -= days(1);
        // A depot that never opens holds from a fortnight before.
        if (first - day > days(14 + 7 * settings.hold_days)) break;
        if (open_day(calendar, day).open) ++open;
    }
    return day;
}

Day held_for_until(const DepotCalendar& calendar, Day today, const DepotSettings& settings) {
    Day first = today;
    while (held_from(calendar, first + days(1), settings) <= today) first += days(1);
    return first;
}

Day held_until(const DepotCalendar& calendar, Day first, Day since, const DepotSettings& settings) {
    Day day = std::max(first, since);
    for (int i = 0; i < settings.hold_days; ++i) day = next_open_day(calendar, day + days(1));
    return day;
}

}  // namespace domain
