// Bookings: the list, and one of them with what may be done with it now.

#include <algorithm>

#include "db/name_store.hpp"
#include "pages/fields.hpp"
#include "pages/free_days.hpp"
#include "pages/page.hpp"
#include "pages/queue_place.hpp"
#include "pages/routes.hpp"
#include "pages/section.hpp"
#include "pages/submit.hpp"
#include "pages/table.hpp"
#include "pages/words.hpp"

namespace pages {
namespace {

constexpr Column columns[] = {
    {"Første dag", "from", Cell::text, "/bestillinger/{id}", "from"},
    {"Produkt", "product"},
    {"Antall", "quantity", Cell::number},
    {"Låner", "borrower", Cell::text, "/lanere/{borrower_id}"},
    {"Status", "booking_state", Cell::tag},
    {"Kø", "queue", Cell::tag},
    {"Prioritet", "priority", Cell::tag},
    {"Depot", "depot_name"},
    {"Holdes av", "held_items", Cell::code},
    {"Mangler", "lacks", Cell::number},
    {"Står på", "elsewhere_name"},
};
constexpr Choice orders[] = {oldest, newest, {"from", "Etter første dag"}};

std::map<std::string, std::string> class_names(const Page& page, const json::array& rows) {
    std::vector<std::string> classes;
    for (const json::value& row : rows) {
        auto iso = any_text_at(row.get_object(), "iso_class");
        if (!iso.empty()) classes.push_back(std::move(iso));
    }
    std::sort(classes.begin(), classes.end());
    classes.erase(std::unique(classes.begin(), classes.end()), classes.end());
    return db::names::products_of_classes(page.tx(), classes);
}

// Names for the ids, and what a column shows.
void complete(Page& page, json::array& rows) {
    page.add_product_names(rows);
    page.add_borrower_names(rows);
    const auto depots = depot_names(page);
    const auto classes = class_names(page, rows);
    const auto name_of = [&](const std::string& depot) {
        const auto found = depots.find(depot);
        return found == depots.end() ? depot : found->second;
    };
    for (json::value& entry : rows) {
        auto& row = entry.get_object();
        const std::string iso = any_text_at(row, "iso_class");
        if (!iso.empty()) {
            const auto like = classes.find(iso);
            row["product"] =
                page.say("Samme type som") + " " + (like == classes.end() ? iso : like->second);
        }
        row["booking_state"] = row["state"];
        row["depot_name"] = name_of(any_text_at(row, "depot"));
        row["elsewhere_name"] = name_of(any_text_at(row, "elsewhere"));
        json::array held;
        for (const json::value& hold : row["held"].get_array()) {
            const json::object shown = decorated(hold.get_object(), page.language());
            if (const auto* code = shown.if_contains("item_text")) held.push_back(*code);
        }
        row["held_items"] = std::move(held);
        row["queue"] = queue_text(page, row);
        // Who needs it later lacks nothing: it is set aside when the day comes near.
        const bool queued = !row["queue"].is_null();
        if (queued) row["lacks"] = row["missing"];
        if (!queued) row["elsewhere_name"] = nullptr;
        row["later"] = !queued && any_text_at(row, "booking_state") == "requested";
        row["queue_tone"] = "info";
    }
}

Shown list(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const std::string borrower = parameter(request, "laner");
    std::string mine = parameter(request, "mine");
    std::string state = parameter(request, "state");
    if (mine.empty() && borrower.empty() && request.principal.role == Role::ergo) mine = "true";
    if (mine.empty()) mine = "false";
    if (state.empty()) state = "open";
    Form filters(request);
    filters
        .choice("mine", page.say("Bestilt av"),
                {{"true", page.say("Meg")}, {"false", page.say("Alle")}}, mine)
        .choice("depot", page.say("Depot"), depot_options(page, "Alle"),
                parameter(request, "depot"))
        .choice("state", page.say("Vis"),
                {{"open", page.say("Åpne")},
                 {"closed", page.say("Avsluttede")},
                 {"all", page.say("Alle")}},
                state);
    if (!borrower.empty()) {
        filters.hidden("laner", borrower);
        json::array who{json::object{{"borrower_id", 0}}};
        if (const auto id = whole_number(borrower)) {
            who[0].get_object()["borrower_id"] = *id;
            page.add_borrower_names(who);
        }
        page.view["intro"] = any_text_at(who[0].get_object(), "borrower");
    }
    add_filters(page, filters, orders);
    if (page.may_post("/bookings")) {
        add_action(page, borrower.empty() ? "/bestill" : "/bestill?laner=" + encoded(borrower),
                   "Bestill");
    }
    Parameters always{{"mine", mine}};
    if (state != "all") always["state"] = state;
    if (!borrower.empty()) always["borrower"] = borrower;
    return show_list(page, {"/bookings",
                            "Bestillinger",
                            "Ingen bestillinger passer. Endre valget over.",
                            "bestillinger",
                            columns,
                            {"depot"},
                            complete,
                            always,
                            50,
                            orders});
}

bool needs_training(Page& page, const json::object& booking) {
    for (const json::value& hold : booking.at("held").get_array()) {
        const json::object product =
            page.ask_if_may("/products/" + any_text_at(hold.get_object(), "product_id"));
        const auto* needs = product.if_contains("needs_training");
        if (needs != nullptr && needs->get_bool()) return true;
    }
    return false;
}

// What may be done now; the first of them is the next step.
json::array forms_of(Page& page, const std::string& id, const json::object& booking) {
    const auto say = [&](std::string_view text) { return page.say(text); };
    const std::string state = any_text_at(booking, "state");
    const std::string here = "/bestillinger/" + id;
    const std::string api = "/bookings/" + id;
    json::array forms;
    if (state == "requested" && page.may_post(api + "/allocate")) {
        forms.push_back(page.form(here + "/hold-av", "Hold av det som står på hylla").view());
    }
    if (state == "allocated" && page.may_post(api + "/pick")) {
        forms.push_back(page.form(here + "/klar", "Står klar til utlevering").view());
    }
    const bool goes_out = state == "allocated" || state == "picked";
    if (goes_out && page.may_post(api + "/hand-out")) {
        Form form = page.form(here + "/lever-ut", "Lever ut");
        if (needs_training(page, booking)) {
            form.text("training/given_by", say("Opplæring gitt av"), page.request().principal.name)
                .required()
                .text("training/given_to", say("Opplæring gitt til"))
                .required()
                .day("training/day", say("Dag for opplæring"),
                     domain::to_text(page.request().now.today))
                .required();
        }
        if (state == "allocated") form.quiet();
        forms.push_back(form.view());
    }
    const bool open = state == "requested" || goes_out;
    if (open && page.may_post(api + "/cancel")) {
        forms.push_back(page.form(here + "/avbestill", "Avbestill").quiet().view());
    }
    return forms;
}

Shown show(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const std::string id = encoded(request.path_values.at(0));
    json::object booking = page.ask("/bookings/" + id);
    if (booking.empty()) return page.show("problem");
    json::array rows{booking};
    complete(page, rows);
    booking = rows[0].get_object();
    auto& held = booking["held"].get_array();
    page.add_product_names(held);
    const auto asked_by = db::names::actors(tx, {booking.at("requested_by").get_int64()});
    page.view["by"] = asked_by.empty() ? json::value() : json::value(asked_by.begin()->second);
    page.view["forms"] = forms_of(page, id, booking);
    const std::string state = any_text_at(booking, "state");
    const bool open = state == "requested" || state == "allocated" || state == "picked";
    page.view["change"] = open && page.may(Method::patch, "/bookings/" + id)
                              ? json::value("/bestillinger/" + id + "/endre")
                              : json::value();
    const json::object borrower =
        page.ask_if_may("/borrowers/" + any_text_at(booking, "borrower_id"));
    page.view["person"] = borrower.empty() ? json::value() : json::value(borrower);
    for (const char* name : {"product", "borrower", "lacks"}) booking.emplace(name, nullptr);
    page.view["booking"] = std::move(booking);
    return page.show("booking", "Bestilling");
}

// All that may be changed, beside how it stands: whoever was overtaken by somebody else sees both.
Shown show_change(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const std::string id = encoded(request.path_values.at(0));
    const json::object booking = page.ask("/bookings/" + id);
    if (booking.empty()) return page.show("problem");
    const std::string etag = page.etag();
    json::array rows{booking};
    complete(page, rows);
    const json::object now = decorated(rows[0].get_object(), page.language());
    const auto say = [&](std::string_view text) { return page.say(text); };
    add_action(page, "/bestillinger/" + id, "Tilbake til bestillingen", true);
    add_aside(page,
              Section(say("Slik står den nå"))
                  .fact(say("Produkt"), any_text_at(now, "product"))
                  .fact(say("Låner"), any_text_at(now, "borrower"),
                        "/lanere/" + any_text_at(now, "borrower_id"))
                  .fact(say("Status"), any_text_at(now, "booking_state_text"))
                  .fact(say("Antall"), any_text_at(now, "quantity"))
                  .fact(say("Periode"), any_text_at(now, "from") + "–" + any_text_at(now, "to"))
                  .fact(say("Depot"), any_text_at(now, "depot_name"))
                  .fact(say("Utlevering"), any_text_at(now, "handover_text"))
                  .fact(say("Prioritet"), any_text_at(now, "priority_text")));
    const std::string product = any_text_at(booking, "product_id");
    Section free;
    free.link(product.empty() ? "/ledig?iso=" + any_text_at(booking, "iso_class")
                              : "/ledig?produkt=" + product,
              say("Se hva som er ledig"));
    add_aside(page, free);

    Form form = page.form("/bestillinger/" + id + "/endre", "Lagre");
    form.version(etag)
        .number("quantity", say("Antall"), number_of(booking, "quantity"))
        .required()
        .day("from", say("Fra og med"), any_text_at(booking, "from"))
        .required()
        .day("to", say("Til og med"), any_text_at(booking, "to"))
        .required()
        .choice("depot", say("Depot"), depot_options(page, {}), any_text_at(booking, "depot"))
        .radio("handover", say("Utlevering"),
               options_of("handover", {"pickup", "delivery"}, page.language()),
               any_text_at(booking, "handover"))
        .radio("priority", say("Prioritet"),
               options_of("priority", {"normal", "hast"}, page.language()),
               any_text_at(booking, "priority"))
        .text("reason", say("Hvorfor haster det"), any_text_at(booking, "reason"))
        .hint(say("Bare når det haster. Ikke skriv noe om helse."))
        .instant("needed_by", say("Trengs innen"), any_text_at(booking, "needed_by"))
        .hint(say("Bare når det haster."))
        .number("user_kg", say("Brukerens vekt i kg"), number_of(booking, "user_kg"))
        .number("seat_width_mm", say("Setebredde i mm"), number_of(booking, "seat_width_mm"));
    page.view["intro"] = page.say(
        "Det som holdes av og fortsatt passer, beholdes. Trengs det noe annet, eller er "
        "det til en annen, må bestillingen avbestilles og lages på nytt.");
    add_section(page, Section().form(form));
    return page.show("sections", "Endre bestillingen");
}

constexpr Submission changed{Method::patch, "/bookings/{0}", "/bestillinger/{0}?done=saved",
                             show_change};
constexpr Submission allocate{Method::post, "/bookings/{0}/allocate",
                              "/bestillinger/{0}?done=allocated", show};
constexpr Submission pick{Method::post, "/bookings/{0}/pick", "/bestillinger/{0}?done=picked",
                          show};
constexpr Submission hand_out{Method::post, "/bookings/{0}/hand-out",
                              "/bestillinger/{0}?done=handed_out", show};
constexpr Submission cancel{Method::post, "/bookings/{0}/cancel",
                            "/bestillinger/{0}?done=cancelled", show};

constexpr Roles readers{Role::lager, Role::ergo, Role::leder};
constexpr Roles bookers{Role::lager, Role::ergo};
constexpr Roles lager{Role::lager};

const routing::Route rows[] = {
    page_row("/bestillinger", readers, "Bookings", list,
             "mine depot state laner sort cursor format done"),
    page_row("/bestillinger/{id}", readers, "One booking", show),
    page_row("/bestillinger/{id}/endre", bookers, "A booking to be changed", show_change),
    form_row("/bestillinger/{id}/endre", bookers, "Changed", routing::Write(submitted<changed>)),
    form_row("/bestillinger/{id}/hold-av", bookers, "Hold what is on the shelf",
             routing::Write(submitted<allocate>)),
    form_row("/bestillinger/{id}/klar", lager, "It stands ready", routing::Write(submitted<pick>)),
    form_row("/bestillinger/{id}/lever-ut", lager, "It goes out",
             routing::Write(submitted<hand_out>)),
    form_row("/bestillinger/{id}/avbestill", bookers, "It is not needed",
             routing::Write(submitted<cancel>)),
};

}  // namespace

std::span<const routing::Route> booking_rows() { return rows; }

}  // namespace pages
