#include "commands/past.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "commands/made_up.hpp"
#include "db/actor_store.hpp"
#include "db/borrower_store.hpp"
#include "db/depot_store.hpp"
#include "db/event_store.hpp"
#include "db/item_store.hpp"
#include "db/loan_store.hpp"
#include "db/product_store.hpp"
#include "depot/oslo_time.hpp"
#include "domain/loan.hpp"
#include "labels/code.hpp"

namespace commands {
namespace {

using domain::EndReason;
using domain::State;
using domain::Trigger;

// The past counts its days from 0, the opening; minutes are those of Oslo's clock.
using DayNumber = int;

constexpr std::array depot_ids{"SMS", "ENGVEIEN"};
constexpr double opening_share = 0.2;  // of the items stand there when the depot opens
constexpr double lines_per_loan = 1.2;
constexpr double mean_days_out = 72;
constexpr double share_out = 0.35;  // of the items, on an ordinary day
constexpr int shortest_past = 400;
constexpr int preparation = 14;  // days from the opening to the first loan

// The distributions of <random> are not the same everywhere; these are.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : engine_(seed) {}

    int below(std::size_t n) { return static_cast<int>((engine_() >> 32) * n >> 32); }
    int between(int least, int most) {
        return least + below(static_cast<std::size_t>(most - least) + 1);
    }
    bool in_thousand(int times) { return below(1000) < times; }
    template <class T, std::size_t N>
    const T& one_of(const std::array<T, N>& values) {
        return values[static_cast<std::size_t>(below(N))];
    }

private:
    std::mt19937_64 engine_;
};

// One item, small: a million of them are in memory at once.
struct Aid {
    domain::Instant since;  // its state
    std::uint32_t events = 0;
    std::int32_t line = 0;  // the open one
    DayNumber quarantine_until = 0;
    DayNumber inspection_due = 0;  // 0: no periodic inspection
    std::uint16_t minute = 0;      // of its next step
    std::uint8_t product = 0;      // in made_up_products()
    std::uint8_t home = 0;         // in depot_ids
    std::uint8_t place = 0;
    std::uint8_t shelf = 0;
    State state = State::to_inspect;
    domain::Owner owner = domain::Owner::kommune;
    Trigger next = Trigger::take_in;
    bool dirty = false;
    bool on_loan = false;
    bool has_serial = false;
};

// How a loan line ends, decided when it begins.
struct Ending {
    DayNumber day = 0;
    int minute = 0;
    Trigger trigger = Trigger::return_aid;
    EndReason reason = EndReason::returned;
};

class Past {
public:
    Past(db::WriteTx& tx, const PastWanted& wanted)
        : tx_(tx),
          wanted_(wanted),
          dice_(wanted.seed),
          days_(length(wanted)),
          opening_(wanted.today - std::chrono::days(days_)),
          steps_(static_cast<std::size_t>(days_)) {
        for (DayNumber day = 0; day < days_; ++day) {
            noons_.push_back(depot::oslo_noon(date(day)));
        }
    }

    PastCounts write(const std::function<void(const PastCounts&)>& progress) {
        prepare_depots();
        prepare_products();
        write_borrowers();
        plan_days();
        const DayNumber stride = days_ / 20 + 1;
        for (DayNumber day = 0; day < days_; ++day) {
            take_steps(day);
            buy(day);
            lend(day);
            if (day % stride == stride - 1) progress(counts(day + 1));
        }
        if (loans_ < wanted_.loans) {
            throw std::runtime_error(
                fmt::format("{} items could not carry more than {} loans", wanted_.items, loans_));
        }
        write_items();
        return counts(days_);
    }

private:
    // Long enough for every loan at an ordinary share of items out, while the stock grows.
    static int length(const PastWanted& wanted) {
        const double days_out = static_cast<double>(wanted.loans) * lines_per_loan * mean_days_out;
        const double mean_stock =
            static_cast<double>(wanted.items) * (1 + opening_share) / 2 * share_out;
        return std::max(shortest_past, static_cast<int>(days_out / mean_stock));
    }

    PastCounts counts(DayNumber day) const {
        return {date(day), static_cast<std::int64_t>(aids_.size()), loans_, borrowers_, events_};
    }

    domain::Day date(DayNumber day) const { return opening_ + std::chrono::days(day); }
    DayNumber number(domain::Day day) const {
        return static_cast<DayNumber>((day - opening_).count());
    }
    domain::Instant at(DayNumber day, int minute) const {
        return noons_[static_cast<std::size_t>(day)] + std::chrono::minutes(minute - 12 * 60);
    }
    DayNumber open_day(int depot, DayNumber day) const {
        const auto& open = next_open_[static_cast<std::size_t>(depot)];
        return open[std::min(static_cast<std::size_t>(day), open.size() - 1)];
    }
    bool is_open(int depot, DayNumber day) const { return open_day(depot, day) == day; }

    // ---- what is there before the first day --------------------------------------------------

    void prepare_depots() {
        const domain::Instant opened = at(0, 0);
        for (std::size_t i = 0; i < depot_ids.size(); ++i) {
            const std::string id = depot_ids[i];
            const auto depot = db::depots::find(tx_, id);
            calendars_[i] = db::depots::calendar(tx_, *depot);
            for (DayNumber day = 0; day < days_; ++day) {
                next_open_[i].push_back(number(domain::next_open_day(calendars_[i], date(day))));
            }
            desks_[i] = db::actors::add_device(
                tx_, {{}, i == 0 ? "sms-skranke-1" : "engveien-skranke-1", domain::Role::lager, id},
                opened);
        }
        ergo_ = db::actors::add_device(tx_, {{}, "ergo-kontor", domain::Role::ergo, depot_ids[0]},
                                       opened);
        leder_ = db::actors::add_device(
            tx_, {{}, "leder-kontor", domain::Role::leder, depot_ids[0]}, opened);
    }

    void prepare_products() {
        for (const MadeUpProduct& made_up : made_up_products()) {
            domain::Product product = to_product(made_up);
            product.id = db::products::insert(tx_, product);
            const auto index = static_cast<std::uint8_t>(products_.size());
            product_mix_.insert(product_mix_.end(), static_cast<std::size_t>(made_up.aids), index);
            products_.push_back(std::move(product));
        }
    }

    // About one for every three or four loans; every fiftieth is a ward or a home.
    void write_borrowers() {
        const std::int64_t wanted = std::max<std::int64_t>(1, wanted_.loans * 2 / 7);
        for (borrowers_ = 0; borrowers_ < wanted; ++borrowers_) {
            db::borrowers::insert(tx_, is_unit(borrowers_) ? unit() : person());
        }
    }

    static bool is_unit(std::int64_t borrower) { return borrower % 50 == 49; }

    domain::Borrower unit() {
        constexpr std::array kinds{"Sykehjemmet", "Bofellesskapet", "Korttidsavdelingen",
                                   "Dagsenteret"};
        domain::Borrower unit;
        unit.kind = domain::BorrowerKind::unit;
        unit.name = fmt::format("{} {}, avdeling {}", dice_.one_of(kinds), place_name(),
                                dice_.between(1, 8));
        unit.phone = phone();
        return unit;
    }

    domain::Borrower person() {
        constexpr std::array<std::pair<const char*, const char*>, 5> towns{{{"3210", "Sandefjord"},
                                                                            {"3214", "Sandefjord"},
                                                                            {"3227", "Sandefjord"},
                                                                            {"3241", "Sandefjord"},
                                                                            {"3160", "Stokke"}}};
        constexpr std::array roads{"vegen", "veien", "gata", "bakken", "lia"};
        domain::Borrower person;
        // As if all were registered today: what is long closed stays to be seen.
        person.registered_at = depot::oslo_noon(wanted_.today);
        const auto first = first_names();
        person.name = fmt::format(
            "{} {}", first[static_cast<std::size_t>(dice_.below(first.size()))], place_name());
        person.phone = phone();
        person.language = dice_.in_thousand(80) ? "nn" : "nb";
        person.birth_date = wanted_.today - std::chrono::days(dice_.between(55 * 365, 98 * 365));
        const auto& [postal_code, town] = dice_.one_of(towns);
        person.address = domain::Address{
            fmt::format("{}{} {}", place_name(), dice_.one_of(roads), dice_.between(1, 120)),
            postal_code, town};
        if (dice_.in_thousand(2)) person.protection = domain::Protection::fortrolig;
        if (dice_.in_thousand(1)) {
            person.protection = domain::Protection::strengt_fortrolig;
            person.address.reset();
        }
        return person;
    }

    // As farms, families and roads are named.
    std::string place_name() {
        constexpr std::array beginnings{"Ask",  "Bratt",  "Bjørke", "Djup", "Eike", "Elve", "Furu",
                                        "Gran", "Hassel", "Hegg",   "Holm", "Krok", "Lind", "Lunde",
                                        "Lyng", "Myr",    "Nord",   "Olde", "Rogn", "Salt", "Sel",
                                        "Skog", "Sten",   "Sunn",   "Tind", "Ulve", "Vest", "Øst"};
        constexpr std::array ends{"berg", "bø",  "dal",  "eid",   "gård", "haug", "heim",
                                  "land", "lid", "moen", "nes",   "rud",  "sand", "seth",
                                  "stad", "tun", "vang", "vatne", "vik",  "vold", "ås"};
        return std::string(dice_.one_of(beginnings)) + dice_.one_of(ends);
    }

    // Numbers on 59 belong to machines: nobody is ever called or written to by mistake.
    std::string phone() {
        return fmt::format("59 {:02} {:02} {:02}", dice_.below(100), dice_.below(100),
                           dice_.below(100));
    }

    // How many items and loans there are by the end of each day: the stock grows evenly after the
    // opening, and lending follows the stock, the season and the opening days.
    void plan_days() {
        constexpr std::array<double, 12> season{1.2, 1.1, 1.1, 1.0, 0.9, 1.0,
                                                0.7, 0.9, 1.0, 1.1, 1.1, 0.9};
        int open_days = 0;
        for (DayNumber day = 0; day < days_; ++day) open_days += is_open(0, day) ? 1 : 0;
        double stock = 0;
        double lent = 0;
        std::vector<double> lent_by;
        for (DayNumber day = 0; day < days_; ++day) {
            if (is_open(0, day)) {
                stock = stock == 0 ? opening_share
                                   : std::min(1.0, stock + (1 - opening_share) / (open_days - 1));
                const std::chrono::year_month_day today(date(day));
                const auto month = static_cast<unsigned>(today.month());
                if (day >= preparation) lent += stock * season[month - 1];
            }
            items_by_.push_back(std::llround(static_cast<double>(wanted_.items) * stock));
            lent_by.push_back(lent);
        }
        for (const double by : lent_by) {
            loans_by_.push_back(std::llround(static_cast<double>(wanted_.loans) * by / lent));
        }
    }

    // ---- a day -------------------------------------------------------------------------------

    // What the depot does with its items, in the order of the clock.
    void take_steps(DayNumber day) {
        auto& due = steps_[static_cast<std::size_t>(day)];
        std::sort(due.begin(), due.end(), [&](std::uint32_t a, std::uint32_t b) {
            return std::pair(aids_[a].minute, a) < std::pair(aids_[b].minute, b);
        });
        for (const std::uint32_t aid : due) take_step(aid, day);
        due = {};
    }

    void take_step(std::uint32_t index, DayNumber day) {
        Aid& aid = aids_[index];
        const Trigger trigger = aid.next;
        pull(index, trigger, day, aid.minute);
        switch (trigger) {
            case Trigger::take_in:
            case Trigger::repaired:
            case Trigger::unblock:
                return plan(index, Trigger::inspected_ok, day + dice_.between(1, 3));
            case Trigger::return_aid:
            case Trigger::found:
                return plan(index, Trigger::cleaned, day + dice_.between(1, 3));
            case Trigger::return_infectious:
                return plan(index, Trigger::cleaned, aid.quarantine_until + dice_.below(3));
            case Trigger::cleaned:
                return plan(
                    index,
                    dice_.in_thousand(30) ? Trigger::inspected_failed : Trigger::inspected_ok,
                    day + dice_.between(1, 2));
            case Trigger::inspected_failed:
                return dice_.in_thousand(50) && may_go()
                           ? plan(index, Trigger::scrap, day + 10)
                           : plan(index, Trigger::repaired, day + dice_.between(3, 25));
            case Trigger::inspected_ok:
                return after_inspection(index, day);
            case Trigger::block:
                return plan(index, Trigger::unblock, day + dice_.between(10, 120));
            case Trigger::report_missing:
                return plan(index,
                            dice_.in_thousand(300) && may_go() ? Trigger::give_up : Trigger::found,
                            day + dice_.between(20, 180));
            case Trigger::take_over:
            case Trigger::hand_out:
            case Trigger::skip_wash:
            case Trigger::scrap:
            case Trigger::scrap_at_borrower:
            case Trigger::give_up:
            case Trigger::give_up_lent:
            case Trigger::hand_over:
            case Trigger::hand_over_lent:
                return;
        }
    }

    // Items are lost and worn out, but never so many that the rest could not carry the loans.
    bool may_go() {
        if (gone_ >= wanted_.items / 16) return false;
        ++gone_;
        return true;
    }

    // On the shelf, unless something comes up there.
    void after_inspection(std::uint32_t index, DayNumber day) {
        const Aid& aid = aids_[index];
        if (!domain::is_municipal(aid.owner)) {
            return plan(index, Trigger::hand_over, day + dice_.between(5, 60));
        }
        if (dice_.in_thousand(3)) return plan(index, Trigger::block, day + dice_.between(1, 20));
        if (dice_.in_thousand(3)) {
            return plan(index, Trigger::report_missing, day + dice_.between(1, 40));
        }
        shelves_[aid.place].push_back(index);
    }

    // The step is taken in the morning of the depot's next open day, if that is in the past.
    void plan(std::uint32_t index, Trigger trigger, DayNumber from) {
        Aid& aid = aids_[index];
        if (from >= days_) return;
        plan_at(index, trigger, open_day(aid.place, from), dice_.between(8 * 60, 11 * 60 + 59));
    }

    void plan_at(std::uint32_t index, Trigger trigger, DayNumber day, int minute) {
        if (day >= days_) return;
        Aid& aid = aids_[index];
        aid.next = trigger;
        aid.minute = static_cast<std::uint16_t>(minute);
        steps_[static_cast<std::size_t>(day)].push_back(index);
    }

    void buy(DayNumber day) {
        const auto wanted = static_cast<std::size_t>(items_by_[static_cast<std::size_t>(day)]);
        while (aids_.size() < wanted) {
            Aid aid;
            aid.product = product_mix_[static_cast<std::size_t>(dice_.below(product_mix_.size()))];
            aid.home = aid.place = dice_.in_thousand(667) ? 0 : 1;
            aid.shelf = static_cast<std::uint8_t>(dice_.below(6 * 9));
            aid.has_serial = dice_.in_thousand(750);
            aid.owner = dice_.in_thousand(15)   ? domain::Owner::nav
                        : dice_.in_thousand(80) ? domain::Owner::overtatt_fra_nav
                                                : domain::Owner::kommune;
            aid.minute = 12 * 60;
            aids_.push_back(aid);
            take_step(static_cast<std::uint32_t>(aids_.size() - 1), day);
        }
    }

    // ---- loans -------------------------------------------------------------------------------

    void lend(DayNumber day) {
        const auto wanted = loans_by_[static_cast<std::size_t>(day)] - loans_;
        if (wanted <= 0 || !is_open(0, day)) return;
        for (std::size_t depot = 0; depot < depot_ids.size(); ++depot) {
            line_days_[depot] = {
                domain::line_days(calendars_[depot], domain::Stock::korttid, date(day), settings_),
                domain::line_days(calendars_[depot], domain::Stock::barn, date(day), settings_)};
        }
        constexpr int from = 12 * 60;
        constexpr int to = 15 * 60 + 30;
        for (std::int64_t i = 0; i < wanted; ++i) {
            const int minute = from + static_cast<int>(i * (to - from) / wanted);
            if (!lend_once(day, minute)) return;
        }
    }

    // False when no shelf has anything.
    bool lend_once(DayNumber day, int minute) {
        std::size_t depot = dice_.in_thousand(667) ? 0 : 1;
        auto first = take_from_shelf(depot, day);
        if (!first) first = take_from_shelf(depot = 1 - depot, day);
        if (!first) return false;

        std::vector<std::uint32_t> lent{*first};
        const std::size_t together = dice_.in_thousand(30) ? 3 : dice_.in_thousand(140) ? 2 : 1;
        while (lent.size() < together) {
            const auto next = take_from_shelf(depot, day);
            if (!next) break;
            lent.push_back(*next);
        }
        write_loan(depot, day, minute, lent);
        return true;
    }

    // Any ready item; one whose periodic inspection is overdue is inspected first.
    std::optional<std::uint32_t> take_from_shelf(std::size_t depot, DayNumber day) {
        auto& shelf = shelves_[depot];
        while (!shelf.empty()) {
            auto& found = shelf[static_cast<std::size_t>(dice_.below(shelf.size()))];
            const std::uint32_t index = std::exchange(found, shelf.back());
            shelf.pop_back();
            const Aid& aid = aids_[index];
            if (aid.inspection_due == 0 || aid.inspection_due >= day) return index;
            plan(index, Trigger::inspected_ok, day + 1);
        }
        return std::nullopt;
    }

    void write_loan(std::size_t depot, DayNumber day, int minute,
                    const std::vector<std::uint32_t>& lent) {
        const std::int64_t borrower = pick_borrower();
        domain::Loan loan;
        loan.borrower = domain::BorrowerId{borrower + 1};
        loan.depot = depot_ids[depot];
        loan.start = date(day);
        loan.expected = dice_.in_thousand(40)    ? domain::Expected::over_2_years
                        : dice_.in_thousand(250) ? domain::Expected::unknown
                                                 : domain::Expected::under_2_years;
        loan.arena = is_unit(borrower) ? "institution" : "own_home";
        if (!dice_.in_thousand(150)) {
            loan.requested_by = fmt::format("ergo-{}", dice_.between(1, 12));
        }

        // Most often all of it comes back together.
        std::vector<Ending> endings{draw_ending(depot, day)};
        while (endings.size() < lent.size()) {
            endings.push_back(dice_.in_thousand(700) ? endings.front() : draw_ending(depot, day));
        }
        const auto last =
            std::max_element(endings.begin(), endings.end(), [](const Ending& a, const Ending& b) {
                return std::pair(a.day, a.minute) < std::pair(b.day, b.minute);
            });
        if (last->day < days_) loan.ended_at = at(last->day, last->minute);
        loan.id = db::loans::insert(tx_, loan);
        ++loans_;
        for (std::size_t i = 0; i < lent.size(); ++i) {
            write_line(loan, depot, lent[i], day, minute, endings[i]);
        }
    }

    void write_line(const domain::Loan& loan, std::size_t depot, std::uint32_t index, DayNumber day,
                    int minute, const Ending& ending) {
        Aid& aid = aids_[index];
        const domain::Product& product = products_[aid.product];
        const domain::LineDays& days = line_days_[depot][product.children ? 1 : 0];
        domain::LoanLine line;
        line.loan = loan.id;
        line.item = id_of(index);
        line.product = product.id;
        line.due = line.original_due = days.due;
        line.review = days.review;
        line.anchor = loan.start;
        line.months = days.months;
        line.handed_out_at = at(day, minute);
        if (ending.day < days_) {
            line.ended_at = at(ending.day, ending.minute);
            line.end_reason = ending.reason;
            if (ending.reason == EndReason::permanent) {
                line.end_reference = fmt::format("NAV-{}", 100000 + loan.id.value);
            }
        }
        std::optional<domain::Training> training;
        if (product.needs_training) training = domain::Training{"Tekniker", "Låner", date(day)};
        aid.line = static_cast<std::int32_t>(db::loans::insert_line(tx_, line, training).value);
        pull(index, Trigger::hand_out, day, minute);
        plan_at(index, ending.trigger, ending.day, ending.minute);
    }

    Ending draw_ending(std::size_t depot, DayNumber day) {
        const int at_depot = static_cast<int>(depot);
        Ending ending;
        // A step past the last day never happens; the calendar need not know that day.
        ending.day = day + draw_days_out();
        if (ending.day < days_) ending.day = open_day(at_depot, ending.day);
        ending.minute = dice_.between(8 * 60, 11 * 60 + 59);
        const int how = dice_.below(1000);
        if (how < 15 && !may_go()) return ending;
        if (how < 8) {
            ending.trigger = Trigger::hand_over_lent;
            ending.reason = EndReason::permanent;
        } else if (how < 12) {
            ending.trigger = Trigger::give_up_lent;
            ending.reason = EndReason::lost;
        } else if (how < 15) {
            ending.trigger = Trigger::scrap_at_borrower;
            ending.reason = EndReason::scrapped;
        } else if (how < 30) {
            ending.trigger = Trigger::return_infectious;
        } else if (how < 50) {
            ending.reason = EndReason::estate_settled;
        } else if (how < 65) {
            ending.reason = EndReason::swapped;
        }
        return ending;
    }

    // Around the three months; some short, some late.
    int draw_days_out() {
        const int kind = dice_.below(100);
        if (kind < 12) return dice_.between(3, 20);
        if (kind < 27) return dice_.between(21, 60);
        if (kind < 88) return dice_.between(68, 92);
        if (kind < 97) return dice_.between(95, 120);
        return dice_.between(120, 240);
    }

    // People come and go: who borrows now has a number near to those who borrowed lately.
    std::int64_t pick_borrower() {
        const std::int64_t now = loans_ * borrowers_ / wanted_.loans;
        const int window = static_cast<int>(std::min<std::int64_t>(borrowers_ / 10, 50'000));
        return std::clamp<std::int64_t>(now + dice_.between(-window, window), 0, borrowers_ - 1);
    }

    // ---- items and their events --------------------------------------------------------------

    static domain::ItemId id_of(std::uint32_t index) { return domain::ItemId{index + 1LL}; }

    // Every index has its own code; they lie scattered.
    std::string code_of(std::uint32_t index) const {
        const auto start = static_cast<std::uint32_t>(wanted_.seed * 0x9E3779B1u);
        return labels::LabelCode::from_number((start + index * 0x2545F491u) & 0x3FFFFFFFu).text();
    }

    std::optional<std::string> serial_of(std::uint32_t index) const {
        if (!aids_[index].has_serial) return std::nullopt;
        return fmt::format("SN{}", 500000 + 7LL * index);
    }

    domain::Stock stock_of(const Aid& aid) const {
        if (!domain::is_municipal(aid.owner)) return domain::Stock::transitt;
        return products_[aid.product].children ? domain::Stock::barn : domain::Stock::korttid;
    }

    domain::ItemStatus status_of(const Aid& aid) const {
        domain::ItemStatus status;
        status.state = aid.state;
        status.depot = depot_ids[aid.place];
        status.shelf = std::string{static_cast<char>('A' + aid.shelf / 9),
                                   static_cast<char>('1' + aid.shelf % 9)};
        if (aid.quarantine_until > 0) status.quarantine_until = date(aid.quarantine_until);
        if (aid.inspection_due > 0) status.inspection_due = date(aid.inspection_due);
        status.dirty = aid.dirty;
        return status;
    }

    domain::ActorId who(Trigger trigger, const Aid& aid) const {
        switch (trigger) {
            case Trigger::hand_over_lent:
            case Trigger::scrap_at_borrower:
                return ergo_;
            case Trigger::give_up:
            case Trigger::give_up_lent:
            case Trigger::block:
            case Trigger::unblock:
                return leder_;
            case Trigger::take_in:
            case Trigger::take_over:
            case Trigger::hand_out:
            case Trigger::return_aid:
            case Trigger::return_infectious:
            case Trigger::cleaned:
            case Trigger::skip_wash:
            case Trigger::inspected_ok:
            case Trigger::inspected_failed:
            case Trigger::repaired:
            case Trigger::scrap:
            case Trigger::report_missing:
            case Trigger::found:
            case Trigger::hand_over:
                return desks_[aid.place];
        }
        return leder_;
    }

    // The trigger as the readiness table has it, and its event.
    void pull(std::uint32_t index, Trigger trigger, DayNumber day, int minute) {
        Aid& aid = aids_[index];
        const domain::Product& product = products_[aid.product];
        domain::Event event;
        event.item = id_of(index);
        event.seq = ++aid.events;
        event.kind = domain::event_of(trigger);
        if (trigger != Trigger::take_in) {
            event.from = aid.state;
            aid.state = next_state(aid, trigger, day);
        }
        aid.dirty = domain::dirty_after(trigger, aid.dirty);
        if (trigger == Trigger::return_aid && dice_.in_thousand(30)) {
            aid.place = static_cast<std::uint8_t>(1 - aid.place);  // handed in at the other depot
        }
        if (trigger == Trigger::return_infectious) {
            aid.quarantine_until = day + settings_.quarantine_days;
        } else if (aid.state != State::quarantine && aid.state != State::blocked) {
            aid.quarantine_until = 0;
        }
        if (trigger == Trigger::inspected_ok && product.inspection_months) {
            aid.inspection_due =
                number(domain::add_months(date(day), static_cast<int>(*product.inspection_months)));
        }
        if (trigger == Trigger::cleaned) event.method = std::string(to_text(product.wash_class));

        event.after = status_of(aid);
        event.actor = who(trigger, aid);
        if (event.actor == desks_[aid.place]) {
            event.device = aid.place == 0 ? "sms-skranke-1" : "engveien-skranke-1";
        }
        if (trigger == Trigger::hand_out || aid.on_loan) {
            event.line = domain::LoanLineId{aid.line};
        }
        if (trigger == Trigger::take_in) event.fields = identity(index);
        event.happened_at = event.recorded_at = at(day, minute);
        if (event.from != aid.state) aid.since = event.happened_at;
        db::events::append(tx_, event);
        ++events_;
        aid.on_loan = trigger == Trigger::hand_out;
    }

    State next_state(const Aid& aid, Trigger trigger, DayNumber day) const {
        domain::Standing standing;
        standing.state = aid.state;
        standing.on_loan = aid.on_loan;
        standing.dirty = aid.dirty;
        if (aid.quarantine_until > 0) standing.quarantine_until = date(aid.quarantine_until);
        standing.owner = aid.owner;
        standing.wash_class = products_[aid.product].wash_class;
        const auto state = domain::next_state(trigger, standing, date(day));
        if (!state) {
            throw std::logic_error("the made-up past breaks a rule: " +
                                   std::string(to_text(state.error().code)));
        }
        return *state;
    }

    // What the first event of an item says of it, as taking in writes it.
    std::vector<std::pair<std::string, std::string>> identity(std::uint32_t index) const {
        const Aid& aid = aids_[index];
        std::vector<std::pair<std::string, std::string>> fields{
            {"code", code_of(index)},
            {"product_id", std::to_string(products_[aid.product].id.value)},
            {"owner", std::string(to_text(aid.owner))},
            {"stock", std::string(to_text(stock_of(aid)))},
            {"home_depot", depot_ids[aid.home]}};
        if (auto serial = serial_of(index)) fields.emplace_back("serial", std::move(*serial));
        return fields;
    }

    // Last, since only now they are as their events left them.
    void write_items() {
        for (std::uint32_t index = 0; index < aids_.size(); ++index) {
            const Aid& aid = aids_[index];
            domain::Item item;
            item.code = code_of(index);
            item.product = products_[aid.product].id;
            item.owner = aid.owner;
            item.stock = stock_of(aid);
            item.home_depot = depot_ids[aid.home];
            item.status = status_of(aid);
            item.since = aid.since;
            item.serial = serial_of(index);
            item.event_count = aid.events;
            if (db::items::insert(tx_, item) != id_of(index)) {
                throw std::logic_error("an item has another id than its events");
            }
        }
    }

    db::WriteTx& tx_;
    PastWanted wanted_;
    Dice dice_;
    DayNumber days_;  // yesterday is the last
    domain::Day opening_;
    domain::DepotSettings settings_;

    std::vector<domain::Instant> noons_;
    std::array<domain::DepotCalendar, depot_ids.size()> calendars_;
    std::array<std::vector<DayNumber>, depot_ids.size()> next_open_;
    // Of a loan that begins today, by depot: of the ordinary and of the children's stock.
    std::array<std::array<domain::LineDays, 2>, depot_ids.size()> line_days_;
    std::array<domain::ActorId, depot_ids.size()> desks_;
    domain::ActorId ergo_;
    domain::ActorId leder_;
    std::vector<domain::Product> products_;
    std::vector<std::uint8_t> product_mix_;  // as many times as it is bought
    std::vector<std::int64_t> items_by_;
    std::vector<std::int64_t> loans_by_;

    std::vector<Aid> aids_;
    std::array<std::vector<std::uint32_t>, depot_ids.size()> shelves_;  // what may be lent
    std::vector<std::vector<std::uint32_t>> steps_;                     // by day
    std::int64_t gone_ = 0;                                             // or about to go
    std::int64_t loans_ = 0;
    std::int64_t borrowers_ = 0;
    std::int64_t events_ = 0;
};

}  // namespace

PastCounts write_past(db::WriteTx& tx, const PastWanted& wanted,
                      const std::function<void(const PastCounts&)>& progress) {
    return Past(tx, wanted).write(progress);
}

}  // namespace commands
