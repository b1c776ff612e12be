#pragma once
// Messages to borrowers: when one may go out, by what it reaches them, how often it is tried again.
// Source: DOMAIN.md sections 7 and 10.

#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "domain/borrower.hpp"

namespace domain {

enum class MessageKind { reminder, manual, weekly_list };
std::string_view to_text(MessageKind kind);
std::optional<MessageKind> parse_message_kind(std::string_view text);

enum class MessageState {
    waiting,
    sending,
    sent,
    refused,    // for good, by every medium that there was
    dead,       // tried often enough
    cancelled,  // what it would have said was no longer so
    skipped     // there was nothing to send it by, or nobody to send it to
};
std::string_view to_text(MessageState state);
std::optional<MessageState> parse_message_state(std::string_view text);

// In the order in which they are tried.
enum class Medium { sms, email, letter };
std::string_view to_text(Medium medium);
std::optional<Medium> parse_medium(std::string_view text);
using Media = std::set<Medium>;

// Why a message was skipped or cancelled.
enum class Unsent {
    deceased,
    moved,
    opted_out,
    no_contact,  // nothing is known by which they could be reached
    no_channel,  // they could, but nothing is configured that sends there
    returned,
    extended,
    overtaken,  // a later step of the ladder has come
    no_list     // there is no weekly list to tell of
};
std::string_view to_text(Unsent why);
std::optional<Unsent> parse_unsent(std::string_view text);

enum class AttemptResult { sent, refused, failed };
std::string_view to_text(AttemptResult result);
std::optional<AttemptResult> parse_attempt_result(std::string_view text);

// Died, moved away or wants none: nothing is sent to them.
std::optional<Unsent> silence(const Borrower& borrower);
// What the borrower can be reached by. A letter never goes to somebody with a protected address.
Media reach(const Borrower& borrower);
// The first of what reaches them and is configured, or why there is none.
struct Way {
    std::optional<Medium> medium;
    std::optional<Unsent> why;  // none when there is a medium
};
Way way_to(const Borrower& borrower, const Media& configured);
// After that medium was of no use; none when there is no other.
std::optional<Medium> way_after(const Borrower& borrower, const Media& configured, Medium failed);

// Nothing is sent at night. Minutes since midnight by the clock on the wall in Oslo.
inline constexpr int first_minute = 8 * 60;
inline constexpr int last_minute = 20 * 60;
constexpr bool is_night(int minute) { return minute < first_minute || minute >= last_minute; }

// How long to wait after so many attempts that failed; none: that was the last.
std::optional<std::chrono::minutes> pause_after(std::int64_t attempts);

}  // namespace domain
