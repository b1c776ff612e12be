// SMS by each provider, at a stub that answers as the provider documents it.

#include <catch2/catch.hpp>

#include "messages/link_mobility.hpp"
#include "messages/sending.hpp"
#include "messages/sms_http.hpp"
#include "messages/sveve.hpp"
#include "support/json.hpp"
#include "support/skip.hpp"
#include "support/temp_database.hpp"

using namespace std::chrono_literals;
using messages::HttpSms;
using messages::LinkMobility;
using messages::Message;
using messages::Sveve;
using support::a_message;
using support::told;

namespace {

Message to_phone(const std::string& phone) {
    Message message = a_message();
    message.to.phone = phone;
    return message;
}

Sveve a_sveve(const std::string& url) {
    Sveve sveve;
    sveve.url = url;
    sveve.user = "depot";
    sveve.password = "hemmelig";
    sveve.from = "SMS-lager";
    return sveve;
}

LinkMobility a_link(const std::string& base) {
    LinkMobility link;
    link.base = base;
    link.user = "depot";
    link.password = "på:tå";
    link.platform_partner_id = "12345";
    link.from = "SMS-lager";
    return link;
}

HttpSms a_provider(const std::string& url) {
    HttpSms provider;
    provider.url = url;
    provider.headers = {"Content-Type: application/json", "X-Key: {id}", "X-From: {from}"};
    provider.body = R"({"til": "{number}", "e164": "{to}", "tekst": "{text}", "fra": "{from}"})";
    provider.from = "SMS-lager";
    provider.accepted_at = "/status/ok";
    provider.accepted = {"true"};
    provider.refused_at = "/status/code";
    provider.refused = {"17"};
    provider.reference_at = "/message/id";
    return provider;
}

}  // namespace

TEST_CASE("Sveve gets what it documents, and its answers are understood") {
    support::HttpStub stub;
    const auto channel = messages::sveve_channel(a_sveve(stub.at("/SMS/SendMessage")));
    Message message = a_message();
    message.text = "Hei \"Åse\"!\nUtstyret – {lånt} € skal leveres 😀 \\ ";
    CHECK(told(*channel, message) == "sent: 42824112");
    const auto request = stub.last();
    CHECK(request.text("/headers/content-type") == "application/json; charset=utf-8");
    const auto body = support::Json::parse(request.text("/body"));
    CHECK(body.text("/to") == "90000010");
    CHECK(body.text("/msg") == message.text);
    CHECK(body.text("/from") == "SMS-lager");
    CHECK(body.text("/ref") == message.id);
    CHECK(body.text("/f") == "json");
    CHECK_FALSE(body.flag("/test"));

    CHECK(told(*channel, to_phone("99 99 99 99")) ==
          "refused: bad_recipient, Sveve: an error of the recipient");
    told(*channel, to_phone("+46 70 123 45 67"));
    CHECK(support::Json::parse(stub.last().text("/body")).text("/to") == "+46701234567");

    Sveve stranger = a_sveve(stub.at("/SMS/SendMessage"));
    stranger.password = "feil";
    CHECK(told(*messages::sveve_channel(stranger), message) ==
          "failed: misconfigured, Sveve: fatalError");
    Sveve trial = a_sveve(stub.at("/SMS/SendMessage"));
    trial.test = true;
    CHECK(told(*messages::sveve_channel(trial), message) == "sent: 42824112");
    CHECK(support::Json::parse(stub.last().text("/body")).flag("/test"));
}

TEST_CASE("LINK Mobility gets what it documents, and its answers are understood") {
    support::HttpStub stub;
    const auto channel = messages::link_channel(a_link(stub.at()));
    CHECK(told(*channel, a_message()) == "sent: Dcshuhod0PMAAAFQ+/PbnR3x");
    const auto body = support::Json::parse(stub.last().text("/body"));
    CHECK(body.text("/destination") == "+4790000010");
    CHECK(body.text("/destinationTON") == "MSISDN");
    CHECK(body.text("/source") == "SMS-lager");
    CHECK(body.text("/sourceTON") == "ALPHANUMERIC");
    CHECK(body.text("/userData") == a_message().text);
    CHECK(body.text("/platformId") == "COMMON_API");
    CHECK(body.text("/platformPartnerId") == "12345");
    CHECK(body.text("/refId") == a_message().id);

    CHECK(told(*channel, to_phone("99999901")) == "refused: bad_recipient, LINK 2104");
    CHECK(told(*channel, to_phone("99999902")) == "failed: provider_failed, LINK 1");
    CHECK(told(*channel, to_phone("99999903")) == "failed: busy, LINK 2107");
    CHECK(told(*channel, to_phone("99999904")) == "failed: misconfigured, LINK 104");
    CHECK(told(*channel, to_phone("99999905")) == "refused: bad_message, LINK 4001");

    LinkMobility stranger = a_link(stub.at());
    stranger.password = "feil";
    CHECK(told(*messages::link_channel(stranger), a_message()) ==
          "failed: not_authorised, HTTP 401");
    LinkMobility number = a_link(stub.at());
    number.from = "+4790000000";
    told(*messages::link_channel(number), a_message());
    CHECK(support::Json::parse(stub.last().text("/body")).text("/sourceTON") == "MSISDN");
}

TEST_CASE("any provider gets what the configuration writes, filled in") {
    support::HttpStub stub;
    const auto channel = messages::http_sms_channel(a_provider(stub.at("/sms")));
    Message message = a_message();
    message.text = "Til \"Åse\"\n{to} \\ {unknown}";
    CHECK(told(*channel, message) == "sent: 77");
    const auto request = stub.last();
    CHECK(request.text("/headers/x-key") == message.id);
    CHECK(request.text("/headers/x-from") == "SMS-lager");
    const auto body = support::Json::parse(request.text("/body"));
    CHECK(body.text("/til") == "4790000010");
    CHECK(body.text("/e164") == "+4790000010");
    CHECK(body.text("/tekst") == message.text);

    CHECK(told(*channel, to_phone("99999901")) ==
          "refused: bad_recipient, the provider's answer says so");
    CHECK(told(*channel, to_phone("99999902")) ==
          "failed: provider_failed, the provider's answer does not say accepted");

    HttpSms form = a_provider(stub.at("/sms"));
    form.headers = {"content-type: application/x-www-form-urlencoded"};
    form.body = "to={to}&text={text}";
    message.text = "a&b=æ +";
    CHECK(told(*messages::http_sms_channel(form), message) == "sent: 77");
    CHECK(stub.last().text("/body") == "to=%2B4790000010&text=a%26b%3D%C3%A6%20%2B");

    HttpSms trusting;
    trusting.url = stub.at("/text");
    trusting.headers = {"Content-Type: application/json"};
    trusting.body = R"({"t": "{text}"})";
    CHECK(told(*messages::http_sms_channel(trusting), message) == "sent: ");
}

TEST_CASE("a description of a provider that cannot work is refused at once") {
    const auto refuses = [](const std::function<void(HttpSms&)>& change) {
        HttpSms provider = a_provider("https://sms.example.no/send");
        change(provider);
        try {
            (void)messages::http_sms_channel(provider);
            return false;
        } catch (const std::invalid_argument&) {
            return true;
        }
    };
    CHECK_FALSE(refuses([](HttpSms&) {}));
    CHECK(refuses([](HttpSms& p) { p.url = "http://sms.example.no/send"; }));
    CHECK(refuses([](HttpSms& p) { p.headers = {"Content-Type: text/plain"}; }));
    CHECK(refuses([](HttpSms& p) { p.headers.emplace_back("X: a\r\nY: b"); }));
    CHECK(refuses([](HttpSms& p) { p.headers.emplace_back("X: {to}"); }));
    CHECK(refuses([](HttpSms& p) { p.headers.emplace_back("no header"); }));
    CHECK(refuses([](HttpSms& p) { p.body = R"({"a": "{whom}"})"; }));
    CHECK(refuses([](HttpSms& p) { p.body = R"({"a": {text}})"; }));
    CHECK(refuses([](HttpSms& p) { p.reference_at = "id"; }));
    CHECK_THROWS_AS(messages::sveve_channel(a_sveve("http://sveve.no/SMS/SendMessage")),
                    std::invalid_argument);
    CHECK_THROWS_AS(messages::link_channel(a_link("ftp://n-eu.linkmobility.io")),
                    std::invalid_argument);
    Sveve long_name = a_sveve("https://sveve.no/SMS/SendMessage");
    long_name.from = "Sandefjord kommune";
    CHECK_THROWS_AS(messages::sveve_channel(long_name), std::invalid_argument);
}

TEST_CASE("an SMS that cannot arrive is not sent") {
    support::HttpStub stub;
    const auto channel = messages::sveve_channel(a_sveve(stub.at("/SMS/SendMessage")));
    CHECK(told(*channel, to_phone("33 41 60 00")) == "refused: bad_recipient, no mobile number");
    CHECK(told(*channel, to_phone("")) == "refused: bad_recipient, no mobile number");
    Message message = a_message();
    message.text = std::string(1072, 'a');
    CHECK(told(*channel, message) == "refused: too_long, 8 parts");
    message.text = "";
    CHECK(told(*channel, message) == "refused: bad_message, the text is empty or not UTF-8");
    message.text = "\xFF";
    CHECK(told(*channel, message) == "refused: bad_message, the text is empty or not UTF-8");
    message = a_message();
    message.id = "a\r\nb";
    CHECK(told(*channel, message) == "refused: bad_message, the id is none");
    CHECK(stub.count() == 0);
}

TEST_CASE(
    "a provider that hangs, errs, redirects or talks nonsense is tried again, and told nothing") {
    support::HttpStub stub;
    const auto at = [&](const std::string& path) {
        Sveve sveve = a_sveve(stub.at(path + "/SMS/SendMessage"));
        sveve.net.patience = 15000ms;
        return told(*messages::sveve_channel(sveve), a_message());
    };
    CHECK(at("/500") == "failed: provider_failed, HTTP 500");
    CHECK(at("/503") == "failed: busy, HTTP 503");
    CHECK(at("/429") == "failed: busy, HTTP 429, 120 s");
    CHECK(at("/401") == "failed: not_authorised, HTTP 401");
    CHECK(at("/404") == "failed: misconfigured, HTTP 404");
    CHECK(at("/400") == "refused: provider_refused, HTTP 400");
    CHECK(at("/text") == "failed: unreadable_answer, Sveve: no response");
    CHECK(at("/large") == "failed: unreadable_answer, the answer is too long");
    CHECK_THAT(at("/nonsense"), Catch::StartsWith("failed: unreadable_answer, curl "));
    CHECK_THAT(at("/close"), Catch::StartsWith("failed: unreadable_answer, curl "));
    const int before = stub.count();
    CHECK(at("/redirect") == "failed: misconfigured, HTTP 302");
    CHECK(stub.count() == before + 1);

    Sveve hanging = a_sveve(stub.at("/hang/SMS/SendMessage"));
    hanging.net.patience = 200ms;
    const auto began = std::chrono::steady_clock::now();
    CHECK(told(*messages::sveve_channel(hanging), a_message()) == "failed: timed_out, curl 28");
    CHECK(std::chrono::steady_clock::now() - began < 10s);
    CHECK_THAT(told(*messages::sveve_channel(a_sveve("http://127.0.0.1:1/")), a_message()),
               Catch::StartsWith("failed: unreachable, curl "));
}

TEST_CASE("a provider is spoken to by TLS with a certificate that is trusted") {
    const support::TempDatabase files(support::TempDatabase::Holding::nothing, false);
    const std::string certificate = support::new_certificate(files.folder(), "IP:127.0.0.1");
    if (certificate.empty()) return support::skip("no openssl");
    support::HttpStub stub(certificate);
    Sveve sveve = a_sveve(stub.at("/SMS/SendMessage"));
    CHECK_THAT(told(*messages::sveve_channel(sveve), a_message()),
               Catch::StartsWith("failed: not_trusted, curl "));
    sveve.net.authorities = certificate + ".pem";
    CHECK(told(*messages::sveve_channel(sveve), a_message()) == "sent: 42824112");
}

TEST_CASE("an address is safe by HTTPS, or without it on this machine alone") {
    for (const char* url :
         {"https://api.example.no", "https://api.example.no:8443/a?b=c", "http://127.0.0.1:1",
          "http://localhost/x", "http://[::1]:8080/", "https://[2001:db8::1]/"}) {
        INFO(url);
        CHECK(messages::is_safe_url(url));
    }
    for (const char* url :
         {"", "api.example.no", "http://api.example.no", "http://localhost.no",
          "http://127.0.0.1.example.no", "http://10.0.0.1", "https://", "https://user@example.no",
          "https://example.no/#x", "https://example.no/a b", "https://example.no/\r\nx: y",
          "https://example.nø", "ftp://example.no", "file:///etc/passwd",
          "http://127.0.0.1@example.no", "http://169.254.169.254/", "http://0.0.0.0/"}) {
        INFO(url);
        CHECK_FALSE(messages::is_safe_url(url));
    }
}
