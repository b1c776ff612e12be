// One loan, each of its lines, and its receipt.

#include <algorithm>

#include "db/name_store.hpp"
#include "db/settings_store.hpp"
#include "pages/fields.hpp"
#include "pages/loan_view.hpp"
#include "pages/page.hpp"
#include "pages/routes.hpp"
#include "pages/submit.hpp"
#include "pages/words.hpp"

namespace pages {
namespace {

std::string path_of(const Request& request, std::string_view more = {}) {
    return "/lan/" + encoded(request.path_values.at(0)) + std::string(more);
}

struct Found {
    json::object loan;
    json::object borrower;
    std::string etag;
};

// The loan with the names of what is lent, and who has it; both empty when it is not there.
Found find(Page& page) {
    Found found;
    found.loan = page.ask("/loans/" + encoded(page.request().path_values.at(0)));
    found.etag = page.etag();
    if (found.loan.empty()) return found;
    json::array loans{std::move(found.loan)};
    add_line_products(page, loans);
    found.loan = std::move(loans.front().get_object());
    add_summary(page, found.loan);
    found.borrower = page.ask("/borrowers/" + json::serialize(found.loan.at("borrower_id")));
    return found;
}

json::array lines_of(const json::object& loan) {
    json::array lines;
    for (const json::value& line : loan.at("lines").get_array()) {
        lines.push_back(shown_line(loan, line.get_object()));
    }
    return lines;
}

// ---- one loan ----------------------------------------------------------------------------------

void add_extend(Page& page, json::array& forms, const json::object& loan) {
    const auto settings = db::settings::load(page.tx());
    const auto language = page.language();
    std::string hint = say("Høyst {n} måned om gangen.", "Høyst {n} måneder om gangen.",
                           settings.extension_months, language);
    if (page.request().principal.role == Role::ergo) {
        hint += " " + say("Du kan forlenge et lån {n} gang, deretter lederen.",
                          "Du kan forlenge et lån {n} ganger, deretter lederen.",
                          settings.extensions_by_ergo, language);
    }
    if (!loan.at("days_overdue").is_null()) {
        hint += " " + page.say("Lånet er over fristen, så månedene regnes fra i dag.");
    }
    forms.push_back(page.form(path_of(page.request(), "/forleng"), "Forleng lånet")
                        .named("extend")
                        .heading(page.say("Forleng"))
                        .number("months", page.say("Antall måneder"), settings.extension_months)
                        .required()
                        .hint(hint)
                        .area("reason", page.say("Hvorfor"))
                        .required()
                        .hint(page.say("Kort, og uten opplysninger om helse."))
                        .view());
}

void add_fetch(Page& page, json::array& forms, const json::object& loan) {
    Form form = page.form(path_of(page.request(), "/hent"), "Bestill henting");
    form.named("fetch")
        .heading(page.say("Bestill henting"))
        .hidden("kind", "fetch")
        .hidden("loan_id", json::serialize(loan.at("id")))
        .day("day", page.say("Hvilken dag"))
        .required();
    std::vector<Option> lines;
    for (const json::value& entry : loan.at("lines").get_array()) {
        const json::object line = shown_line(loan, entry.get_object());
        if (!is_open(line)) continue;
        lines.push_back(
            {json::serialize(line.at("id")), std::string(line.at("name").get_string())});
    }
    if (lines.size() > 1) {
        form.boxes("lines[]", page.say("Hva skal hentes"), lines)
            .hint(page.say("Alt, hvis du ikke krysser av noe."));
    }
    form.area("note", page.say("Beskjed til sjåføren"));
    forms.push_back(form.view());
}

void add_review(Page& page, json::array& forms) {
    forms.push_back(page.form(path_of(page.request(), "/vurder"), "Lagre vurderingen")
                        .named("review")
                        .heading(page.say("Vurder barnets utstyr"))
                        .radio("outgrown", page.say("Passer det fortsatt?"),
                               {{"false", page.say("Ja, lånet fortsetter")},
                                {"true", page.say("Nei, det er vokst fra og skal hentes")}})
                        .number("months", page.say("Måneder til neste vurdering"))
                        .view());
}

void add_correct(Page& page, json::array& forms, const json::object& loan,
                 const std::string& etag) {
    const auto language = page.language();
    forms.push_back(
        page.form(path_of(page.request(), "/rett"), "Lagre rettingen")
            .named("correct")
            .heading(page.say("Rett opplysninger om lånet"))
            .version(etag)
            .choice("expected", page.say("Hvor lenge trengs det"),
                    options_of("expected", {"unknown", "under_2_years", "over_2_years"}, language),
                    text_at(loan, "expected"))
            .choice("arena", page.say("Hvor brukes det"),
                    options_of("arena",
                               {"own_home", "institution", "kindergarten", "school", "after_school",
                                "work", "other"},
                               language),
                    text_at(loan, "arena"))
            .choice("reason", page.say("Hva lånet er til"),
                    options_of("loan_reason", {"hospital", "rehab", "trial", "visit", "other"},
                               language, page.say("Ikke oppgitt")),
                    text_at(loan, "reason"))
            .text("requested_by", page.say("Hvem som ba om lånet"), text_at(loan, "requested_by"))
            .text("partner", page.say("Øyelege eller høresentral"), text_at(loan, "partner"))
            .number("borrower_id", page.say("Lånernummer"), loan.at("borrower_id").get_int64())
            .required()
            .hint(
                page.say("Bytt bare når lånet står på feil låner. Nummeret står på lånerens side."))
            .view());
}

// The extensions so far, the latest first, with the days that they led to.
json::array extensions_of(Page& page) {
    const json::object answer = page.ask_if_may(
        path_of(page.request()).replace(0, 4, "/loans") + "/extensions", {{"limit", "200"}});
    json::array rows;
    const auto* items = answer.if_contains("items");
    if (items == nullptr) return rows;
    rows = items->get_array();
    std::reverse(rows.begin(), rows.end());
    for (json::value& entry : rows) {
        auto& row = entry.get_object();
        std::string due;
        for (const json::value& line : row.at("lines").get_array()) {
            due = std::max(due, std::string(line.at("due_after").get_string()));
        }
        row["due_after"] = due;
        row["reason"] = row.at("reason").is_null() ? json::value("") : row.at("reason");
    }
    return rows;
}

Shown show(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    auto [loan, borrower, etag] = find(page);
    if (borrower.empty()) return page.show("problem");
    const std::string api = path_of(request).replace(0, 4, "/loans");
    const bool open = is_open(loan);
    json::array forms;
    if (open) {
        if (has_open(loan, "due") && page.may_post(api + "/extensions")) {
            add_extend(page, forms, loan);
        }
        if (has_open(loan, "review") && page.may_post(api + "/reviews")) add_review(page, forms);
        if (page.may_post("/pickups")) add_fetch(page, forms, loan);
    }
    if (page.may(Method::patch, api)) add_correct(page, forms, loan, etag);
    std::string arenas;
    for (const json::value& arena : loan.at("arenas").get_array()) {
        const Words words = words_of("arena", arena.get_string());
        arenas += (arenas.empty() ? "" : ", ") + page.say(words.bokmal);
    }
    loan["arenas_text"] = arenas;
    // Names stay out of the history of the browser.
    page.view["title"] = page.say("Lån") + " " + json::serialize(loan.at("id"));
    page.view["lines"] = lines_of(loan);
    page.view["may_end"] = open && page.may_post(api + "/lines/1/end");
    page.view["has_review"] = has_open(loan, "review");
    page.view["extended"] = extensions_of(page);
    page.view["forms"] = std::move(forms);
    page.view["loan"] = std::move(loan);
    page.view["borrower"] = std::move(borrower);
    return page.show("loan");
}

constexpr Submission extended{Method::post, "/loans/{0}/extensions", "/lan/{0}?done=extended",
                              show};
constexpr Submission ordered{Method::post, "/pickups", "/lan/{0}?done=fetch_ordered", show};
constexpr Submission reviewed{Method::post, "/loans/{0}/reviews", "/lan/{0}?done=reviewed", show};
constexpr Submission outgrown{Method::post, "/loans/{0}/reviews", "/lan/{0}?done=outgrown", show};
constexpr Submission corrected{Method::patch, "/loans/{0}", "/lan/{0}?done=saved", show};

Shown review(const Request& request, db::WriteTx& tx) {
    const auto typed = Typed::parse(request.body);
    const bool is_outgrown = typed && typed->text("outgrown") == "true";
    return submit(request, tx, is_outgrown ? outgrown : reviewed);
}

// ---- one of its lines --------------------------------------------------------------------------

// How a line ends, as the last part of the address and as the API calls it.
struct Ending {
    std::string_view path;
    std::string_view reason;
    std::string_view heading;
    std::string_view submit;
    std::string_view explained;
    Roles roles;
    std::string_view tone = {};
};

constexpr Roles makers{Role::lager, Role::ergo};

constexpr Ending endings[] = {
    {"levert", "returned", "Levert inn", "Registrer som levert inn",
     "Hjelpemiddelet er tilbake på depotet og går til rengjøring.", makers},
    {"varig", "permanent", "Blitt varig hos NAV", "Registrer som varig",
     "NAV har innvilget hjelpemiddelet varig.", makers},
    {"institusjon", "moved_to_institution", "Flyttet til institusjon", "Flytt til institusjonen",
     "Hjelpemiddelet følger med. Det blir et nytt lån på institusjonen.", makers},
    {"bo", "estate_settled", "Boet er gjort opp", "Registrer som levert fra boet",
     "Låneren er død, og hjelpemiddelet er kommet tilbake.", makers},
    {"kassert", "scrapped_at_borrower", "Kassert hos låneren", "Kasser",
     "Hjelpemiddelet er ødelagt og kommer ikke tilbake.", makers, "danger"},
    {"tapt",
     "lost",
     "Tapt",
     "Registrer som tapt",
     "Hjelpemiddelet kommer ikke tilbake, og ingen vet hvor det er.",
     {Role::leder},
     "danger"},
};

json::object end_form(Page& page, const Ending& ending, const std::string& to,
                      const json::object& line) {
    Form form = page.form(to + "/" + std::string(ending.path), ending.submit);
    form.named(std::string(ending.path))
        .heading(page.say(ending.heading))
        .hidden("reason", std::string(ending.reason));
    if (!ending.tone.empty()) form.colour(std::string(ending.tone));
    if (ending.reason == "permanent") {
        form.text("reference", page.say("NAVs referanse"))
            .required()
            .radio("taken_over", page.say("Hvilket hjelpemiddel beholder låneren?"),
                   {{"true", page.say("Dette. NAV har overtatt det")},
                    {"false", page.say("NAVs eget er levert. Dette er kommet tilbake")}},
                   "true");
    } else if (ending.reason == "moved_to_institution") {
        std::vector<Option> units{{"", page.say("Velg institusjon eller avdeling")}};
        for (auto& [id, name] : db::names::units(page.tx())) {
            units.push_back({std::to_string(id), std::move(name)});
        }
        form.choice("unit", page.say("Hvor"), units);
    } else if (ending.reason == "lost") {
        form.text("reference", page.say("Sak eller krav"));
    }
    if (line.at("quantity").get_int64() > 1) {
        form.number("quantity", page.say("Hvor mange"))
            .hint(page.say("Alle, hvis du ikke skriver noe. Så mange er ute:") + " " +
                  json::serialize(line.at("quantity")));
    }
    json::object view = form.view();
    view["explained"] = page.say(ending.explained);
    return view;
}

json::object swap_form(Page& page, const std::string& to, bool training) {
    Form form = page.form(to + "/bytt", "Bytt");
    form.named("swap").heading(page.say("Byttet med et annet"));
    form.text("item", page.say("Koden på det nye"))
        .required()
        .hint(page.say("Sju tegn, som 7K3-QF2-7. Står på etiketten."));
    if (training) {
        form.text("training/given_by", page.say("Opplæring gitt av"))
            .text("training/given_to", page.say("Opplæring gitt til"))
            .day("training/day", page.say("Dag for opplæringen"));
    }
    json::object view = form.view();
    view["explained"] =
        page.say("Låneren får et annet i stedet, med samme frist. Dette går til rengjøring.");
    return view;
}

Shown show_line(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const auto found = find(page);
    if (found.borrower.empty()) return page.show("problem");
    json::object line;
    for (const json::value& entry : lines_of(found.loan)) {
        if (json::serialize(entry.at("id")) == request.path_values.at(1)) line = entry.get_object();
    }
    if (line.empty()) return routing::Shown(see_other(path_of(request)));

    const std::string to = path_of(request, "/linje/" + encoded(request.path_values.at(1)));
    const std::string api = "/loans/1/lines/1";
    json::array forms;
    if (is_open(line)) {
        for (const Ending& ending : endings) {
            if (!ending.roles.has(request.principal.role)) continue;
            forms.push_back(end_form(page, ending, to, line));
            if (ending.reason != "returned" || !page.may_post(api + "/swap")) continue;
            if (line.at("item").is_null()) continue;
            const json::object product =
                page.ask("/products/" + json::serialize(line.at("product_id")));
            forms.push_back(swap_form(
                page, to,
                product.contains("needs_training") && product.at("needs_training").get_bool()));
        }
    }
    // The only choice there is need not be unfolded.
    if (forms.size() == 1) forms.front().get_object()["open"] = true;
    page.view["title"] = page.say("Avslutt eller bytt");
    page.view["forms"] = std::move(forms);
    page.view["line"] = std::move(line);
    page.view["loan"] = found.loan;
    page.view["borrower"] = found.borrower;
    return page.show("loan_line");
}

constexpr Submission ended{Method::post, "/loans/{0}/lines/{1}/end", "/lan/{0}?done=ended",
                           show_line};
constexpr Submission moved{Method::post, "/loans/{0}/lines/{1}/end",
                           "/lan/{moved_to}?done=moved_on", show_line};
constexpr Submission swapped{Method::post, "/loans/{0}/lines/{1}/swap", "/lan/{0}?done=swapped",
                             show_line};

// ---- the receipt -------------------------------------------------------------------------------

// It is the borrower's, and speaks their language.
Shown show_receipt(const Request& reader, db::ReadTx& tx) {
    Request request = reader;
    Page page(request, tx);
    const auto found = find(page);
    if (found.borrower.empty()) return page.show("problem");
    const bool nynorsk = found.borrower.at("language") == "nn";
    request.language = nynorsk ? routing::Language::nn : routing::Language::nb;
    const json::object terms =
        page.ask("/terms", {{"version", json::serialize(found.loan.at("terms_version"))}});
    if (terms.empty()) return page.show("problem");
    json::array paragraphs;
    std::string_view rest = terms.at(nynorsk ? "nn" : "nb").get_string();
    while (!rest.empty()) {
        const auto end = rest.find('\n');
        const std::string_view paragraph = rest.substr(0, end);
        if (!paragraph.empty()) paragraphs.push_back(json::string(paragraph));
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
    page.view["title"] =
        page.say("Kvittering for lån") + " " + json::serialize(found.loan.at("id"));
    page.view["lines"] = lines_of(found.loan);
    page.view["loan"] = found.loan;
    page.view["borrower"] = found.borrower;
    page.view["terms"] = std::move(paragraphs);
    page.view["terms_version"] = terms.at("version");
    return page.show("receipt");
}

constexpr Roles readers{Role::lager, Role::ergo, Role::leder};

constexpr std::string_view line_path = "/lan/{id}/linje/{line}";

const routing::Route rows[] = {
    page_row("/lan/{id}", readers, "One loan", show),
    form_row("/lan/{id}/forleng", {Role::ergo, Role::leder}, "Extended",
             routing::Write(submitted<extended>)),
    form_row("/lan/{id}/hent", makers, "A pick-up of it is asked for",
             routing::Write(submitted<ordered>)),
    form_row("/lan/{id}/vurder", makers, "Children's aids were looked at", routing::Write(review)),
    form_row("/lan/{id}/rett", makers, "Corrected", routing::Write(submitted<corrected>)),
    page_row("/lan/{id}/kvittering", readers, "The receipt, with the loan terms", show_receipt),
    page_row(line_path, readers, "One line of a loan, and how it ends", show_line),
    form_row("/lan/{id}/linje/{line}/levert", makers, "Returned", routing::Write(submitted<ended>)),
    form_row("/lan/{id}/linje/{line}/varig", makers, "Needed for good",
             routing::Write(submitted<ended>)),
    form_row("/lan/{id}/linje/{line}/institusjon", makers, "Goes on at an institution",
             routing::Write(submitted<moved>)),
    form_row("/lan/{id}/linje/{line}/bo", makers, "Came back from the estate",
             routing::Write(submitted<ended>)),
    form_row("/lan/{id}/linje/{line}/kassert", makers, "Scrapped at the borrower's",
             routing::Write(submitted<ended>)),
    form_row("/lan/{id}/linje/{line}/tapt", {Role::leder}, "Lost",
             routing::Write(submitted<ended>)),
    form_row("/lan/{id}/linje/{line}/bytt", makers, "Another in its place",
             routing::Write(submitted<swapped>)),
};

}  // namespace

std::span<const routing::Route> loan_rows() { return rows; }

}  // namespace pages
