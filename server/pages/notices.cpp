// Safety notices: what they concern, who must be told, and what is accounted for.

#include "pages/page.hpp"
#include "pages/routes.hpp"
#include "pages/section.hpp"
#include "pages/submit.hpp"
#include "pages/table.hpp"

namespace pages {
namespace {

constexpr Column columns[] = {
    {"Melding", "title", Cell::text, "/meldinger/{id}"},
    {"Referanse", "reference"},
    {"Produkt", "product"},
    {"Laget", "made_at"},
    {"Status", "state", Cell::tag},
};

void complete(Page& page, json::array& rows) { page.add_product_names(rows); }

Shown list(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    add_filters(page, Form(request).choice("state", page.say("Status"),
                                           options_of("state", {"open", "closed"}, page.language(),
                                                      page.say("Alle")),
                                           parameter(request, "state")));
    if (page.may_post("/notices")) add_action(page, "/meldinger/ny", "Ny melding");
    return show_list(page, {"/notices",
                            "Sikkerhetsmeldinger",
                            "Ingen sikkerhetsmeldinger.",
                            "sikkerhetsmeldinger",
                            columns,
                            {"state"},
                            complete});
}

Shown show_new(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const auto say = [&](std::string_view text) { return page.say(text); };
    page.view["intro"] =
        say("Fyll ut det meldingen sier. Alt du fyller ut, må stemme for at et "
            "hjelpemiddel skal bli med. Minst ett kjennetegn trengs.");
    Form form = page.form("/meldinger/ny", "Finn og sperr");
    form.text("title", say("Hva meldingen gjelder"))
        .required()
        .text("reference", say("Referanse"))
        .hint(say("Leverandørens eller myndighetens nummer."))
        .text("hms_nr", say("HMS-nr."))
        .with("inputmode", "numeric")
        .text("serial_from", say("Serienummer fra"))
        .text("serial_to", say("Serienummer til og med"))
        .text("lot", say("Parti (lot)"))
        .text("udi", say("UDI"))
        .box("block", say("Sperr hjelpemidlene med en gang"), true);
    add_section(page, Section().form(form));
    return page.show("sections", "Ny sikkerhetsmelding");
}

constexpr Column item_columns[] = {
    {"Kode", "item", Cell::code, "/hjelpemidler/{item}"},
    {"Produkt", "product"},
    {"Serienummer", "serial"},
    {"Parti", "lot"},
    {"Status", "state", Cell::tag},
    {"Depot", "depot"},
    {"Hylle", "shelf"},
    {"Gjort rede for", "notice_outcome"},
    {"Neste", "account", Cell::text, "/meldinger/{notice}?hjelpemiddel={item}"},
};

Shown show(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const std::string id = encoded(request.path_values.at(0));
    json::array about{page.ask("/notices/" + id)};
    auto parameters = taken(request, {"cursor"});
    parameters["limit"] = "200";
    json::object found = page.ask("/notices/" + id + "/items", parameters);
    if (found.empty()) return page.show("problem");
    page.add_product_names(about);
    const auto& notice = about.front().get_object();
    const auto say = [&](std::string_view text) { return page.say(text); };
    const bool open = text_at(notice, "state") == "open";
    const bool may_account = open && page.may_post("/notices/" + id + "/accounted");

    json::array& items = found.at("items").get_array();
    bool waiting = false;
    for (json::value& each : items) {
        auto& item = each.get_object();
        if (item.at("on_loan").get_bool()) item["state"] = "lent";
        const bool left = item.at("outcome").is_null();
        waiting = waiting || left;
        item["notice_outcome"] = item.at("outcome");
        item["notice"] = id;
        item["account"] = left && may_account ? json::value(say("Gjør rede for")) : json::value();
    }

    page.view["title"] = notice.at("title");
    if (page.may(Method::get, "/notices/" + id + "/contacts") && open) {
        add_action(page, "/meldinger/" + id + "/kontakt", "Hvem som må varsles", true);
    }
    Section facts(say("Om meldingen"));
    const auto fact = [&](std::string_view label, std::string_view key) {
        facts.fact(say(label), fact_of(page, notice, key));
    };
    fact("Status", "state");
    fact("Referanse", "reference");
    if (!notice.at("product_id").is_null()) {
        facts.fact(say("Produkt"), text_at(notice, "product"),
                   "/produkter/" + json::serialize(notice.at("product_id")));
    }
    fact("Serienummer fra", "serial_from");
    fact("Serienummer til og med", "serial_to");
    fact("Parti (lot)", "lot");
    fact("UDI", "udi");
    fact("Laget", "made_at");
    fact("Lukket", "closed_at");
    fact("Funnet", "found");
    fact("Sperret", "blocked");
    fact("Gjort rede for", "accounted");
    fact("Hos lånere", "on_loan");
    fact("Tapt, kassert eller levert", "gone");
    add_aside(page, facts);

    if (may_account && waiting) {
        Form form = page.form("/meldinger/" + id + "/gjort-rede", "Registrer");
        form.text("item", say("Kode på etiketten"), parameter(request, "hjelpemiddel"))
            .required()
            .radio("outcome", say("Hva ble gjort"),
                   options_of("notice_outcome",
                              {"checked", "informed", "returned", "scrapped", "not_found"},
                              page.language()),
                   "checked")
            .area("note", say("Merknad"))
            .hint(say("Ikke skriv noe om personer her."));
        add_section(page, Section(say("Gjør rede for ett hjelpemiddel")).form(form));
    } else if (open && page.may_post("/notices/" + id + "/close")) {
        Form form = page.form("/meldinger/" + id + "/lukk", "Lukk meldingen");
        add_section(page, Section(say("Lukk"))
                              .text(say("Gjelder den noe som telles: lukk når alle er varslet."))
                              .form(form));
    }
    const auto* next = found.if_contains("next");
    json::object listed = table(page, item_columns, items, "Hjelpemidler det gjelder",
                                "Ingen hjelpemidler her passer med meldingen.", next);
    listed["csv"] = nullptr;
    add_section(page, Section(say("Hjelpemidler det gjelder")).table(std::move(listed)));
    return page.show("sections");
}

constexpr Column contact_columns[] = {
    {"Navn", "name", Cell::text, "/lanere/{borrower_id}"},
    {"Telefon", "phone"},
    {"E-post", "email"},
    {"Adresse", "where"},
    {"Kontaktperson", "reached_by"},
    {"Har", "has"},
};

void complete_contacts(Page&, json::array& rows) {
    const auto joined = [](const json::value& of, std::initializer_list<const char*> keys) {
        std::string all;
        const auto* object = of.if_object();
        if (object == nullptr) return all;
        for (const char* key : keys) {
            const std::string part = text_at(*object, key);
            if (part.empty()) continue;
            all += (all.empty() ? "" : ", ") + part;
        }
        return all;
    };
    for (json::value& row : rows) {
        auto& contact = row.get_object();
        contact["where"] = joined(contact["address"], {"street", "postal_code", "city"});
        contact["reached_by"] = joined(contact["contact"], {"name", "phone"});
        json::array has;
        for (const json::value& aid : contact.at("aids").get_array()) {
            const auto& one = aid.get_object();
            const auto count = number_of(one, "quantity").value_or(1);
            has.emplace_back((count > 1 ? std::to_string(count) + " " : std::string()) +
                             text_at(one, "product"));
        }
        contact["has"] = std::move(has);
    }
}

Shown contacts(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const std::string id = encoded(request.path_values.at(0));
    add_action(page, "/meldinger/" + id, "Tilbake til meldingen", true);
    const std::string path = "/notices/" + id + "/contacts";
    return show_list(page, {path,
                            "Hvem som må varsles",
                            "Alle er varslet, eller ingen har noe av dette.",
                            "varsles",
                            contact_columns,
                            {},
                            complete_contacts});
}

constexpr Submission make{Method::post, "/notices", "/meldinger/{id}?done=made", show_new};
constexpr Submission account{Method::post, "/notices/{0}/accounted", "/meldinger/{0}?done=saved",
                             show};
constexpr Submission close{Method::post, "/notices/{0}/close", "/meldinger/{0}?done=saved", show};

constexpr Roles makers{Role::lager, Role::leder};
constexpr Roles readers{Role::lager, Role::ergo, Role::leder};

const routing::Route rows[] = {
    page_row("/meldinger", readers, "Safety notices", list, "state cursor format done"),
    page_row("/meldinger/{id}", readers, "One safety notice", show, "hjelpemiddel cursor done"),
    page_row("/meldinger/ny", makers, "A new safety notice", show_new),
    form_row("/meldinger/ny", makers, "Make a safety notice", routing::Write(submitted<make>)),
    page_row("/meldinger/{id}/kontakt", readers, "Whom a safety notice must reach", contacts,
             "cursor format done"),
    form_row("/meldinger/{id}/gjort-rede", makers, "An aid is accounted for",
             routing::Write(submitted<account>)),
    form_row("/meldinger/{id}/lukk", makers, "Close a safety notice",
             routing::Write(submitted<close>)),
};

}  // namespace

std::span<const routing::Route> notice_rows() { return rows; }

}  // namespace pages
