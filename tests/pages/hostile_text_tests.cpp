// What people write is text on every page, whatever it looks like: polyglots that break out of
// text, attributes, comments, scripts, addresses and templates, in every field that takes text.

#include <catch2/catch.hpp>

#include <map>
#include <set>

#include "pages/routes.hpp"
#include "support/images.hpp"
#include "support/multipart_form.hpp"
#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::TestApp;

namespace {

// 60: each way out of a place, with each thing to do there.
std::vector<std::string> polyglots() {
    std::vector<std::string> all;
    for (const char* way :
         {"", "\">", "'>", "--><", "</textarea>", "</title>", "</option></select>", "`\"'><",
          "{{/t}}", "\" autofocus onfocus=x() a=\"", "&lt;&quot;&gt;\">",
          "javascript:/*\"/*'/*--></a>"}) {
        for (const char* deed :
             {"<script>x()</script>", "<img src=x onerror=x()>", "<svg/onload=x()>",
              "{{{item}}}<xss>", "<iframe srcdoc='<script>x()</script>'>"}) {
            all.push_back(std::string(way) + deed);
        }
    }
    return all;
}

std::string escaped(const std::string& text) {
    std::string whole;
    for (const char c : text) {
        switch (c) {
            case '&':
                whole += "&amp;";
                break;
            case '<':
                whole += "&lt;";
                break;
            case '>':
                whole += "&gt;";
                break;
            case '"':
                whole += "&quot;";
                break;
            case '\'':
                whole += "&apos;";
                break;
            default:
                whole += c;
        }
    }
    return whole;
}

// A depot in which every text is hostile.
class World {
public:
    explicit World(std::string text) : text_(std::move(text)) {
        const auto product = app.product(Body()
                                             .set("name", text_)
                                             .set("supplier", text_)
                                             .list("accessories", {quoted(80)})
                                             .list("checklist", {quoted(80)}));
        const Body labels = Body().set("serial", cut(60)).set("lot", cut(60)).set("udi", text_);
        const auto waiting = app.item(product, labels);
        app.post("/api/v1/items/" + waiting + "/inspect",
                 Body()
                     .set("ok", false)
                     .set("findings", text_)
                     .raw("checklist", "{" + quoted(80) + ": false}"));
        const auto item = app.item(product, labels);
        app.post("/api/v1/items/" + item + "/inspect",
                 Body().set("ok", true).raw("checklist", "{" + quoted(80) + ": true}"));
        const auto person = app.borrower(Body()
                                             .set("name", text_)
                                             .raw("contact", Body().set("name", text_).text())
                                             .raw("address", Body()
                                                                 .set("street", text_)
                                                                 .set("postal_code", "3210")
                                                                 .set("city", text_)
                                                                 .text()));
        const auto loan = app.loan(item, Body().set("borrower_id", person));
        app.post("/api/v1/loans/" + number(loan) + "/extensions",
                 Body().set("months", 1).set("reason", text_), "ergo");
        app.post("/api/v1/pickups", Body()
                                        .set("kind", "fetch")
                                        .set("loan_id", loan)
                                        .set("day", "2026-11-24")
                                        .set("note", text_));
        const auto booking =
            app.post("/api/v1/bookings", Body()
                                             .set("product_id", product)
                                             .set("depot", "SMS")
                                             .set("from", "2026-12-01")
                                             .set("to", "2026-12-04")
                                             .set("priority", "hast")
                                             .set("reason", text_)
                                             .set("needed_by", "2026-12-01T09:00:00.000Z")
                                             .set("borrower_id", person))
                .json.number("/id");
        const auto set = app.post(
            "/api/v1/sets",
            Body().set("name", cut(100)).list("lines", {Body().set("product_id", product).text()}));
        const auto part = app.post("/api/v1/parts", Body().set("name", text_), "lager");
        app.post("/api/v1/notices",
                 Body().set("title", text_).set("product_id", product).set("block", false));
        app.post("/api/v1/terms", Body().set("nb", text_).set("nn", text_), "admin");
        REQUIRE(
            app.call("lager", "POST", "/api/v1/items/" + item + "/photos",
                     support::multipart_form(
                         {{"note", text_}, {"photo", support::to_png(support::noise(4, 4)), true}}),
                     {{"content-type", support::multipart_type()}})
                .status == 201);
        app.call("admin", "PATCH", "/api/v1/depots/SMS", Body().set("name", cut(100)),
                 {{"if-match", "*"}});
        app.post("/api/v1/tokens",
                 Body().set("name", cut(60)).set("role", "lager").set("depot", "SMS"), "admin");
        values_ = {{"code", item},
                   {"lan", number(loan)},
                   {"lanere", number(person)},
                   {"bestillinger", number(booking)},
                   {"produkter", number(product)},
                   {"arbeidsordrer", "1"},
                   {"deler", "1"},
                   {"meldinger", "1"},
                   {"line", "1"},
                   {"product", number(product)},
                   {"depot", "SMS"},
                   {"depoter", "SMS"},
                   {"person", number(person)}};
        static_cast<void>(set);
        static_cast<void>(part);
    }

    std::string path_of(const std::string& pattern) const {
        std::string path = pattern;
        for (auto open = path.find('{'); open != std::string::npos; open = path.find('{')) {
            const auto close = path.find('}', open);
            std::string name = path.substr(open + 1, close - open - 1);
            if (name == "id") {
                const auto end = open - 1;
                name =
                    path.substr(path.rfind('/', end - 1) + 1, end - path.rfind('/', end - 1) - 1);
            }
            const auto known = values_.find(name);
            path.replace(open, close - open + 1, known == values_.end() ? "1" : known->second);
        }
        return path;
    }

    TestApp app;

private:
    static std::string number(std::int64_t value) { return std::to_string(value); }
    std::string cut(std::size_t longest) const { return text_.substr(0, longest); }
    std::string quoted(std::size_t longest) const { return support::quoted(cut(longest)); }

    std::string text_;
    std::map<std::string, std::string> values_;
};

}  // namespace

TEST_CASE("what is written in any field is text on every page", "[sqlite]") {
    const auto all = polyglots();
    REQUIRE(std::set<std::string>(all.begin(), all.end()).size() == 60);
    std::size_t shown = 0;
    for (const std::string& text : all) {
        World world(text);
        for (const routing::Route& route : pages::routes_with_api()) {
            if (route.method != routing::Method::get || route.media != "text/html") continue;
            const std::string path = world.path_of(std::string(route.path));
            for (const char* role : {"lager", "leder", "admin"}) {
                const Answer page = world.app.get(path, role);
                INFO(role << " " << path << " " << text);
                CHECK(page.body.find(text) == std::string::npos);
                for (const char* tag : {"<script>", "<img src=x", "<svg/", "<iframe", "<xss"}) {
                    CHECK(page.body.find(tag) == std::string::npos);
                }
                if (page.body.find(escaped(text)) != std::string::npos) ++shown;
            }
        }
    }
    // The positive control: on many pages it stands there, as text.
    CHECK(shown > 60 * 15);
}

TEST_CASE("what is typed into a form and comes back is text as well", "[sqlite]") {
    TestApp app;
    for (const std::string& text : polyglots()) {
        INFO(text);
        for (const auto& [path, field] : {std::pair("/lanere/ny", "name"),
                                          {"/produkter/ny", "iso"},
                                          {"/deler/ny", "minimum"},
                                          {"/meldinger/ny", "serial_from"}}) {
            const Answer page =
                app.send("lager", path, {{field, text}, {"kind", "nobody"}, {"no_such", text}});
            INFO(path << " " << page.status);
            CHECK(page.status >= 400);
            CHECK(page.body.find(text) == std::string::npos);
            CHECK(page.body.find(escaped(text)) != std::string::npos);
        }
        const Answer found = app.send("lager", "/sok", {{"q", text}});
        CHECK(found.body.find(text) == std::string::npos);
    }
}
