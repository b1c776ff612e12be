// Lists on the web page in the order that the reader chooses, by the list's form or by the heads of
// its columns: links, so without a script as well.

#include <catch2/catch.hpp>

#include <regex>

#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::TestApp;
using Texts = std::vector<std::string>;

namespace {

// What stands in the head of the column: its aria-sort and where it leads.
struct Head {
    std::string sort;
    std::string href;
};
Head head_of(const Answer& page, const std::string& label) {
    static const std::regex head(
        R"re(<th scope="col"(?: class="num")?(?: aria-sort="([a-z]+)")?>(?:<a class="ds-link" href="([^"]*)">)?([^<]*))re");
    for (std::sregex_iterator at(page.body.begin(), page.body.end(), head), end; at != end; ++at) {
        if ((*at)[3] != label) continue;
        return {(*at)[1], std::regex_replace((*at)[2].str(), std::regex("&amp;"), "&")};
    }
    FAIL("no column " << label);
    return {};
}

std::string link_named(const Answer& page, const std::string& text) {
    const std::regex link(R"re(<a [^>]*href="([^"]*)"[^>]*>)re" + text + "</a>");
    std::smatch found;
    if (!std::regex_search(page.body, found, link)) return {};
    return std::regex_replace(found[1].str(), std::regex("&amp;"), "&");
}

Texts cells(const Answer& page, const std::string& label) {
    const std::regex cell("<td data-label=\"" + label + R"re("[^>]*>(?:<[^>]*>)?([^<]*))re");
    Texts all;
    for (std::sregex_iterator at(page.body.begin(), page.body.end(), cell), end; at != end; ++at) {
        all.push_back((*at)[1]);
    }
    return all;
}

bool offers(const Answer& page, const std::string& order) {
    return page.body.find("<option value=\"" + order + "\"") != std::string::npos;
}
bool has_chosen(const Answer& page, const std::string& order) {
    return page.body.find("<option value=\"" + order + "\" selected>") != std::string::npos;
}

}  // namespace

TEST_CASE("a list is sorted by the heads of its columns, on every page and in its CSV") {
    TestApp app;
    const auto product = app.product(Body().set("tracking", "counted"));
    const auto borrower = app.borrower();
    for (int i = 0; i < 60; ++i) {
        app.post("/api/v1/loans", Body()
                                      .set("borrower_id", borrower)
                                      .set("depot", "SMS")
                                      .set("start", i % 2 == 0 ? "2026-11-02" : "2026-10-01")
                                      .list("lines", {Body().set("product_id", product).text()}));
    }
    const auto usual = app.get("/lan?depot=SMS");
    CHECK(has_chosen(usual, "oldest"));
    CHECK(head_of(usual, "Lån nr.").sort == "ascending");
    CHECK(head_of(usual, "Lån nr.").href == "/lan?depot=SMS&sort=newest");
    CHECK(head_of(usual, "Frist").sort == "none");
    CHECK(head_of(usual, "Låner").sort.empty());
    CHECK(head_of(usual, "Låner").href.empty());
    CHECK(cells(usual, "Lån nr.").front() == "1");

    const auto newest = app.get(head_of(usual, "Lån nr.").href);
    CHECK(has_chosen(newest, "newest"));
    CHECK(head_of(newest, "Lån nr.").sort == "descending");
    CHECK(head_of(newest, "Lån nr.").href == "/lan?depot=SMS&sort=oldest");
    CHECK(cells(newest, "Lån nr.").front() == "60");
    const auto rest = app.get(link_named(newest, "Neste side"));
    CHECK(cells(rest, "Lån nr.") == Texts{"10", "9", "8", "7", "6", "5", "4", "3", "2", "1"});
    // Another order begins at its beginning.
    CHECK(head_of(rest, "Frist").href == "/lan?depot=SMS&sort=due");

    const auto by_due = app.get(head_of(rest, "Frist").href);
    CHECK(head_of(by_due, "Frist").sort == "ascending");
    CHECK(head_of(by_due, "Frist").href.empty());
    CHECK(cells(by_due, "Lån nr.").front() == "2");
    const auto csv = app.get(link_named(by_due, "Last ned som CSV"));
    CHECK(csv.status == 200);
    const std::regex last_cell(";([0-9]+)\r\n");
    Texts numbers;
    for (std::sregex_iterator at(csv.body.begin(), csv.body.end(), last_cell), end; at != end;
         ++at) {
        numbers.push_back((*at)[1]);
    }
    REQUIRE(numbers.size() == 60);
    CHECK(Texts(numbers.begin(), numbers.begin() + 3) == Texts{"2", "4", "6"});
    CHECK(numbers.back() == "59");

    // What is late has one order, and what is asked for in vain is the usual one.
    const auto overdue = app.get("/lan?state=overdue&sort=newest");
    CHECK(overdue.status == 200);
    CHECK_FALSE(offers(overdue, "newest"));
    CHECK(has_chosen(app.get("/lan?sort=farge"), "oldest"));
}

TEST_CASE("aids are sorted by shelf at one depot alone, and say how long they have stood") {
    TestApp app;
    const auto product = app.product();
    app.item(product, Body().set("shelf", "B3"));
    app.clock.advance(std::chrono::hours(24));
    const auto late = app.item(product, Body().set("shelf", "A1"));
    const auto all = app.get("/hjelpemidler?sort=shelf");
    CHECK(all.status == 200);
    CHECK(has_chosen(all, "oldest"));
    CHECK_FALSE(offers(all, "shelf"));
    CHECK(head_of(all, "Hylle").sort.empty());
    const auto at_depot = app.get("/hjelpemidler?depot=SMS&sort=shelf");
    CHECK(has_chosen(at_depot, "shelf"));
    CHECK(head_of(at_depot, "Hylle").sort == "ascending");
    CHECK(cells(at_depot, "Hylle") == Texts{"A1", "B3"});
    const auto by_age = app.get(head_of(at_depot, "Status siden").href);
    CHECK(cells(by_age, "Hylle") == Texts{"B3", "A1"});
    CHECK(cells(by_age, "Status siden") == Texts{"23.11.2026 kl. 09.00", "24.11.2026 kl. 09.00"});
    const auto ready = app.ready_item(product, Body().set("shelf", "C1"));
    app.loan(ready);
    CHECK(cells(app.get("/hjelpemidler?sort=newest"), "Status siden").front().empty());
}

TEST_CASE("the other lists can be sorted as well, products by name to begin with") {
    TestApp app;
    app.product(Body().set("name", "Ståstativ"));
    app.product(Body().set("name", "Arbeidsstol").set("hms_nr", "200001"));
    app.product(Body().set("name", "Økt toalettsete").set("hms_nr", "100001"));
    const auto products = app.get("/produkter");
    CHECK(head_of(products, "Produkt").sort == "ascending");
    CHECK(cells(products, "Produkt") == Texts{"Arbeidsstol", "Ståstativ", "Økt toalettsete"});
    CHECK(cells(app.get(head_of(products, "HMS-nr.").href), "Produkt") ==
          Texts{"Økt toalettsete", "Arbeidsstol", "Ståstativ"});
    for (const char* name : {"Hjul", "Aksel"}) app.post("/api/v1/parts", Body().set("name", name));
    CHECK(cells(app.get("/deler"), "Del") == Texts{"Aksel", "Hjul"});
    CHECK(cells(app.get("/deler?sort=newest"), "Del") == Texts{"Aksel", "Hjul"});
    CHECK(cells(app.get("/deler?sort=oldest"), "Del") == Texts{"Hjul", "Aksel"});
    const auto borrower = app.borrower();
    for (const char* from : {"2026-12-01", "2026-11-25"}) {
        app.post("/api/v1/bookings", Body()
                                         .set("product_id", 1)
                                         .set("depot", "SMS")
                                         .set("from", from)
                                         .set("to", "2026-12-04")
                                         .set("borrower_id", borrower));
    }
    const auto bookings = app.get("/bestillinger");
    CHECK(head_of(bookings, "Første dag").sort == "none");
    CHECK(cells(app.get(head_of(bookings, "Første dag").href), "Første dag") ==
          Texts{"25.11.2026", "01.12.2026"});
    for (const char* promised : {"2026-12-04", "2026-11-30"}) {
        const auto code = app.item(1);
        app.post("/api/v1/items/" + code + "/inspect",
                 Body().set("ok", false).set("findings", "hjulet"));
        const auto id = app.get("/api/v1/work-orders?item=" + code).json.number("/items/0/id");
        app.patch("/api/v1/work-orders/" + std::to_string(id), Body().set("promised", promised));
    }
    const auto orders = app.get("/arbeidsordrer");
    CHECK(head_of(orders, "Nr.").sort == "ascending");
    CHECK(cells(app.get(head_of(orders, "Lovet").href), "Lovet") ==
          Texts{"30.11.2026", "04.12.2026"});
}
