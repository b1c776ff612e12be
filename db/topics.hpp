#pragma once
// What a change is about: one topic for the tables of a subject, named as the API names it. Read
// from the statements themselves, so that nothing that writes has to think of it.

#include <functional>
#include <set>
#include <span>
#include <string>
#include <string_view>

namespace db {

// None at all, where a channel tells them: everything may have changed.
using Topics = std::set<std::string, std::less<>>;

// All but senders_topic.
std::span<const std::string_view> all_topics();

// Somebody may be no sender any more: for the servers alone.
inline constexpr std::string_view senders_topic = "senders";

// Of the table that the statement writes; empty when it writes none, or one that nobody follows.
std::string_view topic_of(std::string_view sql);

}  // namespace db
