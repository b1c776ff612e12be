#pragma once
// A booking: what is asked for, for whom and when, and the aids held for it.
// Source: DOMAIN.md section 5.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/calendar.hpp"
#include "domain/ids.hpp"
#include "domain/product.hpp"
#include "domain/settings.hpp"
#include "domain/time.hpp"

namespace domain {

enum class BookingState { requested, allocated, picked, handed_out, cancelled, expired };
std::string_view to_text(BookingState state);
std::optional<BookingState> parse_booking_state(std::string_view text);
// Neither handed out nor ended otherwise.
bool is_open(BookingState state);

enum class Handover { pickup, delivery };
std::string_view to_text(Handover handover);
std::optional<Handover> parse_handover(std::string_view text);

enum class Priority { hast, normal };
std::string_view to_text(Priority priority);
std::optional<Priority> parse_priority(std::string_view text);

// What the aid must be like.
struct Needs {
    std::optional<std::int64_t> user_kg;
    std::optional<std::int64_t> seat_width_mm;
    bool operator==(const Needs&) const = default;
};
// A product that does not say what it bears, or how wide it is, is not refused for it.
bool fits(const Product& product, const Needs& needs);

// Products of one class can replace each other.
std::string iso_class(std::string_view iso);

struct Hold {
    std::int64_t id = 0;
    BookingId booking;
    std::optional<ItemId> item;            // none: a quantity of a counted product
    std::optional<std::string> item_code;  // of that item, as it is now
    std::optional<std::string> shelf;
    ProductId product;
    std::int64_t quantity = 1;
    Instant since;
    Day until;  // the last day on which it waits
};

struct Booking {
    BookingId id;
    std::optional<ProductId> product;
    std::optional<std::string> iso_class;  // instead of a product
    std::int64_t quantity = 1;
    DepotId depot;
    Day first;
    Day last;
    Handover handover = Handover::pickup;
    Priority priority = Priority::normal;
    std::optional<std::string> reason;  // of the haste
    std::optional<Instant> needed_by;   // in haste
    Needs needs;
    BorrowerId borrower;
    ActorId requested_by;
    Instant requested_at;
    BookingState state = BookingState::requested;
    std::optional<LoanId> loan;
    std::optional<Instant> closed_at;
    std::int64_t version = 1;
    std::vector<Hold> holds;     // the open ones
    std::int64_t fulfilled = 0;  // already handed out
};

// What is asked for: a product or any of a class, and how many.
struct Asked {
    std::optional<ProductId> product;
    std::optional<std::string> iso_class;  // instead of a product
    std::int64_t quantity = 1;
    bool operator==(const Asked&) const = default;
};

// What is often booked together, under a name of the depot's.
struct ProductSet {
    SetId id;
    std::string name;
    std::vector<Asked> lines;
    std::int64_t version = 1;
};

// A booking for each of them, alike but for what is asked for.
std::vector<Booking> booked_together(std::span<const Asked> lines, const Booking& common);

// How many are neither held nor handed out.
std::int64_t missing(const Booking& booking);
// It stands in the queue.
bool waits(const Booking& booking);

// From this day on aids are held for it: so many open days before its first one.
Day held_from(const DepotCalendar& calendar, Day first, const DepotSettings& settings);
// The last first day of a booking that aids are held for today.
Day held_for_until(const DepotCalendar& calendar, Day today, const DepotSettings& settings);
// The last day on which an aid that is held from `since` waits for its borrower.
Day held_until(const DepotCalendar& calendar, Day first, Day since, const DepotSettings& settings);

inline constexpr int longest_booking_days = 366;
inline constexpr int furthest_booking_days = 731;
inline constexpr std::int64_t most_of_a_booking = 100;
inline constexpr std::size_t most_lines_of_a_set = 20;

}  // namespace domain
