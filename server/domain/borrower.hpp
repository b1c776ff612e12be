#pragma once
// A borrower: a person, or a unit such as a ward, which carries no personal data.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/ids.hpp"
#include "domain/refusal.hpp"
#include "domain/time.hpp"

namespace domain {

enum class BorrowerKind { person, unit };
std::string_view to_text(BorrowerKind kind);
std::optional<BorrowerKind> parse_borrower_kind(std::string_view text);

// Address protection (adressebeskyttelse). The grade itself is a protected fact.
enum class Protection { none, fortrolig, strengt_fortrolig };
std::string_view to_text(Protection protection);
std::optional<Protection> parse_protection(std::string_view text);

struct Address {
    std::string street;
    std::string postal_code;  // four digits
    std::string city;
    bool operator==(const Address&) const = default;
};

struct Contact {
    std::string name;
    std::optional<std::string> phone;
    bool operator==(const Contact&) const = default;
};

struct Borrower {
    BorrowerId id;
    BorrowerKind kind = BorrowerKind::person;
    std::string name;
    std::optional<std::string> phone;
    std::optional<std::string> email;
    std::string language = "nb";  // nb or nn
    std::optional<Address> address;
    std::optional<Day> birth_date;
    std::optional<std::string> national_number;
    Protection protection = Protection::none;
    std::optional<Contact> contact;
    std::optional<Day> deceased_on;
    std::optional<Day> moved_on;
    bool reminders_off = false;  // nothing is sent to them
    std::optional<Instant> registered_at;
    std::optional<Instant> anonymised_at;  // then there is nothing left of the above
    std::int64_t version = 1;
};

// Fødselsnummer, D-nummer (day + 40), H-nummer (month + 40) or Skatteetaten's synthetic number
// (month + 80), with control digits by the present rule or that of 2032. The day must be one of its
// month; the year is never derived, so there is always a 29 February.
bool valid_national_number(std::string_view text);

// ---- what a search text is
// -----------------------------------------------------------------------

// A valid national number, also when blanks part its digits.
std::optional<std::string> national_number_in(std::string_view text);
// The days of birth that it may mean: 24.12.1950, 1950-12-24, or 241250 of either century. Empty
// when it is something else.
std::vector<Day> birth_dates_in(std::string_view text);

// ---- two that are one
// ----------------------------------------------------------------------------

// Whether the one may become a part of the other.
std::optional<Refusal> why_not_merged(const Borrower& from, const Borrower& into);
// What is known of both, the one that stays before the other; the higher protection of the two.
Borrower merged(Borrower into, const Borrower& from);

}  // namespace domain
