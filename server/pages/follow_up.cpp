// Whom to call: by borrower, with all they have; what was said, when to speak again, and what is to
// be fetched.

#include <sstream>

#include "pages/fields.hpp"
#include "pages/page.hpp"
#include "pages/routes.hpp"
#include "pages/submit.hpp"
#include "pages/table.hpp"
#include "pages/talk_form.hpp"
#include "pages/words.hpp"
#include "routing/problem.hpp"
#include "routing/texts.hpp"

namespace pages {
namespace {

constexpr Roles callers{Role::ergo, Role::leder};
constexpr const char* on_page = "20";

// Whose loans are listed: "true" the reader's own, "nobody" those without one who asked for them,
// or "false" all.
std::string whose(const Request& request) {
    std::string mine = parameter(request, "mine");
    // Which of them the form was on.
    if (const auto* back = std::any_cast<Returned>(&request.prepared)) {
        mine = back->typed.text("_mine");
    }
    if (mine == "true" || mine == "nobody" || mine == "false") return mine;
    return request.principal.role == Role::ergo ? "true" : "false";
}

Form fetch_form(Page& page, const json::object& call, const std::string& id,
                const std::string& mine) {
    std::string loans;
    for (const json::value& entry : call.at("aids").get_array()) {
        const std::string loan = json::serialize(entry.at("loan_id"));
        if ((" " + loans + " ").find(" " + loan + " ") == std::string::npos) {
            loans += (loans.empty() ? "" : " ") + loan;
        }
    }
    Form form = page.form("/oppfolging/" + id + "/hent", "Bestill henting av alt");
    form.named("fetch-" + id)
        .heading(page.say("Bestill henting"))
        .hidden("_loans", loans)
        .hidden("_mine", mine)
        .day("day", page.say("Hvilken dag"))
        .required()
        .area("note", page.say("Beskjed til sjåføren"))
        .with("rows", 2);
    return form;
}

void complete(Page& page, json::array& calls, const std::string& mine) {
    for (json::value& entry : calls) {
        auto& call = entry.get_object();
        auto& borrower = call.at("borrower").get_object();
        const std::string id = json::serialize(borrower.at("id"));
        bool any_fetch = false;
        for (json::value& one : call.at("aids").get_array()) {
            auto& aid = one.get_object();
            const auto days = aid.at("days_overdue").to_number<std::int64_t>();
            aid["late"] = days > 0
                              ? json::value(say("{n} dag over fristen", "{n} dager over fristen",
                                                days, page.language()))
                              : json::value(nullptr);
            const auto sent = aid.at("reminders").to_number<std::int64_t>();
            aid["reminded"] = sent > 0
                                  ? json::value(say("{n} påminnelse sendt", "{n} påminnelser sendt",
                                                    sent, page.language()))
                                  : json::value(nullptr);
            any_fetch = any_fetch || aid.at("fetch").get_bool();
            if (number_at(aid, "quantity") == 1) aid["quantity"] = nullptr;
        }
        if (auto* last = call.at("last_contact").if_object()) {
            (*last)["talk_outcome"] = last->at("outcome");
        }
        json::array forms{talk_form(page, "/oppfolging/" + id + "/samtale", "talk-" + id)
                              .hidden("_mine", mine)
                              .view()};
        if (!any_fetch && page.may_post("/pickups")) {
            forms.push_back(fetch_form(page, call, id, mine).view());
        }
        call["forms"] = std::move(forms);
    }
}

// One of the two lists; the address of its next page, or none.
void add_list(Page& page, const char* kind, const std::string& mine) {
    Parameters parameters{{"kind", kind}, {"limit", on_page}};
    if (mine == "true") parameters["requested_by"] = page.request().principal.name;
    if (mine == "nobody") parameters["unassigned"] = "true";
    const std::string depot = parameter(page.request(), "depot");
    if (!depot.empty()) parameters["depot"] = depot;
    const std::string cursor = parameter(page.request(), kind);
    if (!cursor.empty()) parameters["cursor"] = cursor;
    const json::object answer = page.ask("/calls", std::move(parameters));
    json::array calls = array_at(answer, "items");
    complete(page, calls, mine);
    page.view[kind] = std::move(calls);
    std::string next = text_at(answer, "next");
    if (!next.empty()) {
        next = "/oppfolging?" + std::string(kind) + "=" + encoded(next) + "&mine=" + mine;
        if (!depot.empty()) next += "&depot=" + encoded(depot);
    }
    page.view[std::string(kind) + "_next"] = next;
}

Shown show(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const std::string mine = whose(request);
    add_list(page, "agreed", mine);
    add_list(page, "overdue", mine);
    page.view["only_mine"] = mine == "true";
    add_filters(page, Form(request)
                          .choice("mine", page.say("Hvem sine"),
                                  {{"true", page.say("Mine")},
                                   {"nobody", page.say("Uten ansvarlig")},
                                   {"false", page.say("Alles")}},
                                  mine)
                          .choice("depot", page.say("Depot"), depot_options(page, "Alle"),
                                  parameter(request, "depot")));
    return page.show("follow_up", "Oppfølging");
}

std::string back_to(const std::optional<Typed>& typed, std::string_view done) {
    const std::string mine = typed ? typed->text("_mine") : std::string();
    return "/oppfolging?mine=" + encoded(mine) + "&done=" + std::string(done);
}

Shown talk(const Request& request, db::WriteTx& tx) {
    const auto typed = Typed::parse(request.body);
    const std::string then = back_to(typed, "talked");
    return submit(request, tx, {Method::post, "/borrowers/{0}/contacts", then, show});
}

// All that they have, loan by loan; all of it or nothing.
Shown fetch(const Request& request, db::WriteTx& tx) {
    const auto typed = Typed::parse(request.body);
    if (const auto code = refuse_typed(request, typed)) {
        if (!typed) return routing::problem(request, 400, *code);
        Returned form{
            request.path, *typed, {}, std::string(routing::text(*code, request.language))};
        return show_again(request, tx, show, std::move(form), 422);
    }
    std::vector<domain::BorrowerId> persons;
    std::istringstream loans(typed->text("_loans"));
    for (std::string loan; loans >> loan;) {
        json::object body{{"kind", "fetch"}, {"loan_id", number_or_text(loan)}};
        for (const char* name : {"day", "note"}) {
            if (!typed->text(name).empty()) body[name] = typed->text(name);
        }
        Answer answer = change(request, tx, Method::post, "/pickups", body);
        if (!answer.ok()) {
            return show_again(request, tx, show, returned(request, *typed, answer), 422);
        }
        persons.insert(persons.end(), answer.persons.begin(), answer.persons.end());
    }
    return {see_other(back_to(typed, "fetch_ordered")), std::move(persons)};
}

const routing::Route rows[] = {
    page_row("/oppfolging", callers, "Whom to call", show, "mine depot agreed overdue why done"),
    form_row("/oppfolging/{id}/samtale", callers, "What was said", routing::Write(talk)),
    form_row("/oppfolging/{id}/hent", {Role::ergo}, "What they have is to be fetched",
             routing::Write(fetch)),
};

}  // namespace

std::span<const routing::Route> follow_up_rows() { return rows; }

}  // namespace pages
