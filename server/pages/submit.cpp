#include "pages/submit.hpp"

#include <stdexcept>

#include "identity/token.hpp"
#include "routing/origin.hpp"
#include "routing/problem.hpp"
#include "routing/texts.hpp"

namespace pages {

using routing::Desk;

std::string filled(std::string_view pattern, const Request& request, const json::object& answer) {
    std::string whole;
    for (;;) {
        const auto open = pattern.find('{');
        whole += pattern.substr(0, open);
        if (open == std::string_view::npos) return whole;
        const auto close = pattern.find('}', open);
        const auto name = pattern.substr(open + 1, close - open - 1);
        if (name.size() == 1 && name[0] >= '0' && name[0] <= '9') {
            whole += encoded(request.path_values.at(static_cast<std::size_t>(name[0] - '0')));
        } else if (const auto* value = answer.if_contains(name)) {
            const auto* text = value->if_string();
            whole += encoded(text != nullptr ? std::string_view(*text) : json::serialize(*value));
        }
        pattern.remove_prefix(close + 1);
    }
}

std::optional<std::string_view> refuse_typed(const Request& request,
                                             const std::optional<Typed>& typed) {
    if (!typed) return "invalid_form";
    if (!request.authorization.empty()) return std::nullopt;
    const auto token = routing::cookie(request.cookie, routing::session_cookie);
    if (!identity::is_form_token(token, typed->text("_token"))) return "form_too_old";
    return std::nullopt;
}

Returned returned(const Request& request, const Typed& typed, const Answer& problem) {
    Returned form{request.path, typed, {}, {}};
    if (const auto* title = problem.body.if_contains("title")) {
        form.title = std::string(title->get_string());
    }
    const auto* errors = problem.body.if_contains("errors");
    if (errors == nullptr) return form;
    for (const json::value& error : errors->get_array()) {
        const auto& fault = error.get_object();
        std::string name(fault.at("pointer").get_string());
        if (!name.empty() && (name.front() == '/' || name.front() == '?')) name.erase(0, 1);
        form.faults.push_back({std::move(name), std::string(fault.at("detail").get_string())});
    }
    return form;
}

Shown show_again(const Request& request, db::ReadTx& tx, Show page, Returned form, int status) {
    Request again = request;
    again.method = Method::get;
    again.parameters.clear();
    again.prepared = std::move(form);
    Shown shown = page(again, tx);
    if (shown.reply.status < 400) shown.reply.status = status;
    return shown;
}

namespace {

// What no form can put right: there is no page to go back to, or something has to be shown first.
bool is_no_fault_of_the_form(const Answer& answer) {
    if (answer.status == 404) return true;
    const auto* code = answer.body.if_contains("code");
    return answer.status == 403 && code != nullptr &&
           (*code == "shown_again_needed" || *code == "second_factor_needed");
}

json::object body_for(const Submission& submission, std::string_view path, const Typed& typed) {
    const auto* route = route_of(submission.method, path);
    if (route == nullptr) return {};
    return body_of(typed, route->body_schema, submission.method == Method::patch);
}

}  // namespace

Shown submit(const Request& request, db::WriteTx& tx, const Submission& submission) {
    const auto typed = Typed::sent(request);
    if (const auto code = refuse_typed(request, typed)) {
        if (!typed) return routing::problem(request, 400, *code);
        Returned form{
            request.path, *typed, {}, std::string(routing::text(*code, request.language))};
        return show_again(request, tx, submission.page, std::move(form), 422);
    }
    const std::string path = filled(submission.api, request, {});
    const json::object body = body_for(submission, path, *typed);
    Answer answer = change(request, tx, submission.method, path, body, typed->text("_version"));
    if (answer.ok()) {
        return {see_other(filled(submission.then, request, answer.body)), answer.persons};
    }
    if (is_no_fault_of_the_form(answer))
        return {std::move(answer.reply), std::move(answer.persons)};
    const int status = answer.status == 403 ? 403 : 422;
    Shown shown =
        show_again(request, tx, submission.page, returned(request, *typed, answer), status);
    shown.persons.insert(shown.persons.end(), answer.persons.begin(), answer.persons.end());
    return shown;
}

tl::expected<Answer, Reply> send(const Request& request, Desk& desk, const Submission& submission) {
    const auto typed = Typed::sent(request);
    const auto again = [&](const Returned& form, int status) {
        Shown shown = desk.read(
            [&](db::ReadTx& tx) { return show_again(request, tx, submission.page, form, status); });
        if (!shown.persons.empty()) throw std::logic_error("the page of a Work shows a person");
        return tl::unexpected(std::move(shown.reply));
    };
    if (request.body_too_large) {
        const std::string why(routing::text("file_too_large", request.language));
        return again({request.path, {}, {{std::string(submission.file), why}}, why}, 413);
    }
    if (const auto code = refuse_typed(request, typed)) {
        if (!typed) return tl::unexpected(routing::problem(request, 400, *code));
        return again(
            {request.path, *typed, {}, std::string(routing::text(*code, request.language))}, 422);
    }
    const std::string path = filled(submission.api, request, {});
    Answer answer = submission.file.empty()
                        ? work(request, desk, submission.method, path,
                               body_for(submission, path, *typed), typed->text("_version"))
                        : pass_on(request, desk, submission.method, path);
    if (answer.ok()) return answer;
    if (is_no_fault_of_the_form(answer)) return tl::unexpected(std::move(answer.reply));
    const bool said = answer.status == 403 || answer.status == 429;
    return again(returned(request, *typed, answer), said ? answer.status : 422);
}

Reply work_through(const Request& request, Desk& desk, const Submission& submission) {
    const auto answer = send(request, desk, submission);
    if (!answer) return answer.error();
    Reply reply = see_other(filled(submission.then, request, answer->body));
    copy_cookies(answer->reply, reply);
    return reply;
}

}  // namespace pages
