#include "desk.hpp"

#include <algorithm>
#include <array>
#include <variant>

#include <boost/json.hpp>

#include "domain/loan.hpp"
#include "domain/text.hpp"
#include "json.hpp"
#include "labels/reader.hpp"
#include "prints.hpp"
#include "uuid.hpp"

namespace scanner {
namespace {

namespace json = boost::json;
using domain::ScanMode;
using namespace std::chrono_literals;

constexpr std::size_t longest_line = 500;
constexpr std::size_t most_choices = 9;
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

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const auto begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::optional<std::int64_t> whole_number(std::string_view text) {
    if (text.empty() || text.size() > 18 || !std::all_of(text.begin(), text.end(), is_digit)) {
        return std::nullopt;
    }
    return std::stoll(std::string(text));
}

// A text that asks who borrows: a phone number, or words.
bool could_name_a_borrower(std::string_view text) {
    const auto digits = std::count_if(text.begin(), text.end(), is_digit);
    const bool phone =
        digits >= 8 && text.find_first_not_of("0123456789 +") == std::string_view::npos;
    return phone || digits == 0;
}

std::string printed(std::string_view code) {
    const auto own = labels::LabelCode::parse(code);
    return own ? own->printed() : std::string(code);
}

std::string aid_of(std::string_view product, std::string_view code) {
    return std::string(product) + " (" + printed(code) + ")";
}

// A sentence of the server's, with its full stop.
std::string sentence(std::string text) {
    if (!text.empty() && text.back() != '.' && text.back() != '?' && text.back() != '!') {
        text += '.';
    }
    return text;
}

std::string joined(const std::string& first, const std::string& second) {
    return first.empty() || second.empty() ? first + second : first + " " + second;
}

std::string_view state_text(const Texts& texts, std::string_view state) {
    const auto known = domain::parse_state(state);
    if (!known) return state;
    switch (*known) {
        case domain::State::ready:
            return texts.ready;
        case domain::State::to_clean:
            return texts.to_clean;
        case domain::State::to_inspect:
            return texts.to_inspect;
        case domain::State::to_repair:
            return texts.to_repair;
        case domain::State::quarantine:
            return texts.quarantine;
        case domain::State::blocked:
            return texts.state_blocked;
        case domain::State::missing:
            return texts.missing;
        case domain::State::lost:
            return texts.lost;
        case domain::State::scrapped:
            return texts.scrapped;
        case domain::State::handed_over:
            return texts.handed_over;
    }
    return state;
}

// Some instructions only repeat what the reason of a refusal says.
bool adds_to_a_reason(std::string_view instruction, Kind kind) {
    if (kind == Kind::done || kind == Kind::nothing_to_do) return true;
    return instruction != "on_loan" && instruction != "scan_again" && instruction != "start_loan" &&
           instruction != "ask";
}

Kind kind_of(std::string_view result) {
    if (result == "done") return Kind::done;
    if (result == "nothing_to_do") return Kind::nothing_to_do;
    if (result == "refused") return Kind::refused;
    if (result == "unknown_code") return Kind::unknown;
    return Kind::discrepancy;
}

std::string aids_text(const Texts& texts, std::int64_t count) {
    return count == 1 ? std::string(texts.one_aid) : say(texts.aids, count);
}

// The first day that something of the loan is due, and how much of it is out.
struct LoanShape {
    std::string due;  // shown, or empty
    std::int64_t out = 0;
    std::vector<std::string> items;
};

LoanShape shape_of(const json::object& loan) {
    LoanShape shape;
    std::string first;
    for (const json::object* line : objects(loan, "lines")) {
        if (text(*line, "state") != "open") continue;
        ++shape.out;
        if (const std::string item = text(*line, "item"); !item.empty()) {
            shape.items.push_back(item);
        }
        const std::string due = text(*line, "due");
        if (first.empty() || (!due.empty() && due < first)) first = due;
    }
    if (const auto day = domain::parse_day(first)) shape.due = domain::shown(*day);
    return shape;
}

}  // namespace

Desk::Desk(Station station, Outbox& outbox, Sender& sender, Known& known, Http& http,
           const Printer* printer)
    : station_(std::move(station)),
      texts_(texts_in(station_.language)),
      outbox_(outbox),
      sender_(sender),
      known_(known),
      http_(http),
      printer_(printer) {}

Standing Desk::standing() const { return {std::string(to_text(mode_)), outbox_.waiting()}; }

Answer Desk::take(std::string_view raw) {
    const std::string_view line = trimmed(raw);
    Answer answer;
    if (line.size() > longest_line) {
        answer = {Kind::unknown, std::string(texts_.too_long), {}};
    } else if (!domain::is_plain_text(line)) {
        answer = {Kind::unknown, std::string(texts_.not_text), {}};
    } else {
        try {
            answer = understand(line);
        } catch (const OutboxError& error) {
            answer = failed(say(texts_.not_stored, error.what()));
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

bool Desk::lends_to_nobody() const { return mode_ == ScanMode::out && !loan_ && !borrower_; }

Answer Desk::understand(std::string_view line) {
    if (!choices_.empty() && whole_number(line)) return choose_number(line);
    choices_.clear();
    if (line.empty()) return set_mode(mode_);
    if (auto answer = typed_word(line)) return *std::move(answer);

    const labels::Reading reading = labels::read_scan(line);
    if (const auto* named = std::get_if<labels::Command>(&reading)) return command(named->name);
    if (const auto* badge = std::get_if<labels::Badge>(&reading)) {
        operator_ = badge->staff;
        return info(say(texts_.operator_now, operator_));
    }
    if (const auto* slip = std::get_if<labels::LoanSlip>(&reading)) return choose_loan(slip->loan);
    if (std::exchange(label_next_, false)) return print_label(line);

    const auto* own = std::get_if<labels::OwnCode>(&reading);
    const bool known_aid = own != nullptr && known_.item(own->code.text()).has_value();
    if (lends_to_nobody()) {
        if (!known_aid && could_name_a_borrower(line)) {
            Answer found = search(std::string(line));
            // Some names are codes, and some codes could be names.
            if (own == nullptr || found.kind != Kind::failed) return found;
        }
        return {Kind::refused, std::string(texts_.choose_borrower), {}};
    }
    // A misread goes no further; what only the server could know, a maker's number, is asked for.
    if (std::holds_alternative<labels::WrongCheck>(reading) && sender_.trouble() != Trouble::none) {
        return {Kind::unknown, say(texts_.misread, line), {}};
    }
    return scan(line);
}

std::optional<Answer> Desk::typed_word(std::string_view line) {
    if (line == "?") return info(std::string(texts_.hello));
    if (line.front() == '/') return search(std::string(trimmed(line.substr(1))));
    if (line.front() == '#') {
        if (const auto loan = whole_number(trimmed(line.substr(1)))) return choose_loan(*loan);
    }
    const auto blank = line.find(' ');
    if (blank == std::string_view::npos) return std::nullopt;
    const std::string_view word = line.substr(0, blank);
    const std::string_view rest = trimmed(line.substr(blank));
    if (word == "lån" || word == "Lån" || word == "LÅN" || word == "lan") {
        if (const auto loan = whole_number(rest)) return choose_loan(*loan);
    }
    if (word == "hylle" || word == "Hylle" || word == "HYLLE") {
        shelf_ = rest;
        return info(say(texts_.shelf_now, shelf_));
    }
    if (word == "merke" || word == "Merke" || word == "MERKE") {
        const auto reading = labels::read_scan("%MEG" + std::string(rest));
        if (const auto* staff = std::get_if<labels::Badge>(&reading)) {
            return print({badge(texts_, staff->staff)}, say(texts_.badge, staff->staff));
        }
    }
    return std::nullopt;
}

Answer Desk::command(const std::string& name) {
    label_next_ = false;
    for (const ModeCommand& entry : mode_commands) {
        if (entry.name == name) {
            // Who forgets to say that a borrower is done does not lend them the next aid.
            if (entry.mode != ScanMode::out) finish_joining();
            return set_mode(entry.mode);
        }
    }
    if (name == "ANGRE") return undo();
    if (name == "FERDIG") return finish();
    if (name == "SMITTE") {
        if (mode_ != ScanMode::in) return failed(std::string(texts_.only_in));
        infectious_next_ = true;
        return info(std::string(texts_.infectious_next));
    }
    if (name == "FEIL") {
        if (mode_ != ScanMode::inspected) return failed(std::string(texts_.only_inspected));
        failed_next_ = true;
        return info(std::string(texts_.failed_next));
    }
    if (name == "ETIKETT") {
        if (printer_ == nullptr) return failed(std::string(texts_.no_printer));
        label_next_ = true;
        return info(std::string(texts_.label_next));
    }
    if (name == "SLIPP") return print_slip();
    if (name == "ARK") return print(command_sheet(texts_), std::string(texts_.sheet));
    return failed(say(texts_.unknown_command, name));
}

Answer Desk::set_mode(ScanMode mode) {
    mode_ = mode;
    infectious_next_ = false;
    failed_next_ = false;
    switch (mode) {
        case ScanMode::out:
            return info(std::string(lends_to_nobody() ? texts_.mode_out_no_loan : texts_.mode_out));
        case ScanMode::in:
            return info(std::string(texts_.mode_in));
        case ScanMode::washed:
            return info(std::string(texts_.mode_washed));
        case ScanMode::inspected:
            return info(std::string(texts_.mode_inspected));
        case ScanMode::move:
            return info(std::string(texts_.mode_move));
        case ScanMode::count:
            return info(std::string(texts_.mode_count));
        case ScanMode::lookup:
            return info(std::string(texts_.mode_lookup));
    }
    return info({});
}

// ---- who borrows -----------------------------------------------------------------------------

Answer Desk::choose_number(std::string_view line) {
    const auto chosen = whole_number(line);
    if (!chosen || *chosen < 1 || *chosen > static_cast<std::int64_t>(choices_.size())) {
        return failed(std::string(texts_.no_such_choice));
    }
    const Borrower borrower = choices_[static_cast<std::size_t>(*chosen - 1)];
    choices_.clear();
    return choose_borrower(borrower);
}

Answer Desk::search(const std::string& wanted) {
    if (wanted.empty()) return failed(std::string(texts_.no_such_choice));
    const HttpReply reply = http_.get("/borrowers?limit=" + std::to_string(most_choices) +
                                      "&q=" + http_.escaped(wanted));
    const auto object = parse_object(reply.body);
    if (reply.status == 0 || reply.status >= 500 || !object) {
        return failed(std::string(texts_.search_needs_server));
    }
    if (reply.status != 200) return failed(sentence(text(*object, "title")));
    std::vector<Borrower> found;
    std::vector<std::string> shown;
    for (const json::object* borrower : objects(*object, "items")) {
        found.push_back({number(*borrower, "id").value_or(0), text(*borrower, "name")});
        const std::string phone = text(*borrower, "phone");
        shown.push_back(found.back().name + (phone.empty() ? "" : ", " + phone));
    }
    if (found.empty()) return failed(say(texts_.no_match, wanted));
    if (found.size() == 1) return choose_borrower(found.front());
    choices_ = std::move(found);
    Answer answer = info(
        std::string(text(*object, "next").empty() ? texts_.many_matches : texts_.too_many_matches));
    answer.choices = std::move(shown);
    return answer;
}

Answer Desk::choose_borrower(const Borrower& borrower) {
    finish_joining();
    borrower_ = borrower;
    mode_ = ScanMode::out;
    return info(say(texts_.chosen_borrower, borrower.name));
}

Answer Desk::choose_loan(std::int64_t loan) {
    const HttpReply reply = http_.get("/loans/" + std::to_string(loan));
    const auto object = parse_object(reply.body);
    const auto choose = [&] {
        finish_joining();
        loan_ = loan;
        last_loan_ = loan;
        mode_ = ScanMode::out;
    };
    if (reply.status == 404) return failed(say(texts_.loan_unknown, loan));
    if (reply.status == 200 && object) {
        if (text(*object, "state") == "ended") {
            last_loan_ = loan;
            return failed(say(texts_.loan_ended, loan));
        }
        std::string name;
        if (const auto id = number(*object, "borrower_id")) {
            const auto borrower = parse_object(http_.get("/borrowers/" + std::to_string(*id)).body);
            if (borrower) name = text(*borrower, "name");
        }
        choose();
        const LoanShape shape = shape_of(*object);
        return info(say(texts_.chosen_loan, loan, name.empty() ? "?" : name,
                        aids_text(texts_, shape.out),
                        shape.due.empty() ? std::string() : say(texts_.due, shape.due)));
    }
    // The number on the slip is enough; if it is wrong, the server will ask a person.
    choose();
    return info(say(texts_.chosen_loan_unchecked, loan));
}

// The server lets go of the loan that this device's scans join.
void Desk::finish_joining() {
    if (!borrower_ && !loan_) return;
    borrower_.reset();
    loan_.reset();
    handed_out_ = 0;
    sender_.send(new_scan(ScanMode::lookup, "%FERDIG"), patience);
}

Answer Desk::finish() {
    const auto loan = loan_;
    const int handed_out = handed_out_;
    finish_joining();
    mode_ = ScanMode::out;
    if (!loan || handed_out == 0) {
        return info(joined(std::string(texts_.finished), std::string(texts_.mode_out_no_loan)));
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
    if (mode == ScanMode::out) {
        if (loan_) {
            body["loan"] = *loan_;
        } else {
            details["borrower"] = borrower_->id;
        }
    }
    if (mode == ScanMode::in && infectious_next_) details["infectious"] = true;
    if (mode == ScanMode::inspected && failed_next_) details["ok"] = false;
    if (!details.empty()) body["details"] = std::move(details);
    return {id, json::serialize(body)};
}

Answer Desk::scan(std::string_view line) {
    if (mode_ == ScanMode::move && shelf_.empty()) {
        return {Kind::refused, std::string(texts_.shelf_needed), {}};
    }
    const WaitingScan scan = new_scan(mode_, line);
    const auto server = sender_.send(scan, patience);
    const auto reading = labels::read_scan(line);
    const auto* own = std::get_if<labels::OwnCode>(&reading);
    Answer answer = server ? answered(*server) : stored(line);
    answer.scan = scan.id;
    infectious_next_ = false;
    failed_next_ = false;
    const bool looked = mode_ == ScanMode::lookup || mode_ == ScanMode::count;
    if ((answer.kind == Kind::done || answer.kind == Kind::stored) && !looked) {
        std::string aid = own != nullptr ? own->code.printed() : std::string(line);
        if (own != nullptr) {
            if (const auto item = known_.item(own->code.text())) {
                aid = aid_of(item->product, own->code.text());
            }
        }
        done_.push_back({scan.id, std::move(aid)});
        if (mode_ == ScanMode::out) ++handed_out_;
    }
    return answer;
}

Answer Desk::answered(const std::string& server) {
    const json::object object = json::parse(server).as_object();
    Answer answer;
    answer.server = server;
    if (!object.contains("result")) {
        // A problem: the server could not read the scan, or this device may not send it.
        answer.kind = Kind::failed;
        answer.text = sentence(text(object, "title"));
        return answer;
    }
    answer.kind = kind_of(text(object, "result"));
    std::string aid;
    std::string state;
    if (const json::object* item = inner(object, "item")) {
        aid = aid_of(text(*item, "product"), text(*item, "code"));
        // That it is on loan the instruction says.
        if (!flag(*item, "on_loan")) {
            state = std::string(state_text(texts_, text(*item, "state"))) + ".";
        }
    }
    std::string next;
    if (const json::object* instruction = inner(object, "instruction");
        instruction != nullptr && adds_to_a_reason(text(*instruction, "code"), answer.kind)) {
        const std::string where = text(*instruction, "where");
        next = sentence(text(*instruction, "text") + (where.empty() ? "" : ": " + where));
    }
    std::string why;
    if (const json::object* reason = inner(object, "reason")) why = sentence(text(*reason, "text"));

    switch (answer.kind) {
        case Kind::done:
            switch (mode_) {
                case ScanMode::out:
                    answer.text = say(texts_.did_out, aid);
                    break;
                case ScanMode::in:
                    answer.text = say(texts_.did_in, aid);
                    break;
                case ScanMode::washed:
                    answer.text = say(texts_.did_washed, aid);
                    break;
                case ScanMode::inspected:
                    answer.text = say(
                        failed_next_ ? texts_.did_failed_inspection : texts_.did_inspected, aid);
                    break;
                case ScanMode::move:
                    answer.text = say(texts_.did_move, aid);
                    break;
                case ScanMode::count:
                    answer.text = say(texts_.did_count, aid);
                    break;
                case ScanMode::lookup:
                    answer.text = joined(aid + ":", state);
                    break;
            }
            answer.text = joined(answer.text, next);
            break;
        case Kind::nothing_to_do:
            answer.text = joined(say(texts_.did_nothing, aid), next);
            break;
        case Kind::refused:
        case Kind::unknown:
        case Kind::discrepancy:
            answer.text = joined(joined(aid.empty() ? "" : aid + ":", why), next);
            break;
        case Kind::stored:
        case Kind::info:
        case Kind::failed:
            break;
    }
    for (const json::object* entry : objects(object, "attention")) {
        answer.attention.push_back(text(*entry, "text"));
    }
    if (const auto loan = number(object, "loan")) {
        last_loan_ = loan;
        if (mode_ == ScanMode::out) loan_ = last_loan_;
    }
    return answer;
}

// What can be said while the server is away: what it is, as it was last heard of.
Answer Desk::stored(std::string_view line) const {
    Answer answer;
    answer.kind = Kind::stored;
    const auto reading = labels::read_scan(line);
    const auto* own = std::get_if<labels::OwnCode>(&reading);
    const auto item = own != nullptr ? known_.item(own->code.text()) : std::nullopt;
    if (!item) {
        answer.text = (own != nullptr ? own->code.printed() : std::string(line)) + ". " +
                      std::string(texts_.stored_offline);
        return answer;
    }
    answer.text = aid_of(item->product, own->code.text()) + ". ";
    answer.text += item->on_loan ? std::string(texts_.last_known_on_loan)
                                 : say(texts_.last_known, state_text(texts_, item->state));
    answer.text += " " + std::string(texts_.stored_offline);
    const domain::Day today = station_.today();
    const int days = domain::days_overdue(domain::parse_day(item->due), today);
    if (days > 0) {
        answer.attention.push_back(days == 1 ? std::string(texts_.one_day_overdue)
                                             : say(texts_.days_overdue, days));
    }
    if (item->state == "blocked") answer.attention.emplace_back(texts_.blocked);
    const auto inspection = domain::parse_day(item->inspection_due);
    if (inspection && *inspection < today) {
        answer.attention.emplace_back(texts_.inspection_overdue);
    }
    if (!item->home_depot.empty() && item->home_depot != station_.depot) {
        answer.attention.push_back(say(texts_.belongs_to, item->home_depot));
    }
    return answer;
}

Answer Desk::undo() {
    if (done_.empty()) return failed(std::string(texts_.nothing_to_undo));
    const Done last = done_.back();
    if (sender_.withdraw(last.scan)) {
        done_.pop_back();
        return {Kind::done, say(texts_.undone, last.aid), {}};
    }
    // The server must have the scan before it can take it back.
    if (!sender_.drain(patience)) return failed(std::string(texts_.undo_needs_server));
    const HttpReply reply = http_.post("/scans/" + last.scan + "/undo",
                                       json::serialize(json::object{{"device", station_.device}}));
    const auto object = parse_object(reply.body);
    if (reply.status == 0 || reply.status >= 500 || !object) {
        return failed(std::string(texts_.undo_needs_server));
    }
    if (reply.status != 200) {
        return {Kind::refused, sentence(text(*object, "title")), {}};
    }
    known_.learn(reply.body);
    done_.pop_back();
    Answer answer{Kind::done, say(texts_.undone, last.aid), {}};
    answer.server = reply.body;
    if (const json::object* instruction = inner(*object, "instruction")) {
        answer.text = joined(answer.text, sentence(text(*instruction, "text")));
    }
    return answer;
}

// ---- paper -----------------------------------------------------------------------------------

// The server knows what a label of this municipality says.
Answer Desk::print_label(std::string_view line) {
    const auto reading = labels::read_scan(line);
    const auto* own = std::get_if<labels::OwnCode>(&reading);
    if (own == nullptr) return {Kind::unknown, say(texts_.misread, line), {}};
    json::object body;
    body["format"] = to_text(printer_->format());
    body["stock"] = station_.stock;
    body["codes"] = json::array{own->code.text()};
    const HttpReply reply = http_.post("/labels", json::serialize(body));
    if (reply.status == 200) return print(reply.body, own->code.printed());
    const auto object = parse_object(reply.body);
    if (reply.status == 0 || reply.status >= 500 || !object) {
        return failed(std::string(texts_.print_needs_server));
    }
    return {Kind::refused, sentence(text(*object, "title")), {}};
}

Answer Desk::print_slip() {
    if (!last_loan_) return failed(std::string(texts_.no_loan_to_print));
    LoanShape shape;
    const HttpReply reply = http_.get("/loans/" + std::to_string(*last_loan_));
    if (reply.status == 200) {
        if (const auto object = parse_object(reply.body)) shape = shape_of(*object);
    }
    std::vector<std::string> aids;
    for (const std::string& code : shape.items) {
        std::string product;
        if (const auto item = known_.item(code)) {
            product = item->product;
        } else if (const auto asked = parse_object(http_.get("/items/" + code).body)) {
            product = text(*asked, "product");
        }
        aids.push_back(product.empty() ? printed(code) : aid_of(product, code));
    }
    return print({loan_slip(texts_, *last_loan_, shape.due, aids)}, say(texts_.slip, *last_loan_));
}

Answer Desk::print(const std::vector<labels::Label>& labels, const std::string& what) {
    if (printer_ == nullptr) return failed(std::string(texts_.no_printer));
    const auto* stock = labels::find_stock(station_.stock);
    const auto document = labels::write_labels(printer_->format(), *stock, 1, labels);
    if (!document) return failed(say(texts_.print_failed, station_.stock));
    return print(*document, what);
}

Answer Desk::print(const std::string& document, const std::string& what) {
    const auto where = printer_->print(document);
    if (!where) return failed(say(texts_.print_failed, where.error()));
    return {Kind::done, say(texts_.printed, what) + " (" + *where + ")", {}};
}

}  // namespace scanner
