#include <boost/json.hpp>

#include "pages/page.hpp"
#include "pages/resume.hpp"
#include "pages/words.hpp"
#include "routing/form_fields.hpp"

namespace pages {
namespace {

// For a page: where somebody goes on who has to do something first, and the form that waits for it.
json::object waiting(const Request& request) {
    const Waiting behind = waiting_request(request);
    json::object view{{"to", behind.to}};
    if (!behind.form.empty()) view["form"] = behind.form;
    return view;
}

std::string_view heading_of(int status) {
    switch (status) {
        case 403:
            return "Det har du ikke tilgang til";
        case 404:
            return "Fant ikke siden";
        case 503:
        case 507:
            return "Prøv igjen om litt";
        default:
            return "Det gikk ikke";
    }
}

}  // namespace

Reply problem_page(const Request& request, const Reply& problem) {
    const json::value parsed = json::parse(problem.body);
    const std::string code(parsed.at("code").get_string());
    Reply page;
    if (problem.status == 401) {
        if (request.method == Method::get && request.path != "/") {
            return see_other(
                "/logg-inn?til=" +
                encoded(request.path + (request.query.empty() ? "" : "?" + request.query)));
        }
        if (request.method == Method::get) return see_other("/logg-inn");
        json::object view = waiting(request);
        view["title"] = say("Logg inn", request.language);
        view["problem"] =
            routing::is_multipart(request)
                ? say("Du var logget ut. Logg inn og velg bildet på nytt.", request.language)
                : say("Du var logget ut. Logg inn, så går skjemaet videre.", request.language);
        page = html(request, "sign_in", std::move(view), 401);
    } else if (code == "shown_again_needed") {
        json::object view = waiting(request);
        view["title"] = say("Bekreft at det er deg", request.language);
        page = html(request, "confirm", std::move(view), 403);
    } else if (const auto next = page_of_need(code); !next.empty()) {
        const Waiting behind = waiting_request(request);
        if (!behind.form.empty()) return need_page(request, code, behind, 403);
        return see_other(std::string(next) +
                         (behind.to == "/" ? "" : "?til=" + encoded(behind.to)));
    } else {
        json::object view;
        view["title"] = say(heading_of(problem.status), request.language);
        view["detail"] = parsed.at("title");
        // The browser went back to a form that it had sent, and its fields were changed.
        if (code == "idempotency_key_reused") {
            view["detail"] =
                say("Skjemaet er sendt før, og det som stod i det da, er lagret. Åpne siden på "
                    "nytt for å"
                    " sende noe annet.",
                    request.language);
        }
        page = html(request, "problem", std::move(view), problem.status);
    }
    for (const auto& [name, value] : problem.headers) {
        if (name == "allow" || name == "retry-after") page.headers.emplace_back(name, value);
    }
    return page;
}

}  // namespace pages
