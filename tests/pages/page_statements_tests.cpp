// How many statements a page takes: the same with thirty of everything as with three, and few.

#include <catch2/catch.hpp>

#include "depot/weekly_list.hpp"
#include "pages/routes.hpp"
#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::TestApp;

namespace {

std::string number(std::int64_t value) { return std::to_string(value); }

Answer must(Answer answer) {
    if (answer.status >= 300) throw std::runtime_error(answer.body);
    return answer;
}

// So many of each thing that a list shows, each with a product and a borrower of its own.
class World {
public:
    explicit World(int each) {
        for (int i = 0; i < each; ++i) add(i);
        count_ = must(app.post("/api/v1/counts", Body().set("depot", "SMS").set("shelf", "B9")))
                     .json.number("/id");
        for (const std::string& code : on_shelf_) {
            must(app.post("/api/v1/counts/" + number(count_) + "/seen", Body().set("code", code)));
        }
        const auto now = app.clock.now().instant;
        app.database().write([&](db::WriteTx& tx) {
            const auto list = depot::list_to_keep(tx, now);
            depot::keep_some(tx, list.value(), 0, list->lines.size(), now);
        });
        must(
            app.post("/api/v1/sets", Body().set("name", "Hjem fra sykehus").list("lines", lines_)));
    }

    // The address with an example of what it names; none when there is no such thing here.
    std::string path_of(std::string_view pattern) const {
        std::string path(pattern);
        const auto open = path.find('{');
        if (open == std::string::npos) return path;
        const auto begin = path.rfind('/', open - 2) + 1;
        const std::string what = path.substr(begin, open - 1 - begin);
        const auto close = path.find('}');
        const auto known = examples_.find(what);
        path.replace(open, close + 1 - open, known == examples_.end() ? "1" : known->second);
        return path.find('{') == std::string::npos ? path : std::string();
    }

    TestApp app;

private:
    std::string inspected(std::int64_t product, bool ok, const Body& given = {}) {
        const std::string code = app.item(product, given);
        Body found;
        found.set("ok", ok).raw("checklist", R"({"bremser": true, "hjul": true})");
        if (!ok) found.set("findings", "hjulet");
        must(app.post("/api/v1/items/" + code + "/inspect", found));
        return code;
    }

    void add(int i) {
        const auto product = app.product(Body()
                                             .set("name", "Rullator " + number(i))
                                             .list("accessories", {"\"kurv\""})
                                             .list("checklist", {"\"bremser\"", "\"hjul\""}));
        const auto borrower = app.borrower(Body().set("name", "Kari Nordmann " + number(i)));
        const auto out = inspected(product, true, Body().set("serial", "S" + number(i)));
        const auto loan = app.loan(out, Body().set("borrower_id", borrower));
        must(app.post("/api/v1/loans/" + number(loan) + "/extensions",
                      Body().set("months", 1).set("reason", "trengs"), "ergo"));
        must(app.call("ergo", "POST", "/api/v1/loans/" + number(loan) + "/reminders"));
        must(app.post("/api/v1/pickups",
                      Body().set("kind", "fetch").set("loan_id", loan).set("day", "2026-11-24")));
        must(app.post("/api/v1/bookings", Body()
                                              .set("product_id", product)
                                              .set("depot", "SMS")
                                              .set("from", "2026-11-25")
                                              .set("to", "2026-12-04")
                                              .set("borrower_id", borrower)));
        app.item(product, Body().set("shelf", "A" + number(i)));  // waits for its inspection
        inspected(product, false);                                // to be repaired
        app.loan(inspected(product, true),
                 Body().set("borrower_id", borrower).set("start", "2026-06-01"));
        const auto dirty = inspected(product, true);
        app.loan(dirty, Body().set("borrower_id", borrower));
        must(app.scanned("in", dirty));
        on_shelf_.push_back(inspected(product, true, Body().set("shelf", "B9")));
        must(app.post("/api/v1/transfers",
                      Body()
                          .set("from", "SMS")
                          .set("to", "ENGVEIEN")
                          .list("items", {support::quoted(inspected(product, true))})));
        must(app.post("/api/v1/parts", Body().set("name", "Hjul " + number(i))));
        must(app.post("/api/v1/parts/" + number(i + 1) + "/movements",
                      Body().set("depot", "SMS").set("quantity", 4)));
        must(app.call("lager", "PUT", "/api/v1/stock/" + number(product) + "/SMS",
                      Body().set("minimum", 2).set("maximum", 9), {{"if-match", "*"}}));
        must(app.post("/api/v1/notices", Body()
                                             .set("title", "Bremsen " + number(i))
                                             .set("product_id", product)
                                             .set("block", false)));
        const auto counted =
            app.product(Body().set("name", "Gripetang " + number(i)).set("tracking", "counted"));
        must(app.post("/api/v1/stock-movements", Body()
                                                     .set("kind", "received")
                                                     .set("product_id", counted)
                                                     .set("depot", "SMS")
                                                     .set("quantity", 9)));
        must(app.post("/api/v1/handouts", Body()
                                              .set("product_id", counted)
                                              .set("depot", "SMS")
                                              .set("quantity", 1)
                                              .set("borrower_id", borrower)));
        // A late scan of what nobody knows is a discrepancy.
        must(app.scanned("in", "UKJENT-" + number(i),
                         Body().set("happened_at", "2026-11-23T06:00:00.000Z")));
        if (lines_.size() < 3) lines_.push_back(Body().set("product_id", product).text());
        examples_ = {{"varig", app.stored().value("select max(id) from candidate")},
                     {"hjelpemidler", out},
                     {"lan", number(loan)},
                     {"lanere", number(borrower)},
                     {"person", number(borrower)},
                     {"produkter", number(product)},
                     {"depoter", "SMS"},
                     {"forfalt", "2026-W48"}};
    }

    std::int64_t count_ = 0;
    std::vector<std::string> on_shelf_;
    std::vector<std::string> lines_;
    std::map<std::string, std::string> examples_;
};

}  // namespace

TEST_CASE("a page takes as many statements with thirty of everything as with three") {
    World few(3);
    World many(30);
    std::size_t pages = 0;
    for (const routing::Route& route : pages::routes_with_api()) {
        if (route.method != routing::Method::get || route.media != "text/html") continue;
        const std::string at_few = few.path_of(route.path);
        const std::string at_many = many.path_of(route.path);
        if (at_few.empty()) continue;
        for (const char* role : {"lager", "ergo", "leder", "admin"}) {
            if (!route.roles.has(*domain::parse_role(role))) continue;
            const std::map<std::string, std::string> parameters{
                {"depot", "SMS"}, {"day", "2026-11-24"}, {"mine", "false"}};
            if (many.app.get(at_many + "?depot=SMS", role).status != 200) continue;
            INFO(role << " " << at_many);
            const auto one = few.app.statements_of_page(role, at_few, parameters);
            const auto other = many.app.statements_of_page(role, at_many, parameters);
            CHECK(other == one);
            CHECK(other <= 40);
            ++pages;
        }
    }
    CHECK(pages > 40);
}
