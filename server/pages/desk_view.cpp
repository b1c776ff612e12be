#include "pages/desk_view.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "pages/desk_counted.hpp"
#include "pages/fields.hpp"
#include "pages/scanning.hpp"
#include "pages/table.hpp"
#include "pages/washing.hpp"

namespace pages {
namespace {

constexpr const char* most_listed = "20";
constexpr std::string_view desk_path = "/skranke";

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
    {"hylle_lang", "danger", "Navnet på hyllen er for langt. Bruk høyst 20 tegn."},
    {"hylle_forst", "warning", "Skann hylleetiketten først, så det som skal stå der."},
    {"ikke_lan", "danger", "Det er ikke noe åpent lån med det nummeret."},
    {"ikke_bestilling", "danger", "Det er ingen åpen bestilling med det nummeret."},
    {"ingen_a_angre", "warning", "Det er ingenting å angre."},
    {"ingen_mangler", "warning", "Kryss av hva som mangler, og registrer."},
    {"lang", "danger", "Det er for langt til å være en kode."},
    {"mangler", "success", "Notert hva som mangler."},
    {"merke", "success", "Merket er lest. Det du skanner nå, noteres på det."},
    {"merke_bort", "info",
     "Merket er lagt bort. Det du skanner nå, noteres på den som er logget inn."},
    {"merke_feil", "danger", "Merket kan ikke brukes. Det er for langt."},
    {"delt_ut", "success", "Delt ut. Det skal ikke tilbake."},
    {"telt_inn", "success", "Registrert som levert inn."},
    {"smitte", "warning", "Den neste som skannes inn, går i karantene for smitte."},
    {"ikke_godkjent", "warning", "Den neste som skannes, er ikke godkjent."},
    {"ukjent_kommando", "warning", "Denne etiketten brukes ikke her."},
    {"velg_laner", "warning", "Velg hvem som låner, og skann igjen."},
};

json::array strings_as_options(const json::array& names, std::string_view id) {
    json::array options;
    for (const json::value& name : names) {
        options.push_back(
            json::object{{"value", name}, {"id", fmt::format("{}-{}", id, options.size())}});
    }
    return options;
}

// Training that the loan needs, as a form: of what is scanned as that code.
void add_training(Page& page, const Standing& standing, const json::value& code,
                  const json::value& quantity) {
    const std::string& badge = standing.merke;
    page.view["training"] =
        json::object{{"code", code},
                     {"pieces", quantity},
                     {"given_by", badge.empty() ? page.request().principal.name : badge},
                     {"given_to", text_at(page.view, "borrower_name")},
                     {"value", domain::to_text(page.request().now.today)}};
}

// What the answer to the last scan asks for: points of a checklist, training, accessories.
void add_questions(Page& page, const Standing& standing, const json::object& scanned,
                   const json::object& view) {
    const json::object& answer = scanned.at("answer").get_object();
    const std::string mode = text_at(view, "mode");
    const std::string reason = text_at(view, "reason_code");
    const json::array accessories = array_at(answer, "accessories");
    const json::array points = array_at(answer, "checklist");
    const bool done = text_at(view, "result") == "done";
    if (mode == "out" && reason == "training_required") {
        const auto& code = view.at("code");
        add_training(page, standing, code.is_null() ? scanned.at("code") : code,
                     view.at("quantity"));
    }
    page.view["by_number"] = mode == "in" && reason == "counted_product";
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
}

// A field beside the code, or the code itself, as the API and the template name it.
struct Place {
    std::string_view fault;  // the API's name
    const char* field;
    const char* shown;
};
constexpr Place places[] = {
    {"code", "code", "f_code"},
    {"quantity", "_quantity", "f_quantity"},
    {"details/findings", "_findings", "f_findings"},
};

void add_typed(Page& page, const Standing& standing, const Moment& moment) {
    for (const Place& place : places) {
        json::value error = nullptr;
        for (const FieldFault& fault : moment.faults) {
            if (fault.name == place.fault) error = json::string(fault.detail);
        }
        // The field is for the next scan, unless this one could not be taken.
        const bool kept = place.fault != "code" || !moment.faults.empty();
        page.view[place.shown] =
            json::object{{"value", kept ? moment.typed.text(place.field) : ""}, {"error", error}};
    }
    if (moment.typed.find("_given_by") == nullptr) return;
    add_training(page, standing, json::string(moment.typed.text("code")),
                 json::string(moment.typed.text("_quantity")));
    auto& training = page.view["training"].get_object();
    training["given_by"] = moment.typed.text("_given_by");
    training["given_to"] = moment.typed.text("_given_to");
    training["value"] = moment.typed.text("_training_day");
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
    json::array list;
    page.view["answer"] = nullptr;
    bool undo_offered = false;
    for (const json::value& entry : latest_scans(page.request(), page.tx())) {
        const json::object& scanned = entry.get_object();
        json::object view = scan_view(page, scanned);
        const bool changed = changed_something(view);
        view["may_undo"] = changed && !undo_offered;
        undo_offered = undo_offered || changed;
        if (text_at(view, "scan") == standing.svar) {
            page.view["answer"] = view;
            add_questions(page, standing, scanned, view);
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
    if (standing.modus == "inn" && may_take_counted_back(page.request())) {
        return page.say("Skann etiketten, eller skriv koden og trykk Enter") + ". " +
               page.say(
                   "For det som telles: lånets slipp eller nummer (#12), eller hvem som har det");
    }
    return page.say("Skann etiketten, eller skriv koden og trykk Enter");
}

json::array methods_of(const Page& page, const Standing& standing) {
    json::array methods;
    for (const Option& method :
         wash_methods(page.language(), page.say("Slik produktet skal vaskes"))) {
        methods.push_back(json::object{{"value", method.value},
                                       {"label", method.label},
                                       {"chosen", method.value == standing.metode}});
    }
    return methods;
}

void add_frame(Page& page, const Standing& standing) {
    const Request& request = page.request();
    json::array links;
    for (const DeskMode& mode : desk_modes()) {
        if (!mode.roles.has(request.principal.role)) continue;
        links.push_back(json::object{{"href", address_of(request, cleared(standing, mode.word))},
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
    for (auto& [name, value] : fields_of(standing)) {
        hidden.push_back(json::object{{"name", name}, {"value", std::move(value)}});
    }
    page.view["standing"] = std::move(hidden);
    page.view["badge"] = standing.merke;
    page.view["in"] = standing.modus == "inn";
    page.view["infectious"] = standing.neste == "smitte";
    page.view["washing"] = standing.modus == "vask";
    page.view["methods"] = methods_of(page, standing);
    page.view["out"] = standing.modus == "ut" && !standing.to_nobody();
    page.view["inspecting"] = standing.modus == "kontroll";
    page.view["failing"] = standing.neste == "feil";
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
}

Shown choose_depot(Page& page) {
    json::array depots;
    for (const Option& depot : depot_options(page, {})) {
        depots.push_back(json::object{{"href", "/skranke?depot=" + encoded(depot.value)},
                                      {"label", depot.label}});
    }
    page.view["depots"] = std::move(depots);
    return page.show("desk_depot");
}

}  // namespace

json::array latest_scans(const Request& request, db::ReadTx& tx) {
    const Answer answer =
        get(request, tx, "/scans", {{"device", device_of(request)}, {"limit", most_listed}});
    return array_at(answer.body, "items");
}

Shown show_desk(const Request& request, db::ReadTx& tx, const Standing& wanted,
                const Moment& moment) {
    Page page(request, tx);
    page.view["title"] = page.say("Skranke");
    for (const domain::BorrowerId person : moment.persons) page.shows(person);
    Standing standing = wanted;
    if (standing.depot.empty()) return choose_depot(page);
    page.view["moment"] = nullptr;
    if (!moment.text.empty()) {
        page.view["moment"] =
            json::object{{"text", moment.text}, {"colour", moment.tone}, {"mark", "warning"}};
    }
    page.view["found"] = moment.found;
    for (const char* name :
         {"accessories", "points", "complete", "training", "borrower_name", "by_number"}) {
        page.view[name] = nullptr;
    }
    add_borrower(page, standing);
    add_frame(page, standing);
    add_scans(page, standing);
    add_typed(page, standing, moment);
    page.view["counted_out"] = counted_out_form(page, standing);
    page.view["counted_in"] = counted_in_form(page, standing);
    // Of a form that came back, what is wrong with it is looked at first.
    const auto* returned = std::any_cast<Returned>(&request.prepared);
    page.view["sent_back"] = returned != nullptr && returned->action != desk_path;
    return page.show("desk");
}

Shown show_desk_page(const Request& request, db::ReadTx& tx) {
    const auto* returned = std::any_cast<Returned>(&request.prepared);
    if (returned == nullptr) return show_desk(request, tx, standing_of(request));
    const Standing standing = standing_of(request, returned->typed);
    // The other forms of the page say themselves what is wrong with them.
    if (returned->action != desk_path) return show_desk(request, tx, standing);
    Moment moment{.text = returned->title, .typed = returned->typed, .faults = returned->faults};
    for (const FieldFault& fault : returned->faults) {
        if (fault.detail != returned->title) moment.text += " " + fault.detail;
    }
    return show_desk(request, tx, standing, moment);
}

}  // namespace pages
