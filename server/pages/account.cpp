// One's own account: the password, the second factor, where one is signed in.

#include "db/user_store.hpp"
#include "identity/one_time_code.hpp"
#include "labels/symbol.hpp"
#include "pages/page.hpp"
#include "pages/resume.hpp"
#include "pages/routes.hpp"
#include "pages/section.hpp"
#include "pages/submit.hpp"
#include "pages/words.hpp"

namespace pages {
namespace {

using routing::Assurance;
using routing::Desk;

Shown show(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const auto say = [&](std::string_view text) { return page.say(text); };
    page.view["title"] = say("Min konto");
    const json::object session = page.ask_if_may("/session");
    json::object me{{"name", request.principal.name},
                    {"role", to_text(request.principal.role)},
                    {"depot", request.principal.depot},
                    {"sees_protected", request.principal.sees_protected}};
    Section facts(say("Om deg"));
    facts.fact(say("Navn"), fact_of(page, me, "name"))
        .fact(say("Rolle"), fact_of(page, me, "role"))
        .fact(say("Depot"), fact_of(page, me, "depot"))
        .fact(say("Ser vernede adresser"), fact_of(page, me, "sees_protected"))
        .fact(say("Innlogget til"), fact_of(page, session, "expires_at"));
    add_section(page, facts);
    add_section(page, Section(say("Innlogging"))
                          .link("/konto/passord", say("Bytt passord"),
                                say("Du logges ut alle andre steder."))
                          .link("/konto/tofaktor", say("Engangskode på telefonen"),
                                say("Sett den opp, eller bytt til en annen telefon.")));
    add_section(page, Section(say("Hjelp"))
                          .link("/hjelp/taster", say("Hurtigtaster"),
                                say("Se dem, og slå dem av om de er i veien.")));
    json::array open;
    const json::object sessions = page.ask_if_may("/sessions", {{"limit", "200"}});
    if (const auto* items = sessions.if_contains("items")) {
        for (const json::value& each : items->get_array()) {
            json::object one = each.get_object();
            const std::string id = json::serialize(one.at("id"));
            one["end"] =
                one.at("current").get_bool()
                    ? json::value()
                    : json::value(page.form("/konto/okter/" + id + "/avslutt", "Logg ut").view());
            open.push_back(std::move(one));
        }
    }
    page.view["sessions"] = std::move(open);
    return page.show("account");
}

constexpr Submission end{Method::post, "/sessions/{0}/end", "/konto?done=saved", show};

// ---- the code at sign-in, the password --------------------------------------------------------

Shown show_code(const Request& request, db::ReadTx&) {
    return need_page(request, "second_factor_needed", waiting_behind(request), 200);
}
Shown show_password(const Request& request, db::ReadTx&) {
    return need_page(request, "password_change_needed", waiting_behind(request), 200);
}

constexpr Submission code{Method::post, "/session/second-factor", {}, show_code};
constexpr Submission password{Method::post, "/session/password", {}, show_password};

Reply go_on_after(const Request& request, Desk& desk, const Submission& submission) {
    const auto answer = send(request, desk, submission);
    if (!answer) return answer.error();
    const auto typed = Typed::parse(request.body);
    Reply reply = go_on(with_session_of(request, answer->reply), waiting_behind(request, *typed));
    copy_cookies(answer->reply, reply);
    return reply;
}

Reply give_code(const Request& request, Desk& desk) { return go_on_after(request, desk, code); }
Reply change_password(const Request& request, Desk& desk) {
    return go_on_after(request, desk, password);
}

// ---- the second factor ------------------------------------------------------------------------

// The secret as a symbol to scan and as text to type, until a first code proves that it arrived.
json::object enrolment_view(const Request& request, const std::string& secret,
                            const std::string& uri, const Waiting& waiting) {
    const auto words = [&](std::string_view text) { return say(text, request.language); };
    Form form(request, "/konto/tofaktor/bekreft", words("Bekreft"));
    form.text("code", words("Koden som appen viser"))
        .required()
        .hint(words("Seks siffer. Den skifter hvert halve minutt."))
        .with("inputmode", "numeric")
        .with("autocomplete", "one-time-code");
    keep(form, waiting);
    const auto symbol = labels::Symbol::encode_exactly(uri);
    std::string grouped;
    for (std::size_t i = 0; i < secret.size(); ++i) {
        if (i > 0 && i % 4 == 0) grouped += ' ';
        grouped += secret[i];
    }
    return {{"title", words("Engangskode på telefonen")},
            {"secret", json::object{{"value", grouped}}},
            {"symbol",
             symbol ? "data:image/svg+xml," + encoded(labels::svg_of(*symbol)) : std::string()},
            {"form", form.view()}};
}

Shown show_factor(const Request& request, db::ReadTx&) {
    return need_page(request, "enrolment_needed", waiting_behind(request), 200);
}

// The symbol again, after a wrong code.
Shown show_pending(const Request& request, db::ReadTx& tx) {
    const auto secret = db::users::pending(tx, request.principal.actor);
    if (!secret) return show_factor(request, tx);
    return html(request, "enrolment",
                enrolment_view(request, identity::base32(*secret),
                               identity::totp_uri(*secret, request.principal.name),
                               waiting_behind(request)));
}

constexpr Submission begin{Method::post, "/session/enrolment", {}, show_factor};
constexpr Submission confirm{Method::post, "/session/enrolment/confirm", {}, show_pending};

Reply begin_enrolment(const Request& request, Desk& desk) {
    const auto answer = send(request, desk, begin);
    if (!answer) return answer.error();
    const auto typed = Typed::parse(request.body);
    return html(request, "enrolment",
                enrolment_view(request, text_at(answer->body, "secret"),
                               text_at(answer->body, "uri"), waiting_behind(request, *typed)));
}

// The recovery codes, once; then on to what waited.
Reply confirm_enrolment(const Request& request, Desk& desk) {
    const auto answer = send(request, desk, confirm);
    if (!answer) return answer.error();
    const Request renewed = with_session_of(request, answer->reply);
    const auto typed = Typed::parse(request.body);
    const Waiting waiting = waiting_behind(request, *typed);
    json::array codes;
    for (const json::value& each : answer->body.at("recovery_codes").get_array()) {
        codes.push_back(json::object{{"value", each}});
    }
    Form form(renewed, "/konto/videre",
              say("Jeg har tatt vare på dem, gå videre", request.language));
    keep(form, waiting);
    Reply reply = html(renewed, "recovery",
                       {{"title", say("Ta vare på gjenopprettingskodene", request.language)},
                        {"codes", std::move(codes)},
                        {"form", form.view()}});
    copy_cookies(answer->reply, reply);
    return reply;
}

Reply leave(const Request& request, Desk&) {
    const auto typed = Typed::parse(request.body);
    if (refuse_typed(request, typed)) return see_other("/");
    return go_on(request, waiting_behind(request, *typed));
}

constexpr auto everybody = Roles::all();

// To whom one factor is known.
constexpr routing::Route of_one_factor(routing::Route row) {
    row.assurance = Assurance::one_factor;
    return row;
}

const routing::Route rows[] = {
    page_row("/konto", everybody, "The own account", show),
    form_row("/konto/okter/{id}/avslutt", everybody, "End one of the own sessions",
             routing::Work(worked<end>)),
    of_one_factor(page_row("/logg-inn/kode", everybody, "The second factor", show_code, "til")),
    of_one_factor(
        form_row("/logg-inn/kode", everybody, "Show the second factor", routing::Work(give_code))),
    of_one_factor(
        page_row("/konto/passord", everybody, "Change the own password", show_password, "til")),
    of_one_factor(form_row("/konto/passord", everybody, "Change the own password",
                           routing::Work(change_password))),
    of_one_factor(
        page_row("/konto/tofaktor", everybody, "Get a second factor", show_factor, "til")),
    of_one_factor(form_row("/konto/tofaktor", everybody, "A new second factor",
                           routing::Work(begin_enrolment))),
    of_one_factor(form_row("/konto/tofaktor/bekreft", everybody,
                           "The first code of the new second factor",
                           routing::Work(confirm_enrolment))),
    form_row("/konto/videre", everybody, "Go on to what waited", routing::Work(leave)),
};

}  // namespace

std::span<const routing::Route> account_rows() { return rows; }

}  // namespace pages
