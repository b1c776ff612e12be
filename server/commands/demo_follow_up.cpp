#include "commands/demo_follow_up.hpp"

#include <array>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "db/borrower_store.hpp"
#include "db/candidate_store.hpp"
#include "db/talk_store.hpp"
#include "db/user_store.hpp"
#include "depot/candidates.hpp"
#include "depot/oslo_time.hpp"
#include "depot/talk.hpp"

namespace commands {
namespace {

using domain::CandidateState;
using domain::TalkOutcome;

constexpr std::int64_t all = 100'000;

struct Move {
    CandidateState to;
    int days_ago;
};
// How far a case has come. Of every eight the others wait to be looked at.
const std::array<std::vector<Move>, 6> ways{{
    {{CandidateState::assessing, 5}},
    {{CandidateState::assessing, 40}},  // too long ago
    {{CandidateState::assessing, 60}, {CandidateState::applied, 45}},
    {{CandidateState::assessing, 80}, {CandidateState::applied, 70}, {CandidateState::granted, 6}},
    {{CandidateState::assessing, 90}, {CandidateState::applied, 80}, {CandidateState::refused, 9}},
    {{CandidateState::not_needed, 12}},
}};

struct Said {
    TalkOutcome outcome;
    int days_ago;
    int next_in;  // days from today; today: 0
    const char* said;
};
constexpr Said talks[] = {
    {TalkOutcome::will_return, 7, 0, "Leverer til uken. Datteren kjører."},
    {TalkOutcome::not_reached, 3, 0, "Ingen svarte. Prøver på formiddagen."},
    {TalkOutcome::needs_longer, 2, 5, "Vil ha det en måned til. Avtalt å se på det sammen."},
    {TalkOutcome::needs_permanently, 4, 10, "Ønsker å søke NAV."},
};

// All of it is written down today: what is so now follows from it.
depot::Act act_on(domain::ActorId ergo, domain::Day day) {
    const domain::Instant noon = depot::oslo_noon(day);
    return {ergo, domain::Role::ergo, {}, {}, {}, noon, noon, day};
}

void open_tasks(db::WriteTx& tx, const depot::Act& act) {
    std::set<domain::BorrowerId> borrowers;
    for (const auto& line : db::candidates::open_lines(tx, {}, all))
        borrowers.insert(line.borrower);
    for (const domain::BorrowerId borrower : borrowers) {
        depot::keep_candidates(tx, borrower, act);
    }
}

void decide_some(db::WriteTx& tx, domain::ActorId ergo, domain::Day today) {
    const auto tasks = db::candidates::list(tx, {}, {}, all);
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        const std::size_t way = i % 8;
        if (way >= ways.size()) continue;
        for (const Move& move : ways.at(way)) {
            domain::Decision decision{move.to, today - std::chrono::days(move.days_ago)};
            if (move.to == CandidateState::applied) {
                decision.reference = "DEMO-" + std::to_string(2600 + i);
            }
            const auto task = *db::candidates::find(tx, tasks[i].id);
            const auto done = depot::decide(tx, task, decision, "demo-ergo", act_on(ergo, today));
            if (!done) throw std::logic_error("the demo decides what cannot be decided");
        }
    }
}

void talk_with_some(db::WriteTx& tx, domain::ActorId ergo, domain::Day today) {
    const auto calls = db::talks::calls(tx, {false, today - std::chrono::days(14), "demo-ergo"}, {},
                                        static_cast<std::int64_t>(std::size(talks)));
    for (std::size_t i = 0; i < calls.size(); ++i) {
        const Said& said = talks[i];
        domain::Talk talk;
        talk.day = today - std::chrono::days(said.days_ago);
        talk.outcome = said.outcome;
        talk.said = said.said;
        talk.next_day = today + std::chrono::days(said.next_in);
        const auto borrower = *db::borrowers::find(tx, calls[i].borrower);
        if (!depot::record_talk(tx, borrower, talk, act_on(ergo, today))) {
            throw std::logic_error("the demo speaks with nobody");
        }
    }
}

}  // namespace

void add_demo_follow_up(db::WriteTx& tx, domain::Instant now) {
    const domain::Day today = depot::oslo_day(now);
    const domain::ActorId ergo = db::users::by_name(tx, "demo-ergo")->id;
    open_tasks(tx, act_on(ergo, today));
    decide_some(tx, ergo, today);
    talk_with_some(tx, ergo, today);
}

}  // namespace commands
