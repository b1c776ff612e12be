// Aids: the list, and one of them with its history and what may be done with it now.

#include <algorithm>

#include "pages/fields.hpp"
#include "pages/page.hpp"
#include "pages/photos.hpp"
#include "pages/routes.hpp"
#include "pages/submit.hpp"
#include "pages/table.hpp"
#include "pages/washing.hpp"
#include "pages/words.hpp"

namespace pages {
namespace {

constexpr Column columns[] = {
    {"Kode", "code", Cell::code, "/hjelpemidler/{code}"},
    {"Produkt", "product"},
    {"Status", "state", Cell::tag},
    {"Depot", "depot"},
    {"Hylle", "shelf", Cell::text, {}, "shelf"},
    {"Status siden", "since", Cell::text, {}, "since"},
    {"Eier", "owner"},
};

// By shelf at one depot alone: others have shelves of the same names.
constexpr Choice all_orders[] = {
    oldest, newest, {"since", "Lengst i samme status"}, {"shelf", "Etter hylle"}};
Orders orders_of(const Request& request) {
    const Orders all = all_orders;
    return parameter(request, "depot").empty() ? all.first(3) : all;
}

void complete(Page&, json::array& rows) {
    for (json::value& row : rows) {
        auto& item = row.get_object();
        if (!item["on_loan"].get_bool()) continue;
        item["state"] = "lent";
        item["since"] = nullptr;  // of the state that it was lent in
    }
}

Shown list(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    add_filters(
        page,
        Form(request)
            .text("q", page.say("Kode, serienummer eller produkt"), parameter(request, "q"))
            .choice("state", page.say("Status"),
                    options_of("state",
                               {"ready", "to_clean", "to_inspect", "to_repair", "quarantine",
                                "blocked", "missing", "lost", "scrapped", "handed_over"},
                               page.language(), page.say("Alle")),
                    parameter(request, "state"))
            .choice("depot", page.say("Depot"), depot_options(page, "Alle"),
                    parameter(request, "depot")),
        orders_of(request));
    if (page.may_post("/items")) add_action(page, "/hjelpemidler/ny", "Ta inn nytt");
    return show_list(page, {"/items",
                            "Hjelpemidler",
                            "Ingen hjelpemidler passer. Endre valget over.",
                            "hjelpemidler",
                            columns,
                            {"q", "state", "depot", "product"},
                            complete,
                            {},
                            50,
                            orders_of(request)});
}

// What each trigger asks for, as the API's routes are named.
void add_action_form(Page& page, json::array& forms, const std::string& code,
                     const std::string& action, const json::object& product) {
    const auto say = [&](std::string_view text) { return page.say(text); };
    const std::string to = "/hjelpemidler/" + code + "/" + action;
    const auto add = [&](Form form, std::string_view heading) {
        forms.push_back(form.named(action).heading(say(heading)).view());
    };
    if (action == "clean") {
        add(page.form(to, "Registrer vask")
                .choice("method", say("Hvordan"), wash_methods(page.language()),
                        text_at(product, "wash_class")),
            "Rengjort");
    } else if (action == "skip-wash") {
        add(page.form(to, "Hopp over vask").area("reason", say("Hvorfor")).required(),
            "Trenger ikke vask");
    } else if (action == "inspect") {
        Form form = page.form(to, "Registrer kontroll");
        form.radio("ok", say("Resultat"),
                   {{"true", say("Godkjent")}, {"false", say("Ikke godkjent")}}, "true");
        if (const auto* points = product.if_contains("checklist")) {
            for (const json::value& point : points->get_array()) {
                const std::string name(point.get_string());
                form.box("checklist/" + name, name);
            }
        }
        std::vector<Option> accessories;
        if (const auto* names = product.if_contains("accessories")) {
            for (const json::value& name : names->get_array()) {
                accessories.push_back(
                    {std::string(name.get_string()), std::string(name.get_string())});
            }
        }
        if (!accessories.empty()) {
            form.boxes("missing_accessories[]", say("Tilbehør som mangler"), accessories);
        }
        form.area("findings", say("Funn"));
        add(std::move(form), "Kontroll");
    } else if (action == "repair") {
        add(page.form(to, "Registrer reparasjon")
                .area("work", say("Hva som ble gjort"))
                .required()
                .number("cost", say("Kostnad i kroner")),
            "Reparert");
    } else if (action == "found") {
        add(page.form(to, "Registrer som funnet")
                .text("shelf", say("Hylle"))
                .area("reason", say("Merknad")),
            "Funnet");
    } else if (action == "missing") {
        add(page.form(to, "Meld savnet").area("reason", say("Merknad")), "Savnet");
    } else if (action == "hand-over" || action == "take-over") {
        Form form = page.form(
            to, action == "hand-over" ? "Registrer overlevering" : "Registrer overtakelse");
        form.text("to", say("Til hvem")).text("reference", say("Referanse"));
        add(std::move(form), action == "hand-over" ? "Overlever eieren" : "Overta fra NAV");
    } else if (action == "scrap" || action == "block" || action == "unblock" ||
               action == "give-up") {
        struct Text {
            std::string_view action;
            std::string_view heading;
            std::string_view submit;
        };
        static constexpr Text texts[] = {{"scrap", "Kasser", "Kasser"},
                                         {"block", "Sperr", "Sperr"},
                                         {"unblock", "Opphev sperre", "Opphev sperren"},
                                         {"give-up", "Gi opp som tapt", "Gi opp"}};
        const auto* text = std::find_if(std::begin(texts), std::end(texts),
                                        [&](const Text& each) { return each.action == action; });
        add(page.form(to, text->submit).area("reason", say("Hvorfor")).required().colour("danger"),
            text->heading);
    }
}

Shown show(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const std::string code = encoded(request.path_values.at(0));
    json::object item = page.ask("/items/" + code);
    const std::string etag = page.etag();
    if (item.empty()) return page.show("problem");
    const json::object events = page.ask("/items/" + code + "/events", {{"limit", "200"}});
    const json::object product = page.ask("/products/" + json::serialize(item.at("product_id")));
    json::array history;
    if (const auto* items = events.if_contains("items")) {
        history = items->get_array();
        std::reverse(history.begin(), history.end());
        for (json::value& event : history) {
            auto& row = event.get_object();
            row["event"] = row["kind"];
            row["state"] = row["to"];
        }
    }
    json::array forms;
    if (const auto* allowed = item.if_contains("allowed")) {
        for (const json::value& action : allowed->get_array()) {
            const std::string name(action.get_string());
            if (!page.may_post("/items/" + code + "/" + name)) continue;
            add_action_form(page, forms, code, name, product);
        }
    }
    add_photos(page, code);
    page.view["sees_photos"] = page.may(Method::get, "/items/" + code + "/photos");
    page.view["title"] = item.at("product");
    page.view["item"] = std::move(item);
    page.view["product"] = product;
    page.view["history"] = std::move(history);
    page.view["forms"] = std::move(forms);
    page.view["may_change"] = page.may(routing::Method::patch, "/items/" + code);
    page.view["may_label"] = page.may_post("/labels");
    return page.show("item");
}

// By hand or from the address in the symbol of a label.
Shown from_label(const Request& request, db::ReadTx&) {
    return see_other("/hjelpemidler/" + encoded(request.path_values.at(0)));
}

Shown trigger(const Request& request, db::WriteTx& tx) {
    // The last part of the path is the API's name of the trigger.
    const std::string api = "/items/{0}" + request.path.substr(request.path.rfind('/'));
    return submit(request, tx,
                  {routing::Method::post, api, "/hjelpemidler/{0}?done=recorded", show});
}

constexpr Roles lager{Role::lager};
constexpr Roles leder{Role::leder};

const routing::Route rows[] = {
    page_row("/hjelpemidler", Roles::all(), "Aids", list,
             "q state depot product sort cursor format done"),
    page_row("/hjelpemidler/{code}", Roles::all(), "One aid", show),
    page_row("/E/{code}", Roles::all(), "One aid, from its label", from_label, {}),
    form_row("/hjelpemidler/{code}/clean", lager, "Washed", routing::Write(trigger)),
    form_row("/hjelpemidler/{code}/skip-wash", lager, "Needs no wash", routing::Write(trigger)),
    form_row("/hjelpemidler/{code}/inspect", lager, "Inspected", routing::Write(trigger)),
    form_row("/hjelpemidler/{code}/repair", lager, "Repaired", routing::Write(trigger)),
    form_row("/hjelpemidler/{code}/scrap", lager, "Scrapped", routing::Write(trigger)),
    form_row("/hjelpemidler/{code}/block", {Role::lager, Role::leder}, "Blocked",
             routing::Write(trigger)),
    form_row("/hjelpemidler/{code}/unblock", leder, "The block is lifted", routing::Write(trigger)),
    form_row("/hjelpemidler/{code}/missing", lager, "Missing", routing::Write(trigger)),
    form_row("/hjelpemidler/{code}/found", lager, "Found", routing::Write(trigger)),
    form_row("/hjelpemidler/{code}/give-up", leder, "Given up as lost", routing::Write(trigger)),
    form_row("/hjelpemidler/{code}/hand-over", lager, "Handed to its owner",
             routing::Write(trigger)),
    form_row("/hjelpemidler/{code}/take-over", lager, "Taken over", routing::Write(trigger)),
};

}  // namespace

std::span<const routing::Route> item_rows() { return rows; }

}  // namespace pages
