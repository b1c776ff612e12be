// Two thousand sequences of sixty commands, each beside a small model of the depot that was written
// from DOMAIN.md sections 3, 4, 8 and 9, not from the program: what it allows must happen with the
// result that it foresees, what it does not must be refused and change nothing.

#include <numeric>

#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include "db/actor_store.hpp"
#include "db/borrower_store.hpp"
#include "db/item_store.hpp"
#include "db/loan_store.hpp"
#include "db/migrations.hpp"
#include "db/notice_store.hpp"
#include "db/product_store.hpp"
#include "db/query.hpp"
#include "db/transfer_store.hpp"
#include "depot/accessories.hpp"
#include "depot/change_item.hpp"
#include "depot/counted_stock.hpp"
#include "depot/counts.hpp"
#include "depot/departure.hpp"
#include "depot/end_line.hpp"
#include "depot/extend.hpp"
#include "depot/give_out.hpp"
#include "depot/inspect.hpp"
#include "depot/lend.hpp"
#include "depot/move.hpp"
#include "depot/notices.hpp"
#include "depot/swap.hpp"
#include "depot/take_in.hpp"
#include "depot/take_over.hpp"
#include "depot/transfer.hpp"
#include "depot/verify.hpp"
#include "support/temp_database.hpp"

namespace {

using domain::Role;
using domain::State;
using domain::Trigger;

constexpr int sequences = 2000;
constexpr int commands = 60;
constexpr int aids = 3;
// Who borrows: people, and after them a ward.
constexpr int people = 2;
constexpr int ward = people;
constexpr int borrowers = people + 1;
constexpr const char* basket = "kurv";  // belongs to a complete aid

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
    send,  // to the other depot
    arrive,
    call_off,
    swap,
    move_to_ward,
    miss_basket,
    find_basket,
    waive_basket,
    warn,  // a safety notice, of this aid and those after it
    account_for,
    take_over,
    die,
    some_days,
};
constexpr int kinds = static_cast<int>(What::some_days) + 1;

// How often each is tried. What ends an aid for good is rare, else little would be tried after it.
constexpr std::pair<int, What> weights[] = {{34, What::lend},
                                            {7, What::take_back},
                                            {4, What::take_back_infectious},
                                            {40, What::wash},
                                            {44, What::pass},
                                            {3, What::fail},
                                            {12, What::repair},
                                            {1, What::scrap},
                                            {3, What::block},
                                            {24, What::unblock},
                                            {1, What::report_missing},
                                            {12, What::find},
                                            {3, What::give_up},
                                            {1, What::hand_over},
                                            {2, What::relabel},
                                            {5, What::shelve},
                                            {3, What::settle_estate},
                                            {3, What::permanent_here},
                                            {3, What::permanent_other},
                                            {3, What::lose},
                                            {3, What::scrap_there},
                                            {6, What::extend},
                                            {2, What::count},
                                            {4, What::receive},
                                            {3, What::discard},
                                            {3, What::give_away},
                                            {5, What::lend_counted},
                                            {5, What::return_counted},
                                            {6, What::send},
                                            {14, What::arrive},
                                            {4, What::call_off},
                                            {24, What::swap},
                                            {9, What::move_to_ward},
                                            {3, What::miss_basket},
                                            {14, What::find_basket},
                                            {5, What::waive_basket},
                                            {1, What::warn},
                                            {5, What::account_for},
                                            {5, What::take_over},
                                            {2, What::die},
                                            {10, What::some_days}};

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
    int borrower = 0;  // while it is lent
    bool municipal = true;
    bool dirty = false;
    bool incomplete = false;
    std::optional<std::string> goal = {};  // while it is under way
    int rests_until = -1;                  // day number of a quarantine
    std::string depot = "SMS";
    std::string home = "SMS";  // where it belongs
    int events = 1;
};

bool one_of(State state, std::initializer_list<State> states) {
    return std::find(states.begin(), states.end(), state) != states.end();
}

const char* depot_of(int other) { return other % 2 == 0 ? "SMS" : "ENGVEIEN"; }

// Handed in, or checked, without its basket.
bool without_basket(int other) { return other == 7; }

// What the rules make of the command; none when they forbid it.
std::optional<Aid> foreseen(What what, Aid aid, int other, int today) {
    using enum State;
    constexpr int rest = 5;
    // In the hands of the depot: neither a borrower nor a van has it.
    const bool here = !aid.lent && !aid.goal;
    const bool stands =
        here && one_of(aid.state, {ready, to_clean, to_inspect, to_repair, quarantine, blocked});
    const auto becomes = [&](State state) {
        aid.state = state;
        // Nobody completes what is gone for good.
        if (one_of(state, {scrapped, handed_over})) aid.incomplete = false;
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
    const auto stops_at = [&](const std::string& depot) {
        // What arrives where it was sent belongs there.
        if (aid.goal == depot) aid.home = depot;
        aid.goal.reset();
        aid.depot = depot;
        return becomes(aid.state);
    };
    switch (what) {
        case What::lend:
            if (!here || aid.state != ready || !aid.municipal) return std::nullopt;
            aid.lent = true;
            aid.borrower = other % borrowers;
            return becomes(ready);
        case What::take_back:
        case What::take_back_infectious:
            if (!aid.lent) return std::nullopt;
            aid.depot = depot_of(other);
            aid.incomplete = without_basket(other);
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
            if (!here || !one_of(aid.state, {to_clean, quarantine})) return std::nullopt;
            if (aid.state == quarantine && today < aid.rests_until) return std::nullopt;
            aid.dirty = false;
            return becomes(to_inspect);
        case What::pass:
        case What::fail:
            if (!here || !one_of(aid.state, {to_inspect, ready})) return std::nullopt;
            if (what == What::pass && aid.incomplete) return std::nullopt;
            if (what == What::fail && without_basket(other)) aid.incomplete = true;
            return becomes(what == What::pass ? ready : to_repair);
        case What::repair:
            if (!here || aid.state != to_repair) return std::nullopt;
            return becomes(to_inspect);
        case What::scrap:
            if (!here ||
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
            // What comes out of the van at its goal has arrived.
            if (aid.goal ? *aid.goal != depot_of(other) : !stands) return std::nullopt;
            return stops_at(depot_of(other));
        case What::extend:
            if (!aid.lent) return std::nullopt;
            return becomes(aid.state);
        case What::count:
            // What stands in SMS and was not seen.
            if (!stands || aid.depot != "SMS") return aid;
            return becomes(missing);
        case What::send:
            if (!stands || aid.depot != depot_of(other)) return std::nullopt;
            aid.goal = depot_of(other + 1);
            return becomes(aid.state);
        case What::arrive:
            if (!aid.goal) return std::nullopt;
            return stops_at(*aid.goal);
        case What::call_off:
            if (!aid.goal) return std::nullopt;
            return stops_at(aid.depot);
        case What::move_to_ward:
            // A person is no institution.
            if (!aid.lent || aid.state == blocked || other % borrowers != ward) return std::nullopt;
            aid.borrower = ward;
            return becomes(aid.state);
        case What::miss_basket:
            // Ready says complete, and nobody has what is gone in hand.
            if (aid.lent ||
                !one_of(aid.state, {to_clean, to_inspect, to_repair, quarantine, blocked})) {
                return std::nullopt;
            }
            if (aid.incomplete) return aid;  // known already
            aid.incomplete = true;
            return becomes(aid.state);
        case What::find_basket:
        case What::waive_basket:
            if (aid.lent || !aid.incomplete) return std::nullopt;
            aid.incomplete = false;
            return becomes(aid.state);
        case What::take_over:
            if (aid.municipal || !one_of(aid.state, {ready, to_clean, to_inspect, to_repair})) {
                return std::nullopt;
            }
            aid.municipal = true;
            aid.dirty = true;
            return becomes(to_clean);
        case What::swap:         // of two aids
        case What::warn:         // of all that a notice names
        case What::account_for:  // of the notice
        case What::die:          // of the borrower
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
    std::array<bool, borrowers> dead{};
    // Of the latest notice: none when the aid is not in it, else whether it is accounted for.
    std::array<std::optional<bool>, aids> accounted{};
    // Of an earlier notice, which waits for ever.
    std::array<bool, aids> awaited{};

    // Whether the rules allow the command; then it has happened.
    bool run(What what, const Command& command, int today) {
        const bool allowed = attempt(what, command, today);
        for (Aid& aid : all) forget_rest(aid);
        return allowed;
    }

private:
    Aid& at(int aid) { return all[static_cast<std::size_t>(aid)]; }
    bool& dead_one(int borrower) { return dead[static_cast<std::size_t>(borrower)]; }

    bool attempt(What what, const Command& command, int today) {
        switch (what) {
            case What::count:
                for (int i = 0; i < aids; ++i) {
                    if ((command.other >> i & 1) == 0) at(i) = *foreseen(what, at(i), 0, today);
                }
                return true;
            case What::swap:
                return swap(at(command.aid), at(command.other % aids), today);
            case What::warn:
                warn(command.aid, today);
                return true;
            case What::account_for: {
                auto& one = accounted[static_cast<std::size_t>(command.aid)];
                const bool waits = one && !*one;
                if (waits) one = true;
                return waits;
            }
            case What::die: {
                const int who = command.other % borrowers;
                if (who == ward || dead_one(who)) return false;
                return dead_one(who) = true;
            }
            default:
                return one_aid(what, command, today);
        }
    }
    bool one_aid(What what, const Command& command, int today) {
        Aid& aid = at(command.aid);
        // Nothing more is lent to the dead, nor for longer.
        if (what == What::lend && dead_one(command.other % borrowers)) return false;
        if (what == What::lend_counted && dead_one(0)) return false;
        if (what == What::extend && dead_one(aid.borrower)) return false;
        const auto after = foreseen(what, aid, command.other, today);
        const auto left = foreseen(what, crutches, 1 + command.other);
        if (!after || !left) return false;
        aid = *after;
        crutches = *left;
        // What a notice waits for is blocked as soon as it is found.
        if (what == What::find && is_awaited(command.aid)) {
            aid = *foreseen(What::block, aid, 0, today);
        }
        return true;
    }
    bool is_awaited(int aid) const {
        const auto at = static_cast<std::size_t>(aid);
        return awaited[at] || (accounted[at] && !*accounted[at]);
    }
    // What is lent comes back and goes to cleaning, the other goes out in its place.
    bool swap(Aid& lent, Aid& other, int today) {
        if (&lent == &other || !lent.lent || dead_one(lent.borrower)) return false;
        const auto out = foreseen(What::lend, other, lent.borrower, today);
        if (!out) return false;
        other = *out;
        lent = *foreseen(What::settle_estate, lent, 0, today);
        return true;
    }
    void warn(int first, int today) {
        for (int i = 0; i < aids; ++i) awaited[static_cast<std::size_t>(i)] = is_awaited(i);
        accounted = {};
        for (int i = first; i < aids; ++i) {
            accounted[static_cast<std::size_t>(i)] = at(i).state == State::scrapped;
            // What is blocked already needs no second block.
            if (at(i).state == State::blocked) continue;
            if (const auto after = foreseen(What::block, at(i), 0, today)) at(i) = *after;
        }
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
        product.accessories = {basket};
        const auto id = db::products::insert(tx, product);
        for (int i = 0; i < aids; ++i) {
            depot::NewItem wanted{id, "SMS"};
            wanted.serial = serial(i);
            if (i == aids - 1) wanted.owner = domain::Owner::nav;
            items_.push_back(depot::take_in(tx, wanted, act(Role::lager))->id);
        }
        product_ = id;
        domain::Product crutch;
        crutch.name = "Krykke";
        crutch.iso = "12030301";
        crutch.tracking = domain::Tracking::counted;
        crutch_ = db::products::insert(tx, crutch);
        for (int i = 0; i < borrowers; ++i) {
            domain::Borrower borrower;
            if (i == ward) borrower.kind = domain::BorrowerKind::unit;
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

    // The aids as they are stored, in order.
    struct Stored {
        std::string state;
        std::string depot;
        std::string home;
        std::int64_t events = 0;
        std::int64_t open_lines = 0;
        std::int64_t open_transfers = 0;
        std::int64_t missing = 0;  // of what belongs to it
        std::string owner;
    };
    std::vector<Stored> stored() {
        return db::Query(tx_, R"(
            select state, depot_id, home_depot, event_count,
                (select count(*) from loan_line l where l.item_id = i.id and l.ended_at is null),
                (select count(*) from transfer_line t
                    where t.item_id = i.id and t.closed_at is null),
                (select count(*) from missing_accessory m
                    where m.item_id = i.id and m.settled_event is null),
                owner
            from item i order by id)")
            .all<std::string, std::string, std::string, std::int64_t, std::int64_t, std::int64_t,
                 std::int64_t, std::string>([](std::string state, std::string depot,
                                               std::string home, std::int64_t events,
                                               std::int64_t open_lines, std::int64_t open_transfers,
                                               std::int64_t missing, std::string owner) {
                return Stored{std::move(state), std::move(depot), std::move(home),
                              events,           open_lines,       open_transfers,
                              missing,          std::move(owner)};
            });
    }
    std::optional<std::int64_t> crutches() { return depot::in_stock(tx_, crutch_, "SMS"); }
    int today() const {
        return static_cast<int>(std::chrono::floor<std::chrono::days>(now_).time_since_epoch() /
                                std::chrono::days(1));
    }

private:
    static std::string serial(int aid) { return "S" + std::to_string(aid); }
    db::items::ItemView aid(int number) {
        return *db::items::find(tx_, items_[static_cast<std::size_t>(number)]);
    }
    domain::BorrowerId borrower(int other) const {
        return borrowers_[static_cast<std::size_t>(other % borrowers)];
    }
    depot::Act act(Role role) const {
        return {actor_, role, {}, {}, {}, now_, now_, std::chrono::floor<std::chrono::days>(now_)};
    }
    bool pull(db::items::ItemView& view, Trigger trigger, Role role = Role::lager) {
        depot::Pull pull;
        pull.trigger = trigger;
        return depot::pull_trigger(tx_, view, pull, act(role)).has_value();
    }
    // What f makes of the open loan of the aid and its line in it; false without one.
    template <class F>
    bool with_line(const db::items::ItemView& view, F f) {
        if (!view.open_loan) return false;
        const auto loan = db::loans::find(tx_, view.open_loan->loan);
        for (const domain::LoanLine& line : loan->lines) {
            if (line.id == view.open_loan->line) return f(*loan, line);
        }
        return false;
    }
    bool end(const db::items::ItemView& view, const depot::Ending& ending) {
        const Role role = ending.reason == domain::EndReason::lost ? Role::leder : Role::lager;
        return with_line(view, [&](const domain::Loan& loan, const domain::LoanLine& line) {
            return depot::end_line(tx_, loan, line, ending, act(role)).has_value();
        });
    }
    bool end(const db::items::ItemView& view, domain::EndReason reason, bool taken_over = true) {
        depot::Ending ending;
        ending.reason = reason;
        ending.taken_over = taken_over;
        return end(view, ending);
    }
    bool move_to(const db::items::ItemView& view, domain::BorrowerId unit) {
        depot::Ending ending;
        ending.reason = domain::EndReason::moved_to_institution;
        ending.unit = unit;
        return end(view, ending);
    }
    bool swap(const db::items::ItemView& view, const db::items::ItemView& other) {
        return with_line(view, [&](const domain::Loan& loan, const domain::LoanLine& line) {
            return depot::swap(tx_, loan, line, {other.item.code}, act(Role::lager)).has_value();
        });
    }
    bool take_back(db::items::ItemView& view, const Command& command, bool infectious) {
        depot::Return wanted;
        wanted.depot = depot_of(command.other);
        wanted.infectious = infectious;
        if (without_basket(command.other)) wanted.missing_accessories = {basket};
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

    // As the scan does: what is under way arrives, but nowhere than at its goal.
    bool shelve(db::items::ItemView& view, const domain::DepotId& depot) {
        const auto open = db::transfers::of_item(tx_, view.item.id);
        if (!open) return depot::move(tx_, view, depot, "B3", act(Role::lager)).has_value();
        if (open->to != depot) return false;
        depot::receive_item(tx_, view, *open, "B3", act(Role::lager));
        return true;
    }
    bool send(const Command& command, const std::string& code) {
        const depot::TransferWanted wanted{
            depot_of(command.other), depot_of(command.other + 1), {code}, {}};
        const auto id = depot::make_transfer(tx_, wanted, act(Role::lager));
        if (id) transfers_[static_cast<std::size_t>(command.aid)] = *id;
        return id.has_value();
    }
    // The latest transfer of the aid; one that never left cannot arrive.
    bool arrive(const Command& command, const std::string& code) {
        const auto transfer =
            db::transfers::find(tx_, transfers_[static_cast<std::size_t>(command.aid)]);
        if (!transfer) return false;
        std::optional<std::vector<std::string>> codes;
        if (command.other % 2 == 0) codes = {code};
        return depot::receive_transfer(tx_, *transfer, codes, act(Role::lager)).has_value();
    }
    bool call_off(const Command& command) {
        const auto transfer =
            db::transfers::find(tx_, transfers_[static_cast<std::size_t>(command.aid)]);
        return transfer && depot::cancel_transfer(tx_, *transfer, act(Role::lager)).has_value();
    }
    bool say(db::items::ItemView& view, depot::Said said) {
        const depot::AccessoryNote note{said, {basket}, {}};
        return depot::note_accessories(tx_, view, note, act(Role::lager)).has_value();
    }
    bool warn(int first) {
        db::notices::Notice notice;
        notice.title = "Bremsen slipper";
        notice.criteria.product = product_;
        notice.criteria.serials = domain::SerialRange{serial(first), serial(aids - 1)};
        const auto id = depot::make_notice(tx_, notice, act(Role::lager));
        if (id) notice_ = *id;
        return id.has_value();
    }
    bool account_for(const std::string& code) {
        if (!notice_) return false;
        return depot::account_for(tx_, *notice_, {code}, act(Role::lager)).has_value();
    }
    bool die(domain::BorrowerId who) {
        const depot::Act now = act(Role::lager);
        return depot::register_death(tx_, *db::borrowers::find(tx_, who), now.day, now).has_value();
    }

    bool attempt(What what, const Command& command) {
        auto view = aid(command.aid);
        switch (what) {
            case What::lend: {
                depot::LoanWanted loan;
                loan.borrower = borrower(command.other);
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
                if (without_basket(command.other)) failed.missing_accessories = {basket};
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
                return shelve(view, depot_of(command.other));
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
            case What::send:
                return send(command, view.item.code);
            case What::arrive:
                return arrive(command, view.item.code);
            case What::call_off:
                return call_off(command);
            case What::swap:
                return swap(view, aid(command.other % aids));
            case What::move_to_ward:
                return move_to(view, borrower(command.other));
            case What::miss_basket:
                return say(view, depot::Said::missing);
            case What::find_basket:
                return say(view, depot::Said::found);
            case What::waive_basket:
                return say(view, depot::Said::waived);
            case What::warn:
                return warn(command.aid);
            case What::account_for:
                return account_for(view.item.code);
            case What::take_over:
                return depot::take_over(tx_, view, {}, act(Role::lager)).has_value();
            case What::die:
                return die(borrower(command.other));
            case What::some_days:
                return true;
        }
        return false;
    }

    db::WriteTx& tx_;
    domain::ActorId actor_;
    std::vector<domain::ItemId> items_;
    domain::ProductId product_;
    std::array<domain::TransferId, aids> transfers_{};  // the latest of each
    std::optional<domain::NoticeId> notice_;
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
    Model model;
    model.all.resize(aids);
    model.all.back().municipal = false;
    for (const Command& command : sequence) {
        const What what = static_cast<What>(command.what);
        const bool done = world.run(what, command);
        ++(done ? tried.done : tried.refused).at(static_cast<std::size_t>(command.what));
        RC_LOG(std::to_string(command.what) + (done ? " done\n" : " refused\n"));
        RC_ASSERT(done == model.run(what, command, world.today()));
        const auto stored = world.stored();
        for (std::size_t i = 0; i < aids; ++i) {
            const Aid& aid = model.all[i];
            RC_ASSERT(stored[i].state == to_text(aid.state));
            RC_ASSERT(stored[i].depot == aid.depot);
            RC_ASSERT(stored[i].home == aid.home);
            RC_ASSERT(stored[i].events == aid.events);
            RC_ASSERT(stored[i].open_lines == (aid.lent ? 1 : 0));
            RC_ASSERT(stored[i].open_transfers == (aid.goal ? 1 : 0));
            RC_ASSERT(stored[i].open_lines + stored[i].open_transfers <= 1);
            RC_ASSERT(stored[i].missing == (aid.incomplete ? 1 : 0));
            RC_ASSERT((stored[i].owner != "nav") == aid.municipal);
        }
        RC_ASSERT(world.crutches().value_or(-1) == model.crutches.here.value_or(-1));
    }
    check_whole(tx);
    // It looks at the whole file and costs more than the sequence; any eighth of them will do.
    if (sequence.empty() || sequence.front().other == 0) check_verify(tx);
}

}  // namespace

TEST_CASE("random sequences of commands end as a small model of the depot says") {
    const support::TempDatabase database;
    db::Connection connection = db::Connection::open(database.location(), db::Access::read_write);
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
    // A server is asked over a socket, at each statement.
    params.maxSuccess = support::on_server() ? sequences / 5 : sequences;
    const int least = support::on_server() ? 0 : 20;
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
        CHECK(tried.done.at(what) > least);
        const bool always =
            static_cast<What>(what) == What::some_days || static_cast<What>(what) == What::count ||
            static_cast<What>(what) == What::receive || static_cast<What>(what) == What::warn;
        if (!always) CHECK(tried.refused.at(what) > least);
    }
}
