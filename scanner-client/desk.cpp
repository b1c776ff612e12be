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
    // A phone number is no choice from a list.
    if (!choices_.empty() && line.size() <= 2 && whole_number(line)) return choose_number(line);
    if (line.empty()) return info(mode_text());
    if (auto answer = typed_word(line)) return *std::move(answer);

    const labels::Reading reading = labels::read_scan(line);
    if (const auto* named = std::get_if<labels::Command>(&reading)) return command(named->name);
    if (const auto* badge = std::get_if<labels::Badge>(&reading)) {
        operator_ = badge->staff;
        return info(say(texts_.operator_now, operator_));
    }
    if (const auto* slip = std::get_if<labels::LoanSlip>(&reading)) {
        return choose_loan(slip->loan, true);
    }
    if (std::exchange(marks_.label, false)) return print_label(line);

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
        return {Kind::refused, std::string(texts_.choose_borrower), {}};
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
    if (line == "?" || line == "hjelp") return info(std::string(texts_.hello));
    if (line.front() == '/') return search(std::string(trimmed(line.substr(1))));
    if (line.front() == '#') {
        if (const auto loan = whole_number(trimmed(line.substr(1))))
            return choose_loan(*loan, false);
    }
    const auto blank = line.find(' ');
    if (blank == std::string_view::npos) return std::nullopt;
    const std::string_view word = line.substr(0, blank);
    const std::string_view rest = trimmed(line.substr(blank));
    if (word == "lån" || word == "Lån" || word == "LÅN" || word == "lan") {
        if (const auto loan = whole_number(rest)) return choose_loan(*loan, false);
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
        return failed(std::string(texts_.badge_wrong));
    }
    return std::nullopt;
}

Answer Desk::command(const std::string& name) {
    marks_.label = false;
    for (const ModeCommand& entry : mode_commands) {
        if (entry.name == name) {
            // Who forgets to say that a borrower is done does not lend them the next one's aid.
            if (entry.mode != ScanMode::out || lending_.handed_out > 0) finish_joining();
            shelf_.clear();
            return set_mode(entry.mode);
        }
    }
    if (name == "ANGRE") return undo();
    if (name == "FERDIG") return finish();
    if (name == "SMITTE") {
        if (mode_ != ScanMode::in) return failed(std::string(texts_.only_in));
        marks_.infectious = true;
        return info(std::string(texts_.infectious_next));
    }
    if (name == "FEIL") {
        if (mode_ != ScanMode::inspected) return failed(std::string(texts_.only_inspected));
        marks_.failed = true;
        return info(std::string(texts_.failed_next));
    }
    if (name == "ETIKETT") {
        if (printer_ == nullptr) return failed(std::string(texts_.no_printer));
        marks_.label = true;
        return info(std::string(texts_.label_next));
    }
    if (name == "SLIPP") return print_slip();
    if (name == "ARK") return print(command_sheet(texts_), std::string(texts_.sheet));
    return failed(say(texts_.unknown_command, name));
}

Answer Desk::set_mode(ScanMode mode) {
    mode_ = mode;
    marks_ = {};
    choices_.clear();
    return info(mode_text());
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

Answer Desk::choose_number(std::string_view line) {
    const auto chosen = whole_number(line);
    if (!chosen || *chosen < 1 || *chosen > static_cast<std::int64_t>(choices_.size())) {
        return failed(std::string(texts_.no_such_choice));
    }
    const Borrower borrower = choices_[static_cast<std::size_t>(*chosen - 1)];
    choices_.clear();
    return choose_borrower(borrower, borrower.name);
}

Answer Desk::search(const std::string& wanted) {
    // Whoever was chosen before borrows nothing more, also when nobody is found now.
    finish_joining();
    mode_ = ScanMode::out;
    marks_ = {};
    choices_.clear();
    if (wanted.empty()) return info(mode_text());
    const HttpReply reply = http_.get("/borrowers?limit=" + std::to_string(most_choices) +
                                      "&q=" + http_.escaped(wanted));
    const auto object = parse_object(reply.body);
    if (reply.status == 0 || reply.status >= 500 || !object) {
        return failed(std::string(texts_.search_needs_server));
    }
    if (reply.status != 200) return failed(sentence(text(*object, "title")));
    if (!object->contains("items")) return failed(std::string(texts_.search_needs_server));
    std::vector<Borrower> found;
    std::vector<std::string> shown;
    for (const json::object* borrower : objects(*object, "items")) {
        const auto id = number(*borrower, "id");
        if (!id) continue;
        found.push_back({*id, text(*borrower, "name")});
        const std::string phone = text(*borrower, "phone");
        shown.push_back(found.back().name + (phone.empty() ? "" : ", " + phone));
    }
    if (found.empty()) return failed(say(texts_.no_match, wanted));
    if (found.size() == 1) return choose_borrower(found.front(), shown.front());
    choices_ = std::move(found);
    Answer answer = info(
        std::string(text(*object, "next").empty() ? texts_.many_matches : texts_.too_many_matches));
    answer.choices = std::move(shown);
    return answer;
}

Answer Desk::choose_borrower(const Borrower& borrower, const std::string& shown) {
    lending_ = {borrower, {}, 0};
    return info(say(texts_.chosen_borrower, shown));
}

Answer Desk::choose_loan(std::int64_t loan, bool from_slip) {
    finish_joining();
    mode_ = ScanMode::out;
    marks_ = {};
    choices_.clear();
    const HttpReply reply = http_.get("/loans/" + std::to_string(loan));
    const auto object = parse_object(reply.body);
    const auto choose = [&] {
        lending_ = {{}, loan, 0};
        last_loan_ = loan;
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
    // A slip says which loan it is of; a number that somebody typed could be a stranger's.
    if (!from_slip) return failed(std::string(texts_.loan_needs_server));
    choose();
    return info(say(texts_.chosen_loan_unchecked, loan));
}

// The server lets go of the loan that this device's scans join.
void Desk::finish_joining() {
    if (lending_.to_nobody()) return;
    sender_.ask(new_scan(ScanMode::lookup, "%FERDIG"), patience);
    lending_ = {};
}

Answer Desk::finish() {
    const auto loan = lending_.loan;
    const int handed_out = lending_.handed_out;
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
    if (mode == ScanMode::out) {
        if (lending_.loan) {
            body["loan"] = *lending_.loan;
        } else {
            details["borrower"] = lending_.borrower->id;
        }
    }
    if (mode == ScanMode::in && marks_.infectious) details["infectious"] = true;
    if (mode == ScanMode::inspected && marks_.failed) details["ok"] = false;
    if (!details.empty()) body["details"] = std::move(details);
    return {id, json::serialize(body)};
}

Answer Desk::scan(std::string_view line) {
    if (mode_ == ScanMode::move && shelf_.empty()) {
        return {Kind::refused, std::string(texts_.shelf_needed), {}};
    }
    const WaitingScan scan = new_scan(mode_, line);
    const auto server = sender_.ask(scan, patience);
    const std::string aid = aid_in(line);
    Answer answer = server ? answered(*server) : stored(line);
    answer.scan = scan.id;
    // A misread does not use up what was said of the next aid.
    const bool taken = answer.kind == Kind::done || answer.kind == Kind::stored;
    last_changed_nothing_ = answer.kind == Kind::nothing_to_do;
    if (taken || answer.kind == Kind::discrepancy) marks_ = {};
    if (!taken || mode_ == ScanMode::lookup || mode_ == ScanMode::count) return answer;
    const bool out = mode_ == ScanMode::out;
    if (out) ++lending_.handed_out;
    done_.push_back({scan.id, aid, out});
    if (done_.size() > most_undone) done_.erase(done_.begin());
    return answer;
}

// The aid that the line is read as, as far as it is known here.
std::string Desk::aid_in(std::string_view line) const {
    const auto reading = labels::read_scan(line);
    const auto* own = std::get_if<labels::OwnCode>(&reading);
    if (own == nullptr) return std::string(line);
    const auto item = known_.item(own->code.text());
    return item ? aid_of(item->product, own->code.text()) : own->code.printed();
}

std::string Desk::what_happened(const std::string& aid) const {
    switch (mode_) {
        case ScanMode::out:
            return say(texts_.did_out,
                       lending_.borrower ? lending_.borrower->name
                                         : say(texts_.loan, lending_.loan.value_or(0)),
                       aid);
        case ScanMode::in:
            return say(texts_.did_in, aid);
        case ScanMode::washed:
            return say(texts_.did_washed, aid);
        case ScanMode::inspected:
            return say(marks_.failed ? texts_.did_failed_inspection : texts_.did_inspected, aid);
        case ScanMode::move:
            return say(texts_.did_move, aid);
        case ScanMode::count:
            return say(texts_.did_count, aid);
        case ScanMode::lookup:
            return aid + ":";
    }
    return aid;
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
            answer.text = what_happened(aid);
            // Where it goes says most often what it is.
            if (mode_ == ScanMode::lookup && next.empty()) answer.text = joined(answer.text, state);
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
        if (mode_ == ScanMode::out) lending_.loan = last_loan_;
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
    answer.text = what_happened(aid_in(line));
    if (item) {
        answer.text +=
            " " + (item->on_loan ? std::string(texts_.last_known_on_loan)
                                 : say(texts_.last_known, state_text(texts_, item->state)));
    }
    answer.text += " " + std::string(texts_.stored_offline);
    if (mode_ == ScanMode::in && marks_.infectious) {
        answer.attention.emplace_back(texts_.infectious);
    }
    if (!item) return answer;
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
    if (std::exchange(last_changed_nothing_, false)) {
        return info(say(texts_.undo_earlier, last.aid));
    }
    if (sender_.withdraw(last.scan, patience)) {
        forget_last();
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
    // An answer that was lost on its way here.
    if (reply.status == 409 && text(*object, "code") == "undo_already_done") {
        forget_last();
        return {Kind::done, say(texts_.undone, last.aid), {}};
    }
    if (reply.status != 200) {
        // Neither this one nor one before it will be taken back later.
        if (reply.status == 404 || reply.status == 409) done_.clear();
        return {Kind::refused, sentence(text(*object, "title")), {}};
    }
    known_.learn(reply.body);
    forget_last();
    Answer answer{Kind::done, say(texts_.undone, last.aid), {}};
    answer.server = reply.body;
    if (const json::object* instruction = inner(*object, "instruction")) {
        answer.text = joined(answer.text, sentence(text(*instruction, "text")));
    }
    return answer;
}

void Desk::forget_last() {
    if (done_.back().out && lending_.handed_out > 0) {
        --lending_.handed_out;
        // A new loan ends with its last aid; the borrower is still at the desk.
        if (lending_.handed_out == 0 && lending_.borrower) lending_.loan.reset();
    }
    done_.pop_back();
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
    const HttpReply reply = http_.get("/loans/" + std::to_string(*last_loan_));
    const auto object = parse_object(reply.body);
    if (reply.status != 200 || !object) return failed(std::string(texts_.print_needs_server));
    const LoanShape shape = shape_of(*object);
    if (shape.out == 0) return failed(say(texts_.loan_ended, *last_loan_));
    std::vector<std::string> aids;
    for (const std::string& code : shape.items) {
        std::string product;
        if (const auto item = known_.item(code)) {
            product = item->product;
        } else if (const auto asked = parse_object(http_.get("/items/" + code).body)) {
            product = text(*asked, "product");
        }
        aids.push_back(product.empty() ? printed(code) : printed(code) + " " + product);
    }
    return print({loan_slip(texts_, *last_loan_, shape.due, aids)}, say(texts_.slip, *last_loan_));
}

Answer Desk::print(const std::vector<labels::Label>& labels, const std::string& what) {
    if (printer_ == nullptr) return failed(std::string(texts_.no_printer));
    const auto* stock = labels::find_stock(station_.stock);
    const auto document = labels::write_labels(printer_->format(), *stock, 1, labels);
    if (!document) return failed(say(texts_.does_not_fit, station_.stock));
    return print(*document, what);
}

Answer Desk::print(const std::string& document, const std::string& what) {
    const auto where = printer_->print(document);
    if (!where) return failed(say(texts_.print_failed, where.error()));
    return {Kind::done, say(texts_.printed, what) + " (" + *where + ")", {}};
}

}  // namespace scanner
