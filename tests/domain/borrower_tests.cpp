#include "domain/borrower.hpp"

#include <catch2/catch.hpp>

#include "support/csv_table.hpp"

using domain::Borrower;
using domain::Protection;

namespace {

// One reason that a merge is refused for, or "".
std::string why_not(const Borrower& from, const Borrower& into) {
    const auto refused = domain::why_not_merged(from, into);
    return refused ? std::string(to_text(refused->code)) : "";
}

std::string days_in(std::string_view text) {
    std::string all;
    for (const domain::Day day : domain::birth_dates_in(text)) {
        all += (all.empty() ? "" : " ") + domain::to_text(day);
    }
    return all;
}

Borrower person(std::int64_t id) {
    Borrower borrower;
    borrower.id = domain::BorrowerId{id};
    borrower.name = "Kari Nordmann";
    return borrower;
}

}  // namespace

// The numbers are published: Skatteetaten's examples of the rule of 2032, the synthetic persons and
// D-numbers of NAV's and Skatteetaten's documentation. None can belong to a person.
TEST_CASE("published synthetic national numbers are valid by the rule of today or of 2032") {
    for (const char* number :
         {"02013299997", "02013299903", "30108299920", "30108299939", "13820599335", "26848497710",
          "26928698180", "41814061033", "41814065640", "41814075603", "41810021827", "41810025091",
          "41810034422"}) {
        INFO(number);
        CHECK(domain::valid_national_number(number));
    }
}

TEST_CASE("a national number with one wrong digit is refused") {
    const std::string right = "13820599335";
    int refused = 0;
    for (std::size_t place = 0; place < right.size(); ++place) {
        for (char digit = '0'; digit <= '9'; ++digit) {
            if (digit == right[place]) continue;
            std::string wrong = right;
            wrong[place] = digit;
            refused += domain::valid_national_number(wrong) ? 0 : 1;
        }
    }
    // The second control digit finds every one of the 99.
    CHECK(refused == 99);
}

TEST_CASE("what is not eleven digits of a possible day is no national number") {
    for (const char* text : {"", "1382059933", "138205993355", "1382059933x", "13 82059933",
                             "00000000000", "99999999999"}) {
        INFO(text);
        CHECK_FALSE(domain::valid_national_number(text));
    }
}

TEST_CASE("national numbers are valid as the published rules say, in every series") {
    int right = 0;
    int valid = 0;
    const auto rows = support::read_csv(KL_TESTS_DIR "/domain/national_numbers.csv");
    for (const auto& row : rows) {
        const bool is_valid = domain::valid_national_number(row[0]);
        INFO(row[0] << ", " << row[2]);
        CHECK(is_valid == (row[1] == "yes"));
        right += is_valid == (row[1] == "yes") ? 1 : 0;
        valid += is_valid ? 1 : 0;
    }
    CHECK(rows.size() > 4000);
    CHECK(right == static_cast<int>(rows.size()));
    CHECK(valid > 1000);
}

TEST_CASE("a search text is a national number also when blanks part it") {
    CHECK(domain::national_number_in("13820599335") == "13820599335");
    CHECK(domain::national_number_in("138205 99335") == "13820599335");
    for (const char* text : {"13820599336", "1382059933", "138205-99335", "Kari", ""}) {
        INFO(text);
        CHECK_FALSE(domain::national_number_in(text));
    }
}

TEST_CASE("a search text is a day of birth in the ways that people write one") {
    CHECK(days_in("24.12.1950") == "1950-12-24");
    CHECK(days_in("1950-12-24") == "1950-12-24");
    CHECK(days_in("241250") == "1950-12-24 2050-12-24");
    // The year 1900 had no 29 February.
    CHECK(days_in("290200") == "2000-02-29");
    for (const char* text :
         {"24.12.50", "32.12.1950", "320150", "310250", "24121950", "24.12.195x", "24-12-1950",
          "2412", "24 12 50", "44444444", "Kari", "", ".........."}) {
        INFO(text);
        CHECK(days_in(text).empty());
    }
}

TEST_CASE("borrowers are merged only when they can be the same") {
    const Borrower kari = person(1);
    Borrower other = person(2);
    CHECK(why_not(kari, other).empty());
    CHECK(why_not(kari, kari) == "same_borrower");

    other.national_number = "13820599335";
    CHECK(why_not(kari, other).empty());
    CHECK(why_not(other, kari).empty());
    Borrower third = person(3);
    third.national_number = "26848497710";
    CHECK(why_not(third, other) == "other_national_number");
    third.national_number = other.national_number;
    CHECK(why_not(third, other).empty());

    Borrower ward = person(4);
    ward.kind = domain::BorrowerKind::unit;
    CHECK(why_not(ward, kari) == "other_kind");
    CHECK(why_not(kari, ward) == "other_kind");
    Borrower dead = person(5);
    dead.deceased_on = std::chrono::year(2026) / 11 / 1;
    CHECK(why_not(dead, kari) == "borrower_deceased");
    CHECK(why_not(kari, dead) == "borrower_deceased");
}

TEST_CASE("a merged borrower has what was known of either, the one that stays before the other") {
    Borrower from = person(1);
    from.name = "Kari N.";
    from.phone = "44 44 44 44";
    from.email = "k@example.no";
    from.address = domain::Address{"Nygata 1", "3210", "Sandefjord"};
    from.birth_date = std::chrono::year(1950) / 12 / 24;
    from.national_number = "13820599335";
    from.contact = domain::Contact{"Ola", {}};
    from.reminders_off = true;
    Borrower into = person(2);
    into.phone = "33 33 33 33";
    const Borrower both = domain::merged(into, from);
    CHECK(both.id == into.id);
    CHECK(both.name == "Kari Nordmann");
    CHECK(both.phone == "33 33 33 33");
    CHECK(both.email == from.email);
    CHECK(both.address == from.address);
    CHECK(both.birth_date == from.birth_date);
    CHECK(both.national_number == from.national_number);
    CHECK(both.contact == from.contact);
    CHECK(both.reminders_off);

    for (const auto one :
         {Protection::none, Protection::fortrolig, Protection::strengt_fortrolig}) {
        for (const auto two :
             {Protection::none, Protection::fortrolig, Protection::strengt_fortrolig}) {
            from.protection = one;
            into.protection = two;
            const Borrower result = domain::merged(into, from);
            const bool strict =
                one == Protection::strengt_fortrolig || two == Protection::strengt_fortrolig;
            const bool hidden = one == Protection::fortrolig || two == Protection::fortrolig;
            CHECK(result.protection == (strict   ? Protection::strengt_fortrolig
                                        : hidden ? Protection::fortrolig
                                                 : Protection::none));
            CHECK(result.address.has_value() == !strict);
        }
    }
}
