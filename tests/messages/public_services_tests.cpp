// KS SvarUt and Altinn Varslinger, at a stub that checks what they document.

#include <catch2/catch.hpp>

#include "messages/altinn.hpp"
#include "messages/sending.hpp"
#include "messages/svarut.hpp"
#include "support/json.hpp"

using namespace std::chrono_literals;
using messages::Altinn;
using messages::Medium;
using messages::Message;
using messages::SvarUt;
using support::a_message;
using support::told;

namespace {

const messages::TokenSource good_token = [] { return std::optional<std::string>("token-1"); };
const messages::TokenSource old_token = [] { return std::optional<std::string>("token-0"); };
const messages::TokenSource no_token = [] { return std::optional<std::string>(); };
const messages::TokenSource broken_token = [] { return std::optional<std::string>("a\r\nX: b"); };

SvarUt a_svarut(const std::string& base) {
    SvarUt svarut;
    svarut.base = base;
    svarut.account = "1b4e28ba-0000-4000-8000-00000000000a";
    svarut.integration_id = "1b4e28ba-0000-4000-8000-00000000000b";
    svarut.integration_password = "integrasjon-hemmelig";
    svarut.sender = support::a_letter_sender();
    svarut.net.patience = 15000ms;
    return svarut;
}

Altinn an_altinn(const std::string& base) {
    Altinn altinn;
    altinn.base = base;
    altinn.net.patience = 15000ms;
    return altinn;
}

Message by(Medium medium) {
    Message message = a_message();
    message.medium = medium;
    return message;
}

const std::string shipment = "sent: f2d1c034-0000-4000-8000-0000000000";

}  // namespace

TEST_CASE("SvarUt gets the letter as it documents, the letter first and every file by its name") {
    support::HttpStub stub;
    const auto channel = messages::svarut_channel(a_svarut(stub.at()), good_token);
    Message message = by(Medium::digital_post);
    message.subject = "Krav om erstatning – \"rullator\"";
    message.attachments = {
        {"Kvittering æøå.pdf", "application/pdf", "%PDF korttidslager-0 \r\n--korttidslager-0--"},
        {"bilde.jpg", "image/jpeg", std::string("\xFF\xD8\0\r\n", 5)}};
    CHECK(told(*channel, message) == "sent: 5f0c9a52-0000-4000-8000-00000000000c");

    const auto request = stub.last();
    CHECK(request.size("/parts") == 4);
    CHECK(request.text("/parts/0/name") == "forsendelse");
    CHECK(request.text("/parts/0/type") == "application/json; charset=\"UTF-8\"");
    const auto said = support::Json::parse(support::from_base64(request.text("/parts/0/base64")));
    CHECK(said.text("/tittel") == message.subject);
    CHECK(said.text("/eksternReferanse") == message.id);
    CHECK(said.text("/avgivendeSystem") == "Korttidslager");
    CHECK(said.text("/mottaker/digitalId") == support::secret_number);
    CHECK(said.text("/mottaker/navn") == support::secret_name);
    CHECK(said.text("/mottaker/adresselinje1") == "Ærfuglveien 3 B");
    CHECK(said.text("/mottaker/postnummer") == "3215");
    CHECK(said.text("/mottaker/poststed") == "Sandefjord");
    CHECK_FALSE(said.has("/mottaker/land"));
    CHECK_FALSE(said.has("/kunDigitalLevering"));
    CHECK(said.each("/dokumenter", "/filnavn") ==
          std::vector<std::string>{"brev.pdf", "Kvittering æøå.pdf", "bilde.jpg"});
    CHECK_FALSE(said.has("/dokumenter/1/skalEkskluderesFraUtskrift"));
    CHECK(said.flag("/dokumenter/2/skalEkskluderesFraUtskrift"));
    CHECK_THAT(support::from_base64(request.text("/parts/1/base64")), Catch::StartsWith("%PDF-"));
    for (std::size_t i = 0; i < 2; ++i) {
        CHECK(support::from_base64(request.text("/parts/" + std::to_string(i + 2) + "/base64")) ==
              message.attachments[i].bytes);
    }

    Message printed = by(Medium::letter);
    printed.to.national_number.clear();
    CHECK(told(*channel, printed) == "sent: 5f0c9a52-0000-4000-8000-00000000000c");
}

TEST_CASE("a letter that SvarUt cannot take is refused before it is sent") {
    support::HttpStub stub;
    const auto channel = messages::svarut_channel(a_svarut(stub.at()), good_token);
    const auto with = [&](const std::function<void(Message&)>& change) {
        Message message = by(Medium::letter);
        change(message);
        return told(*channel, message);
    };
    const std::string address = "refused: bad_recipient, the postal address is not complete";
    CHECK(with([](Message& m) { m.to.post.reset(); }) == address);
    CHECK(with([](Message& m) { m.to.post->city.clear(); }) == address);
    CHECK(with([](Message& m) { m.to.post->lines = {"1", "2", "3", "4"}; }) == address);
    CHECK(with([](Message& m) { m.to.national_number = "1234567890"; }) ==
          "refused: bad_recipient, the national number is none");
    CHECK(with([](Message& m) { m.subject = ""; }) ==
          "refused: bad_message, the subject is none, or the text is not UTF-8");
    CHECK(with([](Message& m) { m.day = {}; }) == "refused: bad_message, the day is none");
    const std::string file = "refused: bad_message, an attachment's name or type is none";
    for (const char* name : {"brev.pdf", "a/b.pdf", "a\"b.pdf", "a?.pdf", "", "a\r\nb"}) {
        INFO(name);
        CHECK(with([&](Message& m) { m.attachments = {{name, "application/pdf", "x"}}; }) == file);
    }
    CHECK(with([](Message& m) {
              m.attachments = {{"a.pdf", "application/pdf", ""}, {"a.pdf", "application/pdf", ""}};
          }) == file);
    CHECK(stub.count() == 0);
}

TEST_CASE("SvarUt fails for now while it is away or does not know us") {
    support::HttpStub stub;
    const Message message = by(Medium::letter);
    const auto at = [&](const std::string& path, const messages::TokenSource& token = good_token) {
        return told(*messages::svarut_channel(a_svarut(stub.at(path)), token), message);
    };
    CHECK(at("", no_token) == "failed: not_authorised, no token");
    CHECK(at("", broken_token) == "failed: not_authorised, no token");
    CHECK(stub.count() == 0);
    CHECK(at("", old_token) == "failed: not_authorised, HTTP 403");
    CHECK(at("/500") == "failed: provider_failed, HTTP 500");
    CHECK(at("/429") == "failed: busy, HTTP 429, 120 s");
    CHECK(at("/400") == "refused: provider_refused, HTTP 400");
    CHECK(at("/redirect") == "failed: misconfigured, HTTP 302");
    CHECK(at("/text") == "failed: unreadable_answer, SvarUt: no id");
    CHECK_THAT(at("/nonsense"), Catch::StartsWith("failed: unreadable_answer"));
    SvarUt hanging = a_svarut(stub.at("/hang"));
    hanging.net.patience = 200ms;
    CHECK(told(*messages::svarut_channel(hanging, good_token), message) ==
          "failed: timed_out, curl 28");

    for (const auto& change : std::vector<std::function<void(SvarUt&)>>{
             [](SvarUt& s) { s.base = "http://svarut.ks.no"; },
             [](SvarUt& s) { s.account = "a/b"; }, [](SvarUt& s) { s.integration_id = ""; },
             [](SvarUt& s) { s.integration_password = "a\nb"; },
             [](SvarUt& s) { s.sender.address.city = ""; }}) {
        SvarUt svarut = a_svarut("https://svarut.ks.no");
        change(svarut);
        CHECK_THROWS_AS(messages::svarut_channel(svarut, good_token), std::invalid_argument);
    }
}

TEST_CASE("Altinn gets an order for an address or a person, and a repeat is the same order") {
    support::HttpStub stub;
    Altinn altinn = an_altinn(stub.at());
    altinn.resource_id = "urn:altinn:resource:sandefjord-lager";
    const auto channel = messages::altinn_channel(altinn, good_token);
    const auto body = [&] { return support::Json::parse(stub.last().text("/body")); };

    CHECK(told(*channel, by(Medium::email)) == shipment + "00");
    CHECK(told(*channel, by(Medium::email)) == shipment + "00");
    CHECK(body().text("/idempotencyId") == a_message().id);
    CHECK(body().keys("/recipient") == std::vector<std::string>{"recipientEmail"});
    CHECK(body().text("/recipient/recipientEmail/emailAddress") == support::secret_email);
    CHECK(body().text("/recipient/recipientEmail/emailSettings/subject") == a_message().subject);
    CHECK(body().text("/recipient/recipientEmail/emailSettings/body") == a_message().text);
    CHECK(body().text("/recipient/recipientEmail/emailSettings/contentType") == "Plain");

    Message html = by(Medium::email);
    html.id = "a-2";
    html.html = "<p>Hei</p>";
    CHECK(told(*channel, html) == shipment + "01");
    CHECK(body().text("/recipient/recipientEmail/emailSettings/contentType") == "Html");

    Message sms = by(Medium::sms);
    sms.id = "a-3";
    CHECK(told(*channel, sms) == shipment + "02");
    CHECK(body().text("/recipient/recipientSms/phoneNumber") == support::secret_phone);
    CHECK(body().text("/recipient/recipientSms/smsSettings/sendingTimePolicy") == "Daytime");

    Message person = by(Medium::digital_post);
    person.id = "a-4";
    CHECK(told(*channel, person) == shipment + "03");
    CHECK(body().text("/recipient/recipientPerson/nationalIdentityNumber") ==
          support::secret_number);
    CHECK(body().text("/recipient/recipientPerson/channelSchema") == "SmsPreferred");
    CHECK_FALSE(body().flag("/recipient/recipientPerson/ignoreReservation"));
    CHECK(body().text("/recipient/recipientPerson/resourceId") == altinn.resource_id);

    person.to.national_number = "00000000000";
    person.id = "a-5";
    CHECK(told(*channel, person) == "refused: bad_recipient, HTTP 422");
}

TEST_CASE("what Altinn cannot send is refused before it is asked") {
    support::HttpStub stub;
    const auto channel = messages::altinn_channel(an_altinn(stub.at()), good_token);
    CHECK(told(*channel, by(Medium::letter)) ==
          "refused: bad_message, Altinn notifies, it sends no letters");
    Message message = by(Medium::email);
    message.attachments = {{"a.pdf", "application/pdf", "x"}};
    CHECK(told(*channel, message) == "refused: bad_message, Altinn takes no attachments");
    message = by(Medium::email);
    message.to.email = "nobody";
    CHECK(told(*channel, message) == "refused: bad_recipient, the address is none");
    message = by(Medium::email);
    message.subject = "";
    CHECK(told(*channel, message) == "refused: bad_message, the subject is not one line of text");
    message = by(Medium::digital_post);
    message.to.national_number = "1";
    CHECK(told(*channel, message) == "refused: bad_recipient, the national number is none");
    message = by(Medium::digital_post);
    message.text = std::string(2000, 'a');
    CHECK(told(*channel, message) == "refused: too_long, 14 parts");
    message = by(Medium::sms);
    message.to.phone = "22 00 00 00";
    CHECK(told(*channel, message) == "refused: bad_recipient, no mobile number");
    CHECK(stub.count() == 0);
}

TEST_CASE("Altinn fails for now while it is away or does not know us") {
    support::HttpStub stub;
    const auto at = [&](const std::string& path, const messages::TokenSource& token = good_token) {
        return told(*messages::altinn_channel(an_altinn(stub.at(path)), token), by(Medium::sms));
    };
    CHECK(at("", no_token) == "failed: not_authorised, no token");
    CHECK(at("", old_token) == "failed: not_authorised, HTTP 401");
    CHECK(at("/500") == "failed: provider_failed, HTTP 500");
    CHECK(at("/499") == "failed: provider_failed, HTTP 499");
    CHECK(at("/429") == "failed: busy, HTTP 429, 120 s");
    CHECK(at("/text") == "failed: unreadable_answer, Altinn: no shipmentId");
    CHECK(at("/redirect") == "failed: misconfigured, HTTP 302");
    CHECK_THROWS_AS(messages::altinn_channel(an_altinn("http://platform.altinn.no"), good_token),
                    std::invalid_argument);
}
