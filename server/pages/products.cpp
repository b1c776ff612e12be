// Products: the catalogue, and one of them with what there is of it.

#include "pages/page.hpp"
#include "pages/routes.hpp"
#include "pages/section.hpp"
#include "pages/submit.hpp"
#include "pages/table.hpp"

namespace pages {
namespace {

constexpr Column columns[] = {
    {"Produkt", "name", Cell::text, "/produkter/{id}", "name"},
    {"HMS-nr.", "hms_nr", Cell::text, {}, "hms_nr"},
    {"Eget nr.", "local_nr"},
    {"ISO", "iso"},
    {"Leverandør", "supplier"},
    {"Føres", "tracking"},
};
constexpr Choice orders[] = {{"name", "Etter navn"}, {"hms_nr", "Etter HMS-nr."}, newest, oldest};

Shown list(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    add_filters(
        page, Form(request).text("q", page.say("Navn, HMS-nr. eller ISO"), parameter(request, "q")),
        orders);
    if (page.may_post("/products")) add_action(page, "/produkter/ny", "Nytt produkt");
    return show_list(page, {"/products",
                            "Produkter",
                            "Ingen produkter passer. Prøv et kortere ord.",
                            "produkter",
                            columns,
                            {"q"},
                            nullptr,
                            {},
                            50,
                            orders});
}

// The fields of a product, as it is now.
void add_fields(Form& form, const Page& page, const json::object& now) {
    const auto say = [&](std::string_view text) { return page.say(text); };
    const auto text = [&](std::string_view key) { return text_at(now, key); };
    const auto flag = [&](std::string_view key) {
        const auto* value = now.if_contains(key);
        return value != nullptr && value->is_bool() && value->get_bool();
    };
    const std::string tracking = text("tracking").empty() ? "serial" : text("tracking");
    const std::string wash = text("wash_class").empty() ? "machine" : text("wash_class");
    form.text("name", say("Navn"), text("name")).required();
    form.text("iso", say("ISO-kode"), text("iso"))
        .required()
        .hint(say("Åtte siffer, som i Hjelpemiddeldatabasen."))
        .with("inputmode", "numeric");
    form.text("hms_nr", say("HMS-nr."), text("hms_nr"))
        .hint(say("Seks siffer."))
        .with("inputmode", "numeric");
    form.text("local_nr", say("Eget nummer"), text("local_nr"))
        .hint(say("For produkter uten HMS-nr."));
    form.text("supplier", say("Leverandør"), text("supplier"));
    form.radio("tracking", say("Hvordan det føres"),
               {{"serial", say("Enkeltvis: hver enhet har sin egen etikett")},
                {"counted", say("Telles: bare antallet på hver hylle")}},
               tracking);
    form.choice("wash_class", say("Vask"),
                options_of("wash_class", {"machine", "hand", "disinfect", "none"}, page.language()),
                wash);
    form.number("inspection_months", say("Måneder mellom kontroller"),
                number_of(now, "inspection_months"))
        .hint(say("Tomt: ingen fast kontroll."));
    form.box("children", say("For barn"), flag("children"));
    if (now.empty()) {
        form.choice(
            "needs_training", say("Krever opplæring"),
            {{"", say("Som vanlig for ISO-koden")}, {"true", say("Ja")}, {"false", say("Nei")}});
    } else {
        form.box("needs_training", say("Krever opplæring før utlån"), flag("needs_training"));
    }
    form.area("accessories", say("Tilbehør som hører til"), lines_of(now, "accessories"))
        .hint(say("Ett på hver linje."));
    form.area("checklist", say("Kontrollpunkter"), lines_of(now, "checklist"))
        .hint(say("Ett på hver linje. De krysses av ved hver kontroll."));
    form.number("max_user_kg", say("Største brukervekt i kg"), number_of(now, "max_user_kg"));
    form.number("seat_width_mm", say("Setebredde i mm"), number_of(now, "seat_width_mm"));
    form.number("repair_ceiling", say("Høyeste reparasjonskostnad i kroner"),
                number_of(now, "repair_ceiling"))
        .hint(say("Over dette lønner det seg ikke å reparere."));
}

Shown show_new(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    Form form = page.form("/produkter/ny", "Registrer produktet");
    add_fields(form, page, {});
    add_section(page, Section().form(form));
    return page.show("sections", "Nytt produkt");
}

constexpr Column stock_columns[] = {
    {"Depot", "depot"},
    {"Klare", "ready", Cell::number},
    {"Til vask eller kontroll", "waiting", Cell::number},
    {"Til reparasjon eller sperret", "set_aside", Cell::number},
    {"Utlånt", "on_loan", Cell::number},
    {"På vei hit", "coming", Cell::number},
    {"Minimum", "minimum", Cell::number},
    {"Maksimum", "maximum", Cell::number},
};

Shown show(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const std::string id = encoded(request.path_values.at(0));
    const json::object product = page.ask("/products/" + id);
    const std::string etag = page.etag();
    if (product.empty()) return page.show("problem");
    page.view["title"] = product.at("name");
    const auto say = [&](std::string_view text) { return page.say(text); };

    const bool counted = text_at(product, "tracking") == "counted";
    add_action(page, "/ledig?produkt=" + id, "Se hva som er ledig");
    if (!counted) add_action(page, "/hjelpemidler?product=" + id, "Se hjelpemidlene", true);
    if (!counted && page.may_post("/items")) {
        add_action(page, "/hjelpemidler/ny?produkt=" + id, "Ta inn nytt", true);
    }

    json::array depots;
    json::object stock = page.ask_if_may("/stock", {{"product", id}});
    if (auto* items = stock.if_contains("items"); items != nullptr && !items->get_array().empty()) {
        depots = items->get_array().front().get_object().at("depots").get_array();
    }
    json::object there = table(page, stock_columns, depots, "Hvor mange det er",
                               "Det er ingen av dette produktet.", nullptr);
    there["csv"] = nullptr;
    add_section(page, Section(say("Hvor mange det er")).table(std::move(there)));

    Section facts(say("Om produktet"));
    const auto fact = [&](std::string_view label, std::string_view key) {
        facts.fact(say(label), fact_of(page, product, key));
    };
    fact("HMS-nr.", "hms_nr");
    fact("Eget nummer", "local_nr");
    fact("ISO-kode", "iso");
    fact("Leverandør", "supplier");
    fact("Føres", "tracking");
    fact("Vask", "wash_class");
    fact("Måneder mellom kontroller", "inspection_months");
    fact("For barn", "children");
    fact("Krever opplæring", "needs_training");
    fact("Tilbehør", "accessories");
    fact("Kontrollpunkter", "checklist");
    fact("Største brukervekt i kg", "max_user_kg");
    fact("Setebredde i mm", "seat_width_mm");
    fact("Høyeste reparasjonskostnad i kroner", "repair_ceiling");
    add_section(page, facts);

    if (page.may(Method::patch, "/products/" + id)) {
        Form form = page.form("/produkter/" + id + "/endre", "Lagre");
        form.version(etag).heading(say("Endre opplysningene"));
        add_fields(form, page, product);
        add_section(page, Section().folded(form));
    }
    return page.show("sections");
}

constexpr Submission make{Method::post, "/products", "/produkter/{id}?done=made", show_new};
constexpr Submission change{Method::patch, "/products/{0}", "/produkter/{0}?done=saved", show};

constexpr Roles editors{Role::lager, Role::admin};

const routing::Route rows[] = {
    page_row("/produkter", Roles::all(), "Products", list, "q sort cursor format done"),
    page_row("/produkter/{id}", Roles::all(), "One product", show),
    page_row("/produkter/ny", editors, "A new product", show_new),
    form_row("/produkter/ny", editors, "Make a product", routing::Write(submitted<make>)),
    form_row("/produkter/{id}/endre", editors, "Change a product",
             routing::Write(submitted<change>)),
};

}  // namespace

std::span<const routing::Route> product_rows() { return rows; }

}  // namespace pages
