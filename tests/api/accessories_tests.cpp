#include <catch2/catch.hpp>

#include "depot/verify.hpp"
#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::refusal;
using support::TestApp;
using Texts = std::vector<std::string>;

namespace {

Body names(const char* member, const Texts& list) {
    Texts raw;
    for (const auto& name : list) raw.push_back(support::quoted(name));
    return Body().list(member, raw);
}

Body missing(const Texts& list) {
    return Body().raw("details", names("missing_accessories", list).text());
}

struct Desk {
    TestApp app;
    std::int64_t product =
        app.product(Body().list("accessories", {"\"kurv\"", "\"brett\"", "\"stokkholder\""}));
    std::string code = app.ready_item(product);

    std::string path(const char* end = "") const { return "/api/v1/items/" + code + end; }
    Texts open() { return app.get(path()).json.each("/missing_accessories"); }
    Answer say(const Body& body) { return app.post(path("/accessories"), body); }
    // Comes back without these.
    Answer comes_back(const Texts& without) { return app.scanned("in", code, missing(without)); }
    Texts faults() {
        return app.database().read([](db::ReadTx& tx) { return depot::verify(tx).faults; });
    }
};

}  // namespace

TEST_CASE("what is missing at a return stops the inspection until it is there or waived") {
    Desk desk;
    const auto loan = desk.app.loan(desk.code);
    const auto in = desk.comes_back({"kurv", "brett"});
    // What belongs to the unit, to be ticked off at the desk.
    CHECK(in.json.each("/accessories") == Texts{"kurv", "brett", "stokkholder"});
    CHECK(desk.open() == Texts{"brett", "kurv"});

    const auto list = desk.app.get("/api/v1/missing-accessories?depot=SMS", "ergo");
    CHECK(list.json.each("/items", "/name") == Texts{"kurv", "brett"});
    CHECK(list.json.text("/items/0/item") == desk.code);
    CHECK(list.json.text("/items/0/since") == std::string(TestApp::start));
    CHECK(list.json.number("/items/0/loan") == loan);
    CHECK(list.json.number("/items/0/borrower_id") == 1);
    CHECK(desk.app.get("/api/v1/missing-accessories?depot=ENGVEIEN").json.size("/items") == 0);

    // Each scan of it says so.
    const auto washed = desk.app.scanned("washed", desk.code);
    CHECK(washed.json.text("/result") == "done");
    CHECK(washed.json.each("/attention/0/missing") == Texts{"brett", "kurv"});
    CHECK_FALSE(washed.json.has("/accessories"));
    const auto look = desk.app.scanned("lookup", desk.code);
    CHECK(look.json.text("/attention/0/code") == "incomplete");

    CHECK(refusal(desk.app.post(desk.path("/inspect"), Body().set("ok", true))) ==
          "409 /missing_accessories incomplete");
    const auto scanned = desk.app.scanned("inspected", desk.code);
    CHECK(scanned.json.text("/reason/code") == "incomplete");

    CHECK(desk.say(names("found", {"kurv"})).json.each("/missing_accessories") == Texts{"brett"});
    CHECK(desk.faults() == Texts{});
    CHECK(desk.app.post(desk.path("/inspect"), Body().set("ok", true)).status == 409);
    desk.say(names("waived", {"brett"}).set("reason", "not made any more"));
    CHECK(desk.open() == Texts{});
    CHECK(desk.app.scanned("inspected", desk.code).json.text("/result") == "done");
    CHECK(desk.app.state_of(desk.code) == "ready");
    CHECK(desk.app.get("/api/v1/missing-accessories").json.size("/items") == 0);

    const auto events = desk.app.get(desk.path("/events")).json;
    CHECK(events.text("/items/5/kind") == "accessories_settled");
    CHECK(events.dump("/items/5/fields") == R"([{"name":"accessory_found","value":"kurv"}])");
    CHECK(events.dump("/items/6/fields") == R"([{"name":"accessory_waived","value":"brett"}])");
    CHECK(desk.app.stored().value("select text from note") == "not made any more");
    CHECK(desk.faults() == Texts{});
}

TEST_CASE("an accessory is noted once, and only of what belongs to the aid") {
    Desk desk;
    CHECK(refusal(desk.say(names("missing", {"kurv"}))) == "409  wrong_state");  // ready
    desk.app.loan(desk.code);
    CHECK(refusal(desk.say(names("missing", {"kurv"}))) == "409  already_lent");
    desk.comes_back({"kurv"});
    CHECK(refusal(desk.say(names("missing", {"kurv", "hjul"}))) ==
          "409 /missing/1 unknown_accessory");
    CHECK(refusal(desk.say(names("found", {"brett"}))) == "409 /found/0 accessory_not_missing");
    CHECK(refusal(desk.say(names("waived", {"hjul"}).set("reason", "r"))) ==
          "409 /waived/0 unknown_accessory");

    const auto count = desk.app.get(desk.path()).json.number("/event_count");
    CHECK(desk.say(names("missing", {"kurv"})).json.number("/event_count") == count);
    const auto more = desk.say(names("missing", {"kurv", "brett"}));
    CHECK(more.json.number("/event_count") == count + 1);
    CHECK(desk.app.history_of(desk.code).back() == "accessories_noted");
    CHECK(desk.open() == Texts{"brett", "kurv"});
    // The catalogue drops it: it is found all the same.
    desk.app.patch("/api/v1/products/" + std::to_string(desk.product),
                   Body().list("accessories", {"\"brett\""}));
    CHECK(desk.say(names("found", {"kurv", "brett"})).status == 200);
    CHECK(desk.faults() == Texts{});
}

TEST_CASE("whoever brought the aid back last is asked, also for what is seen missing later") {
    Desk desk;
    const auto asked = [&] {
        return desk.app.get("/api/v1/missing-accessories").json.each("/items", "/borrower_id");
    };
    desk.app.loan(desk.code);
    desk.comes_back({});
    desk.say(names("missing", {"kurv"}));
    desk.app.scanned("washed", desk.code);
    desk.app.post(desk.path("/inspect"), names("missing_accessories", {"brett"}).set("ok", false));
    CHECK(asked() == Texts{"1", "1"});
    desk.say(names("found", {"kurv", "brett"}));
    desk.app.post(desk.path("/repair"), Body().set("work", "w"));
    desk.app.scanned("inspected", desk.code);
    // Lost on the shelf: nobody had it since it was complete.
    desk.app.post(desk.path("/missing"), Body());
    desk.app.post(desk.path("/found"), Body());
    desk.say(names("missing", {"kurv"}));
    CHECK(desk.app.get("/api/v1/missing-accessories").json.is_null("/items/0/borrower_id"));
    // The next one to bring it back.
    desk.say(names("found", {"kurv"}));
    desk.app.scanned("washed", desk.code);
    desk.app.scanned("inspected", desk.code);
    desk.app.loan(desk.code, Body().set("borrower_id", desk.app.borrower()));
    desk.comes_back({"kurv"});
    CHECK(asked() == Texts{"2"});
}

TEST_CASE("undoing the return takes back what it noted") {
    Desk desk;
    desk.app.loan(desk.code);
    const auto in = desk.comes_back({"kurv"});
    desk.app.post("/api/v1/scans/" + in.json.text("/scan") + "/undo", Body());
    CHECK(desk.open() == Texts{});
    CHECK(desk.faults() == Texts{});
    desk.comes_back({});
    desk.app.scanned("washed", desk.code);
    CHECK(desk.app.scanned("inspected", desk.code).json.text("/result") == "done");
}

TEST_CASE(
    "a failed inspection notes what is missing, and nobody waits for it from a scrapped aid") {
    Desk desk;
    desk.app.post(desk.path("/inspect"), names("missing_accessories", {"kurv"}).set("ok", false));
    CHECK(desk.open() == Texts{"kurv"});
    CHECK(desk.app.get("/api/v1/missing-accessories").json.is_null("/items/0/borrower_id"));
    desk.app.post(desk.path("/repair"), Body().set("work", "w"));
    CHECK(desk.app.post(desk.path("/inspect"), Body().set("ok", true)).status == 409);
    desk.app.post(desk.path("/scrap"), Body().set("reason", "r"));
    CHECK(desk.open() == Texts{});
    CHECK(desk.faults() == Texts{});
    // Whoever changes it behind the program's back is found out.
    desk.app.stored().execute(
        "update missing_accessory set settled_event = null, settled_as = null");
    CHECK(desk.faults() ==
          Texts{"item " + desk.code + ": what is missing is \"kurv\", its events say \"\""});
}

TEST_CASE("an aid that needs no wash is not ready while something is missing from it") {
    Desk desk;
    desk.code = desk.app.ready_item(
        desk.app.product(Body().set("wash_class", "none").list("accessories", {"\"kurv\""})));
    desk.app.loan(desk.code);
    desk.comes_back({"kurv"});
    CHECK(refusal(desk.app.post(desk.path("/skip-wash"), Body().set("reason", "r"))) ==
          "409 /missing_accessories incomplete");
    desk.say(names("found", {"kurv"}));
    CHECK(desk.app.post(desk.path("/skip-wash"), Body().set("reason", "r")).status == 200);
}
