#include "domain/session.hpp"

#include <algorithm>

#include "domain/names.hpp"

namespace domain {
namespace {

constexpr Names<Need, 3> need_names{{{Need::second_factor, "second_factor"},
                                     {Need::password_change, "password_change"},
                                     {Need::second_factor_enrolment, "second_factor_enrolment"}}};

}  // namespace

Instant ends_at(const Session& session) {
    return std::min<Instant>(session.seen_at + longest_idle, session.created_at + longest_session);
}

std::string_view to_text(Need need) { return name_of(need_names, need); }

std::vector<Need> needs(const Session& session, bool must_change, bool enrolled) {
    std::vector<Need> all;
    if (!session.two_factors && enrolled) all.push_back(Need::second_factor);
    if (must_change) all.push_back(Need::password_change);
    if (!session.two_factors && !enrolled) all.push_back(Need::second_factor_enrolment);
    return all;
}

std::optional<Instant> next_try(std::span<const Instant> tries) {
    if (tries.size() < most_tries) return std::nullopt;
    return tries[most_tries - 1] + tries_period;
}

}  // namespace domain
