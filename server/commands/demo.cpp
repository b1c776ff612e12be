#include "commands/demo.hpp"

#include <array>
#include <random>
#include <stdexcept>

#include "commands/demo_bookings.hpp"
#include "commands/demo_follow_up.hpp"
#include "commands/demo_stock.hpp"
#include "commands/made_up.hpp"
#include "db/borrower_store.hpp"
#include "db/depot_store.hpp"
#include "db/item_store.hpp"
#include "db/meta_store.hpp"
#include "db/product_store.hpp"
#include "db/user_store.hpp"
#include "depot/change_item.hpp"
#include "depot/end_line.hpp"
#include "depot/inspect.hpp"
#include "depot/lend.hpp"
#include "depot/oslo_time.hpp"
#include "depot/take_in.hpp"
#include "depot/weekly_list.hpp"
#include "identity/password.hpp"

namespace commands {
namespace {

constexpr std::array last_names{"Demoberg",  "Eksempelsen", "Prøvestad", "Testmo",    "Øvelseth",
                                "Fiktivrud", "Mønsterås",   "Oppdiktet", "Liksomdal", "Åpenlid"};

class Demo {
public:
    Demo(db::WriteTx& tx, domain::ActorId lager, domain::Instant now)
        : tx_(tx), lager_(lager), now_(now), today_(depot::oslo_day(now)) {}

    void fill() {
        add_closed_days();
        add_borrowers();
        int number = 0;
        for (const MadeUpProduct& row : demo_products()) {
            const domain::ProductId product = db::products::insert(tx_, to_product(row));
            for (int i = 0; i < row.aids; ++i) add_item(product, row, number++);
        }
        add_demo_stock(tx_, act_on(days_ago(1)));
        add_demo_bookings(tx_, borrowers_, act_on(days_ago(1)));
        add_demo_follow_up(tx_, now_);
        keep_weekly_lists();
    }

private:
    int pick(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }

    domain::Day days_ago(int days) const { return today_ - std::chrono::days(days); }

    // Of the last week and of this one, as they would have been made.
    void keep_weekly_lists() {
        for (const domain::Instant at : {now_ - std::chrono::days(7), now_}) {
            const domain::Instant monday = depot::list_moment(depot::list_week(at));
            const auto list = depot::list_to_keep(tx_, monday);
            depot::keep_some(tx_, list.value(), 0, list->lines.size(), monday);
        }
    }

    // The depots close early before the holidays; here they do not open at all.
    void add_closed_days() {
        const auto year = std::chrono::year_month_day(today_).year();
        for (const auto& [day, why] :
             {std::pair(year / std::chrono::December / 24, "julaften"),
              std::pair(year / std::chrono::December / 31, "nyttårsaften")}) {
            for (const char* depot : {"SMS", "ENGVEIEN"}) {
                db::depots::set_day(tx_, depot, std::chrono::sys_days(day), {false, why});
            }
        }
    }

    // One working morning: each act of the demo happens at noon of its day.
    depot::Act act_on(domain::Day day, domain::Role role = domain::Role::lager) const {
        const domain::Instant noon = depot::oslo_noon(day);
        return {lager_, role, {}, "sms-skranke-1", {}, noon, noon, day};
    }

    void add_borrowers() {
        for (int i = 0; i < 120; ++i) {
            domain::Borrower person;
            person.name =
                std::string(first_names()[static_cast<std::size_t>(i) % first_names().size()]) +
                " " + last_names[static_cast<std::size_t>(i) / 12 % last_names.size()];
            person.phone =
                "99 99 " + std::to_string(10 + i % 90) + " " + std::to_string(10 + i / 2);
            person.language = i % 9 == 0 ? "nn" : "nb";
            person.address =
                domain::Address{"Eksempelveien " + std::to_string(i + 1),
                                i % 3 == 0 ? "3160" : "3210", i % 3 == 0 ? "Stokke" : "Sandefjord"};
            person.registered_at = now_;
            borrowers_.push_back(db::borrowers::insert(tx_, person));
        }
        domain::Borrower ward;
        ward.kind = domain::BorrowerKind::unit;
        ward.name = "Korttidsavdelingen, Sandefjord medisinske senter";
        borrowers_.push_back(db::borrowers::insert(tx_, ward));
    }

    template <class T>
    static T must(domain::Decided<T> decided) {
        if (!decided) {
            throw std::logic_error("the demo breaks a rule: " +
                                   std::string(to_text(decided.error().code)));
        }
        return std::move(*decided);
    }

    db::items::ItemView view_of(domain::ItemId id) { return *db::items::find(tx_, id); }

    void inspect(domain::ItemId id, domain::Day day) {
        auto view = view_of(id);
        must(depot::inspect(tx_, view, {}, act_on(day)));
    }

    void lend(const std::string& code, bool training, domain::Day day, domain::Expected expected) {
        depot::LoanWanted loan;
        loan.borrower =
            borrowers_[static_cast<std::size_t>(pick(static_cast<int>(borrowers_.size())))];
        loan.depot = "SMS";
        loan.start = day;
        loan.expected = expected;
        loan.requested_by = pick(2) == 0 ? "demo-ergo" : "ergo-2";
        depot::LineWanted line;
        line.item = code;
        if (training) line.training = domain::Training{"Tekniker", "Låner", day};
        loan.lines.push_back(line);
        const auto made = depot::lend(tx_, loan, act_on(day));
        if (!made) {
            throw std::logic_error("the demo breaks a rule: " +
                                   std::string(to_text(made.error().front().code)));
        }
    }

    void take_back(domain::ItemId id, domain::Day day, bool infectious = false) {
        auto view = view_of(id);
        depot::Return wanted{view.item.home_depot};
        wanted.infectious = infectious;
        must(depot::take_back(tx_, view, wanted, act_on(day)));
    }

    void pull(domain::ItemId id, domain::Trigger trigger, domain::Day day,
              domain::Role role = domain::Role::lager) {
        auto view = view_of(id);
        depot::Pull pulled;
        pulled.trigger = trigger;
        if (trigger == domain::Trigger::cleaned) {
            pulled.method = std::string(to_text(view.wash_class));
        }
        must(depot::pull_trigger(tx_, view, pulled, act_on(day, role)));
    }

    // Bought some time ago, lent and returned a few times, and now somewhere in its round.
    void add_item(domain::ProductId product, const MadeUpProduct& row, int number) {
        depot::NewItem wanted;
        wanted.product = product;
        wanted.depot = number % 3 == 0 ? "ENGVEIEN" : "SMS";
        wanted.shelf = std::string(1, static_cast<char>('A' + number % 6)) +
                       std::to_string(1 + number / 6 % 9);
        if (number % 4 != 0) wanted.serial = "SN" + std::to_string(500000 + 7 * number);
        const int bought = 330 + pick(30);
        const domain::Item item = must(depot::take_in(tx_, wanted, act_on(days_ago(bought))));
        inspect(item.id, days_ago(bought - 1));
        const bool training = domain::training_by_iso(row.iso);

        int day = bought - 5 - pick(20);
        for (int round = pick(3); round > 0 && day > 220; --round) {
            const int back = day - 20 - pick(30);
            lend(item.code, training, days_ago(day), domain::Expected::under_2_years);
            take_back(item.id, days_ago(back));
            pull(item.id, domain::Trigger::cleaned, days_ago(back - 1));
            inspect(item.id, days_ago(back - 2));
            day = back - 3 - pick(10);
        }

        switch (number % 20) {
            case 0:
            case 1:
            case 2:
            case 3:
                lend(item.code, training, days_ago(5 + pick(60)), domain::Expected::under_2_years);
                break;
            case 4:  // due soon
                lend(item.code, training, days_ago(80 + pick(8)), domain::Expected::unknown);
                break;
            case 5:  // overdue
                lend(item.code, training, days_ago(95 + pick(60)), domain::Expected::unknown);
                break;
            case 6:  // somebody who needs it for good
                lend(item.code, training, days_ago(30 + pick(20)), domain::Expected::over_2_years);
                break;
            case 7:
            case 8:
                lend(item.code, training, days_ago(60 + pick(10)), domain::Expected::under_2_years);
                take_back(item.id, days_ago(1 + pick(3)));
                break;
            case 9:
                lend(item.code, training, days_ago(60 + pick(10)), domain::Expected::under_2_years);
                take_back(item.id, days_ago(4 + pick(3)));
                pull(item.id, domain::Trigger::cleaned, days_ago(2));
                break;
            case 10:
                if (number % 40 == 10) {
                    lend(item.code, training, days_ago(40), domain::Expected::under_2_years);
                    take_back(item.id, days_ago(2), true);
                }
                break;
            case 11:
                if (number % 60 == 11)
                    pull(item.id, domain::Trigger::inspected_failed, days_ago(10));
                if (number % 60 == 31) pull(item.id, domain::Trigger::block, days_ago(12));
                break;
            default:
                break;  // ready on its shelf
        }
    }

    db::WriteTx& tx_;
    domain::ActorId lager_;
    domain::Instant now_;
    domain::Day today_;
    std::vector<domain::BorrowerId> borrowers_;
    std::mt19937 random_{
        20261122};  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same demo every time
};

std::string password_key(const DemoUser& user) { return "demo_password_" + user.role; }

// The users as they are, or new ones.
std::vector<DemoUser> users_of(db::ReadTx& tx) {
    std::vector<DemoUser> users;
    for (const domain::Role role : domain::all_roles) {
        DemoUser user{std::string(to_text(role)), "demo-" + std::string(to_text(role)), {}};
        const auto known = db::meta::find(tx, password_key(user));
        user.password = known ? *known : identity::temporary_password();
        users.push_back(std::move(user));
    }
    return users;
}

// Returns the depot's staff, in whose name the demo's work is done.
domain::ActorId add_users(db::WriteTx& tx, const std::vector<DemoUser>& users,
                          const std::vector<std::string>& hashes, domain::Instant now) {
    domain::ActorId lager;
    for (std::size_t i = 0; i < users.size(); ++i) {
        db::users::User user;
        user.name = users[i].name;
        user.role = *domain::parse_role(users[i].role);
        user.depot = "SMS";
        user.password_hash = hashes[i];
        user.created_at = now;
        const domain::ActorId id = db::users::add(tx, user);
        if (user.role == domain::Role::lager) lager = id;
        // Kept readable, so that the next start can print it again: this is a demo, its data is
        // made up, and whoever reads the file has all of it anyway.
        db::meta::set(tx, password_key(users[i]), *users[i].password);
    }
    return lager;
}

bool signs_in(db::Database& database, const DemoUser& printed) {
    const auto user =
        database.read([&](db::ReadTx& tx) { return db::users::by_name(tx, printed.name); });
    return user && user->password_hash && !user->disabled_at &&
           to_text(user->role) == printed.role &&
           identity::is_password(*printed.password, *user->password_hash);
}

}  // namespace

std::vector<DemoUser> prepare_demo(db::Database& database, domain::Instant now) {
    const auto users = database.read(users_of);
    // Slow, and therefore before the transaction.
    std::vector<std::string> hashes;
    const bool there = database.read([&](db::ReadTx& tx) {
        return db::meta::find(tx, password_key(users.front())).has_value();
    });
    if (!there) {
        for (const DemoUser& user : users) {
            hashes.push_back(identity::hash_password(*user.password, {}));
        }
    }
    auto printed = database.write([&](db::WriteTx& tx) {
        const bool is_demo = db::meta::find(tx, "demo").has_value();
        if (!is_demo && !db::meta::is_untouched(tx)) {
            throw std::runtime_error("--demo needs an empty database, or one that --demo has made");
        }
        if (db::meta::find(tx, password_key(users.front()))) return users_of(tx);
        const domain::ActorId lager = add_users(tx, users, hashes, now);
        if (!is_demo) {
            Demo(tx, lager, now).fill();
            db::meta::set(tx, "demo", domain::to_text(now));
        }
        return users_of(tx);
    });
    for (DemoUser& user : printed) {
        if (!signs_in(database, user)) user.password.reset();
    }
    return printed;
}

}  // namespace commands
