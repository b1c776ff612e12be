#include "domain/replay.hpp"

#include <functional>

#include <catch2/catch.hpp>

using domain::Event;
using domain::EventKind;
using domain::State;

namespace {

// Events as the program writes them, one after another.
class History {
public:
    History& add(EventKind kind, State to, bool dirty) {
        Event event;
        event.id = domain::EventId{static_cast<std::int64_t>(events_.size()) + 1};
        event.seq = event.id.value;
        event.kind = kind;
        if (!events_.empty()) event.from = events_.back().after.state;
        event.after.depot = "SMS";
        event.after.state = to;
        event.after.dirty = dirty;
        events_.push_back(event);
        return *this;
    }
    History& undo(std::int64_t seq) {
        const Event before = events_.at(static_cast<std::size_t>(seq) - 2);
        add(EventKind::undone, before.after.state, before.after.dirty);
        events_.back().undoes = domain::EventId{seq};
        return *this;
    }
    std::vector<Event> events() const { return events_; }

private:
    std::vector<Event> events_;
};

History one_round() {
    return History()
        .add(EventKind::taken_in, State::to_inspect, false)
        .add(EventKind::inspected_ok, State::ready, false)
        .add(EventKind::lent, State::ready, false)
        .add(EventKind::returned, State::to_clean, true)
        .add(EventKind::cleaned, State::to_inspect, false)
        .add(EventKind::inspected_ok, State::ready, false);
}

}  // namespace

TEST_CASE("a round of the depot replays to a ready aid that is not on loan") {
    const auto replayed = domain::replay(one_round().events());
    REQUIRE(replayed);
    CHECK(replayed->status.state == State::ready);
    CHECK_FALSE(replayed->on_loan);
}

TEST_CASE("an aid that was lent last is on loan, and undoing the return lends it again") {
    auto history = History()
                       .add(EventKind::taken_in, State::to_inspect, false)
                       .add(EventKind::inspected_ok, State::ready, false)
                       .add(EventKind::lent, State::ready, false);
    CHECK(domain::replay(history.events())->on_loan);
    history.add(EventKind::returned, State::to_clean, true);
    CHECK_FALSE(domain::replay(history.events())->on_loan);
    history.undo(4);
    const auto replayed = domain::replay(history.events());
    REQUIRE(replayed);
    CHECK(replayed->on_loan);
    CHECK(replayed->status.state == State::ready);
}

TEST_CASE("the last value of a field is what the events say") {
    auto events = one_round().events();
    events[0].fields = {{"serial", "A1"}, {"owner", "kommune"}};
    events[4].fields = {{"serial", "A2"}};
    const auto replayed = domain::replay(events);
    REQUIRE(replayed);
    CHECK(replayed->fields ==
          std::vector<std::pair<std::string, std::string>>{{"serial", "A2"}, {"owner", "kommune"}});
}

TEST_CASE("events that cannot be true are found") {
    struct Tampering {
        const char* name;
        std::function<void(std::vector<Event>&)> apply;
    };
    const Tampering all[] = {
        {"no events", [](auto& events) { events.clear(); }},
        {"one is missing", [](auto& events) { events.erase(events.begin() + 3); }},
        {"the first is missing", [](auto& events) { events.erase(events.begin()); }},
        {"two are swapped", [](auto& events) { std::swap(events[3], events[4]); }},
        {"one stands twice", [](auto& events) { events.push_back(events.back()); }},
        {"a state that the trigger does not lead to",
         [](auto& events) { events[5].after.state = State::scrapped; }},
        {"a start that is not the end before", [](auto& events) { events[4].from = State::ready; }},
        {"clean without a wash", [](auto& events) { events[3].after.dirty = false; }},
        {"a return without a loan", [](auto& events) { events[2].kind = EventKind::inspected_ok; }},
        {"lent twice",
         [](auto& events) {
             events.resize(3);
             events.push_back(events[2]);
             events[3].seq = 4;
         }},
        {"a move that changes the state", [](auto& events) { events[5].kind = EventKind::moved; }},
        {"an undo of nothing",
         [](auto& events) {
             events[5].kind = EventKind::undone;
             events[5].undoes = domain::EventId{99};
         }},
        {"an undo that brings back something else",
         [](auto& events) {
             events[5].kind = EventKind::undone;
             events[5].undoes = domain::EventId{5};
         }},
        {"a first event that makes no item",
         [](auto& events) { events[0].kind = EventKind::moved; }},
    };
    for (const Tampering& tampering : all) {
        INFO(tampering.name);
        auto events = one_round().events();
        tampering.apply(events);
        CHECK_FALSE(domain::replay(events));
    }
}
