// Reminders: what was sent to borrowers and what did not arrive, one by hand, and what they say.

#include "pages/fields.hpp"
#include "pages/page.hpp"
#include "pages/routes.hpp"
#include "pages/section.hpp"
#include "pages/submit.hpp"
#include "pages/table.hpp"
#include "pages/words.hpp"

namespace pages {
namespace {

constexpr Column columns[] = {
    {"Laget", "made_at", Cell::text, "/paminnelser/{id}"},
    {"Til", "whom"},
    {"Gjelder", "about"},
    {"Status", "message_state", Cell::tag},
    {"Hvorfor", "because"},
    {"Måte", "medium"},
    {"Forsøk", "tries", Cell::number},
};

std::string in_words(const Page& page, std::string_view field, const json::value& value) {
    if (!value.is_string()) return {};
    return page.say(words_of(field, value.get_string()).bokmal);
}

std::string about_of(const Page& page, const json::object& message) {
    if (text_at(message, "kind") != "reminder") {
        return in_words(page, "message_kind", message.at("kind"));
    }
    return in_words(page, "reminder_step", message.at("step"));
}

// Why it was not sent, or what was wrong the last time.
std::string because_of(const Page& page, const json::object& message) {
    if (!message.at("why").is_null()) return in_words(page, "unsent", message.at("why"));
    const auto& attempts = message.at("attempts").get_array();
    if (attempts.empty() || text_at(message, "state") == "sent") return {};
    return in_words(page, "message_fault", attempts.back().at("fault"));
}

void complete(Page& page, json::array& rows) {
    for (json::value& row : rows) {
        auto& message = row.get_object();
        const json::object* borrower = message.at("borrower").if_object();
        message["whom"] = borrower != nullptr ? borrower->at("name") : message.at("week");
        message["about"] = about_of(page, message);
        message["because"] = because_of(page, message);
        message["message_state"] = message.at("state");
        message["tries"] = message.at("attempts").get_array().size();
    }
}

Shown list(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    add_filters(page, Form(request).choice(
                          "state", page.say("Status"),
                          options_of("message_state",
                                     {"dead", "refused", "waiting", "sent", "skipped", "cancelled"},
                                     page.language(), page.say("Alle")),
                          parameter(request, "state")));
    add_action(page, "/paminnelser?state=dead", "Ikke kommet fram", true);
    add_action(page, "/paminnelser/tekster", "Tekstene", true);
    page.view["live"] = "reminders";
    return show_list(page, {"/reminders",
                            "Påminnelser",
                            "Ingen påminnelser her.",
                            "paminnelser",
                            columns,
                            {"state", "loan", "borrower"},
                            complete});
}

// A table of a page that is no list of its own.
json::object part(const Page& page, std::span<const Column> of, const json::array& rows,
                  std::string_view title, std::string_view empty) {
    json::object shown = table(page, of, rows, title, empty, nullptr);
    shown["csv"] = nullptr;
    return shown;
}

// ---- one message -------------------------------------------------------------------------------

constexpr Column attempt_columns[] = {
    {"Når", "made_at"},
    {"Måte", "medium"},
    {"Tjeneste", "channel"},
    {"Resultat", "attempt_result", Cell::tag},
    {"Hva som var galt", "message_fault"},
    {"Svar", "detail"},
};

constexpr Column line_columns[] = {
    {"Lån", "loan_id", Cell::text, "/lan/{loan_id}"},
    {"Frist", "due"},
    {"Status", "line_out", Cell::tag},
};

Shown show(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    json::object message = page.ask("/reminders/" + encoded(request.path_values.at(0)));
    if (message.empty()) return page.show("problem");
    const auto say = [&](std::string_view text) { return page.say(text); };
    const auto fact = [&](const char* key) { return fact_of(page, message, key); };
    message["message_state"] = message.at("state");
    message["unsent"] = message.at("why");

    Section facts(say("Om påminnelsen"));
    if (const auto* borrower = message.at("borrower").if_object()) {
        facts.fact(say("Låner"), text_at(*borrower, "name"),
                   "/lanere/" + json::serialize(borrower->at("id")));
    }
    facts.fact(say("Gjelder"), about_of(page, message));
    facts.fact(say("Uke"), fact("week"));
    facts.fact(say("Status"), fact("message_state"));
    facts.fact(say("Hvorfor"), fact("unsent"));
    facts.fact(say("Måte"), fact("medium"));
    facts.fact(say("Laget"), fact("made_at"));
    facts.fact(say("Laget av"), fact("by"));
    facts.fact(say("Sendes tidligst"),
               text_at(message, "state") == "waiting" ? fact("next_at") : "");
    facts.fact(say("Ferdig"), fact("ended_at"));
    add_aside(page, facts);

    json::array& attempts = message.at("attempts").get_array();
    for (json::value& entry : attempts) {
        auto& attempt = entry.get_object();
        attempt["attempt_result"] = attempt.at("result");
        attempt["message_fault"] = attempt.at("fault");
    }
    add_section(page, Section(say("Forsøk"))
                          .table(part(page, attempt_columns, attempts, "Forsøk",
                                      "Ingenting er forsøkt sendt.")));
    json::array& lines = message.at("lines").get_array();
    for (json::value& entry : lines) {
        auto& line = entry.get_object();
        line["line_out"] = line.at("open").get_bool() ? "out" : "back";
    }
    if (!lines.empty()) {
        add_section(page, Section(say("Lån den gjelder"))
                              .table(part(page, line_columns, lines, "Lån den gjelder", "")));
    }
    page.view["title"] = say("Påminnelse") + " " + json::serialize(message.at("id"));
    return page.show("sections");
}

// ---- by hand -----------------------------------------------------------------------------------

constexpr Column log_columns[] = {
    {"Laget", "made_at", Cell::text, "/paminnelser/{id}"},
    {"Gjelder", "about"},
    {"Status", "message_state", Cell::tag},
    {"Hvorfor", "because"},
    {"Måte", "medium"},
};

Shown show_by_hand(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const std::string loan = encoded(request.path_values.at(0));
    const auto say = [&](std::string_view text) { return page.say(text); };
    json::object log = page.ask("/reminders", {{"loan", loan}, {"limit", "200"}});
    if (page.ask("/loans/" + loan).empty()) return page.show("problem");

    const Answer preview = get(request, tx, "/loans/" + loan + "/reminders/preview");
    for (const domain::BorrowerId person : preview.persons) page.shows(person);
    Section section(say("Det som blir sendt"));
    if (preview.ok()) {
        add_aside(page, Section(say("Slik går den"))
                            .fact(say("Måte"), fact_of(page, preview.body, "medium"))
                            .fact(say("Språk"), fact_of(page, preview.body, "language"))
                            .fact(say("Emne"), text_at(preview.body, "subject")));
        section.letter(text_at(preview.body, "text"));
        if (page.may_post("/loans/" + loan + "/reminders")) {
            section.text(
                say("Den går med en gang på dagtid, ellers klokken 8. Er noe levert "
                    "eller forlenget innen da, står det riktige i den."));
            section.form(page.form("/lan/" + loan + "/paminnelse", "Send påminnelse"));
        }
    } else {
        section.text(text_at(preview.body, "title"));
    }
    add_section(page, section);

    json::array rows = array_at(log, "items");
    complete(page, rows);
    add_section(page, Section(say("Sendt om dette lånet"))
                          .table(part(page, log_columns, rows, "Sendt om dette lånet",
                                      "Ingen påminnelser om dette lånet ennå.")));
    add_action(page, "/lan/" + loan, "Til lånet", true);
    page.view["title"] = say("Påminnelse om lån") + " " + loan;
    return page.show("sections");
}

constexpr Submission sent{Method::post, "/loans/{0}/reminders", "/lan/{0}/paminnelse?done=reminded",
                          show_by_hand};

// ---- what they say -----------------------------------------------------------------------------

Shown show_texts(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const json::object answer = page.ask("/reminder-texts");
    page.view["intro"] = page.say(
        "Slik ser påminnelsene ut, med et eksempel. SMS nevner aldri hva som er lånt, og "
        "meldinger til den som har adressevern, nevner aldri hjelpemidlene.");
    for (const json::value& entry : array_at(answer, "items")) {
        json::object text = entry.get_object();
        text["reminder_step"] = text.at("step");
        Section section(fact_of(page, text, "reminder_step") + ", " +
                        fact_of(page, text, "medium") + ", " + fact_of(page, text, "language"));
        section.fact(page.say("Emne"), text_at(text, "subject"));
        section.letter(text_at(text, "text"));
        add_section(page, section);
    }
    return page.show("sections", "Tekster i påminnelser");
}

constexpr Roles readers{Role::lager, Role::ergo, Role::leder};

const routing::Route rows[] = {
    page_row("/paminnelser", readers, "What was sent to borrowers", list,
             "state loan borrower cursor format why done"),
    page_row("/paminnelser/tekster", {Role::lager, Role::ergo, Role::leder, Role::admin},
             "What reminders say", show_texts),
    page_row("/paminnelser/{id}", readers, "One message, with what was tried", show, "why done"),
    page_row("/lan/{id}/paminnelse", readers, "A reminder by hand", show_by_hand, "why done"),
    form_row("/lan/{id}/paminnelse", readers, "A reminder is sent",
             routing::Write(submitted<sent>)),
};

}  // namespace

std::span<const routing::Route> reminder_rows() { return rows; }

}  // namespace pages
