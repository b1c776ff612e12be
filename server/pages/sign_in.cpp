// Signing in and out, and showing again that it is oneself. A form that was sent meanwhile waits.

#include "pages/page.hpp"
#include "pages/resume.hpp"
#include "pages/routes.hpp"
#include "pages/submit.hpp"
#include "pages/words.hpp"

namespace pages {
namespace {

using routing::Desk;

json::object sign_in_view(const Request& request, Desk& desk) {
    json::array providers;
    const Answer known = work(request, desk, Method::get, "/sign-in", {});
    if (const auto* all = known.body.if_contains("providers")) {
        for (const json::value& each : all->get_array()) {
            const auto& provider = each.get_object();
            providers.push_back({{"name", provider.at("name")}, {"href", provider.at("path")}});
        }
    }
    return {{"title", say("Logg inn", request.language)},
            {"to", parameter(request, "til")},
            {"providers", std::move(providers)}};
}

Reply show_sign_in(const Request& request, Desk& desk) {
    return html(request, "sign_in", sign_in_view(request, desk));
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
    if (!answer.ok()) return again(request, "sign_in", sign_in_view(request, desk), *typed, answer);
    Reply reply = go_on(with_session_of(request, answer.reply), waiting_behind(request, *typed));
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
    Reply reply = go_on(with_session_of(request, answer.reply), waiting_behind(request, *typed));
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
    row.handler = routing::Work(show_sign_in);
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
