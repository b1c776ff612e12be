#include "desk.hpp"

#include <algorithm>
#include <array>
#include <variant>

#include <boost/json.hpp>

#include "domain/text.hpp"
#include "json.hpp"
#include "labels/reader.hpp"
#include "line.hpp"
#include "uuid.hpp"
#include "wording.hpp"

namespace scanner {
namespace {

namespace json = boost::json;
using domain::ScanMode;
using namespace std::chrono_literals;

constexpr std::size_t longest_line = 500;
// What the server takes of a shelf, a badge and a name.
constexpr std::size_t longest_shelf = 20;
constexpr std::size_t longest_badge = 60;
constexpr std::size_t longest_name = 100;
constexpr std::int64_t most_pieces = 100'000;
// More than anybody does in the ten minutes in which the server takes a scan back.
constexpr std::size_t most_undone = 200;
// How long a person waits for a server that is slow before the scan counts as stored here.
constexpr auto patience = 1500ms;

struct ModeCommand {
    std::string_view name;
    ScanMode mode;
};
constexpr std::array<ModeCommand, 7> mode_commands{{{"UT", ScanMode::out},
                                                    {"INN", ScanMode::in},
                                                    {"VASK", ScanMode::washed},
                                                    {"KONTROLL", ScanMode::inspected},
                                                    {"FLYTT", ScanMode::move},
                                                    {"TELL", ScanMode::count},
                                                    {"SE", ScanMode::lookup}}};

}  // namespace

Desk::Desk(Station station, Outbox& outbox, Sender& sender, Known& known, Http& http,
           const Printer* printer)
    : station_(std::move(station)),
      texts_(texts_in(station_.language)),
      outbox_(outbox),
      sender_(sender),
      known_(known),
      http_(http),
      paper_(texts_, printer, station_.stock, http, known),
      lending_(texts_, http),
      accessories_(texts_, http),
      counting_(texts_, http, station_.depot),
      swap_(texts_, http, known) {}

Standing Desk::standing() const { return {std::string(to_text(mode_)), outbox_.waiting()}; }

Answer Desk::take(std::string_view line) {
    // A GS1 symbol's separator as scanners without one send it; both are read alike.
    std::string said(trimmed(line));
    std::replace(said.begin(), said.end(), '\x1D', '#');
    Answer answer;
    if (said.size() > longest_line) {
        answer = {Kind::unknown, std::string(texts_.too_long), {}};
    } else if (!domain::is_plain_text(said)) {
        answer = {Kind::unknown, std::string(texts_.not_text), {}};
    } else {
        try {
            answer = understand(said);
        } catch (const OutboxError& error) {
            answer = failed(say(texts_.not_stored, error.what()));
        } catch (const std::exception& error) {
            answer = failed(say(texts_.unexpected, error.what()));
        }
    }
    add_news(answer);
    return answer;
}

void Desk::add_news(Answer& answer) {
    for (const Notice& notice : sender_.take_notices()) {
        answer.attention.push_back(say(texts_.late_answer, notice.item, notice.text));
    }
    switch (sender_.trouble()) {
        case Trouble::untrusted:
            answer.attention.emplace_back(texts_.untrusted);
            break;
        case Trouble::unauthorized:
            answer.attention.emplace_back(texts_.token_ended);
            break;
        case Trouble::not_allowed:
            answer.attention.emplace_back(texts_.not_allowed);
            break;
        case Trouble::unreachable:
        case Trouble::away:
        case Trouble::none:
            break;
    }
}

bool Desk::server_answers() const { return sender_.trouble() == Trouble::none; }

Answer Desk::understand(std::string_view line) {
    answered_ = std::exchange(asked_, std::nullopt);
    // A phone number is no choice from a list.
    if (lending_.asks_who() && line.size() <= 2 && whole_number(line)) {
        return lending_.choose(whole_number(line));
    }
    if (line.empty()) return info(mode_text());
    if (accessories_.asks_which()) {
        if (auto answer = accessories_.choose(line)) return *std::move(answer);
        accessories_.ask_no_more();
    }
    if (auto answer = typed_word(line)) return *std::move(answer);

    const labels::Reading reading = labels::read_scan(line);
    if (const auto* named = std::get_if<labels::Command>(&reading)) return command(named->name);
    if (const auto* badge = std::get_if<labels::Badge>(&reading)) {
        if (badge->staff.size() > longest_badge) return failed(texts_.badge_wrong);
        operator_ = badge->staff;
        return info(say(texts_.operator_now, operator_));
    }
    if (const auto* slip = std::get_if<labels::LoanSlip>(&reading)) {
        return choose_loan(slip->loan, true);
    }
    if (const auto* shelf = std::get_if<labels::ShelfLabel>(&reading)) {
        return set_shelf(shelf->name);
    }
    if (swap_.is_on()) return swap(line);
    if (std::exchange(marks_.label, false)) return paper_.item_label(line);

    const auto* own = std::get_if<labels::OwnCode>(&reading);
    const bool known_aid = own != nullptr && known_.item(own->code.text()).has_value();
    if (mode_ == ScanMode::out && !known_aid && could_name_a_borrower(line)) {
        if (own == nullptr) return search(std::string(line));
        // Some names are codes, and some codes could be names.
        if (lending_.to_nobody()) {
            Answer found = search(std::string(line));
            if (found.kind != Kind::failed) return found;
        }
    }
    if (mode_ == ScanMode::out && lending_.to_nobody()) {
        return refused(texts_.choose_borrower);
    }
    // The name of a person is kept nowhere but in the list of borrowers.
    if (std::holds_alternative<labels::Unread>(reading) && could_name_a_borrower(line) &&
        std::none_of(line.begin(), line.end(), is_digit)) {
        return {Kind::unknown, std::string(texts_.no_code), {}};
    }
    // A misread goes no further; what only the server could know, a maker's number, is asked for.
    if (std::holds_alternative<labels::WrongCheck>(reading) && !server_answers()) {
        return {Kind::unknown, say(texts_.misread, line), {}};
    }
    return scan(line);
}

std::optional<Answer> Desk::typed_word(std::string_view line) {
    if (line == "?" || line == "hjelp") return info(texts_.hello);
    if (line.front() == '/') return search(std::string(trimmed(line.substr(1))));
    if (line.front() == '#') {
        if (const auto loan = whole_number(trimmed(line.substr(1))))
            return choose_loan(*loan, false);
    }
    // On its label it is spelled with an A, which every keyboard layout leaves alone.
    if (is_word(line, "%opplært") || is_word(line, "opplæring")) return command("OPPLART");
    const auto digits = line.substr(0, line.find_first_not_of("0123456789"));
    const auto unit = trimmed(line.substr(digits.size()));
    if (is_word(unit, "stk") || is_word(unit, "stk.")) return set_quantity(digits);
    const auto blank = line.find(' ');
    if (blank == std::string_view::npos) return std::nullopt;
    const std::string_view word = line.substr(0, blank);
    const std::string_view rest = trimmed(line.substr(blank));
    if (is_word(word, "lån") || word == "lan") {
        if (const auto loan = whole_number(rest)) return choose_loan(*loan, false);
    }
    if (is_word(word, "hylle")) return set_shelf(rest);
    if (is_word(word, "antall") || is_word(word, "antal")) return set_quantity(rest);
    if (is_word(word, "opplæring")) return set_trained(rest);
    if (is_word(word, "hylleetikett")) {
        const auto reading = labels::read_scan("%HYLLE" + std::string(rest));
        if (const auto* shelf = std::get_if<labels::ShelfLabel>(&reading)) {
            return paper_.shelf_label(shelf->name);
        }
        return failed(texts_.shelf_label_wrong);
    }
    if (is_word(word, "merke")) {
        const auto reading = labels::read_scan("%MEG" + std::string(rest));
        const auto* staff = std::get_if<labels::Badge>(&reading);
        if (staff != nullptr && staff->staff.size() <= longest_badge) {
            return paper_.badge(staff->staff);
        }
        return failed(texts_.badge_wrong);
    }
    return std::nullopt;
}

Answer Desk::command(const std::string& name) {
    marks_.label = false;
    if (name != "OPPLART") swap_.forget();
    for (const ModeCommand& entry : mode_commands) {
        if (entry.name == name) {
            // Who forgets to say that a borrower is done does not lend them the next one's aid.
            if (entry.mode != ScanMode::out || lending_.aids() > 0) finish_joining();
            shelf_.clear();
            counting_.begin();
            return set_mode(entry.mode);
        }
    }
    if (name == "ANGRE") return undo();
    if (name == "FERDIG") return mode_ == ScanMode::count ? count_stands(false) : finish();
    if (name == "AVSLUTT") {
        return mode_ == ScanMode::count ? count_stands(true) : failed(texts_.only_count);
    }
    if (name == "OPPLART") return set_trained({});
    if (name == "BYTT") {
        finish_joining();
        return swap_.begin();
    }
    if (name == "MANGLER") return accessories_.something_missing();
    if (name == "SMITTE") {
        if (mode_ != ScanMode::in) return failed(texts_.only_in);
        marks_.infectious = true;
        return info(texts_.infectious_next);
    }
    if (name == "FEIL") {
        if (mode_ != ScanMode::inspected) return failed(texts_.only_inspected);
        marks_.failed = true;
        marks_.complete = false;
        return info(texts_.failed_next);
    }
    if (name == "KOMPLETT") {
        if (mode_ != ScanMode::inspected) return failed(texts_.only_complete);
        marks_.complete = true;
        marks_.failed = false;
        return info(texts_.complete_next);
    }
    if (name == "ETIKETT") {
        if (!paper_.has_printer()) return failed(texts_.no_printer);
        marks_.label = true;
        return info(texts_.label_next);
    }
    if (name == "SLIPP") return paper_.loan_slip(lending_.last_loan());
    if (name == "ARK") return paper_.command_sheet();
    return failed(say(texts_.unknown_command, name));
}

Answer Desk::set_mode(ScanMode mode) {
    mode_ = mode;
    marks_ = {};
    lending_.ask_no_more();
    accessories_.forget();
    swap_.forget();
    Answer answer = info(mode_text());
    if (std::string left = counting_.leave(); !left.empty()) {
        answer.attention.push_back(std::move(left));
    }
    return answer;
}

Answer Desk::set_shelf(std::string_view name) {
    if (domain::code_points(name) > longest_shelf) return failed(texts_.shelf_too_long);
    shelf_ = name;
    if (mode_ != ScanMode::count) return info(say(texts_.shelf_now, shelf_));
    Answer answer = info(say(texts_.counting_shelf, shelf_));
    if (!counting_.is_open_for(shelf_)) {
        if (std::string left = counting_.leave(); !left.empty()) {
            answer.attention.push_back(std::move(left));
        }
    }
    auto trouble = server_answers() ? counting_.open(shelf_) : std::nullopt;
    if (trouble && trouble->kind != Kind::failed) return *std::move(trouble);
    if (!counting_.is_open_for(shelf_)) {
        answer.text = say(texts_.shelf_now, shelf_);
        answer.attention.emplace_back(texts_.count_not_open);
    }
    return answer;
}

Answer Desk::set_quantity(std::string_view digits) {
    if (mode_ != ScanMode::out && mode_ != ScanMode::count) return failed(texts_.only_quantity);
    const auto quantity = whole_number(digits);
    const bool none = quantity == 0 && mode_ != ScanMode::count;
    if (!quantity || *quantity > most_pieces || none) return failed(texts_.quantity_wrong);
    marks_.quantity = quantity;
    return info(say(texts_.quantity_next, *quantity));
}

Answer Desk::set_trained(std::string_view to_whom) {
    if (mode_ != ScanMode::out && !swap_.is_on()) return failed(texts_.only_out);
    if (domain::code_points(to_whom) > longest_name) return failed(texts_.name_too_long);
    marks_.trained = to_whom;
    return info(say(texts_.training_next, to_whom.empty() ? texts_.the_borrower : to_whom));
}

std::string Desk::mode_text() const {
    switch (mode_) {
        case ScanMode::out:
            return std::string(lending_.to_nobody() ? texts_.mode_out_no_loan : texts_.mode_out);
        case ScanMode::in:
            return std::string(texts_.mode_in);
        case ScanMode::washed:
            return std::string(texts_.mode_washed);
        case ScanMode::inspected:
            return std::string(texts_.mode_inspected);
        case ScanMode::move:
            return std::string(texts_.mode_move);
        case ScanMode::count:
            return std::string(texts_.mode_count);
        case ScanMode::lookup:
            return std::string(texts_.mode_lookup);
    }
    return {};
}

// ---- who borrows -----------------------------------------------------------------------------

// Whoever is at the desk now is the next one.
void Desk::begin_lending() {
    finish_joining();
    set_mode(ScanMode::out);
}

Answer Desk::search(const std::string& wanted) {
    begin_lending();
    return wanted.empty() ? info(mode_text()) : lending_.search(wanted);
}

Answer Desk::choose_loan(std::int64_t loan, bool from_slip) {
    begin_lending();
    return lending_.choose_loan(loan, from_slip);
}

// The server lets go of the loan that this device's scans join.
void Desk::finish_joining() {
    if (lending_.to_nobody()) return;
    sender_.ask(new_scan(ScanMode::lookup, "%FERDIG"), patience);
    lending_.end();
}

Answer Desk::finish() {
    const auto loan = lending_.loan();
    const int handed_out = lending_.aids();
    finish_joining();
    set_mode(ScanMode::out);
    if (!loan || handed_out == 0) {
        return info(joined(std::string(texts_.finished), mode_text()));
    }
    return {Kind::done,
            say(texts_.finished_loan, *loan, aids_text(texts_, handed_out), std::string()),
            {}};
}

// ---- scans -----------------------------------------------------------------------------------

WaitingScan Desk::new_scan(ScanMode mode, std::string_view code) {
    const domain::Instant now = station_.now();
    const std::string id = new_uuid(now);
    json::object body;
    body["id"] = id;
    body["device"] = station_.device;
    body["seq"] = outbox_.next_number();
    body["happened_at"] = domain::to_text(now);
    if (!operator_.empty()) body["operator"] = operator_;
    body["mode"] = to_text(mode);
    body["code"] = json::string_view(code.data(), code.size());
    body["depot"] = station_.depot;
    if ((mode == ScanMode::move || mode == ScanMode::count) && !shelf_.empty()) {
        body["shelf"] = shelf_;
    }
    json::object details;
    if ((mode == ScanMode::out || mode == ScanMode::count) && marks_.quantity) {
        body["quantity"] = *marks_.quantity;
    }
    if (mode == ScanMode::out) {
        lending_.add_to(body, details);
        if (marks_.trained) details["training"] = training(lending_.name());
    }
    if (mode == ScanMode::in && marks_.infectious) details["infectious"] = true;
    if (mode == ScanMode::inspected && marks_.failed) details["ok"] = false;
    if (mode == ScanMode::inspected && !marks_.failed && answered_ &&
        answered_->code == code_in(code)) {
        json::object points;
        for (const std::string& point : answered_->points) points[point] = true;
        details["checklist"] = std::move(points);
    }
    if (!details.empty()) body["details"] = std::move(details);
    return {id, json::serialize(body)};
}

Answer Desk::scan(std::string_view line) {
    if (auto trouble = in_the_way_of(line)) return *std::move(trouble);
    const bool counted = mode_ != ScanMode::count || counting_.is_open_for(shelf_);
    const WaitingScan scan = new_scan(mode_, line);
    const auto server = sender_.ask(scan, patience);
    const std::string aid = aid_in(line);
    Answer answer = server ? in_words(texts_, deed(), *server) : stored(line, aid);
    answer.scan = scan.id;
    accessories_.forget();
    if (server) learn_from(*server, line, answer);
    if (mode_ == ScanMode::count && !server) counting_.seen_later();
    // A misread does not use up what was said of the next aid.
    const bool taken = answer.kind == Kind::done || answer.kind == Kind::stored;
    if (taken && !counted) answer.attention.emplace_back(texts_.count_not_open);
    last_changed_nothing_ = answer.kind == Kind::nothing_to_do;
    not_undone_ = {};
    if (taken || answer.kind == Kind::discrepancy) marks_ = {};
    if (!taken || mode_ == ScanMode::lookup || mode_ == ScanMode::count) return answer;
    const bool out = mode_ == ScanMode::out;
    if (out) lending_.handed_out();
    done_.push_back({scan.id, aid, out});
    if (done_.size() > most_undone) done_.erase(done_.begin());
    return answer;
}

// What has to be said or done before the line is a scan.
std::optional<Answer> Desk::in_the_way_of(std::string_view line) {
    if (mode_ == ScanMode::move && shelf_.empty()) return refused(texts_.shelf_needed);
    const auto reading = labels::read_scan(line);
    const auto* own = std::get_if<labels::OwnCode>(&reading);
    if (own != nullptr && marks_.quantity) {
        marks_.quantity.reset();
        return refused(texts_.quantity_of_aid);
    }
    if (mode_ == ScanMode::inspected && marks_.complete) {
        if (own == nullptr) return Answer{Kind::unknown, say(texts_.misread, line), {}};
        return accessories_.all_found(own->code.text());
    }
    if (mode_ == ScanMode::count && server_answers()) {
        // Without the server it is counted all the same, and the answer says what that is worth.
        auto trouble = counting_.open(shelf_);
        if (trouble && trouble->kind != Kind::failed) return trouble;
    }
    return std::nullopt;
}

// What the next line may be about.
void Desk::learn_from(const std::string& server, std::string_view line, Answer& answer) {
    const auto object = parse_object(server);
    const auto loan = number(*object, "loan");
    const json::object* item = inner(*object, "item");
    switch (mode_) {
        case ScanMode::out:
            if (loan) lending_.joined(*loan);
            break;
        case ScanMode::in:
            if (item != nullptr) {
                const std::string code = text(*item, "code");
                accessories_.came_in(code, aid_of(text(*item, "product"), code),
                                     texts(*object, "accessories"));
            }
            break;
        case ScanMode::inspected:
            if (auto points = texts(*object, "checklist"); !points.empty()) {
                asked_ = Checklist{code_in(line), std::move(points)};
            }
            break;
        case ScanMode::count:
            if (const auto* product = inner(*object, "product");
                product != nullptr && !marks_.quantity) {
                answer.kind = Kind::refused;
                answer.text = text(*product, "name") + ": " + std::string(texts_.how_many);
            } else if (answer.kind == Kind::done && !counting_.seen_in(number(*object, "count"))) {
                answer.attention.emplace_back(texts_.count_ended_elsewhere);
            }
            break;
        case ScanMode::washed:
        case ScanMode::move:
        case ScanMode::lookup:
            break;
    }
}

// The code that the line is read as, or the line.
std::string Desk::code_in(std::string_view line) {
    const auto reading = labels::read_scan(line);
    const auto* own = std::get_if<labels::OwnCode>(&reading);
    return own != nullptr ? own->code.text() : std::string(line);
}

// The aid that the line is read as, as far as it is known here.
std::string Desk::aid_in(std::string_view line) const {
    const auto reading = labels::read_scan(line);
    const auto* own = std::get_if<labels::OwnCode>(&reading);
    if (own == nullptr) {
        return marks_.quantity ? say(texts_.pieces, *marks_.quantity, line) : std::string(line);
    }
    const auto item = known_.item(own->code.text());
    return item ? aid_of(item->product, own->code.text()) : own->code.printed();
}

Deed Desk::deed() const {
    return {mode_, mode_ == ScanMode::out ? lending_.to_whom() : std::string(), marks_.infectious,
            marks_.failed, marks_.quantity};
}

json::object Desk::training(const std::string& borrower) const {
    const std::string& said = marks_.trained.value();
    const std::string& to_whom = said.empty() ? borrower : said;
    return {{"given_by", operator_.empty() ? station_.device : operator_},
            {"given_to", to_whom.empty() ? std::string(texts_.the_borrower) : to_whom},
            {"day", domain::to_text(station_.today())}};
}

Answer Desk::swap(std::string_view line) {
    // Whose loan it is nobody has said here.
    Answer answer = swap_.take(line, marks_.trained ? std::optional(training({})) : std::nullopt);
    if (answer.kind == Kind::done) {
        marks_ = {};
        not_undone_ = texts_.swap_no_undo;
        lending_.last_was(swap_.loan());
    }
    return answer;
}

// What still waits has been seen as well.
Answer Desk::count_stands(bool to_close) {
    if (!sender_.drain(patience)) return failed(say(texts_.count_unsent, outbox_.waiting()));
    if (!to_close) return counting_.stands(shelf_);
    Answer answer = counting_.close(shelf_);
    if (answer.kind == Kind::done) shelf_.clear();
    return answer;
}

Answer Desk::stored(std::string_view line, const std::string& aid) const {
    const auto reading = labels::read_scan(line);
    const auto* own = std::get_if<labels::OwnCode>(&reading);
    const auto item = own != nullptr ? known_.item(own->code.text()) : std::nullopt;
    return stored_in_words(texts_, deed(), aid, item, station_.depot, station_.today());
}

Answer Desk::undo() {
    accessories_.forget();
    if (const auto why = std::exchange(not_undone_, {}); !why.empty()) return refused(why);
    if (done_.empty()) return failed(texts_.nothing_to_undo);
    const Done last = done_.back();
    if (std::exchange(last_changed_nothing_, false)) {
        return info(say(texts_.undo_earlier, last.aid));
    }
    if (sender_.withdraw(last.scan, patience)) {
        forget_last();
        return {Kind::done, say(texts_.undone, last.aid), {}};
    }
    // The server must have the scan before it can take it back.
    if (!sender_.drain(patience)) return failed(texts_.undo_needs_server);
    const HttpReply reply = http_.post("/scans/" + last.scan + "/undo",
                                       json::serialize(json::object{{"device", station_.device}}));
    const auto object = parse_object(reply.body);
    if (reply.status == 0 || reply.status >= 500 || !object) {
        return failed(texts_.undo_needs_server);
    }
    // An answer that was lost on its way here.
    if (reply.status == 409 && text(*object, "code") == "undo_already_done") {
        forget_last();
        return {Kind::done, say(texts_.undone, last.aid), {}};
    }
    if (reply.status != 200) {
        // Neither this one nor one before it will be taken back later.
        if (reply.status == 404 || reply.status == 409) done_.clear();
        return refused(sentence(text(*object, "title")));
    }
    known_.learn(reply.body);
    forget_last();
    Answer answer{Kind::done, say(texts_.undone, last.aid), {}};
    answer.server = reply.body;
    const json::object* instruction = inner(*object, "instruction");
    if (instruction != nullptr && text(*instruction, "code") != "next") {
        answer.text = joined(answer.text, sentence(text(*instruction, "text")));
    }
    return answer;
}

void Desk::forget_last() {
    if (done_.back().out) lending_.taken_back();
    done_.pop_back();
}

}  // namespace scanner
