#include "pages/product_choice.hpp"

#include "pages/section.hpp"
#include "pages/table.hpp"

namespace pages {
namespace {

json::array found_by(Page& page, const std::string& q, bool single_only) {
    json::array fit;
    for (const json::value& product :
         array_at(page.ask("/products", {{"q", q}, {"limit", "50"}}), "items")) {
        const bool counted = text_at(product.get_object(), "tracking") == "counted";
        if (!single_only || !counted) fit.push_back(product);
    }
    return fit;
}

}  // namespace

Shown choose_product(Page& page, const ProductChoice& choice) {
    const Request& request = page.request();
    const std::string q = parameter(request, "q");
    Form search(request);
    search.text("q", page.say("Navn eller HMS-nr."), q);
    if (const auto choosing = parameter(request, "velg"); !choosing.empty()) {
        search.hidden("velg", choosing);
    }
    add_filters(page, search);
    page.view["intro"] = page.say("Finn produktet først.");
    if (!q.empty()) {
        const Column columns[] = {
            {"Produkt", "name", Cell::text, choice.link},
            {"HMS-nr.", "hms_nr"},
            {"Leverandør", "supplier"},
        };
        json::object shown = table(
            page, columns, found_by(page, q, choice.single_only), "Produkter",
            choice.single_only ? "Ingen produkter som føres enkeltvis, passer. Prøv et kortere ord."
                               : "Ingen produkter passer. Prøv et kortere ord.",
            nullptr);
        shown["csv"] = nullptr;
        Section section(page.say("Velg produkt"));
        section.table(std::move(shown));
        if (page.may_post("/products")) {
            section.link("/produkter/ny", page.say("Registrer et nytt produkt"));
        }
        add_section(page, section);
    }
    return page.show("sections", choice.title);
}

}  // namespace pages
