// How many there are of each product, and what to do about it; what nobody borrows.

#include "pages/page.hpp"
#include "pages/routes.hpp"
#include "pages/section.hpp"
#include "pages/submit.hpp"
#include "pages/table.hpp"
#include "pages/words.hpp"

namespace pages {
namespace {

constexpr Column columns[] = {
    {"Produkt", "product", Cell::text, "/produkter/{product_id}"},
    {"Depot", "depot"},
    {"Klare", "ready", Cell::number},
    {"Til vask eller kontroll", "waiting", Cell::number},
    {"Satt til side", "set_aside", Cell::number},
    {"Utlånt", "on_loan", Cell::number},
    {"På vei hit", "coming", Cell::number},
    {"Ønsket antall", "wanted"},
    {"Råd", "what_to_do", Cell::tag},
};
constexpr Column columns_of_editors[] = {
    columns[0], columns[1],
    columns[2], columns[3],
    columns[4], columns[5],
    columns[6], {"Ønsket antall", "wanted", Cell::text, "/lager/{product_id}/{depot}"},
    columns[8],
};

// "2–5", "minst 2": what there should be.
std::string wanted_text(const Page& page, const json::object& at) {
    const auto least = number_of(at, "minimum");
    const auto most = number_of(at, "maximum");
    if (least && most) return std::to_string(*least) + "–" + std::to_string(*most);
    if (least) return page.say("minst") + " " + std::to_string(*least);
    if (most) return page.say("høyst") + " " + std::to_string(*most);
    return {};
}

// A line for each depot of a product.
void complete(Page& page, json::array& rows) {
    const bool editor = page.may(Method::put, "/stock/1/A");
    json::array lines;
    for (const json::value& row : rows) {
        const auto& product = row.get_object();
        for (const json::value& each : product.at("depots").get_array()) {
            json::object line = each.get_object();
            line["product_id"] = product.at("product_id");
            line["product"] = product.at("product");
            std::string wanted = wanted_text(page, line);
            if (wanted.empty() && editor) wanted = page.say("Sett antall");
            line["wanted"] = wanted;
            const std::string advice = text_at(line, "advice");
            const Words words = words_of("advice", advice);
            line["what_to_do"] = nullptr;
            if (!advice.empty()) {
                const std::string from = text_at(line, "from");
                line["what_to_do"] =
                    page.say(words.bokmal) + (from.empty() ? std::string() : " " + from);
                line["what_to_do_tone"] = words.tone;
            }
            lines.push_back(std::move(line));
        }
    }
    rows = std::move(lines);
}

Shown list(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const std::string which = parameter(request, "vis");
    add_filters(page, Form(request)
                          .choice("depot", page.say("Depot"), depot_options(page, "Alle"),
                                  parameter(request, "depot"))
                          .choice("vis", page.say("Vis"),
                                  {{"", page.say("Alle produkter")},
                                   {"under", page.say("Under ønsket antall")},
                                   {"over", page.say("Over ønsket antall")}},
                                  which));
    if (page.may(Method::get, "/stats/dead-stock")) {
        add_action(page, "/lager/ubrukt", "Ubrukt på lageret", true);
    }
    List shown{"/stock",
               "Lagertall",
               "Ingen produkter passer. Endre valget over.",
               "lagertall",
               page.may(Method::put, "/stock/1/A") ? std::span<const Column>(columns_of_editors)
                                                   : std::span<const Column>(columns),
               {"depot"},
               complete};
    shown.on_page = 10;
    if (which == "under") shown.always["below_minimum"] = "true";
    if (which == "over") shown.always["above_maximum"] = "true";
    return show_list(page, shown);
}

Shown show_level(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const std::string product = encoded(request.path_values.at(0));
    const std::string depot = encoded(request.path_values.at(1));
    const json::object level = page.ask("/stock/" + product + "/" + depot);
    const std::string etag = page.etag();
    const json::object of = page.ask("/products/" + product);
    if (of.empty()) return page.show("problem");
    const auto say = [&](std::string_view text) { return page.say(text); };
    page.view["title"] = text_at(of, "name") + ", " + text_at(level, "depot");
    page.view["intro"] =
        say("Regnes av det som er klart, det som er til vask eller kontroll, og "
            "det som er på vei hit.");
    Form form = page.form("/lager/" + product + "/" + depot, "Lagre");
    form.version(etag)
        .number("minimum", say("Minst"), number_of(level, "minimum"))
        .hint(say("Blir det færre, foreslås kjøp eller flytting."))
        .number("maximum", say("Høyst"), number_of(level, "maximum"))
        .hint(say("Blir det flere, foreslås å gi bort eller flytte."));
    add_section(page, Section().form(form));
    return page.show("sections");
}

constexpr Column resting_columns[] = {
    {"Hjelpemiddel", "item", Cell::code, "/hjelpemidler/{item}"},
    {"Produkt", "product", Cell::text, "/produkter/{product_id}"},
    {"Depot", "depot"},
    {"Hylle", "shelf"},
    {"Siden", "since"},
    {"Dager", "days", Cell::number},
};

Shown resting(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    add_filters(page, Form(request).choice("depot", page.say("Depot"), depot_options(page, "Alle"),
                                           parameter(request, "depot")));
    add_action(page, "/lager", "Tilbake til lagertallene", true);
    page.view["intro"] = page.say(
        "Klart, men ikke lånt ut på lenge. Det som har stått lengst, "
        "står først.");
    return show_list(page, {"/stats/dead-stock",
                            "Ubrukt på lageret",
                            "Ingenting har stått for lenge.",
                            "ubrukt",
                            resting_columns,
                            {"depot"}});
}

constexpr Submission set_level{Method::put, "/stock/{0}/{1}", "/lager?done=saved", show_level};

constexpr Roles editors{Role::lager, Role::admin};

const routing::Route rows[] = {
    page_row("/lager", Roles::all(), "Stock figures", list, "depot vis cursor format done"),
    page_row("/lager/ubrukt", {Role::lager, Role::leder, Role::admin}, "Dead stock", resting,
             "depot cursor format done"),
    page_row("/lager/{product}/{depot}", editors, "Minimum and maximum", show_level),
    form_row("/lager/{product}/{depot}", editors, "Set minimum and maximum",
             routing::Write(submitted<set_level>)),
};

}  // namespace

std::span<const routing::Route> stock_rows() { return rows; }

}  // namespace pages
