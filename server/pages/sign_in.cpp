// Signing in and out, and showing again that it is oneself. A form that was sent meanwhile waits.

#include "pages/page.hpp"
#include "pages/routes.hpp"
#include "pages/submit.hpp"
#include "pages/words.hpp"

namespace pages {
namespace {

using domain::Roles;
using routing::Desk;
using routing::Method;
using routing::Reply;
using routing::Request;

json::object sign_in_view(const Request& request) {
    return {{"title", say("Logg inn", request.language)}, {"to", parameter(request, "til")}};
}

Reply show_sign_in(const Request& request) {
    return html(request, "sign_in", sign_in_view(request));
}

void copy_cookies(const Reply& from, Reply& to) {
    for (const auto& [name, value] : from.headers) {
        if (name == "set-cookie" || name == "clear-site-data") to.headers.emplace_back(name, value);
    }
}

// The token of the session that the answer opens.
std::string token_in(const Answer& answer) {
    const auto* token = answer.body.if_contains("form_token");
    return token == nullptr ? std::string() : std::string(token->get_string());
}

// Where one wanted to go; a form that waits is sent by its sender, with the new session's token.
Reply go_on(const Request& request, const Typed& typed, const Answer& answer) {
    std::string to = typed.text("_to");
    if (!to.starts_with('/') || to.starts_with("//") || to.starts_with("/\\")) to = "/";
    const auto waiting = Typed::parse(typed.text("_form"));
    if (!waiting || waiting->all().empty()) return see_other(to);
    json::array fields;
    for (const auto& [name, value] : waiting->all()) {
        const bool token = name == "_token";
        fields.push_back({{"name", name}, {"value", token ? token_in(answer) : value}});
    }
    return html(request, "resume",
                {{"title", say("Fullfør det du holdt på med", request.language)},
                 {"to", to},
                 {"fields", std::move(fields)}});
}

// The page again with what was wrong; never with a password.
Reply again(const Request& request, std::string_view name, json::object view, const Typed& typed,
            const Answer& answer) {
    view["to"] = typed.text("_to");
    view["form"] = typed.text("_form");
    view["name"] = typed.text("name");
    view["problem"] = answer.body.contains("title") ? answer.body.at("title") : json::value("");
    view["errors"] = json::array();
    return html(request, name, std::move(view), answer.status == 429 ? 429 : 422);
}

Reply sign_in(const Request& request, Desk& desk) {
    const auto typed = Typed::parse(request.body);
    if (!typed) return see_other("/logg-inn");
    const json::object body{{"name", typed->text("name")}, {"password", typed->text("password")}};
    const Answer answer = work(request, desk, Method::post, "/session", body);
    if (!answer.ok()) return again(request, "sign_in", sign_in_view(request), *typed, answer);
    Reply reply = go_on(request, *typed, answer);
    copy_cookies(answer.reply, reply);
    return reply;
}

Reply confirm(const Request& request, Desk& desk) {
    const auto typed = Typed::parse(request.body);
    if (const auto code = refuse_typed(request, typed)) return see_other("/");
    json::object body;
    for (const char* name : {"password", "code"}) {
        if (!typed->text(name).empty()) body[name] = typed->text(name);
    }
    const Answer answer = work(request, desk, Method::post, "/session/again", body);
    if (!answer.ok()) {
        return again(request, "confirm",
                     {{"title", say("Bekreft at det er deg", request.language)}}, *typed, answer);
    }
    Reply reply = go_on(request, *typed, answer);
    copy_cookies(answer.reply, reply);
    return reply;
}

Reply sign_out(const Request& request, Desk& desk) {
    const auto typed = Typed::parse(request.body);
    if (refuse_typed(request, typed)) return see_other("/");
    const Answer answer = work(request, desk, Method::del, "/session", {});
    Reply reply = see_other("/logg-inn");
    copy_cookies(answer.reply, reply);
    return reply;
}

constexpr routing::Route shown_page() {
    routing::Route row = page_row("/logg-inn", {}, "Sign in", nullptr, "til");
    row.handler = routing::Plain(show_sign_in);
    return row;
}

// To whom one factor is known.
constexpr routing::Route of_one_factor(routing::Route row) {
    row.assurance = routing::Assurance::one_factor;
    return row;
}

const routing::Route rows[] = {
    shown_page(),
    form_row("/logg-inn", {}, "Sign in", routing::Work(sign_in)),
    of_one_factor(
        form_row("/bekreft", Roles::all(), "Show again that it is you", routing::Work(confirm))),
    of_one_factor(form_row("/logg-ut", Roles::all(), "Sign out", routing::Work(sign_out))),
};

}  // namespace

std::span<const routing::Route> sign_in_rows() { return rows; }

}  // namespace pages
