// How a line of a loan ends in full: in part, by a swap, with an institution.

#include <catch2/catch.hpp>

#include "depot/verify.hpp"
#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::refusal;
using support::TestApp;
using Texts = std::vector<std::string>;

namespace {

std::string path_of(std::int64_t loan) { return "/api/v1/loans/" + std::to_string(loan); }

std::string line_path(TestApp& app, std::int64_t loan, int at = 0) {
    const auto json = app.get(path_of(loan)).json;
    return path_of(loan) + "/lines/" +
           std::to_string(json.number("/lines/" + std::to_string(at) + "/id"));
}

std::int64_t ward(TestApp& app) {
    return app
        .post("/api/v1/borrowers", Body().set("kind", "unit").set("name", "Nygård, avdeling 2"))
        .json.number("/id");
}

std::int64_t counted_loan(TestApp& app, int quantity) {
    const auto crutch = app.product(Body().set("tracking", "counted").set("name", "Krykke"));
    const auto made = app.post(
        "/api/v1/loans",
        Body()
            .set("borrower_id", app.borrower())
            .set("depot", "SMS")
            .list("lines", {Body().set("product_id", crutch).set("quantity", quantity).text()}));
    return made.json.number("/id");
}

std::vector<std::string> faults(TestApp& app) {
    return app.database().read([](db::ReadTx& tx) { return depot::verify(tx); }).faults;
}

Body moved_to(std::int64_t unit) {
    return Body().set("reason", "moved_to_institution").set("unit", unit);
}

}  // namespace

TEST_CASE("what moves to an institution goes on as a loan of that unit, with one event") {
    TestApp app;
    const auto unit = ward(app);
    const auto code = app.ready_item();
    const auto loan =
        app.loan(code, Body().set("requested_by", "ergo-1").set("expected", "over_2_years"));
    app.clock.set("2027-01-15T09:00:00.000Z");
    const auto path = line_path(app, loan) + "/end";
    const auto ended = app.post(path, moved_to(unit), "ergo");
    REQUIRE(ended.status == 200);
    CHECK(ended.json.text("/state") == "ended");
    CHECK(ended.json.text("/lines/0/end_reason") == "moved_to_institution");
    const auto next = app.get(path_of(ended.json.number("/moved_to"))).json;
    CHECK(next.number("/borrower_id") == unit);
    CHECK(next.text("/arena") == "institution");
    CHECK(next.text("/depot") == "SMS");
    CHECK(next.text("/start") == "2027-01-15");
    CHECK(next.text("/requested_by") == "ergo-1");
    CHECK(next.text("/expected") == "over_2_years");
    CHECK(next.text("/lines/0/item") == code);
    CHECK(next.text("/lines/0/due") == "2027-04-15");
    CHECK(next.text("/lines/0/state") == "open");

    CHECK(app.history_of(code) ==
          Texts{"taken_in", "inspected_ok", "lent", "moved_to_institution"});
    const auto event = app.get("/api/v1/items/" + code + "/events").json;
    CHECK(event.number("/items/3/loan_line") == next.number("/lines/0/id"));
    CHECK(event.dump("/items/3/fields") == R"([{"name":"from_line","value":"1"}])");
    CHECK(app.get("/api/v1/items/" + code).json.flag("/on_loan"));
    CHECK(app.state_of(code) == "ready");
    CHECK(refusal(app.post(path, moved_to(unit))) == "409  line_ended");
    CHECK(app.scanned("in", code).json.text("/result") == "done");
    CHECK(app.state_of(code) == "to_clean");
    CHECK(faults(app) == Texts{});
}

TEST_CASE("an institution is a unit that is known, and what is blocked is not lent on") {
    TestApp app;
    const auto unit = ward(app);
    const auto code = app.ready_item();
    const auto loan = app.loan(code);
    const auto path = line_path(app, loan) + "/end";
    const auto before = app.stored().dump();
    const auto person = app.get(path_of(loan)).json.number("/borrower_id");
    CHECK(refusal(app.post(path, moved_to(person))) == "409 /unit institution_needed");
    CHECK(refusal(app.post(path, moved_to(999))) == "409 /unit unknown_borrower");
    CHECK(refusal(app.post(path, moved_to(unit).without("unit"))) == "400 /unit required");
    CHECK(refusal(app.post(path, moved_to(unit).set("reason", "returned"))) ==
          "400 /unit unknown_field");
    CHECK(refusal(app.post(path, moved_to(unit), "leder")) == "403 /reason not_allowed");
    CHECK(app.stored().dump() == before);
    app.post("/api/v1/items/" + code + "/block", Body().set("reason", "notice"));
    CHECK(refusal(app.post(path, moved_to(unit))) == "409  blocked");
}

TEST_CASE("training goes with the aid, and the children's stock keeps its review day") {
    TestApp app;
    const auto unit = ward(app);
    const auto hoist =
        app.ready_item(app.product(Body().set("iso", "12360301").set("children", true)));
    const auto made =
        app.post("/api/v1/loans", Body()
                                      .set("borrower_id", app.borrower())
                                      .set("depot", "SMS")
                                      .list("lines", {Body()
                                                          .set("item", hoist)
                                                          .raw("training", R"({"given_by": "Anne",
                                             "given_to": "Kari", "day": "2026-11-20"})")
                                                          .text()}));
    REQUIRE(made.status == 201);
    const auto loan = made.json.number("/id");
    const auto ended = app.post(line_path(app, loan) + "/end", moved_to(unit));
    const auto next = app.get(path_of(ended.json.number("/moved_to"))).json;
    CHECK(next.is_null("/lines/0/due"));
    CHECK(next.text("/lines/0/review") == "2027-05-24");
    CHECK(app.stored().value("select given_to from training where loan_line_id = 2") == "Kari");
}

TEST_CASE("a part of a counted line comes back, the rest stays out, and none is lost") {
    TestApp app;
    const auto loan = counted_loan(app, 5);
    const auto path = line_path(app, loan) + "/end";
    const auto returned = [&](int quantity) {
        return app.post(path, Body().set("reason", "returned").set("quantity", quantity));
    };
    CHECK(refusal(returned(6)) == "409 /quantity quantity_too_large");
    CHECK(refusal(app.post(path, Body().set("reason", "returned").set("quantity", 0))) ==
          "400 /quantity too_small");
    const auto part = returned(2);
    REQUIRE(part.status == 200);
    CHECK(part.json.text("/state") == "open");
    CHECK(part.json.each("/lines", "/quantity") == Texts{"3", "2"});
    CHECK(part.json.each("/lines", "/state") == Texts{"open", "ended"});
    CHECK(part.json.text("/lines/1/end_reason") == "returned");
    CHECK(part.json.each("/lines", "/due") == Texts{"2027-02-23", "2027-02-23"});
    CHECK(refusal(returned(4)) == "409 /quantity quantity_too_large");
    // Another part in another way; the rest without saying how many.
    const auto lost = app.post(path, Body().set("reason", "lost").set("quantity", 1), "leder");
    CHECK(lost.json.each("/lines", "/quantity") == Texts{"2", "2", "1"});
    const auto unit = ward(app);
    const auto moved = app.post(path, moved_to(unit).set("quantity", 1));
    CHECK(moved.json.each("/lines", "/quantity") == Texts{"1", "2", "1", "1"});
    const auto next = app.get(path_of(moved.json.number("/moved_to"))).json;
    CHECK(next.number("/lines/0/quantity") == 1);
    const auto rest = app.post(path, Body().set("reason", "returned"));
    CHECK(rest.json.text("/state") == "ended");
    CHECK(app.stored().value("select sum(quantity) from loan_line where loan_id = 1") == "5");
    CHECK(refusal(returned(1)) == "409  line_ended");

    const auto item = app.loan(app.ready_item());
    const auto of_item = line_path(app, item) + "/end";
    CHECK(refusal(app.post(of_item, Body().set("reason", "returned").set("quantity", 2))) ==
          "400 /quantity too_large");
    CHECK(app.post(of_item, Body().set("reason", "returned").set("quantity", 1)).status == 200);
    CHECK(faults(app) == Texts{});
}

TEST_CASE("what comes back in part goes back to its stock, what goes on or is lost does not") {
    TestApp app;
    const auto crutch = app.product(Body().set("tracking", "counted").set("name", "Krykke"));
    app.post("/api/v1/stock-movements", Body()
                                            .set("product_id", crutch)
                                            .set("depot", "SMS")
                                            .set("quantity", 10)
                                            .set("kind", "received"));
    const auto in_stock = [&] { return app.stored().value("select quantity from counted_stock"); };
    const auto made =
        app.post("/api/v1/loans",
                 Body()
                     .set("borrower_id", app.borrower())
                     .set("depot", "SMS")
                     .list("lines", {Body().set("product_id", crutch).set("quantity", 6).text()}));
    REQUIRE(made.status == 201);
    CHECK(in_stock() == "4");
    const auto path = line_path(app, made.json.number("/id")) + "/end";
    app.post(path, Body().set("reason", "returned").set("quantity", 2));
    CHECK(in_stock() == "6");
    const auto moved = app.post(path, moved_to(ward(app)).set("quantity", 1));
    app.post(path, Body().set("reason", "lost").set("quantity", 1), "leder");
    CHECK(in_stock() == "6");
    app.post(path, Body().set("reason", "returned"));
    CHECK(in_stock() == "8");
    app.post(line_path(app, moved.json.number("/moved_to")) + "/end",
             Body().set("reason", "returned"));
    CHECK(in_stock() == "9");
    CHECK(faults(app) == Texts{});
}

TEST_CASE("each ending of a blocked aid leaves it blocked, gives it up or is refused") {
    struct Row {
        const char* body;
        const char* sender;
        const char* answer;
        const char* state;
    };
    for (const Row& row :
         {Row{R"({"reason": "returned"})", "lager", "200", "blocked"},
          Row{R"({"reason": "swapped"})", "ergo", "200", "blocked"},
          Row{R"({"reason": "estate_settled"})", "lager", "200", "blocked"},
          Row{R"({"reason": "lost"})", "leder", "200", "lost"},
          Row{R"({"reason": "permanent", "reference": "N1", "taken_over": false})", "ergo", "200",
              "blocked"},
          Row{R"({"reason": "permanent", "reference": "N1"})", "ergo", "409  blocked", "blocked"},
          Row{R"({"reason": "scrapped_at_borrower"})", "lager", "409  blocked", "blocked"}}) {
        INFO(row.body);
        TestApp app;
        const auto code = app.ready_item();
        const auto loan = app.loan(code);
        app.post("/api/v1/items/" + code + "/block", Body().set("reason", "notice"));
        CHECK(refusal(app.call(row.sender, "POST", line_path(app, loan) + "/end", row.body)) ==
              row.answer);
        CHECK(app.state_of(code) == row.state);
        CHECK(faults(app) == Texts{});
    }
}

TEST_CASE("a swap puts another aid in the place of this one and keeps the days") {
    TestApp app;
    const auto product = app.product();
    const auto old = app.ready_item(product);
    const auto fresh = app.ready_item(product);
    const auto loan = app.loan(old);
    app.post(path_of(loan) + "/extensions", Body().set("months", 3).set("reason", "x"), "ergo");
    app.clock.set("2027-01-11T10:00:00.000Z");
    const auto path = line_path(app, loan) + "/swap";
    const auto swapped = app.post(path, Body().set("item", fresh), "ergo");
    REQUIRE(swapped.status == 200);
    CHECK(swapped.json.text("/state") == "open");
    CHECK(swapped.json.text("/start") == "2026-11-23");
    CHECK(swapped.json.each("/lines", "/item") == Texts{old, fresh});
    CHECK(swapped.json.each("/lines", "/state") == Texts{"ended", "open"});
    CHECK(swapped.json.text("/lines/0/end_reason") == "swapped");
    CHECK(swapped.json.each("/lines", "/due") == Texts{"2027-05-24", "2027-05-24"});
    CHECK(swapped.json.each("/lines", "/original_due") == Texts{"2027-02-23", "2027-02-23"});
    CHECK(swapped.json.text("/lines/1/handed_out_at") == "2027-01-11T10:00:00.000Z");
    CHECK(app.state_of(old) == "to_clean");
    CHECK(app.history_of(old).back() == "returned");
    CHECK(app.history_of(fresh).back() == "lent");
    // The months still count from the start of the loan: 23 November + 9.
    const auto longer = app.post(path_of(loan) + "/extensions",
                                 Body().set("months", 3).set("reason", "x"), "leder");
    CHECK(longer.json.text("/lines/1/due") == "2027-08-23");
    CHECK(longer.json.text("/lines/0/due") == "2027-05-24");
    CHECK(refusal(app.post(path, Body().set("item", fresh))) == "409  line_ended");
    CHECK(faults(app) == Texts{});
}

TEST_CASE("a swap that lending would refuse changes nothing") {
    TestApp app;
    const auto out = app.ready_item();
    const auto loan = app.loan(out);
    const auto path = line_path(app, loan) + "/swap";
    const auto lent = app.ready_item();
    app.loan(lent);
    const auto dirty = app.item(app.product());
    const auto hoist = app.ready_item(app.product(Body().set("iso", "12360301")));
    const auto nav = app.ready_item(app.product(), Body().set("owner", "nav"));
    const auto counted = counted_loan(app, 2);
    const auto before = app.stored().dump();
    const auto to = [&](const std::string& code) {
        return refusal(app.post(path, Body().set("item", code)));
    };
    CHECK(to(out) == "409 /item same_item");
    CHECK(to(lent) == "409 /item already_lent");
    CHECK(to(dirty) == "409 /item not_ready");
    CHECK(to(nav) == "409 /item not_lendable");
    CHECK(to(hoist) == "409 /training training_required");
    CHECK(to("0000000") == "409 /item unknown_item");
    CHECK(to("0000001") == "400 /item wrong_check_symbol");
    CHECK(refusal(app.post(path, Body())) == "400 /item required");
    CHECK(refusal(app.post(path, Body().set("item", dirty), "leder")) == "403  not_allowed");
    CHECK(refusal(app.post(line_path(app, counted) + "/swap", Body().set("item", dirty))) ==
          "409  item_needed");
    CHECK(app.stored().dump() == before);
    const auto trained =
        app.post(path, Body().set("item", hoist).raw("training", R"({"given_by": "Anne",
            "given_to": "Kari", "day": "2026-11-23"})"));
    CHECK(trained.status == 200);
    CHECK(app.stored().value("select count(*) from training") == "1");
}

TEST_CASE("a blocked aid is swapped out and stays blocked") {
    TestApp app;
    const auto old = app.ready_item();
    const auto loan = app.loan(old);
    app.post("/api/v1/items/" + old + "/block", Body().set("reason", "notice"));
    const auto swapped =
        app.post(line_path(app, loan) + "/swap", Body().set("item", app.ready_item()));
    CHECK(swapped.status == 200);
    CHECK(app.state_of(old) == "blocked");
    CHECK_FALSE(app.get("/api/v1/items/" + old).json.flag("/on_loan"));
}

TEST_CASE("what is the children's is reviewed, and fetched when it is outgrown") {
    TestApp app;
    const auto product = app.product(Body().set("children", true));
    const auto chair = app.ready_item(product);
    const auto adult = app.ready_item();
    const auto loan = app.loan({chair, adult});
    const auto path = path_of(loan) + "/reviews";
    CHECK(app.get("/api/v1/loans?state=review_due").json.size("/items") == 0);
    app.clock.set("2027-05-24T09:00:00.000Z");
    CHECK(app.get("/api/v1/loans?state=review_due").json.each("/items", "/id") ==
          Texts{std::to_string(loan)});
    const auto reviewed = app.post(path, Body().set("outgrown", false), "ergo");
    REQUIRE(reviewed.status == 201);
    CHECK(reviewed.json.text("/lines/0/review") == "2027-11-24");
    CHECK(reviewed.json.is_null("/lines/1/review"));
    CHECK(app.get("/api/v1/loans?state=review_due").json.size("/items") == 0);
    CHECK(app.history_of(chair).back() == "reviewed");
    CHECK(app.history_of(adult).back() == "lent");
    // 24 June 2027 is a Thursday.
    CHECK(app.post(path, Body().set("outgrown", false).set("months", 1))
              .json.text("/lines/0/review") == "2027-06-24");
    const auto outgrown = app.post(path, Body().set("outgrown", true));
    CHECK(outgrown.json.text("/lines/0/review") == "2027-06-24");
    const auto pickup =
        app.get("/api/v1/pickups/" + std::to_string(outgrown.json.number("/pickup"))).json;
    CHECK(pickup.text("/reason") == "outgrown");
    CHECK(pickup.each("/lines", "/item") == Texts{chair});
    // Once more: the same pick-up.
    CHECK(app.post(path, Body().set("outgrown", true)).json.number("/pickup") ==
          outgrown.json.number("/pickup"));

    CHECK(refusal(app.post(path, Body())) == "400 /outgrown required");
    CHECK(refusal(app.post(path, Body().set("outgrown", true).set("months", 2))) ==
          "400 /months invalid_value");
    app.scanned("in", chair);
    CHECK(refusal(app.post(path, Body().set("outgrown", false))) == "409  no_review");
    app.scanned("in", adult);
    CHECK(refusal(app.post(path, Body().set("outgrown", false))) == "409  loan_ended");
    CHECK(faults(app) == Texts{});
}

TEST_CASE("a child without a guardian is a warning, and no refusal") {
    TestApp app;
    const auto product = app.product(Body().set("children", true));
    const auto lend = [&](std::int64_t borrower, const std::string& code) {
        return app
            .post("/api/v1/loans", Body()
                                       .set("borrower_id", borrower)
                                       .set("depot", "SMS")
                                       .list("lines", {Body().set("item", code).text()}))
            .json.each("/warnings", "/code");
    };
    const auto alone = app.borrower(Body().set("name", "Barn En"));
    const auto minded = app.borrower(
        Body().set("name", "Barn To").raw("contact", R"({"name": "Mor", "phone": null})"));
    CHECK(lend(alone, app.ready_item(product)) == Texts{"guardian_missing"});
    CHECK(lend(minded, app.ready_item(product)).empty());
    CHECK(lend(ward(app), app.ready_item(product)).empty());
    CHECK(lend(alone, app.ready_item()).empty());
}

TEST_CASE("a loan has several places of use, the first of which is its arena") {
    TestApp app;
    const auto loan = app.loan(
        app.ready_item(), Body()
                              .list("arenas", {"\"kindergarten\"", "\"own_home\"", "\"school\""})
                              .set("reason", "trial")
                              .set("partner", "Øyelege Hansen"));
    auto json = app.get(path_of(loan)).json;
    CHECK(json.text("/arena") == "kindergarten");
    CHECK(json.each("/arenas") == Texts{"kindergarten", "own_home", "school"});
    CHECK(json.text("/reason") == "trial");
    CHECK(json.text("/partner") == "Øyelege Hansen");
    // Another arena alone: the other places stay.
    json = app.patch(path_of(loan), Body().set("arena", "school")).json;
    CHECK(json.each("/arenas") == Texts{"school", "own_home"});
    json =
        app.patch(path_of(loan),
                  Body().list("arenas", {"\"work\""}).raw("partner", "null").set("reason", "visit"))
            .json;
    CHECK(json.each("/arenas") == Texts{"work"});
    CHECK(json.is_null("/partner"));
    CHECK(json.text("/reason") == "visit");
    const auto bad = [&](const char* body) {
        return refusal(app.call("lager", "PATCH", path_of(loan), body, {{"if-match", "*"}}));
    };
    CHECK(bad(R"({"arenas": []})") == "400 /arenas too_few");
    CHECK(bad(R"({"arenas": ["work", "moon", 1, "work"], "reason": "fun"})") ==
          "400 /arenas/1 invalid_value /arenas/2 wrong_type /arenas/3 not_unique"
          " /reason invalid_value");
    CHECK(bad(R"({"arena": "school", "arenas": ["work"]})") == "400 /arenas/0 invalid_value");
    CHECK(bad(R"({"arena": null})") == "400 /arena required");
    CHECK(app.get("/api/v1/loans").json.each("/items/0/arenas") == Texts{"work"});
}

TEST_CASE("an ended loan is corrected as well") {
    TestApp app;
    const auto code = app.ready_item();
    const auto loan = app.loan(code);
    app.scanned("in", code);
    const auto corrected = app.patch(path_of(loan), Body().set("arena", "school"));
    CHECK(corrected.status == 200);
    CHECK(corrected.json.text("/state") == "ended");
    CHECK(app.history_of(code).back() == "loan_corrected");
    CHECK(app.state_of(code) == "to_clean");
    // Training belongs before the hand-over.
    CHECK(refusal(app.call("lager", "PATCH", path_of(loan), R"({"training": {}})",
                           {{"if-match", "*"}})) == "400 /training unknown_field");
    CHECK(faults(app) == Texts{});
}

TEST_CASE("a loan keeps the terms that were in force when it was made") {
    TestApp app;
    const auto old = app.loan(app.ready_item());
    CHECK(app.get("/api/v1/terms", "sjafor").json.number("/version") == 1);
    const auto words = Body().set("nb", "Lever tilbake.\nTakk.").set("nn", "Lever attende.");
    CHECK(refusal(app.post("/api/v1/terms", words, "leder")) == "403  not_allowed");
    CHECK(refusal(app.post("/api/v1/terms", Body().set("nb", " "), "admin")) ==
          "400 /nb too_short /nn required");
    const auto made = app.post("/api/v1/terms", words, "admin");
    REQUIRE(made.status == 201);
    CHECK(made.json.number("/version") == 2);
    CHECK(app.get(made.header("location")).body == made.body);
    // The same words make no new version.
    CHECK(app.post("/api/v1/terms", words, "admin").json.number("/version") == 2);
    CHECK(app.get("/api/v1/terms").json.text("/nn") == "Lever attende.");
    CHECK(app.get("/api/v1/terms?version=1").json.number("/version") == 1);
    CHECK(app.get("/api/v1/terms?version=3").status == 404);
    const auto fresh = app.loan(app.ready_item());
    CHECK(app.get(path_of(old)).json.number("/terms_version") == 1);
    CHECK(app.get(path_of(fresh)).json.number("/terms_version") == 2);
    const auto code = app.ready_item();
    const auto scanned =
        app.scanned("out", code, Body().set("details", Body().set("borrower", app.borrower())));
    CHECK(app.get(path_of(scanned.json.number("/loan"))).json.number("/terms_version") == 2);
}
