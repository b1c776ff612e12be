// Two thousand sequences of sixty commands, each beside a small model of the depot that was written
// from DOMAIN.md sections 3 and 4, not from the program: what it allows must happen with the result
// that it foresees, what it does not must be refused and change nothing.

#include <numeric>

#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include "db/actor_store.hpp"
#include "db/borrower_store.hpp"
#include "db/item_store.hpp"
#include "db/loan_store.hpp"
#include "db/migrations.hpp"
#include "db/product_store.hpp"
#include "db/query.hpp"
#include "depot/change_item.hpp"
#include "depot/counted_stock.hpp"
#include "depot/counts.hpp"
#include "depot/end_line.hpp"
#include "depot/extend.hpp"
#include "depot/give_out.hpp"
#include "depot/inspect.hpp"
#include "depot/lend.hpp"
#include "depot/move.hpp"
#include "depot/take_in.hpp"
#include "depot/verify.hpp"

namespace {

using domain::Role;
using domain::State;
using domain::Trigger;

constexpr int sequences = 2000;
constexpr int commands = 60;
constexpr int aids = 3;
constexpr int people = 2;

enum class What {
    lend,
    take_back,
    take_back_infectious,
    wash,
    pass,
    fail,
    repair,
    scrap,
    block,
    unblock,
    report_missing,
    find,
    give_up,
    hand_over,
    relabel,
    shelve,
    settle_estate,
    permanent_here,   // NAV takes over this one
    permanent_other,  // NAV's own came
    lose,
    scrap_there,
    extend,
    count,  // of SMS: what is seen is a bit each
    receive,
    discard,
    give_away,  // used up
    lend_counted,
    return_counted,
    some_days,
};
constexpr int kinds = static_cast<int>(What::some_days) + 1;

// How often each is tried. What ends an aid for good is rare, else little would be tried after it.
constexpr std::pair<int, What> weights[] = {
    {12, What::lend},           {6, What::take_back},      {6, What::take_back_infectious},
    {12, What::wash},           {14, What::pass},          {3, What::fail},
    {4, What::repair},          {1, What::scrap},          {3, What::block},
    {5, What::unblock},         {3, What::report_missing}, {5, What::find},
    {2, What::give_up},         {1, What::hand_over},      {2, What::relabel},
    {4, What::shelve},          {2, What::settle_estate},  {2, What::permanent_here},
    {2, What::permanent_other}, {2, What::lose},           {2, What::scrap_there},
    {4, What::extend},          {3, What::count},          {3, What::receive},
    {2, What::discard},         {2, What::give_away},      {4, What::lend_counted},
    {4, What::return_counted},  {8, What::some_days}};

constexpr int total = std::accumulate(std::begin(weights), std::end(weights), 0,
                                      [](int sum, const auto& one) { return sum + one.first; });

int kind_at(int place) {
    for (const auto& [weight, what] : weights) {
        if (place < weight) return static_cast<int>(what);
        place -= weight;
    }
    return 0;
}

// A command made of small numbers, so that a failing sequence shrinks.
struct Command {
    int what = 0;
    int aid = 0;
    int other = 0;
};

std::ostream& operator<<(std::ostream& out, const Command& command) {
    return out << "{" << command.what << ", " << command.aid << ", " << command.other << "}";
}

// One aid as the model sees it.
struct Aid {
    State state = State::to_inspect;
    bool lent = false;
    bool municipal = true;
    bool dirty = false;
    int rests_until = -1;  // day number of a quarantine
    std::string depot = "SMS";
    int events = 1;
};

bool one_of(State state, std::initializer_list<State> states) {
    return std::find(states.begin(), states.end(), state) != states.end();
}

// What the rules make of the command; none when they forbid it.
std::optional<Aid> foreseen(What what, Aid aid, int other, int today) {
    using enum State;
    constexpr int rest = 5;
    const bool stands = !aid.lent && one_of(aid.state, {ready, to_clean, to_inspect, to_repair,
                                                        quarantine, blocked});
    const auto becomes = [&](State state) {
        aid.state = state;
        ++aid.events;
        return aid;
    };
    const auto comes_back = [&](State state) {
        aid.lent = false;
        aid.dirty = true;
        return becomes(aid.state == blocked ? blocked : state);
    };
    const auto leaves = [&](State state) {
        aid.lent = false;
        return becomes(state);
    };
    switch (what) {
        case What::lend:
            if (aid.lent || aid.state != ready || !aid.municipal) return std::nullopt;
            aid.lent = true;
            return becomes(ready);
        case What::take_back:
        case What::take_back_infectious:
            if (!aid.lent) return std::nullopt;
            aid.depot = other % 2 == 0 ? "SMS" : "ENGVEIEN";
            if (what == What::take_back) return comes_back(to_clean);
            aid.rests_until = today + rest;
            return comes_back(quarantine);
        case What::settle_estate:
        case What::permanent_other:
            if (!aid.lent) return std::nullopt;
            return comes_back(to_clean);
        case What::permanent_here:
        case What::scrap_there:
            if (!aid.lent || aid.state == blocked) return std::nullopt;
            return leaves(what == What::scrap_there ? scrapped : handed_over);
        case What::lose:
            if (!aid.lent) return std::nullopt;
            return leaves(lost);
        case What::wash:
            if (aid.lent || !one_of(aid.state, {to_clean, quarantine})) return std::nullopt;
            if (aid.state == quarantine && today < aid.rests_until) return std::nullopt;
            aid.dirty = false;
            return becomes(to_inspect);
        case What::pass:
        case What::fail:
            if (aid.lent || !one_of(aid.state, {to_inspect, ready})) return std::nullopt;
            return becomes(what == What::pass ? ready : to_repair);
        case What::repair:
            if (aid.lent || aid.state != to_repair) return std::nullopt;
            return becomes(to_inspect);
        case What::scrap:
            if (aid.lent ||
                !one_of(aid.state, {to_clean, to_inspect, to_repair, ready, quarantine, missing})) {
                return std::nullopt;
            }
            return becomes(scrapped);
        case What::block:
            if (one_of(aid.state, {scrapped, handed_over, lost})) return std::nullopt;
            return becomes(blocked);
        case What::unblock:
            if (aid.state != blocked) return std::nullopt;
            if (aid.lent) return becomes(ready);
            if (today < aid.rests_until) return becomes(quarantine);
            return becomes(aid.dirty ? to_clean : to_inspect);
        case What::report_missing:
            if (!stands) return std::nullopt;
            return becomes(missing);
        case What::find:
            if (aid.lent || !one_of(aid.state, {missing, lost})) return std::nullopt;
            aid.dirty = true;
            return becomes(to_clean);
        case What::give_up:
            if (aid.state != missing) return std::nullopt;
            return becomes(lost);
        case What::hand_over:
            if (!stands || aid.municipal) return std::nullopt;
            return becomes(handed_over);
        case What::relabel:
            if (aid.lent) return std::nullopt;
            return becomes(aid.state);
        case What::shelve:
            if (!stands) return std::nullopt;
            aid.depot = other % 2 == 0 ? "SMS" : "ENGVEIEN";
            return becomes(aid.state);
        case What::extend:
            if (!aid.lent) return std::nullopt;
            return becomes(aid.state);
        case What::count:
            // What stands in SMS and was not seen.
            if (!stands || aid.depot != "SMS") return aid;
            return becomes(missing);
        case What::receive:
        case What::discard:
        case What::give_away:
        case What::lend_counted:
        case What::return_counted:
        case What::some_days:
            return aid;
    }
    return std::nullopt;
}

// The rest of an aid that is neither resting nor blocked is over.
void forget_rest(Aid& aid) {
    if (!one_of(aid.state, {State::quarantine, State::blocked})) aid.rests_until = -1;
}

// Crutches, of which nobody knows how many there are before the first are received.
struct Crutches {
    std::optional<int> here;
    int lent = 0;
};

std::optional<Crutches> foreseen(What what, Crutches crutches, int number) {
    switch (what) {
        case What::receive:
            crutches.here = crutches.here.value_or(0) + number;
            return crutches;
        case What::discard:
        case What::give_away:
            if (crutches.here.value_or(0) < number) return std::nullopt;
            *crutches.here -= number;
            return crutches;
        case What::lend_counted:
            if (crutches.here && *crutches.here < number) return std::nullopt;
            if (crutches.here) *crutches.here -= number;
            crutches.lent += number;
            return crutches;
        case What::return_counted:
            if (crutches.lent < number) return std::nullopt;
            if (crutches.here) *crutches.here += number;
            crutches.lent -= number;
            return crutches;
        default:
            return crutches;
    }
}

struct Model {
    std::vector<Aid> all;
    Crutches crutches;

    // Whether the rules allow the command; then it has happened.
    bool run(What what, const Command& command, int today) {
        if (what == What::count) {
            for (int i = 0; i < aids; ++i) {
                Aid& aid = all[static_cast<std::size_t>(i)];
                if ((command.other >> i & 1) == 0) aid = *foreseen(what, aid, 0, today);
                forget_rest(aid);
            }
            return true;
        }
        Aid& aid = all[static_cast<std::size_t>(command.aid)];
        const auto after = foreseen(what, aid, command.other, today);
        const auto left = foreseen(what, crutches, 1 + command.other);
        if (!after || !left) return false;
        aid = *after;
        crutches = *left;
        forget_rest(aid);
        return true;
    }
};

// The program, driven by the same commands.
class World {
public:
    explicit World(db::WriteTx& tx) : tx_(tx) {
        actor_ = db::actors::system(tx);
        domain::Product product;
        product.name = "Rullator";
        product.iso = "12060602";
        const auto id = db::products::insert(tx, product);
        for (int i = 0; i < aids; ++i) {
            depot::NewItem wanted{id, "SMS"};
            if (i == aids - 1) wanted.owner = domain::Owner::nav;
            items_.push_back(depot::take_in(tx, wanted, act(Role::lager))->id);
        }
        domain::Product crutch;
        crutch.name = "Krykke";
        crutch.iso = "12030301";
        crutch.tracking = domain::Tracking::counted;
        crutch_ = db::products::insert(tx, crutch);
        for (int i = 0; i < people; ++i) {
            domain::Borrower borrower;
            borrower.name = "Låner " + std::to_string(i);
            borrowers_.push_back(db::borrowers::insert(tx, borrower));
        }
    }

    // Whether it was allowed; what it wrote in vain is undone.
    bool run(What what, const Command& command) {
        now_ += std::chrono::minutes(1);
        if (what == What::some_days) now_ += std::chrono::hours(24 * (1 + command.other % 4));
        db::Savepoint one(tx_);
        const bool done = attempt(what, command);
        if (done) {
            one.keep();
        } else {
            one.undo();
        }
        return done;
    }

    db::items::ItemView aid(int number) {
        return *db::items::find(tx_, items_[static_cast<std::size_t>(number)]);
    }
    std::optional<std::int64_t> crutches() { return depot::in_stock(tx_, crutch_, "SMS"); }
    int today() const {
        return static_cast<int>(std::chrono::floor<std::chrono::days>(now_).time_since_epoch() /
                                std::chrono::days(1));
    }

private:
    depot::Act act(Role role) const {
        return {actor_, role, {}, {}, {}, now_, now_, std::chrono::floor<std::chrono::days>(now_)};
    }
    bool pull(db::items::ItemView& view, Trigger trigger, Role role = Role::lager) {
        depot::Pull pull;
        pull.trigger = trigger;
        return depot::pull_trigger(tx_, view, pull, act(role)).has_value();
    }
    bool end(const db::items::ItemView& view, domain::EndReason reason, bool taken_over = true) {
        if (!view.open_loan) return false;
        const auto loan = db::loans::find(tx_, view.open_loan->loan);
        for (const domain::LoanLine& line : loan->lines) {
            if (line.id != view.open_loan->line) continue;
            const Role role = reason == domain::EndReason::lost ? Role::leder : Role::lager;
            depot::Ending ending;
            ending.reason = reason;
            ending.taken_over = taken_over;
            return depot::end_line(tx_, *loan, line, ending, act(role)).has_value();
        }
        return false;
    }
    bool take_back(db::items::ItemView& view, const Command& command, bool infectious) {
        depot::Return wanted;
        wanted.depot = command.other % 2 == 0 ? "SMS" : "ENGVEIEN";
        wanted.infectious = infectious;
        return depot::take_back(tx_, view, wanted, act(Role::lager)).has_value();
    }

    bool extend(const db::items::ItemView& view) {
        if (!view.open_loan) return false;
        const auto loan = db::loans::find(tx_, view.open_loan->loan);
        return depot::extend(tx_, *loan, {2, "trenger det lenger"}, act(Role::leder)).has_value();
    }
    bool count(const Command& command) {
        const auto id = depot::open_count(tx_, "SMS", {}, act(Role::lager));
        if (!id) return false;
        const auto open = db::counts::find(tx_, *id);
        for (int i = 0; i < aids; ++i) {
            if ((command.other >> i & 1) == 0) continue;
            depot::see_item(tx_, *open, items_[static_cast<std::size_t>(i)], "B3",
                            act(Role::lager));
        }
        return depot::close_count(tx_, *open, act(Role::lager)).has_value();
    }
    bool book(int number, domain::MovementKind kind) {
        const depot::Quantity moved{crutch_, "SMS", number, kind};
        return depot::book_by_hand(tx_, moved, act(Role::lager)).has_value();
    }
    bool lend_counted(int number) {
        depot::LoanWanted loan;
        loan.borrower = borrowers_.front();
        loan.depot = "SMS";
        loan.start = act(Role::lager).day;
        depot::LineWanted line;
        line.product = crutch_;
        line.quantity = number;
        loan.lines.push_back(line);
        const auto id = depot::lend(tx_, loan, act(Role::lager));
        if (id) crutch_loans_.push_back(*id);
        return id.has_value();
    }
    // So many, from the oldest loans on.
    bool return_counted(int number) {
        for (const domain::LoanId id : crutch_loans_) {
            const auto loan = db::loans::find(tx_, id);
            for (const domain::LoanLine& line : loan->lines) {
                if (line.ended_at || number == 0) continue;
                depot::Ending ending;
                ending.quantity = std::min<std::int64_t>(number, line.quantity);
                number -= static_cast<int>(*ending.quantity);
                if (!depot::end_line(tx_, *loan, line, ending, act(Role::lager))) return false;
            }
        }
        return number == 0;
    }

    bool attempt(What what, const Command& command) {
        auto view = aid(command.aid);
        switch (what) {
            case What::lend: {
                depot::LoanWanted loan;
                loan.borrower = borrowers_[static_cast<std::size_t>(command.other % people)];
                loan.depot = view.item.status.depot;
                loan.start = act(Role::lager).day;
                loan.lines.push_back({view.item.code});
                return depot::lend(tx_, loan, act(Role::lager)).has_value();
            }
            case What::take_back:
                return take_back(view, command, false);
            case What::take_back_infectious:
                return take_back(view, command, true);
            case What::wash:
                return pull(view, Trigger::cleaned);
            case What::pass:
                return depot::inspect(tx_, view, {}, act(Role::lager)).has_value();
            case What::fail: {
                depot::Inspection failed;
                failed.passed = false;
                return depot::inspect(tx_, view, failed, act(Role::lager)).has_value();
            }
            case What::repair:
                return pull(view, Trigger::repaired);
            case What::scrap:
                return pull(view, Trigger::scrap);
            case What::block:
                return pull(view, Trigger::block);
            case What::unblock:
                return pull(view, Trigger::unblock, Role::leder);
            case What::report_missing:
                return pull(view, Trigger::report_missing);
            case What::find:
                return pull(view, Trigger::found);
            case What::give_up:
                return pull(view, Trigger::give_up, Role::leder);
            case What::hand_over:
                return pull(view, Trigger::hand_over);
            case What::relabel:
                return depot::relabel(tx_, view, act(Role::lager)).has_value();
            case What::shelve:
                return depot::move(tx_, view, command.other % 2 == 0 ? "SMS" : "ENGVEIEN", "B3",
                                   act(Role::lager))
                    .has_value();
            case What::settle_estate:
                return end(view, domain::EndReason::estate_settled);
            case What::permanent_here:
                return end(view, domain::EndReason::permanent);
            case What::permanent_other:
                return end(view, domain::EndReason::permanent, false);
            case What::lose:
                return end(view, domain::EndReason::lost);
            case What::scrap_there:
                return end(view, domain::EndReason::scrapped);
            case What::extend:
                return extend(view);
            case What::count:
                return count(command);
            case What::receive:
                return book(1 + command.other, domain::MovementKind::received);
            case What::discard:
                return book(1 + command.other, domain::MovementKind::discarded);
            case What::give_away: {
                depot::GiveOut wanted{crutch_, "SMS", {}, 1 + command.other, {}};
                return depot::give_out(tx_, wanted, act(Role::lager)).has_value();
            }
            case What::lend_counted:
                return lend_counted(1 + command.other);
            case What::return_counted:
                return return_counted(1 + command.other);
            case What::some_days:
                return true;
        }
        return false;
    }

    db::WriteTx& tx_;
    domain::ActorId actor_;
    std::vector<domain::ItemId> items_;
    domain::ProductId crutch_;
    std::vector<domain::LoanId> crutch_loans_;
    std::vector<domain::BorrowerId> borrowers_;
    domain::Instant now_ = *domain::parse_instant("2026-11-23T08:00:00.000Z");
};

std::int64_t number(db::ReadTx& tx, std::string_view sql) {
    return db::Query(tx, sql).one<std::int64_t>().value_or(-1);
}

// What must hold of the whole database, whatever happened.
void check_whole(db::WriteTx& tx) {
    RC_ASSERT(number(tx, R"(
        select count(*) from loan_line a join loan_line b on a.item_id = b.item_id and a.id < b.id
        where (a.ended_at is null or b.handed_out_at < a.ended_at)
          and (b.ended_at is null or a.handed_out_at < b.ended_at))") == 0);
    RC_ASSERT(number(tx, "select coalesce(sum(quantity), 0) from counted_stock") ==
              number(tx, "select coalesce(sum(quantity), 0) from stock_movement"));
    RC_ASSERT(number(tx, "select sum(event_count) from item") ==
              number(tx, "select count(*) from event"));
}

void check_verify(db::WriteTx& tx) {
    const auto faults = depot::verify(tx).faults;
    for (const std::string& fault : faults) RC_LOG(fault + "\n");
    RC_ASSERT(faults.empty());
}

// How often each command was done and refused, so that none is only ever one of them.
struct Tried {
    std::array<int, kinds> done{};
    std::array<int, kinds> refused{};
};

void run_sequence(db::WriteTx& tx, const std::vector<Command>& sequence, Tried& tried) {
    World world(tx);
    Model model{std::vector<Aid>(aids), {}};
    model.all.back().municipal = false;
    for (const Command& command : sequence) {
        const What what = static_cast<What>(command.what);
        const bool done = world.run(what, command);
        ++(done ? tried.done : tried.refused).at(static_cast<std::size_t>(command.what));
        RC_LOG(std::to_string(command.what) + (done ? " done\n" : " refused\n"));
        RC_ASSERT(done == model.run(what, command, world.today()));
        for (int i = 0; i < aids; ++i) {
            const auto view = world.aid(i);
            const Aid& aid = model.all[static_cast<std::size_t>(i)];
            RC_ASSERT(to_text(view.item.status.state) == to_text(aid.state));
            RC_ASSERT(view.open_loan.has_value() == aid.lent);
            RC_ASSERT(view.item.status.depot == aid.depot);
            RC_ASSERT(view.item.event_count == aid.events);
        }
        RC_ASSERT(world.crutches().value_or(-1) == model.crutches.here.value_or(-1));
    }
    check_whole(tx);
    // It looks at the whole file and costs more than the sequence; any eighth of them will do.
    if (sequence.empty() || sequence.front().other == 0) check_verify(tx);
}

}  // namespace

TEST_CASE("random sequences of commands end as a small model of the depot says") {
    db::Connection connection = db::Connection::open_scratch();
    db::migrate(connection);
    connection.execute(std::string(connection.begin_write()));
    db::WriteTx tx(connection);

    // Of its whole range from the first sequence on.
    const auto below = [](int most) {
        return rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, most));
    };
    const auto any_sequence = rc::gen::container<std::vector<Command>>(
        commands,
        rc::gen::build<Command>(rc::gen::set(&Command::what, rc::gen::map(below(total), kind_at)),
                                rc::gen::set(&Command::aid, below(aids)),
                                rc::gen::set(&Command::other, below(8))));
    Tried tried;
    rc::detail::TestParams params = rc::detail::configuration().testParams;
    params.maxSuccess = sequences;
    rc::detail::TestMetadata about;
    about.id = "any sequence";
    const rc::detail::TestResult result = rc::detail::checkTestable(
        [&] {
            const auto sequence = *any_sequence;
            // Each one begins with an empty depot.
            db::Savepoint whole(tx);
            run_sequence(tx, sequence, tried);
        },
        about, params);
    std::ostringstream report;
    rc::detail::printResultMessage(result, report);
    INFO(report.str());
    CHECK(result.is<rc::detail::SuccessResult>());
    for (std::size_t what = 0; what < kinds; ++what) {
        INFO("command " << what);
        CHECK(tried.done.at(what) > 20);
        const bool always = static_cast<What>(what) == What::some_days ||
                            static_cast<What>(what) == What::count ||
                            static_cast<What>(what) == What::receive;
        if (!always) CHECK(tried.refused.at(what) > 20);
    }
}
