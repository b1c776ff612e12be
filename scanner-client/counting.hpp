#pragma once
// Counting a shelf or the whole depot: the count is opened by what is scanned first, and closed by
// a person who has been shown how it stands.

#include <cstdint>
#include <optional>
#include <string>

#include <boost/json/fwd.hpp>

#include "answer.hpp"
#include "http.hpp"
#include "texts.hpp"

namespace scanner {

class Counting {
public:
    Counting(const Texts& texts, Http& http, std::string depot);

    // An empty shelf is the whole depot, here and below.
    bool is_open_for(const std::string& shelf) const {
        return count_ && (count_->shelf.empty() || count_->shelf == shelf);
    }
    // Goes on with the open count that the shelf belongs to, or opens one. None when there is one,
    // else what stands in the way.
    std::optional<Answer> open(const std::string& shelf);
    // The count that a scan was seen in, as the server said; false when it is not the one that is
    // open here, which is then forgotten.
    bool seen_in(std::optional<std::int64_t> count);
    // A scan that the server has not answered yet.
    void seen_later() { shown_ = false; }

    // "Talt 38 av 40 på hylle B3. …" of the open count that the shelf belongs to.
    Answer stands(const std::string& shelf);
    // Closes it when the last answer said how it stands, else says that.
    Answer close(const std::string& shelf);

    // Another mode, another shelf. What was left open, in words, or nothing.
    std::string leave();
    // A new count of whatever is scanned: of the whole depot too.
    void begin() { shelf_needed_ = false; }

private:
    struct Count {
        std::int64_t id;
        std::string shelf;
    };
    enum class Found { covering, other, none, unreachable };
    Found find(const std::string& shelf);
    std::string where(const Count& count) const;

    const Texts& texts_;
    Http& http_;
    const std::string depot_;
    std::optional<Count> count_;
    std::string other_shelf_;  // found open when the whole depot was asked for
    bool shown_ = false;
    // After a shelf comes a shelf: a scan alone does not begin to count the whole depot.
    bool shelf_needed_ = false;
};

}  // namespace scanner
