// What the server asks of others on the web: only whom it trusts, never where it is led, never for
// long, never much.

#include <catch2/catch.hpp>

#include "identity/fetch.hpp"
#include "identity/helper.hpp"
#include "support/program.hpp"
#include "support/skip.hpp"
#include "support/temp_database.hpp"

using namespace std::chrono_literals;
using identity::Ask;

namespace {

const std::string web = KL_TESTS_DIR "/identity/web.py";

std::string python() { return support::program_path("python3"); }

}  // namespace

TEST_CASE("an address is safe over TLS, or without it to this machine alone") {
    for (const char* url :
         {"https://op.example.no", "https://op.example.no:8443/a?b=c", "http://127.0.0.1:1",
          "http://localhost/x", "http://[::1]:8080/", "https://[2001:db8::1]/"}) {
        INFO(url);
        CHECK(identity::is_safe_address(url));
    }
    for (const char* url :
         {"", "op.example.no", "http://op.example.no", "http://127.0.0.2", "http://localhost.no",
          "http://127.0.0.1.example.no", "http://10.0.0.1", "https://", "https:///x", "https://?x",
          "https://user@op.example.no", "https://op.example.no/#x", "https://op.example.no/a b",
          "https://op.example.no/\r\nx: y", "https://op.example.nø", "HTTPS://op.example.no",
          "ftp://op.example.no", "file:///etc/passwd", "http://127.0.0.1@op.example.no"}) {
        INFO(url);
        CHECK_FALSE(identity::is_safe_address(url));
    }
}

TEST_CASE("a form is written so that every value comes whole") {
    CHECK(identity::to_text({{"a", "1"}, {"b c", "æ&=+/ ~-._"}}) ==
          "a=1&b%20c=%C3%A6%26%3D%2B%2F%20~-._");
}

TEST_CASE("an answer is taken as it is, and nothing is followed, waited for or read without end") {
    support::Helper server({python(), web});
    const std::string at = "http://127.0.0.1:" + server.line();
    const auto fetch = identity::web_fetch();

    const auto good = fetch({at + "/good"});
    REQUIRE(good);
    CHECK(good->status == 200);
    CHECK(good->content_type == "application/json");
    CHECK(good->body == "{\"good\": true}");
    CHECK(fetch({at + "/echo", identity::Form{{"a", "b c"}}})->body ==
          "POST application/x-www-form-urlencoded application/json a=b%20c");
    CHECK(fetch({at + "/nowhere"})->status == 404);

    const auto redirect = fetch({at + "/redirect"});
    REQUIRE(redirect);
    CHECK(redirect->status == 302);
    CHECK(redirect->body.empty());

    CHECK(fetch({at + "/large?262144"})->body.size() == 262144);
    CHECK_FALSE(fetch({at + "/large?262145"}));
    CHECK_FALSE(fetch({at + "/endless"}));
    CHECK_FALSE(fetch({at + "/garbage"}));
    CHECK_FALSE(fetch({"http://127.0.0.1:1/"}));
    CHECK_FALSE(fetch({"file:///etc/hostname"}));

    for (const char* path : {"/slow", "/trickle"}) {
        const auto began = std::chrono::steady_clock::now();
        CHECK_FALSE(fetch({at + path, std::nullopt, 300ms}));
        CHECK(std::chrono::steady_clock::now() - began < 3s);
    }
    CHECK_FALSE(fetch({at + "/good", std::nullopt, 0ms}));
}

TEST_CASE("a proxy that the environment names is not used") {
    support::Helper server({python(), web});
    const std::string at = "http://127.0.0.1:" + server.line();
    ::setenv("http_proxy", "http://127.0.0.1:1", 1);
    ::setenv("ALL_PROXY", "http://127.0.0.1:1", 1);
    const auto good = identity::web_fetch()({at + "/good"});
    ::unsetenv("http_proxy");
    ::unsetenv("ALL_PROXY");
    REQUIRE(good);
    CHECK(good->status == 200);
}

TEST_CASE("by TLS only the host that the certificate names, from an authority that is trusted") {
    if (support::program_path("openssl").empty()) return support::skip("no openssl");
    const support::TempDatabase files(support::TempDatabase::Holding::nothing, false);
    const auto certificate = [&](const std::string& name) {
        const std::string file = (files.folder() / name).string();
        const auto made = support::run(
            {support::program_path("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt",
             "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=" + name, "-addext",
             "subjectAltName=" + name, "-keyout", file + ".key", "-out", file + ".pem"});
        INFO(made.error);
        REQUIRE(made.status == 0);
        return file;
    };
    const std::string right = certificate("IP:127.0.0.1");
    const std::string wrong = certificate("DNS:other.example.no");
    support::Helper named({python(), web, right + ".pem", right + ".key"});
    const std::string at = "https://127.0.0.1:" + named.line() + "/good";
    support::Helper misnamed({python(), web, wrong + ".pem", wrong + ".key"});
    const std::string at_other = "https://127.0.0.1:" + misnamed.line() + "/good";

    const auto good = identity::web_fetch(right + ".pem")({at});
    REQUIRE(good);
    CHECK(good->status == 200);
    CHECK_FALSE(identity::web_fetch()({at}));
    CHECK_FALSE(identity::web_fetch(wrong + ".pem")({at}));
    CHECK_FALSE(identity::web_fetch(wrong + ".pem")({at_other}));
}
