// What a person or a program may get wrong, on every route that takes a body: a clear answer that
// names the field and lists all that is wrong, and nothing stored.

#include <catch2/catch.hpp>

#include "api/routes.hpp"
#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::refusal;
using support::TestApp;
using Texts = std::vector<std::string>;

namespace {

// The routes with a body, on things that are there, and a body that each takes.
struct Target {
    std::string method;
    std::string path;
    std::string sender;
    Body good;
    std::string pattern;  // of the route
};

struct World {
    TestApp app;
    std::string code;
    std::vector<Target> targets;

    World() {
        const auto product = app.product();
        code = app.ready_item(product);
        const auto lent = app.ready_item(product);
        const auto borrower = app.borrower();
        const auto loan = app.loan(lent, Body().set("borrower_id", borrower));
        const auto item = "/api/v1/items/" + code;
        const auto lager = [&](std::string method, std::string path, Body good,
                               std::string pattern) {
            targets.push_back(
                {std::move(method), std::move(path), "lager", std::move(good), std::move(pattern)});
        };
        const Body reason = Body().set("reason", "worn out");
        lager("POST", "/api/v1/products",
              Body().set("name", "Krykke").set("iso", "12030301").set("tracking", "counted"),
              "/api/v1/products");
        lager("PATCH", "/api/v1/products/1", Body().set("name", "Krykke"), "/api/v1/products/{id}");
        lager("POST", "/api/v1/items", Body().set("product_id", product).set("depot", "SMS"),
              "/api/v1/items");
        lager("PATCH", item, Body().set("shelf", "A1"), "/api/v1/items/{code}");
        lager("POST", item + "/clean", Body().set("method", "hand"), "/api/v1/items/{code}/clean");
        lager("POST", item + "/inspect", Body().set("ok", true), "/api/v1/items/{code}/inspect");
        lager("POST", item + "/scrap", reason, "/api/v1/items/{code}/scrap");
        lager("POST", item + "/block", reason, "/api/v1/items/{code}/block");
        targets.push_back(
            {"POST", item + "/unblock", "leder", reason, "/api/v1/items/{code}/unblock"});
        lager("POST", item + "/missing", Body(), "/api/v1/items/{code}/missing");
        lager("POST", item + "/found", Body(), "/api/v1/items/{code}/found");
        lager("POST", item + "/relabel", Body(), "/api/v1/items/{code}/relabel");
        lager("POST", item + "/skip-wash", reason, "/api/v1/items/{code}/skip-wash");
        lager("POST", item + "/repair", Body().set("work", "new tyres"),
              "/api/v1/items/{code}/repair");
        targets.push_back(
            {"POST", item + "/give-up", "leder", reason, "/api/v1/items/{code}/give-up"});
        lager("POST", item + "/hand-over", Body().set("to", "NAV"),
              "/api/v1/items/{code}/hand-over");
        lager("POST", item + "/take-over", Body(), "/api/v1/items/{code}/take-over");
        lager("POST", item + "/accessories", Body().list("found", {"\"kurv\""}),
              "/api/v1/items/{code}/accessories");
        lager("POST", "/api/v1/work-orders", Body().set("item", code).set("findings", "f"),
              "/api/v1/work-orders");
        lager("PATCH", "/api/v1/work-orders/1", Body().set("estimate", 5),
              "/api/v1/work-orders/{id}");
        lager("POST", "/api/v1/parts", Body().set("name", "Hjul"), "/api/v1/parts");
        lager("PATCH", "/api/v1/parts/1", Body().set("name", "Hjul"), "/api/v1/parts/{id}");
        lager("POST", "/api/v1/parts/1/movements", Body().set("depot", "SMS").set("quantity", 1),
              "/api/v1/parts/{id}/movements");
        lager("POST", "/api/v1/scans", app.scan("lookup", code), "/api/v1/scans");
        lager("POST", "/api/v1/scans/" + app.new_id() + "/undo", Body().set("device", "d"),
              "/api/v1/scans/{id}/undo");
        lager("POST", "/api/v1/scans/batch", Body().list("scans", {}), "/api/v1/scans/batch");
        lager("POST", "/api/v1/discrepancies/1/settle", Body(),
              "/api/v1/discrepancies/{id}/settle");
        lager("POST", "/api/v1/borrowers", Body().set("kind", "person").set("name", "Ola"),
              "/api/v1/borrowers");
        lager("PATCH", "/api/v1/borrowers/1", Body().set("name", "Ola"), "/api/v1/borrowers/{id}");
        lager("POST", "/api/v1/borrowers/search", Body().set("q", "Ola"),
              "/api/v1/borrowers/search");
        lager("POST", "/api/v1/borrowers/1/merge", Body().set("into", 2),
              "/api/v1/borrowers/{id}/merge");
        lager("POST", "/api/v1/loans",
              Body()
                  .set("borrower_id", borrower)
                  .set("depot", "SMS")
                  .list("lines", {Body().set("item", code).text()}),
              "/api/v1/loans");
        lager("PATCH", "/api/v1/loans/" + std::to_string(loan), Body().set("arena", "school"),
              "/api/v1/loans/{id}");
        targets.push_back({"POST", "/api/v1/loans/1/extensions", "ergo",
                           Body().set("months", 3).set("reason", "opptrening"),
                           "/api/v1/loans/{id}/extensions"});
        lager("POST", "/api/v1/loans/1/lines/1/swap", Body().set("item", code),
              "/api/v1/loans/{id}/lines/{line}/swap");
        lager("POST", "/api/v1/loans/1/reminders", Body(), "/api/v1/loans/{id}/reminders");
        lager("POST", "/api/v1/loans/1/reviews", Body().set("outgrown", false),
              "/api/v1/loans/{id}/reviews");
        lager("POST", "/api/v1/borrowers/1/deceased", Body().set("day", "2026-11-20"),
              "/api/v1/borrowers/{id}/deceased");
        lager("POST", "/api/v1/borrowers/1/moved", Body().set("day", "2026-11-20"),
              "/api/v1/borrowers/{id}/moved");
        targets.push_back(
            {"POST", "/api/v1/borrowers/1/erase", "leder", Body(), "/api/v1/borrowers/{id}/erase"});
        const auto fetched =
            Body().set("kind", "fetch").set("loan_id", loan).set("day", "2026-11-24");
        lager("POST", "/api/v1/pickups", fetched, "/api/v1/pickups");
        app.post("/api/v1/pickups", fetched);
        lager("POST", "/api/v1/pickups/1/done", Body().set("outcome", "collected"),
              "/api/v1/pickups/{id}/done");
        lager("POST", "/api/v1/borrowers/1/contacts", Body().set("outcome", "other"),
              "/api/v1/borrowers/{id}/contacts");
        targets.push_back({"POST",
                           "/api/v1/candidates/" +
                               app.stored().value("select max(id) from candidate") + "/decide",
                           "ergo", Body().set("to", "assessing"),
                           "/api/v1/candidates/{id}/decide"});
        targets.push_back({"POST", "/api/v1/terms", "admin", Body().set("nb", "a").set("nn", "a"),
                           "/api/v1/terms"});
        lager("POST", "/api/v1/loans/1/lines/1/end", Body().set("reason", "returned"),
              "/api/v1/loans/{id}/lines/{line}/end");
        const Body booking = Body()
                                 .set("product_id", product)
                                 .set("depot", "SMS")
                                 .set("from", "2026-11-23")
                                 .set("to", "2026-11-27")
                                 .set("borrower_id", borrower);
        app.post("/api/v1/bookings", Body(booking).set("quantity", 9));
        lager("POST", "/api/v1/bookings", booking, "/api/v1/bookings");
        const Body set =
            Body().set("name", "Hjem").list("lines", {Body().set("product_id", product).text()});
        app.post("/api/v1/sets", set);
        lager("POST", "/api/v1/sets", Body(set).set("name", "Hjem igjen"), "/api/v1/sets");
        lager("PATCH", "/api/v1/sets/1", Body(set).set("name", "Hofte"), "/api/v1/sets/{id}");
        lager("POST", "/api/v1/bookings/set",
              Body()
                  .set("set_id", 1)
                  .set("depot", "SMS")
                  .set("from", "2026-11-23")
                  .set("to", "2026-11-27")
                  .set("borrower_id", borrower),
              "/api/v1/bookings/set");
        lager("PATCH", "/api/v1/bookings/1", Body().set("quantity", 2), "/api/v1/bookings/{id}");
        for (const char* step : {"allocate", "pick", "hand-out", "cancel"}) {
            lager("POST", "/api/v1/bookings/1/" + std::string(step), Body(),
                  "/api/v1/bookings/{id}/" + std::string(step));
        }
        add_stock_targets(lager);
        lager("POST", "/api/v1/labels",
              Body()
                  .set("format", "zpl")
                  .set("stock", "zebra-50x25")
                  .list("codes", {support::quoted(code)}),
              "/api/v1/labels");
        targets.push_back({"POST", "/api/v1/depots", "admin",
                           Body().set("id", "NORD").set("name", "Nord"), "/api/v1/depots"});
        targets.push_back({"PATCH", "/api/v1/depots/SMS", "admin", Body().set("name", "Nord"),
                           "/api/v1/depots/{id}"});
        targets.push_back({"PUT", "/api/v1/depots/SMS/days/2026-12-24", "admin",
                           Body().set("open", false).set("why", "Julaften"),
                           "/api/v1/depots/{id}/days/{day}"});
        targets.push_back(
            {"PUT", "/api/v1/settings", "admin", Body().set("loan_months", 2), "/api/v1/settings"});
    }

    // Counts, counted stock, transfers, notices, figures.
    template <class Lager>
    void add_stock_targets(Lager lager) {
        const auto crutch =
            app.product(Body().set("tracking", "counted").set("local_nr", "KRYKKE-1"));
        const auto count = app.post("/api/v1/counts", Body().set("depot", "SMS").set("shelf", "B9"))
                               .json.number("/id");
        const std::string count_path = "/api/v1/counts/" + std::to_string(count);
        const Body moved = Body().set("product_id", crutch).set("depot", "SMS").set("quantity", 1);
        lager("POST", "/api/v1/counts", Body().set("depot", "SMS").set("shelf", "B8"),
              "/api/v1/counts");
        lager("POST", count_path + "/seen", Body().set("code", code), "/api/v1/counts/{id}/seen");
        lager("POST", count_path + "/close", Body(), "/api/v1/counts/{id}/close");
        lager("POST", "/api/v1/stock-movements", Body(moved).set("kind", "received"),
              "/api/v1/stock-movements");
        lager("POST", "/api/v1/handouts", moved, "/api/v1/handouts");
        lager(
            "POST", "/api/v1/transfers",
            Body().set("from", "SMS").set("to", "ENGVEIEN").list("items", {support::quoted(code)}),
            "/api/v1/transfers");
        lager("POST", "/api/v1/notices", Body().set("title", "N").set("lot", "L1"),
              "/api/v1/notices");
        lager("POST", "/api/v1/notices/1/accounted",
              Body().set("item", code).set("outcome", "checked"), "/api/v1/notices/{id}/accounted");
        lager("POST", "/api/v1/notices/1/close", Body(), "/api/v1/notices/{id}/close");
        lager("PUT", "/api/v1/stock/1/SMS", Body().set("minimum", 2),
              "/api/v1/stock/{product}/{depot}");
        targets.push_back({"PUT", "/api/v1/depots/SMS/shelves/B3", "admin",
                           Body().set("capacity", 9), "/api/v1/depots/{id}/shelves/{name}"});
        targets.push_back({"POST", "/api/v1/access-log/reviews", "leder",
                           Body().set("from", "2026-11-16").set("to", "2026-11-22"),
                           "/api/v1/access-log/reviews"});
        lager("POST", "/api/v1/session", Body().set("name", "Kari").set("password", "hemmelig"),
              "/api/v1/session");
        lager("POST", "/api/v1/session/again", Body().set("password", "hemmelig"),
              "/api/v1/session/again");
        lager("POST", "/api/v1/session/password",
              Body().set("old", "hemmelig").set("new", "grønn lampe under trappa"),
              "/api/v1/session/password");
        for (const char* path :
             {"/api/v1/session/second-factor", "/api/v1/session/enrolment/confirm"}) {
            lager("POST", path, Body().set("code", "123456"), path);
        }
        const auto admin = [&](std::string method, std::string path, Body good,
                               std::string pattern) {
            targets.push_back(
                {std::move(method), std::move(path), "admin", std::move(good), std::move(pattern)});
        };
        admin("POST", "/api/v1/users", Body().set("name", "Kari").set("role", "ergo"),
              "/api/v1/users");
        admin("PATCH", "/api/v1/users/999999", Body().set("role", "leder"), "/api/v1/users/{id}");
        admin("POST", "/api/v1/tokens",
              Body().set("name", "skranke").set("role", "lager").set("depot", "SMS"),
              "/api/v1/tokens");
        for (const char* step : {"send", "receive", "cancel"}) {
            lager("POST", "/api/v1/transfers/1/" + std::string(step), Body(),
                  "/api/v1/transfers/{id}/" + std::string(step));
        }
    }

    Answer send(const Target& target, std::string_view body, support::Headers headers = {}) {
        if (target.method == "PATCH" || target.method == "PUT")
            headers.emplace_back("if-match", "*");
        return app.call(target.sender, target.method, target.path, body, headers);
    }
};

std::string nested(int levels) {
    std::string text;
    for (int i = 0; i < levels; ++i) text += R"({"a":)";
    return text + "1" + std::string(static_cast<std::size_t>(levels), '}');
}

}  // namespace

TEST_CASE("every route with a body of JSON is in the table of bad input") {
    World world;
    for (const routing::Route& route : api::routes()) {
        if (route.body != routing::Body::required && route.body != routing::Body::optional)
            continue;
        const bool there =
            std::any_of(world.targets.begin(), world.targets.end(), [&](const Target& target) {
                return target.pattern == route.path &&
                       target.method == routing::to_text(route.method);
            });
        INFO(route.path);
        CHECK(there);
    }
}

TEST_CASE("what is no JSON object is refused on every route, and nothing is stored") {
    World world;
    const std::string before = world.app.stored().dump();
    struct Row {
        const char* name;
        std::string body;
        const char* code;
    };
    const std::vector<Row> rows{
        {"a list at the top", "[]", "wrong_type"},
        {"a text at the top", "\"x\"", "wrong_type"},
        {"null at the top", "null", "wrong_type"},
        {"blanks alone", "   ", "invalid_json"},
        {"half of it", R"({"a": )", "invalid_json"},
        {"more after it", "{} {}", "invalid_json"},
        {"garbage after it", "{}x", "invalid_json"},
        {"a comma too much", R"({"a": 1,})", "invalid_json"},
        {"a comment", "{/* a */}", "invalid_json"},
        {"single quotes", "{'a': 1}", "invalid_json"},
        {"NaN", R"({"a": NaN})", "invalid_json"},
        {"a number with a zero in front", R"({"a": 01})", "invalid_json"},
        {"a raw line break in a text", "{\"a\": \"x\ny\"}", "invalid_json"},
        {"invalid UTF-8", "{\"a\": \"\xff\"}", "invalid_json"},
        {"overlong UTF-8", "{\"a\": \"\xc0\xaf\"}", "invalid_json"},
        {"a surrogate in UTF-8", "{\"a\": \"\xed\xa0\x80\"}", "invalid_json"},
        {"a lone surrogate", R"({"a": "\ud800"})", "invalid_json"},
        {"UTF-16", std::string("\xff\xfe{\0}\0", 6), "invalid_json"},
        {"a byte-order mark", "\xef\xbb\xbf{}", "invalid_json"},
        {"depth 100", nested(100), "too_deep"},
        {"depth 100 of lists", "{\"a\":" + std::string(100, '[') + std::string(100, ']') + "}",
         "too_deep"},
    };
    for (const Target& target : world.targets) {
        for (const Row& row : rows) {
            INFO(target.method << " " << target.path << ": " << row.name);
            CHECK(refusal(world.send(target, row.body)) == std::string("400  ") + row.code);
        }
    }
    CHECK(world.app.stored().dump() == before);
}

TEST_CASE("fields that are not there, stand twice or hold NUL are named on every route") {
    World world;
    const std::string before = world.app.stored().dump();
    for (const Target& target : world.targets) {
        INFO(target.method << " " << target.path);
        CHECK(refusal(world.send(target,
                                 Body(target.good).set("farge", "blå").set("a/b~c", 1).text())) ==
              "400 /farge unknown_field /a~1b~0c unknown_field");
        std::string twice = target.good.text();
        twice.pop_back();
        twice += std::string(twice.size() > 1 ? "," : "") + R"("x": {"y": 1, "y": 2}, "x": 3})";
        CHECK(refusal(world.send(target, twice)) == "400 /x/y duplicate_key /x duplicate_key");
        CHECK(refusal(world.send(target, Body(target.good).raw("note", "\"a\\u0000b\"").text())) ==
              "400 /note invalid_character");
        CHECK(refusal(world.send(target, Body(target.good).raw("l", "[1, \"\\u0000\"]").text())) ==
              "400 /l/1 invalid_character");
    }
    CHECK(world.app.stored().dump() == before);
}

TEST_CASE("an empty body, a large one and one of another type are refused on every route") {
    World world;
    const std::string before = world.app.stored().dump();
    for (const Target& target : world.targets) {
        INFO(target.method << " " << target.path);
        for (const char* type :
             {"text/plain", "application/x-www-form-urlencoded", "application/xml", "text/json",
              "application/jsonx", "multipart/form-data; boundary=x"}) {
            CHECK(refusal(world.send(target, target.good.text(), {{"content-type", type}})) ==
                  "415  json_needed");
        }
        routing::Request large = world.app.request(target.sender, target.method, target.path);
        large.body_too_large = true;
        large.if_match = "*";
        large.content_type = "application/json";
        CHECK(refusal(world.app.call_later(large).get()) == "413  body_too_large");
    }
    for (const routing::Route& route : api::routes()) {
        if (route.body != routing::Body::required) continue;
        for (const Target& target : world.targets) {
            if (target.pattern != route.path || target.method != routing::to_text(route.method)) {
                continue;
            }
            INFO(target.method << " " << target.path);
            CHECK(refusal(world.send(target, "", {{"content-type", "application/json"}})) ==
                  "400  body_needed");
        }
    }
    CHECK(world.app.stored().dump() == before);
}

TEST_CASE("a content type may name its character set") {
    TestApp app;
    for (const char* type : {"application/json; charset=utf-8", "APPLICATION/JSON",
                             "application/json ;charset=UTF-8"}) {
        CHECK(app.call("lager", "POST", "/api/v1/products",
                       R"({"name": "A", "iso": "12060602", "tracking": "serial"})",
                       {{"content-type", type}})
                  .status == 201);
    }
}

TEST_CASE("everything that is wrong with a body is listed, with its place") {
    World world;
    const std::string before = world.app.stored().dump();
    struct Row {
        const char* pattern;
        const char* method;
        const char* body;
        const char* expected;
    };
    const std::vector<Row> rows{
        {"/api/v1/products", "POST", "{}", "400 /name required /iso required /tracking required"},
        {"/api/v1/products", "POST",
         R"({"name": 7, "iso": 12060602, "tracking": "bulk", "hms_nr": 177946, "children": "yes"})",
         "400 /hms_nr wrong_type /name wrong_type /iso wrong_type /tracking invalid_value "
         "/children wrong_type"},
        {"/api/v1/products", "POST",
         R"({"name": " ", "iso": "1206060", "tracking": "serial", "hms_nr": "17794", "inspection_months": 0, "max_user_kg": 1001})",
         "400 /hms_nr invalid_hms_nr /name too_short /iso invalid_iso /inspection_months too_small "
         "/max_user_kg too_large"},
        {"/api/v1/products", "POST",
         R"({"name": "A", "iso": "1206060a", "tracking": "serial", "inspection_months": 1.0, "max_user_kg": "90"})",
         "400 /iso invalid_iso /inspection_months wrong_type /max_user_kg wrong_type"},
        {"/api/v1/products", "POST",
         R"({"name": "A", "iso": "12060602", "tracking": "serial", "inspection_months": 1e1, "max_user_kg": 99999999999999999999})",
         "400 /inspection_months wrong_type /max_user_kg wrong_type"},
        {"/api/v1/products", "POST",
         R"({"name": "A", "iso": "12060602", "tracking": "serial", "inspection_months": -1, "max_user_kg": 18446744073709551615})",
         "400 /inspection_months too_small /max_user_kg too_large"},
        {"/api/v1/products", "POST",
         R"({"name": "A", "iso": "12060602", "tracking": "serial", "accessories": ["kurv", 3, "kurv", ""]})",
         "400 /accessories/1 wrong_type /accessories/2 not_unique /accessories/3 too_short"},
        {"/api/v1/products", "POST",
         R"({"name": "A\tB", "iso": "12060602", "tracking": "serial", "supplier": "\u0007"})",
         "400 /name invalid_character /supplier invalid_character"},
        {"/api/v1/products/{id}", "PATCH", R"({"name": null, "iso": "1", "id": 5})",
         "400 /name required /iso invalid_iso /id unknown_field"},
        {"/api/v1/items", "POST", R"({"product_id": "1", "depot": 3, "owner": "meg", "stock": ""})",
         "400 /product_id wrong_type /depot wrong_type /owner invalid_value /stock too_short"},
        {"/api/v1/items", "POST",
         R"({"product_id": 0, "depot": "SMS", "shelf": "ABCDEFGHIJKLMNOPQRSTU"})",
         "400 /product_id too_small /shelf too_long"},
        {"/api/v1/items/{code}", "PATCH", R"({"state": "ready", "code": "X", "owner": null})",
         "400 /owner required /state unknown_field /code unknown_field"},
        {"/api/v1/items/{code}/clean", "POST", R"({"method": "spyle"})",
         "400 /method invalid_value"},
        {"/api/v1/items/{code}/clean", "POST", "{}", "400 /method required"},
        {"/api/v1/items/{code}/inspect", "POST",
         R"({"ok": "yes", "checklist": {"Bremser": true, "hjul": 1}, "missing_accessories": "kurv"})",
         "400 /ok wrong_type /checklist/hjul wrong_type "
         "/missing_accessories wrong_type"},
        {"/api/v1/items/{code}/scrap", "POST", "{}", "400 /reason required"},
        {"/api/v1/items/{code}/block", "POST", R"({"reason": ""})", "400 /reason too_short"},
        {"/api/v1/items/{code}/inspect", "POST",
         R"({"ok": true, "checklist": {"": true, "a/b": 1}})",
         "400 /checklist invalid_value /checklist/a~1b wrong_type"},
        {"/api/v1/items/{code}/repair", "POST",
         R"({"cost": -1, "parts": [{"part_id": 1, "quantity": 0}, 5, {"part_id": 1}]})",
         "400 /work required /parts/0/quantity too_small /parts/1 wrong_type "
         "/parts/2/quantity required /parts/2/part_id not_unique /cost too_small"},
        {"/api/v1/items/{code}/hand-over", "POST", "{}", "400 /to required"},
        {"/api/v1/items/{code}/accessories", "POST", "{}", "400 /found required"},
        {"/api/v1/items/{code}/accessories", "POST",
         R"({"found": ["a"], "waived": ["b"], "missing": []})",
         "400 /waived one_of_several /missing one_of_several"},
        {"/api/v1/items/{code}/accessories", "POST", R"({"waived": ["b"]})",
         "400 /reason required"},
        {"/api/v1/items/{code}/accessories", "POST", R"({"missing": []})", "400 /missing too_few"},
        {"/api/v1/work-orders", "POST", R"({"item": "7K3QF28", "estimate": -1})",
         "400 /item wrong_check_symbol /findings required /estimate too_small"},
        {"/api/v1/work-orders/{id}", "PATCH", R"({"promised": "2026-02-30", "work": "x"})",
         "400 /promised invalid_date /work unknown_field"},
        {"/api/v1/parts", "POST", R"({"minimum": -1, "product_id": 0})",
         "400 /name required /product_id too_small /minimum too_small"},
        {"/api/v1/parts/{id}", "PATCH", R"({"name": null, "stock": []})",
         "400 /name required /stock unknown_field"},
        {"/api/v1/parts/{id}/movements", "POST", R"({"depot": "SMS", "quantity": 0})",
         "400 /quantity invalid_value"},
        {"/api/v1/products", "POST",
         R"({"name": "A", "iso": "12060602", "tracking": "serial", "checklist": ["a", "a", ""], "repair_ceiling": 0})",
         "400 /checklist/1 not_unique /checklist/2 too_short /repair_ceiling too_small"},
        {"/api/v1/items", "POST",
         R"({"product_id": 1, "depot": "SMS", "purchased": "2026-11-24", "price": -1})",
         "400 /purchased in_the_future /price too_small"},
        {"/api/v1/items/{code}/missing", "POST", R"({"reason": 1, "shelf": 2})",
         "400 /reason wrong_type /shelf wrong_type"},
        {"/api/v1/scans", "POST", "{}",
         "400 /id required /device required /happened_at required /mode required /code required"},
        {"/api/v1/scans", "POST",
         R"({"id": "018f", "device": "d", "seq": -1, "happened_at": "2026-11-22", "mode": "inn", "code": "X", "loan": "3"})",
         "400 /id invalid_uuid /seq too_small /happened_at invalid_time /mode invalid_value /loan "
         "wrong_type"},
        {"/api/v1/scans", "POST",
         R"({"id": "01932f00-0000-7000-8000-00000000000g", "device": "d", "happened_at": "2026-02-30T10:00:00.000Z", "mode": "in", "code": "X", "sent_at": "now", "details": {"infectious": 1, "ok": true}})",
         "400 /id invalid_uuid /happened_at invalid_time /sent_at invalid_time /details/infectious "
         "wrong_type /details/ok unknown_field"},
        {"/api/v1/scans", "POST",
         R"({"id": "01932f00-0000-7000-8000-000000000000", "device": "d", "happened_at": "2026-11-22T25:00:00.000Z", "mode": "out", "code": "X", "details": {"training": {"given_by": "A", "day": "2026-02-30"}}})",
         "400 /happened_at invalid_time /details/training/given_to required /details/training/day "
         "invalid_date"},
        {"/api/v1/scans/{id}/undo", "POST", R"({"device": 3})", "400 /device wrong_type"},
        {"/api/v1/scans/batch", "POST", R"({"scans": {}, "sent_at": 5})",
         "400 /sent_at wrong_type /scans wrong_type"},
        {"/api/v1/scans/batch", "POST", "{}", "400 /scans required"},
        {"/api/v1/borrowers", "POST",
         R"({"kind": "dog", "name": "", "phone": "ring", "email": "a@b", "language": "en", "birth_date": "2026-02-30", "national_number": "123"})",
         "400 /kind invalid_value /name too_short /phone invalid_phone /email invalid_email "
         "/language invalid_value /birth_date invalid_date /national_number "
         "invalid_national_number"},
        {"/api/v1/borrowers", "POST",
         R"({"kind": "person", "name": "A", "birth_date": "2026-11-24", "address": {"street": "X", "postal_code": "32100", "zip": 1}, "contact": {"phone": "+47"}})",
         "400 /address/postal_code invalid_postal_code /address/city required /address/zip "
         "unknown_field /birth_date in_the_future /contact/name required /contact/phone "
         "invalid_phone"},
        {"/api/v1/borrowers/{id}", "PATCH", R"({"address": "Nygata 1", "contact": [1]})",
         "400 /address wrong_type /contact wrong_type"},
        {"/api/v1/borrowers/search", "POST", R"({"q": "", "limit": 1.5, "cursor": 7, "name": "x"})",
         "400 /q too_short /limit wrong_type /cursor wrong_type /name unknown_field"},
        {"/api/v1/borrowers/{id}/merge", "POST", R"({"into": 0, "from": 1})",
         "400 /into too_small /from unknown_field"},
        {"/api/v1/loans", "POST", "{}",
         "400 /borrower_id required /depot required /lines required"},
        {"/api/v1/loans", "POST",
         R"({"borrower_id": 1, "depot": "SMS", "start": "2026-02-30", "expected": "ever", "arena": "car", "lines": []})",
         "400 /start invalid_date /expected invalid_value /arena invalid_value /lines too_few"},
        {"/api/v1/loans", "POST",
         R"({"borrower_id": 1, "depot": "SMS", "lines": [7, {}, {"item": "XYZ"}, {"item": "7K3QF20", "quantity": 2}, {"item": "7K3QF27", "product_id": 1}, {"product_id": 1, "quantity": 0, "x": 1}]})",
         "400 /lines/0 wrong_type /lines/1/item required /lines/2/item invalid_code /lines/3/item "
         "wrong_check_symbol /lines/4/product_id one_of_two /lines/5/quantity too_small /lines/5/x "
         "unknown_field"},
        {"/api/v1/loans/{id}", "PATCH", R"({"borrower_id": null, "arena": "car", "lines": []})",
         "400 /borrower_id required /arena invalid_value /lines unknown_field"},
        {"/api/v1/loans/{id}/lines/{line}/end", "POST", R"({"reason": "gone", "reference": 3})",
         "400 /reason invalid_value /reference wrong_type"},
        {"/api/v1/depots", "POST", R"({"id": "nord øst", "name": 3})",
         "400 /name wrong_type /id invalid_value"},
    };
    for (const Row& row : rows) {
        const auto target =
            std::find_if(world.targets.begin(), world.targets.end(), [&](const Target& candidate) {
                return candidate.pattern == row.pattern && candidate.method == row.method;
            });
        REQUIRE(target != world.targets.end());
        INFO(row.method << " " << row.pattern << " " << row.body);
        CHECK(refusal(world.send(*target, row.body)) == row.expected);
    }
    CHECK(world.app.stored().dump() == before);
}

TEST_CASE("texts are as long as promised in letters, not in bytes") {
    TestApp app;
    const auto name = [&](std::size_t letters) {
        std::string text;
        for (std::size_t i = 0; i < letters; ++i) text += "å";
        return refusal(
            app.post("/api/v1/borrowers", Body().set("kind", "person").set("name", text)));
    };
    CHECK(name(200) == "201");
    CHECK(name(201) == "400 /name too_long");
}

TEST_CASE("a query that a list does not know is refused, with all its faults") {
    TestApp app;
    struct Row {
        const char* target;
        const char* expected;
    };
    const std::vector<Row> rows{
        {"/api/v1/items?farge=rod", "400 ?farge unknown_parameter"},
        {"/api/v1/items?limit=1&limit=2", "400 ?limit duplicate_parameter"},
        {"/api/v1/items?a=1&limit=1&limit=2",
         "400 ?a unknown_parameter ?limit duplicate_parameter"},
        {"/api/v1/items?limit=0", "400 ?limit too_small"},
        {"/api/v1/items?limit=201", "400 ?limit too_large"},
        {"/api/v1/items?limit=x&cursor=y&state=z",
         "400 ?state invalid_value ?limit wrong_type ?cursor invalid_cursor"},
        {"/api/v1/items?limit=", "400 ?limit too_short"},
        {"/api/v1/items?limit=1.5", "400 ?limit wrong_type"},
        {"/api/v1/items?cursor=-1", "400 ?cursor invalid_cursor"},
        {"/api/v1/items?cursor=99999999999999999999", "400 ?cursor invalid_cursor"},
        {"/api/v1/items?product=abc&owner=meg&stock=x",
         "400 ?product wrong_type ?owner invalid_value ?stock invalid_value"},
        {"/api/v1/items?q=%00", "400 ?q invalid_value"},
        {"/api/v1/items?q=%zz", "400  invalid_query"},
        {"/api/v1/items?q=%ff", "400 ?q invalid_value"},
        {"/api/v1/items?q=%ed%a0%80&depot=%0a", "400 ?q invalid_value ?depot invalid_value"},
        {"/api/v1/borrowers?why=%c3", "400 ?why invalid_value"},
        {"/api/v1/products/1?x=1", "400 ?x unknown_parameter"},
        {"/api/v1/loans?state=late", "400 ?state invalid_value"},
        {"/api/v1/depots/SMS/calendar", "400 ?from required ?to required"},
        {"/api/v1/depots/SMS/calendar?from=2026-02-30&to=2026-03-01", "400 ?from invalid_date"},
        {"/api/v1/depots/SMS/calendar?from=2026-03-02&to=2026-03-01", "400 ?to wrong_order"},
        {"/api/v1/depots/SMS/calendar?from=2020-03-02&to=2026-03-01", "400 ?to too_wide"},
        {"/api/v1/depots/SMS/due-date?start=x&months=13",
         "400 ?start invalid_date ?months too_large"},
    };
    for (const Row& row : rows) {
        INFO(row.target);
        CHECK(refusal(app.get(row.target)) == row.expected);
    }
    CHECK(refusal(app.get("/api/v1/borrowers?why=" + std::string(201, 'a'))) ==
          "400 ?why too_long");
}

TEST_CASE("a path that leads nowhere is 404") {
    TestApp app;
    for (const char* path :
         {"/api/v1/items/7K3QF20", "/api/v1/items/x", "/api/v1/items/0000000", "/api/v1/products/0",
          "/api/v1/products/-1", "/api/v1/products/1x", "/api/v1/products/99999999999999999999",
          "/api/v1/loans/7", "/api/v1/borrowers/7", "/api/v1/depots/NORD", "/api/v1/items/%00",
          "/api/v1/items/0000000/events", "/api/v1/nowhere", "/api/v1/items/", "/api/v2/items",
          "/api/v1/depots/%ff"}) {
        INFO(path);
        CHECK(refusal(app.get(path)) == "404  not_found");
    }
    // People are told so on a page.
    for (const char* path : {"//", "/nowhere", "/hjelpemidler/0000000"}) {
        INFO(path);
        const Answer answer = app.get(path);
        CHECK(answer.status == 404);
        CHECK(answer.body.find("Fant ikke siden") != std::string::npos);
    }
}
