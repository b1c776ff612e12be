// Who may sign in, and the tokens of devices. What is secret is in the answer to its form, once.

#include "pages/page.hpp"
#include "pages/routes.hpp"
#include "pages/section.hpp"
#include "pages/submit.hpp"
#include "pages/table.hpp"
#include "pages/words.hpp"

namespace pages {
namespace {

using routing::Assurance;
using routing::Desk;

std::vector<Option> roles(const Page& page) {
    return options_of("role", {"lager", "ergo", "sjafor", "leder", "admin"}, page.language());
}

bool flag_of(const json::object& of, std::string_view key) {
    const auto* value = of.if_contains(key);
    return value != nullptr && value->is_bool() && value->get_bool();
}

std::string_view state_of(const json::object& user) {
    if (flag_of(user, "disabled")) return "disabled";
    if (flag_of(user, "must_change_password")) return "new";
    return "active";
}

constexpr Column columns[] = {
    {"Navn", "name", Cell::text, "/brukere/{id}"},
    {"Rolle", "role"},
    {"Depot", "depot"},
    {"Ser vernede adresser", "sees"},
    {"Status", "user_state", Cell::tag},
};

void complete(Page& page, json::array& rows) {
    for (json::value& row : rows) {
        auto& user = row.get_object();
        user["user_state"] = state_of(user);
        const bool sees =
            flag_of(user, "sees_protected") || text_at(user, "role") == to_text(Role::leder);
        user["sees"] = page.say(sees ? "Ja" : "Nei");
    }
}

Shown list(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    add_action(page, "/brukere/ny", "Ny bruker");
    return show_list(
        page, {"/users", "Brukere", "Ingen brukere ennå.", "brukere", columns, {}, complete});
}

void add_fields(Form& form, const Page& page, const json::object& now) {
    const auto say = [&](std::string_view text) { return page.say(text); };
    form.text("name", say("Navn"), text_at(now, "name"))
        .required()
        .hint(say("Det brukeren logger inn med."))
        .choice("role", say("Rolle"), roles(page), text_at(now, "role"))
        .choice("depot", say("Depot"), depot_options(page, "Ikke knyttet til ett"),
                text_at(now, "depot"))
        .box("sees_protected", say("Får se og sette adressesperre"), flag_of(now, "sees_protected"))
        .hint(say("Leder har det alltid. Gi det bare til den som trenger det."));
}

Shown show_new(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    Form form = page.form("/brukere/ny", "Opprett bruker");
    add_fields(form, page, {});
    page.view["intro"] = page.say(
        "Du får se et midlertidig passord én gang. Brukeren bytter det "
        "ved første innlogging.");
    add_section(page, Section().form(form));
    return page.show("sections", "Ny bruker");
}

Shown show(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const std::string id = encoded(request.path_values.at(0));
    const json::object user = page.ask("/users/" + id);
    if (user.empty()) return page.show("problem");
    const auto say = [&](std::string_view text) { return page.say(text); };
    page.view["title"] = user.at("name");
    Section facts(say("Om brukeren"));
    facts.fact(say("Rolle"), fact_of(page, user, "role"))
        .fact(say("Depot"), fact_of(page, user, "depot"))
        .fact(say("Innlogging stengt"), fact_of(page, user, "disabled"))
        .fact(say("Har passord her"), fact_of(page, user, "has_password"))
        .fact(say("Må bytte passord"), fact_of(page, user, "must_change_password"))
        .fact(say("Har engangskode"), fact_of(page, user, "has_second_factor"))
        .fact(say("Opprettet"), fact_of(page, user, "created_at"));
    add_aside(page, facts);

    Form form = page.form("/brukere/" + id + "/endre", "Lagre");
    form.version(page.etag());
    add_fields(form, page, user);
    form.box("disabled", say("Steng innloggingen"), flag_of(user, "disabled"))
        .hint(say("Brukeren logges ut med en gang."));
    add_section(page, Section(say("Endre")).form(form));

    Section reset(say("Når noe er glemt eller mistet"));
    if (flag_of(user, "has_password")) {
        Form password = page.form("/brukere/" + id + "/passord", "Lag nytt midlertidig passord");
        password.quiet().heading(say("Nytt passord"));
        reset.folded(password);
    }
    if (flag_of(user, "has_second_factor")) {
        Form factor = page.form("/brukere/" + id + "/engangskode", "Nullstill engangskoden");
        factor.quiet().heading(say("Ny engangskode"));
        reset.folded(factor);
    }
    reset.text(say("Begge deler logger brukeren ut overalt. Vær sikker på hvem du snakker med."));
    add_section(page, reset);
    return page.show("sections");
}

// What is shown once, and where one goes on.
Reply once(const Request& request, std::string_view title, std::string_view text,
           std::string_view label, std::string_view secret, std::string_view next) {
    const auto say = [&](std::string_view words) { return pages::say(words, request.language); };
    json::object view{{"title", say(title)}};
    add_section(
        view,
        Section().text(say(text)).secret(say(label), secret).next(next, say("Ferdig, gå videre")));
    return html(request, "sections", std::move(view));
}

constexpr Submission make_user{Method::post, "/users", {}, show_new};
constexpr Submission change_user{Method::patch, "/users/{0}", "/brukere/{0}?done=saved", show};
constexpr Submission new_password{Method::post, "/users/{0}/reset-password", {}, show};
constexpr Submission no_factor{Method::post, "/users/{0}/reset-second-factor",
                               "/brukere/{0}?done=saved", show};

Reply make(const Request& request, Desk& desk) {
    const auto answer = send(request, desk, make_user);
    if (!answer) return answer.error();
    const std::string next = filled("/brukere/{id}", request, answer->body);
    const std::string secret = text_at(answer->body, "password");
    // Sent twice: it was shown the first time.
    if (secret.empty()) return see_other(next + "?done=made");
    return once(request, "Brukeren er opprettet",
                "Gi brukeren passordet nå, helst muntlig. Det vises ikke igjen, og må byttes ved "
                "første innlogging.",
                "Midlertidig passord", secret, next);
}

Reply reset_password(const Request& request, Desk& desk) {
    const auto answer = send(request, desk, new_password);
    if (!answer) return answer.error();
    const std::string next = filled("/brukere/{0}", request, {});
    const std::string secret = text_at(answer->body, "password");
    if (secret.empty()) return see_other(next + "?done=saved");
    return once(request, "Nytt midlertidig passord",
                "Gi brukeren passordet nå, helst muntlig. Det vises ikke igjen, og må byttes ved "
                "neste innlogging.",
                "Midlertidig passord", secret, next);
}

// ---- devices ----------------------------------------------------------------------------------

constexpr Column device_columns[] = {
    {"Navn", "name", Cell::text, "/enheter/{id}"},
    {"Rolle", "role"},
    {"Depot", "depot"},
    {"Opprettet", "created_at"},
    {"Status", "user_state", Cell::tag},
};

void complete_devices(Page&, json::array& rows) {
    for (json::value& row : rows) {
        auto& token = row.get_object();
        token["user_state"] = token["revoked_at"].is_null() ? "active" : "revoked";
    }
}

Shown devices(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    add_action(page, "/enheter/ny", "Ny enhet");
    page.view["intro"] = page.say(
        "Skannere og maskiner viser hvem de er med en nøkkel. Trekk den tilbake når "
        "enheten er mistet eller ikke brukes mer.");
    return show_list(page, {"/tokens",
                            "Enheter",
                            "Ingen enheter ennå.",
                            "enheter",
                            device_columns,
                            {},
                            complete_devices});
}

Shown show_new_device(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const auto say = [&](std::string_view text) { return page.say(text); };
    Form form = page.form("/enheter/ny", "Lag nøkkelen");
    form.text("name", say("Navn"))
        .required()
        .hint(say("For eksempel hvor den står: sms-skranke-1."))
        .choice("role", say("Rolle"), roles(page), "lager")
        .choice("depot", say("Depot"), depot_options(page, {}), request.principal.depot);
    page.view["intro"] = say("Nøkkelen vises én gang.");
    add_section(page, Section().form(form));
    return page.show("sections", "Ny enhet");
}

Shown show_device(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const std::string id = encoded(request.path_values.at(0));
    const json::object token = page.ask("/tokens/" + id);
    if (token.empty()) return page.show("problem");
    const auto say = [&](std::string_view text) { return page.say(text); };
    page.view["title"] = token.at("name");
    add_action(page, "/enheter", "Tilbake til enhetene", true);
    add_section(page, Section()
                          .fact(say("Rolle"), fact_of(page, token, "role"))
                          .fact(say("Depot"), fact_of(page, token, "depot"))
                          .fact(say("Opprettet"), fact_of(page, token, "created_at"))
                          .fact(say("Trukket tilbake"), fact_of(page, token, "revoked_at")));
    if (token.at("revoked_at").is_null()) {
        Form form = page.form("/enheter/" + id + "/trekk", "Trekk nøkkelen tilbake");
        form.colour("danger");
        add_section(page, Section(say("Trekk tilbake"))
                              .text(say("Enheten kan ikke sende noe etter dette."))
                              .form(form));
    }
    return page.show("sections");
}

constexpr Submission make_token{Method::post, "/tokens", {}, show_new_device};
constexpr Submission revoke{Method::post, "/tokens/{0}/revoke", "/enheter/{0}?done=saved",
                            show_device};

Reply make_device(const Request& request, Desk& desk) {
    const auto answer = send(request, desk, make_token);
    if (!answer) return answer.error();
    const std::string next = filled("/enheter/{id}", request, answer->body);
    const std::string secret = text_at(answer->body, "token");
    if (secret.empty()) return see_other(next + "?done=made");
    return once(request, "Enheten er opprettet",
                "Legg nøkkelen inn på enheten nå. Den vises ikke igjen.", "Nøkkel", secret, next);
}

constexpr Roles admin{Role::admin};

// For whoever has just shown who it is.
constexpr routing::Route fresh(routing::Route row) {
    row.assurance = Assurance::fresh;
    return row;
}
// Its answer is not kept under the form's key, for it holds a secret.
constexpr routing::Route secret(routing::Route row) {
    row.kept = routing::Kept::outline;
    row.success = 200;
    return fresh(row);
}

const routing::Route rows[] = {
    fresh(page_row("/brukere", admin, "Users", list, "cursor format done")),
    fresh(page_row("/brukere/{id}", admin, "One user", show)),
    fresh(page_row("/brukere/ny", admin, "A new user", show_new)),
    secret(form_row("/brukere/ny", admin, "Add a user", routing::Work(make))),
    fresh(form_row("/brukere/{id}/endre", admin, "Change a user",
                   routing::Work(worked<change_user>))),
    secret(form_row("/brukere/{id}/passord", admin, "A password to sign in with once",
                    routing::Work(reset_password))),
    fresh(form_row("/brukere/{id}/engangskode", admin, "The user gets a second factor anew",
                   routing::Work(worked<no_factor>))),
    fresh(page_row("/enheter", admin, "Devices", devices, "cursor format done")),
    fresh(page_row("/enheter/{id}", admin, "One device", show_device)),
    fresh(page_row("/enheter/ny", admin, "A new device", show_new_device)),
    secret(form_row("/enheter/ny", admin, "A token for a device", routing::Work(make_device))),
    fresh(form_row("/enheter/{id}/trekk", admin, "The token counts no more",
                   routing::Work(worked<revoke>))),
};

}  // namespace

std::span<const routing::Route> user_rows() { return rows; }

}  // namespace pages
