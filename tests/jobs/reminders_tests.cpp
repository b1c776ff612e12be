// From the ladder to a channel and back into the log: what is retried, what goes another way, what
// is no longer said, and who is not held up by it.

#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <condition_variable>
#include <mutex>

#include "db/message_store.hpp"
#include "depot/oslo_time.hpp"
#include "jobs/reminders.hpp"
#include "jobs/scheduler.hpp"
#include "messages/sending.hpp"
#include "messages/smtp.hpp"
#include "support/skip.hpp"
#include "support/test_app.hpp"

using domain::Medium;
using messages::Fault;
using messages::Message;
using messages::Outcome;
using support::Body;
using support::TestApp;
using namespace std::chrono_literals;

namespace {

// Answers as it is told and keeps what it was given. Any thread.
class Recorder : public messages::Channel {
public:
    Outcome send(const Message& message) const override {
        const std::lock_guard guard(mutex_);
        got_.push_back(message);
        if (after_) after_();
        return answers_;
    }
    void answer(Outcome outcome) { answers_ = std::move(outcome); }
    void then(std::function<void()> after) { after_ = std::move(after); }
    std::vector<Message> got() const {
        const std::lock_guard guard(mutex_);
        return got_;
    }

private:
    mutable std::mutex mutex_;
    mutable std::vector<Message> got_;
    Outcome answers_ = messages::sent("ok");
    std::function<void()> after_;
};

Outcome unreachable() { return messages::failed(Fault::unreachable, "no connection"); }

class Depot {
public:
    explicit Depot(std::initializer_list<Medium> media = {Medium::sms, Medium::email,
                                                          Medium::letter}) {
        for (const Medium medium : media) {
            channels[medium] = std::make_shared<Recorder>();
            post.ways[medium] = {channels[medium], "recorder"};
        }
        post.sender = {"Sandefjord kommune", "33 41 60 00"};
    }

    void start() {
        work_ = {jobs::planning(post), jobs::telling(post)};
        for (const auto& [medium, way] : post.ways) work_.push_back(jobs::sending(post, medium));
        scheduler_.emplace(
            work_, app.database(), [this] { return app.clock.now().instant; }, "one");
    }
    // What is due now, until nothing is any more.
    void run() {
        if (!scheduler_) start();
        for (int rounds = 0; rounds < 50 && scheduler_->run_due() > 0; ++rounds) {
        }
    }
    void run_at(std::string_view instant) {
        app.clock.set(instant);
        run();
    }

    // A loan from 23 November 2026, due on 23 February 2027.
    std::int64_t lend(const Body& borrower = {}) {
        who = app.borrower(Body().set("phone", "911 22 333").merge(borrower));
        return lend_to(who);
    }
    std::int64_t lend_to(std::int64_t borrower) {
        return app.loan(app.ready_item(), Body().set("borrower_id", borrower));
    }
    void change_borrower(const Body& change, const char* sender = "lager") {
        REQUIRE(app.patch("/api/v1/borrowers/" + std::to_string(who), change, sender).status ==
                200);
    }

    std::string states() { return app.stored().list("select state from message order by id"); }
    std::string whys() {
        return app.stored().list("select why from message where why is not null order by id");
    }
    std::size_t sent(Medium medium) { return channels[medium]->got().size(); }

    TestApp app;
    jobs::Post post;
    std::map<Medium, std::shared_ptr<Recorder>> channels;
    std::int64_t who = 0;

private:
    std::vector<jobs::Job> work_;
    std::optional<jobs::Scheduler> scheduler_;
};

// The first step of the loan: 14 days before, at nine in the morning in Oslo.
constexpr const char* first_step = "2027-02-09T08:00:00.000Z";

}  // namespace

TEST_CASE("a reminder is planned at night and sent in the morning, once") {
    Depot depot;
    depot.lend();
    depot.run_at("2027-02-08T22:59:00.000Z");
    CHECK(depot.states().empty());
    depot.run_at("2027-02-08T23:59:00.000Z");
    CHECK(depot.states() == "waiting");
    depot.run_at("2027-02-09T06:59:59.000Z");
    CHECK(depot.sent(Medium::sms) == 0);
    depot.run_at("2027-02-09T07:00:00.000Z");
    REQUIRE(depot.sent(Medium::sms) == 1);
    depot.run_at("2027-02-09T12:00:00.000Z");
    depot.run_at("2027-02-10T12:00:00.000Z");
    REQUIRE(depot.sent(Medium::sms) == 1);
    const Message message = depot.channels[Medium::sms]->got().front();
    CHECK(message.to.phone == "911 22 333");
    CHECK(message.to.email.empty());
    CHECK(message.id.size() == 32);
    CHECK(message.text.find("senest 23.02.2027") != std::string::npos);
    CHECK(depot.states() == "sent");
}

TEST_CASE("the night ends at eight by the clock on the wall on both days that clocks change") {
    for (const auto& [due_change, before, morning] :
         {std::tuple("2026-10-25", "2026-10-25T06:59:00.000Z", "2026-10-25T07:00:00.000Z"),
          std::tuple("2027-03-28", "2027-03-28T05:59:00.000Z", "2027-03-28T06:00:00.000Z")}) {
        INFO(due_change);
        CHECK(depot::out_of_night(*domain::parse_instant(before)) ==
              *domain::parse_instant(morning));
        CHECK(depot::out_of_night(*domain::parse_instant(morning)) ==
              *domain::parse_instant(morning));
    }
    // From the evening before.
    CHECK(domain::to_text(depot::out_of_night(
              *domain::parse_instant("2026-10-24T18:00:00.000Z"))) == "2026-10-25T07:00:00.000Z");
    CHECK(domain::to_text(depot::out_of_night(
              *domain::parse_instant("2027-03-27T19:00:00.000Z"))) == "2027-03-28T06:00:00.000Z");
}

TEST_CASE("all that a borrower has is one message, and what comes the same day waits a day") {
    Depot depot;
    depot.lend(Body().set("email", "kari@example.no"));
    depot.lend_to(depot.who);
    depot.run_at(first_step);
    CHECK(depot.sent(Medium::sms) == 1);
    CHECK(depot.app.stored().value("select count(*) from reminder where message_id = 1 or "
                                   "message_id > 1") == "2");
}

TEST_CASE("what fails is tried again later and later, then it is dead and can be seen") {
    Depot depot({Medium::sms});
    depot.channels[Medium::sms]->answer(unreachable());
    depot.lend();
    depot.run_at(first_step);
    std::vector<std::string> tried{"2027-02-09T08:00:00.000Z"};
    for (auto end = *domain::parse_instant("2027-02-13T08:00:00.000Z");
         depot.app.clock.now().instant < end;) {
        depot.app.clock.advance(1min);
        const auto before = depot.sent(Medium::sms);
        depot.run();
        if (depot.sent(Medium::sms) > before) {
            tried.push_back(domain::to_text(depot.app.clock.now().instant));
        }
    }
    // After 5 and 15 minutes, one and four hours, and a day.
    CHECK(tried == std::vector<std::string>{"2027-02-09T08:00:00.000Z", "2027-02-09T08:05:00.000Z",
                                            "2027-02-09T08:20:00.000Z", "2027-02-09T09:20:00.000Z",
                                            "2027-02-09T13:20:00.000Z",
                                            "2027-02-10T13:20:00.000Z"});
    CHECK(depot.states() == "dead");
    const auto list = depot.app.get("/api/v1/reminders?state=dead", "leder").json;
    REQUIRE(list.size("/items") == 1);
    CHECK(list.size("/items/0/attempts") == 6);
    CHECK(list.text("/items/0/attempts/5/fault") == "unreachable");
    CHECK(list.text("/items/0/attempts/5/detail") == "no connection");
    // The same message each time.
    const auto got = depot.channels[Medium::sms]->got();
    CHECK(std::all_of(got.begin(), got.end(),
                      [&](const Message& one) { return one.id == got.front().id; }));
}

TEST_CASE("a provider that asks us to wait is not asked before, by nobody's message") {
    Depot depot({Medium::sms});
    Outcome busy = messages::failed(Fault::busy, "HTTP 429");
    busy.retry_after = 2h;
    depot.channels[Medium::sms]->answer(busy);
    depot.lend();
    depot.lend();
    depot.run_at(first_step);
    CHECK(depot.sent(Medium::sms) == 1);
    depot.channels[Medium::sms]->answer(messages::sent("ok"));
    depot.app.clock.advance(119min);
    depot.run();
    CHECK(depot.sent(Medium::sms) == 1);
    depot.app.clock.advance(1min);
    depot.run();
    CHECK(depot.sent(Medium::sms) == 3);
    CHECK(depot.states() == "sent,sent");
}

TEST_CASE("what one medium refuses goes by the next, and is refused when there is none") {
    Depot depot;
    const auto no = messages::refused(Fault::bad_recipient, "no mobile number");
    depot.channels[Medium::sms]->answer(no);
    depot.lend(Body().set("email", "kari@example.no"));
    depot.run_at(first_step);
    CHECK(depot.sent(Medium::email) == 1);
    CHECK(depot.states() == "sent");
    CHECK(depot.app.stored().list("select medium || ' ' || result from message_attempt order by "
                                  "id") == "sms refused,email sent");
    depot.channels[Medium::email]->answer(no);
    depot.run_at("2027-02-20T09:00:00.000Z");
    CHECK(depot.states() == "sent,refused");
}

TEST_CASE("a letter goes to who has only an address, and never to a protected one") {
    Depot depot;
    const char* home = R"({"street": "Gata 1", "postal_code": "3210", "city": "Sandefjord"})";
    depot.lend(Body().raw("phone", "null").raw("address", home));
    const auto open = depot.who;
    depot.lend(Body().raw("phone", "null").raw("address", home));
    depot.change_borrower(Body().set("protection", "fortrolig"), "leder");
    depot.run_at(first_step);
    REQUIRE(depot.sent(Medium::letter) == 1);
    const Message letter = depot.channels[Medium::letter]->got().front();
    CHECK(letter.to.post->lines == std::vector<std::string>{"Gata 1"});
    CHECK(letter.text.find("Rullator") != std::string::npos);
    CHECK(depot.app.stored().value("select borrower_id from message where state = 'sent'") ==
          std::to_string(open));
    CHECK(depot.whys() == "no_contact");
}

TEST_CASE("a protected person's mail names no aid") {
    Depot depot;
    depot.lend(Body().raw("phone", "null").set("email", "kari@example.no"));
    depot.change_borrower(Body().set("protection", "strengt_fortrolig"), "leder");
    depot.run_at(first_step);
    REQUIRE(depot.sent(Medium::email) == 1);
    CHECK(depot.channels[Medium::email]->got().front().text.find("Rullator") == std::string::npos);
}

TEST_CASE("what is no longer so is not said") {
    const auto planned = "2027-02-09T05:00:00.000Z";
    const auto morning = "2027-02-09T08:00:00.000Z";
    Depot depot;
    const auto loan = "/api/v1/loans/" + std::to_string(depot.lend());
    const auto borrower = "/api/v1/borrowers/" + std::to_string(depot.who);
    depot.run_at(planned);
    REQUIRE(depot.states() == "waiting");
    SECTION("all is back") {
        const auto line = depot.app.stored().value("select max(id) from loan_line");
        REQUIRE(depot.app.post(loan + "/lines/" + line + "/end", Body().set("reason", "returned"))
                    .status == 200);
        depot.run_at(morning);
        CHECK(depot.whys() == "returned");
    }
    SECTION("it was extended") {
        REQUIRE(
            depot.app.post(loan + "/extensions", Body().set("months", 1).set("reason", "x"), "ergo")
                .status == 201);
        depot.run_at(morning);
        CHECK(depot.whys() == "extended");
    }
    SECTION("the borrower died") {
        REQUIRE(depot.app.post(borrower + "/deceased", Body()).status == 200);
        depot.run_at(morning);
        CHECK(depot.whys() == "deceased");
    }
    SECTION("the borrower moved") {
        REQUIRE(depot.app.post(borrower + "/moved", Body()).status == 200);
        depot.run_at(morning);
        CHECK(depot.whys() == "moved");
    }
    SECTION("the borrower wants none") {
        depot.change_borrower(Body().set("reminders_off", true));
        depot.run_at(morning);
        CHECK(depot.whys() == "opted_out");
    }
    SECTION("the phone is gone") {
        depot.change_borrower(Body().raw("phone", "null"));
        depot.run_at(morning);
        CHECK(depot.whys() == "no_contact");
    }
    SECTION("no server ran until the next step") {
        depot.run_at("2027-02-20T08:00:00.000Z");
        CHECK(depot.whys() == "overtaken");
        // And the step that has come is taken.
        depot.run_at("2027-02-20T09:30:00.000Z");
        CHECK(depot.states() == "cancelled,sent");
        return;
    }
    CHECK(depot.sent(Medium::sms) == 0);
    CHECK(depot.states() == "cancelled");
}

TEST_CASE("where nothing is configured nothing waits: it is skipped, once for each step") {
    Depot depot({});
    depot.lend();
    for (const char* day : {"2027-02-09", "2027-02-10", "2027-02-20", "2027-02-24"}) {
        depot.run_at(std::string(day) + "T09:00:00.000Z");
    }
    CHECK(depot.states() == "skipped,skipped,skipped");
    CHECK(depot.whys() == "no_channel,no_channel,no_channel");
    depot.run_at("2027-03-09T09:00:00.000Z");
    depot.run_at("2027-03-23T09:00:00.000Z");
    CHECK(depot.app.stored().list("select step from reminder where message_id is null order by "
                                  "id") == "call,lost_process");
}

TEST_CASE("an aid that was swapped is not asked for again") {
    Depot depot;
    const auto loan = depot.lend();
    depot.run_at(first_step);
    const auto line = depot.app.stored().value("select max(id) from loan_line");
    REQUIRE(depot.app
                .post("/api/v1/loans/" + std::to_string(loan) + "/lines/" + line + "/swap",
                      Body().set("item", depot.app.ready_item()))
                .status == 200);
    depot.run_at("2027-02-10T09:00:00.000Z");
    CHECK(depot.sent(Medium::sms) == 1);
    depot.run_at("2027-02-20T09:00:00.000Z");
    CHECK(depot.sent(Medium::sms) == 2);
}

TEST_CASE("a message whose server died is sent by another when its time is over") {
    Depot depot;
    depot.lend();
    depot.start();
    depot.channels[Medium::sms]->then([&] { throw std::runtime_error("the power went"); });
    depot.run_at(first_step);
    CHECK(depot.states() == "sending");
    depot.channels[Medium::sms]->then({});
    depot.app.clock.advance(4min);
    depot.run();
    CHECK(depot.sent(Medium::sms) == 1);
    depot.app.clock.advance(1min);
    depot.run();
    CHECK(depot.sent(Medium::sms) == 2);
    CHECK(depot.states() == "sent");
}

TEST_CASE("what came of a message is kept also when the turn was lost meanwhile") {
    Depot depot({Medium::sms});
    depot.lend();
    depot.channels[Medium::sms]->then(
        [&] { depot.app.stored().execute("update job_lease set turn = turn + 1"); });
    depot.run_at(first_step);
    CHECK(depot.states() == "sent");
    depot.channels[Medium::sms]->then({});
    depot.app.clock.advance(10min);
    depot.run();
    CHECK(depot.sent(Medium::sms) == 1);
}

TEST_CASE("a channel that hangs holds up no other medium, and no other work") {
    Depot depot({Medium::sms, Medium::email});
    depot.lend();
    depot.lend(Body().raw("phone", "null").set("email", "kari@example.no"));
    depot.app.clock.set(first_step);
    std::mutex mutex;
    std::condition_variable wake;
    bool let_go = false;
    depot.channels[Medium::sms]->then([&] {
        std::unique_lock lock(mutex);
        wake.wait(lock, [&] { return let_go; });
    });
    const auto clock = [&] { return depot.app.clock.now().instant; };
    const std::vector<jobs::Job> plan{jobs::planning(depot.post)};
    const std::vector<jobs::Job> sms{jobs::sending(depot.post, Medium::sms)};
    const std::vector<jobs::Job> mail{jobs::sending(depot.post, Medium::email)};
    jobs::Scheduler(plan, depot.app.database(), clock, "one").run_due();
    jobs::Scheduler hanging(sms, depot.app.database(), clock, "one");
    hanging.start();
    const auto sending = [&] {
        return depot.app.stored().value("select count(*) from message where state = 'sending'");
    };
    for (int tries = 0; tries < 500 && sending() == "0"; ++tries) std::this_thread::sleep_for(10ms);
    CHECK(jobs::Scheduler(mail, depot.app.database(), clock, "one").run_due() == 1);
    CHECK(depot.sent(Medium::email) == 1);
    depot.lend();
    {
        const std::lock_guard guard(mutex);
        let_go = true;
    }
    wake.notify_all();
}

TEST_CASE("of two servers at the same moment one plans and one sends") {
    Depot depot({Medium::sms});
    std::optional<db::Database> other;
    if (support::on_server()) {
        db::DatabaseOptions options;
        options.location = depot.app.stored().location();
        options.key_file = depot.app.stored().folder() / "keys";
        options.writers = 2;
        other.emplace(options);
    }
    for (int i = 0; i < 30; ++i) depot.lend();
    depot.app.clock.set(first_step);
    const auto clock = [&] { return depot.app.clock.now().instant; };
    const std::vector<jobs::Job> work{jobs::planning(depot.post),
                                      jobs::sending(depot.post, Medium::sms)};
    jobs::Scheduler one(work, depot.app.database(), clock, "one");
    jobs::Scheduler two(work, other ? *other : depot.app.database(), clock, "two");
    for (int rounds = 0; rounds < 5; ++rounds) {
        support::in_parallel(2,
                             [&](int which) { return which == 0 ? one.run_due() : two.run_due(); });
    }
    CHECK(depot.sent(Medium::sms) == 30);
    CHECK(depot.app.stored().value("select count(*) from message where state = 'sent'") == "30");
    CHECK(depot.app.stored().value("select count(*) from message_attempt") == "30");
}

TEST_CASE(
    "a merged borrower's messages of the same day are the other's, and one more waits a day") {
    Depot depot({Medium::sms});
    depot.lend();
    const auto from = depot.who;
    depot.lend();
    const auto into = depot.who;
    depot.run_at("2027-02-09T05:00:00.000Z");
    REQUIRE(depot.states() == "waiting,waiting");
    REQUIRE(
        depot.app
            .post("/api/v1/borrowers/" + std::to_string(from) + "/merge", Body().set("into", into))
            .status == 200);
    depot.run_at("2027-02-09T08:00:00.000Z");
    CHECK(depot.sent(Medium::sms) == 1);
    depot.run_at("2027-02-10T08:00:00.000Z");
    CHECK(depot.sent(Medium::sms) == 2);
    CHECK(depot.app.stored().list("select distinct borrower_id from message") ==
          std::to_string(into));
    // Both were sent on one day before they were known to be one.
    CHECK(depot.app.get("/api/v1/reminders?borrower=" + std::to_string(into)).json.size("/items") ==
          2);
}

TEST_CASE("the weekly list is told of by e-mail to each of those it goes to, once") {
    Depot depot({Medium::email});
    depot.post.weekly_to = {"leder@example.no", "ergo@example.no"};
    depot.post.weekly_link = "https://kl.example.no/forfalt/";
    const auto keep = [&](const std::string& week, std::string_view made_at) {
        depot.app.stored().execute(fmt::format(
            "insert into weekly_list (week, as_of, made_at, new_lines, still_lines, solved_lines) "
            "values ('{}', {}, {}, 3, 9, 4)",
            week, domain::parse_instant(made_at)->time_since_epoch().count(),
            domain::parse_instant(made_at)->time_since_epoch().count()));
    };
    keep("2026-W48", "2026-11-23T05:00:00.000Z");
    // Not of the old one; of the new one in the morning, since nothing is sent at night.
    depot.run_at("2026-11-29T12:00:00.000Z");
    CHECK(depot.states().empty());
    keep("2026-W49", "2026-11-30T05:00:00.000Z");
    depot.run_at("2026-11-30T05:01:00.000Z");
    depot.run_at("2026-11-30T09:00:00.000Z");
    depot.run_at("2026-11-30T15:00:00.000Z");
    const auto got = depot.channels[Medium::email]->got();
    REQUIRE(got.size() == 2);
    CHECK(got[0].to.email == "leder@example.no");
    CHECK(got[1].to.email == "ergo@example.no");
    CHECK(got[0].subject == "Forfalte utlån uke 49/2026");
    CHECK(got[0].text.find("https://kl.example.no/forfalt/2026-W49") != std::string::npos);
    CHECK(got[0].text.find("12") != std::string::npos);
    CHECK(depot.states() == "sent,sent");
}

TEST_CASE("through a real mail server: what it takes, refuses, and puts off") {
    const auto server_words = support::smtp_server_words("plain");
    if (server_words.empty()) return support::skip("no python3-aiosmtpd");
    support::Helper server(server_words);
    Depot depot({Medium::email});
    messages::SmtpServer smtp;
    smtp.host = "127.0.0.1";
    smtp.port = support::port_of(server);
    smtp.security = messages::Security::none;
    smtp.sender = {"lager@depot.example.no", "Korttidslageret"};
    smtp.net.patience = 15s;
    depot.post.ways[Medium::email] = {messages::smtp_channel(smtp), "smtp"};
    const auto lend = [&](const std::string& email) {
        depot.lend(Body().raw("phone", "null").set("email", email));
    };
    lend("kari@example.no");
    lend("gone@example.no");
    lend("later@example.no");
    depot.run_at(first_step);
    for (int minute = 0; minute < 4; ++minute) {
        depot.app.clock.advance(1min);
        depot.run();
    }
    CHECK(depot.states() == "sent,refused,waiting");
    const auto mails = support::Json::parse(server.ask("mails"));
    REQUIRE(mails.size("") == 1);
    CHECK(mails.text("/0/headers/Subject") == "Lånt utstyr skal leveres senest 23.02.2027");
    CHECK(mails.text("/0/parts/0/text").find("Lever det til Sandefjord medisinske senter") !=
          std::string::npos);
    CHECK(depot.app.stored().list(
              "select coalesce(fault, 'none') from message_attempt order by id") ==
          "none,provider_refused,busy");
}

TEST_CASE("mail servers that behave badly are logged, tried again, and in nobody's way") {
    for (const char* mode : {"hang", "close-in-data", "nonsense", "no-service"}) {
        INFO(mode);
        const auto server_words = support::smtp_server_words(mode);
        if (server_words.empty()) return support::skip("no python3-aiosmtpd");
        support::Helper server(server_words);
        Depot depot({Medium::sms, Medium::email});
        messages::SmtpServer smtp;
        smtp.host = "127.0.0.1";
        smtp.port = support::port_of(server);
        smtp.security = messages::Security::none;
        smtp.sender = {"lager@depot.example.no", "Korttidslageret"};
        smtp.net.patience = 500ms;
        depot.post.ways[Medium::email] = {messages::smtp_channel(smtp), "smtp"};
        depot.lend(Body().raw("phone", "null").set("email", "kari@example.no"));
        depot.lend();
        depot.run_at(first_step);
        CHECK(depot.states() == "waiting,sent");
        CHECK(
            depot.app.stored().value("select count(*) from message_attempt where result <> 'sent' "
                                     "and fault is not null") == "1");
    }
}
