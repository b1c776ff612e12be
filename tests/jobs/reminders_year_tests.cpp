// More than a year of a depot, day by day: who should have been sent what, when, is reckoned by the
// test's own book of what it did, from the words of DOMAIN.md and not from the program's rules;
// what a recording channel was given must be that, each once.

#include <catch2/catch.hpp>

#include <array>
#include <random>
#include <set>

#include "db/actor_store.hpp"
#include "db/borrower_store.hpp"
#include "db/database.hpp"
#include "db/depot_store.hpp"
#include "db/keys.hpp"
#include "db/loan_store.hpp"
#include "db/product_store.hpp"
#include "db/query.hpp"
#include "depot/departure.hpp"
#include "depot/end_line.hpp"
#include "depot/extend.hpp"
#include "depot/lend.hpp"
#include "depot/oslo_time.hpp"
#include "jobs/reminders.hpp"
#include "jobs/scheduler.hpp"
#include "support/temp_database.hpp"

using namespace std::chrono_literals;

namespace {

using Day = domain::Day;
using std::chrono::days;

constexpr Day first_day = std::chrono::year(2026) / 9 / 1;
constexpr int ladder[] = {-14, -3, 1, 14, 28};

struct Wanted {
    int days = 420;
    int borrowers = 500;
    int loans_a_day = 8;
    // A fault that is planted on that day, to see that the book would find it.
    enum class Fault { none, forgets_reminders, clock_jumps } fault = Fault::none;
    int fault_day = 200;
};

// A message as both books have it: "2026-12-08 17 sms before 22.12.2026".
using Book = std::multiset<std::string>;

// Whether a channel is down all that day: never two days on end.
bool is_down(const std::string& medium, Day day) {
    const auto number = day.time_since_epoch().count();
    if (medium == "sms") return number % 11 == 4;
    if (medium == "email") return number % 13 == 6;
    return number % 17 == 8;
}

struct Line {
    std::int64_t id = 0;
    int borrower = 0;
    Day due;
    Day set_on;
    bool open = true;
    int taken = -1;
};

struct Notice {
    std::size_t line = 0;
    Day due;
    int step = 0;
};

struct Borrower {
    domain::BorrowerId id;
    bool phone = false;
    bool landline = false;
    bool email = false;
    bool address = false;
    bool is_protected = false;
    bool dead = false;
    bool moved = false;
    bool wants_none = false;
    std::vector<std::size_t> lines;
    std::vector<Notice> pending;
    std::string medium;
    std::optional<Day> spoken_to;

    bool silent() const { return dead || moved || wants_none; }
    std::string next_medium(const std::string& failed = {}) const {
        if (failed.empty() && phone) return "sms";
        if ((failed.empty() || failed == "sms") && email) return "email";
        if (failed != "letter" && address && !is_protected) return "letter";
        return {};
    }
};

std::string phone_of(int borrower) { return std::to_string(40000000 + borrower); }
std::string email_of(int borrower) { return "p" + std::to_string(borrower) + "@example.no"; }
std::string name_of(int borrower) { return "Person " + std::to_string(borrower); }

class Year {
public:
    explicit Year(const Wanted& wanted) : wanted_(wanted), random_(7) {
        db::DatabaseOptions options;
        options.location = stored_.location();
        options.key_file = stored_.folder() / "keys";
        db::Keys::parse("1 " + std::string(64, '5') + "\n").write_new(options.key_file);
        database_.emplace(options);
        domain::Product product;
        product.name = "Toalettforhøyer";
        product.iso = "09120901";
        product.tracking = domain::Tracking::counted;
        database_->write([&](db::WriteTx& tx) {
            actor_ = db::actors::system(tx);
            db::depots::insert(tx, {"SMS", "Sandefjord medisinske senter"});
            db::depots::insert(tx, {"ENGVEIEN", "Engveiensenteret"});
            product_ = db::products::insert(tx, product);
        });
        for (int i = 0; i < wanted.borrowers; ++i) add_borrower(i);
        for (const char* medium : {"sms", "email", "letter"}) {
            post_.ways[*domain::parse_medium(medium)] = {std::make_shared<Recorder>(*this, medium),
                                                         medium};
        }
        post_.sender = {"Sandefjord kommune", "33 41 60 00"};
        jobs_.push_back(jobs::planning(post_));
        for (const auto& [medium, way] : post_.ways) jobs_.push_back(jobs::sending(post_, medium));
        scheduler_.emplace(
            jobs_, *database_, [this] { return now_; }, "one");
    }

    void pass() {
        for (int i = 0; i < wanted_.days; ++i) {
            day_ = first_day + days(i);
            // No server: for a day, for three, for the whole of the Christmas holidays.
            const bool off =
                i % 67 == 60 || (i % 101 >= 40 && i % 101 < 43) || (i >= 113 && i < 127);
            if (off) continue;
            if (i == wanted_.fault_day) plant();
            run_at(5, 0);
            live();
            for (const auto& [hour, minute] : {std::pair(8, 0), {14, 0}, {19, 30}, {19, 58}}) {
                run_at(hour, minute);
            }
            run_at(22, 0);
        }
    }

    Book expected;
    Book expected_tasks;
    std::multiset<std::string> expected_skips;
    Book got;
    std::vector<std::string> wrong;
    std::size_t loans = 0;

    const support::TempDatabase& database() const { return stored_; }
    Book tasks() {
        return stored(
            "select r.loan_line_id || ' ' || r.due || ' ' || r.step from "
            "reminder r where r.message_id is null");
    }
    Book skips() {
        return stored(
            "select r.loan_line_id || ' ' || r.due || ' ' || r.step || ' ' || m.why from reminder "
            "r join message m on m.id = r.message_id where m.state = 'skipped'");
    }

private:
    class Recorder : public messages::Channel {
    public:
        Recorder(Year& year, std::string medium) : year_(year), medium_(std::move(medium)) {}
        messages::Outcome send(const messages::Message& message) const override {
            return year_.receive(message, medium_);
        }

    private:
        Year& year_;
        std::string medium_;
    };

    Book stored(const char* sql) {
        Book all;
        for (const auto& row : stored_.rows(sql)) all.insert(row[0]);
        return all;
    }

    int roll(int of) { return static_cast<int>(random_() % static_cast<unsigned>(of)); }

    void add_borrower(int number) {
        domain::Borrower person;
        Borrower mine;
        mine.phone = number % 5 != 0;
        mine.landline = mine.phone && number % 7 == 0;
        mine.email = number % 3 == 0;
        mine.address = number % 4 != 0;
        mine.is_protected = number % 9 == 0;
        person.name = name_of(number);
        if (mine.phone) {
            person.phone = mine.landline ? "33" + phone_of(number).substr(2) : phone_of(number);
        }
        if (mine.email) person.email = email_of(number);
        if (mine.address) person.address = domain::Address{"Gata 1", "3210", "Sandefjord"};
        if (mine.is_protected) person.protection = domain::Protection::fortrolig;
        if (number % 6 == 0) person.language = "nn";
        database_->write([&](db::WriteTx& tx) { mine.id = db::borrowers::insert(tx, person); });
        borrowers_.push_back(mine);
    }

    depot::Act act(domain::Role role = domain::Role::lager) const {
        return {actor_, role, {}, {}, {}, now_, now_, day_};
    }

    // ---- what people do, at half past six

    void live() {
        now_ = depot::oslo_noon(day_) - 330min;
        database_->write([&](db::WriteTx& tx) {
            for (int i = 0; i < wanted_.loans_a_day; ++i) lend(tx, roll(wanted_.borrowers));
            for (int i = 0; i < wanted_.loans_a_day; ++i) give_back(tx);
            for (int i = 0; i < 2; ++i) extend(tx);
            if (roll(12) == 0)
                die(tx, borrowers_[static_cast<std::size_t>(roll(wanted_.borrowers))]);
            if (roll(8) == 0)
                move(tx, borrowers_[static_cast<std::size_t>(roll(wanted_.borrowers))]);
            if (roll(8) == 0)
                opt_out(tx, borrowers_[static_cast<std::size_t>(roll(wanted_.borrowers))]);
        });
    }

    void lend(db::WriteTx& tx, int number) {
        Borrower& borrower = borrowers_[static_cast<std::size_t>(number)];
        if (borrower.dead) return;
        depot::LoanWanted wanted;
        wanted.borrower = borrower.id;
        wanted.depot = roll(3) == 0 ? "ENGVEIEN" : "SMS";
        wanted.start = day_;
        for (int i = 0; i <= roll(3); ++i) wanted.lines.push_back({{}, product_, 1 + roll(2), {}});
        const auto id = depot::lend(tx, wanted, act());
        REQUIRE(id);
        ++loans;
        borrower.moved = false;
        const auto loan = db::loans::find(tx, *id);
        for (const auto& line : loan->lines) {
            borrower.lines.push_back(lines_.size());
            lines_.push_back({line.id.value, number, *line.due, day_, true, -1});
            loan_of_.push_back(*id);
        }
    }

    std::optional<std::size_t> some_open_line() {
        for (int tries = 0; tries < 20 && !lines_.empty(); ++tries) {
            // Of the later ones, so that some are back in time and many are not.
            const auto at = static_cast<std::size_t>(roll(static_cast<int>(lines_.size())));
            if (lines_[at].open) return at;
        }
        return std::nullopt;
    }

    void give_back(db::WriteTx& tx) {
        const auto at = some_open_line();
        if (!at) return;
        const auto loan = *db::loans::find(tx, loan_of_[*at]);
        for (const auto& line : loan.lines) {
            if (line.id.value != lines_[*at].id) continue;
            const bool part = line.quantity > 1 && roll(2) == 0;
            depot::Ending ending;
            if (part) ending.quantity = 1;
            REQUIRE(depot::end_line(tx, loan, line, ending, act()));
            lines_[*at].open = part;
        }
    }

    void extend(db::WriteTx& tx) {
        const auto at = some_open_line();
        if (!at) return;
        const auto loan = *db::loans::find(tx, loan_of_[*at]);
        if (!depot::extend(tx, loan, {1 + roll(2), "x"}, act(domain::Role::leder))) return;
        const auto extended = *db::loans::find(tx, loan.id);
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            if (loan_of_[i] != loan.id || !lines_[i].open) continue;
            for (const auto& line : extended.lines) {
                if (line.id.value != lines_[i].id) continue;
                if (*line.due != lines_[i].due) lines_[i].taken = -1;
                lines_[i].due = *line.due;
                lines_[i].set_on = day_;
            }
        }
    }

    void die(db::WriteTx& tx, Borrower& borrower) {
        const auto person = *db::borrowers::find(tx, borrower.id);
        borrower.dead = depot::register_death(tx, person, day_, act()).has_value() || borrower.dead;
    }

    void move(db::WriteTx& tx, Borrower& borrower) {
        if (borrower.dead) return;
        REQUIRE(depot::register_move(tx, *db::borrowers::find(tx, borrower.id), day_, {}, act()));
        borrower.moved = true;
        borrower.wants_none = false;
    }

    void opt_out(db::WriteTx& tx, Borrower& borrower) {
        if (borrower.dead || borrower.moved) return;
        // Whoever has moved once and borrowed anew is still said to have moved.
        if (db::borrowers::find(tx, borrower.id)->moved_on) return;
        db::Query(tx, "update borrower set reminders_off = 1 where id = :id")
            .with(borrower.id)
            .run();
        borrower.wants_none = true;
    }

    // ---- the program

    void run_at(int hour, int minute) {
        now_ =
            depot::oslo_noon(day_) + std::chrono::hours(hour - 12) + std::chrono::minutes(minute);
        if (jumped_ > 0) now_ += 24h * jumped_;
        // A channel that has failed rests for a minute; then the next message is tried.
        for (int rounds = 0; rounds < 1000 && scheduler_->run_due() > 0; ++rounds) {
            now_ += rounds % 20 == 0 ? 61s : 1s;
        }
        in_book(hour);
    }

    messages::Outcome receive(const messages::Message& message, const std::string& medium) {
        const int minute = depot::oslo_minute(now_);
        if (minute < 480 || minute >= 1200) wrong.push_back("at night");
        if (is_down(medium, day_)) {
            return messages::failed(messages::Fault::unreachable, "down");
        }
        std::string number;
        if (medium == "sms") {
            if (message.to.phone.starts_with("33")) {
                return messages::refused(messages::Fault::bad_recipient, "no mobile");
            }
            number = message.to.phone.substr(1);
            if (message.text.find("Toalett") != std::string::npos) wrong.push_back("aid in an SMS");
        } else if (medium == "email") {
            number = message.to.email.substr(1, message.to.email.find('@') - 1);
        } else {
            number = message.to.post->name.substr(7);
        }
        const int who = std::stoi(number);
        const bool names = message.text.find("Toalett") != std::string::npos;
        const bool may_name =
            medium != "sms" && !borrowers_[static_cast<std::size_t>(who)].is_protected;
        if (names != may_name) wrong.push_back("aid to " + number);
        const bool late = message.text.find("skulle ") != std::string::npos;
        const auto at = message.text.find(".20");
        got.insert(domain::to_text(day_) + " " + std::to_string(who) + " " + medium +
                   (late ? " after " : " before ") + message.text.substr(at - 5, 10));
        return messages::sent("ok");
    }

    void plant() {
        if (wanted_.fault == Wanted::Fault::forgets_reminders) {
            stored_.execute("delete from reminder where day >= '" +
                            domain::to_text(day_ - days(3)) + "'");
        }
        if (wanted_.fault == Wanted::Fault::clock_jumps) jumped_ = 2;
    }

    // ---- the book

    static int step_on(const Line& line, Day day) {
        int step = -1;
        for (int i = 0; i < 5; ++i) {
            if (line.due + days(ladder[i]) <= day) step = i;
        }
        return step;
    }

    void in_book(int hour) {
        for (std::size_t who = 0; who < borrowers_.size(); ++who) {
            plan_in_book(borrowers_[who]);
            if (hour < 8 || hour >= 20) continue;
            send_in_book(static_cast<int>(who), borrowers_[who]);
        }
    }

    void plan_in_book(Borrower& borrower) {
        std::vector<Notice> notices;
        for (const std::size_t at : borrower.lines) {
            Line& line = lines_[at];
            if (!line.open) continue;
            const int step = step_on(line, day_);
            if (step < 0 || line.taken >= step) continue;
            if (line.due + days(ladder[step]) <= line.set_on) continue;
            if (step >= 3) {
                if (borrower.dead || borrower.moved) continue;
                line.taken = step;
                expected_tasks.insert(std::to_string(line.id) + " " + domain::to_text(line.due) +
                                      (step == 3 ? " call" : " lost_process"));
            } else {
                notices.push_back({at, line.due, step});
            }
        }
        if (notices.empty()) return;
        std::string why;
        if (borrower.next_medium().empty()) why = "no_contact";
        if (borrower.wants_none) why = "opted_out";
        if (borrower.moved) why = "moved";
        if (borrower.dead) why = "deceased";
        if (why.empty() && (!borrower.pending.empty() || borrower.spoken_to == day_)) return;
        constexpr const char* names[] = {"first_before", "second_before", "after"};
        for (const Notice& notice : notices) {
            Line& line = lines_[notice.line];
            line.taken = notice.step;
            if (why.empty()) continue;
            expected_skips.insert(std::to_string(line.id) + " " + domain::to_text(line.due) + " " +
                                  names[notice.step] + " " + why);
        }
        if (!why.empty()) return;
        borrower.pending = notices;
        borrower.medium = borrower.next_medium();
    }

    void send_in_book(int who, Borrower& borrower) {
        if (borrower.pending.empty()) return;
        std::optional<Day> due;
        for (const Notice& notice : borrower.pending) {
            const Line& line = lines_[notice.line];
            if (!line.open || line.due != notice.due || step_on(line, day_) != notice.step)
                continue;
            due = due ? std::min(*due, notice.due) : notice.due;
        }
        if (borrower.silent() || !due) {
            borrower.pending.clear();
            return;
        }
        while (!is_down(borrower.medium, day_)) {
            if (borrower.medium == "sms" && borrower.landline) {
                borrower.spoken_to = day_;
                borrower.medium = borrower.next_medium("sms");
                if (!borrower.medium.empty()) continue;
            } else {
                expected.insert(domain::to_text(day_) + " " + std::to_string(who) + " " +
                                borrower.medium + (*due < day_ ? " after " : " before ") +
                                domain::shown(*due));
                borrower.spoken_to = day_;
            }
            borrower.pending.clear();
            return;
        }
    }

    Wanted wanted_;
    std::mt19937 random_;
    support::TempDatabase stored_;
    std::optional<db::Database> database_;
    domain::ActorId actor_;
    domain::ProductId product_;
    domain::Instant now_;
    Day day_;
    int jumped_ = 0;
    std::vector<Borrower> borrowers_;
    std::vector<Line> lines_;
    std::vector<domain::LoanId> loan_of_;
    jobs::Post post_;
    std::vector<jobs::Job> jobs_;
    std::optional<jobs::Scheduler> scheduler_;
};

std::vector<std::string> first_of(const Book& one, const Book& but) {
    std::vector<std::string> rest;
    std::set_difference(one.begin(), one.end(), but.begin(), but.end(), std::back_inserter(rest));
    if (rest.size() > 10) rest.resize(10);
    return rest;
}

}  // namespace

TEST_CASE("every reminder of a year is sent once at its step, and none that should not") {
    Wanted wanted;
    // A server takes its time for each of a hundred thousand transactions: the months around the
    // first due days and one change of the clock.
    if (support::on_server()) {
        wanted.days = 210;
        wanted.loans_a_day = 3;
    }
    Year year(wanted);
    year.pass();
    CHECK(year.wrong.empty());
    CHECK(first_of(year.expected, year.got).empty());
    CHECK(first_of(year.got, year.expected).empty());
    CHECK(year.expected == year.got);
    CHECK(first_of(year.expected_tasks, year.tasks()).empty());
    CHECK(first_of(year.tasks(), year.expected_tasks).empty());
    CHECK(first_of(year.expected_skips, year.skips()).empty());
    CHECK(first_of(year.skips(), year.expected_skips).empty());
    CHECK(year.loans > (support::on_server() ? 300 : 3000));
    CHECK(year.got.size() > (support::on_server() ? 100 : 1500));
    // Every way of things occurred.
    for (const char* state : {"sent", "refused", "cancelled", "skipped"}) {
        CHECK(year.database().value("select count(*) > 0 from message where state = '" +
                                    std::string(state) + "'") != "0");
    }
    CHECK(year.database().value("select count(*) from message where ended_at is null") <= "9");
    WARN(year.loans << " loans, " << year.got.size() << " messages, " << year.tasks().size()
                    << " tasks, " << year.skips().size() << " skipped");
}

TEST_CASE("the book of a year finds reminders that were forgotten, and a clock that jumps",
          "[sqlite]") {
    Wanted wanted;
    wanted.days = 230;
    wanted.borrowers = 150;
    wanted.loans_a_day = 4;
    wanted.fault = Wanted::Fault::forgets_reminders;
    Year forgetful(wanted);
    forgetful.pass();
    CHECK(forgetful.expected != forgetful.got);
    wanted.fault = Wanted::Fault::clock_jumps;
    Year jumping(wanted);
    jumping.pass();
    CHECK(jumping.expected != jumping.got);
}
