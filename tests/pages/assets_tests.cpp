// What browsers load: how much it is, how long they keep it, and that it is all of our own.

#include <catch2/catch.hpp>

#include <regex>
#include <set>

#include "pages/assets.hpp"
#include "pages/embedded.hpp"
#include "support/test_app.hpp"

using support::Answer;
using support::TestApp;

namespace {

Answer fetch(TestApp& app, const std::string& path, const std::string& coding) {
    routing::Request request = app.request("", "GET", path);
    request.accept_encoding = coding;
    return app.call_later(request).get();
}

// The files that a page names.
std::set<std::string> named_in(const std::string& page) {
    static const std::regex reference(R"re("(/assets/[^"#]+))re");
    std::set<std::string> all;
    for (std::sregex_iterator at(page.begin(), page.end(), reference), end; at != end; ++at) {
        all.insert((*at)[1]);
    }
    return all;
}

}  // namespace

TEST_CASE("a first visit is at most 120 kB, with the font") {
    TestApp app;
    const Answer page = app.get("/logg-inn", "");
    std::size_t all = page.body.size();
    const auto files = named_in(page.body);
    CHECK(files.size() >= 4);
    for (const std::string& file : files) {
        const Answer answer = fetch(app, file, "gzip, deflate, br");
        INFO(file);
        CHECK(answer.status == 200);
        all += answer.body.size();
    }
    CHECK(all > 60'000);
    CHECK(all <= 120'000);
}

TEST_CASE("a file is kept for good, packed as the browser takes it") {
    TestApp app;
    const std::string css = pages::asset_url("page.css");
    const Answer plain = fetch(app, css, "");
    CHECK(plain.header("cache-control") == "public, max-age=31536000, immutable");
    CHECK(plain.header("content-encoding").empty());
    CHECK(plain.content_type == "text/css;charset=utf-8");
    const Answer brotli = fetch(app, css, "gzip, br");
    CHECK(brotli.header("content-encoding") == "br");
    CHECK(brotli.header("vary") == "accept-encoding");
    const Answer gzip = fetch(app, css, "gzip");
    CHECK(gzip.header("content-encoding") == "gzip");
    CHECK(gzip.body.substr(0, 2) == "\x1f\x8b");
    CHECK(brotli.body.size() < gzip.body.size());
    CHECK(gzip.body.size() < plain.body.size() / 4);
    CHECK(fetch(app, css, "br;q=0, gzip;q=0").header("content-encoding").empty());
    // The font is packed already.
    CHECK(fetch(app, pages::asset_url("inter.woff2"), "br").header("content-encoding").empty());
    CHECK(fetch(app, "/assets/no-such.css", "br").status == 404);
}

TEST_CASE("nothing that browsers load names another host") {
    for (const pages::Embedded& file : pages::embedded_assets()) {
        if (!file.name.ends_with(".css") && !file.name.ends_with(".js")) continue;
        INFO(file.name);
        std::string text(file.bytes);
        // What names a kind of drawing is no address.
        static const std::regex names(R"(http://www\.w3\.org/[\w/.]*)");
        static const std::regex address(R"re((url\(|import|fetch\()\s*["'`]?https?:)re");
        text = std::regex_replace(text, names, "");
        CHECK_FALSE(std::regex_search(text, address));
    }
}
