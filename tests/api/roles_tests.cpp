// Who may what: the table of API.md, written out cell by cell in who_may_what.csv, role by route by
// the relation between the sender and what the path names. Every route has its rows there, and
// every cell is tried.
//
// own_depot, other_depot: it is at the sender's depot, or at the other one. own_borrower,
// other_borrower: of a borrower with a loan from the sender's depot, or from the other one.
// protected: of a person with a protected address, or an answer that such a person is in.
// Cells: yes (let in), shown and hidden (let in, with the protected address or without any sign of
// it), 403, 401. A page leads whoever has not signed in to signing in, in place of 401.

#include <map>
#include <set>

#include <catch2/catch.hpp>

#include "identity/token.hpp"
#include "pages/routes.hpp"
#include "routing/origin.hpp"
#include "support/csv_table.hpp"
#include "support/images.hpp"
#include "support/person.hpp"
#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::Person;
using support::TestApp;

namespace {

// In the order of the table's columns.
const std::vector<std::string> senders{"lager", "ergo", "ergo_with_right", "sjafor", "leder",
                                       "admin", ""};
constexpr std::size_t first_cell = 3;

constexpr const char* form_body = "no_such_field=1";
constexpr const char* hidden_street = "Hemmeliggata 7";

std::string table() { return KL_TESTS_DIR "/api/who_may_what.csv"; }

std::string number(std::int64_t value) { return std::to_string(value); }

Answer must(Answer answer) {
    if (answer.status >= 300) throw std::runtime_error(answer.body);
    return answer;
}

// Two depots with the same things in each, and persons of each kind.
class World {
public:
    World() : with_right_(app_, "Med Rett", "ergo", Body().set("sees_protected", true)) {
        with_right_.set_up();
        product_ = app_.product();
        counted_ = app_.product(Body().set("tracking", "counted").set("name", "Krykke"));
        furnish("own_depot", "SMS");
        furnish("other_depot", "ENGVEIEN");
        add_person("own_borrower", "SMS", {});
        add_person("other_borrower", "ENGVEIEN", {});
        const Body hidden = Body()
                                .set("name", "Hemmelig Person")
                                .set("protection", "fortrolig")
                                .set("address", Body()
                                                    .set("street", hidden_street)
                                                    .set("postal_code", "3210")
                                                    .set("city", "Sandefjord"));
        add_person("protected", "SMS", hidden);
        // Another one of the same name, so that one is the other's likely double.
        must(app_.post("/api/v1/borrowers",
                       Body(hidden).set("kind", "person").set("phone", "33 41 60 00"), "leder"));
        notice_ = number(
            must(app_.post(
                     "/api/v1/notices",
                     Body().set("title", "Brems").set("product_id", product_).set("block", false)))
                .json.number("/id"));
    }

    Answer ask(const std::string& sender, const std::string& method, const std::string& target,
               const std::string& body) {
        support::Headers headers;
        if (method == "PATCH" || method == "PUT" || method == "DELETE") {
            headers.emplace_back("if-match", "*");
        }
        if (method == "POST" && target.ends_with("/photos")) {
            headers.emplace_back("content-type", "image/png");
        }
        if (body == form_body) {
            headers.emplace_back("content-type", "application/x-www-form-urlencoded");
        }
        if (sender == "ergo_with_right") {
            // Browsers send back the token of the page that the form was on.
            const auto session = routing::cookie(with_right_.cookie, routing::session_cookie);
            const std::string sent =
                body == form_body ? body + "&_token=" + identity::form_token(session) : body;
            const Answer answer = with_right_.call(method, target, sent, headers);
            if (target == (method == "DELETE" ? "/api/v1/session" : "/logg-ut")) {
                app_.clock.advance(std::chrono::minutes(1));
                must(with_right_.sign_in(with_right_.code()));
            }
            return answer;
        }
        return app_.call(sender, method, target, body, headers);
    }

    // The path with what the relation is about; without one it leads nowhere.
    std::string path_of(const std::string& pattern, const std::string& relation) const {
        std::string path = pattern;
        const auto put = [&](const std::string& name, const std::string& value) {
            const auto at = path.find("{" + name + "}");
            if (at != std::string::npos) path.replace(at, name.size() + 2, value);
        };
        if (path.starts_with("/api/v1/notices/") && relation == "protected") put("id", notice_);
        if (relation != "-") {
            const std::string resource = path.substr(8, path.find('/', 8) - 8);
            put("line", value("lines", relation));
            put("product", number(product_));
            put("depot", value("depots", relation));
            put("id", value(resource, relation));
            put("code", value("items", relation));
        }
        put("day", "2026-12-24");
        put("name", "B3");
        for (auto open = path.find('{'); open != std::string::npos; open = path.find('{')) {
            path.replace(open, path.find('}', open) - open + 1, "999999");
        }
        return path;
    }

    // What must stay as it is when nobody may or says what can be done.
    std::string unchanged() const {
        std::string all;
        for (const char* what :
             {"event",    "loan",         "loan_line", "pickup",      "handout",    "booking",
              "hold",     "extension",    "transfer",  "stock_count", "work_order", "notice",
              "app_user", "device_token", "borrower",  "setting",     "depot_day",  "product_set",
              "photo",    "candidate",    "contact",   "message"}) {
            all += app_.stored().value(std::string("select count(*) from ") + what) + " ";
        }
        return all + app_.stored().value("select sum(version) from borrower") + " " +
               app_.stored().value("select sum(version) from loan");
    }

private:
    std::string value(const std::string& resource, const std::string& relation) const {
        const auto found = named_.find(resource + " " + relation);
        return found == named_.end() ? "999999" : found->second;
    }
    void keep(const std::string& resource, const std::string& relation, const std::string& value) {
        named_[resource + " " + relation] = value;
    }
    void keep(const std::string& resource, const std::string& relation, const Answer& made) {
        keep(resource, relation, number(must(made).json.number("/id")));
    }

    void furnish(const std::string& relation, const std::string& depot) {
        const Body there = Body().set("depot", depot);
        keep("depots", relation, depot);
        const std::string code = app_.ready_item(product_, there);
        keep("items", relation, code);
        keep("photos", relation,
             app_.call("lager", "POST", "/api/v1/items/" + code + "/photos",
                       support::to_png(support::noise(4, 4)), {{"content-type", "image/png"}}));
        must(app_.post("/api/v1/items/" + app_.item(product_, there) + "/inspect",
                       Body().set("ok", false).set("findings", "f")));
        keep("work-orders", relation,
             number(app_.get("/api/v1/work-orders?depot=" + depot).json.number("/items/0/id")));
        keep("counts", relation,
             app_.post("/api/v1/counts", Body().set("depot", depot).set("shelf", "Z9")));
        must(app_.post("/api/v1/stock-movements", Body()
                                                      .set("product_id", counted_)
                                                      .set("depot", depot)
                                                      .set("kind", "received")
                                                      .set("quantity", 9)));
        keep("handouts", relation,
             app_.post("/api/v1/handouts",
                       Body().set("product_id", counted_).set("depot", depot).set("quantity", 1)));
        keep("transfers", relation,
             app_.post("/api/v1/transfers",
                       Body()
                           .set("from", depot)
                           .set("to", depot == "SMS" ? "ENGVEIEN" : "SMS")
                           .list("items", {support::quoted(app_.ready_item(product_, there))})));
        add_person(relation, depot, {});
    }

    // With an open loan from the depot, something to be fetched, and a booking.
    void add_person(const std::string& relation, const std::string& depot, const Body& given) {
        Body person;
        person.set("kind", "person").set("name", "Kari Nordmann").set("phone", "33 41 60 00");
        const auto id =
            must(app_.post("/api/v1/borrowers", person.merge(given), "leder")).json.number("/id");
        keep("borrowers", relation, number(id));
        const auto code = app_.ready_item(product_, Body().set("depot", depot));
        const auto loan =
            must(app_.post("/api/v1/loans", Body()
                                                .set("borrower_id", id)
                                                .set("depot", depot)
                                                .list("lines", {Body().set("item", code).text()})));
        keep("loans", relation, loan);
        keep("lines", relation, number(loan.json.number("/lines/0/id")));
        keep("pickups", relation,
             app_.post("/api/v1/pickups", Body()
                                              .set("kind", "fetch")
                                              .set("loan_id", loan.json.number("/id"))
                                              .set("day", "2026-11-24")));
        keep("bookings", relation,
             app_.post("/api/v1/bookings", Body()
                                               .set("product_id", counted_)
                                               .set("quantity", 50)
                                               .set("depot", depot)
                                               .set("from", "2026-12-01")
                                               .set("to", "2026-12-04")
                                               .set("borrower_id", id)));
    }

    TestApp app_;
    Person with_right_;
    std::int64_t product_ = 0;
    std::int64_t counted_ = 0;
    std::string notice_;
    std::map<std::string, std::string> named_;
};

// What a list cannot be asked without.
std::string query_of(const std::string& method, const std::string& pattern) {
    if (method != "GET") return "";
    if (pattern == "/api/v1/pickups") return "?limit=200";
    if (pattern.ends_with("/calendar")) return "?from=2026-11-01&to=2026-11-30";
    if (pattern.ends_with("/due-date")) return "?start=2026-11-23&months=3";
    return "";
}

std::set<std::string> pages_among_routes() {
    std::set<std::string> all;
    for (const routing::Route& route : pages::routes_with_api()) {
        if (route.media == "text/html") {
            all.insert(std::string(routing::to_text(route.method)) + " " + std::string(route.path));
        }
    }
    return all;
}

bool leads_to_signing_in(const Answer& answer) {
    return answer.status == 303 && answer.header("location").starts_with("/logg-inn");
}

bool shows_protection(const std::string& body) {
    return body.find("Hemmeliggata") != std::string::npos ||
           body.find("fortrolig") != std::string::npos;
}

}  // namespace

TEST_CASE("every route is in the table of who may what, and the table has no other") {
    std::set<std::string> in_table;
    std::set<std::string> rows;
    for (const auto& row : support::read_csv(table())) {
        in_table.insert(row[0] + " " + row[1]);
        CHECK(rows.insert(row[0] + " " + row[1] + " " + row[2]).second);
    }
    std::set<std::string> in_program;
    for (const routing::Route& route : pages::routes_with_api()) {
        in_program.insert(std::string(routing::to_text(route.method)) + " " +
                          std::string(route.path));
    }
    CHECK(in_table == in_program);
}

TEST_CASE("each role may what the table says and nothing else, whatever it is to them") {
    World world;
    const auto stored = world.unchanged();
    const auto pages = pages_among_routes();
    std::map<std::string, int> cells;
    for (const auto& row : support::read_csv(table())) {
        const std::string& method = row[0];
        const std::string& relation = row[2];
        REQUIRE(row.size() == first_cell + senders.size());
        const std::string target = world.path_of(row[1], relation) + query_of(method, row[1]);
        // What is let in finds nothing to do, or says nothing that can be done.
        const bool bare = method == "GET" || method == "DELETE";
        std::string body = bare ? "" : R"({"no_such_field": 1})";
        const bool page = pages.contains(method + " " + row[1]);
        if (page && method == "POST") body = form_body;
        if (relation == "protected" && row[1].ends_with("/search")) body = R"({"q": "hemmelig"})";
        for (std::size_t i = 0; i < senders.size(); ++i) {
            const std::string& expected = row[first_cell + i];
            INFO(method << " " << target << " (" << relation << ") by "
                        << (senders[i].empty() ? "nobody" : senders[i]));
            ++cells[expected];
            const auto answer = world.ask(senders[i], method, target, body);
            if (expected == "yes") {
                CHECK(answer.status != 401);
                CHECK(answer.status != 403);
                if (method == "GET") CHECK_FALSE(leads_to_signing_in(answer));
                // What there is, is there for whoever is let in.
                if (method == "GET" && relation != "-") CHECK(answer.status == 200);
                if (!bare && relation != "-") CHECK(answer.status == 400);
            } else if (expected == "shown" || expected == "hidden") {
                CHECK(answer.status == 200);
                CHECK(shows_protection(answer.body) == (expected == "shown"));
                CHECK(answer.body.find("Hemmelig Person") != std::string::npos);
            } else if (page && method == "GET" && expected == "401") {
                CHECK(leads_to_signing_in(answer));
                CHECK_FALSE(shows_protection(answer.body));
            } else {
                CHECK(std::to_string(answer.status) == expected);
                CHECK_FALSE(shows_protection(answer.body));
            }
            if (answer.status == 401 && !page) CHECK(answer.header("www-authenticate") == "Bearer");
        }
    }
    CHECK(world.unchanged() == stored);
    for (const char* kind : {"yes", "shown", "hidden", "403", "401"}) CHECK(cells[kind] > 0);
    CHECK(cells.size() == 5);
}

TEST_CASE("a token that is not known or not a bearer's is 401") {
    TestApp app;
    for (const char* authorization :
         {"", "Bearer", "Bearer ", "Bearer nobody", "Basic dG9rZW4=", "token-of-lager",
          "Bearer token-of-lager x", "Bearer  token-of-lager"}) {
        INFO(authorization);
        routing::Request request = app.request("", "GET", "/api/v1/items");
        request.authorization = authorization;
        CHECK(app.call_later(request).get().status == 401);
    }
    routing::Request request = app.request("", "GET", "/api/v1/items");
    request.authorization = "bearer token-of-lager";
    CHECK(app.call_later(request).get().status == 200);
}
