#include "domain/repair.hpp"

#include <catch2/catch.hpp>

#include "domain/checklist.hpp"

using domain::Answers;
using domain::RefusalCode;

TEST_CASE("scrapping is advised when all repairs together go beyond the ceiling of the product") {
    struct Row {
        std::optional<std::int64_t> ceiling;
        std::int64_t spent;
        std::optional<std::int64_t> estimate;
        std::optional<std::int64_t> cost;
        std::optional<std::int64_t> expected;
        bool advised;
    };
    const std::optional<std::int64_t> none;
    for (const Row& row :
         {Row{1500, 0, 1500, none, 1500, false}, Row{1500, 0, 1501, none, 1501, true},
          Row{1500, 900, 600, none, 600, false}, Row{1500, 901, 600, none, 600, true},
          // What it did cost counts, not what was thought.
          Row{1500, 0, 2000, 400, 400, false}, Row{1500, 0, 400, 2000, 2000, true},
          // Spent already, whatever comes.
          Row{1500, 1600, none, none, none, true},
          // Nobody has set a ceiling.
          Row{none, 9000, 9000, none, 9000, false}}) {
        domain::WorkOrder order;
        order.estimate = row.estimate;
        order.cost = row.cost;
        const auto advice = domain::scrap_advice(order, row.ceiling, row.spent);
        CAPTURE(row.spent);
        CHECK(advice.expected == row.expected);
        CHECK(advice.advised == row.advised);
    }
}

TEST_CASE("a part is below its minimum when all depots together have fewer") {
    domain::Part part;
    part.minimum = 5;
    CHECK(domain::below_minimum(part, {}));
    CHECK(domain::below_minimum(part, {{"SMS", 2}, {"ENGVEIEN", 2}}));
    CHECK_FALSE(domain::below_minimum(part, {{"SMS", 2}, {"ENGVEIEN", 3}}));
    part.minimum = 0;
    CHECK_FALSE(domain::below_minimum(part, {}));
}

TEST_CASE("one more aid is given away when the depot has as many as it should") {
    using domain::KeepOrGive;
    CHECK(domain::keep_or_give(3, 2) == KeepOrGive::keep);
    CHECK(domain::keep_or_give(3, 3) == KeepOrGive::give_away);
    CHECK(domain::keep_or_give(0, 0) == KeepOrGive::give_away);
    CHECK(domain::keep_or_give({}, 100) == std::nullopt);
}

TEST_CASE("an aid passes when every point of its checklist is in order") {
    const std::vector<std::string> list{"Bremser", "Hjul og dekk"};
    const auto code = [&](const Answers& answers) -> std::optional<RefusalCode> {
        const auto refused = domain::refuse_answers(list, answers);
        if (!refused) return std::nullopt;
        CHECK(refused->pointer == "/checklist");
        return refused->code;
    };
    CHECK(code({{"Hjul og dekk", true}, {"Bremser", true}}) == std::nullopt);
    CHECK(code({}) == RefusalCode::checklist_needed);
    CHECK(code({{"Bremser", true}}) == RefusalCode::checklist_needed);
    CHECK(code({{"Bremser", false}, {"Hjul og dekk", true}}) == RefusalCode::checklist_failed);
    CHECK(code({{"Bremser", true}, {"Hjul og dekk", true}, {"bremser", true}}) ==
          RefusalCode::unknown_check);
    // One that did not pass need not be answered in full.
    CHECK_FALSE(domain::refuse_unknown_answers(list, {{"Bremser", false}}));
    CHECK(domain::refuse_unknown_answers(list, {{"Sete", false}}));
    // Without a list anything goes, in plain words.
    CHECK_FALSE(domain::refuse_answers({}, {{"brakes", false}, {"wheel_2", true}}));
    CHECK(domain::refuse_answers({}, {{"Kari Nordmann", true}})->code ==
          RefusalCode::unknown_check);
}
