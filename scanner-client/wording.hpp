#pragma once
// What a scan did, in words: as the server answered it, or as far as it is known here while the
// server is away. And the small words that all answers are made of.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/fwd.hpp>

#include "answer.hpp"
#include "domain/scan.hpp"
#include "domain/time.hpp"
#include "known.hpp"
#include "texts.hpp"

namespace scanner {

// What somebody set out to do with an aid.
struct Deed {
    domain::ScanMode mode = domain::ScanMode::lookup;
    std::string to_whom;  // it goes out to
    bool infectious = false;
    bool failed = false;                        // the inspection
    std::optional<std::int64_t> quantity = {};  // of what has no label of its own
};

// The server's answer to a scan, or the problem for which it will never take it.
Answer in_words(const Texts& texts, const Deed& deed, const std::string& server);

// What can be said while the server is away: what it is, as it was last heard of.
Answer stored_in_words(const Texts& texts, const Deed& deed, const std::string& aid,
                       const std::optional<KnownItem>& item, const std::string& depot,
                       domain::Day today);

// "til rengjøring"
std::string_view state_text(const Texts& texts, std::string_view state);
// "Rullator … (7K3-QF2-7)"
std::string aid_of(std::string_view product, std::string_view code);
std::string printed(std::string_view code);
// A sentence of the server's, with its full stop.
std::string sentence(std::string text);
std::string joined(const std::string& first, const std::string& second);
std::string aids_text(const Texts& texts, std::int64_t count);

// The first day that something of a loan is due, and how much of it is out.
struct LoanShape {
    std::string due;  // shown, or empty
    std::int64_t out = 0;
    std::vector<std::string> items;
    struct Pieces {
        std::int64_t product;
        std::int64_t quantity;
    };
    std::vector<Pieces> pieces;
};
LoanShape shape_of(const boost::json::object& loan);

}  // namespace scanner
