// Who has looked at whom, for leaders: the log, one person's, and the review of days.

#include "pages/page.hpp"
#include "pages/routes.hpp"
#include "pages/section.hpp"
#include "pages/submit.hpp"
#include "pages/table.hpp"
#include "routing/problem.hpp"
#include "routing/texts.hpp"

namespace pages {
namespace {

constexpr Column columns[] = {
    {"Når", "at"},     {"Hvem", "by", Cell::text, "/innsyn?actor={actor_id}"},
    {"Rolle", "role"}, {"Depot", "depot"},
    {"Hva", "what"},   {"Gjaldt", "whom", Cell::text, "/innsyn/person/{person}"},
};

// One person is led to by number; of several only how many is said.
void complete(Page& page, json::array& rows) {
    for (json::value& row : rows) {
        auto& entry = row.get_object();
        const auto& persons = entry.at("borrowers").get_array();
        entry["person"] = persons.size() == 1 ? persons.front() : json::value();
        if (persons.size() == 1) {
            entry["whom"] =
                page.say("Låner nr.") + " " + json::serialize(json::value(persons.front()));
        } else if (!persons.empty()) {
            entry["whom"] = std::to_string(persons.size()) + " " + page.say("lånere");
        }
    }
}

void add_ways(Page& page, std::string_view here) {
    if (here != "/innsyn") add_action(page, "/innsyn", "Hele loggen", true);
    if (here != "finn") add_action(page, "/innsyn/finn", "Hvem har sett en person", true);
    if (here != "gjennomgang")
        add_action(page, "/innsyn/gjennomgang", "Gå gjennom dager", here != "/innsyn");
}

Shown list(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    add_ways(page, "/innsyn");
    Form filters(request);
    filters.day("from", page.say("Fra"), parameter(request, "from"))
        .day("to", page.say("Til og med"), parameter(request, "to"));
    if (const auto actor = parameter(request, "actor"); !actor.empty()) {
        filters.number("actor", page.say("Bruker nr."), std::atoll(actor.c_str()));
    }
    add_filters(page, filters);
    return show_list(page, {"/access-log",
                            "Innsynslogg",
                            "Ingen oppslag i dette tidsrommet.",
                            "innsynslogg",
                            columns,
                            {"actor", "from", "to"},
                            complete});
}

// ---- one person -------------------------------------------------------------------------------

Shown show_find(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    add_ways(page, "finn");
    const auto* sent = std::any_cast<Returned>(&request.prepared);
    Form form = page.form("/innsyn/finn", "Finn personen");
    form.text("q", page.say("Navn, telefon eller fødselsdato")).required().with("autofocus", true);
    add_section(page, Section().form(form));
    if (sent != nullptr && sent->faults.empty()) {
        json::object answer =
            page.ask("/borrowers", {{"q", sent->typed.text("q")}, {"limit", "50"}});
        auto* items = answer.if_contains("items");
        if (items == nullptr) return page.show("problem");
        static constexpr Column found[] = {
            {"Navn", "name", Cell::text, "/innsyn/person/{id}"},
            {"Født", "birth_date"},
            {"Type", "kind"},
        };
        json::object shown = table(page, found, items->get_array(), "Personer",
                                   "Ingen passer. Prøv et annet ord.", nullptr);
        shown["csv"] = nullptr;
        add_section(page, Section(page.say("Velg person")).table(std::move(shown)));
    }
    return page.show("sections", "Hvem har sett en person");
}

// With nothing personal in the address.
Shown find(const Request& request, db::ReadTx& tx) {
    const auto typed = Typed::parse(request.body);
    if (!typed) return routing::problem(request, 400, "invalid_query");
    Returned form{request.path, *typed, {}, {}};
    int status = 200;
    if (const auto code = refuse_typed(request, typed)) {
        form.title = std::string(routing::text(*code, request.language));
        form.faults.push_back({{}, form.title});
        status = 422;
    } else if (typed->text("q").empty()) {
        form.title = std::string(routing::text("required", request.language));
        form.faults.push_back({"q", form.title});
        status = 422;
    }
    return show_again(request, tx, show_find, std::move(form), status);
}

constexpr Column seen_columns[] = {
    {"Når", "at"},      {"Hvem", "by"},  {"Rolle", "role"},
    {"Depot", "depot"}, {"Hva", "what"}, {"Begrunnelse", "why"},
};

Shown person(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const std::string id = encoded(request.path_values.at(0));
    add_ways(page, "person");
    if (const auto number = std::atoll(id.c_str()); number > 0) {
        json::array names{json::object{{"borrower_id", std::int64_t(number)}}};
        page.add_borrower_names(names);
        const std::string name = text_at(names.front().get_object(), "borrower");
        if (!name.empty()) page.view["intro"] = name;
    }
    const std::string path = "/borrowers/" + id + "/seen-by";
    return show_list(page, {path,
                            "Hvem har sett personen",
                            "Ingen har sett personen ennå.",
                            "sett-av",
                            seen_columns,
                            {}});
}

// ---- the review of days -----------------------------------------------------------------------

constexpr Column finding_columns[] = {
    {"Dag", "day"},
    {"Hvem", "by", Cell::text, "/innsyn?actor={actor_id}&from={day}&to={day}"},
    {"Hva som er uvanlig", "text"},
    {"Oppslag", "looks", Cell::number},
    {"Personer", "persons", Cell::number},
};
constexpr Column review_columns[] = {
    {"Fra", "from"}, {"Til og med", "to"}, {"Hvem", "by"}, {"Når", "at"}, {"Merknad", "note"},
};

Shown show_review(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    add_ways(page, "gjennomgang");
    const auto say = [&](std::string_view text) { return page.say(text); };
    const auto today = request.now.today;
    auto asked = taken(request, {"from", "to", "cursor"});
    const auto* sent = std::any_cast<Returned>(&request.prepared);
    if (sent != nullptr)
        asked = {{"from", sent->typed.text("from")}, {"to", sent->typed.text("to")}};
    const auto from = domain::parse_day(asked["from"]).value_or(today - std::chrono::days(7));
    const auto to = domain::parse_day(asked["to"]).value_or(today - std::chrono::days(1));
    asked["from"] = domain::to_text(from);
    // What was typed the wrong way round is said at the form.
    asked["to"] = domain::to_text(std::clamp(to, from, from + std::chrono::days(30)));
    add_filters(page, Form(request)
                          .named("v")
                          .day("from", say("Fra"), asked["from"])
                          .day("to", say("Til og med"), asked["to"]));
    json::object found = page.ask("/access-log/review", asked);
    if (found.empty()) return page.show("problem");
    json::object findings =
        table(page, finding_columns, found.at("items").get_array(), "Uvanlige oppslag",
              "Ingenting uvanlig disse dagene.", found.if_contains("next"));
    findings["csv"] = nullptr;
    add_section(page, Section(say("Uvanlige oppslag"))
                          .text(say("Uvanlig er ikke det samme som galt. Spør den det gjelder."))
                          .table(std::move(findings)));
    Form form = page.form("/innsyn/gjennomgang", "Marker som gjennomgått");
    form.day("from", say("Fra"), asked["from"])
        .required()
        .day("to", say("Til og med"), asked["to"])
        .required()
        .area("note", say("Merknad"))
        .hint(say("Ikke skriv noe om personer her."));
    add_section(page, Section(say("Ferdig med disse dagene?")).form(form));
    json::object done = page.ask("/access-log/reviews", {{"limit", "20"}});
    if (done.empty()) return page.show("problem");
    json::object reviews = table(page, review_columns, done.at("items").get_array(),
                                 "Gjennomgått før", "Ingen dager er gjennomgått ennå.", nullptr);
    reviews["csv"] = nullptr;
    add_section(page, Section(say("Gjennomgått før")).table(std::move(reviews)));
    return page.show("sections", "Gå gjennom innsynsloggen");
}

constexpr Submission sign_off{Method::post, "/access-log/reviews", "/innsyn/gjennomgang?done=saved",
                              show_review};

constexpr Roles leder{Role::leder};

constexpr routing::Route find_row() {
    routing::Route row =
        form_row("/innsyn/finn", leder, "Whose rows are asked for", routing::Disclose(find));
    row.success = 200;
    return row;
}

const routing::Route rows[] = {
    page_row("/innsyn", leder, "The access log", list, "actor from to cursor format done"),
    page_row("/innsyn/finn", leder, "Find a person's rows", show_find),
    find_row(),
    page_row("/innsyn/person/{id}", leder, "Who has seen a person", person, "cursor format done"),
    page_row("/innsyn/gjennomgang", leder, "Review days of the log", show_review,
             "from to cursor done"),
    form_row("/innsyn/gjennomgang", leder, "Days were reviewed",
             routing::Write(submitted<sign_off>)),
};

}  // namespace

std::span<const routing::Route> access_rows() { return rows; }

}  // namespace pages
