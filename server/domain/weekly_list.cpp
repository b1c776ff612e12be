#include "domain/weekly_list.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "domain/names.hpp"

namespace domain {
namespace {

constexpr Names<ListChange, 3> change_names{
    {{ListChange::fresh, "new"}, {ListChange::still, "still"}, {ListChange::solved, "solved"}}};

// Most days first; of as many by the line, so that the same lines always stand in the same order.
bool comes_first(const OverdueLine& one, const OverdueLine& other) {
    return std::tuple(-one.days, one.line) < std::tuple(-other.days, other.line);
}

}  // namespace

std::string_view to_text(ListChange change) { return name_of(change_names, change); }
std::optional<ListChange> parse_list_change(std::string_view text) {
    return value_of(change_names, text);
}

std::vector<OverdueLine> weekly_lines(std::vector<OverdueLine> overdue,
                                      const std::vector<ListedBefore>& before) {
    std::set<LoanLineId> listed;
    for (const ListedBefore& was : before) listed.insert(was.line.line);
    std::set<LoanLineId> there;
    for (OverdueLine& line : overdue) {
        line.change = listed.contains(line.line) ? ListChange::still : ListChange::fresh;
        there.insert(line.line);
    }
    std::vector<OverdueLine> solved;
    for (const ListedBefore& was : before) {
        if (there.contains(was.line.line)) continue;
        OverdueLine line = was.line;
        line.change = ListChange::solved;
        line.solved_by = was.ended ? std::string(to_text(*was.ended)) : "extended";
        solved.push_back(std::move(line));
    }
    std::sort(overdue.begin(), overdue.end(), comes_first);
    std::sort(solved.begin(), solved.end(), comes_first);
    std::move(solved.begin(), solved.end(), std::back_inserter(overdue));
    return overdue;
}

void ListCounts::add(ListChange change, std::int64_t lines) {
    switch (change) {
        case ListChange::fresh:
            fresh += lines;
            return;
        case ListChange::still:
            still += lines;
            return;
        case ListChange::solved:
            solved += lines;
            return;
    }
}

std::vector<CountedLines> counted_lines(const std::vector<OverdueLine>& lines) {
    std::map<std::tuple<DepotId, std::optional<std::string>, ListChange>, std::int64_t> counts;
    for (const OverdueLine& line : lines) {
        ++counts[{line.depot, line.responsible, line.change.value_or(ListChange::fresh)}];
    }
    std::vector<CountedLines> counted;
    counted.reserve(counts.size());
    for (const auto& [key, number] : counts) {
        counted.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), number});
    }
    return counted;
}

WeeklyCounts summed(const std::vector<CountedLines>& counted) {
    WeeklyCounts counts;
    for (const CountedLines& some : counted) {
        counts.all.add(some.change, some.lines);
        counts.by_depot[some.depot].add(some.change, some.lines);
        counts.by_responsible[some.responsible].add(some.change, some.lines);
    }
    return counts;
}

std::vector<BorrowerId> persons_of(const ListedBorrowers& borrowers) {
    std::vector<BorrowerId> persons;
    for (const auto& [id, borrower] : borrowers) {
        if (borrower.kind == BorrowerKind::person) persons.push_back(id);
    }
    return persons;
}

}  // namespace domain
