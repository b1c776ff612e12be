// The desk: one field for the scanner, and an answer to each scan.
//
// All that the desk knows between two scans is in the address, ids alone: the mode, who borrows,
// the shelf. What was scanned is read back from the API, so that nothing is lost when one leaves.

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "labels/reader.hpp"
#include "pages/page.hpp"
#include "pages/routes.hpp"
#include "pages/scanning.hpp"
#include "pages/submit.hpp"
#include "pages/table.hpp"
#include "pages/words.hpp"
#include "routing/problem.hpp"
#include "routing/texts.hpp"

namespace pages {
namespace {

constexpr std::size_t most_listed = 20;
constexpr std::size_t most_found = 9;

struct Mode {
    std::string_view word;   // in the address; its command label is %WORD
    std::string_view mode;   // the API's
    std::string_view label;  // in bokmål
    std::string_view icon;
    std::string_view field;  // the label of the scan field
    Roles roles;
};
constexpr Roles lager{Role::lager};
constexpr Roles lager_sjafor{Role::lager, Role::sjafor};
constexpr Mode modes[] = {
    {"ut", "out", "Ut", "out", "Skann det som lånes ut", lager},
    {"inn", "in", "Inn", "loan", "Skann det som kommer inn", lager_sjafor},
    {"vask", "washed", "Vask", "wash", "Skann det som er vasket", lager},
    {"kontroll", "inspected", "Kontroll", "inspect", "Skann det som er kontrollert", lager},
    {"flytt", "move", "Flytt", "shelf", "Skann det som settes her", lager},
    {"se", "lookup", "Slå opp", "search", "Skann det du vil vite noe om", lager_sjafor},
};

const Mode* mode_of(std::string_view word, Role role) {
    const auto* found = std::find_if(std::begin(modes), std::end(modes),
                                     [&](const Mode& mode) { return mode.word == word; });
    return found != std::end(modes) && found->roles.has(role) ? found : nullptr;
}

// What the desk says of itself, by the "sagt" in the address.
struct Said {
    std::string_view code;
    std::string_view tone;
    std::string_view text;
};
constexpr Said sayings[] = {
    {"angret", "success", "Angret. Det står som før skanningen."},
    {"bare_inn", "warning", "SMITTE gjelder bare når noe kommer inn. Velg Inn først."},
    {"bare_kontroll", "warning", "Det gjelder bare kontroll. Velg Kontroll først."},
    {"ferdig", "success", "Ferdig. Velg hvem som låner nå."},
    {"hylle", "info", "Hyllen er valgt. Skann det som skal stå der."},
    {"hylle_bare_flytt", "warning", "Hylleetiketter brukes når noe flyttes. Velg Flytt først."},
    {"hylle_forst", "warning", "Skann hylleetiketten først, så det som skal stå der."},
    {"ikke_lan", "danger", "Det er ikke noe åpent lån med det nummeret."},
    {"ikke_bestilling", "danger", "Det er ingen åpen bestilling med det nummeret."},
    {"ingen_a_angre", "warning", "Det er ingenting å angre."},
    {"ingen_mangler", "warning", "Kryss av hva som mangler, og registrer."},
    {"lang", "danger", "Det er for langt til å være en kode."},
    {"mangler", "success", "Notert hva som mangler."},
    {"merke", "info", "Du er logget inn som deg selv og trenger ikke skanne merket her."},
    {"smitte", "warning", "Den neste som skannes inn, går i karantene for smitte."},
    {"ikke_godkjent", "warning", "Den neste som skannes, er ikke godkjent."},
    {"ukjent_kommando", "warning", "Denne etiketten brukes ikke her."},
    {"velg_laner", "warning", "Velg hvem som låner, og skann igjen."},
};

// What stands in the address, and goes with each form.
struct Standing {
    std::string modus;
    std::string laner;
    std::string lan;
    std::string hylle;
    std::string depot;
    std::string svar;
    std::string sagt;
    std::string ferdig;

    bool to_nobody() const { return modus == "ut" && laner.empty() && lan.empty(); }
};
struct Member {
    const char* name;
    std::string Standing::*value;
};
constexpr Member members[] = {
    {"modus", &Standing::modus}, {"laner", &Standing::laner},   {"lan", &Standing::lan},
    {"hylle", &Standing::hylle}, {"depot", &Standing::depot},   {"svar", &Standing::svar},
    {"sagt", &Standing::sagt},   {"ferdig", &Standing::ferdig},
};
// One of them says what was just done and does not stay.
bool stays(const Member& member) {
    return member.value != &Standing::svar && member.value != &Standing::sagt &&
           member.value != &Standing::ferdig;
}

template <class Find>
Standing standing_of(const Request& request, Find find) {
    Standing standing;
    for (const Member& member : members) standing.*member.value = find(member.name);
    const Role role = request.principal.role;
    if (standing.modus.empty() && !(standing.laner.empty() && standing.lan.empty())) {
        standing.modus = "ut";
    }
    if (mode_of(standing.modus, role) == nullptr)
        standing.modus = role == Role::lager ? "ut" : "inn";
    if (standing.depot.empty()) standing.depot = request.principal.depot;
    return standing;
}

std::string address_of(const Request& request, const Standing& standing) {
    std::string address = "/skranke?modus=" + standing.modus;
    for (const Member& member : members) {
        const std::string& value = standing.*member.value;
        if (member.value == &Standing::modus || value.empty()) continue;
        if (member.value == &Standing::depot && value == request.principal.depot) continue;
        address += std::string("&") + member.name + "=" + encoded(value);
    }
    return address;
}

Standing said(Standing standing, std::string_view code) {
    standing.sagt = code;
    return standing;
}

// ---- What is shown ---------------------------------------------------------------------------

json::array strings_as_options(const json::array& names, std::string_view id) {
    json::array options;
    for (const json::value& name : names) {
        options.push_back(
            json::object{{"value", name}, {"id", fmt::format("{}-{}", id, options.size())}});
    }
    return options;
}

// What the answer to the last scan asks for: points of a checklist, training, accessories.
void add_questions(Page& page, const json::object& answer, const json::object& view) {
    const std::string mode = text_at(view, "mode");
    const std::string reason = text_at(view, "reason_code");
    const json::array accessories = array_at(answer, "accessories");
    const json::array points = array_at(answer, "checklist");
    const bool done = text_at(view, "result") == "done";
    if (view.at("code").is_null() || view.at("undone").get_bool()) return;
    if (mode == "in" && done && !accessories.empty()) {
        page.view["accessories"] = strings_as_options(accessories, "m");
    }
    if (mode == "inspected" && !points.empty())
        page.view["points"] = strings_as_options(points, "p");
    for (const json::value& entry : view.at("attention").get_array()) {
        const auto missing = array_at(entry.get_object(), "missing");
        if (mode == "inspected" && !done && !missing.empty()) {
            page.view["complete"] = strings_as_options(missing, "c");
        }
    }
    if (mode == "out" && reason == "training_required") {
        page.view["training"] = json::object{{"given_by", page.request().principal.name},
                                             {"given_to", text_at(page.view, "borrower_name")},
                                             {"value", domain::to_text(page.request().now.today)}};
    }
}

// Who borrows, and the loan so far.
void add_borrower(Page& page, Standing& standing) {
    std::string id = standing.laner;
    if (!standing.lan.empty()) {
        const json::object loan = page.ask_if_may("/loans/" + encoded(standing.lan));
        const bool open = text_at(loan, "state") == "open";
        if (!open) standing.lan.clear();
        if (open && id.empty()) id = std::to_string(number_at(loan, "borrower_id"));
    }
    const json::object borrower =
        id.empty() ? json::object() : page.ask_if_may("/borrowers/" + encoded(id));
    page.view["borrower"] = nullptr;
    if (borrower.empty()) {
        standing.laner.clear();
        if (standing.lan.empty()) return;
    } else {
        page.view["borrower_name"] = borrower.at("name");
    }
    page.view["borrower"] =
        json::object{{"id", id}, {"called", text_at(borrower, "name")}, {"loan", standing.lan}};
}

void add_scans(Page& page, const Standing& standing) {
    const json::object answer = page.ask(
        "/scans", {{"device", device_of(page.request())}, {"limit", std::to_string(most_listed)}});
    json::array list;
    page.view["answer"] = nullptr;
    bool undo_offered = false;
    for (const json::value& entry : array_at(answer, "items")) {
        const json::object& scanned = entry.get_object();
        json::object view = scan_view(page, scanned);
        const bool changed = changed_something(view);
        view["may_undo"] = changed && !undo_offered && view.at("code").is_string();
        undo_offered = undo_offered || changed;
        if (text_at(view, "scan") == standing.svar) {
            page.view["answer"] = view;
            add_questions(page, scanned.at("answer").get_object(), view);
        }
        // A look at nothing and a command leave no trace worth reading.
        const bool command = view.at("name").is_null() && view.at("reason").is_null();
        if (!command) list.push_back(std::move(view));
    }
    page.view["scans"] = std::move(list);
}

std::string field_label(const Page& page, const Standing& standing) {
    if (standing.to_nobody()) return page.say("Hvem låner?");
    if (standing.modus == "flytt" && standing.hylle.empty())
        return page.say("Skann hylleetiketten");
    return page.say(mode_of(standing.modus, page.request().principal.role)->field);
}

std::string field_hint(const Page& page, const Standing& standing) {
    if (standing.to_nobody()) {
        return page.say("Navn eller telefon, lånenummer (#12) eller bestilling (B12)");
    }
    if (standing.modus == "flytt" && standing.hylle.empty()) {
        return page.say("Eller skriv hva hyllen heter");
    }
    return page.say("Skann etiketten, eller skriv koden og trykk Enter");
}

void add_frame(Page& page, const Standing& standing) {
    const Request& request = page.request();
    json::array links;
    for (const Mode& mode : modes) {
        if (!mode.roles.has(request.principal.role)) continue;
        Standing other;
        other.modus = mode.word;
        other.depot = standing.depot;
        links.push_back(json::object{{"href", address_of(request, other)},
                                     {"label", page.say(mode.label)},
                                     {"icon", mode.icon},
                                     {"current", standing.modus == mode.word}});
    }
    page.view["modes"] = std::move(links);
    page.view["page_id"] = new_page_id(request);
    page.view["field"] = json::object{{"label", field_label(page, standing)},
                                      {"hint", field_hint(page, standing)},
                                      {"who", standing.to_nobody()}};
    json::array hidden;
    for (const Member& member : members) {
        if (!stays(member) || (standing.*member.value).empty()) continue;
        hidden.push_back(json::object{{"name", member.name}, {"value", standing.*member.value}});
    }
    page.view["standing"] = std::move(hidden);
    page.view["in"] = standing.modus == "inn";
    page.view["infectious"] = standing.sagt == "smitte";
    page.view["out"] = standing.modus == "ut" && !standing.to_nobody();
    page.view["inspecting"] = standing.modus == "kontroll";
    page.view["failing"] = standing.sagt == "ikke_godkjent";
    page.view["moving"] = standing.modus == "flytt";
    page.view["shelf"] = standing.hylle;
    page.view["at_depot"] = standing.depot;
    page.view["finished"] = standing.ferdig;
    page.view["said"] = nullptr;
    const auto* saying = std::find_if(std::begin(sayings), std::end(sayings),
                                      [&](const Said& each) { return each.code == standing.sagt; });
    if (saying != std::end(sayings)) {
        page.view["said"] = json::object{{"text", page.say(saying->text)},
                                         {"colour", saying->tone},
                                         {"mark", saying->tone == "success" ? "done" : "warning"}};
    }
    for (const char* name :
         {"accessories", "points", "complete", "training", "choices", "borrower_name"}) {
        page.view[name] = nullptr;
    }
}

Shown show_standing(Page& page, Standing standing) {
    page.view["title"] = page.say("Skranke");
    if (standing.depot.empty()) {
        json::array depots;
        for (const Option& depot : depot_options(page, {})) {
            depots.push_back(json::object{{"href", "/skranke?depot=" + encoded(depot.value)},
                                          {"label", depot.label}});
        }
        page.view["depots"] = std::move(depots);
        return page.show("desk_depot");
    }
    // Who is not there is not asked for by the frame.
    add_borrower(page, standing);
    const json::value borrower = page.view["borrower"];
    const json::value called =
        page.view.contains("borrower_name") ? page.view["borrower_name"] : json::value(nullptr);
    add_frame(page, standing);
    page.view["borrower"] = borrower;
    page.view["borrower_name"] = called;
    add_scans(page, standing);
    return page.show("desk");
}

// A sentence of the moment, which the address does not hold.
void add_saying(Page& page, std::string text, std::string_view tone) {
    page.view["moment"] =
        json::object{{"text", std::move(text)}, {"colour", tone}, {"mark", "warning"}};
}

Shown show(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    page.view["moment"] = nullptr;
    // After a form that was not taken.
    if (const auto* returned = std::any_cast<Returned>(&request.prepared)) {
        std::string text = returned->title;
        for (const FieldFault& fault : returned->faults) {
            if (fault.detail != text) text += " " + fault.detail;
        }
        add_saying(page, std::move(text), "danger");
        return show_standing(page, standing_of(request, [&](const char* name) {
                                 return returned->typed.text(name);
                             }));
    }
    return show_standing(
        page, standing_of(request, [&](const char* name) { return parameter(request, name); }));
}

// ---- What is sent ----------------------------------------------------------------------------

std::string trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\n");
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(" \t\n") - first + 1));
}

// One form that was sent to the desk, being answered.
class Taking {
public:
    Taking(const Request& request, db::WriteTx& tx, Typed typed)
        : request_(request), tx_(tx), typed_(std::move(typed)) {
        standing_ = standing_of(request, [&](const char* name) {
            const std::string_view field(name);
            const bool moment = field == "svar" || field == "sagt" || field == "ferdig";
            return moment ? std::string() : trimmed(typed_.text(name));
        });
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
        if (const auto* slip = std::get_if<labels::LoanSlip>(&reading)) return on_loan(slip->loan);
        if (const auto* shelf = std::get_if<labels::ShelfLabel>(&reading)) {
            return on_shelf(shelf->name);
        }
        const bool own = std::holds_alternative<labels::OwnCode>(reading);
        if (standing_.to_nobody()) {
            return own ? on(said(standing_, "velg_laner")) : who(line);
        }
        if (standing_.modus == "flytt" && standing_.hylle.empty()) {
            return own ? on(said(standing_, "hylle_forst")) : on_shelf(line);
        }
        // The name of a person is kept nowhere but in the list of borrowers.
        if (std::holds_alternative<labels::Unread>(reading) &&
            line.find_first_of("0123456789") == std::string::npos) {
            return moment(fmt::format(fmt::runtime(say("«{}» er ikke en kode.")), line), "danger");
        }
        return scan(line);
    }

private:
    std::string say(std::string_view bokmal) const { return pages::say(bokmal, request_.language); }
    Shown on(const Standing& standing) {
        return {see_other(address_of(request_, standing)), std::move(persons_)};
    }
    // The page at once, with what the address cannot hold.
    Shown moment(std::string text, std::string_view tone, json::array choices = {}) {
        Request again = request_;
        again.method = Method::get;
        again.parameters.clear();
        Page page(again, tx_);
        for (const domain::BorrowerId person : persons_) page.shows(person);
        add_saying(page, std::move(text), tone);
        page.view["found"] = std::move(choices);
        return show_standing(page, standing_);
    }
    Shown again(const Answer& problem) {
        return show_again(request_, tx_, show, returned(request_, typed_, problem), 422);
    }

    Shown take_command(const std::string& name) {
        std::string word = name;
        for (char& c : word) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
        if (mode_of(word, request_.principal.role) != nullptr) {
            if (word == "ut") finish_joining();
            Standing next;
            next.modus = word;
            next.depot = standing_.depot;
            return on(next);
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

    // ---- Who borrows

    Shown on_loan(std::int64_t loan) {
        Standing next;
        next.modus = "ut";
        next.depot = standing_.depot;
        const Answer found = get(request_, tx_, "/loans/" + std::to_string(loan));
        if (!found.ok() || text_at(found.body, "state") != "open" ||
            mode_of("ut", request_.principal.role) == nullptr) {
            return on(said(next, "ikke_lan"));
        }
        next.lan = std::to_string(loan);
        return on(next);
    }

    Shown on_booking(std::int64_t booking) {
        const Answer found = get(request_, tx_, "/bookings/" + std::to_string(booking));
        const std::string state = text_at(found.body, "state");
        const std::int64_t borrower = number_at(found.body, "borrower_id");
        const bool open = state == "requested" || state == "allocated" || state == "picked";
        if (!open || borrower == 0) return on(said(standing_, "ikke_bestilling"));
        Standing next = standing_;
        next.laner = std::to_string(borrower);
        return on(next);
    }

    // The number behind one of the words, or of a line that is nothing but a short one.
    static std::optional<std::int64_t> number_after(std::string_view line,
                                                    std::initializer_list<std::string_view> words) {
        for (const std::string_view word : words) {
            if (line.size() <= word.size()) continue;
            const bool begins =
                std::equal(word.begin(), word.end(), line.begin(), [](char a, char b) {
                    return a == b || (b >= 'A' && b <= 'Z' && a == static_cast<char>(b | 0x20));
                });
            if (!begins) continue;
            const std::string digits = trimmed(line.substr(word.size()));
            if (digits.empty() || digits.size() > 9) continue;
            if (digits.find_first_not_of("0123456789") != std::string::npos) continue;
            return std::stoll(digits);
        }
        return std::nullopt;
    }

    Shown who(const std::string& line) {
        if (const auto loan = number_after(line, {"#", "lån", "lan"})) return on_loan(*loan);
        if (const auto booking = number_after(line, {"bestilling", "b"})) {
            return on_booking(*booking);
        }
        const Answer answer = find(request_, tx_, "/borrowers/search",
                                   {{"q", line.substr(0, 100)}, {"limit", most_found}});
        if (!answer.ok()) return again(answer);
        persons_ = answer.persons;
        const json::array found = array_at(answer.body, "items");
        if (found.empty()) {
            return moment(fmt::format(fmt::runtime(say("Fant ingen låner for «{}».")), line),
                          "danger");
        }
        if (found.size() == 1) {
            Standing next = standing_;
            next.laner = std::to_string(number_at(found.front().get_object(), "id"));
            return on(next);
        }
        json::array choices;
        for (const json::value& entry : found) {
            const auto& borrower = entry.get_object();
            Standing next = standing_;
            next.laner = std::to_string(number_at(borrower, "id"));
            choices.push_back(json::object{{"href", address_of(request_, next)},
                                           {"called", text_at(borrower, "name")},
                                           {"phone", text_at(borrower, "phone")},
                                           {"born", text_at(borrower, "birth_date")}});
        }
        const bool more = !text_at(answer.body, "next").empty();
        return moment(more ? say("Flere enn disse passer. Skriv mer av navnet, eller velg.")
                           : say("Flere passer. Velg hvem det er."),
                      "warning", std::move(choices));
    }

    // ---- Shelves

    Shown on_shelf(const std::string& name) {
        if (standing_.modus != "flytt") return on(said(standing_, "hylle_bare_flytt"));
        Standing next = standing_;
        next.hylle = name.substr(0, 20);
        return on(said(next, "hylle"));
    }

    // ---- Scans

    json::object details(const Mode& mode) const {
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
        const Mode& mode = *mode_of(standing_.modus, request_.principal.role);
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
        Standing next;
        next.modus = standing_.modus;
        next.depot = standing_.depot;
        next.ferdig = standing_.lan;
        return on(said(next, standing_.modus == "ut" ? "ferdig" : ""));
    }

    json::array latest() {
        const Answer answer =
            get(request_, tx_, "/scans",
                {{"device", device_of(request_)}, {"limit", std::to_string(most_listed)}});
        return array_at(answer.body, "items");
    }

    Shown undo() {
        Page page(request_, tx_);
        std::string last;
        bool others = false;
        for (const json::value& entry : latest()) {
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
            for (const json::value& entry : latest()) {
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
    std::vector<domain::BorrowerId> persons_;
};

Shown take(const Request& request, db::WriteTx& tx) {
    auto typed = Typed::parse(request.body);
    if (const auto code = refuse_typed(request, typed)) {
        if (!typed) return routing::problem(request, 400, *code);
        Returned form{
            request.path, *typed, {}, std::string(routing::text(*code, request.language))};
        return show_again(request, tx, show, std::move(form), 422);
    }
    return Taking(request, tx, std::move(*typed)).take();
}

const routing::Route rows[] = {
    page_row("/skranke", lager_sjafor, "The desk", show,
             "modus laner lan hylle depot svar sagt ferdig done"),
    form_row("/skranke", lager_sjafor, "One scan at the desk", routing::Write(take)),
};

}  // namespace

std::span<const routing::Route> desk_rows() { return rows; }

}  // namespace pages
