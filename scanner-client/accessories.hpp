#pragma once
// What belongs to a complete aid: noted as missing when it comes in, found again at its inspection.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "answer.hpp"
#include "http.hpp"
#include "texts.hpp"

namespace scanner {

class Accessories {
public:
    Accessories(const Texts& texts, Http& http);

    // The last aid that came in, and what belongs to it.
    void came_in(std::string code, std::string aid, std::vector<std::string> names);
    void forget();

    // Something is missing from it: which, is asked where it could be one of several.
    Answer something_missing();
    bool asks_which() const { return asks_which_; }
    void ask_no_more() { asks_which_ = false; }
    // "1 3", "0"; none when the line is no such list of numbers.
    std::optional<Answer> choose(std::string_view line);

    // Everything that was noted as missing from the aid is there. None when that is registered,
    // else what stands in the way.
    std::optional<Answer> all_found(const std::string& code) const;

private:
    Answer note_missing(const std::vector<std::string>& names);

    const Texts& texts_;
    Http& http_;
    std::string code_;
    std::string aid_;
    std::vector<std::string> names_;
    bool asks_which_ = false;
};

}  // namespace scanner
