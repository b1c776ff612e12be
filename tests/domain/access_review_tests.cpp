#include <catch2/catch.hpp>

#include <algorithm>

#include <rapidcheck.h>

#include "domain/access_review.hpp"

using domain::ActorId;
using domain::BorrowerId;
using domain::Look;
using domain::ReviewDay;
using domain::ReviewKind;
using domain::Tie;

namespace {

constexpr domain::Day today = std::chrono::year(2026) / 11 / 23;
constexpr std::chrono::days day(1);

Look look(std::int64_t id, std::int64_t actor, std::vector<BorrowerId> persons, int minute = 600) {
    Look made;
    made.id = id;
    made.actor = ActorId{actor};
    made.minute = minute;
    made.persons = std::move(persons);
    return made;
}

// "kind actor: looks / persons"
std::vector<std::string> found(const ReviewDay& facts) {
    std::vector<std::string> all;
    for (const auto& finding : domain::review(facts)) {
        std::string text =
            std::string(to_text(finding.kind)) + " " + std::to_string(finding.actor.value) + ":";
        for (const auto id : finding.looks) text += " " + std::to_string(id);
        text += " /";
        for (const auto person : finding.persons) text += " " + std::to_string(person.value);
        all.push_back(text);
    }
    return all;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("usual hours are from six to eight in the evening on days when the depot is open") {
    const auto unusual = [](int hour, int minute, bool open) {
        Look at = look(1, 1, {}, 60 * hour + minute);
        at.depot_open = open;
        return domain::at_unusual_hours(at);
    };
    CHECK(unusual(5, 59, true));
    CHECK_FALSE(unusual(6, 0, true));
    CHECK_FALSE(unusual(19, 59, true));
    CHECK(unusual(20, 0, true));
    CHECK(unusual(0, 0, true));
    CHECK(unusual(12, 0, false));
}

TEST_CASE("a person is tied to who did something for them, or to the depot, until 90 days after") {
    const domain::Reader reader{ActorId{7}, "Eva Ergo", "SMS"};
    const auto is_tied = [&](const Tie& tie) { return domain::ties(tie, reader, today); };
    CHECK(is_tied({today - 400 * day, {}, "SMS", {}, ""}));
    CHECK(is_tied({today, {}, "SMS", {}, ""}));
    CHECK_FALSE(is_tied({today + day, {}, "SMS", {}, ""}));
    CHECK(is_tied({today - 400 * day, today - 90 * day, "SMS", {}, ""}));
    CHECK_FALSE(is_tied({today - 400 * day, today - 91 * day, "SMS", {}, ""}));
    // Of the other depot, unless it was the reader's own doing.
    CHECK_FALSE(is_tied({today - day, {}, "ENGVEIEN", {ActorId{8}}, "En annen"}));
    CHECK(is_tied({today - day, {}, "ENGVEIEN", {ActorId{8}, ActorId{7}}, ""}));
    CHECK(is_tied({today - day, {}, "ENGVEIEN", {}, "Eva Ergo"}));
    CHECK_FALSE(is_tied({today - 200 * day, today - 91 * day, "ENGVEIEN", {ActorId{7}}, ""}));
}

TEST_CASE("each kind of finding names its looks and persons, and an ordinary day has none") {
    ReviewDay facts;
    facts.most_lookups = 2;
    const BorrowerId one{1};
    const BorrowerId two{2};
    const BorrowerId three{3};
    facts.tied = {{ActorId{7}, one}, {ActorId{7}, two}, {ActorId{7}, three}};
    facts.looks = {look(10, 7, {one}), look(11, 7, {one, two})};
    CHECK(found(facts).empty());

    facts.looks.push_back(look(12, 7, {three}));
    CHECK(found(facts) == Texts{"many_lookups 7: 10 11 12 / 1 2 3"});
    facts.most_lookups = 3;
    CHECK(found(facts).empty());

    facts.looks.back().minute = 1200;
    CHECK(found(facts) == Texts{"unusual_hours 7: 12 / 3"});
    facts.looks.back().minute = 600;

    facts.namesakes[ActorId{7}] = {two};
    CHECK(found(facts) == Texts{"own_name 7: 11 / 2"});
    facts.namesakes = {{ActorId{8}, {two}}};
    CHECK(found(facts).empty());

    facts.tied.erase({ActorId{7}, one});
    CHECK(found(facts) == Texts{"no_relation 7: 10 11 / 1"});
    // Whom one registers or changes one may look at that day, before it as well.
    facts.looks.push_back(look(13, 7, {one}));
    facts.looks.back().changes = true;
    CHECK(found(facts).empty());
    // Who has seen somebody is also asked for people whom the leader has nothing to do with.
    facts.looks = {look(10, 9, {one, two})};
    CHECK(found(facts) == Texts{"no_relation 9: 10 / 1 2"});
    facts.looks.back().of_the_log = true;
    CHECK(found(facts).empty());
}

TEST_CASE(
    "findings are at most one of a kind for each actor, and say nothing of other actors' looks") {
    CHECK(rc::check([] {
        ReviewDay facts;
        facts.most_lookups = *rc::gen::inRange(0, 5);
        const int looks = *rc::gen::inRange(0, 30);
        for (int i = 0; i < looks; ++i) {
            std::vector<BorrowerId> persons;
            const int which = *rc::gen::inRange(1, 32);
            for (int bit = 0; bit < 5; ++bit) {
                if ((which >> bit & 1) != 0) persons.push_back({bit + 1});
            }
            Look made = look(i + 1, *rc::gen::inRange(1, 4), persons, *rc::gen::inRange(0, 1440));
            made.depot_open = *rc::gen::arbitrary<bool>();
            facts.looks.push_back(std::move(made));
            if (*rc::gen::arbitrary<bool>())
                facts.tied.emplace(facts.looks.back().actor, persons[0]);
        }
        std::set<std::pair<ActorId, ReviewKind>> seen;
        for (const auto& finding : domain::review(facts)) {
            RC_ASSERT(seen.emplace(finding.actor, finding.kind).second);
            RC_ASSERT(!finding.looks.empty());
            for (const auto id : finding.looks) {
                RC_ASSERT(facts.looks[static_cast<std::size_t>(id - 1)].actor == finding.actor);
            }
            if (finding.kind == ReviewKind::no_relation) {
                for (const auto person : finding.persons) {
                    RC_ASSERT(!facts.tied.contains({finding.actor, person}));
                }
            }
        }
        // And none is forgotten: counted another way.
        for (const Look& one : facts.looks) {
            const bool late = !one.depot_open || one.minute / 60 < 6 || one.minute / 60 > 19;
            if (late) RC_ASSERT(seen.contains({one.actor, ReviewKind::unusual_hours}));
        }
    }));
}
