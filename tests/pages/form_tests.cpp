// From a form to the JSON of the API, by the schema of its body.

#include <catch2/catch.hpp>

#include "pages/form.hpp"

using pages::Typed;
namespace json = boost::json;

namespace {

json::value body(const char* sent, const char* schema, bool clears = false) {
    return pages::body_of(*Typed::parse(sent), schema, clears);
}

}  // namespace

TEST_CASE("a form's fields become the fields of the API's body, of the types that it takes") {
    CHECK(body("months=3&reason=fall+hjemme", "extension_new") ==
          json::parse(R"({"months": 3, "reason": "fall hjemme"})"));
    CHECK(body("ok=false&ok=true&checklist%2FBremser=true", "inspect") ==
          json::parse(R"({"ok": true, "checklist": {"Bremser": true}})"));
    CHECK(
        body("ok=true&missing_accessories%5B%5D=kurv&missing_accessories%5B%5D=brett", "inspect") ==
        json::parse(R"({"ok": true, "missing_accessories": ["kurv", "brett"]})"));
    CHECK(
        body("name=Kari&address%2Fstreet=Storgata+1&address%2Fpostal_code=3210", "borrower_new") ==
        json::parse(R"({"name": "Kari", "address": {"street": "Storgata 1",
                          "postal_code": "3210"}})"));
    CHECK(body("lines%2F0%2Fitem=7K3QF27&lines%2F1%2Fproduct_id=5&lines%2F1%2Fquantity=2",
               "loan_new") ==
          json::parse(R"({"lines": [{"item": "7K3QF27"}, {"product_id": 5, "quantity": 2}]})"));
}

TEST_CASE("what was not filled in is left out, and taken back by a change") {
    CHECK(body("name=Kari&phone=&address%2Fstreet=&address%2Fcity=", "borrower_new") ==
          json::parse(R"({"name": "Kari"})"));
    CHECK(body("name=Kari&phone=&address%2Fstreet=&address%2Fcity=", "borrower_change", true) ==
          json::parse(R"({"name": "Kari", "phone": null, "address": null})"));
}

TEST_CASE("a day may be typed as people write it") {
    CHECK(body("purchased=22.11.2026", "item_new") ==
          json::parse(R"({"purchased": "2026-11-22"})"));
    CHECK(body("purchased=2026-11-22", "item_new") ==
          json::parse(R"({"purchased": "2026-11-22"})"));
    CHECK(body("purchased=i+morgen", "item_new") == json::parse(R"({"purchased": "i morgen"})"));
}

TEST_CASE("a time of the day is by the clock on the wall in Oslo") {
    // In winter an hour, in summer two before UTC.
    CHECK(body("needed_by=2026-11-27T14%3A30", "booking_new") ==
          json::parse(R"({"needed_by": "2026-11-27T13:30:00.000Z"})"));
    CHECK(body("needed_by=2026-06-27T14%3A30", "booking_new") ==
          json::parse(R"({"needed_by": "2026-06-27T12:30:00.000Z"})"));
    // The days on which the clock is changed: 23 and 25 hours long.
    CHECK(body("needed_by=2026-03-29T14%3A30", "booking_new") ==
          json::parse(R"({"needed_by": "2026-03-29T12:30:00.000Z"})"));
    CHECK(body("needed_by=2026-10-25T14%3A30", "booking_new") ==
          json::parse(R"({"needed_by": "2026-10-25T13:30:00.000Z"})"));
}

TEST_CASE("what is no number stays text: the API says what is wrong with it") {
    CHECK(body("months=tre", "extension_new") == json::parse(R"({"months": "tre"})"));
    CHECK(body("months=3.5", "extension_new") == json::parse(R"({"months": "3.5"})"));
    CHECK(body("months=99999999999999999999", "extension_new") ==
          json::parse(R"({"months": "99999999999999999999"})"));
}

TEST_CASE("lines of a text are entries of a list, and the form's own fields go nowhere") {
    CHECK(body("name=Rullator&accessories=kurv%0D%0Abrett%0D%0A&_token=x&_key=y", "product_new") ==
          json::parse(R"({"name": "Rullator", "accessories": ["kurv", "brett"]})"));
}

TEST_CASE("a form that is broken is none, and far entries of a list are not made") {
    CHECK(!Typed::parse("name=%zz"));
    CHECK(body("lines%2F4000000000%2Fitem=X", "loan_new").as_object().at("lines").is_object());
}
