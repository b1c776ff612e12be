// A borrower dies or moves, and what is to be fetched and delivered.

#include <catch2/catch.hpp>

#include "depot/verify.hpp"
#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::refusal;
using support::TestApp;
using Texts = std::vector<std::string>;

namespace {

std::string borrower_path(std::int64_t id) { return "/api/v1/borrowers/" + std::to_string(id); }
std::string pickup_path(std::int64_t id) { return "/api/v1/pickups/" + std::to_string(id); }

const char* const home = R"({"street": "Gata 1", "postal_code": "3210", "city": "Sandefjord"})";
const char* const new_home = R"({"street": "Veien 2", "postal_code": "3160", "city": "Stokke"})";

std::int64_t living_at_home(TestApp& app, const Body& given = {}) {
    return app.borrower(Body().raw("address", home).merge(given));
}

Body fetch(std::int64_t loan) {
    return Body().set("kind", "fetch").set("loan_id", loan).set("day", "2026-11-25");
}

std::string loan_lines(TestApp& app, std::int64_t loan) {
    return app.stored().list("select id from loan_line where loan_id = " + std::to_string(loan) +
                             " order by id");
}

}  // namespace

TEST_CASE("a death stops every reminder and opens one pick-up of all they have") {
    TestApp app;
    const auto kari = living_at_home(app);
    const auto one = app.ready_item();
    const auto two = app.ready_item();
    const auto back = app.ready_item();
    const auto loan = app.loan({one, back}, Body().set("borrower_id", kari));
    app.loan(two, Body().set("borrower_id", kari));
    app.loan(app.ready_item());
    app.scanned("in", back);
    // Friday afternoon; the depot is open again on Monday.
    app.clock.set("2026-11-27T13:00:00.000Z");
    const auto died =
        app.post(borrower_path(kari) + "/deceased", Body().set("day", "2026-11-26"), "ergo");
    REQUIRE(died.status == 200);
    CHECK(died.json.text("/deceased_on") == "2026-11-26");
    CHECK(died.json.flag("/reminders_off"));
    CHECK(died.header("etag") == app.get(borrower_path(kari)).header("etag"));
    const auto list = app.get("/api/v1/pickups", "sjafor").json;
    REQUIRE(list.size("/items") == 1);
    CHECK(list.number("/items/0/id") == died.json.number("/pickup"));
    CHECK(list.text("/items/0/kind") == "fetch");
    CHECK(list.text("/items/0/reason") == "deceased");
    CHECK(list.text("/items/0/day") == "2026-11-30");
    CHECK(list.text("/items/0/borrower/name") == "Kari Nordmann");
    CHECK(list.text("/items/0/borrower/address/street") == "Gata 1");
    CHECK(list.each("/items/0/lines", "/item") == Texts{one, two});

    // Nothing else changed, and nothing more is lent.
    CHECK(app.history_of(one).back() == "lent");
    const auto fresh = app.ready_item();
    const auto wanted = Body()
                            .set("borrower_id", kari)
                            .set("depot", "SMS")
                            .list("lines", {Body().set("item", fresh).text()});
    CHECK(refusal(app.post("/api/v1/loans", wanted)) == "409 /borrower_id borrower_deceased");
    const auto batteries = app.product(Body().set("tracking", "counted"));
    CHECK(refusal(app.post("/api/v1/handouts", Body()
                                                   .set("product_id", batteries)
                                                   .set("depot", "SMS")
                                                   .set("quantity", 1)
                                                   .set("borrower_id", kari))) ==
          "409 /borrower_id borrower_deceased");
    const auto out = Body().set("details", Body().set("borrower", kari));
    const auto scanned = app.scanned("out", fresh, out);
    CHECK(scanned.json.text("/reason/code") == "borrower_deceased");
    CHECK(scanned.json.text("/instruction/code") == "start_loan");
    CHECK(app.scanned("out", fresh, Body().set("loan", loan)).json.text("/reason/code") ==
          "borrower_deceased");
    const auto path = "/api/v1/loans/" + std::to_string(loan);
    CHECK(refusal(app.post(path + "/extensions", Body().set("months", 1).set("reason", "x"),
                           "leder")) == "409  borrower_deceased");
    CHECK(refusal(app.post(path + "/lines/1/swap", Body().set("item", fresh))) ==
          "409  borrower_deceased");
    // What was wrong on the loan can still be put right, but not to the dead.
    CHECK(app.patch(path, Body().set("arena", "other")).status == 200);
    const auto other = app.loan(fresh);
    CHECK(refusal(app.patch("/api/v1/loans/" + std::to_string(other),
                            Body().set("borrower_id", kari))) ==
          "409 /borrower_id borrower_deceased");

    CHECK(refusal(app.post(borrower_path(kari) + "/deceased", Body())) == "409  already_deceased");
    CHECK(refusal(app.post(borrower_path(kari) + "/moved", Body())) == "409  borrower_deceased");
    // Estate settled: the lines end one by one, and the list says what is still out.
    app.post(path + "/lines/1/end", Body().set("reason", "estate_settled"));
    const auto now = app.get("/api/v1/pickups").json;
    CHECK(now.flag("/items/0/lines/0/out") == false);
    CHECK(now.flag("/items/0/lines/1/out"));
    CHECK(app.database().read([](db::ReadTx& tx) { return depot::verify(tx); }).faults.empty());
}

TEST_CASE("who moves is fetched from where they lived, and gets reminders with a new loan") {
    TestApp app;
    const auto kari = living_at_home(app);
    const auto one = app.ready_item();
    const auto loan = app.loan(one, Body().set("borrower_id", kari));
    const auto moved = app.post(borrower_path(kari) + "/moved", Body().raw("address", new_home));
    REQUIRE(moved.status == 200);
    CHECK(moved.json.text("/moved_on") == "2026-11-23");
    CHECK(moved.json.text("/address/street") == "Veien 2");
    const auto pickup = app.get(pickup_path(moved.json.number("/pickup"))).json;
    CHECK(pickup.text("/reason") == "moved");
    CHECK(pickup.text("/day") == "2026-11-24");
    CHECK(pickup.text("/borrower/address/street") == "Gata 1");
    CHECK(app.get(borrower_path(kari)).json.flag("/reminders_off"));
    // Later changes of the borrower leave all that alone.
    CHECK(app.patch(borrower_path(kari), Body().set("phone", "33000000")).json.text("/moved_on") ==
          "2026-11-23");

    const auto two = app.ready_item();
    app.scanned("out", two, Body().set("details", Body().set("borrower", kari)));
    CHECK_FALSE(app.get(borrower_path(kari)).json.flag("/reminders_off"));
    // They move again before it was fetched: the same pick-up, with what came since.
    const auto again = app.post(borrower_path(kari) + "/moved", Body());
    CHECK(again.json.number("/pickup") == pickup.number("/id"));
    CHECK(again.json.text("/address/street") == "Veien 2");
    const auto all = app.get(pickup_path(pickup.number("/id"))).json;
    CHECK(all.each("/lines", "/item") == Texts{one, two});
    CHECK(all.text("/borrower/address/street") == "Gata 1");
    app.loan(app.ready_item(), Body().set("borrower_id", kari));
    CHECK_FALSE(app.get(borrower_path(kari)).json.flag("/reminders_off"));
    CHECK(loan == 1);
}

TEST_CASE("who has nothing gets no pick-up, and a unit does not die") {
    TestApp app;
    const auto kari = app.borrower();
    CHECK(app.call("lager", "POST", borrower_path(kari) + "/deceased").json.is_null("/pickup"));
    const auto unit = app.borrower(Body().set("kind", "unit").set("name", "Nygård"));
    app.loan(app.ready_item(), Body().set("borrower_id", unit));
    CHECK(refusal(app.post(borrower_path(unit) + "/deceased", Body())) == "409  person_needed");
    CHECK(app.post(borrower_path(unit) + "/moved", Body()).json.number("/pickup") == 1);
    const auto bad = [&](const char* what, const char* body) {
        return refusal(app.call("lager", "POST", borrower_path(unit) + what, body));
    };
    CHECK(bad("/deceased", R"({"day": "2026-11-24", "address": null})") ==
          "400 /day in_the_future /address unknown_field");
    CHECK(bad("/moved", R"({"day": "x", "address": {"street": "A"}})") ==
          "400 /day invalid_date /address/postal_code required /address/city required");
    CHECK(refusal(app.post(borrower_path(999) + "/moved", Body())) == "404  not_found");
}

TEST_CASE("a protected address shows in no pick-up to those without the right") {
    TestApp app;
    const auto secret = app.post("/api/v1/borrowers",
                                 Body()
                                     .set("kind", "person")
                                     .set("name", "Skjermet En")
                                     .set("protection", "fortrolig")
                                     .raw("address", home),
                                 "leder")
                            .json.number("/id");
    const auto open =
        living_at_home(app, Body().set("name", "Uten Adresse").raw("address", "null"));
    const auto hidden_loan = app.loan(app.ready_item(), Body().set("borrower_id", secret));
    const auto open_loan = app.loan(app.ready_item(), Body().set("borrower_id", open));
    const auto hidden = app.post("/api/v1/pickups", fetch(hidden_loan));
    CHECK(hidden.json.is_null("/borrower/address"));
    app.post("/api/v1/pickups", fetch(open_loan));
    for (const char* sender : {"lager", "ergo", "sjafor"}) {
        const auto list = app.get("/api/v1/pickups", sender);
        CHECK(list.body.find("Gata 1") == std::string::npos);
        CHECK(list.body.find("fortrolig") == std::string::npos);
        // No sign: it looks as one who has no address.
        CHECK(list.json.dump("/items/0/borrower/address") ==
              list.json.dump("/items/1/borrower/address"));
        CHECK(list.json.keys("/items/0") == list.json.keys("/items/1"));
    }
    CHECK(app.get("/api/v1/pickups", "leder").json.text("/items/0/borrower/address/street") ==
          "Gata 1");
    CHECK(refusal(app.post(borrower_path(secret) + "/moved", Body().raw("address", new_home))) ==
          "409 /address by_arrangement");
    // Strictly protected from now on: no address is stored anywhere.
    app.patch(borrower_path(secret),
              Body().set("protection", "strengt_fortrolig").raw("address", "null"), "leder");
    CHECK(app.stored().value("select count(*) from pickup where street is not null") == "0");
    CHECK(app.get("/api/v1/pickups", "leder").json.is_null("/items/0/borrower/address"));
    CHECK(refusal(app.post(borrower_path(secret) + "/moved", Body().raw("address", new_home),
                           "leder")) == "409 /address by_arrangement");
}

TEST_CASE("pick-ups and deliveries are asked for, listed by day and done once") {
    TestApp app;
    const auto kari = living_at_home(app);
    const auto one = app.ready_item();
    const auto two = app.ready_item();
    const auto loan = app.loan({one, two}, Body().set("borrower_id", kari));
    const auto asked = app.post("/api/v1/pickups",
                                fetch(loan).list("lines", {"1"}).set("note", "Ring først"), "ergo");
    REQUIRE(asked.status == 201);
    CHECK(asked.json.text("/reason") == "asked");
    CHECK(asked.json.text("/note") == "Ring først");
    CHECK(asked.json.each("/lines", "/item") == Texts{one});
    CHECK(app.get(asked.header("location")).body == asked.body);
    CHECK(refusal(app.post("/api/v1/pickups", fetch(loan))) == "409  pickup_open");
    CHECK(refusal(app.post("/api/v1/pickups", fetch(loan).list("lines", {"2", "1", "77"}))) ==
          "409 /lines/1 pickup_open /lines/2 unknown_line");
    app.post("/api/v1/pickups", fetch(loan).set("kind", "deliver").set("day", "2026-11-24"));
    const auto elsewhere = app.loan(app.ready_item(app.product(), Body().set("depot", "ENGVEIEN")),
                                    Body().set("depot", "ENGVEIEN"));
    app.post("/api/v1/pickups", fetch(elsewhere));
    const auto ids = [&](const std::string& query) {
        return app.get("/api/v1/pickups?" + query).json.each("/items", "/id");
    };
    CHECK(ids("limit=200") == Texts{"2", "1", "3"});
    CHECK(ids("day=2026-11-25") == Texts{"1", "3"});
    CHECK(ids("depot=ENGVEIEN") == Texts{"3"});
    CHECK(ids("from=2026-11-24&to=2026-11-24") == Texts{"2"});
    CHECK(ids("state=done").empty());
    const auto page = app.get("/api/v1/pickups?limit=2").json;
    CHECK(ids("limit=2&cursor=" + page.text("/next")) == Texts{"3"});
    CHECK(refusal(app.get("/api/v1/pickups?day=2026-11-25&from=2026-11-25&cursor=1&state=x")) ==
          "400 ?from invalid_value ?state invalid_value ?cursor invalid_cursor");
    CHECK(refusal(app.get("/api/v1/pickups?from=2026-11-25&to=2026-11-24")) ==
          "400 ?to wrong_order");

    const auto done = [&](int id, const char* outcome, const char* sender = "sjafor") {
        return app.post(pickup_path(id) + "/done",
                        Body().set("outcome", outcome).set("note", "Hos naboen"), sender);
    };
    CHECK(refusal(done(1, "delivered")) == "409 /outcome wrong_outcome");
    CHECK(refusal(done(1, "eaten")) == "400 /outcome invalid_value");
    CHECK(refusal(done(1, "collected", "ergo")) == "403  not_allowed");
    CHECK(refusal(done(9, "collected")) == "404  not_found");
    const auto collected = done(1, "collected");
    REQUIRE(collected.status == 200);
    CHECK(collected.json.text("/state") == "done");
    CHECK(collected.json.text("/done_note") == "Hos naboen");
    CHECK(refusal(done(1, "nobody_home")) == "409  already_done");
    // It is still on loan until it is scanned in.
    CHECK(collected.json.flag("/lines/0/out"));
    CHECK(app.get("/api/v1/items/" + one).json.flag("/on_loan"));
    CHECK(done(2, "delivered").status == 200);
    CHECK(done(3, "nobody_home").status == 200);
    CHECK(ids("limit=200").empty());
    CHECK(ids("state=done&depot=SMS") == Texts{"2", "1"});
    // Nobody was home: the depot asks anew.
    CHECK(app.post("/api/v1/pickups", fetch(elsewhere)).status == 201);
    CHECK(loan_lines(app, loan) == "1,2");
}

TEST_CASE("what cannot be fetched is refused, and whoever looks is logged") {
    TestApp app;
    const auto code = app.ready_item();
    const auto loan = app.loan({code, app.ready_item()}, Body().set("borrower_id", app.borrower()));
    const auto send = [&](const Body& body) { return refusal(app.post("/api/v1/pickups", body)); };
    CHECK(send(fetch(99)) == "409 /loan_id unknown_loan");
    CHECK(send(fetch(loan).set("day", "2026-11-22").list("lines", {"1", "1", "\"x\"", "0"})) ==
          "400 /day in_the_past /lines/1 not_unique /lines/2 wrong_type /lines/3 too_small");
    CHECK(send(Body().set("kind", "steal").list("lines", {})) ==
          "400 /kind invalid_value /loan_id required /day required /lines too_few");
    app.scanned("in", code);
    CHECK(send(fetch(loan).list("lines", {"1"})) == "409 /lines/0 line_ended");
    const auto key = support::Headers{{"idempotency-key", "k-1"}};
    const auto first = app.call("lager", "POST", "/api/v1/pickups", fetch(loan), key);
    REQUIRE(first.status == 201);
    CHECK(first.json.each("/lines", "/line") == Texts{"2"});
    const auto logged = [&] {
        return app.stored().value("select count(*) from access_log where action like '%pickups%'");
    };
    CHECK(logged() == "1");
    CHECK(app.call("lager", "POST", "/api/v1/pickups", fetch(loan), key).body == first.body);
    CHECK(logged() == "2");
    CHECK(app.stored().value("select count(*) from idempotency where body like '%Kari%'") == "0");
    app.get("/api/v1/pickups", "sjafor");
    CHECK(logged() == "3");
    const auto died = support::Headers{{"idempotency-key", "k-2"}};
    const auto path = borrower_path(first.json.number("/borrower/id")) + "/deceased";
    CHECK(app.call("lager", "POST", path, "{}", died).json.number("/pickup") == 1);
    CHECK(app.call("lager", "POST", path, "{}", died).status == 200);
    CHECK(app.stored().value("select count(*) from idempotency where body like '%Kari%'") == "0");
    app.scanned("in", app.get("/api/v1/loans/" + std::to_string(loan)).json.text("/lines/1/item"));
    CHECK(send(fetch(loan)) == "409 /loan_id loan_ended");
}

TEST_CASE("a swap puts the new aid where the old one was to be fetched") {
    TestApp app;
    const auto kari = app.borrower();
    const auto product = app.product();
    const auto old = app.ready_item(product);
    const auto fresh = app.ready_item(product);
    const auto loan = app.loan(old, Body().set("borrower_id", kari));
    const auto line = app.get("/api/v1/loans/" + std::to_string(loan)).json.number("/lines/0/id");
    const auto moved = app.post(borrower_path(kari) + "/moved", Body());
    const auto path = "/api/v1/pickups/" + std::to_string(moved.json.number("/pickup"));
    const auto before = app.get(path);
    REQUIRE(app.post("/api/v1/loans/" + std::to_string(loan) + "/lines/" + std::to_string(line) +
                         "/swap",
                     Body().set("item", fresh))
                .status == 200);
    const auto after = app.get(path);
    CHECK(after.json.each("/lines", "/item") == Texts{fresh});
    CHECK(after.json.flag("/lines/0/out"));
    CHECK(after.header("etag") != before.header("etag"));
}

TEST_CASE("the undo of a return from somebody who has died or moved since has it fetched") {
    TestApp app;
    const auto kari = app.borrower();
    const auto code = app.ready_item();
    const auto other = app.ready_item();
    app.loan(code, Body().set("borrower_id", kari));
    const auto undo = [&](const Answer& scan) {
        return app.call("lager", "POST", "/api/v1/scans/" + scan.json.text("/scan") + "/undo");
    };
    const auto fetched = [&] { return app.get("/api/v1/pickups", "sjafor").json; };
    std::string how = "deceased";
    SECTION("died") {}
    SECTION("moved") { how = "moved"; }
    SECTION("with the rest") { app.loan(other, Body().set("borrower_id", kari)); }
    const bool rest = app.get("/api/v1/items/" + other).json.flag("/on_loan");
    const auto scan = app.scanned("in", code);
    app.post(borrower_path(kari) + "/" + how, Body());
    CHECK(fetched().size("/items") == (rest ? 1 : 0));
    CHECK(undo(scan).status == 200);
    REQUIRE(fetched().size("/items") == 1);
    CHECK(fetched().text("/items/0/reason") == how);
    CHECK(fetched().each("/items/0/lines", "/item") == (rest ? Texts{code, other} : Texts{code}));
    // Back from the pick-up, and undone: it is on it as it was.
    CHECK(undo(app.scanned("in", code)).status == 200);
    CHECK(fetched().size("/items") == 1);
    CHECK(fetched().size("/items/0/lines") == (rest ? 2 : 1));
    // That one is done, and the aid is out again.
    const auto id = std::to_string(fetched().number("/items/0/id"));
    const auto last = app.scanned("in", code);
    app.post("/api/v1/pickups/" + id + "/done", Body().set("outcome", "collected"));
    CHECK(undo(last).status == 200);
    REQUIRE(fetched().size("/items") == 1);
    CHECK(fetched().each("/items/0/lines", "/item") == Texts{code});
}

TEST_CASE("what is lent after a move is not fetched because its return was undone") {
    TestApp app;
    const auto kari = app.borrower();
    app.post(borrower_path(kari) + "/moved", Body());
    const auto code = app.ready_item();
    app.loan(code, Body().set("borrower_id", kari));
    const auto scan = app.scanned("in", code);
    app.call("lager", "POST", "/api/v1/scans/" + scan.json.text("/scan") + "/undo");
    CHECK(app.get("/api/v1/items/" + code).json.flag("/on_loan"));
    CHECK(app.get("/api/v1/pickups", "sjafor").json.size("/items") == 0);
}
