// What borrowers read, word by word.

#include <catch2/catch.hpp>

#include "domain/reminder_text.hpp"
#include "messages/sms_size.hpp"

using domain::Medium;
using domain::ReminderStep;
using domain::ReminderWords;
using namespace std::chrono;

namespace {

constexpr domain::Day due = year(2027) / 2 / 22;

ReminderWords words(ReminderStep step, Medium medium, bool nynorsk = false) {
    ReminderWords all;
    all.step = step;
    all.medium = medium;
    all.nynorsk = nynorsk;
    all.due = due;
    all.things = {{"Rullator Gemino 20", 1, due},
                  {"Toalettforhøyer", 2, due + days(3)},
                  {"Gåbord for barn", 1, {}}};
    all.places = {{"SMS", "Sandefjord medisinske senter"}};
    all.sender = {"Sandefjord kommune", "33 41 60 00"};
    return all;
}

std::string sms(ReminderStep step, bool nynorsk = false) {
    return write_reminder(words(step, Medium::sms, nynorsk)).text;
}

}  // namespace

TEST_CASE("an SMS says what is lent, until when, where to bring it, and whom to call") {
    CHECK(sms(ReminderStep::first_before) ==
          "Hei! Utstyr du låner av Sandefjord kommune skal leveres tilbake senest 22.02.2027. "
          "Lever det til Sandefjord medisinske senter (åpent mandag-fredag). Vi kan også hente det "
          "hos deg. Ring 33 41 60 00 om henting, eller hvis du trenger utstyret lenger. Hilsen "
          "Sandefjord kommune");
    CHECK(sms(ReminderStep::second_before) ==
          "Hei! Vi minner om at utstyr du låner av Sandefjord kommune skal leveres tilbake senest "
          "22.02.2027. Lever det til Sandefjord medisinske senter (åpent mandag-fredag). Vi kan "
          "også hente det hos deg. Ring 33 41 60 00 om henting, eller hvis du trenger utstyret "
          "lenger. Hilsen Sandefjord kommune");
    CHECK(sms(ReminderStep::after) ==
          "Hei! Utstyr du låner av Sandefjord kommune skulle vært levert tilbake 22.02.2027. Lever "
          "det til Sandefjord medisinske senter (åpent mandag-fredag). Vi kan også hente det hos "
          "deg. Ring 33 41 60 00 om henting, eller hvis du trenger utstyret lenger. Hilsen "
          "Sandefjord kommune");
    CHECK(sms(ReminderStep::first_before, true) ==
          "Hei! Utstyr du låner av Sandefjord kommune skal leverast tilbake seinast 22.02.2027. "
          "Lever det til Sandefjord medisinske senter (ope måndag-fredag). Vi kan også hente det "
          "hos deg. Ring 33 41 60 00 om henting, eller dersom du treng utstyret lenger. Helsing "
          "Sandefjord kommune");
    CHECK(sms(ReminderStep::second_before, true) ==
          "Hei! Vi minner om at utstyr du låner av Sandefjord kommune skal leverast tilbake "
          "seinast 22.02.2027. Lever det til Sandefjord medisinske senter (ope måndag-fredag). Vi "
          "kan også hente det hos deg. Ring 33 41 60 00 om henting, eller dersom du treng utstyret "
          "lenger. Helsing Sandefjord kommune");
    CHECK(sms(ReminderStep::after, true) ==
          "Hei! Utstyr du låner av Sandefjord kommune skulle ha vore levert tilbake 22.02.2027. "
          "Lever det til Sandefjord medisinske senter (ope måndag-fredag). Vi kan også hente det "
          "hos deg. Ring 33 41 60 00 om henting, eller dersom du treng utstyret lenger. Helsing "
          "Sandefjord kommune");
}

TEST_CASE("an SMS names no aid, keeps to the GSM alphabet and is at most two parts") {
    for (const auto step :
         {ReminderStep::first_before, ReminderStep::second_before, ReminderStep::after}) {
        for (const bool nynorsk : {false, true}) {
            const std::string text = sms(step, nynorsk);
            CHECK(text.find("Rullator") == std::string::npos);
            CHECK(text.find("oalett") == std::string::npos);
            const auto size = messages::sms_size(text);
            CHECK(size->gsm7);
            CHECK(size->parts == 2);
        }
    }
}

TEST_CASE("a mail names what they have; a letter says the same and closes by itself") {
    const auto mail = write_reminder(words(ReminderStep::second_before, Medium::email));
    CHECK(mail.subject == "Lånt utstyr skal leveres senest 22.02.2027");
    const std::string text =
        "Hei!\n\n"
        "Vi minner om at utstyr du låner av Sandefjord kommune skal leveres tilbake senest "
        "22.02.2027. Lånet er gratis og for en avgrenset tid.\n\n"
        "Dette har du på lån:\n- Rullator Gemino 20, frist 22.02.2027\n- 2 stk. Toalettforhøyer, "
        "frist 25.02.2027\n- Gåbord for barn\n\n"
        "Lever det til Sandefjord medisinske senter (åpent mandag-fredag). Vi kan også hente det "
        "hos deg. Ring 33 41 60 00 om henting, eller hvis du trenger utstyret lenger.\n\n"
        "Har du allerede levert utstyret, kan du se bort fra denne meldingen.";
    CHECK(mail.text == text + "\n\nHilsen Sandefjord kommune");
    CHECK(write_reminder(words(ReminderStep::second_before, Medium::letter)).text == text);
    const auto late = write_reminder(words(ReminderStep::after, Medium::letter, true));
    CHECK(late.subject == "Lånt utstyr skulle ha vore levert 22.02.2027");
    CHECK(late.text.find("Har du alt levert utstyret, kan du sjå bort frå denne meldinga.") !=
          std::string::npos);
    CHECK(late.text.find("Lånet er gratis og for ei avgrensa tid.") != std::string::npos);
}

TEST_CASE("a protected person is told of no aid by name") {
    for (const Medium medium : {Medium::sms, Medium::email, Medium::letter}) {
        auto all = words(ReminderStep::after, medium);
        all.is_protected = true;
        const auto written = write_reminder(all);
        for (const auto& thing : all.things) {
            CHECK((written.subject + written.text).find(thing.name) == std::string::npos);
        }
    }
}

TEST_CASE("the depots and their open days are said as people say them") {
    auto all = words(ReminderStep::first_before, Medium::sms);
    all.places = {{"A", "Anlegget", {true, false, false, false, false, false, false}},
                  {"B", "Bua", {true, true, false, true, true, true, false}},
                  {"C", "Centeret", {true, true, true, true, true, true, true}},
                  {"D", "Doren", {false, false, false, false, false, false, false}}};
    CHECK(write_reminder(all).text.find(
              "Lever det til Anlegget (åpent mandag), Bua (åpent mandag, tirsdag og "
              "torsdag-lørdag), Centeret (åpent alle dager) eller Doren. Vi kan") !=
          std::string::npos);
    all.places.clear();
    all.sender.phone.clear();
    CHECK(
        write_reminder(all).text.find(
            "22.02.2027. Lever det tilbake. Vi kan også hente det hos deg. Ta kontakt om henting, "
            "eller") != std::string::npos);
}

TEST_CASE("nothing is said to be due on a day that is over, nor late before") {
    using domain::step_to_say;
    CHECK(step_to_say(ReminderStep::first_before, due, due) == ReminderStep::first_before);
    CHECK(step_to_say(ReminderStep::first_before, due, due + days(1)) == ReminderStep::after);
    CHECK(step_to_say(ReminderStep::second_before, due, due - days(3)) ==
          ReminderStep::second_before);
    CHECK(step_to_say(ReminderStep::after, due, due) == ReminderStep::second_before);
    CHECK(step_to_say(ReminderStep::lost_process, due, due + days(40)) == ReminderStep::after);
}

TEST_CASE("the mail about a weekly list says how many, and names nobody") {
    const auto mail =
        domain::write_weekly({"2026-W53", 12, 3, 4, "https://kl.example.no/forfalt", "2026-W52"});
    CHECK(mail.subject == "Forfalte utlån uke 53/2026");
    CHECK(mail.text ==
          "Forfalte utlån, uke 53 i 2026:\n\n12 over fristen\n3 nye siden uke 52\n4 løst "
          "siden uke 52\n\nLes listen: https://kl.example.no/forfalt");
    const auto first = domain::write_weekly({"2026-W53", 12, 12, 0, "", ""});
    CHECK(first.text == "Forfalte utlån, uke 53 i 2026:\n\n12 over fristen");
}
