#pragma once
// A loan and its lines, as they are stored.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/ids.hpp"
#include "domain/loan.hpp"

namespace domain {

struct Training {
    std::string given_by;
    std::string given_to;
    Day day;
};

struct LoanLine {
    LoanLineId id;
    LoanId loan;
    std::optional<ItemId> item;            // none: a counted product
    std::optional<std::string> item_code;  // of that item, as it is now
    ProductId product;
    std::int64_t quantity = 1;
    std::optional<Day> due;
    std::optional<Day> original_due;
    std::optional<Day> review;
    // From where the months to the due or review day are counted, and how many they are.
    Day anchor;
    int months = 0;
    Instant handed_out_at;
    std::optional<Instant> ended_at;
    std::optional<EndReason> end_reason;
    std::optional<std::string> end_reference;
};

struct Loan {
    LoanId id;
    BorrowerId borrower;
    DepotId depot;
    Day start;
    Expected expected = Expected::unknown;
    std::string arena = "own_home";
    std::vector<std::string> further_arenas;  // other places of use, each once
    std::optional<std::string> requested_by;
    std::optional<std::string> reason;   // hospital, rehab …
    std::optional<std::string> partner;  // eye doctor or hearing centre
    // Of the loan terms that were given; a new loan gets those in force.
    std::int64_t terms_version = 1;
    std::int64_t extensions = 0;
    // Whose next scans out for this borrower join it today; none once it is finished.
    std::optional<std::string> joins_device;
    std::optional<ActorId> joins_actor;
    std::optional<Instant> ended_at;
    std::int64_t version = 1;
    std::vector<LoanLine> lines;
};

}  // namespace domain
