// Safety notices: DOMAIN.md section 9.

#include <algorithm>

#include <catch2/catch.hpp>

#include "depot/verify.hpp"
#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::refusal;
using support::TestApp;
using Texts = std::vector<std::string>;

namespace {

std::string path_of(const Answer& notice) {
    return "/api/v1/notices/" + std::to_string(notice.json.number("/id"));
}

Answer make(TestApp& app, Body body, const char* sender = "lager") {
    return app.post("/api/v1/notices", body.set("title", "Bremsene svikter"), sender);
}

Texts sorted(Texts texts) {
    std::sort(texts.begin(), texts.end());
    return texts;
}

Texts items(TestApp& app, const Answer& notice, const char* query = "") {
    return sorted(app.get(path_of(notice) + "/items" + query).json.each("/items", "/item"));
}

Answer account(TestApp& app, const Answer& notice, const std::string& code,
               const char* outcome = "checked") {
    return app.post(path_of(notice) + "/accounted",
                    Body().set("item", code).set("outcome", outcome));
}

void check_whole(TestApp& app) {
    const auto report = app.database().read([](db::ReadTx& tx) { return depot::verify(tx); });
    for (const std::string& fault : report.faults) UNSCOPED_INFO(fault);
    CHECK(report.faults.empty());
}

}  // namespace

TEST_CASE("a notice finds and blocks what it concerns, at the depot and with borrowers") {
    TestApp app;
    const auto product = app.product(Body().set("hms_nr", "177946"));
    const auto other = app.product();
    const auto here = app.ready_item(product);
    const auto lent = app.ready_item(product);
    const auto blocked = app.ready_item(product);
    const auto scrapped = app.ready_item(product);
    const auto not_this = app.ready_item(other);
    app.loan(lent);
    app.post("/api/v1/items/" + blocked + "/block", Body().set("reason", "incident"));
    app.post("/api/v1/items/" + scrapped + "/scrap", Body().set("reason", "worn out"));

    const auto notice = make(app, Body().set("hms_nr", "177946").set("reference", "DSB 7"));
    REQUIRE(notice.status == 201);
    CHECK(notice.header("location") == path_of(notice));
    CHECK(notice.json.number("/found") == 4);
    CHECK(notice.json.number("/blocked") == 2);
    CHECK(notice.json.number("/on_loan") == 1);
    CHECK(notice.json.number("/gone") == 1);
    CHECK(notice.json.number("/accounted") == 1);
    CHECK(app.state_of(here) == "blocked");
    CHECK(app.state_of(lent) == "blocked");
    CHECK(app.get("/api/v1/items/" + lent).json.flag("/on_loan"));
    CHECK(app.state_of(not_this) == "ready");
    CHECK(app.history_of(here) == Texts{"taken_in", "inspected_ok", "blocked"});
    CHECK(app.history_of(blocked) == Texts{"taken_in", "inspected_ok", "blocked"});
    CHECK(app.get("/api/v1/items/" + here + "/events").json.text("/items/2/fields/0/name") ==
          "notice");
    CHECK(items(app, notice) == sorted({here, lent, blocked, scrapped}));
    CHECK(items(app, notice, "?state=open") == sorted({here, lent, blocked}));
    CHECK(items(app, notice, "?state=accounted") == Texts{scrapped});
    check_whole(app);
}

TEST_CASE("what comes later, or is put right, is found by the notices that are open") {
    TestApp app;
    const auto product = app.product();
    const auto in_range = [&](Body body) {
        return make(app, body.set("serial_from", "A1").set("serial_to", "A99"));
    };
    const auto first = app.item(product, Body().set("serial", "A5"));
    const auto wrong = app.ready_item(product, Body().set("serial", "B17"));
    const auto notice = in_range(Body().set("product_id", product));
    const auto other = in_range(Body().set("lot", "L1").set("block", false));
    const auto closed = make(app, Body().set("serial_from", "A5").set("serial_to", "A5"));
    account(app, closed, first);
    CHECK(other.json.text("/state") == "open");

    const auto later = app.post(
        "/api/v1/items", Body().set("product_id", product).set("depot", "SMS").set("serial", "A7"),
        "admin");
    REQUIRE(later.status == 201);
    const auto code = later.json.text("/code");
    CHECK(later.json.text("/state") == "blocked");
    CHECK(app.history_of(code) == Texts{"taken_in", "blocked"});
    CHECK(app.get("/api/v1/items/" + code + "/events").json.text("/items/1/fields/0/name") ==
          "notice");
    CHECK(later.header("etag") == app.get("/api/v1/items/" + code, "admin").header("etag"));
    app.item(app.product(), Body().set("serial", "A8"));
    const auto outside = app.item(product, Body().set("serial", "A100"));
    CHECK(app.state_of(outside) == "to_inspect");
    CHECK(items(app, notice) == sorted({first, code}));

    const auto right = app.patch("/api/v1/items/" + wrong, Body().set("serial", "A17"));
    CHECK(right.status == 200);
    CHECK(right.json.text("/state") == "blocked");
    CHECK(app.history_of(wrong) == Texts{"taken_in", "inspected_ok", "changed", "blocked"});
    CHECK(items(app, notice) == sorted({first, code, wrong}));
    CHECK(app.get(path_of(notice)).json.number("/blocked") == 3);
    // What it has already it keeps, and has once.
    app.patch("/api/v1/items/" + wrong, Body().set("serial", "A18"));
    app.patch("/api/v1/items/" + wrong, Body().set("serial", "B18"));
    CHECK(items(app, notice) == sorted({first, code, wrong}));
    CHECK(items(app, closed) == Texts{first});
    CHECK(items(app, other).empty());
    check_whole(app);
}

TEST_CASE("a notice that blocks nothing does not block what comes later") {
    TestApp app;
    const auto product = app.product();
    const auto first = app.ready_item(product);
    const auto notice = make(app, Body().set("product_id", product).set("block", false));
    const auto later = app.item(product);
    CHECK(app.state_of(later) == "to_inspect");
    CHECK(items(app, notice) == sorted({first, later}));
    check_whole(app);
}

TEST_CASE("a notice about a counted product is open until somebody closes it") {
    TestApp app;
    const auto crutch = app.product(Body().set("tracking", "counted"));
    app.post("/api/v1/loans",
             Body()
                 .set("borrower_id", app.borrower())
                 .set("depot", "SMS")
                 .list("lines", {Body().set("product_id", crutch).set("quantity", 2).text()}));
    const auto notice = make(app, Body().set("product_id", crutch));
    CHECK(notice.json.text("/state") == "open");
    CHECK(app.get("/api/v1/notices?state=open").json.size("/items") == 1);
    check_whole(app);
    const auto path = path_of(notice) + "/close";
    const auto closed = app.call("leder", "POST", path);
    CHECK(closed.status == 200);
    CHECK(closed.json.text("/state") == "closed");
    CHECK_FALSE(closed.json.is_null("/closed_at"));
    CHECK(refusal(app.call("lager", "POST", path)) == "409  notice_closed");

    const auto product = app.product();
    const auto aid = app.ready_item(product);
    const auto other = make(app, Body().set("product_id", product));
    CHECK(refusal(app.call("lager", "POST", path_of(other) + "/close")) == "409  not_accounted");
    account(app, other, aid);
    CHECK(refusal(app.call("lager", "POST", path_of(other) + "/close")) == "409  notice_closed");
    CHECK(app.call("lager", "POST", "/api/v1/notices/99/close").status == 404);
    check_whole(app);
}

TEST_CASE("a notice is about all that it names at once") {
    TestApp app;
    const auto product = app.product();
    const auto other = app.product();
    const auto item = [&](std::int64_t of, const char* serial, const char* lot) {
        return app.ready_item(of, Body().set("serial", serial).set("lot", lot));
    };
    const auto a998 = item(product, "A998", "L1");
    const auto a1000 = item(product, "A1000", "L2");
    const auto a1001 = item(other, "A1001", "L1");
    const auto a1003 = item(product, "A1003", "L1");
    const auto plain = app.ready_item(product, Body().set("udi", "UDI-1").set("lot", "L1"));
    const auto open = [] { return Body().set("block", false); };
    const auto range = [&](Body body) {
        return body.set("serial_from", "A998").set("serial_to", "A1002");
    };
    const auto of_range = make(app, range(open()));
    CHECK(items(app, of_range) == sorted({a998, a1000, a1001}));
    CHECK(of_range.json.number("/blocked") == 0);
    CHECK(app.state_of(a998) == "ready");
    CHECK(items(app, make(app, range(open()).set("product_id", product))) == sorted({a998, a1000}));
    CHECK(items(app, make(app, range(open()).set("lot", "L1"))) == sorted({a998, a1001}));
    CHECK(items(app, make(app, open().set("lot", "L1").set("product_id", product))) ==
          sorted({a998, a1003, plain}));
    CHECK(items(app, make(app, open().set("udi", "UDI-1"))) == Texts{plain});
    CHECK(items(app, make(app, open().set("udi", "UDI-1").set("lot", "L2"))).empty());
    CHECK(items(app, make(app, open().set("serial_from", "A1000").set("serial_to", "A1000"))) ==
          Texts{a1000});
    check_whole(app);
}

TEST_CASE("a notice is open until all are accounted for") {
    TestApp app;
    const auto product = app.product();
    const auto one = app.ready_item(product);
    const auto two = app.ready_item(product);
    const auto stranger = app.ready_item(app.product());
    const auto notice = make(app, Body().set("product_id", product), "leder");
    REQUIRE(notice.status == 201);
    CHECK(app.get("/api/v1/notices?state=open").json.size("/items") == 1);
    const auto first = app.post(
        path_of(notice) + "/accounted",
        Body().set("item", one).set("outcome", "checked").set("note", "Bremsen er byttet"));
    CHECK(first.json.text("/state") == "open");
    CHECK(first.json.number("/accounted") == 1);
    const auto before = app.stored().dump();
    CHECK(refusal(account(app, notice, one)) == "409 /item already_accounted");
    CHECK(refusal(account(app, notice, stranger)) == "409 /item not_in_notice");
    CHECK(refusal(account(app, notice, two, "eaten")) == "400 /outcome invalid_value");
    CHECK(app.stored().dump() == before);
    const auto last = account(app, notice, two, "not_found");
    CHECK(last.json.text("/state") == "closed");
    CHECK(app.get("/api/v1/notices?state=open").json.size("/items") == 0);
    CHECK(app.get("/api/v1/notices?state=closed").json.size("/items") == 1);
    // The block stays: only leder lifts it.
    CHECK(app.state_of(one) == "blocked");
    // The note may name somebody: it is kept, and not shown in a list.
    CHECK(app.stored().value("select note from notice_item where note is not null") ==
          "Bremsen er byttet");
    check_whole(app);
}

TEST_CASE("the contacts of a notice are who has something that is not accounted for") {
    TestApp app;
    const auto product = app.product();
    const auto crutch = app.product(Body().set("name", "Krykke").set("tracking", "counted"));
    const auto one = app.ready_item(product);
    const auto two = app.ready_item(product);
    const auto hidden = app.ready_item(product);
    app.ready_item(product);
    const auto kari = app.borrower(Body().set("name", "Kari Prøve").set("phone", "44 44 44 44"));
    const auto unit = app.borrower(Body().set("kind", "unit").set("name", "Avdeling 3"));
    const auto secret = app.borrower();
    app.call("leder", "PATCH", "/api/v1/borrowers/" + std::to_string(secret),
             Body()
                 .set("protection", "fortrolig")
                 .raw("address", R"({"street": "Vei 1", "postal_code": "3210", "city": "S"})")
                 .text(),
             {{"if-match", "*"}});
    app.loan(one, Body().set("borrower_id", kari));
    app.loan(two, Body().set("borrower_id", unit));
    app.loan(hidden, Body().set("borrower_id", secret));
    app.post("/api/v1/loans",
             Body()
                 .set("borrower_id", kari)
                 .set("depot", "SMS")
                 .list("lines", {Body().set("product_id", crutch).set("quantity", 2).text()}));

    const auto notice = make(app, Body().set("product_id", product));
    const auto path = path_of(notice) + "/contacts";
    const auto seen = app.stored().value("select count(*) from access_log");
    const auto list = app.get(path + "?why=sikkerhetsmelding", "ergo");
    REQUIRE(list.json.size("/items") == 3);
    CHECK(list.json.text("/items/0/name") == "Kari Prøve");
    CHECK(list.json.text("/items/0/phone") == "44 44 44 44");
    CHECK(list.json.each("/items/0/aids", "/item") == Texts{one});
    CHECK(list.json.text("/items/1/name") == "Avdeling 3");
    CHECK(list.json.is_null("/items/2/address"));
    CHECK(app.get(path, "leder").json.text("/items/2/address/street") == "Vei 1");
    CHECK(std::stoi(app.stored().value("select count(*) from access_log")) == std::stoi(seen) + 2);
    CHECK(app.stored().value("select count(*) from access_log_person where borrower_id = " +
                             std::to_string(unit)) == "0");

    account(app, notice, one, "informed");
    CHECK(app.get(path).json.size("/items") == 2);
    const auto page = app.get(path + "?limit=1");
    CHECK(page.json.text("/items/0/name") == "Avdeling 3");
    CHECK(app.get(path + "?limit=1&cursor=" + page.json.text("/next")).json.size("/items") == 1);

    // A counted product has no aids to block, but people who have it.
    const auto counted = make(app, Body().set("product_id", crutch));
    CHECK(counted.json.number("/found") == 0);
    const auto having = app.get(path_of(counted) + "/contacts");
    CHECK(having.json.number("/items/0/borrower_id") == kari);
    CHECK(having.json.number("/items/0/aids/0/quantity") == 2);
    check_whole(app);
}

TEST_CASE("a notice about nothing, or about what is not known, is refused") {
    TestApp app;
    app.ready_item();
    const auto before = app.stored().dump();
    CHECK(refusal(make(app, Body())) == "400 /product_id search_needed");
    CHECK(refusal(app.post("/api/v1/notices", Body().set("lot", "L"))) == "400 /title required");
    CHECK(refusal(make(app, Body().set("serial_from", "A1"))) == "400 /serial_to required");
    CHECK(refusal(make(app, Body().set("serial_to", "A1"))) == "400 /serial_from required");
    CHECK(refusal(make(app, Body().set("serial_from", "A10").set("serial_to", "A9"))) ==
          "400 /serial_to invalid_value");
    CHECK(refusal(make(app, Body().set("product_id", 1).set("hms_nr", "177946"))) ==
          "400 /hms_nr one_of_two");
    CHECK(refusal(make(app, Body().set("product_id", 99))) == "409 /product_id unknown_product");
    CHECK(refusal(make(app, Body().set("hms_nr", "000000"))) == "409 /hms_nr unknown_product");
    CHECK(app.stored().dump() == before);
    CHECK(app.get("/api/v1/notices/9").status == 404);
    CHECK(app.get("/api/v1/notices/9/items").status == 404);
    CHECK(app.get("/api/v1/notices/9/contacts").status == 404);
}

TEST_CASE("what a notice waits for is blocked again when it is found") {
    TestApp app;
    const auto product = app.product();
    const auto gone = app.ready_item(product);
    const auto path = "/api/v1/items/" + gone;
    const auto lost = app.ready_item(product);
    const auto accounted = app.ready_item(product);
    const auto unlock = [&](const std::string& code) {
        return app.post("/api/v1/items/" + code + "/unblock", Body().set("reason", "r"), "leder");
    };
    const auto lose = [&](const std::string& code) {
        app.post("/api/v1/items/" + code + "/missing", Body());
    };
    const auto find = [&](const std::string& code) {
        return app.post("/api/v1/items/" + code + "/found", Body());
    };
    lose(lost);
    app.post("/api/v1/items/" + lost + "/give-up", Body().set("reason", "r"), "leder");
    const auto notice = make(app, Body().set("product_id", product));
    CHECK(notice.json.number("/blocked") == 2);
    account(app, notice, accounted);
    unlock(accounted);
    lose(accounted);
    lose(gone);

    CHECK(app.scanned("lookup", lost).json.each("/attention", "/code") == Texts{"blocked"});
    CHECK(app.scanned("lookup", accounted).json.size("/attention") == 0);
    CHECK(find(gone).json.text("/state") == "blocked");
    CHECK(find(lost).json.text("/state") == "blocked");
    CHECK(find(accounted).json.text("/state") == "to_clean");
    CHECK(app.history_of(gone) ==
          Texts{"taken_in", "inspected_ok", "blocked", "missing", "found", "blocked"});
    CHECK(app.get(path + "/events").json.text("/items/5/fields/0/name") == "notice");
    CHECK(app.scanned("lookup", gone).json.each("/attention", "/code") == Texts{"blocked"});
    CHECK(app.get(path_of(notice)).json.number("/blocked") == 3);
    // It was found dirty.
    CHECK(unlock(gone).json.text("/state") == "to_clean");
    check_whole(app);
}

TEST_CASE("a notice that blocks nothing lets be what is found") {
    TestApp app;
    const auto product = app.product();
    const auto code = app.ready_item(product);
    make(app, Body().set("product_id", product).set("block", false));
    app.post("/api/v1/items/" + code + "/missing", Body());
    app.post("/api/v1/items/" + code + "/found", Body());
    CHECK(app.state_of(code) == "to_clean");
}

TEST_CASE("nothing is accounted for as what it is not") {
    TestApp app;
    const auto product = app.product();
    const auto lent = app.ready_item(product);
    app.loan(lent);
    const auto notice = make(app, Body().set("product_id", product));
    const auto before = app.stored().dump();
    CHECK(refusal(account(app, notice, lent, "returned")) == "409 /outcome still_on_loan");
    CHECK(refusal(account(app, notice, lent, "scrapped")) == "409 /outcome not_scrapped");
    CHECK(app.stored().dump() == before);
    app.scanned("in", lent);
    CHECK(refusal(account(app, notice, lent, "scrapped")) == "409 /outcome not_scrapped");
    app.post("/api/v1/items/" + lent + "/unblock", Body().set("reason", "r"), "leder");
    app.post("/api/v1/items/" + lent + "/scrap", Body().set("reason", "r"));
    CHECK(account(app, notice, lent, "scrapped").json.text("/state") == "closed");
    const auto other = app.ready_item(app.product(Body().set("name", "Seng")));
    const auto second = make(app, Body().set("product_id", 2));
    CHECK(account(app, second, other, "returned").json.text("/state") == "closed");
}

TEST_CASE("a notice about a device finds its aids by the GTIN in their UDI") {
    TestApp app;
    const auto product = app.product();
    const auto with = [&](const char* udi) { return app.item(product, Body().set("udi", udi)); };
    const auto bracketed = with("(01)07331234567896(21)GSX1");
    const auto read = with("010733123456789621GSX2");
    const auto bare = with("07331234567896");
    with("(01)07331234567897(21)GSX1");
    with("(21)07331234567896");
    for (const char* udi : {"07331234567896", "(01)07331234567896"}) {
        INFO(udi);
        const auto notice = make(app, Body().set("udi", udi));
        CHECK(items(app, notice) == sorted({bracketed, read, bare}));
        const auto later = with("(01)07331234567896(10)L1");
        CHECK(items(app, notice) == sorted({bracketed, read, bare, later}));
        app.patch("/api/v1/items/" + later, Body().set("udi", "-"));
        account(app, notice, later);
        for (const auto& code : {bracketed, read, bare}) account(app, notice, code);
    }
    CHECK(items(app, make(app, Body().set("udi", "(01)07331234567896(21)GSX1"))) ==
          Texts{bracketed});
    check_whole(app);
}

TEST_CASE("a notice that finds nothing yet is open, and finds what comes, until it is closed") {
    TestApp app;
    const auto notice = make(app, Body().set("lot", "L7"));
    CHECK(notice.json.number("/found") == 0);
    CHECK(notice.json.text("/state") == "open");
    check_whole(app);
    const auto code = app.item(app.product(), Body().set("lot", "L7"));
    CHECK(app.state_of(code) == "blocked");
    account(app, notice, code);
    CHECK(app.get(path_of(notice)).json.text("/state") == "closed");
    const auto other = make(app, Body().set("lot", "L8"));
    CHECK(app.call("lager", "POST", path_of(other) + "/close").json.text("/state") == "closed");
    check_whole(app);
}
