// What is sent to the desk: one field for the scanner, and the forms that an answer asks for.

#include <charconv>

#include <fmt/format.h>

#include "labels/reader.hpp"
#include "pages/desk_view.hpp"
#include "pages/desk_who.hpp"
#include "pages/fields.hpp"
#include "pages/routes.hpp"
#include "pages/scanning.hpp"
#include "pages/submit.hpp"
#include "pages/words.hpp"
#include "routing/problem.hpp"
#include "routing/texts.hpp"

namespace pages {
namespace {

// One form that was sent to the desk, being answered.
class Taking {
public:
    Taking(const Request& request, db::WriteTx& tx, Typed typed)
        : request_(request), tx_(tx), typed_(std::move(typed)) {
        standing_ = standing_of(request, typed_);
    }

    Shown take() {
        const std::string line = trimmed(typed_.text("code"));
        if (line.size() > 500) return on(said(standing_, "lang"));
        if (line.empty()) {
            return on(standing_.to_nobody() ? said(standing_, "velg_laner") : standing_);
        }
        const labels::Reading reading = labels::read_scan(line);
        if (const auto* command = std::get_if<labels::Command>(&reading)) {
            return take_command(command->name);
        }
        if (std::holds_alternative<labels::Badge>(reading)) return on(said(standing_, "merke"));
        if (const auto* slip = std::get_if<labels::LoanSlip>(&reading)) {
            return on_who(who_has(request_, tx_, standing_, slip->loan));
        }
        if (const auto* shelf = std::get_if<labels::ShelfLabel>(&reading)) {
            return on_shelf(shelf->name);
        }
        const bool own = std::holds_alternative<labels::OwnCode>(reading);
        if (standing_.to_nobody()) {
            if (own) return on(said(standing_, "velg_laner"));
            return on_who(who_is(request_, tx_, standing_, line));
        }
        if (standing_.modus == "flytt" && standing_.hylle.empty()) {
            return own ? on(said(standing_, "hylle_forst")) : on_shelf(line);
        }
        // The name of a person is kept nowhere but in the list of borrowers.
        if (std::holds_alternative<labels::Unread>(reading) &&
            line.find_first_of("0123456789") == std::string::npos) {
            return now({fmt::format(fmt::runtime(say("«{}» er ikke en kode.")), line)});
        }
        return scan(line);
    }

private:
    std::string say(std::string_view bokmal) const { return pages::say(bokmal, request_.language); }
    Shown on(const Standing& standing) { return see_other(address_of(request_, standing)); }
    // The page at once, with what the address cannot hold.
    Shown now(const Moment& moment) {
        Request again = request_;
        again.method = Method::get;
        again.parameters.clear();
        return show_desk(again, tx_, standing_, moment);
    }
    Shown on_who(Who who) {
        if (who.refused) return again(*who.refused);
        if (!who.question.empty()) {
            return now({std::move(who.question), who.tone, std::move(who.choices),
                        std::move(who.persons)});
        }
        Shown shown = on(who.standing);
        shown.persons = std::move(who.persons);
        return shown;
    }
    Shown again(const Answer& problem) {
        return show_again(request_, tx_, show_desk_page, returned(request_, typed_, problem), 422);
    }

    Shown take_command(const std::string& name) {
        std::string word = name;
        for (char& c : word) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
        if (mode_of(word, request_.principal.role) != nullptr) {
            if (word == "ut") finish_joining();
            return on(cleared(standing_, word));
        }
        if (name == "TELL") return see_other("/telling");
        if (name == "FERDIG") return finish();
        if (name == "ANGRE") return undo();
        if (name == "SMITTE") {
            return on(said(standing_, standing_.modus == "inn" ? "smitte" : "bare_inn"));
        }
        if (name == "FEIL") {
            const bool inspecting = standing_.modus == "kontroll";
            return on(said(standing_, inspecting ? "ikke_godkjent" : "bare_kontroll"));
        }
        if (name == "MANGLER") return missing();
        if (name == "KOMPLETT") return complete();
        return on(said(standing_, "ukjent_kommando"));
    }

    // ---- Shelves

    Shown on_shelf(const std::string& name) {
        if (standing_.modus != "flytt") return on(said(standing_, "hylle_bare_flytt"));
        Standing next = standing_;
        next.hylle = name.substr(0, 20);
        return on(said(next, "hylle"));
    }

    // ---- Scans

    json::object details(const DeskMode& mode) const {
        json::object details;
        if (mode.word == "inn" && typed_.text("_infectious") == "true")
            details["infectious"] = true;
        if (mode.word == "kontroll") {
            details["ok"] = typed_.text("_failed") != "true";
            const std::string findings = trimmed(typed_.text("_findings"));
            if (!findings.empty()) details["findings"] = findings;
            json::object checklist;
            for (const auto& [name, value] : typed_.all()) {
                if (name == "_point") checklist[value] = typed_.has("_good", value);
            }
            if (!checklist.empty()) details["checklist"] = std::move(checklist);
        }
        if (mode.word == "ut") {
            if (!standing_.laner.empty()) {
                std::int64_t id = 0;
                const auto& text = standing_.laner;
                std::from_chars(text.data(), text.data() + text.size(), id);
                details["borrower"] = id;
            }
            if (typed_.find("_given_by") != nullptr) {
                details["training"] = {{"given_by", trimmed(typed_.text("_given_by"))},
                                       {"given_to", trimmed(typed_.text("_given_to"))},
                                       {"day", typed_.text("_training_day")}};
            }
        }
        return details;
    }

    Shown scan(const std::string& code) {
        const DeskMode& mode = *mode_of(standing_.modus, request_.principal.role);
        json::object body{{"device", device_of(request_)},
                          {"mode", mode.mode},
                          {"code", code},
                          {"depot", standing_.depot}};
        if (json::object more = details(mode); !more.empty()) body["details"] = std::move(more);
        if (mode.word == "flytt") body["shelf"] = standing_.hylle;
        if (mode.word == "ut") {
            const std::string quantity = trimmed(typed_.text("_quantity"));
            std::int64_t number = 0;
            const auto* end = quantity.data() + quantity.size();
            const auto read = std::from_chars(quantity.data(), end, number);
            if (read.ec == std::errc() && read.ptr == end) {
                body["quantity"] = number;
            } else if (!quantity.empty()) {
                body["quantity"] = quantity;
            }
            if (standing_.laner.empty()) body["loan"] = std::stoll("0" + standing_.lan);
        }
        return send(std::move(body));
    }

    Shown send(json::object body) {
        const Answer fresh = send_scan(request_, tx_, typed_, std::move(body));
        if (!fresh.ok()) return again(fresh);
        const json::object& answer = fresh.body;
        Standing next = standing_;
        next.svar = text_at(answer, "scan");
        if (const std::int64_t loan = number_at(answer, "loan"); loan != 0) {
            next.lan = std::to_string(loan);
        }
        return on(next);
    }

    // The server lets go of the loan that this desk's scans join.
    void finish_joining() {
        if (standing_.depot.empty()) return;
        send_scan(request_, tx_, typed_,
                  {{"device", device_of(request_)},
                   {"mode", "lookup"},
                   {"code", "%FERDIG"},
                   {"depot", standing_.depot}});
    }

    Shown finish() {
        finish_joining();
        Standing next = cleared(standing_, standing_.modus);
        next.ferdig = standing_.lan;
        return on(said(next, standing_.modus == "ut" ? "ferdig" : ""));
    }

    Shown undo() {
        Page page(request_, tx_);
        std::string last;
        bool others = false;
        for (const json::value& entry : latest_scans(request_, tx_)) {
            const json::object view = scan_view(page, entry.get_object());
            if (!changed_something(view)) continue;
            if (last.empty()) {
                last = text_at(view, "scan");
            } else if (std::to_string(number_at(view, "loan")) == standing_.lan) {
                others = true;
            }
        }
        if (last.empty()) return on(said(standing_, "ingen_a_angre"));
        const Answer answer = change(request_, tx_, Method::post, "/scans/" + last + "/undo",
                                     {{"device", device_of(request_)}});
        if (!answer.ok()) return again(answer);
        Standing next = standing_;
        // A loan without an aid is none.
        if (!others && !next.laner.empty()) next.lan.clear();
        next.svar = last;
        return on(said(next, "angret"));
    }

    std::string item_path() const { return "/items/" + encoded(typed_.text("_item")); }

    Shown missing() {
        json::array names;
        for (const auto& [name, value] : typed_.all()) {
            if (name == "_missing") names.push_back(json::string(value));
        }
        if (names.empty()) return on(said(standing_, "ingen_mangler"));
        const Answer answer = change(request_, tx_, Method::post, item_path() + "/accessories",
                                     {{"missing", std::move(names)}});
        return answer.ok() ? on(said(standing_, "mangler")) : again(answer);
    }

    // What was missing is there now, and the aid is inspected once more.
    Shown complete() {
        if (standing_.modus != "kontroll") return on(said(standing_, "bare_kontroll"));
        std::string code = typed_.text("_item");
        if (code.empty()) {
            for (const json::value& entry : latest_scans(request_, tx_)) {
                const auto* item = object_at(entry.at("answer").get_object(), "item");
                if (item == nullptr) continue;
                code = text_at(*item, "code");
                break;
            }
        }
        if (code.empty()) return on(said(standing_, "ukjent_kommando"));
        const Answer item = get(request_, tx_, "/items/" + encoded(code));
        const json::array absent = array_at(item.body, "missing_accessories");
        if (!absent.empty()) {
            const Answer found =
                change(request_, tx_, Method::post, "/items/" + encoded(code) + "/accessories",
                       {{"found", absent}});
            if (!found.ok()) return again(found);
        }
        return scan(code);
    }

    const Request& request_;
    db::WriteTx& tx_;
    Typed typed_;
    Standing standing_;
};

Shown take(const Request& request, db::WriteTx& tx) {
    auto typed = Typed::parse(request.body);
    if (const auto code = refuse_typed(request, typed)) {
        if (!typed) return routing::problem(request, 400, *code);
        Returned form{
            request.path, *typed, {}, std::string(routing::text(*code, request.language))};
        return show_again(request, tx, show_desk_page, std::move(form), 422);
    }
    return Taking(request, tx, std::move(*typed)).take();
}

constexpr Roles lager_sjafor{Role::lager, Role::sjafor};

const routing::Route rows[] = {
    page_row("/skranke", lager_sjafor, "The desk", show_desk_page,
             "modus laner lan hylle depot svar sagt ferdig done"),
    form_row("/skranke", lager_sjafor, "One scan at the desk", routing::Write(take)),
};

}  // namespace

std::span<const routing::Route> desk_rows() { return rows; }

}  // namespace pages
