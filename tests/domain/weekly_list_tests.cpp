#include "domain/weekly_list.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace domain;

namespace {

OverdueLine line(std::int64_t id, int days, std::string depot = "SMS",
                 std::optional<std::string> responsible = {}) {
    OverdueLine made;
    made.line = LoanLineId{id};
    made.days = days;
    made.depot = std::move(depot);
    made.responsible = std::move(responsible);
    return made;
}

std::string text(const std::vector<OverdueLine>& lines) {
    std::string all;
    for (const OverdueLine& each : lines) {
        all += std::to_string(each.line.value) + ":" + std::to_string(each.days) + ":" +
               std::string(to_text(each.change.value())) + ":" + each.solved_by.value_or("-") + " ";
    }
    return all;
}

}  // namespace

TEST_CASE("a list says what is new, what is still there and how the others were solved") {
    const std::vector<ListedBefore> before{{line(1, 20), {}},
                                           {line(2, 9), EndReason::returned},
                                           {line(3, 40), {}},
                                           {line(4, 2), EndReason::scrapped}};
    CHECK(text(weekly_lines({line(5, 3), line(1, 27), line(6, 27)}, before)) ==
          "1:27:still:- 6:27:new:- 5:3:new:- 3:40:solved:extended 2:9:solved:returned "
          "4:2:solved:scrapped_at_borrower ");
    CHECK(text(weekly_lines({}, {})).empty());
    CHECK(text(weekly_lines({line(1, 1)}, {})) == "1:1:new:- ");
}

TEST_CASE("the counts of a list are those of each line by itself, in any mixture") {
    std::mt19937 random(7);
    const auto below = [&](unsigned n) { return random() % n; };
    for (int round = 0; round < 200; ++round) {
        std::vector<OverdueLine> now;
        std::vector<ListedBefore> before;
        std::int64_t fresh = 0;
        std::int64_t still = 0;
        std::int64_t solved = 0;
        std::map<std::string, std::int64_t> at;
        for (std::int64_t id = 1; id <= 30; ++id) {
            const std::string depot = below(2) == 0 ? "SMS" : "ENGVEIEN";
            const auto responsible =
                below(3) == 0 ? std::nullopt : std::optional("ergo" + std::to_string(below(3)));
            const bool was = below(2) == 0;
            const bool is = below(2) == 0;
            if (was) before.push_back({line(id, 5, depot, responsible), {}});
            if (is) now.push_back(line(id, 12, depot, responsible));
            fresh += is && !was ? 1 : 0;
            still += is && was ? 1 : 0;
            solved += was && !is ? 1 : 0;
            if (is) ++at[depot];
        }
        const auto counts = summed(counted_lines(weekly_lines(now, before)));
        CHECK(counts.all == ListCounts{fresh, still, solved});
        CHECK(counts.all.overdue() == static_cast<std::int64_t>(now.size()));
        CHECK(counts.all.before() == static_cast<std::int64_t>(before.size()));
        for (const auto& [depot, number] : at) CHECK(counts.by_depot.at(depot).overdue() == number);
        std::int64_t by_responsible = 0;
        for (const auto& [name, each] : counts.by_responsible) by_responsible += each.overdue();
        CHECK(by_responsible == counts.all.overdue());
    }
}
