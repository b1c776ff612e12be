// Photos of aids: in, seen, out again. What becomes of the image itself is in tests/pictures.

#include <catch2/catch.hpp>

#include "db/copy.hpp"
#include "db/photo_store.hpp"
#include "depot/verify.hpp"
#include "support/images.hpp"
#include "support/multipart_form.hpp"
#include "support/test_app.hpp"

using support::Answer;
using support::Headers;
using support::refusal;
using support::TestApp;
using Texts = std::vector<std::string>;

namespace {

Answer add(TestApp& app, const std::string& code, const std::string& bytes,
           const std::string& type = "image/jpeg", const std::string& query = {},
           Headers more = {}) {
    more.emplace_back("content-type", type);
    return app.call("lager", "POST", "/api/v1/items/" + code + "/photos" + query, bytes, more);
}

std::string photo() { return support::to_jpeg(support::four_corners(60, 40)); }

std::string path_of(const Answer& added) {
    return "/api/v1/photos/" + std::to_string(added.json.number("/id"));
}

std::string form(const std::vector<support::FormPart>& parts) {
    return support::multipart_form(parts);
}
const std::string form_type = support::multipart_type();

}  // namespace

TEST_CASE("a photo of an aid is added, listed, seen large and small, and removed") {
    TestApp app;
    const auto code = app.ready_item();
    const auto sent = support::to_jpeg(support::four_corners(1200, 800));
    const auto added = add(app, code, sent, "image/jpeg", "?kind=damage");
    REQUIRE(added.status == 201);
    CHECK(added.header("location") == path_of(added));
    CHECK(added.json.text("/item") == code);
    CHECK(added.json.text("/kind") == "damage");
    CHECK(added.json.is_null("/note"));
    CHECK(added.json.number("/width") == 1200);
    CHECK(added.json.text("/by") == "lager");
    CHECK(added.json.text("/at") == TestApp::start);

    const auto image = app.get(path_of(added), "sjafor");
    CHECK(image.status == 200);
    CHECK(image.content_type == "image/jpeg");
    CHECK(image.header("cache-control") == "private, max-age=31536000, immutable");
    CHECK(support::from_jpeg(image.body).width == 1200);
    CHECK(added.json.number("/bytes") == static_cast<std::int64_t>(image.body.size()));
    const auto small = app.get(path_of(added) + "/small", "ergo");
    CHECK(support::from_jpeg(small.body).width == 480);
    CHECK(small.header("etag") != image.header("etag"));
    CHECK(app.call("leder", "GET", path_of(added), "", {{"if-none-match", image.header("etag")}})
              .status == 304);

    CHECK(add(app, code, photo()).json.text("/kind") == "item");
    CHECK(app.get("/api/v1/items/" + code + "/photos", "ergo").json.each("/items", "/kind") ==
          Texts{"damage", "item"});
    // A note beside the aid, and no part of its history.
    CHECK(app.history_of(code) == app.history_of(app.ready_item()));

    CHECK(app.call("lager", "DELETE", path_of(added)).status == 428);
    CHECK(app.call("lager", "DELETE", path_of(added), "", {{"if-match", "\"2-x\""}}).status == 412);
    CHECK(app.call("lager", "DELETE", path_of(added), "", {{"if-match", image.header("etag")}})
              .status == 204);
    CHECK(app.get(path_of(added)).status == 404);
    CHECK(app.get(path_of(added) + "/small").status == 404);
    CHECK(app.get("/api/v1/items/" + code + "/photos").json.size("/items") == 1);
    CHECK(app.stored().value("select count(*) from photo_file") == "1");
}

TEST_CASE("a form without JavaScript adds a photo with a note") {
    TestApp app;
    const auto code = app.ready_item();
    const auto added = add(app, code,
                           form({{"kind", "damage"},
                                 {"note", "Sprekk i venstre gaffel,\r\nsynlig nedenfra"},
                                 {"photo", photo(), true}}),
                           form_type);
    REQUIRE(added.status == 201);
    CHECK(added.json.text("/kind") == "damage");
    CHECK(added.json.text("/note") == "Sprekk i venstre gaffel,\nsynlig nedenfra");
    // Fields that were left empty say nothing.
    const auto plain =
        add(app, code, form({{"kind", ""}, {"note", ""}, {"photo", photo(), true}}), form_type);
    CHECK(plain.json.text("/kind") == "item");
    CHECK(plain.json.is_null("/note"));
    // What the page that it was on needs is no field of ours.
    CHECK(add(app, code, form({{"_token", "x"}, {"photo", photo(), true}}), form_type).status ==
          201);
}

TEST_CASE("what is wrong with a photo or its form is said, and nothing is stored") {
    TestApp app;
    const auto code = app.ready_item();
    const auto faults = [&](const std::string& bytes, const std::string& type = "image/jpeg",
                            const std::string& query = {}) {
        return refusal(add(app, code, bytes, type, query));
    };
    CHECK(faults("{}", "application/json") == "415  image_needed");
    CHECK(faults("GIF89a", "image/gif") == "415  image_needed");
    CHECK(faults("", "image/png") == "400  not_an_image");
    CHECK(faults("GIF89a", "image/png") == "400  not_an_image");
    CHECK(faults(photo().substr(0, 300)) == "400  broken_image");
    CHECK(faults(support::grey_png(6000, 6000), "image/png") == "400  too_large_image");
    CHECK(faults(support::moving_webp(), "image/webp") == "400  unsupported_image");
    CHECK(faults(photo(), "image/jpeg", "?kind=selfie") == "400 ?kind invalid_value");
    CHECK(faults(photo(), "image/jpeg", "?note=x") == "400 ?note unknown_parameter");

    CHECK(faults("x", form_type) == "400  invalid_form");
    CHECK(faults(form({}), form_type) == "400 /photo required");
    CHECK(faults(form({{"photo", "", true}}), form_type) == "400 /photo required");
    CHECK(faults(form({{"kind", "selfie"}, {"note", std::string(501, 'x')}, {"name", "Kari"}}),
                 form_type) ==
          "400 /kind invalid_value /note too_long /photo required /name unknown_field");
    CHECK(faults(form({{"note", "a\xff"}, {"photo", photo(), true}}), form_type) ==
          "400 /note invalid_character");
    // Among several fields the one that it is in is named.
    CHECK(faults(form({{"photo", "GIF89a", true}}), form_type) == "400 /photo not_an_image");
    CHECK(faults(form({{"photo", photo(), true}}), form_type, "?kind=item") ==
          "400 ?kind unknown_parameter");

    CHECK(refusal(add(app, "9999999", photo())) == "404  not_found");
    routing::Request large = app.request("lager", "POST", "/api/v1/items/" + code + "/photos");
    large.body_too_large = true;
    large.content_type = "image/jpeg";
    CHECK(refusal(app.call_later(large).get()) == "413  file_too_large");
    CHECK(app.stored().value("select count(*) from photo") == "0");
}

TEST_CASE("a photo sent again with its key is one photo, and an aid has twenty at most") {
    TestApp app;
    const auto code = app.ready_item();
    const Headers key{{"idempotency-key", "bilde-1"}};
    const auto first = add(app, code, photo(), "image/jpeg", "", key);
    CHECK(add(app, code, photo(), "image/jpeg", "", key).body == first.body);
    CHECK(add(app, code, photo() + "x", "image/jpeg", "", key).status == 422);
    // Browsers write the same form with another boundary each time.
    const Headers form_key{{"idempotency-key", "bilde-2"}};
    const std::vector<support::FormPart> parts{{"kind", "damage"}, {"photo", photo(), true}};
    const auto as_form = [&](const std::vector<support::FormPart>& sent, const char* boundary) {
        return add(app, code, support::multipart_form(sent, boundary),
                   support::multipart_type(boundary), "", form_key);
    };
    const auto once = as_form(parts, "a");
    REQUIRE(once.status == 201);
    CHECK(as_form(parts, "b").body == once.body);
    CHECK(as_form({{"photo", photo(), true}}, "b").status == 422);
    for (int i = 2; i < 20; ++i) REQUIRE(add(app, code, photo()).status == 201);
    CHECK(refusal(add(app, code, photo())) == "409  too_many_photos");
    CHECK(app.call("lager", "DELETE", path_of(first), "", {{"if-match", "*"}}).status == 204);
    CHECK(add(app, code, photo()).status == 201);
}

TEST_CASE("verify finds a photo whose file was changed or is gone") {
    TestApp app;
    const auto code = app.ready_item();
    for (int i = 0; i < 3; ++i) add(app, code, photo());
    const auto faults = [&] {
        return app.database().read([](db::ReadTx& tx) { return depot::verify(tx); }).faults;
    };
    CHECK(faults().empty());
    app.stored().execute("update photo_file set image = 'aGVp' where photo_id = 1");
    app.stored().execute("delete from photo_file where photo_id = 2");
    CHECK(faults() == Texts{"photo 1: its file is not the one that was stored",
                            "photo 2: its file is not the one that was stored"});
}
