#include "domain/message.hpp"

#include <algorithm>
#include <iterator>

#include "domain/names.hpp"

namespace domain {
namespace {

constexpr Names<MessageKind, 3> kind_names{{{MessageKind::reminder, "reminder"},
                                            {MessageKind::manual, "manual"},
                                            {MessageKind::weekly_list, "weekly_list"}}};

constexpr Names<MessageState, 7> state_names{{{MessageState::waiting, "waiting"},
                                              {MessageState::sending, "sending"},
                                              {MessageState::sent, "sent"},
                                              {MessageState::refused, "refused"},
                                              {MessageState::dead, "dead"},
                                              {MessageState::cancelled, "cancelled"},
                                              {MessageState::skipped, "skipped"}}};

constexpr Names<Medium, 3> medium_names{
    {{Medium::sms, "sms"}, {Medium::email, "email"}, {Medium::letter, "letter"}}};

constexpr Names<Unsent, 9> unsent_names{{{Unsent::deceased, "deceased"},
                                         {Unsent::moved, "moved"},
                                         {Unsent::opted_out, "opted_out"},
                                         {Unsent::no_contact, "no_contact"},
                                         {Unsent::no_channel, "no_channel"},
                                         {Unsent::returned, "returned"},
                                         {Unsent::extended, "extended"},
                                         {Unsent::overtaken, "overtaken"},
                                         {Unsent::no_list, "no_list"}}};

constexpr Names<AttemptResult, 3> result_names{{{AttemptResult::sent, "sent"},
                                                {AttemptResult::refused, "refused"},
                                                {AttemptResult::failed, "failed"}}};

constexpr std::chrono::minutes pauses[] = {std::chrono::minutes(5), std::chrono::minutes(15),
                                           std::chrono::hours(1), std::chrono::hours(4),
                                           std::chrono::hours(24)};

bool is_there(const std::optional<std::string>& text) { return text && !text->empty(); }

}  // namespace

std::string_view to_text(MessageKind kind) { return name_of(kind_names, kind); }
std::optional<MessageKind> parse_message_kind(std::string_view text) {
    return value_of(kind_names, text);
}
std::string_view to_text(MessageState state) { return name_of(state_names, state); }
std::optional<MessageState> parse_message_state(std::string_view text) {
    return value_of(state_names, text);
}
std::string_view to_text(Medium medium) { return name_of(medium_names, medium); }
std::optional<Medium> parse_medium(std::string_view text) { return value_of(medium_names, text); }
std::string_view to_text(Unsent why) { return name_of(unsent_names, why); }
std::optional<Unsent> parse_unsent(std::string_view text) { return value_of(unsent_names, text); }
std::string_view to_text(AttemptResult result) { return name_of(result_names, result); }
std::optional<AttemptResult> parse_attempt_result(std::string_view text) {
    return value_of(result_names, text);
}

std::optional<Unsent> silence(const Borrower& borrower) {
    if (borrower.deceased_on) return Unsent::deceased;
    // Who borrows again after a move gets reminders again.
    if (!borrower.reminders_off) return std::nullopt;
    return borrower.moved_on ? Unsent::moved : Unsent::opted_out;
}

Media reach(const Borrower& borrower) {
    Media media;
    if (is_there(borrower.phone)) media.insert(Medium::sms);
    if (is_there(borrower.email)) media.insert(Medium::email);
    const auto& address = borrower.address;
    const bool complete = address && !address->street.empty() && !address->postal_code.empty() &&
                          !address->city.empty();
    if (complete && borrower.protection == Protection::none) media.insert(Medium::letter);
    return media;
}

Way way_to(const Borrower& borrower, const Media& configured) {
    const Media reached = reach(borrower);
    for (const Medium medium : reached) {
        if (configured.contains(medium)) return {medium, {}};
    }
    return {{}, reached.empty() ? Unsent::no_contact : Unsent::no_channel};
}

std::optional<Medium> way_after(const Borrower& borrower, const Media& configured, Medium failed) {
    for (const Medium medium : reach(borrower)) {
        if (medium > failed && configured.contains(medium)) return medium;
    }
    return std::nullopt;
}

std::optional<std::chrono::minutes> pause_after(std::int64_t attempts) {
    if (attempts < 1 || attempts > std::ssize(pauses)) return std::nullopt;
    return pauses[attempts - 1];
}

}  // namespace domain
