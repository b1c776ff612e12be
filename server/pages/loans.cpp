// Loans: the list.

#include "pages/loan_view.hpp"
#include "pages/page.hpp"
#include "pages/routes.hpp"
#include "pages/table.hpp"
#include "pages/words.hpp"

namespace pages {
namespace {

constexpr Column columns[] = {
    {"Låner", "borrower", Cell::text, "/lan/{id}"},
    {"Hjelpemidler", "products"},
    {"Frist", "due", Cell::text, {}, "due"},
    {"Dager over", "days_overdue", Cell::number},
    {"Status", "loan_state", Cell::tag},
    {"Depot", "depot"},
    {"Bedt om av", "requested_by"},
    {"Lån nr.", "id", Cell::number, {}, "oldest", "newest"},
};

// What is late or soon to be goes by its due day alone, and what is back has none.
constexpr Choice by_due{"due", "Etter frist"};
constexpr Choice orders_of_open[] = {oldest, newest, by_due};
Orders orders_of(std::string_view state) {
    const Orders all = orders_of_open;
    if (state == "open") return all;
    return state.empty() || state == "ended" ? all.first(2) : all.last(1);
}

void complete(Page& page, json::array& rows) {
    page.add_borrower_names(rows);
    add_line_products(page, rows);
    for (json::value& row : rows) add_summary(page, row.get_object());
}

// What is out, until something else is chosen.
std::string chosen_state(const Request& request) {
    return request.parameters.contains("state") ? parameter(request, "state") : "open";
}

Shown list(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const std::string state = chosen_state(request);
    const bool mine = parameter(request, "mine") == "true";
    const std::string borrower = parameter(request, "laner");

    Parameters always;
    if (!state.empty()) always["state"] = state;
    if (mine) always["requested_by"] = request.principal.name;
    if (!borrower.empty()) always["borrower"] = borrower;

    const auto say = [&](std::string_view text) { return page.say(text); };
    Form filters(request);
    filters.choice("state", say("Vis"),
                   {{"open", say("Pågående")},
                    {"due_soon", say("Frist snart")},
                    {"overdue", say("Over fristen")},
                    {"lost_process", say("Skal finnes eller meldes tapt")},
                    {"review_due", say("Barn: skal vurderes")},
                    {"ended", say("Avsluttet")},
                    {"", say("Alle")}},
                   state);
    if (request.principal.role == Role::ergo || mine) {
        filters.choice("mine", say("Hvem sine"), {{"", say("Alles")}, {"true", say("Mine")}},
                       mine ? "true" : "");
    }
    filters.choice("depot", say("Depot"), depot_options(page, "Alle"), parameter(request, "depot"));
    if (!borrower.empty()) filters.hidden("laner", borrower);
    const Orders orders = orders_of(state);
    add_filters(page, filters, orders);
    if (!borrower.empty()) {
        add_action(page, "/lanere/" + encoded(borrower), "Til låneren", true);
    }
    return show_list(page,
                     {"/loans",
                      mine ? "Mine lån" : "Lån",
                      mine ? "Du har ingen slike lån." : "Ingen lån passer. Endre valget over.",
                      "lan",
                      columns,
                      {"depot"},
                      complete,
                      always,
                      50,
                      orders});
}

const routing::Route rows[] = {
    page_row("/lan", {Role::lager, Role::ergo, Role::leder}, "Loans", list,
             "state depot mine laner sort cursor format done"),
};

}  // namespace

std::span<const routing::Route> loan_list_rows() { return rows; }

}  // namespace pages
