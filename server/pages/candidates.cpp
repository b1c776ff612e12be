// Candidates for permanent need: the list, and one with what an application to NAV asks for.

#include "db/settings_store.hpp"
#include "pages/fields.hpp"
#include "pages/figure_view.hpp"
#include "pages/page.hpp"
#include "pages/routes.hpp"
#include "pages/section.hpp"
#include "pages/submit.hpp"
#include "pages/table.hpp"
#include "pages/words.hpp"

namespace pages {
namespace {

constexpr Roles readers{Role::lager, Role::ergo, Role::leder};
constexpr Roles deciders{Role::ergo, Role::leder};

std::string why_of(const Page& page, const json::object& task) {
    std::string all;
    for (const json::value& reason : task.at("why").get_array()) {
        all += (all.empty() ? "" : ". ") +
               page.say(words_of("candidate_why", reason.get_string()).bokmal);
    }
    return all;
}

// ---- the list ----------------------------------------------------------------------------------

constexpr Column columns[] = {
    {"Låner", "name", Cell::text, "/varig/{id}"},
    {"Varegruppe", "iso_class"},
    {"Hvorfor", "reasons"},
    {"Status", "candidate_state", Cell::tag},
    {"Siden", "since"},
    {"Bør avgjøres innen", "decide_by"},
    {"Venter", "late", Cell::tag},
    {"Ansvarlig", "responsible"},
    {"Depot", "depot"},
};

void complete(Page& page, json::array& rows) {
    for (json::value& row : rows) {
        auto& task = row.get_object();
        task["name"] = task.at("borrower").at("name");
        task["reasons"] = why_of(page, task);
        task["candidate_state"] = task.at("state");
        task["late"] =
            task.at("waits_too_long").get_bool() ? json::value("late") : json::value(nullptr);
    }
}

Shown list(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const auto say = [&](std::string_view text) { return page.say(text); };
    std::string mine = parameter(request, "mine");
    if (mine.empty() && request.principal.role == Role::ergo) mine = "true";
    const bool is_mine = mine == "true";
    const std::string state = parameter(request, "state");
    Parameters always;
    if (is_mine) always["responsible"] = request.principal.name;
    if (!state.empty()) always["state"] = state;

    Form filters(request);
    filters.choice("state", say("Vis"),
                   options_of("candidate_state",
                              {"candidate", "assessing", "applied", "granted", "refused",
                               "not_needed", "lapsed"},
                              page.language(), say("Alle som er åpne")),
                   state);
    filters.choice("mine", say("Hvem sine"), {{"false", say("Alles")}, {"true", say("Mine")}},
                   is_mine ? "true" : "false");
    filters.choice("depot", say("Depot"), depot_options(page, "Alle"), parameter(request, "depot"));
    add_filters(page, filters);
    page.view["intro"] =
        say("Trengs hjelpemiddelet i mer enn to år, er det NAVs oppgave. Det som har ventet "
            "lengst, står først.");
    return show_list(page, {"/candidates",
                            "Kandidater for varig behov",
                            is_mine ? "Du har ingen kandidater nå." : "Ingen kandidater passer.",
                            "varig",
                            columns,
                            {"depot"},
                            complete,
                            always});
}

// ---- one ---------------------------------------------------------------------------------------

std::string path_of(const Request& request, std::string_view more = {}) {
    return "/varig/" + encoded(request.path_values.at(0)) + std::string(more);
}

// What each move is called, and what it asks for.
struct Move {
    std::string_view to;
    std::string_view submit;
    std::string_view explained;
    bool asks_day = false;
    bool asks_reference = false;
};
constexpr Move moves[] = {
    {"assessing", "Begynn å vurdere", "Du blir ansvarlig for saken."},
    {"applied", "Søknaden er sendt", "Til NAV Hjelpemiddelsentral.", true, true},
    {"granted", "Innvilget",
     "Lånet avsluttes når NAVs hjelpemiddel er levert, eller når NAV "
     "overtar det låneren har.",
     true, true},
    {"refused", "Avslått", {}, true},
    {"not_needed", "Ikke varig behov", {}},
};

constexpr Move take_back{"applied", "Ta tilbake «Innvilget»",
                         "Når det ble registrert ved en feil. Saken står da som søkt igjen."};

Form move_form(Page& page, const Move& move, const json::object& task, const std::string& etag) {
    Form form = page.form(path_of(page.request(), "/avgjor"), move.submit);
    form.named(std::string(move.to)).version(etag).hidden("to", std::string(move.to));
    if (move.asks_day) {
        form.day("day", page.say("Dato"), domain::to_text(page.request().now.today));
    }
    if (move.asks_reference) {
        form.text("reference", page.say("NAVs referanse"), text_at(task, "reference"));
        if (move.to == "granted") form.required();
    }
    form.area("note", page.say("Merknad")).hint(page.say("Kort, og uten opplysninger om helse."));
    return form;
}

// What rests may come up again.
std::string explained(const Page& page, const Move& move) {
    if (move.to != "refused" && move.to != "not_needed") return page.say(move.explained);
    const int months = db::settings::load(page.tx()).candidate_rest_months;
    return say("Det samme behovet kan tas opp igjen etter {n} måned.",
               "Det samme behovet kan tas opp igjen etter {n} måneder.", months, page.language());
}

void add_next_step(Page& page, const json::object& task, const std::string& etag) {
    const json::array allowed = array_at(task, "moves");
    // Then the loans are ended next.
    const bool granted = text_at(task, "state") == "granted";
    bool first = !granted;
    for (const Move& each : moves) {
        bool may = false;
        for (const json::value& one : allowed) may = may || one.get_string() == each.to;
        if (!may) continue;
        const Move& move = granted ? take_back : each;
        Form form = move_form(page, move, task, etag);
        if (first) {
            add_aside(page, Section(page.say("Neste steg")).text(explained(page, move)).form(form));
        } else {
            form.quiet().heading(page.say(move.submit));
            form.hint(explained(page, move) + " " +
                      page.say("Kort, og uten opplysninger om helse."));
            add_aside(page, Section().folded(form));
        }
        first = false;
    }
}

// Granted: what is still out ends as permanent, line by line.
void add_endings(Page& page, const json::object& task) {
    if (text_at(task, "state") != "granted") return;
    for (const json::value& entry : task.at("aids").get_array()) {
        const auto& aid = entry.get_object();
        if (!aid.at("to").is_null()) continue;
        const std::string loan = json::serialize(aid.at("loan_id"));
        const std::string line = json::serialize(aid.at("line"));
        Section section(text_at(aid, "product"));
        if (page.may_post("/loans/" + loan + "/lines/" + line + "/end") &&
            page.request().principal.role != Role::leder) {
            Form form = page.form(path_of(page.request(), "/lan/" + loan + "/linje/" + line),
                                  "Registrer som varig");
            form.named("end-" + line)
                .hidden("reason", "permanent")
                .text("reference", page.say("NAVs referanse"), text_at(task, "reference"))
                .required()
                .radio("taken_over", page.say("Hvilket hjelpemiddel beholder låneren?"),
                       {{"true", page.say("Dette. NAV har overtatt det")},
                        {"false", page.say("NAVs eget er levert. Dette er kommet tilbake")}},
                       "false");
            section.form(form);
        } else {
            section.text(page.say("Ergoterapeuten eller depotet avslutter lånet som varig."));
        }
        add_aside(page, section);
    }
}

constexpr Column aid_columns[] = {
    {"HMS-nr.", "hms_nr"},
    {"Produkt", "product", Cell::text, "/lan/{loan_id}"},
    {"ISO", "iso"},
    {"Kode", "item", Cell::code, "/hjelpemidler/{item}"},
    {"Fra", "from"},
    {"Til", "until"},
    {"Dager", "days", Cell::number},
    {"Forlenget", "extended"},
};

constexpr Column decision_columns[] = {
    {"Dato", "day"}, {"Fra", "from_words"},      {"Til", "candidate_state", Cell::tag},
    {"Av", "by"},    {"Referanse", "reference"}, {"Merknad", "note"},
};

void complete_aids(const Page& page, json::array& aids) {
    for (json::value& entry : aids) {
        auto& aid = entry.get_object();
        const auto overdue = aid.at("days_overdue").to_number<std::int64_t>();
        if (!aid.at("to").is_null()) {
            aid["until"] = aid.at("to");
        } else if (overdue > 0) {
            aid["until"] =
                say("{n} dag over fristen", "{n} dager over fristen", overdue, page.language());
        } else {
            aid["until"] = page.say("Ute nå");
        }
        if (number_of(aid, "quantity").value_or(1) > 1) {
            aid["product"] = json::serialize(aid.at("quantity")) + " × " + text_at(aid, "product");
        }
        json::array extended;
        for (const json::value& one : aid.at("extensions").get_array()) {
            const auto& extension = one.get_object();
            std::string text =
                domain::shown(*domain::parse_day(text_at(extension, "day"))) + ": " +
                say("{n} måned", "{n} måneder", extension.at("months").to_number<std::int64_t>(),
                    page.language());
            const std::string reason = text_at(extension, "reason");
            if (!reason.empty()) text += " (" + reason + ")";
            extended.emplace_back(text);
        }
        aid["extended"] = std::move(extended);
    }
}

Shown show(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    json::object task = page.ask("/candidates/" + encoded(request.path_values.at(0)));
    const std::string etag = page.etag();
    if (task.empty()) return page.show("problem");
    const auto say = [&](std::string_view text) { return page.say(text); };
    const auto& of = task.at("borrower").get_object();
    const std::string id = json::serialize(of.at("id"));
    const json::object borrower = page.ask_if_may("/borrowers/" + id);

    add_endings(page, task);
    add_next_step(page, task, etag);

    Section facts(say("Grunnlag for søknaden"));
    facts.fact(say("Låner"), text_at(of, "name"), "/lanere/" + id);
    facts.fact(say("Født"), fact_of(page, borrower, "birth_date"));
    facts.fact(say("Telefon"), text_at(of, "phone"));
    if (const auto* address = object_at(borrower, "address")) {
        facts.fact(say("Adresse"), text_at(*address, "street") + ", " +
                                       text_at(*address, "postal_code") + " " +
                                       text_at(*address, "city"));
    }
    facts.fact(say("Varegruppe"), class_name(page, text_at(task, "iso_class")));
    facts.fact(say("ISO-klasse"), text_at(task, "iso_class"));
    facts.fact(say("Hvorfor"), why_of(page, task));
    facts.fact(
        say("På lån siste tolv måneder"),
        pages::say("{n} dag", "{n} dager", number_at(task, "days_on_loan"), page.language()));
    if (number_at(task, "out") == 0 && task.at("closed_at").is_null()) {
        facts.text(say("Alt i denne klassen er levert inn."));
    }
    add_section(page, facts);

    json::array aids = task.at("aids").get_array();
    complete_aids(page, aids);
    json::object listed =
        table(page, aid_columns, aids, "Hjelpemidler i klassen", "Ingen hjelpemidler.", nullptr);
    listed["csv"] = nullptr;
    add_section(page, Section(say("Hjelpemidler i klassen")).table(std::move(listed)));

    task["candidate_state"] = task.at("state");
    Section state(say("Saken"));
    state.fact(say("Status"), say(words_of("candidate_state", text_at(task, "state")).bokmal));
    state.fact(say("Siden"), fact_of(page, task, "since"));
    state.fact(say("Bør avgjøres innen"), fact_of(page, task, "decide_by"));
    if (task.at("waits_too_long").get_bool()) state.fact(say("Frist"), say("Har ventet for lenge"));
    state.fact(say("Funnet"), fact_of(page, task, "opened_on"));
    state.fact(say("Søkt"), fact_of(page, task, "applied_on"));
    state.fact(say("NAVs referanse"), text_at(task, "reference"));
    state.fact(say("Ansvarlig"), text_at(task, "responsible"));
    state.fact(say("Depot"), text_at(task, "depot"));
    state.fact(say("Avsluttet"), fact_of(page, task, "closed_at"));
    add_section(page, state);

    json::array decisions = task.at("decisions").get_array();
    for (json::value& entry : decisions) {
        auto& decision = entry.get_object();
        decision["candidate_state"] = decision.at("to");
        decision["from_words"] = say(words_of("candidate_state", text_at(decision, "from")).bokmal);
    }
    json::object log = table(page, decision_columns, decisions, "Hva som er avgjort",
                             "Ingen har avgjort noe ennå.", nullptr);
    log["csv"] = nullptr;
    add_section(page, Section(say("Hva som er avgjort")).table(std::move(log)));

    add_action(page, "/varig", "Alle kandidater", true);
    page.view["print"] = true;
    // Names stay out of the history of the browser.
    page.view["title"] = say("Varig behov, sak") + " " + json::serialize(task.at("id"));
    return page.show("sections");
}

constexpr Submission decided{Method::post, "/candidates/{0}/decide", "/varig/{0}?done=decided",
                             show};
constexpr Submission ended{Method::post, "/loans/{1}/lines/{2}/end", "/varig/{0}?done=ended", show};

const routing::Route rows[] = {
    page_row("/varig", readers, "Candidates for permanent need", list,
             "state mine depot cursor format done"),
    page_row("/varig/{id}", readers, "One candidate, with the facts for an application", show),
    form_row("/varig/{id}/avgjor", deciders, "What was decided about a candidate",
             routing::Write(submitted<decided>)),
    form_row("/varig/{id}/lan/{loan}/linje/{line}", {Role::lager, Role::ergo},
             "A line of what was granted ends as permanent", routing::Write(submitted<ended>)),
};

}  // namespace

std::span<const routing::Route> candidate_rows() { return rows; }

}  // namespace pages
