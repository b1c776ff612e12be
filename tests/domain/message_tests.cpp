#include <catch2/catch.hpp>

#include "domain/message.hpp"

using domain::Borrower;
using domain::Media;
using domain::Medium;
using domain::Unsent;

namespace {

Borrower somebody() {
    Borrower person;
    person.phone = "911 22 333";
    person.email = "kari@example.no";
    person.address = domain::Address{"Gata 1", "3210", "Sandefjord"};
    return person;
}
const Media all{Medium::sms, Medium::email, Medium::letter};

}  // namespace

TEST_CASE("a borrower is reached by SMS, else e-mail, else letter, by what is configured") {
    CHECK(way_to(somebody(), all).medium == Medium::sms);
    CHECK(way_to(somebody(), {Medium::letter, Medium::email}).medium == Medium::email);
    CHECK(way_after(somebody(), all, Medium::sms) == Medium::email);
    CHECK(way_after(somebody(), all, Medium::email) == Medium::letter);
    CHECK(way_after(somebody(), all, Medium::letter) == std::nullopt);
    CHECK(way_to(somebody(), {}).why == Unsent::no_channel);
    Borrower person = somebody();
    person.phone.reset();
    CHECK(way_to(person, {Medium::sms}).why == Unsent::no_channel);
    person.email.reset();
    CHECK(way_to(person, all).medium == Medium::letter);
    person.address->city.clear();
    CHECK(way_to(person, all).why == Unsent::no_contact);
}

TEST_CASE("no letter goes to a protected address, of either grade") {
    Borrower person = somebody();
    for (const auto grade :
         {domain::Protection::fortrolig, domain::Protection::strengt_fortrolig}) {
        person.protection = grade;
        CHECK(reach(person) == Media{Medium::sms, Medium::email});
        CHECK(way_to(person, {Medium::letter}).why == Unsent::no_channel);
        CHECK(way_after(person, all, Medium::email) == std::nullopt);
    }
}

TEST_CASE("nothing is sent to the dead, to who has moved, to who wants none") {
    Borrower person = somebody();
    CHECK(silence(person) == std::nullopt);
    person.reminders_off = true;
    CHECK(silence(person) == Unsent::opted_out);
    person.moved_on = domain::Day{};
    CHECK(silence(person) == Unsent::moved);
    // Borrowed again since.
    person.reminders_off = false;
    CHECK(silence(person) == std::nullopt);
    person.deceased_on = domain::Day{};
    CHECK(silence(person) == Unsent::deceased);
}

TEST_CASE("the night is from eight in the evening to eight in the morning") {
    CHECK(domain::is_night(0));
    CHECK(domain::is_night(479));
    CHECK_FALSE(domain::is_night(480));
    CHECK_FALSE(domain::is_night(1199));
    CHECK(domain::is_night(1200));
}

TEST_CASE("a message is tried six times, with longer and longer pauses") {
    using namespace std::chrono_literals;
    std::vector<std::chrono::minutes> pauses;
    std::int64_t attempts = 1;
    while (const auto pause = domain::pause_after(attempts)) {
        pauses.push_back(*pause);
        ++attempts;
    }
    CHECK(attempts == 6);
    CHECK(pauses == std::vector<std::chrono::minutes>{5min, 15min, 60min, 240min, 1440min});
}
