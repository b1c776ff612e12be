// Photos of an aid on its pages. It is Monday 23 November 2026.

#include <catch2/catch.hpp>

#include "pages/ask.hpp"
#include "support/images.hpp"
#include "support/multipart_form.hpp"
#include "support/person.hpp"
#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::FormPart;
using support::Person;
using support::TestApp;
using Parts = std::vector<FormPart>;

namespace {

bool holds(const Answer& page, std::string_view text) {
    return page.body.find(text) != std::string::npos;
}

std::string photo() { return support::to_jpeg(support::four_corners(60, 40)); }

std::string photos_of(const std::string& code) { return "/hjelpemidler/" + code + "/bilder"; }

Answer send(TestApp& app, const std::string& code, const Parts& parts,
            const std::string& boundary = "grense", const std::string& sender = "lager") {
    return app.call(sender, "POST", photos_of(code), support::multipart_form(parts, boundary),
                    {{"content-type", support::multipart_type(boundary)}});
}

std::string stored(TestApp& app) { return app.stored().value("select count(*) from photo"); }

}  // namespace

TEST_CASE("a photo is added on the page of an aid, stands there, is seen large, and removed") {
    TestApp app;
    const std::string code = app.ready_item();
    const std::string page = "/hjelpemidler/" + code;
    const Answer bare = app.get(page);
    CHECK(holds(bare, "Ingen bilder."));
    CHECK(holds(bare, "action=\"" + photos_of(code) + "\" enctype=\"multipart/form-data\""));
    CHECK(holds(bare,
                "type=\"file\" accept=\"image/jpeg,image/png,image/webp\" "
                "required"));
    CHECK(holds(bare, "Ta bare med hjelpemiddelet, ikke personer"));

    const Answer added = send(app, code,
                              {{"_key", "nokkel"},
                               {"kind", "damage"},
                               {"note", "Sprekk i gaffelen <b>\r\nunder"},
                               {"photo", photo(), true}});
    REQUIRE(added.status == 303);
    CHECK(added.header("location") == page + "?done=photo_added");
    const Answer item = app.get(added.header("location"));
    CHECK(holds(item, "Bildet er lagt til."));
    CHECK(holds(item, "<a href=\"" + photos_of(code) +
                          "/1\"><img src=\"/api/v1/photos/1/small\" alt=\"Skade: Sprekk i "
                          "gaffelen &lt;b&gt;, 23.11.2026 kl. 09.00\" width=\"60\" height=\"40\""));
    CHECK(item.header("content-security-policy").find("img-src 'self' data:;") !=
          std::string::npos);

    const Answer large = app.get(photos_of(code) + "/1");
    CHECK(holds(large, "<img class=\"photo\" src=\"/api/v1/photos/1\" alt=\"Skade: Sprekk"));
    CHECK(holds(large, "<dd>23.11.2026 kl. 09.00</dd>"));
    CHECK(holds(large, "<dd>lager</dd>"));
    CHECK(holds(large, "Sprekk i gaffelen &lt;b&gt;\nunder"));
    CHECK(app.get(photos_of(code) + "/2").status == 404);
    CHECK(app.get(photos_of(app.ready_item()) + "/1").status == 404);

    CHECK(app.send("lager", photos_of(app.ready_item()) + "/1/slett", {}).status == 404);
    const Answer removed = app.send("lager", photos_of(code) + "/1/slett", {});
    CHECK(removed.header("location") == page + "?done=photo_removed");
    CHECK(holds(app.get(removed.header("location")), "Bildet er slettet."));
    CHECK(stored(app) == "0");
    CHECK(app.send("lager", photos_of(code) + "/1/slett", {}).status == 404);
}

TEST_CASE("a photo of damage is one link away, and the form says what it is of") {
    TestApp app;
    const std::string code = app.item(app.product());
    const std::string link = photos_of(code) + "?kind=damage";
    CHECK(holds(app.get("/hjelpemidler/" + code), "href=\"" + link + "\""));
    const Answer damage = app.get(link);
    CHECK(holds(damage, "name=\"kind\" value=\"damage\" checked"));
    CHECK(holds(app.get(photos_of(code)), "name=\"kind\" value=\"item\" checked"));
    app.post("/api/v1/items/" + code + "/inspect", Body().set("ok", false).set("findings", "hjul"));
    CHECK(holds(app.get("/arbeidsordrer/1"), "href=\"" + link + "\""));
    CHECK(app.get(photos_of("9999999")).status == 404);
}

TEST_CASE("whoever may see photos sees them, and who may not add or remove has no form for it") {
    TestApp app;
    const std::string code = app.ready_item();
    REQUIRE(send(app, code, {{"photo", photo(), true}}).status == 303);
    for (const char* role : {"ergo", "sjafor", "leder"}) {
        INFO(role);
        for (const std::string& path :
             {"/hjelpemidler/" + code, photos_of(code), photos_of(code) + "/1"}) {
            const Answer page = app.get(path, role);
            CHECK(page.status == 200);
            CHECK(holds(page, "/api/v1/photos/1"));
            CHECK_FALSE(holds(page, "type=\"file\""));
            CHECK_FALSE(holds(page, "/slett"));
        }
        CHECK(send(app, code, {{"photo", photo(), true}}, "grense", role).status == 403);
    }
    const Answer admin = app.get("/hjelpemidler/" + code, "admin");
    CHECK(admin.status == 200);
    CHECK_FALSE(holds(admin, "/api/v1/photos"));
    CHECK_FALSE(holds(admin, "/bilder"));
}

TEST_CASE("what is wrong with a photo is said at its field, and the rest stays as it was typed") {
    TestApp app;
    const std::string code = app.ready_item();
    const auto fault = [&](const std::string& file) {
        const Answer again =
            send(app, code, {{"kind", "damage"}, {"note", "Skjev <ramme>"}, {"photo", file, true}});
        CHECK(again.status == 422);
        CHECK(holds(again, "name=\"kind\" value=\"damage\" checked"));
        CHECK(holds(again, "Skjev &lt;ramme&gt;</textarea>"));
        const std::string before = "id=\"f-photo-error\">";
        const auto at = again.body.find(before);
        if (at == std::string::npos) return std::string();
        return again.body.substr(at + before.size(), again.body.find('<', at) - at - before.size());
    };
    CHECK_FALSE(fault("").empty());
    CHECK(fault("%PDF-1.7 ") == "Filen er ikke et bilde. Velg et bilde: JPEG, PNG eller WebP.");
    CHECK(fault(photo().substr(0, 300)) ==
          "Bildet er skadet eller ikke helt. Ta eller velg det på nytt.");
    CHECK(fault(support::grey_png(6000, 6000)) ==
          "Bildet har for mange punkter. Ta det med lavere oppløsning.");
    CHECK(fault(support::moving_webp()).starts_with("Bildet beveger seg"));

    const Answer long_note =
        send(app, code, {{"note", std::string(501, 'x')}, {"photo", photo(), true}});
    CHECK(holds(long_note, "id=\"f-note-error\""));
    CHECK_FALSE(holds(long_note, "id=\"f-photo-error\""));
    CHECK(stored(app) == "0");

    for (int i = 0; i < 20; ++i) REQUIRE(send(app, code, {{"photo", photo(), true}}).status == 303);
    const Answer full = send(app, code, {{"photo", photo(), true}});
    CHECK(full.status == 422);
    CHECK(holds(full, "Hjelpemiddelet har 20 bilder. Slett et av dem først."));
}

TEST_CASE("a photo that is too large is refused unread, at its field") {
    TestApp app;
    const std::string code = app.ready_item();
    routing::Request large = app.request("lager", "POST", photos_of(code));
    large.body_too_large = true;
    large.content_type = support::multipart_type();
    const Answer page = app.call_later(large).get();
    CHECK(page.status == 413);
    CHECK(page.close);
    CHECK(holds(page, "id=\"f-photo-error\">Filen er for stor. Grensen er 8 MiB."));
    CHECK(stored(app) == "0");
    large.authorization.clear();
    CHECK(app.call_later(large).get().status == 401);
}

TEST_CASE("a form that is no form with a file, or cannot be read, is refused") {
    TestApp app;
    const std::string code = app.ready_item();
    CHECK(app.send("lager", photos_of(code), {{"kind", "item"}}).status == 415);
    const Answer broken = app.call("lager", "POST", photos_of(code), "--x\r\n",
                                   {{"content-type", support::multipart_type()}});
    CHECK(broken.status == 400);
    CHECK(broken.content_type.starts_with("text/html"));
    CHECK(send(app, "9999999", {{"photo", photo(), true}}).status == 404);
}

TEST_CASE("a photo that is sent twice is one photo") {
    TestApp app;
    const std::string code = app.ready_item();
    const Parts parts{{"_key", "nokkel"}, {"photo", photo(), true}};
    const Answer first = send(app, code, parts, "a");
    const Answer second = send(app, code, parts, "b");
    CHECK(first.status == 303);
    CHECK(second.status == 303);
    CHECK(second.header("location") == first.header("location"));
    CHECK(stored(app) == "1");
}

TEST_CASE("no other site and no page without the session's token sends a photo") {
    TestApp app;
    const std::string code = app.ready_item();
    Person ola(app, "ola", "lager");
    ola.set_up();
    const std::string token = ola.get("/api/v1/session").json.text("/form_token");
    const auto from = [&](const Parts& more, support::Headers headers) {
        Parts parts = more;
        parts.push_back({"photo", photo(), true});
        headers.emplace_back("content-type", support::multipart_type());
        return ola.call("POST", photos_of(code), support::multipart_form(parts), headers);
    };
    const Parts with_token{{"_token", token}};
    CHECK(from(with_token, {{"sec-fetch-site", "cross-site"}}).status == 403);
    CHECK(from(with_token, {{"host", "kl.example"}, {"origin", "https://evil.example"}}).status ==
          403);
    CHECK(from({}, {{"sec-fetch-site", "same-origin"}}).status == 422);
    CHECK(holds(from({{"_token", "x"}}, {}), "Siden ble åpnet før du sist logget inn."));
    CHECK(from({{"_token", "x"}}, {}).status == 422);
    // What looks like a file is no token.
    CHECK(from({{"_token", token, true}}, {}).status == 422);
    CHECK(stored(app) == "0");
    CHECK(from(with_token, {{"sec-fetch-site", "same-origin"}}).status == 303);
    CHECK(stored(app) == "1");
    CHECK(ola.call("POST", photos_of(code) + "/1/slett", "x=1",
                   {{"content-type", "application/x-www-form-urlencoded"}})
              .status == 422);
    CHECK(stored(app) == "1");
}

TEST_CASE("whoever was signed out chooses the photo again, and its bytes are nowhere on the page") {
    TestApp app;
    const std::string code = app.ready_item();
    const Answer page = send(app, code, {{"photo", photo() + "HEMMELIGE BYTES", true}}, "a", "");
    CHECK(page.status == 401);
    CHECK(holds(page, "Logg inn og velg bildet på nytt."));
    CHECK(holds(page, "name=\"_to\" value=\"" + photos_of(code) + "\""));
    CHECK_FALSE(holds(page, "HEMMELIGE"));
}
