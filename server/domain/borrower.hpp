#pragma once
// A borrower: a person, or a unit such as a ward, which carries no personal data.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domain/ids.hpp"
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

// Fødselsnummer, D-nummer or H-nummer with right control digits, by the present rule or that of
// 2032 (first control remainder 0-3, second 0); synthetic numbers (month + 80) included.
bool valid_national_number(std::string_view text);

}  // namespace domain
