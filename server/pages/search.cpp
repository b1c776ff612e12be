// Everything by one field: a code leads to its aid at once, a slip to its loan; else what is found
// among aids, products and borrowers.

#include "depot/resolve.hpp"
#include "pages/page.hpp"
#include "pages/routes.hpp"
#include "pages/table.hpp"
#include "routing/problem.hpp"

namespace pages {
namespace {

constexpr std::string_view nothing = "Fant ingen.";

constexpr Column aids[] = {
    {"Kode", "code", Cell::code, "/hjelpemidler/{code}"},
    {"Produkt", "product"},
    {"Status", "state", Cell::tag},
    {"Depot", "depot"},
    {"Hylle", "shelf"},
};
constexpr Column products[] = {
    {"Produkt", "name", Cell::text, "/produkter/{id}"},
    {"HMS-nr", "hms_nr"},
    {"ISO", "iso"},
};
constexpr Column borrowers[] = {
    {"Låner", "name", Cell::text, "/lanere/{id}"},
    {"Telefon", "phone"},
    {"Født", "birth_date"},
};

// Where exactly one thing is meant.
std::optional<std::string> place_of(db::ReadTx& tx, const std::string& text) {
    const auto meaning = depot::resolve(tx, text);
    if (!meaning) return std::nullopt;
    if (const auto* item = std::get_if<db::items::ItemView>(&*meaning)) {
        return "/hjelpemidler/" + item->item.code;
    }
    if (const auto* slip = std::get_if<labels::LoanSlip>(&*meaning)) {
        return "/lan/" + std::to_string(slip->loan);
    }
    if (const auto* counted = std::get_if<depot::CountedProduct>(&*meaning)) {
        return "/produkter/" + std::to_string(counted->id.value);
    }
    return std::nullopt;
}

void add_found(Page& page, std::string_view title, std::span<const Column> columns,
               const json::object& answer) {
    const auto* items = answer.if_contains("items");
    if (items == nullptr || items->get_array().empty()) return;
    json::object found = table(page, columns, items->get_array(), title, nothing, nullptr);
    found["csv"] = nullptr;
    page.view["found"].get_array().push_back(
        json::object{{"heading", page.say(title)}, {"table", std::move(found)}});
}

Shown empty(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    page.view["found"] = json::array();
    return page.show("search", "Søk");
}

Shown search(const Request& request, db::ReadTx& tx) {
    const auto typed = Typed::parse(request.body);
    if (!typed) return routing::problem(request, 400, "invalid_query");
    const std::string text = typed->text("q");
    if (text.empty()) return empty(request, tx);
    if (const auto place = place_of(tx, text)) return see_other(*place);

    Page page(request, tx);
    page.view["q"] = json::object{{"value", text}};
    page.view["found"] = json::array();
    json::object items = page.ask_if_may("/items", {{"q", text}, {"limit", "20"}});
    if (auto* rows = items.if_contains("items")) {
        for (json::value& row : rows->get_array()) {
            auto& item = row.get_object();
            if (item["on_loan"].get_bool()) item["state"] = "lent";
        }
    }
    add_found(page, "Produkter", products,
              page.ask_if_may("/products", {{"q", text}, {"limit", "20"}}));
    add_found(page, "Hjelpemidler", aids, items);
    add_found(page, "Lånere", borrowers,
              page.find_if_may("/borrowers/search", {{"q", text}, {"limit", 20}}));
    page.view["searched"] = true;
    return page.show("search", "Søk");
}

const routing::Route rows[] = {
    page_row("/sok", Roles::all(), "Search", empty),
    form_row("/sok", Roles::all(), "Everything that a text finds", routing::Disclose(search)),
};

}  // namespace

std::span<const routing::Route> search_rows() { return rows; }

}  // namespace pages
