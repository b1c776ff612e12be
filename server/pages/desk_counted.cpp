#include "pages/desk_counted.hpp"

#include <fmt/format.h>

#include "db/name_store.hpp"
#include "pages/desk_view.hpp"
#include "pages/fields.hpp"
#include "pages/loan_view.hpp"
#include "pages/scanning.hpp"
#include "pages/submit.hpp"
#include "pages/words.hpp"
#include "routing/problem.hpp"
#include "routing/texts.hpp"

namespace pages {
namespace {

constexpr std::string_view out_path = "/skranke/antall";
constexpr std::string_view in_path = "/skranke/tilbake";
// Of a field for what came back: its loan and its line follow, with "/" between.
constexpr std::string_view came_back = "back/";

Form& with_standing(Form& form, const Standing& standing) {
    for (const auto& [name, value] : fields_of(standing)) form.hidden(name, value);
    return form;
}

// The loans that the desk is about, with the names of what is lent.
json::array open_loans(Page& page, const Standing& standing) {
    json::array loans;
    if (!standing.lan.empty()) {
        json::object loan = page.ask_if_may("/loans/" + encoded(standing.lan));
        if (!loan.empty()) loans.push_back(std::move(loan));
    } else if (!standing.laner.empty()) {
        loans = array_at(
            page.ask_if_may("/loans",
                            {{"borrower", standing.laner}, {"state", "open"}, {"limit", "200"}}),
            "items");
    }
    add_line_products(page, loans);
    return loans;
}

// How many are out and until when; where they are booked, when that is another depot.
std::string hint_of(const Page& page, const Standing& standing, const json::object& loan,
                    const json::object& line) {
    std::string hint = page.say("Ute:") + " " + std::to_string(number_at(line, "quantity")) + ".";
    if (const std::string due = text_at(line, "due"); !due.empty()) {
        hint += " " + page.say("Frist") + " " + shown(due) + ".";
    }
    if (const std::string depot = text_at(loan, "depot"); depot != standing.depot) {
        hint += " " + page.say("Føres tilbake på") + " " + depot + ".";
    }
    return hint;
}

// What is wrong with a form as a whole, or with one of its fields.
Returned refused_form(const Request& request, const Typed& typed, std::string title,
                      std::string_view field = {}) {
    Returned form{request.path, typed, {}, title};
    if (!field.empty()) form.faults.push_back({std::string(field), std::move(title)});
    return form;
}

Shown again(const Request& request, db::ReadTx& tx, Returned form) {
    return show_again(request, tx, show_desk_page, std::move(form), 422);
}

// A form that cannot be read, or is not ours; none: it can be taken.
std::optional<Shown> no_form(const Request& request, db::ReadTx& tx,
                             const std::optional<Typed>& typed) {
    const auto code = refuse_typed(request, typed);
    if (!code) return std::nullopt;
    if (!typed) return routing::problem(request, 400, *code);
    return again(
        request, tx,
        refused_form(request, *typed, std::string(routing::text(*code, request.language))));
}

// Whoever has the loan, when nothing else says who is at the desk.
json::value borrower_of(const Request& request, db::ReadTx& tx, const Standing& standing) {
    if (!standing.laner.empty()) return number_or_text(standing.laner);
    return number_at(get(request, tx, "/loans/" + encoded(standing.lan)).body, "borrower_id");
}

Shown give_away(const Request& request, db::WriteTx& tx, const Typed& typed,
                const Standing& standing) {
    const Answer answer = change(request, tx, Method::post, "/handouts",
                                 {{"product_id", number_or_text(trimmed(typed.text("product_id")))},
                                  {"depot", standing.depot},
                                  {"quantity", number_or_text(trimmed(typed.text("quantity")))},
                                  {"borrower_id", borrower_of(request, tx, standing)},
                                  {"scan", desk_scan(request, typed, "give")}});
    if (!answer.ok()) return again(request, tx, returned(request, typed, answer));
    return see_other(address_of(request, said(standing, "delt_ut")));
}

// As if its number had been scanned: so it joins the loan of what is scanned before and after.
Shown lend(const Request& request, db::WriteTx& tx, const Typed& typed, const Standing& standing) {
    const json::object product =
        get(request, tx, "/products/" + encoded(typed.text("product_id"))).body;
    std::string code = text_at(product, "hms_nr");
    if (code.empty()) code = text_at(product, "local_nr");
    if (code.empty()) {
        return again(request, tx,
                     refused_form(request, typed,
                                  say("Det har ikke noe nummer, og kan bare lånes ut når "
                                      "produktet har fått et.",
                                      request.language),
                                  "product_id"));
    }
    json::object scan = scan_at(request, standing, "out", code);
    scan["quantity"] = number_or_text(trimmed(typed.text("quantity")));
    const Answer answer = send_scan(request, tx, typed, std::move(scan));
    if (!answer.ok()) return again(request, tx, returned(request, typed, answer));
    const auto* reason = object_at(answer.body, "reason");
    const std::string why = reason == nullptr ? std::string() : text_at(*reason, "code");
    // For training the desk has a form of its own.
    if (!why.empty() && why != "training_required") {
        const bool too_few = why == "not_enough_stock";
        return again(request, tx,
                     refused_form(request, typed, text_at(*reason, "text"),
                                  too_few ? "quantity" : std::string_view()));
    }
    return see_other(address_of(request, after_scan(standing, answer.body)));
}

// What the API says of one line, at the field of that line.
void add_faults(Returned& form, const std::string& field, const Returned& of_line) {
    if (of_line.faults.empty()) form.faults.push_back({field, of_line.title});
    for (const FieldFault& fault : of_line.faults) form.faults.push_back({field, fault.detail});
    if (form.title.empty()) form.title = of_line.title;
}

}  // namespace

bool may_take_counted_back(const Request& request) {
    return may(request, Method::post, "/loans/1/lines/1/end");
}

json::value counted_out_form(Page& page, const Standing& standing) {
    if (standing.modus != "ut" || standing.to_nobody()) return nullptr;
    std::vector<Option> products;
    for (auto& [id, name] : db::names::counted_products(page.tx())) {
        products.push_back({std::to_string(id), std::move(name)});
    }
    if (products.empty()) return nullptr;
    Form form = page.form(out_path, "Lån ut");
    with_standing(form, standing)
        .heading(page.say("Ta ut noe som telles"))
        .named("counted")
        .choice("product_id", page.say("Hva"), products)
        .number("quantity", page.say("Antall"))
        .required();
    return form.view();
}

json::value counted_in_form(Page& page, const Standing& standing) {
    if (standing.modus != "inn" || !may_take_counted_back(page.request())) return nullptr;
    Form form = page.form(in_path, "Registrer som levert inn");
    with_standing(form, standing).named("back");
    bool any = false;
    for (const json::value& entry : open_loans(page, standing)) {
        const json::object& loan = entry.get_object();
        const std::string number = std::to_string(number_at(loan, "id"));
        for (const json::value& each : array_at(loan, "lines")) {
            const json::object& line = each.get_object();
            if (!is_open(line) || !line.at("item").is_null()) continue;
            const std::string id = std::to_string(number_at(line, "id"));
            const std::string label =
                text_at(line, "product") + ", " + page.say("lån") + " " + number;
            form.number(std::string(came_back) + number + "/" + id, label,
                        number_at(line, "quantity"))
                .required()
                .hint(hint_of(page, standing, loan, line));
            any = true;
        }
    }
    return any ? json::value(form.view()) : json::value(nullptr);
}

Shown give_counted(const Request& request, db::WriteTx& tx) {
    const auto typed = Typed::parse(request.body);
    if (auto no = no_form(request, tx, typed)) return std::move(*no);
    const Standing standing = standing_of(request, *typed);
    if (standing.modus != "ut" || standing.to_nobody()) {
        return see_other(address_of(request, said(cleared(standing, "ut"), "velg_laner")));
    }
    // Here a number is asked for; a scan without one is of one piece.
    if (trimmed(typed->text("quantity")).empty()) {
        const auto required = routing::text("required", request.language);
        return again(request, tx, refused_form(request, *typed, std::string(required), "quantity"));
    }
    return typed->text("_do") == "give" ? give_away(request, tx, *typed, standing)
                                        : lend(request, tx, *typed, standing);
}

// All of it or nothing: whoever hands in three things does not look for the one that was not taken.
Shown take_counted_back(const Request& request, db::WriteTx& tx) {
    const auto typed = Typed::parse(request.body);
    if (auto no = no_form(request, tx, typed)) return std::move(*no);
    Returned form{request.path, *typed, {}, {}};
    db::Savepoint before(tx);
    bool any = false;
    for (const auto& [name, value] : typed->all()) {
        const std::string quantity = trimmed(value);
        if (!name.starts_with(came_back) || quantity.empty() || quantity == "0") continue;
        any = true;
        const std::string_view place = std::string_view(name).substr(came_back.size());
        const auto slash = place.find('/');
        const Answer answer =
            change(request, tx, Method::post,
                   "/loans/" + encoded(place.substr(0, slash)) + "/lines/" +
                       encoded(slash == place.npos ? "" : place.substr(slash + 1)) + "/end",
                   {{"reason", "returned"},
                    {"quantity", number_or_text(quantity)},
                    {"scan", desk_scan(request, *typed, name)}});
        if (!answer.ok()) add_faults(form, name, returned(request, *typed, answer));
    }
    if (!any) form.title = say("Skriv hvor mange som kom inn.", request.language);
    if (!form.title.empty()) {
        before.undo();
        return again(request, tx, std::move(form));
    }
    before.keep();
    return see_other(address_of(request, said(standing_of(request, *typed), "telt_inn")));
}

}  // namespace pages
