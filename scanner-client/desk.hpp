#pragma once
// The desk: what one line means here and now. A line is what a scanner sent or a person typed; each
// has exactly one answer. Terminals of any kind show the answers; all that happens, happens here.

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/fwd.hpp>

#include "accessories.hpp"
#include "answer.hpp"
#include "counting.hpp"
#include "domain/scan.hpp"
#include "domain/time.hpp"
#include "http.hpp"
#include "known.hpp"
#include "lending.hpp"
#include "outbox.hpp"
#include "paper.hpp"
#include "printer.hpp"
#include "sender.hpp"
#include "swap.hpp"
#include "texts.hpp"
#include "wording.hpp"

namespace scanner {

struct Station {
    std::string depot;
    std::string device;    // names this scanner in the history
    std::string language;  // "nb" or "nn"
    std::string stock;     // of the printer
    std::function<domain::Instant()> now;
    std::function<domain::Day()> today;  // where the depot is
};

class Desk {
public:
    // The printer may be null.
    Desk(Station station, Outbox& outbox, Sender& sender, Known& known, Http& http,
         const Printer* printer);

    Answer take(std::string_view line);
    Standing standing() const;

private:
    // What is said of the next aid alone.
    struct Marks {
        bool infectious = false;
        bool failed = false;
        bool complete = false;
        bool label = false;
        std::optional<std::string> trained;  // to whom it was given; empty: the borrower
        std::optional<std::int64_t> quantity;
    };
    // Of an inspection that was refused for it: the same aid once more answers every point.
    struct Checklist {
        std::string code;
        std::vector<std::string> points;
    };
    struct Done {
        std::string scan;
        std::string aid;
        bool out;
    };

    Answer understand(std::string_view line);
    std::optional<Answer> typed_word(std::string_view line);
    Answer command(const std::string& name);
    Answer set_shelf(std::string_view name);
    Answer set_quantity(std::string_view digits);
    Answer set_trained(std::string_view to_whom);
    Answer set_mode(domain::ScanMode mode);
    std::string mode_text() const;
    void begin_lending();
    Answer search(const std::string& wanted);
    Answer choose_loan(std::int64_t loan, bool from_slip);
    Answer finish();
    void finish_joining();
    Answer undo();
    void forget_last();
    Answer swap(std::string_view line);
    Answer count_stands(bool to_close);
    Answer scan(std::string_view line);
    std::optional<Answer> in_the_way_of(std::string_view line);
    void learn_from(const std::string& server, std::string_view line, Answer& answer);
    boost::json::object training(const std::string& borrower) const;
    WaitingScan new_scan(domain::ScanMode mode, std::string_view code);
    Deed deed() const;
    Answer stored(std::string_view line, const std::string& aid) const;
    static std::string code_in(std::string_view line);
    std::string aid_in(std::string_view line) const;
    void add_news(Answer& answer);
    bool server_answers() const;

    const Station station_;
    const Texts& texts_;
    Outbox& outbox_;
    Sender& sender_;
    Known& known_;
    Http& http_;
    const Paper paper_;

    domain::ScanMode mode_ = domain::ScanMode::lookup;
    std::string operator_;
    std::string shelf_;
    Lending lending_;
    Accessories accessories_;
    Counting counting_;
    Swap swap_;
    Marks marks_;
    std::optional<Checklist> asked_;     // by the last answer
    std::optional<Checklist> answered_;  // perhaps, by this line
    std::vector<Done> done_;             // what can be undone, the last one last
    bool last_changed_nothing_ = false;
    std::string_view not_undone_;  // why the last thing done is not taken back here
};

}  // namespace scanner
