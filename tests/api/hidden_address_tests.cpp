// Nobody without the right learns a protected address, or that there is one: three depots are made
// by the same requests, differing in nothing but that address (this one, another one, none), and
// every route answers all three with the same bytes.

#include <catch2/catch.hpp>

#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "depot/weekly_list.hpp"
#include "labels/code.hpp"
#include "pages/ask.hpp"
#include "pages/routes.hpp"
#include "support/csv_table.hpp"
#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::Headers;
using support::refusal;
using support::TestApp;
using Texts = std::vector<std::string>;

namespace {

// Without the right to see protection; the empty one is nobody.
const Texts low_roles{"sjafor", "ergo", "lager", "admin", ""};

std::string address(const std::string& street) {
    if (street.empty()) return "null";
    return R"({"street": ")" + street + R"(", "postal_code": "3210", "city": "Sandefjord"})";
}

std::int64_t must(const Answer& answer) {
    if (answer.status >= 300) throw std::runtime_error(answer.body);
    return answer.json.has("/id") ? answer.json.number("/id") : 0;
}

// Covers the value of each such field.
void hide(std::string& body, const std::string& before) {
    for (auto at = body.find(before); at != std::string::npos; at = body.find(before, at)) {
        at += before.size();
        const auto length = body.find('"', at) - at;
        body.replace(at, length, std::string(length, '*'));
    }
}

// What a page draws by lot for each form: its key, and the number that scans from it are told by.
std::string without_chance(std::string body) {
    hide(body, R"(name="_key" value=")");
    hide(body, R"(name="_page" value=")");
    return body;
}

bool is_page(const routing::Route& route) { return route.media == "text/html"; }

std::string label(int number) { return labels::LabelCode::from_number(number + 1).text(); }

constexpr int items = 30;

// The depot with its protected persons, and the names that the walk calls its things by.
class Depot {
public:
    explicit Depot(const std::string& street) : street_(street) {
        const auto rollator =
            app.product(Body().set("hms_nr", "177946").list("accessories", {"\"kurv\""}));
        const auto counted = app.product(Body().set("name", "Krykke").set("tracking", "counted"));
        const auto chair = app.product(
            Body().set("name", "Barnestol").set("children", true).set("wash_class", "none"));
        names_ = {{"rollator", std::to_string(rollator)},
                  {"counted", std::to_string(counted)},
                  {"chair", std::to_string(chair)}};
        must(app.post("/api/v1/stock-movements", Body()
                                                     .set("product_id", counted)
                                                     .set("depot", "SMS")
                                                     .set("quantity", 100)
                                                     .set("kind", "received")));
        for (int i = 0; i < items; ++i) add_item(i < 27 ? rollator : chair, i);
        add_people();
        must(app.post(
            "/api/v1/notices",
            Body().set("title", "Bremser").set("product_id", rollator).set("block", false)));
        must(
            app.post("/api/v1/notices", Body().set("title", "Krykker").set("product_id", counted)));
        app.clock.advance(std::chrono::hours(1));
    }

    // "@3" is the code of the third item, "{fortrolig}" the id of what is called so.
    std::string filled(std::string text) const {
        for (const auto& [name, value] : names_) {
            const std::string mark = "{" + name + "}";
            for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark)) {
                text.replace(at, mark.size(), value);
            }
        }
        if (const auto at = text.find("{last transfer}"); at != std::string::npos) {
            text.replace(at, 15, app.stored().value("select coalesce(max(id), 0) from transfer"));
        }
        for (int i = items - 1; i >= 0; --i) {
            const std::string mark = "@" + std::to_string(i);
            for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark)) {
                text.replace(at, mark.size(), label(i));
            }
        }
        return text;
    }

    const std::map<std::string, std::string>& names() const { return names_; }

    // Codes of labels are drawn by lot: what the walk has made is called by its place.
    std::string comparable(const Answer& answer) const {
        std::ostringstream all;
        bool drawn = false;
        std::string body = without_chance(answer.body);
        Headers headers = answer.headers;
        for (const auto& row :
             app.stored().rows("select code from item union select code from item_old_code"
                               " union select value from event_field where name = 'code'")) {
            bool ours = false;
            for (int i = 0; i < items; ++i) ours = ours || row[0] == label(i);
            if (ours) continue;
            // As it is stored, and as people read it.
            const std::string& code = row[0];
            for (const std::string& text :
                 {code, code.substr(0, 3) + "-" + code.substr(3, 3) + "-" + code.substr(6)}) {
                for (auto at = body.find(text); at != std::string::npos; at = body.find(text)) {
                    body.replace(at, text.size(), "LOTTERY");
                    drawn = true;
                }
            }
            for (auto& [name, value] : headers) {
                const auto at = value.find(row[0]);
                if (name == "location" && at != std::string::npos) {
                    value.replace(at, row[0].size(), "LOTTERY");
                }
            }
        }
        // The tag of an aid is of its code too; forms send it back.
        if (drawn) hide(body, R"(name="_version" value=")");
        all << answer.status << ' ' << answer.content_type << ' ' << answer.close << '\n';
        for (const auto& [name, value] : headers) {
            all << name << ": " << (drawn && (name == "etag" || name == "location") ? "-" : value)
                << '\n';
        }
        // Content-Length is this.
        all << answer.body.size() << '\n' << body;
        return all.str();
    }

    TestApp app;

private:
    void add_item(std::int64_t product, int i) {
        const std::string drawn = app.ready_item(product);
        app.stored().execute("update item set code = '" + label(i) + "' where code = '" + drawn +
                             "'");
    }

    std::int64_t add_person(const std::string& name, const std::string& called,
                            const std::string& protection, bool at_home) {
        Body body;
        body.set("kind", "person")
            .set("name", name)
            .set("phone", "33 41 60 " + std::to_string(++people_ + 10));
        body.raw("address", at_home ? address(street_) : "null");
        if (!protection.empty()) body.set("protection", protection);
        const auto id = must(app.post("/api/v1/borrowers", body, "leder"));
        names_[called] = std::to_string(id);
        return id;
    }

    // Two loans, one of them with its pick-up and its delivery, and a hand-out.
    void lend(std::int64_t person, const std::string& called) {
        for (int i = 0; i < 2; ++i) {
            const auto loan =
                app.loan(Texts{label(next_item_), label(next_item_ + 1)},
                         Body().set("borrower_id", person).set("expected", "over_2_years"));
            next_item_ += 2;
            const std::string which = called + (i == 0 ? "" : " 2");
            names_["loan of " + which] = std::to_string(loan);
            names_["line of " + which] = app.stored().value(
                "select min(id) from loan_line where loan_id = " + std::to_string(loan));
        }
        names_["candidate of " + called] = app.stored().value(
            "select id from candidate where borrower_id = " + std::to_string(person));
        must(app.post("/api/v1/borrowers/" + std::to_string(person) + "/contacts",
                      Body().set("outcome", "will_return").set("next_day", "2026-11-24")));
        for (const char* kind : {"fetch", "deliver"}) {
            const auto pickup =
                must(app.post("/api/v1/pickups", Body()
                                                     .set("kind", kind)
                                                     .raw("loan_id", names_["loan of " + called])
                                                     .set("day", "2026-11-25")
                                                     .set("note", "Ring først")));
            names_[std::string(kind) + " of " + called] = std::to_string(pickup);
        }
        must(app.post("/api/v1/pickups/" + names_["deliver of " + called] + "/done",
                      Body().set("outcome", "delivered").set("note", "Ved døra")));
        must(app.post("/api/v1/handouts", Body()
                                              .raw("product_id", names_["counted"])
                                              .set("depot", "SMS")
                                              .set("quantity", 1)
                                              .set("borrower_id", person)));
    }

    void change(std::int64_t person, const Body& body) {
        const std::string path = "/api/v1/borrowers/" + std::to_string(person);
        if (app.patch(path, body, "leder").status != 200) throw std::runtime_error("change");
    }

    void add_people() {
        // Protected from the first day on.
        const auto fortrolig = add_person("Anna Fortrolig", "fortrolig", "fortrolig", true);
        lend(fortrolig, "fortrolig");
        // Protected when there was an address already, in what is to be fetched as well.
        const auto raised = add_person("Berit Hevet", "raised", "", true);
        lend(raised, "raised");
        change(raised, Body().set("protection", "fortrolig"));
        const auto strengt = add_person("Cecilie Streng", "strengt", "", true);
        lend(strengt, "strengt");
        change(strengt, Body().set("protection", "strengt_fortrolig").raw("address", "null"));
        // Protected, and moved from there to here or from here to nowhere.
        const auto moved = add_person("Dina Flyttet", "moved", "fortrolig", true);
        lend(moved, "moved");
        Body to;
        if (!street_.empty()) to.raw("address", address(street_ + "B"));
        must(app.post("/api/v1/borrowers/" + std::to_string(moved) + "/moved", to, "leder"));
        const auto dead = add_person("Eva Borte", "dead", "fortrolig", true);
        lend(dead, "dead");
        must(app.post("/api/v1/borrowers/" + std::to_string(dead) + "/deceased", Body(), "leder"));
        // And one like everybody.
        const auto plain = add_person("Frida Vanlig", "plain", "", false);
        // Some of it is overdue, and on the list of the week.
        app.stored().execute("update loan_line set due = '2026-09-01' where loan_id in (" +
                             names_["loan of fortrolig 2"] + ", " + names_["loan of raised 2"] +
                             ", " + names_["loan of strengt 2"] + ")");
        const auto now = app.clock.now().instant;
        app.database().write([&](db::WriteTx& tx) {
            const auto list = depot::list_to_keep(tx, now);
            depot::keep_some(tx, list.value(), 0, list->lines.size(), now);
        });
        names_["loan of the chair"] =
            std::to_string(app.loan(label(items - 1), Body().set("borrower_id", plain)));
    }

    std::string street_;
    std::map<std::string, std::string> names_;
    int people_ = 0;
    int next_item_ = 0;
};

struct Depots {
    Depot first{"Hemmeligveien 1"};
    Depot second{"En helt annen og mye lengre gate 123"};
    Depot third{""};

    // The same request to all three; the first one's answer.
    Answer ask(const std::string& sender, const std::string& method, const std::string& target,
               const std::string& body, const Headers& headers = {}) {
        const Answer answer = first.app.call(sender, method, target, body, headers);
        std::string expected;
        for (Depot* other : {&second, &third}) {
            const Answer same = other->app.call(sender, method, target, body, headers);
            if (same.status == answer.status && same.headers == answer.headers &&
                same.content_type == answer.content_type && same.close == answer.close &&
                without_chance(same.body) == without_chance(answer.body)) {
                continue;
            }
            // Not byte for byte: but for the codes that were drawn, perhaps.
            if (expected.empty()) expected = first.comparable(answer);
            INFO(sender << " " << method << " " << target << " " << body);
            CHECK(other->comparable(same) == expected);
        }
        return answer;
    }
};

std::string route_name(const routing::Route& route) {
    return std::string(routing::to_text(route.method)) + " " + std::string(route.path);
}

// The same of a page's path.
Texts page_targets(const Depot& depot, const std::string& pattern) {
    // In the order of their beginnings: the first that fits counts.
    static const std::vector<std::pair<std::string, const char*>> subjects{
        {"/lanere/{id}", "select id from borrower order by id"},
        {"/innsyn/person/{id}", "select id from borrower order by id"},
        {"/lan/{id}/linje/{line}",
         "select loan_id || '/linje/' || id from loan_line order by loan_id, id"},
        {"/lan/{id}", "select id from loan order by id"},
        {"/varig/{id}/lan/{loan}/linje/{line}",
         "select c.id || '/lan/' || l.loan_id || '/linje/' || l.id from candidate c"
         " join loan lo on lo.borrower_id = c.borrower_id join loan_line l on l.loan_id = lo.id"
         " order by c.id, l.id"},
        {"/varig/{id}", "select id from candidate order by id"},
        {"/oppfolging/{id}", "select id from borrower order by id"},
        {"/forfalt/{week}", "select week from weekly_list"},
        {"/bestillinger/{id}", "select id from booking order by id"},
        {"/paminnelser/{id}", "select id from message order by id"},
        {"/henting/{id}", "select id from pickup order by id"},
        {"/produkter/{id}", "select id from product order by id"},
        {"/meldinger/{id}", "select id from notice order by id"},
        {"/overforinger/{id}", "select id from transfer order by id"},
        {"/telling/{id}", "select id from stock_count order by id"},
        {"/arbeidsordrer/{id}", "select id from work_order order by id"},
        {"/deler/{id}", "select id from part order by id"},
        {"/avvik/{id}", "select id from discrepancy order by id"},
        {"/brukere/{id}", "select actor_id from app_user order by 1"},
        {"/enheter/{id}", "select actor_id from device_token order by 1"},
        {"/lager/{product}/{depot}", "select id || '/SMS' from product order by id"},
        {"/tall/{figure}", "select 'utlan'"},
        {"/depoter/{id}/dager/{day}", "select id || '/dager/2026-12-01' from depot order by id"},
        {"/depoter/{id}/hyller/{name}", "select id || '/hyller/B3' from depot order by id"},
        {"/depoter/{id}", "select id from depot order by id"},
    };
    static const Texts of_items{"/hjelpemidler/{code}", "/E/{code}"};
    for (const std::string& subject : of_items) {
        if (!pattern.starts_with(subject)) continue;
        const std::string before = subject.substr(0, subject.find('{'));
        Texts all;
        for (int i = 0; i < items; i += 4) {
            all.push_back(before + label(i) + pattern.substr(subject.size()));
        }
        all.push_back(before + "9999999" + pattern.substr(subject.size()));
        return all;
    }
    for (const auto& [subject, sql] : subjects) {
        if (!pattern.starts_with(subject)) continue;
        const std::string before = subject.substr(0, subject.find('{'));
        Texts all;
        for (const auto& row : depot.app.stored().rows(sql)) {
            all.push_back(before + row[0] + pattern.substr(subject.size()));
        }
        // What is not there; in each place of the path.
        all.push_back(std::regex_replace(pattern, std::regex("\\{[a-z]*\\}"), "999999"));
        return all;
    }
    return {std::regex_replace(pattern, std::regex("\\{[a-z]*\\}"), "1")};
}

// What the {…} of a path may be, in each place of it.
std::vector<std::string> targets(const Depot& depot, const std::string& pattern) {
    const auto ids = [&](const char* sql) {
        Texts all;
        for (const auto& row : depot.app.stored().rows(sql)) all.push_back(row[0]);
        all.push_back("999999");
        return all;
    };
    const auto open = pattern.find('{');
    if (open == std::string::npos) return {pattern};
    if (!pattern.starts_with("/api/")) return page_targets(depot, pattern);
    const std::string before = pattern.substr(0, open);
    Texts values;
    if (pattern.ends_with("/contacts/{contact}")) {
        values = ids("select borrower_id || '/contacts/' || id from contact order by id");
        Texts all;
        for (const std::string& value : values) all.push_back(before + value);
        return all;
    }
    if (before == "/api/v1/items/") {
        for (int i = 0; i < items; i += 5) values.push_back(label(i));
        values.push_back("9999999");
    } else if (before == "/api/v1/stock/") {
        values = {depot.names().at("counted") + "/SMS"};
    } else if (before.starts_with("/api/v1/depots/")) {
        values = {"SMS", "NOWHERE"};
        if (pattern.ends_with("{name}")) {
            return {"/api/v1/depots/SMS/shelves/B3", "/api/v1/depots/SMS/shelves/Z9"};
        }
    } else {
        const std::map<std::string, const char*> tables{
            {"/api/v1/products/", "select id from product"},
            {"/api/v1/borrowers/", "select id from borrower order by id"},
            {"/api/v1/loans/", "select id from loan order by id"},
            {"/api/v1/pickups/", "select id from pickup order by id"},
            {"/api/v1/candidates/", "select id from candidate order by id"},
            {"/api/v1/reminders/", "select id from message order by id"},
            {"/api/v1/work-orders/", "select id from work_order"},
            {"/api/v1/parts/", "select id from part"},
            {"/api/v1/counts/", "select id from stock_count"},
            {"/api/v1/handouts/", "select id from handout order by id"},
            {"/api/v1/transfers/", "select id from transfer"},
            {"/api/v1/notices/", "select id from notice order by id"},
            {"/api/v1/sets/", "select id from product_set"},
            {"/api/v1/overdue/weeks/", "select week from weekly_list"},
            {"/api/v1/bookings/", "select id from booking order by id"}};
        const auto found = tables.find(before);
        values = found == tables.end() ? Texts{"1"} : ids(found->second);
    }
    const auto close =
        pattern.find('}', pattern.starts_with("/api/v1/stock/") ? pattern.rfind('{') : open);
    Texts all;
    for (const std::string& value : values)
        all.push_back(before + value + pattern.substr(close + 1));
    return all;
}

// Queries that pages are asked with, beside none.
Texts page_queries(const routing::Route& route) {
    static const std::map<std::string_view, Texts> values{
        {"q", {"anna", "hemmeligveien", "33416011"}},
        {"state", {"open", "overdue", "ended", "done", "requested", "cancelled"}},
        {"mine", {"true"}},
        {"laner", {"{fortrolig}", "{strengt}", "{raised}"}},
        {"borrower", {"{fortrolig}", "{strengt}"}},
        {"lan", {"{loan of fortrolig}", "{loan of raised}", "{loan of strengt 2}"}},
        {"depot", {"SMS"}},
        {"day", {"2026-11-25"}},
        {"produkt", {"{counted}", "{rollator}"}},
        {"product", {"{counted}"}},
        {"item", {"@2"}},
        {"hjelpemiddel", {"@2", "@6"}},
        {"vis", {"lav", "alt"}},
        {"modus", {"ut", "inn", "se"}},
        {"format", {"csv"}},
    };
    Texts all{""};
    std::istringstream names{std::string(route.parameters)};
    for (std::string name; names >> name;) {
        const auto found = values.find(name);
        if (found == values.end()) continue;
        for (const std::string& value : found->second) all.push_back("?" + name + "=" + value);
    }
    if (route.path == "/lan") all.push_back("?state=overdue&mine=true&format=csv");
    if (route.path == "/henting") all.push_back("?day=2026-11-25&depot=SMS&why=avtale");
    if (route.path == "/skranke") {
        all.push_back("?modus=ut&laner={strengt}&lan={loan of strengt}");
        all.push_back("?modus=inn&laner={strengt}&merke=KARI7");
    }
    if (route.path == "/bestill") {
        all.push_back("?produkt={counted}&laner={strengt}&depot=SMS&fra=2026-11-24&til=2026-11-30");
    }
    return all;
}

// Queries that lists are asked with, beside none.
Texts queries(const routing::Route& route) {
    if (is_page(route)) return page_queries(route);
    Texts all{""};
    const std::string parameters = " " + std::string(route.parameters) + " ";
    const auto takes = [&](const char* name) {
        return parameters.find(" " + std::string(name) + " ") != std::string::npos;
    };
    if (takes("limit")) all.push_back("?limit=1");
    if (takes("q")) {
        for (const char* text : {"hemmelig", "hemmeligveien", "lengre", "sandefjord", "anna",
                                 "33416011", "3210", "strengt", "fortrolig"}) {
            all.push_back(std::string("?q=") + text);
        }
    }
    if (takes("borrower")) all.push_back("?borrower={fortrolig}");
    if (takes("state")) {
        for (const char* state : {"open", "done", "overdue", "ended"}) {
            all.push_back(std::string("?state=") + state);
        }
    }
    if (route.path.ends_with("/stock-movements")) all = {"?product={counted}&depot=SMS&limit=1"};
    if (route.path == "/api/v1/scans") all = {"?device=desk-1"};
    if (route.path.ends_with("/calendar")) all = {"?from=2026-11-01&to=2026-11-30"};
    if (route.path.ends_with("/due-date")) all = {"?start=2026-11-23&months=3"};
    if (route.path.ends_with("/availability")) {
        all = {"?product={counted}&depot=SMS&from=2026-11-24&to=2026-11-30"};
    }
    if (route.path.ends_with("/replacements")) {
        all = {"?depot=SMS&from=2026-11-24&to=2026-11-30"};
    }
    if (takes("week")) all.push_back("?week=2026-W48");
    if (route.path.ends_with("/overdue/file") || route.path == "/forfalt/fil") {
        all = {"?format=csv", "?format=html&week=2026-W48", "?format=doc"};
    }
    if (takes("why")) all.push_back("?why=avtale");
    return all;
}

// One request a line: method, path, body. Each is tried by every role in turn, so that most are
// answered once with success, and then with the refusal of what is already so.
constexpr const char* requests = R"(
POST /api/v1/borrowers {"kind": "person", "name": "Gunn Ny", "phone": "33 41 60 11"}
POST /api/v1/borrowers {"kind": "person", "name": "Anna Fortrolig", "phone": "33 41 60 11"}
POST /api/v1/borrowers {"kind": "person", "name": "Gunn Ny", "protection": "fortrolig"}
POST /api/v1/borrowers {"kind": "person", "name": "Gunn Ny", "protection": "none"}
PATCH /api/v1/borrowers/{fortrolig} {"phone": "33 41 60 99"}
PATCH /api/v1/borrowers/{fortrolig} {"email": "anna@example.no", "address": null}
PATCH /api/v1/borrowers/{fortrolig} {"address": {"street": "Ny vei 1", "postal_code": "3210", "city": "Sandefjord"}}
PATCH /api/v1/borrowers/{fortrolig} {"address": {"street": "Ny vei 1", "postal_code": "321", "city": ""}}
PATCH /api/v1/borrowers/{fortrolig} {"protection": "none"}
PATCH /api/v1/borrowers/{fortrolig} {"protection": "fortrolig"}
PATCH /api/v1/borrowers/{raised} {"contact": {"name": "Kari"}}
PATCH /api/v1/borrowers/{raised} {"address": null}
PATCH /api/v1/borrowers/{raised} {"address": {"street": "Hemmeligveien 1", "postal_code": "3210", "city": "Sandefjord"}}
PATCH /api/v1/borrowers/{strengt} {"language": "nn"}
PATCH /api/v1/borrowers/{strengt} {"address": {"street": "Ny vei 1", "postal_code": "3210", "city": "Sandefjord"}}
PATCH /api/v1/borrowers/{moved} {"name": "Dina Flyttet Igjen"}
PATCH /api/v1/borrowers/{dead} {"phone": null}
PATCH /api/v1/borrowers/999999 {"phone": null}
POST /api/v1/borrowers/{fortrolig}/moved {"address": {"street": "Ny vei 1", "postal_code": "3210", "city": "Sandefjord"}}
POST /api/v1/borrowers/{fortrolig}/moved {"day": "2026-11-22"}
POST /api/v1/borrowers/{raised}/moved {}
POST /api/v1/borrowers/{strengt}/moved {}
POST /api/v1/borrowers/{dead}/moved {}
POST /api/v1/borrowers/{raised}/deceased {"day": "2026-11-22"}
POST /api/v1/borrowers/{dead}/deceased {}
POST /api/v1/borrowers/{fortrolig}/erase {}
POST /api/v1/loans {"borrower_id": {fortrolig}, "depot": "SMS", "lines": [{"item": "@20"}]}
POST /api/v1/loans {"borrower_id": {dead}, "depot": "SMS", "lines": [{"item": "@21"}]}
POST /api/v1/loans {"borrower_id": {plain}, "depot": "SMS", "lines": [{"item": "@27"}, {"product_id": {counted}, "quantity": 3}]}
PATCH /api/v1/loans/{loan of fortrolig} {"expected": "over_2_years"}
PATCH /api/v1/loans/{loan of fortrolig 2} {"borrower_id": {moved}}
PATCH /api/v1/loans/{loan of moved 2} {"borrower_id": {fortrolig}}
POST /api/v1/loans/{loan of fortrolig}/extensions {"months": 1, "reason": "Trengs"}
POST /api/v1/loans/{loan of strengt}/extensions {"months": 1, "reason": "Trengs"}
POST /api/v1/loans/{loan of strengt}/lines/{line of strengt}/swap {"item": "@22"}
POST /api/v1/loans/{loan of raised 2}/lines/{line of raised 2}/end {"reason": "returned"}
POST /api/v1/loans/{loan of moved}/lines/{line of moved}/end {"reason": "permanent", "reference": "N1"}
POST /api/v1/candidates/{candidate of fortrolig}/decide {"to": "assessing"}
POST /api/v1/candidates/{candidate of fortrolig}/decide {"to": "applied", "reference": "NAV-1"}
POST /api/v1/candidates/{candidate of fortrolig}/decide {"to": "granted"}
POST /api/v1/candidates/{candidate of raised}/decide {"to": "not_needed", "note": "Ringt"}
POST /api/v1/candidates/{candidate of dead}/decide {"to": "assessing"}
POST /api/v1/borrowers/{fortrolig}/contacts {"outcome": "will_return", "said": "Leveres fredag"}
POST /api/v1/borrowers/{strengt}/contacts {"outcome": "other", "next_day": "2026-11-30"}
POST /api/v1/loans/{loan of fortrolig}/reminders {}
POST /api/v1/loans/{loan of raised}/reminders {}
POST /api/v1/loans/{loan of strengt}/reminders {}
POST /api/v1/pickups {"kind": "fetch", "loan_id": {loan of fortrolig 2}, "day": "2026-11-26", "note": "Ring"}
POST /api/v1/pickups {"kind": "deliver", "loan_id": {loan of raised}, "day": "2026-11-26"}
POST /api/v1/pickups {"kind": "deliver", "loan_id": {loan of strengt}, "day": "2026-11-26"}
POST /api/v1/pickups {"kind": "deliver", "loan_id": {loan of moved 2}, "day": "2026-11-26"}
POST /api/v1/pickups/{fetch of fortrolig}/done {"outcome": "nobody_home", "note": "Ingen hjemme"}
POST /api/v1/pickups/{fetch of strengt}/done {"outcome": "collected"}
POST /api/v1/pickups/{fetch of moved}/done {"outcome": "delivered"}
POST /api/v1/handouts {"product_id": {counted}, "depot": "SMS", "quantity": 1, "borrower_id": {fortrolig}}
POST /api/v1/handouts {"product_id": {counted}, "depot": "SMS", "quantity": 1, "borrower_id": {fortrolig}, "scan": {"id": "01932f00-0000-7000-8000-00000000a009", "device": "d"}}
POST /api/v1/scans/01932f00-0000-7000-8000-00000000a009/undo {}
POST /api/v1/scans {"id": "01932f00-0000-7000-8000-00000000a001", "device": "d", "happened_at": "2026-11-23T09:00:00.000Z", "mode": "out", "code": "@23", "depot": "SMS", "details": {"borrower": {fortrolig}}}
POST /api/v1/scans/01932f00-0000-7000-8000-00000000a001/undo {}
POST /api/v1/scans {"id": "01932f00-0000-7000-8000-00000000a002", "device": "d", "happened_at": "2026-11-23T09:00:00.000Z", "mode": "in", "code": "@0", "depot": "SMS"}
POST /api/v1/scans {"id": "01932f00-0000-7000-8000-00000000a003", "device": "d", "happened_at": "2026-11-23T09:00:00.000Z", "mode": "lookup", "code": "@4", "depot": "SMS"}
POST /api/v1/scans/batch {"scans": [{"id": "01932f00-0000-7000-8000-00000000a004", "device": "d", "happened_at": "2026-11-23T08:30:00.000Z", "mode": "out", "code": "@6", "depot": "SMS", "details": {"borrower": {strengt}}}]}
POST /api/v1/discrepancies/1/settle {}
POST /api/v1/products {"name": "Stol", "iso": "12060602", "tracking": "serial"}
PATCH /api/v1/products/{rollator} {"supplier": "Demo"}
POST /api/v1/items {"product_id": {rollator}, "depot": "SMS"}
PATCH /api/v1/items/@0 {"serial": "S1"}
POST /api/v1/items/@0/clean {"method": "machine"}
POST /api/v1/items/@0/accessories {"missing": ["kurv"]}
POST /api/v1/items/@0/accessories {"found": ["kurv"]}
POST /api/v1/items/@0/inspect {"ok": true}
POST /api/v1/items/@0/inspect {"ok": false, "findings": "Brems"}
PATCH /api/v1/work-orders/1 {"estimate": 100}
POST /api/v1/items/@0/repair {"work": "Ny brems"}
POST /api/v1/items/@24/missing {"reason": "Borte"}
POST /api/v1/items/@24/found {}
POST /api/v1/items/@24/scrap {"reason": "Knust"}
POST /api/v1/items/@24/relabel {}
POST /api/v1/items/@4/block {"reason": "Ulykke"}
POST /api/v1/parts {"name": "Dekk"}
PATCH /api/v1/parts/1 {"minimum": 2}
POST /api/v1/parts/1/movements {"depot": "SMS", "quantity": 3}
POST /api/v1/terms {"nb": "Nye vilkår", "nn": "Nye vilkår"}
POST /api/v1/depots {"id": "NYTT", "name": "Nytt depot"}
PATCH /api/v1/depots/NYTT {"name": "Nyere depot"}
PUT /api/v1/depots/NYTT/days/2026-12-01 {"open": false, "why": "planlegging"}
DELETE /api/v1/depots/NYTT/days/2026-12-01
POST /api/v1/counts {"depot": "SMS", "shelf": "Z1"}
POST /api/v1/counts/1/seen {"code": "@26"}
POST /api/v1/counts/1/close {}
POST /api/v1/stock-movements {"product_id": {counted}, "depot": "SMS", "quantity": 5, "kind": "received"}
POST /api/v1/transfers {"from": "SMS", "to": "ENGVEIEN", "items": ["@21"]}
POST /api/v1/transfers/{last transfer}/send {}
POST /api/v1/transfers/{last transfer}/receive {}
POST /api/v1/transfers {"from": "SMS", "to": "ENGVEIEN", "items": ["@26"]}
POST /api/v1/transfers/{last transfer}/cancel {}
POST /api/v1/notices {"title": "Hjul", "serial_from": "A1", "serial_to": "A9"}
POST /api/v1/notices/1/accounted {"item": "@2", "outcome": "informed", "note": "Ringt"}
POST /api/v1/notices/2/close {}
PUT /api/v1/stock/{counted}/SMS {"minimum": 1, "maximum": 50}
PUT /api/v1/depots/NYTT/shelves/B3 {"capacity": 10}
POST /api/v1/loans/{loan of the chair}/reviews {"outgrown": false}
POST /api/v1/bookings {"product_id": {counted}, "depot": "SMS", "from": "2026-11-24", "to": "2026-11-30", "borrower_id": {fortrolig}}
POST /api/v1/bookings {"product_id": {counted}, "depot": "SMS", "from": "2026-11-24", "to": "2026-11-30", "borrower_id": {strengt}, "handover": "delivery"}
POST /api/v1/bookings {"product_id": {counted}, "depot": "SMS", "from": "2026-11-24", "to": "2026-11-30", "borrower_id": {fortrolig}, "handover": "delivery"}
POST /api/v1/sets {"name": "Hjem", "lines": [{"product_id": {counted}}]}
PATCH /api/v1/sets/1 {"name": "Hjem igjen"}
POST /api/v1/bookings/set {"set_id": 1, "depot": "SMS", "from": "2026-11-24", "to": "2026-11-30", "borrower_id": {strengt}, "handover": "delivery"}
POST /api/v1/bookings/set {"set_id": 1, "depot": "SMS", "from": "2026-11-24", "to": "2026-11-30", "borrower_id": {fortrolig}, "handover": "delivery"}
POST /api/v1/sets {"name": "Hofte", "lines": [{"product_id": {counted}}]}
DELETE /api/v1/sets/2
PATCH /api/v1/bookings/1 {"to": "2026-12-01", "handover": "pickup"}
PATCH /api/v1/bookings/1 {"handover": "delivery"}
PATCH /api/v1/bookings/2 {"quantity": 0}
POST /api/v1/bookings/1/allocate {}
POST /api/v1/bookings/1/pick {}
POST /api/v1/bookings/1/hand-out {}
POST /api/v1/bookings/2/cancel {}
POST /api/v1/labels {"format": "zpl", "stock": "zebra-50x25", "codes": ["@2"]}
PUT /api/v1/settings {"due_soon_days": 15}
POST /api/v1/borrowers/search {"q": "anna"}
POST /api/v1/borrowers/search {"q": "hemmeligveien"}
POST /api/v1/borrowers/search {"q": "33416011", "limit": 1}
POST /api/v1/borrowers/{raised}/merge {"into": {raised}}
POST /api/v1/borrowers/{moved}/merge {"into": {strengt}}
POST /api/v1/borrowers/{plain}/merge {"into": {fortrolig}}
POST /api/v1/borrowers/{fortrolig}/merge {"into": {raised}}
)";

// Routes that somebody without the right may ask, and that no request above asks with success.
const std::map<std::string, std::string> not_reached{
    {"GET /metrics", "counts milliseconds; shows routes and no person"},
    {"POST /api/v1/work-orders", "about an aid at the depot; shows no person"},
    {"POST /api/v1/items/{code}/skip-wash", "about an aid at the depot; shows no person"},
    {"POST /api/v1/items/{code}/hand-over", "about an aid at the depot; shows no person"},
    {"POST /api/v1/items/{code}/take-over", "about an aid at the depot; shows no person"},
    {"POST /api/v1/items/{code}/photos", "takes a file about an aid; shows no person"},
    {"GET /api/v1/photos/{id}", "a file about an aid; shows no person"},
    {"GET /api/v1/photos/{id}/small", "a file about an aid; shows no person"},
    {"DELETE /api/v1/photos/{id}", "a file about an aid; shows no person"},
    {"POST /hjelpemidler/{code}/bilder", "takes a file about an aid; shows no person"},
    {"GET /hjelpemidler/{code}/bilder/{id}", "a file about an aid; shows no person"},
    {"POST /hjelpemidler/{code}/bilder/{id}/slett", "a file about an aid; shows no person"},
    {"POST /api/v1/session", "about who signs in; shows no borrower"},
    {"GET /api/v1/session", "about who has signed in; shows no borrower"},
    {"DELETE /api/v1/session", "about who has signed in; shows no borrower"},
    {"POST /api/v1/session/again", "about who has signed in; shows no borrower"},
    {"POST /api/v1/session/password", "about who has signed in; shows no borrower"},
    {"POST /api/v1/session/second-factor", "about who has signed in; shows no borrower"},
    {"POST /api/v1/session/enrolment", "about who has signed in; shows no borrower"},
    {"POST /api/v1/session/enrolment/confirm", "about who has signed in; shows no borrower"},
    {"POST /api/v1/sessions/{id}/end", "about who has signed in; shows no borrower"},
    {"POST /api/v1/users", "made with a password of chance; shows no borrower"},
    {"GET /api/v1/users/{id}", "about a user; shows no borrower"},
    {"PATCH /api/v1/users/{id}", "about a user; shows no borrower"},
    {"POST /api/v1/users/{id}/reset-password", "a password of chance; shows no borrower"},
    {"POST /api/v1/users/{id}/reset-second-factor", "about a user; shows no borrower"},
    {"POST /api/v1/tokens", "a token of chance; shows no borrower"},
    {"GET /api/v1/tokens/{id}", "about a device; shows no borrower"},
    {"POST /api/v1/tokens/{id}/revoke", "about a device; shows no borrower"},
    {"GET /sign-in/{provider}", "leads to the provider; shows no borrower"},
    {"GET /sign-in/{provider}/callback", "comes from the provider; shows no borrower"},
    {"POST /sign-in/{provider}/logout", "comes from the provider; shows no borrower"},
    {"GET /assets/{file}", "what browsers load; the same for all"},
    {"POST /visning", "the language and the colours; shows no borrower"},
    {"POST /logg-inn", "about who signs in; shows no borrower"},
    {"POST /bekreft", "about who has signed in; shows no borrower"},
    {"POST /logg-ut", "about who has signed in; shows no borrower"},
    {"POST /logg-inn/kode", "about who signs in; shows no borrower"},
    {"POST /konto/passord", "about who has signed in; shows no borrower"},
    {"POST /konto/tofaktor", "about who has signed in, with a secret of chance; shows no borrower"},
    {"POST /konto/tofaktor/bekreft", "about who has signed in; shows no borrower"},
    {"POST /konto/videre", "about who has signed in; shows no borrower"},
    {"POST /konto/okter/{id}/avslutt", "about who has signed in; shows no borrower"},
    {"GET /brukere/{id}", "about a user; shows no borrower"},
    {"POST /brukere/ny", "made with a password of chance; shows no borrower"},
    {"POST /brukere/{id}/endre", "about a user; shows no borrower"},
    {"POST /brukere/{id}/passord", "a password of chance; shows no borrower"},
    {"POST /brukere/{id}/engangskode", "about a user; shows no borrower"},
    {"POST /enheter/ny", "a token of chance; shows no borrower"},
    {"POST /enheter/{id}/trekk", "about a device; shows no borrower"},
};

class Walk {
public:
    explicit Walk(Depots& depots) : depots_(depots) {}

    void read_everything() {
        for (const routing::Route& route : pages::routes_with_api()) {
            if (route.method != routing::Method::get || not_reached.contains(route_name(route))) {
                continue;
            }
            for (const std::string& target : targets(depots_.first, std::string(route.path))) {
                for (const std::string& query : queries(route)) {
                    for (const std::string& role : low_roles) {
                        read(route, role, depots_.first.filled(target + query));
                    }
                }
            }
        }
    }

    // The forms that only show what they are asked for.
    void search_everything() {
        for (const char* text : {"anna", "hemmeligveien", "33416011", "fortrolig", "strengt"}) {
            const std::string q(text);
            for (const std::string& form :
                 {"/sok q=" + q, "/lanere q=" + q, "/bestill/vis _do=search&_who=" + q,
                  "/bestill/ny-laner depot=SMS&_who=" + q,
                  "/skranke modus=ut&_page=01932f00000000000000000000000001&code=" + q}) {
                const auto blank = form.find(' ');
                for (const std::string& role : low_roles) {
                    send(role, form.substr(0, blank), form.substr(blank + 1));
                }
            }
        }
    }

    // Every form of every page, as it is when nobody has written anything into it: either it says
    // what is missing, around all that its page shows, or it is done.
    void send_empty_forms() {
        for (const routing::Route& route : pages::routes_with_api()) {
            if (!is_page(route) || route.method != routing::Method::post ||
                not_reached.contains(route_name(route))) {
                continue;
            }
            for (const std::string& target : targets(depots_.first, std::string(route.path))) {
                for (const std::string& role : low_roles) send(role, target, "no_such_field=1");
            }
        }
    }

    void change_everything() {
        std::istringstream lines{requests};
        int number = 0;
        for (std::string line; std::getline(lines, line);) {
            if (line.empty()) continue;
            const auto blank = line.find(' ');
            const std::string method = line.substr(0, blank);
            // Names of loans have blanks: the body begins with a brace after the path.
            const auto body_at =
                line.find(" {\"") != std::string::npos ? line.find(" {\"") : line.find(" {}");
            const std::string path = line.substr(
                blank + 1, body_at == std::string::npos ? body_at : body_at - blank - 1);
            const std::string body = body_at == std::string::npos ? "" : line.substr(body_at + 1);
            for (const std::string& role : low_roles) change(method, path, body, role, ++number);
        }
    }

    std::set<std::string> reached;

private:
    // To another page, but not to signing in.
    static bool leads_on(const Answer& answer) {
        return answer.status == 303 && !answer.header("location").starts_with("/logg-inn");
    }

    // Where the list goes on; empty when it does not.
    static std::string next_of_page(const Answer& answer) {
        static const std::regex link("href=\"([^\"]*cursor=[^\"]*)\"");
        std::smatch found;
        if (!std::regex_search(answer.body, found, link)) return {};
        return std::regex_replace(found[1].str(), std::regex("&amp;"), "&");
    }

    // All pages of it, and again with the tag that it was given.
    void read(const routing::Route& route, const std::string& role, std::string target) {
        for (int page = 0; page < 40; ++page) {
            const Answer answer = depots_.ask(role, "GET", target, "");
            if (answer.status == 200 || leads_on(answer)) reached.insert(route_name(route));
            const std::string tag = answer.header("etag");
            if (!tag.empty()) depots_.ask(role, "GET", target, "", {{"if-none-match", tag}});
            if (is_page(route)) {
                target = next_of_page(answer);
                if (target.empty()) return;
                continue;
            }
            if (answer.status != 200 || !answer.json.has("/next") || answer.json.is_null("/next")) {
                return;
            }
            const auto cursor = target.find("cursor=");
            const std::string base =
                cursor == std::string::npos
                    ? target + (target.find('?') == std::string::npos ? "?" : "&")
                    : target.substr(0, cursor);
            target = base + "cursor=" + answer.json.text("/next");
        }
    }

    void change(const std::string& method, const std::string& path, const std::string& body,
                const std::string& role, int number) {
        const std::string target = depots_.first.filled(path);
        const std::string filled = depots_.first.filled(body);
        const Headers key{{"idempotency-key", "walk-" + std::to_string(number)}};
        const Headers headers = method == "POST" ? key : Headers{{"if-match", "*"}};
        if (!filled.empty()) {
            depots_.ask(role, method, target, R"({"no_such_field": 1})", headers);
        }
        if (method != "POST") {
            depots_.ask(role, method, target, filled, {{"if-match", "\"0-0\""}});
        }
        const Answer answer = depots_.ask(role, method, target, filled, headers);
        if (answer.status < 300) note(method, target);
        // What is stored under the key is answered again, and what is so already is refused.
        depots_.ask(role, method, target, filled, headers);
        if (method == "POST") depots_.ask(role, method, target, filled);
    }

    void send(const std::string& role, const std::string& target, const std::string& fields) {
        const Answer answer = depots_.ask(role, "POST", target, depots_.first.filled(fields),
                                          {{"content-type", "application/x-www-form-urlencoded"}});
        // Shown again with what is wrong, it shows what its page does.
        if (answer.status < 400 || answer.status == 422) note("POST", target);
    }

    void note(const std::string& method, const std::string& target) {
        for (const routing::Route& route : pages::routes_with_api()) {
            if (routing::to_text(route.method) == method && fits(std::string(route.path), target)) {
                reached.insert(route_name(route));
            }
        }
    }

    static bool fits(const std::string& pattern, const std::string& target) {
        std::istringstream wanted(pattern);
        std::istringstream given(target.substr(0, target.find('?')));
        std::string a;
        std::string b;
        while (std::getline(wanted, a, '/')) {
            if (!std::getline(given, b, '/') || (!a.starts_with('{') && a != b)) return false;
        }
        return !std::getline(given, b, '/');
    }

    Depots& depots_;
};

// Whether one of the roles without the right is let in.
bool open_to_low_roles(const std::string& route) {
    for (const auto& row : support::read_csv(KL_TESTS_DIR "/api/who_may_what.csv")) {
        if (row[0] + " " + row[1] != route) continue;
        const auto may = [&](std::size_t at) { return row[at] == "yes" || row[at] == "hidden"; };
        return may(3) || may(4) || may(6) || may(8);
    }
    return false;
}

}  // namespace

TEST_CASE("three depots that differ in a protected address alone are the same without the right") {
    Depots depots;
    Walk walk(depots);
    walk.read_everything();
    walk.search_everything();
    walk.change_everything();
    walk.read_everything();
    walk.search_everything();
    walk.send_empty_forms();
    for (const routing::Route& route : pages::routes_with_api()) {
        const std::string name = route_name(route);
        if (!open_to_low_roles(name) || not_reached.contains(name)) continue;
        INFO(name << " was never answered with success");
        CHECK(walk.reached.contains(name));
    }
    // The negative control: with the right they are not the same.
    const std::string path = depots.first.filled("/api/v1/borrowers/{fortrolig}");
    const auto seen = depots.first.app.get(path, "leder");
    CHECK(seen.json.text("/address/street") == "Hemmeligveien 1");
    CHECK(depots.second.app.get(path, "leder").body != seen.body);
    CHECK(depots.third.app.get(path, "leder").header("etag") != seen.header("etag"));
    const auto page = depots.first.filled("/lanere/{fortrolig}");
    CHECK(depots.first.app.get(page, "leder").body.find("Hemmeligveien 1") != std::string::npos);
    CHECK(without_chance(depots.first.app.get(page, "leder").body) !=
          without_chance(depots.third.app.get(page, "leder").body));
    CHECK(depots.first.app.get("/api/v1/pickups", "leder").body !=
          depots.third.app.get("/api/v1/pickups", "leder").body);
}

TEST_CASE("raising the protection takes back what was written, also on the way to the person") {
    TestApp app;
    const auto person = app.borrower(Body().raw("address", address("Storgata 5")));
    const auto loan = app.loan(app.ready_item(), Body().set("borrower_id", person));
    const auto pickup =
        must(app.post("/api/v1/pickups", Body()
                                             .set("kind", "fetch")
                                             .set("loan_id", loan)
                                             .set("day", "2026-11-25")
                                             .set("note", "Storgata 5, i bakgården")));
    must(app.post("/api/v1/pickups/" + std::to_string(pickup) + "/done",
                  Body().set("outcome", "nobody_home").set("note", "Ikke i Storgata 5")));
    const std::string path = "/api/v1/borrowers/" + std::to_string(person);
    const auto traces = [&] {
        std::size_t n = 0;
        const std::string all = app.stored().dump();
        for (auto at = all.find("Storgata 5"); at != std::string::npos;
             at = all.find("Storgata 5", at + 1)) {
            ++n;
        }
        return n;
    };
    CHECK(traces() == 4);
    REQUIRE(app.patch(path, Body().set("protection", "fortrolig"), "leder").status == 200);
    // The address alone, for those with the right.
    CHECK(traces() == 2);
    CHECK(app.get(path, "leder").json.text("/address/street") == "Storgata 5");
    CHECK(app.get(path, "lager").json.is_null("/address"));
    CHECK(refusal(app.patch(path, Body().set("protection", "strengt_fortrolig"), "leder")) ==
          "409 /address by_arrangement");
    REQUIRE(app.patch(path, Body().set("protection", "strengt_fortrolig").raw("address", "null"),
                      "leder")
                .status == 200);
    CHECK(traces() == 0);
}
