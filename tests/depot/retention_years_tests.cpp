// Five years of a depot, with the nightly run: whoever has something open, or had it less than 90
// days ago, is there; everybody else is forgotten by the next run. What is right is reckoned by the
// test's own book of what it did, not from the tables.

#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include "jobs/scheduler.hpp"
#include "support/test_app.hpp"

using support::Body;
using support::TestApp;
using namespace std::chrono_literals;

namespace {

constexpr int items = 4;
constexpr std::chrono::days five_years{5 * 365};

struct Step {
    int what = 0;
    int who = 0;
    int which = 0;
    int days = 0;
};

std::ostream& operator<<(std::ostream& out, const Step& step) {
    return out << "{" << step.what << ", " << step.who << ", " << step.which << ", " << step.days
               << "}";
}

// The test's own book.
struct Person {
    std::int64_t id = 0;
    domain::Instant last;
    int open = 0;
    bool forgotten = false;
};

class Depot {
public:
    Depot()
        : scheduler_(
              jobs::all(), app.database(), [this] { return now(); }, "one") {
        const auto product = app.product();
        for (int i = 0; i < items; ++i) codes_.push_back(app.ready_item(product));
        pads_ = app.product(Body().set("name", "Batteri").set("tracking", "counted"));
        app.post("/api/v1/stock-movements", Body()
                                                .set("product_id", pads_)
                                                .set("depot", "SMS")
                                                .set("quantity", 10000)
                                                .set("kind", "received"));
        for (int i = 0; i < 3; ++i) register_one();
    }

    // Nights pass until the next step; after each the book and the depot must agree.
    void take(const Step& step) {
        for (int i = 0; i < step.days; ++i) night();
        Person& person = persons_[static_cast<std::size_t>(step.who) % persons_.size()];
        switch (step.what) {
            case 0:
                return register_one();
            case 1:
            case 2:
                return lend(person, step.which);
            case 3:
            case 4:
                return give_back(step.which);
            case 5:
                return ask_pickup(step.which);
            case 6:
                return pickup_done();
            default:
                return give_out(person);
        }
    }

    bool five_years_over() const { return now() - began_ >= five_years; }
    std::size_t forgotten() const {
        std::size_t n = 0;
        for (const Person& person : persons_) n += person.forgotten ? 1 : 0;
        return n;
    }

    TestApp app;

private:
    domain::Instant now() const { return app.clock.now().instant; }

    void night() {
        app.clock.advance(24h);
        scheduler_.run_due();
        std::string expected;
        for (Person& person : persons_) {
            if (person.open == 0 && now() - person.last >= std::chrono::days(90)) {
                person.forgotten = true;
            }
            if (person.forgotten)
                expected += (expected.empty() ? "" : ",") + std::to_string(person.id);
        }
        RC_ASSERT(app.stored().list("select id from borrower where anonymised_at is not null"
                                    " order by id") == expected);
        RC_ASSERT(app.stored().list("select id from borrower where name = '' order by id") ==
                  expected);
    }

    void register_one() { persons_.push_back({app.borrower(), now(), 0, false}); }

    void lend(Person& person, int which) {
        const auto item = static_cast<std::size_t>(which % items);
        if (holder_[item] != nullptr_) return;
        const auto answer = app.post("/api/v1/loans",
                                     Body()
                                         .set("borrower_id", person.id)
                                         .set("depot", "SMS")
                                         .list("lines", {Body().set("item", codes_[item]).text()}));
        RC_ASSERT(answer.status == (person.forgotten ? 409 : 201));
        if (person.forgotten) return;
        loans_[item] = answer.json.number("/id");
        holder_[item] = static_cast<std::ptrdiff_t>(&person - persons_.data());
        ++person.open;
    }

    void give_back(int which) {
        const auto item = static_cast<std::size_t>(which % items);
        if (holder_[item] == nullptr_) return;
        app.scanned("in", codes_[item]);
        app.scanned("washed", codes_[item]);
        app.scanned("inspected", codes_[item]);
        close(holder_[item]);
        holder_[item] = nullptr_;
    }

    void ask_pickup(int which) {
        const auto item = static_cast<std::size_t>(which % items);
        if (holder_[item] == nullptr_) return;
        const auto answer =
            app.post("/api/v1/pickups", Body()
                                            .set("kind", "fetch")
                                            .set("loan_id", loans_[item])
                                            .set("day", domain::to_text(app.clock.now().today)));
        if (answer.status != 201) return;
        pickups_.emplace_back(answer.json.number("/id"), holder_[item]);
        ++persons_[static_cast<std::size_t>(holder_[item])].open;
    }

    void pickup_done() {
        if (pickups_.empty()) return;
        const auto [id, person] = pickups_.front();
        pickups_.erase(pickups_.begin());
        const auto answer = app.post("/api/v1/pickups/" + std::to_string(id) + "/done",
                                     Body().set("outcome", "collected"));
        RC_ASSERT(answer.status == 200);
        close(person);
    }

    void give_out(Person& person) {
        const auto answer = app.post("/api/v1/handouts", Body()
                                                             .set("product_id", pads_)
                                                             .set("depot", "SMS")
                                                             .set("quantity", 1)
                                                             .set("borrower_id", person.id));
        RC_ASSERT(answer.status == (person.forgotten ? 409 : 201));
        if (!person.forgotten) person.last = now();
    }

    void close(std::ptrdiff_t person) {
        Person& of = persons_[static_cast<std::size_t>(person)];
        --of.open;
        of.last = now();
    }

    static constexpr std::ptrdiff_t nullptr_ = -1;
    jobs::Scheduler scheduler_;
    std::vector<std::string> codes_;
    std::int64_t pads_ = 0;
    std::vector<Person> persons_;
    // Of each item: who has it, as a place in the book, and the loan.
    std::array<std::ptrdiff_t, items> holder_{nullptr_, nullptr_, nullptr_, nullptr_};
    std::array<std::int64_t, items> loans_{};
    std::vector<std::pair<std::int64_t, std::ptrdiff_t>> pickups_;
    domain::Instant began_ = now();
};

bool holds_through_years(int times) {
    const auto number = [](int below) { return rc::gen::inRange(0, below); };
    const auto any_years = rc::gen::container<std::vector<Step>>(
        80, rc::gen::build<Step>(
                rc::gen::set(&Step::what, number(8)), rc::gen::set(&Step::who, number(40)),
                rc::gen::set(&Step::which, number(items)), rc::gen::set(&Step::days, number(47))));
    std::size_t forgotten = 0;
    auto params = rc::detail::configuration().testParams;
    params.maxSuccess = times;
    const auto result = rc::detail::checkTestable(
        [&] {
            const auto steps = *any_years;
            Depot depot;
            for (const Step& step : steps) depot.take(step);
            while (!depot.five_years_over()) depot.take({7, 0, 0, 30});
            forgotten += depot.forgotten();
        },
        rc::detail::TestMetadata(), params);
    rc::detail::printResultMessage(result, std::cerr);
    return result.is<rc::detail::SuccessResult>() && forgotten > 0;
}

}  // namespace

TEST_CASE("through five years nobody is forgotten too early and nobody too late") {
    CHECK(holds_through_years(3));
}
