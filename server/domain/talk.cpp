#include "domain/talk.hpp"

#include "domain/names.hpp"

namespace domain {
namespace {

constexpr Names<TalkHow, 4> how_names{{{TalkHow::phone, "phone"},
                                       {TalkHow::visit, "visit"},
                                       {TalkHow::message, "message"},
                                       {TalkHow::other, "other"}}};

constexpr Names<TalkOutcome, 6> outcome_names{
    {{TalkOutcome::will_return, "will_return"},
     {TalkOutcome::needs_longer, "needs_longer"},
     {TalkOutcome::needs_permanently, "needs_permanently"},
     {TalkOutcome::is_returned, "is_returned"},
     {TalkOutcome::not_reached, "not_reached"},
     {TalkOutcome::other, "other"}}};

}  // namespace

std::string_view to_text(TalkHow how) { return name_of(how_names, how); }
std::optional<TalkHow> parse_talk_how(std::string_view text) { return value_of(how_names, text); }
std::string_view to_text(TalkOutcome outcome) { return name_of(outcome_names, outcome); }
std::optional<TalkOutcome> parse_talk_outcome(std::string_view text) {
    return value_of(outcome_names, text);
}

}  // namespace domain
