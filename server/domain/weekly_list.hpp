#pragma once
// What is overdue, as a list: now, or as it was in a week, with what is new, still there and solved
// since the list before. Depots and responsible persons are views of it. Source: DOMAIN.md
// section 7.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/borrower.hpp"
#include "domain/ids.hpp"
#include "domain/iso_week.hpp"
#include "domain/loan.hpp"

namespace domain {

// Since the list before.
enum class ListChange { fresh, still, solved };
std::string_view to_text(ListChange change);  // "new", "still", "solved"
std::optional<ListChange> parse_list_change(std::string_view text);

// One line of a loan. Who the borrower is, is looked up when it is shown.
struct OverdueLine {
    LoanLineId line;
    LoanId loan;
    BorrowerId borrower;
    DepotId depot;
    std::optional<std::string> responsible;  // who asked for the loan
    std::optional<std::string> item;         // its code; none of a counted product
    std::string product;
    std::int64_t quantity = 1;
    Day due;
    int days = 0;  // overdue
    std::int64_t reminders = 0;
    std::optional<Day> last_contact;
    // Reasons for a permanent need, by their codes of the day it was listed.
    std::vector<std::string> why;
    std::optional<ListChange> change;      // none: of what is overdue now
    std::optional<std::string> solved_by;  // how the line ended, or "extended"
};

// A line that was overdue on the list before, with what has become of it.
struct ListedBefore {
    OverdueLine line;
    std::optional<EndReason> ended;
};

// The lines of a week's list: what is overdue, the most days first, and then what no longer is, as
// it stood on the list before.
std::vector<OverdueLine> weekly_lines(std::vector<OverdueLine> overdue,
                                      const std::vector<ListedBefore>& before);

struct OverdueList {
    std::optional<IsoWeek> week;  // none: what is overdue now
    Instant as_of;
    bool late = false;             // made after its Monday morning
    bool kept = true;              // else it was put together to be looked at
    std::optional<IsoWeek> since;  // the list before
    std::vector<OverdueLine> lines;
};

struct ListCounts {
    std::int64_t fresh = 0;
    std::int64_t still = 0;
    std::int64_t solved = 0;

    std::int64_t overdue() const { return fresh + still; }
    // On the list before.
    std::int64_t before() const { return still + solved; }
    void add(ListChange change, std::int64_t lines);
    bool operator==(const ListCounts&) const = default;
};

// So many lines alike.
struct CountedLines {
    DepotId depot;
    std::optional<std::string> responsible;
    ListChange change = ListChange::fresh;
    std::int64_t lines = 0;
};
std::vector<CountedLines> counted_lines(const std::vector<OverdueLine>& lines);

struct WeeklyCounts {
    ListCounts all;
    std::map<DepotId, ListCounts> by_depot;
    std::map<std::optional<std::string>, ListCounts> by_responsible;  // none: nobody is named
};
WeeklyCounts summed(const std::vector<CountedLines>& counted);

// What a list shows of a borrower: never an address.
struct ListedBorrower {
    BorrowerKind kind = BorrowerKind::person;
    bool anonymised = false;
    std::string name;
    std::optional<std::string> phone;
    std::optional<std::string> email;
    std::optional<Contact> contact;
};
using ListedBorrowers = std::map<BorrowerId, ListedBorrower>;
// Of these the persons.
std::vector<BorrowerId> persons_of(const ListedBorrowers& borrowers);

// A whole list with what it takes to put it on paper.
struct NamedOverdueList {
    OverdueList list;
    // Its moment by the clock on the wall.
    Day day;
    int minute = 0;  // since midnight
    ListedBorrowers borrowers;
    std::map<DepotId, std::string> depots;  // their names
};

}  // namespace domain
