#pragma once
// What in the access log a leader should look at: looks at people that are unlike the day's work. A
// finding is a question, not an accusation.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/ids.hpp"
#include "domain/time.hpp"

namespace domain {

enum class ReviewKind {
    unusual_hours,  // before six, from eight in the evening, or when the depot is closed
    many_lookups,   // more people in a day than the setting says
    own_name,       // somebody of the reader's own name
    no_relation,    // nothing ties the person to the reader or to the reader's depot
};
std::string_view to_text(ReviewKind kind);

// One row of the access log.
struct Look {
    std::int64_t id = 0;
    ActorId actor;
    int minute = 0;           // of the day, in Europe/Oslo
    bool depot_open = true;   // the actor's, on that day
    bool changes = false;     // a person was registered or changed
    bool of_the_log = false;  // who has seen a person: asked for people nobody knows as well
    std::vector<BorrowerId> persons;
};

bool at_unusual_hours(const Look& look);

// What a person has or had of the depot: a loan, a pick-up, a hand-out.
struct Tie {
    Day from;
    std::optional<Day> until;  // none: it is open
    DepotId depot;
    std::vector<ActorId> actors;  // who did it
    std::string asked_by;         // the name of who asked for it, where it is known
};
struct Reader {
    ActorId actor;
    std::string name;
    DepotId depot;
};
// Whether on that day the tie is open or ended within 90 days, and is of the reader's depot or
// doings.
bool ties(const Tie& tie, const Reader& reader, Day day);

// One day's looks and what has to be known of them.
struct ReviewDay {
    std::vector<Look> looks;  // in the order of time
    // People of the reader's own name.
    std::map<ActorId, std::set<BorrowerId>> namesakes;
    // Whom something ties to the reader.
    std::set<std::pair<ActorId, BorrowerId>> tied;
    int most_lookups = 0;
};

struct ReviewFinding {
    ReviewKind kind = ReviewKind::unusual_hours;
    ActorId actor;
    std::vector<std::int64_t> looks;
    std::set<BorrowerId> persons;
};
// At most one of each kind for each actor; by actor, then kind.
std::vector<ReviewFinding> review(const ReviewDay& day);

}  // namespace domain
