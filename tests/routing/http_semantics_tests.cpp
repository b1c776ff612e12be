#include <functional>
#include <tuple>

#include <catch2/catch.hpp>

#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::Headers;
using support::refusal;
using support::TestApp;

namespace {

const Body product = Body().set("name", "Krykke").set("iso", "12030301").set("tracking", "counted");

Answer with_key(TestApp& app, const std::string& key, const Body& body,
                const char* sender = "lager", const char* path = "/api/v1/products") {
    return app.call(sender, "POST", path, body, {{"idempotency-key", key}});
}

}  // namespace

TEST_CASE("a single resource has an ETag that changes with it") {
    TestApp app;
    const auto code = app.ready_item();
    const auto borrower = app.borrower();
    const auto loan = app.loan(code, Body().set("borrower_id", borrower));
    for (const std::string& path :
         {"/api/v1/items/" + code, std::string("/api/v1/products/1"),
          "/api/v1/borrowers/" + std::to_string(borrower), "/api/v1/loans/" + std::to_string(loan),
          std::string("/api/v1/depots/SMS")}) {
        INFO(path);
        const auto tag = app.get(path).header("etag");
        CHECK(tag.size() > 2);
        const auto same = app.call("lager", "GET", path, "", {{"if-none-match", tag}});
        CHECK(same.status == 304);
        CHECK(same.body.empty());
        CHECK(same.header("etag") == tag);
        CHECK(app.call("lager", "GET", path, "", {{"if-none-match", "\"0\", " + tag}}).status ==
              304);
        CHECK(app.call("lager", "GET", path, "", {{"if-none-match", "W/" + tag}}).status == 304);
        CHECK(app.call("lager", "GET", path, "", {{"if-none-match", "*"}}).status == 304);
        CHECK(app.call("lager", "GET", path, "", {{"if-none-match", "\"0\""}}).status == 200);
    }
    const auto tag = app.get("/api/v1/items/" + code).header("etag");
    app.scanned("in", code);
    CHECK(app.get("/api/v1/items/" + code).header("etag") != tag);
    CHECK(app.call("lager", "GET", "/api/v1/nowhere", "", {{"if-none-match", "*"}}).status == 404);
    CHECK(app.call("lager", "GET", "/api/v1/items/0000000", "", {{"if-none-match", "*"}}).status ==
          404);
}

TEST_CASE("a change names the version it changes") {
    TestApp app;
    app.product();
    const auto change = [&](const char* if_match) {
        Headers headers;
        if (if_match != nullptr) headers.emplace_back("if-match", if_match);
        return refusal(
            app.call("lager", "PATCH", "/api/v1/products/1", R"({"supplier": "A"})", headers));
    };
    CHECK(change(nullptr) == "428  if_match_needed");
    CHECK(change("\"7\"") == "412  changed_meanwhile");
    CHECK(change("1") == "412  changed_meanwhile");
    CHECK(change("\"1") == "412  changed_meanwhile");
    CHECK(change("\"1\"") == "200");
    CHECK(change("\"1\"") == "412  changed_meanwhile");
    CHECK(change("\"1\", \"2\"") == "200");
    CHECK(change("*") == "200");
    CHECK(app.get("/api/v1/products/1").header("etag").starts_with("\"4-"));
}

TEST_CASE("an ETag follows what is shown, also where another thing changed") {
    TestApp app;
    const auto product = app.product();
    const auto code = app.ready_item(product, Body().set("shelf", "B3"));
    const auto loan = app.loan(app.ready_item(product));
    REQUIRE(app.call("admin", "PUT", "/api/v1/depots/SMS/shelves/B3", R"({"capacity": 9})",
                     {{"if-match", "*"}})
                .status == 200);
    const auto pickup =
        app.post("/api/v1/pickups",
                 Body().set("kind", "fetch").set("loan_id", loan).set("day", "2026-11-24"));
    REQUIRE(pickup.status == 201);
    const auto failed = app.item(product);
    app.post("/api/v1/items/" + failed + "/inspect", Body().set("ok", false));
    const auto order = app.get("/api/v1/work-orders").json.number("/items/0/id");
    const auto renamed = [&] { app.patch("/api/v1/products/1", Body().set("name", "Nytt navn")); };
    const auto lent = [&] { app.loan(code); };
    const auto returned = [&] {
        app.post("/api/v1/loans/" + std::to_string(loan) + "/lines/1/end",
                 Body().set("reason", "returned"));
    };
    const auto relabelled = [&] {
        app.call("lager", "POST", "/api/v1/items/" + failed + "/relabel");
    };
    const std::vector<std::tuple<std::string, std::function<void()>>> changes{
        {"/api/v1/items/" + code, renamed},
        {"/api/v1/depots/SMS/shelves/B3", lent},
        {pickup.header("location"), returned},
        {"/api/v1/work-orders/" + std::to_string(order), relabelled}};
    CHECK(pickup.header("etag") == app.get(pickup.header("location")).header("etag"));
    for (const auto& [path, change] : changes) {
        INFO(path);
        const auto before = app.get(path);
        const Headers seen{{"if-none-match", before.header("etag")}};
        CHECK(app.call("lager", "GET", path, "", seen).status == 304);
        change();
        const auto after = app.call("lager", "GET", path, "", seen);
        CHECK(after.status == 200);
        CHECK(after.body != before.body);
    }
    // Whoever changes it names its version, whatever else is shown with it.
    const auto path = "/api/v1/items/" + code;
    CHECK(app.get(path).header("etag").starts_with("\"3-"));
    app.scanned("in", code);
    const Headers by_version{{"if-match", app.get(path).header("etag")}};
    app.patch("/api/v1/products/1", Body().set("name", "Enda et navn"));
    const auto changed = app.call("lager", "PATCH", path, R"({"lot": "L1"})", by_version);
    CHECK(changed.status == 200);
    CHECK(changed.header("etag") == app.get(path).header("etag"));
}

TEST_CASE("a loan is changed by its version, also when the day has changed") {
    TestApp app;
    const auto loan = app.loan(app.ready_item());
    const auto path = "/api/v1/loans/" + std::to_string(loan);
    const auto tag = app.get(path).header("etag");
    app.clock.set("2026-11-24T08:00:00.000Z");
    CHECK(app.call("lager", "PATCH", path, R"({"arena": "work"})", {{"if-match", tag}}).status ==
          200);
    CHECK(app.call("lager", "PATCH", path, R"({"arena": "work"})", {{"if-match", tag}}).status ==
          412);
}

TEST_CASE("a method that a path does not have is 405 with those that it has") {
    TestApp app;
    struct Row {
        const char* method;
        const char* path;
        const char* allow;
    };
    for (const Row& row : {Row{"DELETE", "/api/v1/items", "GET, POST"},
                           Row{"PUT", "/api/v1/items/0000000", "GET, PATCH"},
                           Row{"PUT", "/api/v1/scans", "GET, POST"}, Row{"POST", "/livez", "GET"},
                           Row{"PATCH", "/api/v1/scans/batch", "POST"}}) {
        INFO(row.method << " " << row.path);
        for (const char* sender : {"lager", ""}) {
            const auto answer = app.call(sender, row.method, row.path);
            CHECK(refusal(answer) == "405  method_not_allowed");
            CHECK(answer.header("allow") == row.allow);
        }
    }
    CHECK(app.call("", "GET", "/api/v1/nowhere").status == 404);
}

TEST_CASE("what is wrong is told in the order of API.md") {
    TestApp app;
    const auto code = app.ready_item();
    // One request that is wrong in every way; each step takes one fault away.
    routing::Request request = app.request("", "PATCH", "/api/v1/items/0000000?x=1");
    request.body_too_large = true;
    request.body = "nonsense";
    request.content_type = "text/plain";
    const auto answer = [&] { return refusal(app.call_later(request).get()); };
    CHECK(answer() == "401  not_signed_in");
    request.authorization = "Bearer token-of-sjafor";
    CHECK(answer() == "403  not_allowed");
    request.authorization = "Bearer token-of-lager";
    CHECK(answer() == "413  body_too_large");
    request.body_too_large = false;
    CHECK(answer() == "415  json_needed");
    request.content_type = "application/json";
    CHECK(answer() == "428  if_match_needed");
    request.if_match = "\"99\"";
    CHECK(answer() == "400 ?x unknown_parameter");
    request.query.clear();
    CHECK(answer() == "400  invalid_json");
    request.body = R"({"home_depot": "NORD", "x": 1})";
    CHECK(answer() == "400 /x unknown_field");
    request.body = R"({"home_depot": "NORD"})";
    CHECK(answer() == "404  not_found");
    request.path = "/api/v1/items/" + code;
    CHECK(answer() == "412  changed_meanwhile");
    request.if_match = "*";
    CHECK(answer() == "409 /home_depot unknown_depot");
    request.body = R"({"home_depot": "ENGVEIEN"})";
    CHECK(answer() == "200");
}

TEST_CASE("a large body that was not read ends its connection, whatever the answer") {
    TestApp app;
    const auto answer = [&](const char* sender, const char* path) {
        routing::Request request = app.request(sender, "POST", path);
        request.body_too_large = true;
        request.content_type = "application/json";
        return app.call_later(request).get();
    };
    for (const auto& [sender, path, status] :
         {std::tuple("lager", "/api/v1/products", 413), std::tuple("", "/api/v1/products", 401),
          std::tuple("ergo", "/api/v1/products", 403), std::tuple("lager", "/nowhere", 404),
          std::tuple("lager", "/livez", 405)}) {
        INFO(status);
        const auto refused = answer(sender, path);
        CHECK(refused.status == status);
        CHECK(refused.close);
    }
    CHECK_FALSE(app.get("/api/v1/products").close);
}

TEST_CASE("people read what is wrong in their language") {
    TestApp app;
    const auto title = [&](const char* language) {
        return app.call("lager", "GET", "/api/v1/items/x", "", {{"accept-language", language}})
            .json.text("/title");
    };
    CHECK(title("") == "Fant ikke det du ba om.");
    CHECK(title("nb-NO,nb;q=0.9") == "Fant ikke det du ba om.");
    CHECK(title("no") == "Fant ikke det du ba om.");
    CHECK(title("nn-NO") == "Fann ikkje det du bad om.");
    CHECK(title("en-GB,en;q=0.8,nb;q=0.5") == "Not found.");
    CHECK(title("nb;q=0.3, nn;q=0.7") == "Fann ikkje det du bad om.");
    CHECK(title("de, fr") == "Fant ikke det du ba om.");
    CHECK(title("de, en;q=0.1") == "Not found.");
    CHECK(title("en;q=0, nn;q=0.1") == "Fann ikkje det du bad om.");
}

TEST_CASE("a repeat with the same Idempotency-Key gets the stored answer") {
    TestApp app;
    const auto first = with_key(app, "k-1", product);
    REQUIRE(first.status == 201);
    const auto before = app.stored().dump();
    const auto again = with_key(app, "k-1", product);
    CHECK(again.status == 201);
    CHECK(again.body == first.body);
    CHECK(again.header("location") == first.header("location"));
    CHECK(again.header("etag") == first.header("etag"));
    CHECK(app.stored().dump() == before);

    SECTION("other content under it is 422") {
        CHECK(refusal(with_key(app, "k-1", Body(product).set("supplier", "A"))) ==
              "422  idempotency_key_reused");
        CHECK(app.stored().dump() == before);
    }
    SECTION("another key, sender or route is another request") {
        CHECK(with_key(app, "k-2", product).json.number("/id") == 2);
        CHECK(with_key(app, "k-1", product, "lager2").json.number("/id") == 3);
        CHECK(with_key(app, "k-1", Body().set("product_id", 1).set("depot", "SMS"), "lager",
                       "/api/v1/items")
                  .status == 409);
    }
    SECTION("it is kept for 24 hours") {
        app.clock.advance(std::chrono::hours(24) - std::chrono::milliseconds(1));
        CHECK(with_key(app, "k-1", product).json.number("/id") == 1);
        app.clock.advance(std::chrono::milliseconds(1));
        CHECK(with_key(app, "k-1", product).json.number("/id") == 2);
    }
}

TEST_CASE("a refusal by a rule is kept under its key, bad input is not") {
    TestApp app;
    const auto code = app.item(app.product());
    const auto borrower = app.borrower();
    const Body loan = Body()
                          .set("borrower_id", borrower)
                          .set("depot", "SMS")
                          .list("lines", {Body().set("item", code).text()});
    const auto refused = with_key(app, "k", loan, "lager", "/api/v1/loans");
    CHECK(refusal(refused) == "409 /lines/0/item not_ready");
    app.post("/api/v1/items/" + code + "/inspect", Body().set("ok", true));
    CHECK(with_key(app, "k", loan, "lager", "/api/v1/loans").body == refused.body);
    CHECK(app.stored().value("select count(*) from loan") == "0");
    CHECK(with_key(app, "k2", loan, "lager", "/api/v1/loans").status == 201);

    CHECK(with_key(app, "bad", Body().set("name", "A")).status == 400);
    CHECK(with_key(app, "bad", product).status == 201);
    CHECK(with_key(app, "role", product, "ergo").status == 403);
    CHECK(
        with_key(app, "gone", Body().set("method", "hand"), "lager", "/api/v1/items/0000000/clean")
            .status == 404);
    CHECK(app.stored().value("select count(*) from idempotency where status not in (201, 409)") ==
          "0");
}

TEST_CASE("the same key many times at once makes one thing") {
    TestApp app;
    const auto bodies =
        support::in_parallel(20, [&](int) { return with_key(app, "k", product).body; });
    CHECK(std::count(bodies.begin(), bodies.end(), bodies.front()) == 20);
    CHECK(app.stored().value("select count(*) from product") == "1");
}

TEST_CASE("a key is 1 to 200 visible ASCII characters") {
    TestApp app;
    CHECK(with_key(app, std::string(200, 'k'), product).status == 201);
    for (const std::string& key : {std::string(201, 'k'), std::string("a b"), std::string("å")}) {
        CHECK(refusal(with_key(app, key, product)) == "400  invalid_idempotency_key");
    }
    CHECK(app.stored().value("select count(*) from product") == "1");
}

TEST_CASE("a full queue of the writer is 503, and the client is told to come back") {
    TestApp app(db::Writer::Limits{.queue = 1, .batch = 1});
    const auto answers =
        support::in_parallel(64, [&](int) { return app.post("/api/v1/products", product); });
    std::size_t made = 0;
    for (const Answer& answer : answers) {
        if (answer.status == 201) {
            ++made;
            continue;
        }
        CHECK(refusal(answer) == "503  busy");
        CHECK(answer.header("retry-after") == "1");
    }
    CHECK(app.stored().value("select count(*) from product") == std::to_string(made));
    CHECK(made > 0);
}
