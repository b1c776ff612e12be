#pragma once
// Who the next aids go to: found by phone number, name or loan, and for how long that holds.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/json/fwd.hpp>

#include "answer.hpp"
#include "http.hpp"
#include "texts.hpp"

namespace scanner {

class Lending {
public:
    Lending(const Texts& texts, Http& http);

    bool to_nobody() const { return !borrower_ && !loan_; }
    // "Kari Prøve", "lån 17"; there is somebody.
    std::string to_whom() const;
    // Empty while nobody knows it.
    const std::string& name() const { return name_; }

    // Whoever was chosen before borrows nothing more, also when nobody is found now.
    Answer search(const std::string& wanted);
    // Without the server a loan is taken from its slip alone.
    Answer choose_loan(std::int64_t loan, bool from_slip);
    // After a search that found more than one, a number answers it.
    bool asks_who() const { return !choices_.empty(); }
    Answer choose(std::optional<std::int64_t> number);
    void ask_no_more() { choices_.clear(); }
    void end();

    // What a scan out says of the borrower; there is one.
    void add_to(boost::json::object& scan, boost::json::object& details) const;
    // What became of it.
    void joined(std::int64_t loan);
    void handed_out() { ++handed_out_; }
    void taken_back();

    // Handed out here to the one who is chosen.
    int aids() const { return handed_out_; }
    std::optional<std::int64_t> loan() const { return loan_; }
    // For its slip, also when finished.
    std::optional<std::int64_t> last_loan() const { return last_loan_; }
    void last_was(std::int64_t loan) { last_loan_ = loan; }

private:
    struct Borrower {
        std::int64_t id;
        std::string name;
    };
    Answer choose(const Borrower& borrower, const std::string& shown);
    void lend_on(std::int64_t loan, std::string name);

    const Texts& texts_;
    Http& http_;
    std::optional<std::int64_t> borrower_;
    std::optional<std::int64_t> loan_;
    std::string name_;
    int handed_out_ = 0;
    std::optional<std::int64_t> last_loan_;
    std::vector<Borrower> choices_;
};

}  // namespace scanner
