// Persons are forgotten 90 days after their last thing was closed, or at once when they are erased;
// the history of the aids stays.

#include <catch2/catch.hpp>

#include <map>
#include <set>

#include "db/migrations.hpp"
#include "depot/verify.hpp"
#include "jobs/scheduler.hpp"
#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::refusal;
using support::TestApp;
using namespace std::chrono_literals;
using Texts = std::vector<std::string>;

namespace {

constexpr std::chrono::days limit{90};

std::string path_of(std::int64_t borrower) {
    return "/api/v1/borrowers/" + std::to_string(borrower);
}

// What is written about a person of the test holds this, and nothing else does.
constexpr const char* trace = "Kvitveis";

Body person() {
    return Body()
        .set("name", "Kari Kvitveis")
        .set("phone", "33 41 61 62")
        .set("email", "kari@kvitveis.example")
        .set("birth_date", "1941-05-17")
        .set("national_number", "02013299997")
        .raw("address",
             R"({"street": "Kvitveisvegen 7", "postal_code": "3210", "city": "Sandefjord"})")
        .raw("contact", R"({"name": "Ola Kvitveis", "phone": "33 41 61 63"})");
}

std::size_t traces(const TestApp& app) {
    const std::string all = app.stored().dump();
    std::size_t found = 0;
    for (const char* one : {trace, "kvitveis", "33 41 61 62", "33416162", "33 41 61 63",
                            "1941-05-17", "02013299997"}) {
        for (auto at = all.find(one); at != std::string::npos; at = all.find(one, at + 1)) ++found;
    }
    return found;
}

// All that a person may leave behind: a loan with training, an extension, notes of a return, a
// pick-up, a swap for NAV's number, a notice ticked off.
struct Left {
    std::int64_t borrower = 0;
    std::int64_t loan = 0;
    std::int64_t pickup = 0;
    std::vector<std::string> codes;
};

void must(const Answer& answer) {
    if (answer.status >= 300) throw std::runtime_error(answer.body);
}

Left leave_everything(TestApp& app) {
    Left left;
    left.borrower = app.borrower(person());
    const auto bed = app.product(Body().set("iso", "18121000").set("needs_training", true));
    left.codes = {app.ready_item(bed), app.ready_item(), app.ready_item()};
    Body training;
    training.set("given_by", "Per Demo").set("given_to", "Ola Kvitveis").set("day", "2026-11-23");
    Body wanted;
    wanted.set("borrower_id", left.borrower)
        .set("depot", "SMS")
        .list("lines",
              {Body().set("item", left.codes[0]).set("training", training).text(),
               Body().set("item", left.codes[1]).text(), Body().set("item", left.codes[2]).text()});
    const Answer lent = app.post("/api/v1/loans", wanted);
    must(lent);
    left.loan = lent.json.number("/id");
    const std::string loan = "/api/v1/loans/" + std::to_string(left.loan);
    must(app.post(loan + "/extensions", Body().set("months", 1).set("reason", "Kvitveis er syk"),
                  "ergo"));
    must(app.post("/api/v1/items/" + left.codes[1] + "/block",
                  Body().set("reason", "Sier Kari Kvitveis")));
    const Answer pickup = app.post("/api/v1/pickups", Body()
                                                          .set("kind", "fetch")
                                                          .set("loan_id", left.loan)
                                                          .set("day", "2026-11-25")
                                                          .set("note", "Ring Ola Kvitveis"));
    must(pickup);
    left.pickup = pickup.json.number("/id");
    must(app.post(path_of(left.borrower) + "/contacts",
                  Body().set("outcome", "other").set("said", "Ola Kvitveis ringer")));
    // The extension made a candidate of the person.
    const std::string task =
        "/api/v1/candidates/" + app.stored().value("select max(id) from candidate") + "/decide";
    must(app.post(task, Body().set("to", "assessing").set("note", "Kvitveis tenker"), "ergo"));
    must(app.post(task, Body().set("to", "applied").set("reference", "Kvitveis-2"), "ergo"));
    const Answer notice =
        app.post("/api/v1/notices",
                 Body().set("title", "Bremser").set("product_id", bed).set("block", false));
    must(notice);
    app.clock.advance(1h);
    must(app.post("/api/v1/notices/" + std::to_string(notice.json.number("/id")) + "/accounted",
                  Body()
                      .set("item", left.codes[0])
                      .set("outcome", "checked")
                      .set("note", "Kvitveis sjekket")));
    app.clock.advance(1h);
    return left;
}

void give_back(TestApp& app, const Left& left) {
    app.scanned("in", left.codes[0],
                Body().set("details", Body().set("note", "Levert av fru Kvitveis")));
    app.scanned("in", left.codes[1]);
    const std::string line = app.stored().value(
        "select l.id from loan_line l join item i on i.id = l.item_id where i.code = '" +
        left.codes[2] + "'");
    must(app.post("/api/v1/loans/" + std::to_string(left.loan) + "/lines/" + line + "/end",
                  Body().set("reason", "permanent").set("reference", "NAV-Kvitveis-1"), "ergo"));
    must(app.post(
        "/api/v1/candidates/" + app.stored().value("select max(id) from candidate") + "/decide",
        Body().set("to", "refused").set("note", "Kvitveis fikk brev"), "ergo"));
    must(app.post("/api/v1/pickups/" + std::to_string(left.pickup) + "/done",
                  Body().set("outcome", "collected").set("note", "Hos Kvitveis")));
}

// The job as the server runs it, and nothing else.
int run_job(TestApp& app) {
    jobs::Scheduler scheduler(
        jobs::all(), app.database(), [&] { return app.clock.now().instant; }, "one");
    return scheduler.run_due();
}

bool is_anonymised(const TestApp& app, std::int64_t borrower) {
    return app.stored().value(
               "select case when anonymised_at is null then 0 else 1 end"
               " from borrower where id = " +
               std::to_string(borrower)) == "1";
}

std::vector<std::string> faults(TestApp& app) {
    return app.database().read([](db::ReadTx& tx) { return depot::verify(tx).faults; });
}

}  // namespace

TEST_CASE("90 days after the last thing was closed nothing of the person is left but the row") {
    TestApp app;
    const Left left = leave_everything(app);
    give_back(app, left);
    REQUIRE(traces(app) > 15);
    const auto history = app.history_of(left.codes[0]);
    const std::string lines = "select count(*) from loan_line";
    const auto stock = app.get("/api/v1/stock").body;

    app.clock.advance(limit - 1s);
    run_job(app);
    CHECK_FALSE(is_anonymised(app, left.borrower));
    CHECK(app.get(path_of(left.borrower)).json.text("/name") == "Kari Kvitveis");

    app.clock.advance(24h);
    run_job(app);
    CHECK(is_anonymised(app, left.borrower));
    CHECK(traces(app) == 0);

    const auto row = app.get(path_of(left.borrower)).json;
    CHECK(row.text("/name") == "Anonymisert");
    CHECK(row.is_null("/phone"));
    CHECK(row.is_null("/address"));
    CHECK(row.is_null("/contact"));
    CHECK(row.is_null("/birth_date"));
    CHECK(row.text("/anonymised_at") == domain::to_text(app.clock.now().instant));
    const auto english =
        app.call("lager", "GET", path_of(left.borrower), "", {{"accept-language", "en"}});
    CHECK(english.json.text("/name") == "Anonymised");
    CHECK(app.get("/api/v1/borrowers?q=kvitveis").json.size("/items") == 0);
    CHECK(app.get("/api/v1/borrowers?q=33416162").json.size("/items") == 0);

    // What the depot knows of its aids is what it was.
    CHECK(app.history_of(left.codes[0]) == history);
    CHECK(app.stored().value(lines) == "3");
    CHECK(app.get("/api/v1/loans/" + std::to_string(left.loan)).json.number("/borrower_id") ==
          left.borrower);
    CHECK(app.get("/api/v1/stock").body == stock);
    CHECK(faults(app).empty());
}

TEST_CASE(
    "whatever is open keeps a person from being forgotten, and closing it starts the 90 days") {
    TestApp app;
    const Left left = leave_everything(app);
    // Each time one thing less is open.
    const auto still_there = [&] {
        app.clock.advance(400 * 24h);
        run_job(app);
        return !is_anonymised(app, left.borrower);
    };
    CHECK(still_there());
    give_back(app, left);
    CHECK_FALSE(is_anonymised(app, left.borrower));

    SECTION("a hand-out counts from its day") {
        const auto pads = app.product(Body().set("name", "Batteri").set("tracking", "counted"));
        must(app.post("/api/v1/stock-movements", Body()
                                                     .set("product_id", pads)
                                                     .set("depot", "SMS")
                                                     .set("quantity", 5)
                                                     .set("kind", "received")));
        app.clock.advance(limit - 1h);
        must(app.post("/api/v1/handouts", Body()
                                              .set("product_id", pads)
                                              .set("depot", "SMS")
                                              .set("quantity", 1)
                                              .set("borrower_id", left.borrower)));
        app.clock.advance(limit - 1s);
        run_job(app);
        CHECK_FALSE(is_anonymised(app, left.borrower));
        app.clock.advance(24h);
        run_job(app);
        CHECK(is_anonymised(app, left.borrower));
    }
    SECTION("so does a pick-up that is still to be made") {
        const auto code = app.ready_item();
        const auto loan = app.loan(code, Body().set("borrower_id", left.borrower));
        const auto pickup =
            app.post("/api/v1/pickups", Body()
                                            .set("kind", "fetch")
                                            .set("loan_id", loan)
                                            .set("day", domain::to_text(app.clock.now().today)));
        must(pickup);
        app.scanned("in", code);
        CHECK(still_there());
        must(app.post("/api/v1/pickups/" + std::to_string(pickup.json.number("/id")) + "/done",
                      Body().set("outcome", "collected")));
        app.clock.advance(limit + 24h);
        run_job(app);
        CHECK(is_anonymised(app, left.borrower));
    }
}

TEST_CASE("who was registered and never borrowed is forgotten as well, and units never are") {
    TestApp app;
    const auto kari = app.borrower(person());
    const auto ward = app.borrower(Body().set("kind", "unit").set("name", "Avdeling 1"));
    app.clock.advance(limit + 24h);
    run_job(app);
    CHECK(is_anonymised(app, kari));
    CHECK_FALSE(is_anonymised(app, ward));
    CHECK(app.get(path_of(ward)).json.text("/name") == "Avdeling 1");
}

TEST_CASE("whom the program forgets by itself is in the access log, one row for all of a turn") {
    TestApp app;
    const auto kari = app.borrower(person());
    const auto ola = app.borrower(Body().set("name", "Ola Kvitveis"));
    app.clock.advance(limit - 1h);
    const auto late = app.borrower(Body().set("name", "Per Kvitveis"));
    const std::string count = "select count(*) from access_log where action = 'anonymise'";
    run_job(app);
    CHECK(app.stored().value(count) == "0");
    app.clock.advance(24h);
    run_job(app);
    CHECK(app.stored().value(count) == "1");
    CHECK(app.stored().list("select p.borrower_id from access_log l"
                            " join access_log_person p on p.access_id = l.id"
                            " where l.action = 'anonymise' order by p.borrower_id") ==
          std::to_string(kari) + "," + std::to_string(ola));
    CHECK_FALSE(is_anonymised(app, late));
    const auto told = app.get(path_of(kari) + "/seen-by", "leder").json;
    CHECK(told.text("/items/0/by") == "system");
    CHECK(told.text("/items/0/what") == "Anonymiserte personen fordi lagringstiden var ute");
}

TEST_CASE("whoever was there before this was kept counts from the first day it is") {
    TestApp app;
    const auto kari = app.borrower(person());
    app.stored().execute("update borrower set registered_at = null, in_use_at = 0");
    run_job(app);
    CHECK_FALSE(is_anonymised(app, kari));
    app.clock.advance(limit - 1s);
    run_job(app);
    CHECK_FALSE(is_anonymised(app, kari));
    app.clock.advance(24h);
    run_job(app);
    CHECK(is_anonymised(app, kari));
}

TEST_CASE("the days are a setting, in force at the next run") {
    TestApp app;
    const auto kari = app.borrower(person());
    app.clock.advance(31 * 24h);
    run_job(app);
    CHECK_FALSE(is_anonymised(app, kari));
    const auto etag = app.get("/api/v1/settings", "admin").header("etag");
    must(app.call("admin", "PUT", "/api/v1/settings", Body().set("anonymise_after_days", 30),
                  {{"if-match", etag}}));
    app.clock.advance(24h);
    run_job(app);
    CHECK(is_anonymised(app, kari));
}

TEST_CASE("a run that is cut off is gone on with, and a second one changes nothing") {
    TestApp app;
    constexpr int persons = 130;
    for (int i = 0; i < persons; ++i) {
        app.borrower(Body().set("name", "Kvitveis " + std::to_string(i)));
    }
    app.clock.advance(limit + 24h);
    const std::string done = "select count(*) from borrower where anonymised_at is not null";
    // It dies before its third batch: its clock is the first thing that fails it.
    int looks = 0;
    jobs::Scheduler dying(
        jobs::all(), app.database(),
        [&] {
            if (++looks > 8) throw std::runtime_error("killed");
            return app.clock.now().instant;
        },
        "dying");
    dying.run_due();
    const int before = std::stoi(app.stored().value(done));
    CHECK(before > 0);
    CHECK(before < persons);

    app.clock.advance(jobs::Turn::lease + 1s);
    run_job(app);
    CHECK(app.stored().value(done) == std::to_string(persons));
    CHECK(traces(app) == 0);
    const auto rows = app.stored().rows("select id, version, anonymised_at from borrower");
    app.clock.advance(24h);
    run_job(app);
    CHECK(app.stored().rows("select id, version, anonymised_at from borrower") == rows);
}

TEST_CASE("of two servers on a database one forgets, and each person once") {
    TestApp app;
    constexpr int persons = 120;
    for (int i = 0; i < persons; ++i) {
        app.borrower(Body().set("name", "Kvitveis " + std::to_string(i)));
    }
    app.clock.advance(limit + 24h);
    std::optional<db::Database> second;
    if (support::on_server()) {
        db::DatabaseOptions options;
        options.location = app.stored().location();
        options.writers = 2;
        second.emplace(options);
    }
    support::in_parallel(2, [&](int server) {
        jobs::Scheduler scheduler(
            jobs::all(), server == 1 && second ? *second : app.database(),
            [&] { return app.clock.now().instant; }, "server " + std::to_string(server));
        return scheduler.run_due();
    });
    CHECK(app.stored().value("select turn from job_lease where job = 'anonymise'") == "1");
    CHECK(app.stored().value("select count(*) from borrower where version = 2") ==
          std::to_string(persons));
    CHECK(traces(app) == 0);
}

TEST_CASE("an anonymised borrower gets nothing any more and cannot be changed") {
    TestApp app;
    const auto kari = app.borrower(person());
    must(app.post(path_of(kari) + "/erase", Body(), "leder"));
    const auto code = app.ready_item();
    Body wanted;
    wanted.set("borrower_id", kari)
        .set("depot", "SMS")
        .list("lines", {Body().set("item", code).text()});
    CHECK(refusal(app.post("/api/v1/loans", wanted)) == "409 /borrower_id borrower_anonymised");
    const auto scanned =
        app.scanned("out", code, Body().set("details", Body().set("borrower", kari)));
    CHECK(scanned.json.text("/result") == "refused");
    CHECK(scanned.json.text("/reason/code") == "borrower_anonymised");
    CHECK(refusal(app.patch(path_of(kari), Body().set("name", "Kari"))) ==
          "409  borrower_anonymised");
    CHECK(refusal(app.post(path_of(kari) + "/deceased", Body())) == "409  borrower_anonymised");
    CHECK(refusal(app.post(path_of(kari) + "/moved", Body())) == "409  borrower_anonymised");
    const auto other = app.loan(code);
    CHECK(refusal(app.patch("/api/v1/loans/" + std::to_string(other),
                            Body().set("borrower_id", kari))) ==
          "409 /borrower_id borrower_anonymised");
}

TEST_CASE("erasing names what is open, and forgets at once when nothing is") {
    TestApp app;
    const Left left = leave_everything(app);
    const auto path = path_of(left.borrower) + "/erase";
    const auto refused = app.post(path, Body(), "leder");
    CHECK(refused.status == 409);
    CHECK(refused.code() == "has_open");
    CHECK(refused.errors() == Texts{" has_open", " has_open"});
    CHECK(refused.json.text("/errors/0/detail") ==
          "Lån " + std::to_string(left.loan) + " er åpent.");
    CHECK(refused.json.text("/errors/1/detail") ==
          "Henting eller levering " + std::to_string(left.pickup) + " er åpen.");
    give_back(app, left);

    const support::Headers key{{"idempotency-key", "erase-1"}};
    const auto erased = app.call("leder", "POST", path, "", key);
    REQUIRE(erased.status == 200);
    CHECK(erased.json.text("/name") == "Anonymisert");
    CHECK(traces(app) == 0);
    CHECK(app.call("leder", "POST", path, "", key).body == erased.body);
    CHECK(app.post(path, Body(), "leder").body == erased.body);
    CHECK(faults(app).empty());

    const auto ward = app.borrower(Body().set("kind", "unit").set("name", "Avdeling 1"));
    CHECK(refusal(app.post(path_of(ward) + "/erase", Body(), "leder")) == "409  person_needed");
    CHECK(app.post(path_of(999) + "/erase", Body(), "leder").status == 404);
    CHECK(app.post(path, Body().set("x", 1), "leder").errors() == Texts{"/x unknown_field"});
}

TEST_CASE("erasing takes the answers that were kept for the sender along") {
    TestApp app;
    const support::Headers key{{"idempotency-key", "k1"}};
    const Body body = Body().set("kind", "person").set("name", "Kari Kvitveis");
    const auto made = app.call("lager", "POST", "/api/v1/borrowers", body, key);
    must(made);
    CHECK(app.stored().value("select count(*) from idempotency where body is not null") == "0");
    CHECK(app.stored().value("select count(*) from idempotency") == "1");
    must(app.post(path_of(made.json.number("/id")) + "/erase", Body(), "leder"));
    CHECK(app.stored().value("select count(*) from idempotency") == "0");
}

TEST_CASE("a return cannot be taken back once the borrower is erased") {
    TestApp app;
    const auto kari = app.borrower(person());
    const auto code = app.ready_item();
    app.loan(code, Body().set("borrower_id", kari));
    const auto scan = app.scanned("in", code);
    must(app.post(path_of(kari) + "/erase", Body(), "leder"));
    const auto undone = app.post("/api/v1/scans/" + scan.json.text("/scan") + "/undo", Body());
    CHECK(refusal(undone) == "409  borrower_anonymised");
    CHECK(faults(app).empty());
}

TEST_CASE("notes of scans that nobody can be told from are blanked with age") {
    TestApp app;
    const auto kari = app.borrower(person());
    const auto code = app.ready_item();
    app.loan(code, Body().set("borrower_id", kari));
    app.scanned("in", code);
    // Kept by a device and sent late: it comes after the loan has ended, and changes nothing.
    app.clock.advance(24h);
    app.scanned("in", code,
                Body()
                    .set("happened_at", domain::to_text(app.clock.now().instant - 2h))
                    .set("details", Body().set("note", "Fru Kvitveis leverte")));
    REQUIRE(app.stored().value("select count(*) from note where scan_id is not null") == "1");
    app.clock.advance(limit);
    run_job(app);
    const bool open = app.open_discrepancies() > 0;
    CHECK(app.stored().value("select count(*) from note where text <> ''") == (open ? "1" : "0"));
    if (open) {
        const auto id = app.get("/api/v1/discrepancies").json.number("/items/0/id");
        must(app.post("/api/v1/discrepancies/" + std::to_string(id) + "/settle", Body()));
        app.clock.advance(24h);
        run_job(app);
        CHECK(app.stored().value("select count(*) from note where text <> ''") == "0");
    }
}

TEST_CASE("the report of a person holds all that is stored about them") {
    TestApp app;
    const Left left = leave_everything(app);
    const auto counted = app.product(Body().set("name", "Batteri").set("tracking", "counted"));
    must(app.post("/api/v1/stock-movements", Body()
                                                 .set("product_id", counted)
                                                 .set("depot", "SMS")
                                                 .set("quantity", 5)
                                                 .set("kind", "received")));
    must(app.post("/api/v1/handouts", Body()
                                          .set("product_id", counted)
                                          .set("depot", "SMS")
                                          .set("quantity", 2)
                                          .set("borrower_id", left.borrower)));
    // Somebody else's is not in it.
    const auto other = app.loan(app.ready_item());
    const std::string path = path_of(left.borrower) + "/report?why=innsyn";
    const auto seen_before =
        app.stored().value("select count(*) from access_log_person where borrower_id = " +
                           std::to_string(left.borrower));

    const auto open = app.get(path, "leder");
    REQUIRE(open.status == 200);
    CHECK(open.json.is_null("/retained_until"));
    CHECK(open.json.text("/borrower/name") == "Kari Kvitveis");
    CHECK(open.json.text("/borrower/address/street") == "Kvitveisvegen 7");
    CHECK(open.json.text("/registered_at") == TestApp::start);
    REQUIRE(open.json.size("/loans") == 1);
    CHECK(open.json.number("/loans/0/loan/id") == left.loan);
    CHECK(open.json.number("/loans/0/loan/id") != other);
    CHECK(open.json.size("/loans/0/loan/lines") == 3);
    CHECK(open.json.text("/loans/0/extensions/0/reason") == "Kvitveis er syk");
    CHECK(open.json.text("/loans/0/trainings/0/given_to") == "Ola Kvitveis");
    CHECK(open.json.text("/pickups/0/note") == "Ring Ola Kvitveis");
    CHECK(open.json.number("/handouts/0/quantity") == 2);
    CHECK(open.json.text("/contacts/0/said") == "Ola Kvitveis ringer");
    CHECK(open.json.text("/candidates/1/decisions/0/note") == "Kvitveis tenker");
    CHECK(open.json.text("/candidates/1/reference") == "Kvitveis-2");
    CHECK(open.json.each("/notes", "/text") == Texts{"Sier Kari Kvitveis", "Kvitveis sjekket"});
    CHECK(std::to_string(open.json.number("/seen/times")) == seen_before);
    CHECK(open.json.text("/seen/by") == path_of(left.borrower) + "/seen-by");
    CHECK(app.stored().value("select why from access_log order by id desc limit 1") == "innsyn");

    give_back(app, left);
    const auto closed = app.get(path, "leder");
    CHECK(closed.json.text("/retained_until") == domain::to_text(app.clock.now().instant + limit));

    must(app.post(path_of(left.borrower) + "/erase", Body(), "leder"));
    const auto after = app.get(path, "leder");
    CHECK(after.body.find(trace) == std::string::npos);
    CHECK(after.json.is_null("/retained_until"));
    CHECK(after.json.is_null("/registered_at"));
    CHECK(after.json.size("/loans") == 1);

    const auto ward = app.borrower(Body().set("kind", "unit").set("name", "Avdeling 1"));
    CHECK(app.get(path_of(ward) + "/report", "leder").status == 404);
    CHECK(app.get(path_of(999) + "/report", "leder").status == 404);
}

TEST_CASE("whatever refers to a borrower is in the report, or it is written here why not") {
    const support::TempDatabase file(support::TempDatabase::Holding::nothing, false);
    {
        auto connection = db::Connection::open(file.location(), db::Access::read_write);
        db::migrate(connection);
    }
    const std::set<std::string> in_report{
        "borrower",    "loan",     "loan_line",      "loan_place",     "training",
        "extension",   "pickup",   "handout",        "extension_line", "access_log_person",
        "pickup_line", "booking",  "contact",        "candidate",      "candidate_decision",
        "message",     "reminder", "message_attempt"};
    const std::map<std::string, std::string> left_out{
        {"borrower_word", "the words of the name, for searching"},
        {"hold", "which aids wait for a booking, which is in it"},
        {"event", "the history of the aid; what is the person's is in the line"},
        {"event_field", "values of such an event; no text of the person's"},
        {"note", "in it by the time that the person had the aid"},
        {"scan", "what a device sent of the aid; it names nobody"},
        {"counted_scan", "which line or hand-out a scan made, which are in it"},
        {"discrepancy", "two scans of the aid that contradict each other"},
        {"missing_accessory", "of the aid"},
        {"work_order", "of the aid"},
        {"work_order_part", "of the aid"},
        {"weekly_line", "a line of a loan, which is in it, as it was counted one Monday"},
    };
    // From the borrower along the references, and by the name of a column where there is none.
    std::set<std::string> reached{"borrower"};
    for (const auto& row : file.rows("select m.name from sqlite_master m"
                                     " join pragma_table_info(m.name) c on c.name = 'borrower_id'"
                                     " where m.type = 'table'")) {
        reached.insert(row[0]);
    }
    const auto references = file.rows(
        "select m.name, f.\"table\" from sqlite_master m"
        " join pragma_foreign_key_list(m.name) f"
        " where m.type = 'table'");
    for (std::size_t before = 0; before != reached.size();) {
        before = reached.size();
        for (const auto& row : references) {
            if (reached.contains(row[1])) reached.insert(row[0]);
        }
    }
    for (const std::string& table : reached) {
        INFO(table);
        CHECK((in_report.contains(table) || left_out.contains(table)));
    }
    for (const std::string& table : in_report) CHECK(reached.contains(table));
    for (const auto& [table, why] : left_out) {
        INFO(table);
        CHECK(reached.contains(table));
    }
}
