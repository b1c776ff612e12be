#include "pages/desk_who.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "pages/desk_counted.hpp"
#include "pages/fields.hpp"
#include "pages/words.hpp"

namespace pages {
namespace {

constexpr std::size_t most_found = 9;

// The number behind one of the words, or of a line that is nothing but a short one.
std::optional<std::int64_t> number_after(std::string_view line,
                                         std::initializer_list<std::string_view> words) {
    for (const std::string_view word : words) {
        if (line.size() <= word.size()) continue;
        const bool begins = std::equal(word.begin(), word.end(), line.begin(), [](char a, char b) {
            return a == b || (b >= 'A' && b <= 'Z' && a == static_cast<char>(b | 0x20));
        });
        if (!begins) continue;
        const std::string digits = trimmed(line.substr(word.size()));
        if (digits.empty() || digits.size() > 9) continue;
        if (digits.find_first_not_of("0123456789") != std::string::npos) continue;
        return std::stoll(digits);
    }
    return std::nullopt;
}

// Whose loan stood there before is somebody else's.
Standing of_borrower(Standing standing, const json::object& borrower) {
    standing.laner = std::to_string(number_at(borrower, "id"));
    standing.lan.clear();
    return standing;
}

Who booked(const Request& request, db::ReadTx& tx, const Standing& standing, std::int64_t booking) {
    const Answer found = get(request, tx, "/bookings/" + std::to_string(booking));
    const std::string state = text_at(found.body, "state");
    const std::int64_t borrower = number_at(found.body, "borrower_id");
    const bool open = state == "requested" || state == "allocated" || state == "picked";
    if (!open || borrower == 0) return {said(standing, "ikke_bestilling")};
    Who who{standing};
    who.standing.laner = std::to_string(borrower);
    return who;
}

}  // namespace

Who who_has(const Request& request, db::ReadTx& tx, const Standing& standing, std::int64_t loan) {
    const bool comes_in = standing.modus == "inn" && may_take_counted_back(request);
    Who who{cleared(standing, comes_in ? "inn" : "ut")};
    const Answer found = get(request, tx, "/loans/" + std::to_string(loan));
    if (!found.ok() || text_at(found.body, "state") != "open" ||
        mode_of(who.standing.modus, request.principal.role) == nullptr) {
        who.standing.sagt = "ikke_lan";
    } else {
        who.standing.lan = std::to_string(loan);
    }
    return who;
}

Who who_is(const Request& request, db::ReadTx& tx, const Standing& standing,
           const std::string& line) {
    if (const auto loan = number_after(line, {"#", "lån", "lan"})) {
        return who_has(request, tx, standing, *loan);
    }
    if (const auto booking = number_after(line, {"bestilling", "b"})) {
        return booked(request, tx, standing, *booking);
    }
    Who who{standing};
    Answer answer = find(request, tx, "/borrowers/search", {{"q", line}, {"limit", most_found}});
    if (!answer.ok()) {
        who.refused = std::move(answer);
        return who;
    }
    who.persons = answer.persons;
    const json::array found = array_at(answer.body, "items");
    if (found.size() == 1) {
        who.standing = of_borrower(standing, found.front().get_object());
        return who;
    }
    if (found.empty()) {
        who.question =
            fmt::format(fmt::runtime(say("Fant ingen låner for «{}».", request.language)), line);
        who.tone = "danger";
        return who;
    }
    for (const json::value& entry : found) {
        const auto& borrower = entry.get_object();
        who.choices.push_back(
            json::object{{"href", address_of(request, of_borrower(standing, borrower))},
                         {"called", text_at(borrower, "name")},
                         {"phone", text_at(borrower, "phone")},
                         {"born", text_at(borrower, "birth_date")}});
    }
    const bool more = !text_at(answer.body, "next").empty();
    who.question = say(more ? "Flere enn disse passer. Skriv mer av navnet, eller velg."
                            : "Flere passer. Velg hvem det er.",
                       request.language);
    who.tone = "warning";
    return who;
}

bool has_no_digit(std::string_view line) {
    return line.find_first_of("0123456789") == std::string_view::npos;
}

bool names_somebody(std::string_view line) {
    // A maker's number can begin with "lan".
    return has_no_digit(line) || number_after(line, {"#", "lån"});
}

}  // namespace pages
