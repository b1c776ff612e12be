#include "depot/candidates.hpp"

#include <algorithm>
#include <set>

#include "db/settings_store.hpp"
#include "depot/oslo_time.hpp"
#include "domain/calendar.hpp"

namespace depot {
namespace {

using domain::Candidate;
using domain::CandidateReason;
using domain::CandidateState;

// What is ended before can be of no account: a year, and what the clock's change may move.
domain::Instant first_of_account(domain::Day today) {
    return oslo_midnight(domain::add_months(today, -12) - std::chrono::days(1));
}

domain::Period period_of(const db::candidates::ClassLine& line, domain::Day today) {
    return {oslo_day(line.handed_out_at), line.ended_at ? oslo_day(*line.ended_at) : today};
}

// What is known of some borrowers: the grounds, and the tasks in force.
struct Known {
    Grounds grounds;
    std::map<BorrowerClass, Candidate> open;
};

Known known_of(db::ReadTx& tx, const std::vector<domain::BorrowerId>& borrowers, domain::Day today,
               const domain::DepotSettings& settings) {
    const auto lines = db::candidates::lines_of(tx, borrowers, first_of_account(today));
    const auto tasks = db::candidates::in_force(
        tx, borrowers, domain::add_months(today, -settings.candidate_rest_months - 1));
    Known known;
    std::map<BorrowerClass, bool> resting;
    for (const Candidate& task : tasks) {
        const BorrowerClass key{task.borrower, task.iso_class};
        if (!task.closed_at) {
            known.open.emplace(key, task);
        } else if (domain::rests(task.since, today, settings)) {
            resting[key] = true;
        }
    }
    for (auto first = lines.begin(); first != lines.end();) {
        const BorrowerClass key{first->borrower, first->iso_class};
        const auto last = std::find_if(first, lines.end(), [&](const auto& line) {
            return BorrowerClass(line.borrower, line.iso_class) != key;
        });
        Ground ground;
        std::vector<domain::Period> periods;
        for (auto line = first; line != last; ++line) {
            ground.deceased = line->facts.deceased;
            // The children's stock has a review day instead; it is of no account.
            if (line->facts.due) periods.push_back(period_of(*line, today));
        }
        ground.days_on_loan = domain::days_on_loan(periods, today);
        ground.repeated = domain::is_repeated(std::move(periods), today, settings);
        ground.rests = resting.contains(key);
        std::vector<CandidateReason> all;
        for (auto line = first; line != last; ++line) {
            if (line->ended_at) continue;
            domain::CandidateFacts facts = line->facts;
            facts.repeated = ground.repeated;
            facts.rests = ground.rests;
            auto why = domain::candidate_reasons(facts, today, settings);
            if (all.empty() && !why.empty()) {
                ground.depot = line->depot;
                ground.requested_by = line->requested_by;
            }
            all.insert(all.end(), why.begin(), why.end());
            ground.of_lines.emplace(line->line, std::move(why));
        }
        std::sort(all.begin(), all.end());
        all.erase(std::unique(all.begin(), all.end()), all.end());
        ground.why = std::move(all);
        known.grounds.emplace(key, std::move(ground));
        first = last;
    }
    return known;
}

// How the task should stand by now; none when it stands so.
std::optional<Candidate> kept(Candidate task, const Ground& ground, domain::Day today,
                              domain::Instant now) {
    switch (task.state) {
        case CandidateState::candidate:
            if (!ground.why.empty()) {
                if (task.depot == ground.depot && task.responsible == ground.requested_by) {
                    return std::nullopt;
                }
                task.depot = ground.depot;
                task.responsible = ground.requested_by;
                return task;
            }
            break;
        case CandidateState::assessing:
        case CandidateState::applied:
            if (!ground.deceased) return std::nullopt;
            break;
        case CandidateState::granted:
            if (!ground.of_lines.empty()) return std::nullopt;
            task.closed_at = now;
            return task;
        case CandidateState::refused:
        case CandidateState::not_needed:
        case CandidateState::lapsed:
            return std::nullopt;
    }
    task.state = CandidateState::lapsed;
    task.since = task.decide_by = today;
    task.closed_at = now;
    return task;
}

Candidate opened(const BorrowerClass& key, const Ground& ground, domain::Day today) {
    Candidate task;
    task.borrower = key.first;
    task.iso_class = key.second;
    task.since = task.opened_on = today;
    task.decide_by = today + std::chrono::days(domain::waiting_days(task.state));
    task.depot = ground.depot;
    task.responsible = ground.requested_by;
    return task;
}

struct Changes {
    std::vector<Candidate> open;
    std::vector<std::pair<CandidateState, Candidate>> keep;  // with the state before
};

Changes changes_of(const Known& known, domain::Day today, domain::Instant now) {
    Changes changes;
    for (const auto& [key, ground] : known.grounds) {
        if (!ground.why.empty() && !known.open.contains(key)) {
            changes.open.push_back(opened(key, ground, today));
        }
    }
    for (const auto& [key, task] : known.open) {
        const auto ground = known.grounds.find(key);
        auto should =
            kept(task, ground == known.grounds.end() ? Ground() : ground->second, today, now);
        if (should) changes.keep.emplace_back(task.state, *std::move(should));
    }
    return changes;
}

void store(db::WriteTx& tx, CandidateState before, const Candidate& task, const Act& act) {
    db::candidates::update(tx, task);
    if (task.state == before) return;
    db::candidates::log(tx, task.id, before, {task.state, task.since}, act.actor, act.recorded);
}

}  // namespace

Grounds grounds_of(db::ReadTx& tx, const std::vector<domain::BorrowerId>& borrowers,
                   domain::Day today) {
    return known_of(tx, borrowers, today, db::settings::load(tx)).grounds;
}

domain::CandidateFacts with_class(db::ReadTx& tx, domain::CandidateFacts facts,
                                  domain::BorrowerId borrower, domain::LoanLineId line,
                                  domain::Day today, const domain::DepotSettings& settings) {
    if (!facts.borrower_is_person) return facts;
    for (const auto& [key, ground] : known_of(tx, {borrower}, today, settings).grounds) {
        if (!ground.of_lines.contains(line)) continue;
        facts.repeated = ground.repeated;
        facts.rests = ground.rests;
        facts.deceased = ground.deceased;
    }
    return facts;
}

void keep_candidates(db::WriteTx& tx, domain::BorrowerId borrower, const Act& act) {
    // What is registered late changes what is so now.
    const domain::Day today = oslo_day(act.recorded);
    const Changes changes =
        changes_of(known_of(tx, {borrower}, today, db::settings::load(tx)), today, act.recorded);
    for (const Candidate& task : changes.open) db::candidates::insert(tx, task);
    for (const auto& [before, task] : changes.keep) store(tx, before, task, act);
}

std::vector<domain::BorrowerId> differing(db::ReadTx& tx,
                                          const std::vector<domain::BorrowerId>& borrowers,
                                          domain::Day today) {
    const Changes changes =
        changes_of(known_of(tx, borrowers, today, db::settings::load(tx)), today, {});
    std::set<domain::BorrowerId> differ;
    for (const Candidate& task : changes.open) differ.insert(task.borrower);
    for (const auto& [before, task] : changes.keep) differ.insert(task.borrower);
    return {differ.begin(), differ.end()};
}

domain::Decided<void> decide(db::WriteTx& tx, const Candidate& task,
                             const domain::Decision& decision, std::string_view by,
                             const Act& act) {
    const auto after = domain::decided(task, decision, by, act.recorded);
    if (!after) return tl::unexpected(after.error());
    db::candidates::update(tx, *after);
    db::candidates::log(tx, task.id, task.state, decision, act.actor, act.recorded);
    // Granted when everything is back already.
    keep_candidates(tx, task.borrower, act);
    return {};
}

void merge_candidates(db::WriteTx& tx, domain::BorrowerId from, domain::BorrowerId into,
                      const Act& act) {
    for (Candidate& task : db::candidates::doubles(tx, from, into)) {
        const CandidateState before = task.state;
        task.state = CandidateState::lapsed;
        task.since = task.decide_by = oslo_day(act.recorded);
        task.closed_at = act.recorded;
        store(tx, before, task, act);
    }
}

}  // namespace depot
