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

#include "answer.hpp"
#include "domain/scan.hpp"
#include "domain/time.hpp"
#include "http.hpp"
#include "known.hpp"
#include "outbox.hpp"
#include "printer.hpp"
#include "sender.hpp"
#include "texts.hpp"

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
    struct Borrower {
        std::int64_t id;
        std::string name;
    };
    struct Done {
        std::string scan;
        std::string aid;
    };

    Answer understand(std::string_view line);
    std::optional<Answer> typed_word(std::string_view line);
    Answer command(const std::string& name);
    Answer set_mode(domain::ScanMode mode);
    Answer choose_number(std::string_view line);
    Answer search(const std::string& text);
    Answer choose_borrower(const Borrower& borrower);
    Answer choose_loan(std::int64_t loan);
    Answer finish();
    void finish_joining();
    Answer undo();
    Answer scan(std::string_view line);
    WaitingScan new_scan(domain::ScanMode mode, std::string_view code);
    Answer answered(const std::string& server);
    Answer stored(std::string_view line) const;
    Answer print_label(std::string_view line);
    Answer print_slip();
    Answer print(const std::vector<labels::Label>& labels, const std::string& what);
    Answer print(const std::string& document, const std::string& what);
    Answer info(std::string text) const { return {Kind::info, std::move(text), {}}; }
    Answer failed(std::string text) const { return {Kind::failed, std::move(text), {}}; }
    void add_news(Answer& answer);
    bool lends_to_nobody() const;

    const Station station_;
    const Texts& texts_;
    Outbox& outbox_;
    Sender& sender_;
    Known& known_;
    Http& http_;
    const Printer* printer_;

    domain::ScanMode mode_ = domain::ScanMode::lookup;
    std::string operator_;
    std::string shelf_;
    std::optional<Borrower> borrower_;
    std::optional<std::int64_t> loan_;
    std::optional<std::int64_t> last_loan_;  // for its slip, also when finished
    int handed_out_ = 0;                     // on the chosen loan, here
    std::vector<Borrower> choices_;
    std::vector<Done> done_;  // what can be undone, the last one last
    bool infectious_next_ = false;
    bool failed_next_ = false;
    bool label_next_ = false;
};

}  // namespace scanner
