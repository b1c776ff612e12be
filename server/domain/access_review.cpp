#include "domain/access_review.hpp"

#include <algorithm>

#include "domain/names.hpp"

namespace domain {
namespace {

constexpr Names<ReviewKind, 4> kinds{{
    {ReviewKind::unusual_hours, "unusual_hours"},
    {ReviewKind::many_lookups, "many_lookups"},
    {ReviewKind::own_name, "own_name"},
    {ReviewKind::no_relation, "no_relation"},
}};

constexpr int first_minute = 6 * 60;
constexpr int last_minute = 20 * 60;  // no more within
constexpr std::chrono::days tied_after(90);

using Findings = std::map<std::pair<ActorId, ReviewKind>, ReviewFinding>;

ReviewFinding& of(Findings& all, const Look& look, ReviewKind kind) {
    ReviewFinding& finding = all[{look.actor, kind}];
    finding.kind = kind;
    finding.actor = look.actor;
    // A look at several people is one.
    if (finding.looks.empty() || finding.looks.back() != look.id) finding.looks.push_back(look.id);
    return finding;
}

}  // namespace

std::string_view to_text(ReviewKind kind) { return name_of(kinds, kind); }

bool at_unusual_hours(const Look& look) {
    return !look.depot_open || look.minute < first_minute || look.minute >= last_minute;
}

bool ties(const Tie& tie, const Reader& reader, Day day) {
    if (tie.from > day || (tie.until && *tie.until + tied_after < day)) return false;
    return tie.depot == reader.depot || tie.asked_by == reader.name ||
           std::find(tie.actors.begin(), tie.actors.end(), reader.actor) != tie.actors.end();
}

std::vector<ReviewFinding> review(const ReviewDay& day) {
    // Whom the reader registered or changed that day, before or after looking.
    std::set<std::pair<ActorId, BorrowerId>> tied = day.tied;
    for (const Look& look : day.looks) {
        if (!look.changes) continue;
        for (const BorrowerId person : look.persons) tied.emplace(look.actor, person);
    }
    Findings all;
    for (const Look& look : day.looks) {
        const auto named = day.namesakes.find(look.actor);
        of(all, look, ReviewKind::many_lookups)
            .persons.insert(look.persons.begin(), look.persons.end());
        for (const BorrowerId person : look.persons) {
            if (at_unusual_hours(look)) {
                of(all, look, ReviewKind::unusual_hours).persons.insert(person);
            }
            if (named != day.namesakes.end() && named->second.contains(person)) {
                of(all, look, ReviewKind::own_name).persons.insert(person);
            }
            if (!look.of_the_log && !tied.contains({look.actor, person})) {
                of(all, look, ReviewKind::no_relation).persons.insert(person);
            }
        }
    }
    std::vector<ReviewFinding> findings;
    for (auto& [key, finding] : all) {
        if (finding.kind == ReviewKind::many_lookups &&
            static_cast<int>(finding.persons.size()) <= day.most_lookups) {
            continue;
        }
        findings.push_back(std::move(finding));
    }
    return findings;
}

}  // namespace domain
