// An aid comes in, is put right, and gets its label.

#include "pages/page.hpp"
#include "pages/product_choice.hpp"
#include "pages/routes.hpp"
#include "pages/section.hpp"
#include "pages/submit.hpp"
#include "pages/table.hpp"

#include "labels/stock.hpp"

namespace pages {
namespace {

using routing::Desk;

std::vector<Option> owners(const Page& page) {
    return options_of(
        "owner", {"kommune", "overtatt_fra_nav", "nav", "helseforetak", "leverandor", "privat"},
        page.language());
}

void add_identity(Form& form, const Page& page, const json::object& now) {
    const auto say = [&](std::string_view text) { return page.say(text); };
    form.text("serial", say("Serienummer"), text_at(now, "serial"));
    form.text("lot", say("Parti (lot)"), text_at(now, "lot"));
    form.text("udi", say("UDI"), text_at(now, "udi"));
    form.day("purchased", say("Kjøpt"), text_at(now, "purchased"));
    form.number("price", say("Pris i kroner"), number_of(now, "price"));
}

Shown show_new(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const auto* sent = std::any_cast<Returned>(&request.prepared);
    const std::string id =
        sent != nullptr ? sent->typed.text("product_id") : parameter(request, "produkt");
    if (id.empty()) {
        return choose_product(page, {.link = "/hjelpemidler/ny?produkt={id}",
                                     .title = "Ta inn et hjelpemiddel",
                                     .single_only = true});
    }
    const json::object product = page.ask("/products/" + encoded(id));
    if (product.empty()) return page.show("problem");
    const auto say = [&](std::string_view text) { return page.say(text); };
    Form form = page.form("/hjelpemidler/ny", "Ta inn");
    form.hidden("product_id", id)
        .choice("depot", say("Depot"), depot_options(page, {}), request.principal.depot)
        .text("shelf", say("Hylle"))
        .choice("owner", say("Eier"), owners(page), "kommune")
        .choice("stock", say("Lager"),
                options_of("stock", {"korttid", "barn", "transitt"}, page.language(),
                           say("Som vanlig for produktet")));
    add_identity(form, page, {});
    add_section(page, Section()
                          .fact(say("Produkt"), text_at(product, "name"), "/produkter/" + id)
                          .fact(say("HMS-nr."), text_at(product, "hms_nr"))
                          .link("/hjelpemidler/ny", say("Velg et annet produkt")));
    add_section(page, Section().form(form));
    return page.show("sections", "Ta inn et hjelpemiddel");
}

// What the pages of one aid begin with; none: it is not there.
std::optional<json::object> item_of(Page& page) {
    json::object item = page.ask("/items/" + encoded(page.request().path_values.at(0)));
    if (item.empty()) return std::nullopt;
    add_action(page, "/hjelpemidler/" + text_at(item, "code"), "Tilbake til hjelpemiddelet", true);
    return item;
}

Shown show_change(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const auto item = item_of(page);
    if (!item) return page.show("problem");
    const auto say = [&](std::string_view text) { return page.say(text); };
    Form form = page.form("/hjelpemidler/" + text_at(*item, "code") + "/endre", "Lagre");
    form.version(page.etag())
        .text("shelf", say("Hylle"), text_at(*item, "shelf"))
        .choice("home_depot", say("Hører til depot"), depot_options(page, {}),
                text_at(*item, "home_depot"))
        .choice("owner", say("Eier"), owners(page), text_at(*item, "owner"))
        .choice("stock", say("Lager"),
                options_of("stock", {"korttid", "barn", "transitt"}, page.language()),
                text_at(*item, "stock"));
    add_identity(form, page, *item);
    page.view["intro"] = item->at("product");
    add_section(page, Section().form(form));
    return page.show("sections", "Endre opplysninger om hjelpemiddelet");
}

Shown show_label(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const auto item = item_of(page);
    if (!item) return page.show("problem");
    const auto say = [&](std::string_view text) { return page.say(text); };
    const std::string code = text_at(*item, "code");
    std::vector<Option> stocks;
    for (const labels::Stock& stock : labels::stocks()) {
        stocks.push_back({std::string(stock.name), std::string(stock.title)});
    }
    Form form = page.form("/hjelpemidler/" + code + "/etikett", "Lag etiketten");
    form.hidden("codes[]", code)
        .choice("stock", say("Etikettpapir"), stocks, "L7160")
        .choice("format", say("Fil"),
                {{"pdf", say("PDF, for vanlig utskrift")},
                 {"zpl", say("ZPL, for Zebra-skriver")},
                 {"png", say("PNG-bilde")},
                 {"svg", say("SVG-bilde")}},
                "pdf")
        .number("start", say("Første ledige plass på arket"), 1)
        .hint(say("Tell fra venstre, rad for rad. På rull er det alltid 1."))
        .boxes("codes[]", say("Antall"), {{code, say("To like, en til hver side")}});
    page.view["intro"] = item->at("product");
    add_section(page, Section().form(form));
    return page.show("sections", "Etikett");
}

constexpr Submission make{Method::post, "/items", "/hjelpemidler/{code}?done=taken_in", show_new};
constexpr Submission change{Method::patch, "/items/{0}", "/hjelpemidler/{0}?done=saved",
                            show_change};
constexpr Submission label{Method::post, "/labels", {}, show_label};

// The file itself.
Reply make_label(const Request& request, Desk& desk) {
    auto answer = send(request, desk, label);
    return answer ? std::move(answer->reply) : std::move(answer.error());
}

constexpr Roles editors{Role::lager, Role::admin};
constexpr Roles lager{Role::lager};

constexpr routing::Route label_row() {
    routing::Route row = form_row("/hjelpemidler/{code}/etikett", lager, "The label of an aid",
                                  routing::Work(make_label));
    row.success = 200;
    return row;
}

const routing::Route rows[] = {
    page_row("/hjelpemidler/ny", editors, "A new aid", show_new, "q produkt done"),
    form_row("/hjelpemidler/ny", editors, "Take in an aid", routing::Write(submitted<make>)),
    page_row("/hjelpemidler/{code}/endre", editors, "What is known of an aid", show_change),
    form_row("/hjelpemidler/{code}/endre", editors, "Put an aid right",
             routing::Write(submitted<change>)),
    page_row("/hjelpemidler/{code}/etikett", lager, "Choose a label", show_label),
    label_row(),
};

}  // namespace

std::span<const routing::Route> item_form_rows() { return rows; }

}  // namespace pages
