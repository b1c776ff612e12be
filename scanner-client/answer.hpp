#pragma once
// What the desk says to one line: one line of text for people, or one JSON object for programs.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace scanner {

enum class Kind {
    done,           // it happened
    nothing_to_do,  // it had happened already
    stored,         // kept here; the server has not answered
    refused,        // a rule forbids it, nothing changed
    unknown,        // the code was not understood, nothing changed
    discrepancy,    // stored on the server; a person must look
    info,           // no scan: a mode, a loan, a list
    failed,         // it did not work; nothing is registered
};
std::string_view to_text(Kind kind);

struct Answer {
    Kind kind = Kind::info;
    std::string text;                       // what happened, and what to do next
    std::vector<std::string> attention;     // what must not be overlooked
    std::vector<std::string> choices = {};  // to be answered with a number from 1
    std::string scan = {};                  // the id of the scan that was kept, or nothing
    std::string server = {};                // the JSON that the server answered, or nothing
};

// Of one text alone.
inline Answer info(std::string_view text) { return {Kind::info, std::string(text), {}}; }
inline Answer failed(std::string_view text) { return {Kind::failed, std::string(text), {}}; }
inline Answer refused(std::string_view text) { return {Kind::refused, std::string(text), {}}; }

// What every line also says.
struct Standing {
    std::string mode;         // "out", "in" …
    std::size_t waiting = 0;  // scans that the server has not answered yet
};

// "OK  Inn: Rullator … !! 19 DAGER OVER FRISTEN". Never more than one line.
std::string as_text(const Answer& answer, const Standing& standing, std::string_view language);
std::string as_json(const Answer& answer, const Standing& standing);

}  // namespace scanner
