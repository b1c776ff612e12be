// The orders of the lists: each against what the test sorts by itself, with many of the same key,
// over pages of two rows.

#include <catch2/catch.hpp>

#include <set>
#include <sstream>
#include <tuple>

#include "api/openapi.hpp"
#include "api/routes.hpp"
#include "api/sort.hpp"
#include "db/booking_store.hpp"
#include "db/item_store.hpp"
#include "db/loan_store.hpp"
#include "db/part_store.hpp"
#include "db/product_store.hpp"
#include "db/work_order_store.hpp"
#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::refusal;
using support::TestApp;
using Texts = std::vector<std::string>;
using namespace std::chrono_literals;

namespace {

constexpr const char* last = "\xF4\x8F\xBF\xBF";  // behind every text

// The rows of the list, each as these members with a blank between, over pages of two.
std::vector<Texts> walked(TestApp& app, const std::string& list, const Texts& members) {
    std::vector<Texts> rows;
    std::string target = "/api/v1/" + list + (list.find('?') == std::string::npos ? "?" : "&");
    target += "limit=2";
    for (int pages = 0; pages < 50; ++pages) {
        const Answer page = app.get(target);
        INFO(target);
        REQUIRE(page.status == 200);
        std::vector<Texts> columns;
        for (const std::string& member : members) {
            columns.push_back(page.json.each("/items", member));
        }
        for (std::size_t i = 0; i < columns.front().size(); ++i) {
            Texts row;
            for (const Texts& column : columns) row.push_back(column.at(i));
            rows.push_back(std::move(row));
        }
        if (page.json.is_null("/next")) return rows;
        CHECK(page.json.size("/items") == 2);
        const std::string link = page.header("link");
        target = link.substr(1, link.find('>') - 1);
    }
    FAIL("the pages do not end");
    return rows;
}

// Walks the list in the usual order and in the one asked for: the latter is the former, sorted.
// `less` compares two rows of these members, of which the first is the id.
template <class Less>
void check_order(TestApp& app, const std::string& list, const std::string& sort,
                 const Texts& members, Less less) {
    auto expected = walked(app, list, members);
    INFO(list << " by " << sort);
    CHECK(expected.size() > 4);
    // What comes first in the usual order stays first among equals.
    std::stable_sort(expected.begin(), expected.end(), less);
    const auto found = walked(
        app, list + (list.find('?') == std::string::npos ? "?" : "&") + "sort=" + sort, members);
    CHECK(found == expected);
}

void check_newest(TestApp& app, const std::string& list, const std::string& id = "/id") {
    auto expected = walked(app, list, {id});
    CHECK(expected.size() > 4);
    std::reverse(expected.begin(), expected.end());
    INFO(list);
    CHECK(walked(app, list + (list.find('?') == std::string::npos ? "?" : "&") + "sort=newest",
                 {id}) == expected);
}

// By that member; what has none comes last.
auto by(std::size_t at) {
    return [at](const Texts& a, const Texts& b) {
        const auto key = [at](const Texts& row) {
            return row[at].empty() || row[at] == "null" || row[at] == "-" ? std::string(last)
                                                                          : row[at];
        };
        return key(a) < key(b);
    };
}

Answer must(Answer answer) {
    INFO(answer.body);
    REQUIRE(answer.status < 300);
    return answer;
}

}  // namespace

TEST_CASE("products stand in the order of their names, as Norwegian has them, or their numbers") {
    TestApp app;
    for (const char* name : {"Ødegård", "Ærfugl", "Aagaard", "zebra", "Ånd", "abe", "Abe", "abe"}) {
        app.product(Body().set("name", name));
    }
    for (const char* number : {"300001", "100001", "200001"}) {
        app.product(Body().set("name", "Stol").set("hms_nr", number));
    }
    const auto names = [&] {
        Texts all;
        for (const Texts& row : walked(app, "products?sort=name", {"/name", "/id"})) {
            all.push_back(row[0] + row[1]);
        }
        return all;
    }();
    CHECK(names == Texts{"abe6", "Abe7", "abe8", "Stol9", "Stol10", "Stol11", "zebra4", "Ærfugl2",
                         "Ødegård1", "Aagaard3", "Ånd5"});
    check_order(app, "products", "hms_nr", {"/id", "/hms_nr"}, by(1));
    check_newest(app, "products");
    CHECK(walked(app, "products?sort=name&q=abe", {"/id"}) ==
          std::vector<Texts>{{"6"}, {"7"}, {"8"}});
}

TEST_CASE("items stand newest first, by how long they are in their state, or by shelf") {
    TestApp app;
    const auto chair = app.product(Body().set("name", "Dusjkrakk").set("hms_nr", "177946"));
    const auto bed = app.product(Body().set("name", "Seng"));
    const auto borrower = app.borrower();
    const Texts shelves{"B3", "A1", "B3", "", "Å1", "A1", ""};
    for (std::size_t i = 0; i < 14; ++i) {
        Body given;
        given.set("depot", i % 5 == 0 ? "ENGVEIEN" : "SMS");
        given.set("owner", i % 3 == 0 ? "privat" : "kommune");
        if (shelves[i % 7].empty()) {
            given.raw("shelf", "null");
        } else {
            given.set("shelf", shelves[i % 7]);
        }
        const auto code = app.item(i % 2 == 0 ? chair : bed, given);
        if (i % 3 != 0) {
            must(app.post("/api/v1/items/" + code + "/inspect", Body().set("ok", true)));
        }
        if (i % 4 == 0) app.clock.advance(1h);
        if (i == 7) app.loan(code, Body().set("borrower_id", borrower));
    }
    // The first ones change their state last.
    app.clock.advance(24h);
    for (const Texts& row : walked(app, "items?state=to_inspect", {"/code"})) {
        must(app.post("/api/v1/items/" + row[0] + "/block", Body().set("reason", "ser på den")));
    }
    const std::string beds = "product=" + std::to_string(bed);
    for (const std::string filter :
         {"", "depot=SMS", "state=ready", "state=blocked&owner=privat", "owner=privat",
          "owner=kommune", "stock=korttid&depot=SMS", "shelf=A1", "q=dusj", "q=177946"}) {
        INFO(filter);
        const std::string list = filter.empty() ? "items" : "items?" + filter;
        if (filter != "shelf=A1") check_newest(app, list, "/code");
        if (filter != "shelf=A1") check_order(app, list, "since", {"/code", "/since"}, by(1));
    }
    check_order(app, "items?" + beds, "since", {"/code", "/since"}, by(1));
    for (const std::string filter :
         {"", "&state=ready", "&owner=kommune", "&stock=korttid", "&q=dusj"}) {
        check_order(app, "items?depot=SMS" + filter, "shelf", {"/code", "/shelf"}, by(1));
    }
    check_order(app, "items?depot=SMS&" + beds, "shelf", {"/code", "/shelf"}, by(1));
    CHECK(refusal(app.get("/api/v1/items?sort=shelf")) == "400 ?depot required");
}

TEST_CASE("loans stand newest first, and open ones by what is to come back first") {
    TestApp app;
    const auto product = app.product(Body().set("tracking", "counted"));
    const auto child = app.product(Body().set("tracking", "counted").set("children", true));
    const auto borrower = app.borrower();
    const auto other = app.borrower(Body().set("name", "Ola Prøve"));
    int made = 0;
    for (const char* start : {"2026-09-07", "2026-08-20", "2026-11-02", "2026-08-20", "2026-10-01",
                              "2026-09-07", "2026-08-23", "2026-11-02", "2026-06-01"}) {
        const bool odd = ++made % 2 == 1;
        Body line = Body().set("product_id", made % 4 == 0 ? child : product);
        must(app.post("/api/v1/loans", Body()
                                           .set("borrower_id", made % 3 == 0 ? other : borrower)
                                           .set("depot", odd ? "SMS" : "ENGVEIEN")
                                           .set("start", start)
                                           .set("requested_by", odd ? "Kari" : "Ola")
                                           .list("lines", {line.text(), line.text()})));
    }
    // One of two lines is back: the other counts.
    must(app.post("/api/v1/loans/2/lines/" +
                      std::to_string(app.get("/api/v1/loans/2").json.number("/lines/0/id")) +
                      "/end",
                  Body().set("reason", "returned")));
    // Those that go on by the due or review day, which the test reads from the loans.
    const auto day_of = [&](const std::string& id) {
        const auto loan = app.get("/api/v1/loans/" + id).json;
        std::string first = last;
        for (const char* day : {"/due", "/review"}) {
            const auto days = loan.each("/lines", day);
            const auto states = loan.each("/lines", "/state");
            for (std::size_t i = 0; i < days.size(); ++i) {
                if (states[i] == "open" && days[i].starts_with("20"))
                    first = std::min(first, days[i]);
            }
        }
        return first;
    };
    std::map<std::string, std::string> days;
    for (const Texts& row : walked(app, "loans", {"/id"})) days[row[0]] = day_of(row[0]);
    CHECK(std::set<std::string>{days["2"], days["4"], days["7"]}.size() >= 2);
    const auto by_day = [&](const Texts& a, const Texts& b) { return days[a[0]] < days[b[0]]; };
    for (const std::string& filter :
         Texts{"", "&depot=SMS", "&requested_by=Kari", "&requested_by=Kari&depot=SMS",
               "&borrower=" + std::to_string(borrower)}) {
        check_order(app, "loans?state=open" + filter, "due", {"/id"}, by_day);
        check_newest(app, "loans?state=open" + filter);
    }
    check_newest(app, "loans");
    CHECK(walked(app, "loans?state=overdue&sort=due", {"/id"}) ==
          walked(app, "loans?state=overdue", {"/id"}));
    // There is no due day among what is back, and no other order among what is late.
    CHECK(refusal(app.get("/api/v1/loans?sort=due")) == "400 ?sort invalid_value");
    CHECK(refusal(app.get("/api/v1/loans?state=ended&sort=due")) == "400 ?sort invalid_value");
    CHECK(refusal(app.get("/api/v1/loans?state=overdue&sort=newest")) == "400 ?sort invalid_value");
}

TEST_CASE("bookings, work orders and parts stand in the orders that are worked by") {
    TestApp app;
    const auto product = app.product();
    const auto borrower = app.borrower();
    const Texts days{"2026-12-04", "2026-11-24", "2026-12-01", "2026-11-24", "2026-12-04",
                     "2026-11-25", "2026-12-01", "2026-11-24", "2026-12-02", "2026-11-24"};
    for (std::size_t i = 0; i < days.size(); ++i) {
        must(app.post("/api/v1/bookings",
                      Body()
                          .set("product_id", product)
                          .set("depot", i % 3 == 0 ? "ENGVEIEN" : "SMS")
                          .set("from", days[i])
                          .set("to", "2026-12-10")
                          .set("borrower_id", borrower),
                      i == 4 ? "ergo" : "lager"));
    }
    for (const std::string filter :
         {"", "?state=open", "?depot=SMS", "?state=open&depot=SMS", "?mine=true",
          "?mine=true&state=open&depot=SMS", "?borrower=1&depot=SMS&state=open"}) {
        check_order(app, "bookings" + filter, "from", {"/id", "/from"}, by(1));
        check_newest(app, "bookings" + filter);
    }

    for (const char* promised : {"2026-12-04", "", "2026-11-30", "2026-12-04", "", "2026-11-30"}) {
        const auto code = app.item(product);
        must(app.post("/api/v1/items/" + code + "/inspect",
                      Body().set("ok", false).set("findings", "hjulet")));
        const auto orders = app.get("/api/v1/work-orders?item=" + code).json;
        if (*promised != '\0') {
            app.patch("/api/v1/work-orders/" + std::to_string(orders.number("/items/0/id")),
                      Body().set("promised", promised));
        }
    }
    for (const std::string filter : {"", "?state=open", "?depot=SMS", "?state=open&depot=SMS"}) {
        check_order(app, "work-orders" + filter, "promised", {"/id", "/promised"}, by(1));
        check_newest(app, "work-orders" + filter);
    }

    for (const char* name : {"Hjul", "aksel", "Ørepropp", "hjul", "Bremse", "Hjul. 8", "Hjul"}) {
        must(app.post("/api/v1/parts", Body().set("name", name)));
    }
    CHECK(walked(app, "parts?sort=name", {"/name", "/id"}) ==
          std::vector<Texts>{{"aksel", "2"},
                             {"Bremse", "5"},
                             {"Hjul", "1"},
                             {"hjul", "4"},
                             {"Hjul", "7"},
                             {"Hjul. 8", "6"},
                             {"Ørepropp", "3"}});
    check_newest(app, "parts");
}

TEST_CASE("an order that a list does not have, and a cursor of another one, are refused") {
    TestApp app;
    const auto product = app.product(Body().set("tracking", "counted"));
    for (int i = 0; i < 3; ++i) {
        app.product();
        must(app.post("/api/v1/loans",
                      Body()
                          .set("borrower_id", app.borrower())
                          .set("depot", "SMS")
                          .list("lines", {Body().set("product_id", product).text()})));
    }
    for (const char* list : {"loans", "items", "bookings", "products", "parts", "work-orders"}) {
        INFO(list);
        const std::string path = "/api/v1/" + std::string(list);
        CHECK(refusal(app.get(path + "?sort=farge")) == "400 ?sort invalid_value");
        CHECK(refusal(app.get(path + "?sort=")) == "400 ?sort too_short");
        CHECK(refusal(app.get(path + "?sort=newest&cursor=17")) == "400 ?cursor invalid_cursor");
        CHECK(refusal(app.get(path + "?sort=oldest&cursor=newest.17")) ==
              "400 ?cursor invalid_cursor");
        for (const char* cursor : {"newest.", "newest.0", "newest.-1", "newest.x", "newest.a.1",
                                   "newest.99999999999999999999", "newest1", "due.1"}) {
            INFO(cursor);
            CHECK(refusal(app.get(path + "?sort=newest&cursor=" + cursor)) ==
                  "400 ?cursor invalid_cursor");
        }
    }
    for (const char* cursor : {"since.x.1", "since.1", "since..1", "since.1.0", "newest.1"}) {
        INFO(cursor);
        CHECK(refusal(app.get(std::string("/api/v1/items?sort=since&cursor=") + cursor)) ==
              "400 ?cursor invalid_cursor");
    }
    const auto next = [&](const std::string& query) {
        return app.get("/api/v1/" + query + "&limit=1").json.text("/next");
    };
    CHECK(refusal(app.get("/api/v1/loans?state=open&cursor=" +
                          next("loans?state=open&sort=due"))) == "400 ?cursor invalid_cursor");
    CHECK(refusal(app.get("/api/v1/products?sort=hms_nr&cursor=" + next("products?sort=newest"))) ==
          "400 ?cursor invalid_cursor");
    // The usual order by its name is the usual order.
    CHECK(app.get("/api/v1/products?sort=oldest&cursor=" + next("products?q=rullator")).status ==
          200);
}

TEST_CASE("the OpenAPI document names the orders of each list") {
    const auto names = [](const auto& orders) {
        std::string all;
        for (const auto& order : orders) {
            all += (all.empty() ? "" : " ") + std::string(order.name);
        }
        return all;
    };
    const std::map<std::string, std::string> known{
        {"/api/v1/loans", names(db::loans::orders(db::loans::Which::open))},
        {"/api/v1/items", names(db::items::orders())},
        {"/api/v1/bookings", names(db::bookings::orders())},
        {"/api/v1/products", names(db::products::orders())},
        {"/api/v1/parts", names(db::parts::orders())},
        {"/api/v1/work-orders", names(db::work_orders::orders())}};
    std::map<std::string, std::string> told;
    for (const routing::Route& route : api::routes()) {
        const bool sorts =
            (" " + std::string(route.parameters) + " ").find(" sort ") != std::string::npos;
        CHECK(sorts == !route.orders.empty());
        if (sorts) told[std::string(route.path)] = route.orders;
    }
    CHECK(told == known);
}

TEST_CASE("a cursor keeps a key with dots in it") {
    const db::OrderBy order{"name", "name_key"};
    const db::Position position("hjul. 8.5", 17);
    CHECK(api::to_text(position, order) == "name.hjul. 8.5.17");
    CHECK(api::parse_place("name.hjul. 8.5.17", order) == position);
    CHECK(api::parse_place("name..17", order) == db::Position("", 17));
}
