// POST /labels: from the codes of the depot's aids to one file.

#include <catch2/catch.hpp>

#include "labels/labels.hpp"
#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::TestApp;
using Texts = std::vector<std::string>;

namespace {

Body wanted(const std::string& format, const std::string& stock, const Texts& codes) {
    Texts list;
    for (const std::string& code : codes) list.push_back(support::quoted(code));
    return Body().set("format", format).set("stock", stock).list("codes", list);
}

Answer asked(TestApp& app, const Body& body) { return app.post("/api/v1/labels", body); }

}  // namespace

TEST_CASE("labels of the depot's aids come as a file of the format that was asked for") {
    TestApp app;
    const auto code = app.item(app.product(Body().set("name", "Rullator Gemino 20")));
    struct Row {
        std::string format;
        std::string type;
        std::string begin;
    };
    for (const auto& [format, type, begin] :
         std::vector<Row>{{"pdf", "application/pdf", "%PDF-"},
                          {"zpl", "application/vnd.zebra-zpl", "^XA"},
                          {"png", "image/png", "\x89PNG"},
                          {"svg", "image/svg+xml", "<?xml"}}) {
        for (const auto& stock : labels::stocks()) {
            INFO(format << " on " << stock.name);
            const auto answer = asked(app, wanted(format, std::string(stock.name), {code}));
            CHECK(answer.status == 200);
            CHECK(answer.content_type == type);
            CHECK(answer.body.starts_with(begin));
            CHECK(answer.header("content-disposition") ==
                  "attachment; filename=\"etiketter." + format + "\"");
        }
    }
    const auto zpl = asked(app, wanted("zpl", "zebra-50x25", {code, code})).body;
    CHECK(zpl.find("^FDRullator Gemino 20^FS") != std::string::npos);
    const auto printed = labels::LabelCode::parse(code)->printed();
    CHECK(zpl.find(printed) != std::string::npos);
    CHECK(zpl.find(printed) != zpl.rfind(printed));
}

TEST_CASE("a replaced label's code prints the present one") {
    TestApp app;
    const auto old = app.ready_item();
    const auto relabelled = app.post("/api/v1/items/" + old + "/relabel", Body());
    REQUIRE(relabelled.status == 200);
    const auto present = relabelled.json.text("/code");
    const auto zpl = asked(app, wanted("zpl", "zebra-50x25", {old}));
    CHECK(zpl.status == 200);
    CHECK(zpl.body == asked(app, wanted("zpl", "zebra-50x25", {present})).body);
}

TEST_CASE("all that is wrong with the labels asked for is named at once") {
    TestApp app;
    const auto code = app.item(app.product());
    struct Row {
        std::string body;
        Texts errors;
    };
    const std::string codes = R"(, "codes": [")" + code + R"("]})";
    for (const auto& [body, errors] : std::vector<Row>{
             {"{}", {"/format required", "/stock required", "/codes required"}},
             {R"({"format": "doc", "stock": "A4")" + codes,
              {"/format invalid_value", "/stock invalid_value"}},
             {R"({"format": "pdf", "stock": "l7160")" + codes, {"/stock invalid_value"}},
             {R"({"format": "pdf", "stock": "L7160", "start": 0)" + codes, {"/start too_small"}},
             {R"({"format": "pdf", "stock": "L7160", "start": 22)" + codes, {"/start too_large"}},
             {R"({"format": "zpl", "stock": "L7160", "start": 2)" + codes, {"/start too_large"}},
             {R"({"format": "pdf", "stock": "tze-24", "start": 2)" + codes, {"/start too_large"}},
             {R"({"format": "pdf", "stock": "L7160", "start": "1")" + codes, {"/start wrong_type"}},
             {R"({"format": "pdf", "stock": "L7160", "codes": []})", {"/codes too_few"}},
             {R"({"format": "pdf", "stock": "L7160", "codes": "7K3QF27"})", {"/codes wrong_type"}},
             {R"({"format": "pdf", "stock": "L7160", "codes": ["7K3QF28", 7, "7K3QF27", ""]})",
              {"/codes/0 wrong_check_symbol", "/codes/1 wrong_type", "/codes/3 invalid_code"}},
             {R"({"format": "png", "stock": "tze-24", "codes": [")" + code + R"(", ")" + code +
                  R"("]})",
              {"/codes more_than_a_page"}},
         }) {
        INFO(body);
        const auto answer = app.call("lager", "POST", "/api/v1/labels", body);
        CHECK(answer.status == 400);
        CHECK(answer.errors() == errors);
    }
    const Texts many(10'001, code);
    const auto too_many = asked(app, wanted("pdf", "L7160", many));
    CHECK(too_many.status == 400);
    CHECK(too_many.errors() == Texts{" too_many"});
}

TEST_CASE("codes of no aid are refused, each in its place") {
    TestApp app;
    const auto code = app.item(app.product());
    const auto other = labels::LabelCode::from_number(7).text();
    const auto answer = asked(app, wanted("pdf", "L7160", {other, code, other}));
    CHECK(answer.status == 409);
    CHECK(answer.errors() == Texts{"/codes/0 unknown_item", "/codes/2 unknown_item"});
}

TEST_CASE("ten thousand labels are made in one request") {
    TestApp app;
    const auto code = app.item(app.product());
    const auto answer = asked(app, wanted("zpl", "zebra-50x25", Texts(10'000, code)));
    CHECK(answer.status == 200);
    std::size_t count = 0;
    for (auto at = answer.body.find("^XA"); at != std::string::npos;
         at = answer.body.find("^XA", at + 1)) {
        ++count;
    }
    CHECK(count == 10'000);
}

TEST_CASE("the OpenAPI schema of labels knows every stock and format") {
    TestApp app;
    const auto document = app.call("", "GET", "/api/v1/openapi.json").json;
    const std::string at = "/components/schemas/labels_new/properties/";
    Texts names;
    for (const auto& stock : labels::stocks()) names.emplace_back(stock.name);
    CHECK(document.each(at + "stock/enum") == names);
    const auto types = document.keys("/paths/~1api~1v1~1labels/post/responses/200/content");
    for (const auto& format : document.each(at + "format/enum")) {
        const auto known = labels::parse_format(format);
        REQUIRE(known);
        CHECK(std::count(types.begin(), types.end(), media_type(*known)) == 1);
    }
}
