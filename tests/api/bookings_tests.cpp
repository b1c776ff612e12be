// Bookings and what is free: DOMAIN.md section 5. It is Monday 23 November 2026.

#include <catch2/catch.hpp>

#include "depot/verify.hpp"
#include "jobs/scheduler.hpp"
#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::refusal;
using support::TestApp;
using Texts = std::vector<std::string>;
using namespace std::chrono_literals;

namespace {

Body wanted(std::int64_t borrower, const Body& given) {
    Body body;
    body.set("depot", "SMS").set("from", "2026-11-24").set("to", "2026-12-04");
    body.set("borrower_id", borrower);
    return body.merge(given);
}

Answer book(TestApp& app, const Body& given) {
    return app.post("/api/v1/bookings", wanted(app.borrower(), given), "ergo");
}

std::string path_of(const Answer& booking) {
    return "/api/v1/bookings/" + std::to_string(booking.json.number("/id"));
}

support::Json now(TestApp& app, const Answer& booking) { return app.get(path_of(booking)).json; }

std::string state_of(TestApp& app, const Answer& booking) {
    return now(app, booking).text("/state");
}

Answer act(TestApp& app, const Answer& booking, const char* what, const char* sender = "lager") {
    return app.call(sender, "POST", path_of(booking) + "/" + what);
}

Answer lend(TestApp& app, const std::string& code, std::int64_t borrower) {
    return app.post("/api/v1/loans", Body()
                                         .set("borrower_id", borrower)
                                         .set("depot", "SMS")
                                         .list("lines", {Body().set("item", code).text()}));
}

// What the server does by itself, now.
void run_jobs(TestApp& app) {
    jobs::Scheduler(
        jobs::all(), app.database(), [&] { return app.clock.now().instant; }, "here")
        .run_due();
}

std::int64_t free_in(TestApp& app, std::int64_t product, const char* from, const char* to,
                     const char* depot = "SMS") {
    const auto answer = app.get("/api/v1/availability?product=" + std::to_string(product) +
                                    "&depot=" + depot + "&from=" + from + "&to=" + to,
                                "sjafor");
    REQUIRE(answer.status == 200);
    return answer.json.number("/free");
}

void check_whole(TestApp& app) {
    const auto report = app.database().read([](db::ReadTx& tx) { return depot::verify(tx); });
    for (const std::string& fault : report.faults) UNSCOPED_INFO(fault);
    CHECK(report.faults.empty());
}

}  // namespace

TEST_CASE("a booking holds the aid that has been longest on the shelf, and nobody else gets it") {
    TestApp app;
    const auto product = app.product();
    const auto first = app.ready_item(product);
    app.clock.advance(1h);
    const auto second = app.ready_item(product);
    const auto borrower = app.borrower();
    const auto booking =
        app.post("/api/v1/bookings", wanted(borrower, Body().set("product_id", product)), "ergo");
    REQUIRE(booking.status == 201);
    CHECK(booking.json.text("/state") == "allocated");
    CHECK(booking.json.each("/held", "/item") == Texts{first});
    // Five open days from the first day, Tuesday the 24th.
    CHECK(booking.json.text("/held/0/until") == "2026-12-01");

    const auto other = app.borrower(Body().set("name", "Ola Prøve"));
    CHECK(refusal(lend(app, first, other)) == "409 /lines/0/item reserved");
    const auto scan =
        app.scanned("out", first, Body().set("details", Body().set("borrower", other)));
    CHECK(scan.json.text("/result") == "refused");
    CHECK(scan.json.text("/reason/code") == "reserved");
    const auto seen = app.scanned("lookup", first);
    CHECK(seen.json.text("/instruction/code") == "reserved");
    CHECK(seen.json.text("/instruction/where") == "SMS, henteplass B3");
    CHECK(app.scanned("lookup", second).json.text("/instruction/code") == "to_shelf");
    CHECK(lend(app, second, other).status == 201);

    // Over the counter to whom it is held for: that is the booking.
    const auto loan = lend(app, first, borrower);
    CHECK(loan.status == 201);
    CHECK(state_of(app, booking) == "handed_out");
    CHECK(now(app, booking).number("/loan_id") == loan.json.number("/id"));
    CHECK(refusal(act(app, booking, "cancel")) == "409  booking_closed");
    check_whole(app);
}

TEST_CASE("what is held stands ready and goes out as one loan") {
    TestApp app;
    const auto product = app.product();
    const Texts codes{app.ready_item(product), app.ready_item(product)};
    const auto booking = book(app, Body().set("product_id", product).set("quantity", 2));
    CHECK(booking.json.text("/state") == "allocated");
    CHECK(act(app, booking, "allocate", "ergo").status == 200);
    CHECK(refusal(act(app, booking, "hand-out", "ergo")) == "403  not_allowed");
    CHECK(act(app, booking, "pick").json.text("/state") == "picked");
    CHECK(act(app, booking, "pick").json.text("/state") == "picked");
    const auto done = act(app, booking, "hand-out");
    CHECK(done.status == 200);
    CHECK(done.json.text("/state") == "handed_out");
    CHECK(done.json.size("/held") == 0);
    const auto loan = app.get("/api/v1/loans/" + std::to_string(done.json.number("/loan_id")));
    CHECK(loan.json.each("/lines", "/item") == codes);
    CHECK(loan.json.text("/start") == "2026-11-23");
    CHECK(refusal(act(app, booking, "hand-out")) == "409  booking_closed");
    check_whole(app);
}

TEST_CASE("who waits gets what becomes ready, in haste first, and the scan says so") {
    TestApp app;
    const auto product = app.product();
    const auto code = app.item(product);
    const auto normal = book(app, Body().set("product_id", product));
    app.clock.advance(1min);
    const auto hasty = book(app, Body()
                                     .set("product_id", product)
                                     .set("priority", "hast")
                                     .set("reason", "hjem fra sykehus")
                                     .set("needed_by", "2026-11-24T12:00:00.000Z"));
    CHECK(normal.json.text("/state") == "requested");
    CHECK(normal.json.number("/missing") == 1);
    CHECK(refusal(act(app, normal, "allocate")) == "409  none_free");
    CHECK(refusal(act(app, normal, "pick")) == "409  not_allocated");
    CHECK(refusal(act(app, normal, "hand-out")) == "409  not_allocated");

    const auto scan = app.scanned("inspected", code, Body().set("details", Body().set("ok", true)));
    CHECK(scan.json.text("/result") == "done");
    CHECK(scan.json.text("/instruction/code") == "reserved");
    CHECK(scan.json.text("/instruction/text") == "Reservert for bestilling " +
                                                     std::to_string(hasty.json.number("/id")) +
                                                     ". Sett på henteplassen");
    CHECK(state_of(app, hasty) == "allocated");
    CHECK(state_of(app, normal) == "requested");

    // Not needed after all: it goes to the next.
    CHECK(act(app, hasty, "cancel", "ergo").json.text("/state") == "cancelled");
    CHECK(state_of(app, normal) == "allocated");
    CHECK(now(app, normal).each("/held", "/item") == Texts{code});
}

TEST_CASE("who waits is told the place in the queue, and moves up when one before is served") {
    TestApp app;
    const auto product = app.product();
    const auto twin = app.product(Body().set("name", "Rullator Troja"));
    const auto stool = app.product(Body().set("name", "Dusjkrakk").set("iso", "09330703"));
    const auto place = [&](const Answer& booking) {
        const auto shown = now(app, booking);
        return shown.is_null("/queue_position") ? 0 : shown.number("/queue_position");
    };
    const auto asked = [&](Body body) {
        app.clock.advance(1min);
        return book(app, body);
    };
    const auto first = asked(Body().set("product_id", product));
    const auto second = asked(Body().set("product_id", product));
    const auto any = asked(Body().set("iso", "120606"));
    const auto last = asked(Body().set("product_id", twin));
    CHECK(first.json.number("/queue_position") == 1);
    CHECK(place(second) == 2);
    // Any of the class comes after all of its products; of a product the class comes before.
    CHECK(place(any) == 3);
    CHECK(place(last) == 2);
    CHECK(place(asked(Body().set("product_id", stool))) == 1);
    CHECK(place(asked(Body().set("product_id", product).set("depot", "ENGVEIEN"))) == 1);

    const auto hasty = asked(Body()
                                 .set("product_id", product)
                                 .set("priority", "hast")
                                 .set("reason", "hjem fra sykehus")
                                 .set("needed_by", "2026-11-24T12:00:00.000Z"));
    CHECK(place(hasty) == 1);
    CHECK(place(first) == 2);
    CHECK(place(any) == 4);
    const auto list = app.get("/api/v1/bookings?state=open&depot=SMS").json;
    CHECK(list.each("/items", "/queue_position") == Texts{"2", "3", "4", "2", "1", "1"});

    app.ready_item(product);
    CHECK(state_of(app, hasty) == "allocated");
    CHECK(place(hasty) == 0);
    CHECK(place(first) == 1);
    CHECK(act(app, first, "cancel").json.is_null("/queue_position"));
    CHECK(place(second) == 1);
}

TEST_CASE("what nobody collects within five open days falls back to the next") {
    TestApp app;
    const auto product = app.product();
    const auto code = app.ready_item(product);
    const auto held = book(app, Body().set("product_id", product).set("from", "2026-11-23"));
    const auto waits = book(app, Body().set("product_id", product));
    CHECK(held.json.text("/held/0/until") == "2026-11-30");
    app.clock.set("2026-11-30T20:00:00.000Z");
    run_jobs(app);
    CHECK(state_of(app, held) == "allocated");
    app.clock.set("2026-12-01T06:00:00.000Z");
    run_jobs(app);
    CHECK(state_of(app, held) == "expired");
    CHECK(now(app, held).size("/held") == 0);
    CHECK(state_of(app, waits) == "allocated");
    CHECK(now(app, waits).text("/held/0/until") == "2026-12-08");
    // Held by the wrong aid for nobody: its days go by.
    const auto in_vain = book(
        app,
        Body().set("product_id", app.product()).set("from", "2026-12-01").set("to", "2026-12-02"));
    app.clock.set("2026-12-03T06:00:00.000Z");
    run_jobs(app);
    CHECK(state_of(app, in_vain) == "expired");
    CHECK(state_of(app, waits) == "allocated");
    check_whole(app);
}

TEST_CASE("a booking far ahead leaves the shelf to others until its days are near") {
    TestApp app;
    const auto product = app.product();
    const auto code = app.ready_item(product);
    // Five open days before Monday 21 December is Monday the 14th.
    const auto booking = book(
        app, Body().set("product_id", product).set("from", "2026-12-21").set("to", "2027-01-20"));
    CHECK(booking.json.text("/state") == "requested");
    CHECK(app.scanned("lookup", code).json.text("/instruction/code") == "to_shelf");
    app.clock.set("2026-12-13T12:00:00.000Z");
    run_jobs(app);
    CHECK(state_of(app, booking) == "requested");
    app.clock.set("2026-12-14T06:00:00.000Z");
    run_jobs(app);
    CHECK(state_of(app, booking) == "allocated");
    // Whoever asks gets it earlier.
    const auto other = book(
        app,
        Body().set("product_id", app.product()).set("from", "2027-03-01").set("to", "2027-03-02"));
    app.ready_item(other.json.number("/product_id"));
    CHECK(state_of(app, other) == "requested");
    CHECK(act(app, other, "allocate", "ergo").json.text("/state") == "allocated");
}

TEST_CASE("a booking of a class takes any product of it that fits") {
    TestApp app;
    const auto weak = app.product(Body().set("max_user_kg", 100));
    const auto strong = app.product(Body().set("max_user_kg", 150).set("iso", "12060699"));
    const auto elsewhere = app.product(Body().set("iso", "12030600").set("max_user_kg", 200));
    app.ready_item(weak);
    app.ready_item(elsewhere);
    const auto code = app.ready_item(strong);
    const auto booking = book(app, Body().set("iso", "120606").set("user_kg", 130));
    REQUIRE(booking.status == 201);
    CHECK(booking.json.each("/held", "/item") == Texts{code});
    CHECK(free_in(app, weak, "2026-11-24", "2026-11-24") == 1);
    // The class has two aids and one booking, so that either product has one at most.
    CHECK(free_in(app, strong, "2026-11-24", "2026-11-24") == 1);
    const auto second = book(app, Body().set("iso", "12060602").set("user_kg", 90));
    CHECK(second.json.text("/state") == "allocated");
    CHECK(free_in(app, weak, "2026-11-24", "2026-11-24") == 0);

    const auto list = app.get("/api/v1/products/" + std::to_string(weak) +
                              "/replacements?depot=SMS&from=2027-01-04&to=2027-01-05&user_kg=130");
    CHECK(list.json.each("/items", "/product_id") == Texts{std::to_string(strong)});
    CHECK(list.json.number("/items/0/free") == 1);
    CHECK(app.get("/api/v1/products/" + std::to_string(weak) +
                  "/replacements?depot=SMS&from=2027-01-04&to=2027-01-05&user_kg=160")
              .json.size("/items") == 0);
}

TEST_CASE("what is short here and stands at the other depot is said") {
    TestApp app;
    const auto product = app.product();
    app.ready_item(product, Body().set("depot", "ENGVEIEN"));
    const auto booking = book(app, Body().set("product_id", product));
    CHECK(booking.json.text("/state") == "requested");
    CHECK(booking.json.text("/elsewhere") == "ENGVEIEN");
    CHECK(
        book(app, Body().set("product_id", product).set("quantity", 2)).json.is_null("/elsewhere"));
}

TEST_CASE("what arrives from the other depot goes to who waits for it") {
    TestApp app;
    const auto product = app.product();
    const auto code = app.ready_item(product, Body().set("depot", "ENGVEIEN"));
    const auto booking = book(app, Body().set("product_id", product));
    const auto transfer = app.post(
        "/api/v1/transfers",
        Body().set("from", "ENGVEIEN").set("to", "SMS").list("items", {support::quoted(code)}));
    REQUIRE(transfer.status == 201);
    CHECK(free_in(app, product, "2027-01-04", "2027-01-04") == 1);
    CHECK(free_in(app, product, "2027-01-04", "2027-01-04", "ENGVEIEN") == 0);
    const auto scan = app.scanned("in", code);
    CHECK(scan.json.text("/instruction/code") == "reserved");
    CHECK(state_of(app, booking) == "allocated");
    CHECK(refusal(app.post("/api/v1/transfers", Body()
                                                    .set("from", "SMS")
                                                    .set("to", "ENGVEIEN")
                                                    .list("items", {support::quoted(code)}))) ==
          "409 /items/0 reserved");
}

TEST_CASE("an aid that cannot go out any more is replaced, or its booking waits in its old place") {
    TestApp app;
    const auto product = app.product();
    const auto first = app.ready_item(product);
    const auto booking = book(app, Body().set("product_id", product));
    const auto later = book(app, Body().set("product_id", product));
    const auto second = app.item(product);
    CHECK(app.post("/api/v1/items/" + first + "/block", Body().set("reason", "prøve")).status ==
          200);
    CHECK(state_of(app, booking) == "requested");
    CHECK(app.post("/api/v1/items/" + second + "/inspect", Body().set("ok", true)).status == 200);
    CHECK(now(app, booking).each("/held", "/item") == Texts{second});
    CHECK(state_of(app, later) == "requested");
    check_whole(app);
}

TEST_CASE("an undone hand-over is held again") {
    TestApp app;
    const auto product = app.product();
    const auto code = app.ready_item(product);
    const auto borrower = app.borrower();
    const auto booking =
        app.post("/api/v1/bookings", wanted(borrower, Body().set("product_id", product)), "ergo");
    const auto scan =
        app.scanned("out", code, Body().set("details", Body().set("borrower", borrower)));
    REQUIRE(scan.json.text("/result") == "done");
    CHECK(state_of(app, booking) == "handed_out");
    CHECK(app.call("lager", "POST", "/api/v1/scans/" + scan.json.text("/scan") + "/undo").status ==
          200);
    CHECK(state_of(app, booking) == "allocated");
    CHECK(now(app, booking).is_null("/loan_id"));
    CHECK(now(app, booking).each("/held", "/item") == Texts{code});
    check_whole(app);
}

TEST_CASE("a counted product is held by number") {
    TestApp app;
    const auto product = app.product(Body().set("tracking", "counted"));
    const auto count = [&](int quantity) {
        return app.post("/api/v1/stock-movements", Body()
                                                       .set("product_id", product)
                                                       .set("depot", "SMS")
                                                       .set("kind", "received")
                                                       .set("quantity", quantity));
    };
    REQUIRE(count(3).status == 201);
    const auto two = book(app, Body().set("product_id", product).set("quantity", 2));
    CHECK(two.json.text("/state") == "allocated");
    const auto three = book(app, Body().set("product_id", product).set("quantity", 3));
    CHECK(three.json.text("/state") == "requested");
    CHECK(three.json.number("/missing") == 2);
    CHECK(free_in(app, product, "2026-11-23", "2026-11-23") == 3);
    CHECK(free_in(app, product, "2026-11-23", "2026-11-24") == 0);
    REQUIRE(count(2).status == 201);
    CHECK(state_of(app, three) == "allocated");
    // All five are held: over the counter there is none, until one more comes.
    const auto over_the_counter = [&] {
        const auto line = Body().set("product_id", product).set("quantity", 1).text();
        return app.post(
            "/api/v1/loans",
            Body().set("borrower_id", app.borrower()).set("depot", "SMS").list("lines", {line}));
    };
    CHECK(refusal(over_the_counter()) == "409 /lines/0/quantity not_enough_stock");
    REQUIRE(count(1).status == 201);
    CHECK(over_the_counter().status == 201);
    const auto out = act(app, two, "hand-out");
    CHECK(out.json.text("/state") == "handed_out");
    CHECK(app.get("/api/v1/loans/" + std::to_string(out.json.number("/loan_id")))
              .json.number("/lines/0/quantity") == 2);
    check_whole(app);
}

TEST_CASE("a loan is not extended past the booking that needs it") {
    TestApp app;
    const auto product = app.product();
    const auto code = app.ready_item(product);
    // Due on Tuesday 23 February 2027.
    const auto loan = app.loan(code);
    const auto extend = [&](int months) {
        return app.post("/api/v1/loans/" + std::to_string(loan) + "/extensions",
                        Body().set("months", months).set("reason", "trenger det lenger"), "leder");
    };
    const auto booking = book(
        app, Body().set("product_id", product).set("from", "2027-04-12").set("to", "2027-05-12"));
    REQUIRE(booking.status == 201);
    CHECK(refusal(extend(2)) == "409 /months booked_by_other");
    CHECK(extend(1).status == 201);
    // Another aid of the product: the booking can have that one.
    app.ready_item(product);
    CHECK(extend(2).status == 201);
}

TEST_CASE("of two bookings of the last aid at the same moment one gets it") {
    TestApp app;
    const auto product = app.product();
    app.ready_item(product);
    std::vector<std::int64_t> borrowers;
    for (int i = 0; i < 8; ++i) borrowers.push_back(app.borrower());
    const auto answers = support::in_parallel(8, [&](int i) {
        return app.post(
            "/api/v1/bookings",
            wanted(borrowers[static_cast<std::size_t>(i)], Body().set("product_id", product)),
            "ergo");
    });
    const auto in_state = [&](const char* state) {
        return std::count_if(answers.begin(), answers.end(), [&](const Answer& answer) {
            return answer.json.text("/state") == state;
        });
    };
    CHECK(in_state("allocated") == 1);
    CHECK(in_state("requested") == 7);
    CHECK(app.stored().value("select count(*) from hold") == "1");
}

TEST_CASE("all that is wrong with a booking is named, and nothing is stored") {
    TestApp app;
    const auto before = app.stored().value("select count(*) from booking");
    const auto faults = [&](const Body& body) {
        return refusal(app.post("/api/v1/bookings", body, "ergo"));
    };
    CHECK(faults(Body()) ==
          "400 /product_id required /depot required /from required /to required "
          "/borrower_id required");
    Body body;
    body.set("product_id", 1).set("iso", "12ab").set("quantity", 0).set("depot", "SMS");
    body.set("from", "2026-11-22").set("to", "2026-11-20").set("handover", "drone");
    body.set("priority", "hast").set("borrower_id", 1);
    CHECK(faults(body) ==
          "400 /iso invalid_iso_class /iso one_of_two /quantity too_small /from in_the_past "
          "/to before_from /handover invalid_value /reason required /needed_by required");
    // The hour of haste is neither of yesterday nor of the year after next.
    body.set("needed_by", "2026-11-22T22:59:00.000Z").set("reason", "hjem fra sykehus");
    CHECK(faults(body).ends_with("/needed_by in_the_past"));
    body.set("needed_by", "2026-11-22T23:00:00.000Z");
    CHECK(faults(body).ends_with("/handover invalid_value"));
    body.set("needed_by", "2029-01-01T12:00:00.000Z");
    CHECK(faults(body).ends_with("/needed_by too_far_away"));
    // What is no day is that alone.
    CHECK(faults(wanted(1, Body().set("product_id", 1).set("from", "2026-02-30"))) ==
          "400 /from invalid_date");
    CHECK(faults(wanted(1, Body().set("product_id", 1).set("to", "2026-02-30"))) ==
          "400 /to invalid_date");
    CHECK(faults(wanted(999, Body().set("product_id", 999).set("depot", "OSLO"))) ==
          "409 /product_id unknown_product /depot unknown_depot /borrower_id unknown_borrower");
    CHECK(faults(wanted(app.borrower(), Body().set("iso", "999999"))) == "409 /iso unknown_class");
    CHECK(faults(wanted(app.borrower(), Body().set("iso", "120606").set("to", "2028-01-01"))) ==
          "400 /to window_too_long");
    CHECK(faults(wanted(
              app.borrower(),
              Body().set("iso", "120606").set("from", "2029-01-01").set("to", "2029-01-02"))) ==
          "400 /from too_far_away");
    const auto hidden = app.call("leder", "POST", "/api/v1/borrowers",
                                 Body()
                                     .set("kind", "person")
                                     .set("name", "Skjult Prøve")
                                     .set("protection", "strengt_fortrolig"));
    REQUIRE(hidden.status == 201);
    CHECK(faults(wanted(hidden.json.number("/id"),
                        Body().set("product_id", app.product()).set("handover", "delivery"))) ==
          "409 /handover by_arrangement");
    CHECK(app.stored().value("select count(*) from booking") == before);
}

TEST_CASE("a window of availability is today or later, in order and a year at most") {
    TestApp app;
    const auto product = std::to_string(app.product());
    const auto ask = [&](const std::string& query) {
        return refusal(app.get("/api/v1/availability?" + query));
    };
    CHECK(ask("") == "400 ?product required ?from required ?to required");
    CHECK(ask("product=" + product + "&iso=120606&depot=SMS&from=2026-11-22&to=2026-11-21") ==
          "400 ?iso one_of_two ?from in_the_past ?to before_from");
    CHECK(ask("product=" + product + "&depot=SMS&from=2026-11-23&to=2027-12-31") ==
          "400 ?to window_too_long");
    CHECK(ask("product=999&depot=SMS&from=2026-11-23&to=2026-11-24") == "404  not_found");
    CHECK(ask("product=" + product + "&depot=OSLO&from=2026-11-23&to=2026-11-24") ==
          "404  not_found");
    const auto days =
        app.get("/api/v1/availability?iso=120606&depot=SMS&from=2026-11-23&to=2026-11-25");
    CHECK(days.json.each("/days", "/day") == Texts{"2026-11-23", "2026-11-24", "2026-11-25"});
}

TEST_CASE("without a depot the answer says what is free at each of them") {
    TestApp app;
    const auto product = app.product();
    app.ready_item(product);
    app.ready_item(product, Body().set("depot", "ENGVEIEN"));
    app.ready_item(product, Body().set("depot", "ENGVEIEN"));
    book(app, Body().set("product_id", product).set("from", "2026-11-25").set("to", "2026-11-25"));
    const std::string window = "&from=2026-11-24&to=2026-11-30";
    for (const std::string& what :
         {"product=" + std::to_string(product), std::string("iso=120606")}) {
        INFO(what);
        const auto everywhere = app.get("/api/v1/availability?" + what + window, "ergo");
        REQUIRE(everywhere.status == 200);
        CHECK(everywhere.json.text("/iso_class") == "120606");
        CHECK(everywhere.json.each("/depots", "/depot") == Texts{"ENGVEIEN", "SMS"});
        CHECK(everywhere.json.each("/depots", "/free") == Texts{"2", "0"});
        // Booked for the 25th and then two open days in the wash.
        CHECK(everywhere.json.each("/depots/1/days", "/free") ==
              Texts{"1", "0", "0", "0", "1", "1", "1"});
        for (const std::string depot : {"ENGVEIEN", "SMS"}) {
            const auto there = app.get("/api/v1/availability?" + what + "&depot=" + depot + window);
            const std::string part = depot == "SMS" ? "/depots/1" : "/depots/0";
            CHECK(everywhere.json.dump(part + "/days") == there.json.dump("/days"));
            CHECK(everywhere.json.number(part + "/free") == there.json.number("/free"));
            CHECK_FALSE(there.json.has("/depots"));
        }
    }
}

TEST_CASE("bookings are listed by depot, borrower, state and who made them") {
    TestApp app;
    const auto product = app.product();
    const auto first = book(app, Body().set("product_id", product));
    const auto second = book(app, Body().set("product_id", product).set("depot", "ENGVEIEN"));
    const auto by_lager =
        app.post("/api/v1/bookings", wanted(app.borrower(), Body().set("product_id", product)));
    act(app, first, "cancel");
    const auto ids = [&](const std::string& query, const char* sender = "ergo") {
        return app.get("/api/v1/bookings?" + query, sender).json.each("/items", "/id");
    };
    const auto id_of = [](const Answer& booking) {
        return std::to_string(booking.json.number("/id"));
    };
    CHECK(ids("") == Texts{id_of(first), id_of(second), id_of(by_lager)});
    CHECK(ids("mine=true") == Texts{id_of(first), id_of(second)});
    CHECK(ids("mine=true&state=open") == Texts{id_of(second)});
    CHECK(ids("depot=SMS&state=open") == Texts{id_of(by_lager)});
    CHECK(ids("state=closed") == Texts{id_of(first)});
    CHECK(ids("borrower=" + std::to_string(second.json.number("/borrower_id"))) ==
          Texts{id_of(second)});
    const auto page = app.get("/api/v1/bookings?limit=2", "leder");
    CHECK(page.json.size("/items") == 2);
    CHECK(ids("limit=2&cursor=" + page.json.text("/next")) == Texts{id_of(by_lager)});
}

namespace {

// With the ETag that it has now.
Answer change(TestApp& app, const Answer& booking, const Body& body, const char* sender = "ergo") {
    return app.patch(path_of(booking), body, sender);
}

}  // namespace

TEST_CASE("a booking that is changed keeps what is held and still serves") {
    TestApp app;
    const auto product = app.product(Body().set("max_user_kg", 100));
    const Texts codes{app.ready_item(product), app.ready_item(product), app.ready_item(product)};
    const auto booking = book(app, Body().set("product_id", product).set("quantity", 2));
    REQUIRE(booking.json.each("/held", "/item") == Texts{codes[0], codes[1]});
    REQUIRE(act(app, booking, "pick").json.text("/state") == "picked");
    const auto next = book(app, Body().set("product_id", product).set("quantity", 2));
    CHECK(next.json.text("/state") == "requested");

    SECTION("other days near by: the same aids stand ready, and wait as long") {
        const auto changed =
            change(app, booking, Body().set("from", "2026-11-26").set("to", "2026-12-10"));
        REQUIRE(changed.status == 200);
        CHECK(changed.json.text("/state") == "picked");
        CHECK(changed.json.each("/held", "/item") == Texts{codes[0], codes[1]});
        // Five open days from Thursday the 26th.
        CHECK(changed.json.each("/held", "/until") == Texts{"2026-12-03", "2026-12-03"});
        CHECK(changed.json.text("/to") == "2026-12-10");
    }
    SECTION("days far away: nothing is held before they are near") {
        const auto changed =
            change(app, booking, Body().set("from", "2027-02-01").set("to", "2027-02-10"));
        CHECK(changed.json.text("/state") == "requested");
        CHECK(changed.json.size("/held") == 0);
        CHECK(state_of(app, next) == "allocated");
    }
    SECTION("fewer: the first is kept, the other goes to the next in the queue") {
        const auto changed = change(app, booking, Body().set("quantity", 1));
        CHECK(changed.json.text("/state") == "picked");
        CHECK(changed.json.each("/held", "/item") == Texts{codes[0]});
        CHECK(now(app, next).each("/held", "/item") == Texts{codes[2], codes[1]});
    }
    SECTION("more: what is missing is waited for") {
        const auto changed = change(app, booking, Body().set("quantity", 4));
        CHECK(changed.json.text("/state") == "requested");
        CHECK(changed.json.number("/missing") == 2);
        CHECK(changed.json.each("/held", "/item") == Texts{codes[0], codes[1]});
    }
    SECTION("another depot: what is held here is let go") {
        const auto there = app.ready_item(product, Body().set("depot", "ENGVEIEN"));
        const auto changed =
            change(app, booking, Body().set("depot", "ENGVEIEN").set("quantity", 1));
        CHECK(changed.json.each("/held", "/item") == Texts{there});
        CHECK(changed.json.text("/state") == "allocated");
        CHECK(state_of(app, next) == "allocated");
    }
    SECTION("heavier than it bears: it waits for what fits") {
        const auto changed = change(app, booking, Body().set("user_kg", 120));
        CHECK(changed.json.size("/held") == 0);
        CHECK(changed.json.number("/missing") == 2);
    }
    SECTION("haste and handover change nothing of what is held") {
        const auto changed = change(app, booking,
                                    Body()
                                        .set("priority", "hast")
                                        .set("reason", "hjem fra sykehus")
                                        .set("needed_by", "2026-11-24T12:00:00.000Z")
                                        .set("handover", "delivery"));
        CHECK(changed.json.text("/state") == "picked");
        CHECK(changed.json.text("/reason") == "hjem fra sykehus");
        CHECK(changed.json.text("/handover") == "delivery");
        // Once it has passed it stays as it is.
        app.clock.set("2026-11-25T11:00:00.000Z");
        CHECK(change(app, booking, Body().set("handover", "pickup")).status == 200);
        const auto calm = change(app, booking, Body().set("priority", "normal"));
        CHECK(calm.json.is_null("/reason"));
        CHECK(calm.json.is_null("/needed_by"));
    }
    check_whole(app);
}

TEST_CASE("fewer of a counted product are held when fewer are wanted") {
    TestApp app;
    const auto product = app.product(Body().set("tracking", "counted"));
    app.post("/api/v1/stock-movements", Body()
                                            .set("product_id", product)
                                            .set("depot", "SMS")
                                            .set("quantity", 9)
                                            .set("kind", "received"));
    const auto booking = book(app, Body().set("product_id", product).set("quantity", 8));
    const auto next = book(app, Body().set("product_id", product).set("quantity", 3));
    const auto changed = change(app, booking, Body().set("quantity", 5));
    CHECK(changed.json.text("/state") == "allocated");
    CHECK(changed.json.each("/held", "/quantity") == Texts{"5"});
    CHECK(state_of(app, next) == "allocated");
    check_whole(app);
}

TEST_CASE("who is in haste now comes first in the queue, in the place of when it was asked for") {
    TestApp app;
    const auto product = app.product();
    const auto first = book(app, Body().set("product_id", product));
    app.clock.advance(1min);
    const auto second = book(app, Body().set("product_id", product));
    CHECK(now(app, second).number("/queue_position") == 2);
    REQUIRE(change(app, second,
                   Body()
                       .set("priority", "hast")
                       .set("reason", "hjem fra sykehus")
                       .set("needed_by", "2026-11-24T12:00:00.000Z"))
                .status == 200);
    CHECK(now(app, second).number("/queue_position") == 1);
    CHECK(now(app, first).number("/queue_position") == 2);
    REQUIRE(change(app, second, Body().set("priority", "normal")).status == 200);
    CHECK(now(app, first).number("/queue_position") == 1);
}

TEST_CASE("a change of a booking says all that is wrong with it, and stores nothing") {
    TestApp app;
    const auto product = app.product();
    const auto booking = book(app, Body().set("product_id", product));
    const auto wrong = [&](const Body& body) { return refusal(change(app, booking, body)); };
    CHECK(wrong(Body()
                    .set("quantity", 101)
                    .set("from", "2026-11-20")
                    .set("to", "2026-11-19")
                    .set("priority", "hast")
                    .set("user_kg", 0)) ==
          "400 /quantity too_large /from in_the_past /to before_from /reason required /needed_by "
          "required /user_kg too_small");
    CHECK(wrong(Body().set("borrower_id", 1)) == "400 /borrower_id unknown_field");
    CHECK(wrong(Body().raw("quantity", "null")) == "400 /quantity required");
    CHECK(wrong(Body().set("depot", "NORD")) == "409 /depot unknown_depot");
    CHECK(refusal(app.call("ergo", "PATCH", path_of(booking), Body().set("quantity", 2))) ==
          "428  if_match_needed");
    CHECK(refusal(app.call("ergo", "PATCH", path_of(booking), Body().set("quantity", 2),
                           {{"if-match", "\"99\""}})) == "412  changed_meanwhile");
    CHECK(refusal(app.call("ergo", "PATCH", "/api/v1/bookings/987654", Body().set("quantity", 2),
                           {{"if-match", "*"}})) == "404  not_found");
    CHECK(now(app, booking).number("/quantity") == 1);
    CHECK(now(app, booking).text("/from") == "2026-11-24");

    // Two days later its first day has passed. It need not be given anew, but cannot be a past one.
    app.clock.set("2026-11-26T09:00:00.000Z");
    CHECK(wrong(Body().set("from", "2026-11-25")) == "400 /from in_the_past");
    CHECK(wrong(Body().set("to", "2026-11-25")) == "400 /to in_the_past");
    CHECK(change(app, booking, Body().set("quantity", 3)).json.number("/quantity") == 3);
    act(app, booking, "cancel");
    CHECK(wrong(Body().set("quantity", 2)) == "409  booking_closed");
}

TEST_CASE("a booking of which a part went out cannot be changed to no more than that") {
    TestApp app;
    const auto product = app.product();
    const auto first = app.ready_item(product);
    const auto second = app.ready_item(product);
    const auto borrower = app.borrower();
    const auto booking = app.post(
        "/api/v1/bookings", wanted(borrower, Body().set("product_id", product).set("quantity", 3)));
    REQUIRE(lend(app, first, borrower).status == 201);
    REQUIRE(lend(app, second, borrower).status == 201);
    CHECK(refusal(change(app, booking, Body().set("quantity", 2))) ==
          "409 /quantity booking_partly_out");
    CHECK(change(app, booking, Body().set("quantity", 4)).json.number("/missing") == 2);
    check_whole(app);
}
