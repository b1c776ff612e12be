#include "pages/resume.hpp"

#include "identity/token.hpp"
#include "pages/section.hpp"
#include "pages/words.hpp"
#include "routing/form_fields.hpp"
#include "routing/origin.hpp"

namespace pages {

using routing::Method;
using routing::Reply;
using routing::Request;

Waiting waiting_request(const Request& request) {
    const bool form = request.method != Method::get;
    // A file is chosen again, on the page of the same address.
    const bool waits = form && !routing::is_multipart(request);
    return {request.path + (form || request.query.empty() ? "" : "?" + request.query),
            waits ? request.body : std::string()};
}

Waiting waiting_behind(const Request& request, const Typed& typed) {
    const std::string to = typed.text("_to");
    return {local(to.empty() ? parameter(request, "til") : to), typed.text("_form")};
}

Waiting waiting_behind(const Request& request) {
    const auto* sent = std::any_cast<Returned>(&request.prepared);
    return waiting_behind(request, sent == nullptr ? Typed() : sent->typed);
}

void keep(Form& form, const Waiting& waiting) {
    form.hidden("_to", waiting.to).hidden("_form", waiting.form);
}

Request with_session_of(const Request& request, const Reply& reply) {
    Request renewed = request;
    for (const auto& [name, value] : reply.headers) {
        if (name != "set-cookie") continue;
        const std::string pair = value.substr(0, value.find(';'));
        if (pair.starts_with(std::string(routing::session_cookie) + "=")) {
            const auto theme = routing::cookie(request.cookie, "kl-theme");
            renewed.cookie = pair + (theme.empty() ? "" : "; kl-theme=" + std::string(theme));
        }
    }
    return renewed;
}

Reply go_on(const Request& request, const Waiting& waiting) {
    const auto sent = Typed::parse(waiting.form);
    if (!sent || sent->all().empty()) return see_other(waiting.to);
    const auto token = routing::cookie(request.cookie, routing::session_cookie);
    json::array fields;
    for (const auto& [name, value] : sent->all()) {
        fields.push_back(
            {{"name", name}, {"value", name == "_token" ? identity::form_token(token) : value}});
    }
    return html(request, "resume",
                {{"title", say("Fullfør det du holdt på med", request.language)},
                 {"to", waiting.to},
                 {"fields", std::move(fields)}});
}

std::string_view page_of_need(std::string_view code) {
    if (code == "second_factor_needed") return "/logg-inn/kode";
    if (code == "password_change_needed") return "/konto/passord";
    if (code == "enrolment_needed") return "/konto/tofaktor";
    return {};
}

Reply need_page(const Request& request, std::string_view code, const Waiting& waiting, int status) {
    const auto words = [&](std::string_view text) { return say(text, request.language); };
    json::object view;
    if (code == "second_factor_needed") {
        view["title"] = words("Engangskode");
        Form form(request, "/logg-inn/kode", words("Logg inn"));
        form.text("code", words("Kode fra appen, eller en gjenopprettingskode"))
            .required()
            .with("autocomplete", "one-time-code")
            .with("autofocus", true);
        keep(form, waiting);
        add_section(view, Section().form(form));
    } else if (code == "password_change_needed") {
        view["title"] = words("Bytt passord");
        view["intro"] = words(
            "Minst 12 tegn. En lang setning er lett å huske og vanskelig å "
            "gjette. Du logges ut alle andre steder.");
        Form form(request, "/konto/passord", words("Bytt passord"));
        form.password("old", words("Passordet du har nå"), "current-password")
            .required()
            .password("new", words("Nytt passord"), "new-password")
            .required();
        keep(form, waiting);
        add_section(view, Section().form(form));
    } else {
        view["title"] = words("Engangskode på telefonen");
        view["intro"] = words(
            "Med en engangskode i tillegg til passordet kan ingen andre logge "
            "inn som deg. Du trenger en app for engangskoder på telefonen, for "
            "eksempel den som alt er der for andre tjenester.");
        Form form(request, "/konto/tofaktor", words("Vis QR-koden"));
        keep(form, waiting);
        add_section(view, Section().form(form));
    }
    return html(request, "sections", std::move(view), status);
}

}  // namespace pages
