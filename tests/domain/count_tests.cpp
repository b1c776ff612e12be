#include <catch2/catch.hpp>

#include "domain/count.hpp"

using domain::FindingKind;
using domain::State;

TEST_CASE("a whole depot overlaps every shelf, a shelf only itself") {
    CHECK(domain::counts_overlap({}, {}));
    CHECK(domain::counts_overlap({}, "B3"));
    CHECK(domain::counts_overlap("B3", {}));
    CHECK(domain::counts_overlap("B3", "B3"));
    CHECK_FALSE(domain::counts_overlap("B3", "B4"));
}

TEST_CASE("what was seen is judged by how it stands") {
    struct Row {
        const char* name;
        domain::SeenItem item;
        std::optional<FindingKind> kind;
    };
    const std::vector<Row> rows{
        {"on its shelf", {State::ready, false, false, "SMS", "B3", "B3"}, {}},
        {"nobody said which shelf", {State::ready, false, false, "SMS", "B3", {}}, {}},
        {"without shelf, nobody said which", {State::to_clean, false, false, "SMS", {}, {}}, {}},
        {"on another shelf",
         {State::ready, false, false, "SMS", "B3", "B4"},
         FindingKind::misplaced},
        {"without shelf, on one",
         {State::ready, false, false, "SMS", {}, "B4"},
         FindingKind::misplaced},
        {"of another depot",
         {State::to_repair, false, false, "ENGVEIEN", "B3", "B3"},
         FindingKind::misplaced},
        {"blocked, on its shelf", {State::blocked, false, false, "SMS", "B3", "B3"}, {}},
        {"in quarantine, elsewhere",
         {State::quarantine, false, false, "SMS", "K", "B3"},
         FindingKind::misplaced},
        {"lent", {State::ready, true, false, "SMS", "B3", "B3"}, FindingKind::unexpected},
        {"on its way", {State::ready, false, true, "SMS", "B3", "B3"}, FindingKind::unexpected},
        {"missing", {State::missing, false, false, "SMS", "B3", "B3"}, FindingKind::unexpected},
        {"lost", {State::lost, false, false, "SMS", "B3", "B3"}, FindingKind::unexpected},
        {"scrapped", {State::scrapped, false, false, "SMS", "B3", "B3"}, FindingKind::unexpected},
        {"handed over",
         {State::handed_over, false, false, "SMS", "B3", "B3"},
         FindingKind::unexpected},
    };
    for (const Row& row : rows) {
        INFO(row.name);
        CHECK(domain::judge_seen(row.item, "SMS") == row.kind);
    }
}

TEST_CASE("a count books the difference, and never more away than there is") {
    CHECK(domain::count_correction(10, 10, 10) == 0);
    CHECK(domain::count_correction(12, 10, 10) == 2);
    CHECK(domain::count_correction(7, 10, 10) == -3);
    // Two were lent after the counting.
    CHECK(domain::count_correction(10, 10, 8) == 0);
    CHECK(domain::count_correction(2, 10, 5) == -5);
}
