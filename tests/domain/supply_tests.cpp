#include "domain/supply.hpp"

#include <catch2/catch.hpp>

using domain::Supply;
using domain::SupplyStep;

TEST_CASE("what is needed is what is out at a time, rounded up") {
    // 30.4375 days are a month: one loan a day.
    CHECK(domain::aids_needed(30.4375, 90, 0) == 90);
    CHECK(domain::aids_needed(30.4375, 90, 3) == 93);
    CHECK(domain::aids_needed(30.4375, 90.1, 0) == 91);
    CHECK(domain::aids_needed(0.1, 1, 0) == 1);
    CHECK(domain::aids_needed(0, 90, 3) == 0);
}

TEST_CASE("aids are moved before they are bought") {
    struct Case {
        const char* what;
        std::vector<Supply> depots;
        std::vector<SupplyStep> steps;
    };
    const Case cases[] = {
        {"no depot", {}, {}},
        {"enough everywhere", {{5, 5}, {7, 3}}, {}},
        {"one lacks, one has", {{5, 9}, {7, 2}}, {{0, 1, 4}}},
        {"one lacks more than the other has", {{5, 9}, {4, 2}}, {{0, 1, 2}, {0, {}, 2}}},
        {"nobody has any beyond its need", {{5, 9}, {2, 2}}, {{0, {}, 4}}},
        {"both lack", {{5, 9}, {0, 7}}, {{1, {}, 7}, {0, {}, 4}}},
        {"the one that lacks most comes first", {{8, 9}, {0, 7}, {20, 12}}, {{1, 2, 7}, {0, 2, 1}}},
        {"two give", {{0, 7}, {5, 1}, {5, 2}}, {{0, 1, 4}, {0, 2, 3}}},
    };
    for (const Case& one : cases) {
        INFO(one.what);
        CHECK(domain::supply_plan(one.depots) == one.steps);
    }
}
