#include "pages/page.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "db/name_store.hpp"
#include "identity/token.hpp"
#include "pages/assets.hpp"
#include "pages/menu.hpp"
#include "pages/words.hpp"
#include "routing/origin.hpp"

namespace pages {

namespace {

// The ids under that name, each once.
std::vector<std::int64_t> ids_of(const json::array& rows, std::string_view name) {
    std::vector<std::int64_t> ids;
    for (const json::value& row : rows) {
        const auto* id = row.get_object().if_contains(name);
        if (id != nullptr && id->is_int64()) ids.push_back(id->get_int64());
    }
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

void add_names(json::array& rows, std::string_view id_name, std::string_view name,
               const db::names::Names& names) {
    for (json::value& row : rows) {
        auto& object = row.get_object();
        const auto* id = object.if_contains(id_name);
        if (id == nullptr || !id->is_int64()) continue;
        const auto found = names.find(id->get_int64());
        if (found != names.end()) object[name] = found->second;
    }
}

}  // namespace

std::string Page::say(std::string_view bokmal) const { return pages::say(bokmal, language()); }

json::object Page::ask(std::string_view path, Parameters parameters) {
    if (refused_) return {};
    Answer answer = get(request_, tx_, path, std::move(parameters));
    persons_.insert(persons_.end(), answer.persons.begin(), answer.persons.end());
    if (!answer.ok()) {
        refused_ = std::move(answer);
        return {};
    }
    etag_.clear();
    for (const auto& [name, value] : answer.reply.headers) {
        if (name == "etag") etag_ = value;
    }
    return std::move(answer.body);
}

json::object Page::ask_if_may(std::string_view path, Parameters parameters) {
    return taken_from(get(request_, tx_, path, std::move(parameters)));
}

json::object Page::find_if_may(std::string_view path, const json::object& body,
                               Parameters parameters) {
    return taken_from(find(request_, tx_, path, body, std::move(parameters)));
}

json::object Page::taken_from(Answer answer) {
    if (!answer.ok()) return {};
    persons_.insert(persons_.end(), answer.persons.begin(), answer.persons.end());
    return std::move(answer.body);
}

bool Page::may(Method method, std::string_view path) const {
    return pages::may(request_, method, path);
}

void Page::add_product_names(json::array& rows) {
    add_names(rows, "product_id", "product", db::names::products(tx_, ids_of(rows, "product_id")));
}

void Page::add_borrower_names(json::array& rows) {
    const auto names = db::names::borrowers(tx_, ids_of(rows, "borrower_id"));
    for (const auto& [id, name] : names) persons_.push_back(domain::BorrowerId{id});
    add_names(rows, "borrower_id", "borrower", names);
}

Form Page::form(std::string_view action, std::string_view submit) const {
    return {request_, action, say(submit)};
}

Shown Page::show(std::string_view name) {
    return finished(refused_ ? Reply{} : html(request_, name, std::move(view)));
}

Shown Page::finished(Reply reply) {
    std::sort(persons_.begin(), persons_.end());
    persons_.erase(std::unique(persons_.begin(), persons_.end()), persons_.end());
    return {refused_ ? std::move(refused_->reply) : std::move(reply), std::move(persons_)};
}

Shown Page::show(std::string_view name, std::string_view title) {
    view["title"] = say(title);
    return show(name);
}

Parameters taken(const Request& request, std::initializer_list<const char*> names) {
    Parameters parameters;
    for (const char* name : names) {
        const auto found = request.parameters.find(name);
        if (found != request.parameters.end() && !found->second.empty()) parameters.insert(*found);
    }
    return parameters;
}

std::string parameter(const Request& request, const std::string& name) {
    const auto found = request.parameters.find(name);
    return found == request.parameters.end() ? std::string() : found->second;
}

void add_page_headers(Reply& reply) {
    reply.headers.emplace_back(
        "content-security-policy",
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'");
    reply.headers.emplace_back("vary", "cookie, accept-language");
}

Reply html(const Request& request, std::string_view name, json::object view, int status) {
    const auto language = request.language;
    view["lang"] = tag_of(language);
    view["theme"] = routing::cookie(request.cookie, "kl-theme");
    if (view["theme"].get_string().empty()) view["theme"] = "auto";
    view["css"] = asset_url("page.css");
    view["js"] = asset_url("page.js");
    view["icons"] = asset_url("icons.svg");
    view["font"] = asset_url("inter.woff2");
    view["favicon"] = asset_url("favicon.svg");
    view["here"] = request.method == Method::get ? request.path : std::string("/");
    if (request.principal.actor.value != 0) {
        view["user"] = json::object{{"name", request.principal.name},
                                    {"role", domain::to_text(request.principal.role)},
                                    {"depot", request.principal.depot},
                                    {"token", identity::form_token(routing::cookie(
                                                  request.cookie, routing::session_cookie))}};
        // Whoever has not shown all yet gets nowhere else.
        const bool known = request.principal.assurance > routing::Assurance::one_factor;
        if (known) view["menu"] = menu_of(request);
    }
    if (const auto done = request.parameters.find("done"); done != request.parameters.end()) {
        view["done"] = done_text(done->second, language);
    }
    Reply reply;
    reply.status = status;
    reply.content_type = "text/html;charset=utf-8";
    reply.body = render(name, view, language);
    add_page_headers(reply);
    return reply;
}

Reply see_other(std::string location) {
    Reply reply;
    reply.status = 303;
    reply.content_type = "text/html;charset=utf-8";
    reply.headers.emplace_back("location", std::move(location));
    return reply;
}

std::string local(const std::string& path) {
    const bool ours = path.starts_with('/') && !path.starts_with("//") &&
                      !path.starts_with("/\\") && path.find_first_of("\r\n") == std::string::npos;
    return ours ? path : "/";
}

}  // namespace pages
