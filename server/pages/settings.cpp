// The numbers that the depot works by, and the terms that borrowers are given.

#include <algorithm>

#include "domain/settings.hpp"
#include "pages/page.hpp"
#include "pages/routes.hpp"
#include "pages/section.hpp"
#include "pages/submit.hpp"
#include "pages/table.hpp"
#include "pages/words.hpp"

namespace pages {
namespace {

struct Group {
    std::string_view name;
    std::string_view heading;
};
constexpr Group groups[] = {{"lan", "Lån"},
                            {"varsel", "Frister og påminnelser"},
                            {"hjelpemidler", "Hjelpemidler og lager"},
                            {"personvern", "Personvern"}};

struct Setting {
    std::string_view group;
    std::string_view name;
    std::string_view about;
};
// What each is for; its label is words_of("setting").
constexpr Setting settings[] = {
    {"lan", "loan_months", "Så lenge varer et vanlig lån. Fristen flyttes til neste åpne dag."},
    {"lan", "review_months", "Barneutstyr har ingen frist, men vurderes på nytt etter så lenge."},
    {"lan", "extension_months", "Lengste forlengelse om gangen."},
    {"lan", "extensions_by_ergo",
     "Så mange ganger kan en ergoterapeut forlenge samme lån. Leder kan flere ganger."},
    {"lan", "hold_days", "Åpne dager et bestilt hjelpemiddel står og venter på å bli hentet."},
    {"varsel", "due_soon_days", "Fra så mange dager før fristen vises lånet som snart ute."},
    {"varsel", "candidate_overdue_days",
     "Så mange dager over fristen gjør låneren til kandidat for varig behov."},
    {"varsel", "repeated_months",
     "Så mange måneder på lån i alt, i løpet av tolv, gjør låneren til kandidat for varig behov."},
    {"varsel", "candidate_rest_months",
     "Måneder før samme behov kan tas opp igjen, etter avslag eller når behovet ikke var varig."},
    {"hjelpemidler", "quarantine_days", "Dager i karantene etter retur med smitte."},
    {"hjelpemidler", "turnaround_days",
     "Åpne dager til vask og kontroll før hjelpemiddelet regnes som ledig igjen."},
    {"hjelpemidler", "dead_stock_months",
     "Klart og ikke lånt ut på så lenge: vises som ubrukt på lageret."},
    {"personvern", "anonymise_after_days",
     "Dager etter at det siste er avsluttet, før låneren gjøres anonym."},
    {"personvern", "lookups_per_day",
     "Slår noen opp flere personer på en dag, sier gjennomgangen av innsynsloggen fra."},
};

constexpr std::string_view steps[] = {"Første melding", "Andre melding", "Melding etter fristen",
                                      "Ringe", "Start tapssak"};

void add_fields(Form& form, const Page& page, const Group& group, const json::object& now) {
    for (const Setting& setting : settings) {
        if (setting.group != group.name) continue;
        form.number(std::string(setting.name), page.say(words_of("setting", setting.name).bokmal),
                    number_of(now, setting.name))
            .required()
            .hint(page.say(setting.about));
    }
    if (group.name != "varsel") return;
    const auto& days = now.at("reminder_steps").get_array();
    for (std::size_t i = 0; i < std::size(steps); ++i) {
        form.number("reminder_steps/" + std::to_string(i), page.say(steps[i]),
                    days.at(i).get_int64())
            .required()
            .with("inputmode", nullptr)
            .hint(page.say(i == 0
                               ? "Dager regnet fra fristen: -14 er to uker før, 1 er dagen etter."
                               : "Dager regnet fra fristen, senere enn den over."));
    }
}

Shown show(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const json::object now = page.ask("/settings");
    if (now.empty()) return page.show("problem");
    page.view["intro"] = page.say(
        "En endring gjelder med en gang. Lån som er gitt, beholder "
        "fristen sin.");
    add_action(page, "/innstillinger/historikk", "Hvem har endret hva", true);
    for (const Group& group : groups) {
        Form form = page.form("/innstillinger/" + std::string(group.name), "Lagre");
        form.version(page.etag()).quiet();
        add_fields(form, page, group, now);
        add_section(page, Section(page.say(group.heading)).form(form));
    }
    return page.show("sections", "Innstillinger");
}

constexpr Column history_columns[] = {
    {"Når", "at"}, {"Innstilling", "setting"}, {"Før", "old_value"}, {"Nå", "new"}, {"Hvem", "by"},
};

void complete(Page& page, json::array& rows) {
    for (json::value& row : rows) {
        auto& change = row.get_object();
        change["setting"] = change["name"];
        change["new"] = change["value"];
        if (change["old_value"].is_null()) change["old_value"] = page.say("fra start av");
    }
}

Shown history(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    add_action(page, "/innstillinger", "Tilbake til innstillingene", true);
    return show_list(page, {"/settings/history",
                            "Endringer i innstillingene",
                            "Ingen innstilling er endret ennå.",
                            "innstillinger",
                            history_columns,
                            {},
                            complete});
}

// ---- the loan terms ---------------------------------------------------------------------------

Shown show_terms(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const json::object current = page.ask("/terms");
    const auto asked = taken(request, {"version"});
    const json::object terms = asked.empty() ? current : page.ask("/terms", asked);
    if (terms.empty()) return page.show("problem");
    const auto say = [&](std::string_view text) { return page.say(text); };
    const auto version = terms.at("version").get_int64();
    const auto newest = current.at("version").get_int64();
    page.view["intro"] =
        say(version == newest
                ? "Dette er vilkårene som gjelder nå. Hver låner får dem med seg på kvitteringen."
                : "Dette er en tidligere utgave. Lån fra den tiden ble gitt med den.");
    Section facts;
    facts.fact(say("Utgave"), std::to_string(version));
    // The first ones came with the program.
    if (version > 1) facts.fact(say("Gjelder fra"), shown(text_at(terms, "made_at")));
    if (version > 1) {
        facts.link("/vilkar?version=" + std::to_string(version - 1), say("Se utgaven før"));
    }
    if (version != newest) facts.link("/vilkar", say("Se utgaven som gjelder"));
    add_section(page, facts);
    add_section(page, Section(say("Bokmål")).letter(text_at(terms, "nb")));
    add_section(page, Section(say("Nynorsk")).letter(text_at(terms, "nn")));
    if (page.may_post("/terms")) {
        Form form = page.form("/vilkar", "Ta i bruk de nye vilkårene");
        form.heading(say("Skriv nye vilkår"))
            .area("nb", say("Bokmål"), text_at(current, "nb"))
            .required()
            .with("rows", 12)
            .area("nn", say("Nynorsk"), text_at(current, "nn"))
            .required()
            .with("rows", 12);
        add_section(page, Section().folded(form));
    }
    return page.show("sections", "Lånevilkår");
}

constexpr Submission change{Method::put, "/settings", "/innstillinger?done=saved", show};
constexpr Submission publish{Method::post, "/terms", "/vilkar?done=saved", show_terms};

constexpr Roles admin{Role::admin};

const routing::Route rows[] = {
    page_row("/innstillinger", admin, "The settings", show),
    form_row("/innstillinger/{group}", admin, "Change settings", routing::Write(submitted<change>)),
    page_row("/innstillinger/historikk", admin, "Who changed which setting", history,
             "cursor format done"),
    page_row("/vilkar", Roles::all(), "The loan terms", show_terms, "version done"),
    form_row("/vilkar", admin, "New loan terms", routing::Write(submitted<publish>)),
};

}  // namespace

std::span<const routing::Route> setting_rows() { return rows; }

}  // namespace pages
