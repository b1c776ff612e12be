// What is counted: given out for good, received and discarded, and how the stock came to be.

#include "db/name_store.hpp"
#include "pages/page.hpp"
#include "pages/routes.hpp"
#include "pages/scanning.hpp"
#include "pages/submit.hpp"
#include "pages/table.hpp"

namespace pages {
namespace {

std::vector<Option> counted_products(const Page& page) {
    std::vector<Option> options;
    for (auto& [id, name] : db::names::counted_products(page.tx())) {
        options.push_back({std::to_string(id), std::move(name)});
    }
    return options;
}

constexpr Column handout_columns[] = {
    {"Når", "happened_at"},
    {"Produkt", "product"},
    {"Antall", "quantity", Cell::number},
    {"Depot", "depot"},
    {"Hylle", "shelf"},
    {"Til", "borrower", Cell::text, "/lanere/{borrower_id}"},
    {"Status", "handout_state", Cell::tag},
};

void name_handouts(Page& page, json::array& rows) {
    page.add_product_names(rows);
    page.add_borrower_names(rows);
    for (json::value& row : rows) {
        auto& handout = row.get_object();
        handout["handout_state"] = handout.at("undone").get_bool() ? "undone" : "given";
    }
}

Shown handouts(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    if (page.may_post("/handouts")) add_action(page, "/utdeling/ny", "Del ut");
    add_action(page, "/beholdning", "Beholdning", true);
    return show_list(page, {"/handouts",
                            "Utdelinger",
                            "Ingenting er delt ut.",
                            "utdelinger",
                            handout_columns,
                            {"product", "borrower"},
                            name_handouts});
}

Shown new_handout(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    Form form = page.form("/utdeling/ny", "Del ut");
    form.choice("product_id", page.say("Hva"), counted_products(page),
                parameter(request, "product"))
        .number("quantity", page.say("Antall"))
        .required()
        .choice("depot", page.say("Depot"), depot_options(page, {}), request.principal.depot)
        .text("shelf", page.say("Hylle"));
    // Who it is for is chosen on the page of the borrower.
    const auto* back = std::any_cast<Returned>(&request.prepared);
    const std::string borrower =
        back != nullptr ? back->typed.text("borrower_id") : parameter(request, "borrower");
    page.view["intro"] =
        page.say("For det som brukes opp og ikke skal tilbake: batterier, slanger, propper.");
    if (!borrower.empty()) {
        const json::object person = page.ask_if_may("/borrowers/" + encoded(borrower));
        if (!person.empty()) {
            page.view["intro"] = page.say("Deles ut til") + " " + text_at(person, "name") + ".";
            form.hidden("borrower_id", borrower);
        }
    }
    page.view["form"] = form.view();
    return page.show("single_form", "Del ut");
}
constexpr Submission give{Method::post, "/handouts", "/utdeling?done=given", new_handout};

constexpr Column movement_columns[] = {
    {"Når", "happened_at"},
    {"Hva", "movement"},
    {"Antall", "quantity", Cell::number},
    {"Hylle", "shelf"},
};

Shown movements(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const auto* back = std::any_cast<Returned>(&request.prepared);
    const auto given = [&](const char* name, const char* field) {
        return back != nullptr ? back->typed.text(field) : parameter(request, name);
    };
    const auto products = counted_products(page);
    const auto depots = depot_options(page, {});
    std::string product = given("product", "product_id");
    std::string depot = given("depot", "depot");
    if (product.empty() && !products.empty()) product = products.front().value;
    if (depot.empty()) depot = request.principal.depot;
    if (depot.empty() && !depots.empty()) depot = depots.front().value;
    add_filters(page, Form(request)
                          .choice("product", page.say("Produkt"), products, product)
                          .choice("depot", page.say("Depot"), depots, depot));
    page.view["move_form"] = nullptr;
    page.view["table"] = nullptr;
    if (!product.empty()) {
        Parameters parameters{{"product", product}, {"depot", depot}, {"limit", "50"}};
        if (const auto cursor = parameter(request, "cursor"); !cursor.empty()) {
            parameters["cursor"] = cursor;
        }
        const json::object answer = page.ask("/stock-movements", std::move(parameters));
        json::array rows = array_at(answer, "items");
        for (json::value& row : rows) {
            row.get_object()["movement"] = row.get_object()["kind"];
        }
        page.view["table"] =
            table(page, movement_columns, rows, "Bevegelser", "Ingenting er ført på dette depotet.",
                  answer.if_contains("next"));
        page.view["table"].get_object()["csv"] = nullptr;
        if (page.may_post("/stock-movements")) {
            page.view["move_form"] =
                page.form("/beholdning", "Før")
                    .hidden("product_id", product)
                    .hidden("depot", depot)
                    .radio("kind", page.say("Hva"),
                           {{"received", page.say("Mottatt")}, {"discarded", page.say("Kastet")}},
                           "received")
                    .number("quantity", page.say("Antall"))
                    .required()
                    .text("shelf", page.say("Hylle"))
                    .view();
        }
    }
    return page.show("counted_stock", "Beholdning av det som telles");
}
constexpr Submission move{Method::post, "/stock-movements",
                          "/beholdning?product={product_id}&depot={depot}&done=made", movements};

constexpr Roles lager{Role::lager};
constexpr Roles readers{Role::lager, Role::ergo, Role::leder};

const routing::Route rows[] = {
    page_row("/utdeling", readers, "Hand-outs", handouts, "product borrower cursor format done"),
    page_row("/utdeling/ny", lager, "A new hand-out", new_handout, "product borrower why done"),
    form_row("/utdeling/ny", lager, "Give out from counted stock", routing::Write(submitted<give>)),
    page_row("/beholdning", readers, "Counted stock", movements, "product depot cursor done"),
    form_row("/beholdning", lager, "Received or discarded", routing::Write(submitted<move>)),
};

}  // namespace

std::span<const routing::Route> counted_stock_rows() { return rows; }

}  // namespace pages
