// What is sent to the desk: one field for the scanner, and the forms that an answer asks for.

#include <fmt/format.h>

#include "domain/text.hpp"
#include "labels/reader.hpp"
#include "pages/desk_counted.hpp"
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

constexpr std::size_t longest_shelf = 20;

// One form that was sent to the desk, being answered.
class Taking {
public:
    Taking(const Request& request, db::WriteTx& tx, Typed typed)
        : request_(request), tx_(tx), typed_(std::move(typed)) {
        standing_ = standing_of(request, typed_);
        // The form of the scan field has boxes for what its other forms only carry along.
        if (typed_.find("_boxes") != nullptr) standing_.neste.clear();
        if (standing_.modus == "inn" && ticked("_infectious")) standing_.neste = "smitte";
        if (standing_.modus == "kontroll" && ticked("_failed")) standing_.neste = "feil";
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
        if (const auto* badge = std::get_if<labels::Badge>(&reading)) return on_badge(badge->staff);
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
        const bool unread = std::holds_alternative<labels::Unread>(reading);
        const bool by_number = standing_.modus == "inn" && may_take_counted_back(request_);
        if (unread && by_number && names_somebody(line)) {
            return on_who(who_is(request_, tx_, standing_, line));
        }
        // The name of a person is kept nowhere but in the list of borrowers.
        if (unread && has_no_digit(line)) {
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
            if (standing_.modus != "inn") return on(said(standing_, "bare_inn"));
            standing_.neste = "smitte";
            return on(said(standing_, "smitte"));
        }
        if (name == "FEIL") {
            if (standing_.modus != "kontroll") return on(said(standing_, "bare_kontroll"));
            standing_.neste = "feil";
            return on(said(standing_, "ikke_godkjent"));
        }
        if (name == "MANGLER") return missing();
        if (name == "KOMPLETT") return complete();
        return on(said(standing_, "ukjent_kommando"));
    }

    // The same badge once more puts it away.
    Shown on_badge(const std::string& staff) {
        const std::string badge = badge_of(staff);
        if (badge.empty()) return on(said(standing_, "merke_feil"));
        Standing next = standing_;
        next.merke = badge == standing_.merke ? std::string() : badge;
        return on(said(next, next.merke.empty() ? "merke_bort" : "merke"));
    }

    // ---- Shelves

    Shown on_shelf(const std::string& name) {
        if (standing_.modus != "flytt") return on(said(standing_, "hylle_bare_flytt"));
        Standing next = standing_;
        if (domain::code_points(name) > longest_shelf) return on(said(standing_, "hylle_lang"));
        next.hylle = name;
        return on(said(next, "hylle"));
    }

    // ---- Scans

    bool ticked(std::string_view box) const { return typed_.text(box) == "true"; }

    json::object inspection() const {
        json::object details{{"ok", standing_.neste != "feil"}};
        const std::string findings = trimmed(typed_.text("_findings"));
        if (!findings.empty()) details["findings"] = findings;
        json::object checklist;
        for (const auto& [name, value] : typed_.all()) {
            if (name == "_point") checklist[value] = typed_.has("_good", value);
        }
        if (!checklist.empty()) details["checklist"] = std::move(checklist);
        return details;
    }

    // What only this mode has.
    void add_details(const DeskMode& mode, json::object& scan) const {
        json::object details;
        if (auto* given = scan.if_contains("details")) details = given->get_object();
        if (mode.word == "inn" && standing_.neste == "smitte") details["infectious"] = true;
        if (mode.word == "vask" && !standing_.metode.empty()) details["method"] = standing_.metode;
        if (mode.word == "kontroll") details = inspection();
        if (mode.word == "flytt") scan["shelf"] = standing_.hylle;
        if (mode.word == "ut" && typed_.find("_given_by") != nullptr) {
            details["training"] = {{"given_by", trimmed(typed_.text("_given_by"))},
                                   {"given_to", trimmed(typed_.text("_given_to"))},
                                   {"day", typed_.text("_training_day")}};
        }
        if (const auto quantity = trimmed(typed_.text("_quantity"));
            mode.word == "ut" && !quantity.empty()) {
            scan["quantity"] = number_or_text(quantity);
        }
        if (!details.empty()) scan["details"] = std::move(details);
    }

    Shown scan(const std::string& code) {
        const DeskMode& mode = *mode_of(standing_.modus, request_.principal.role);
        json::object body = scan_at(request_, standing_, mode.mode, code);
        add_details(mode, body);
        const Answer answer = send_scan(request_, tx_, typed_, std::move(body));
        if (!answer.ok()) return again(answer);
        Standing next = after_scan(standing_, answer.body);
        const std::string result = text_at(answer.body, "result");
        if (result == "done" || result == "discrepancy") {
            next.neste.clear();
            return on(next);
        }
        // A misread does not use up what was said of the next aid.
        if (next.neste == "smitte") next.sagt = "smitte";
        if (next.neste == "feil") next.sagt = "ikke_godkjent";
        const bool typed = !typed_.text("_findings").empty() || !typed_.text("_quantity").empty();
        if (!typed) return on(next);
        standing_ = std::move(next);
        return now({.typed = typed_});
    }

    // The server lets go of the loan that this desk's scans join.
    void finish_joining() {
        if (standing_.depot.empty()) return;
        send_scan(request_, tx_, typed_, scan_at(request_, standing_, "lookup", "%FERDIG"));
    }

    Shown finish() {
        finish_joining();
        Standing next = cleared(standing_, standing_.modus);
        if (standing_.modus != "ut") return on(next);
        next.ferdig = standing_.lan;
        return on(said(next, "ferdig"));
    }

    Shown undo() {
        Page page(request_, tx_);
        // Beside one scan it is that one; without, the last.
        const std::string wanted = typed_.text("_scan");
        std::string last;
        bool others = false;
        for (const json::value& entry : latest_scans(request_, tx_)) {
            const json::object view = scan_view(page, entry.get_object());
            if (!changed_something(view)) continue;
            const std::string scan = text_at(view, "scan");
            if (last.empty() && (wanted.empty() || scan == wanted)) {
                last = scan;
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
        const bool lending = standing_.modus == "ut";
        if (lending && !others && !next.laner.empty()) next.lan.clear();
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

constexpr Roles lager{Role::lager};
constexpr Roles lager_sjafor{Role::lager, Role::sjafor};

const routing::Route rows[] = {
    page_row("/skranke", lager_sjafor, "The desk", show_desk_page,
             "modus laner lan hylle depot merke metode neste svar sagt ferdig done"),
    form_row("/skranke", lager_sjafor, "One scan at the desk", routing::Write(take)),
    form_row("/skranke/antall", lager, "A counted product goes out", routing::Write(give_counted)),
    form_row("/skranke/tilbake", lager, "Counted products came back",
             routing::Write(take_counted_back)),
};

}  // namespace

std::span<const routing::Route> desk_rows() { return rows; }

}  // namespace pages
