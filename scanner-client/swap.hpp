#pragma once
// One aid for another in the same loan: what comes back, then what the borrower gets instead. It
// needs the server: both happen, or none.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json.hpp>

#include "answer.hpp"
#include "http.hpp"
#include "known.hpp"
#include "texts.hpp"

namespace scanner {

class Swap {
public:
    Swap(const Texts& texts, Http& http, Known& known);

    Answer begin();
    void forget() { step_ = Step::off; }
    bool is_on() const { return step_ != Step::off; }
    // Of the last swap.
    std::int64_t loan() const { return loan_; }

    // The next aid; the training, where it was given, goes with the second one.
    Answer take(std::string_view line, const std::optional<boost::json::object>& training);

private:
    enum class Step { off, back, instead };
    Answer take_back(const std::string& code);
    Answer give(const std::string& code, const std::optional<boost::json::object>& training);

    const Texts& texts_;
    Http& http_;
    Known& known_;
    Step step_ = Step::off;
    std::string code_;  // of the aid that comes back
    std::string aid_;
    std::int64_t loan_ = 0;
    std::int64_t line_ = 0;
};

}  // namespace scanner
