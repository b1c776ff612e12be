#pragma once
// One page in the making: what it has learned from the API, and whom it shows.

#include <string>
#include <string_view>
#include <vector>

#include "pages/ask.hpp"
#include "pages/form.hpp"
#include "pages/view.hpp"
#include "routing/route.hpp"

namespace pages {

// The words that every page is written with.
using domain::Role;
using domain::Roles;
using routing::Method;
using routing::Reply;
using routing::Request;
using routing::Shown;

class Page {
public:
    // A page that is read, with a title for the reader.
    Page(const routing::Request& request, db::ReadTx& tx) : request_(request), tx_(tx) {}

    const routing::Request& request() const { return request_; }
    db::ReadTx& tx() const { return tx_; }
    routing::Language language() const { return request_.language; }
    std::string say(std::string_view bokmal) const;

    // What the template sees; "title" is the page's.
    json::object view;

    // Asks the API for what the page cannot do without: when it is refused, show() shows that.
    json::object ask(std::string_view path, Parameters parameters = {});
    // For what may be missing: an empty object when it is refused.
    json::object ask_if_may(std::string_view path, Parameters parameters = {});
    // The same of what is looked for by a body: "/borrowers/search".
    json::object find_if_may(std::string_view path, const json::object& body,
                             Parameters parameters = {});
    bool may(routing::Method method, std::string_view path) const;
    bool may_post(std::string_view path) const { return may(routing::Method::post, path); }
    // The tag of what was asked for last, for the form that changes it.
    const std::string& etag() const { return etag_; }
    // Persons that it shows beside those of the API's answers.
    void shows(domain::BorrowerId person) { persons_.push_back(person); }

    // The names of products and persons by their ids, in one statement each; a person whose name
    // is there counts as shown.
    void add_product_names(json::array& rows);
    void add_borrower_names(json::array& rows);

    Form form(std::string_view action, std::string_view submit) const;

    // The finished page, of the template of that name.
    routing::Shown show(std::string_view name);
    routing::Shown show(std::string_view name, std::string_view title);
    // Another answer in its place, unless it was refused.
    routing::Shown finished(routing::Reply reply);

private:
    json::object taken_from(Answer answer);

    const routing::Request& request_;
    db::ReadTx& tx_;
    std::vector<domain::BorrowerId> persons_;
    std::optional<Answer> refused_;
    std::string etag_;
};

// Of a page's parameters, those that the list below it takes.
Parameters taken(const routing::Request& request, std::initializer_list<const char*> names);
std::string parameter(const routing::Request& request, const std::string& name);

// A whole page from its view, with what the frame shows of the reader.
routing::Reply html(const routing::Request& request, std::string_view name, json::object view,
                    int status = 200);
// What every page may load and where its forms go.
void add_page_headers(routing::Reply& reply);
// To another page, after a form was taken.
routing::Reply see_other(std::string location);

// The path when it is a page of ours, and nobody else's; the start page for all others.
std::string local(const std::string& path);

// An answer of the API's as a page: what is wrong, and what to do. Of a form whose sender is not
// signed in any more, signing in goes on with it.
routing::Reply problem_page(const routing::Request& request, const routing::Reply& problem);

// Rows of the route table.
constexpr routing::Route page_row(std::string_view path, domain::Roles roles,
                                  std::string_view summary, routing::Disclose show,
                                  std::string_view parameters = "done") {
    routing::Route row;
    row.path = path;
    row.roles = roles;
    row.summary = summary;
    row.handler = show;
    row.parameters = parameters;
    row.media = "text/html";
    return row;
}
constexpr routing::Route form_row(std::string_view path, domain::Roles roles,
                                  std::string_view summary, routing::Handler handler) {
    routing::Route row;
    row.method = routing::Method::post;
    row.path = path;
    row.roles = roles;
    row.summary = summary;
    row.handler = handler;
    row.success = 303;
    row.body = routing::Body::form;
    row.media = "text/html";
    return row;
}

constexpr routing::Route file_form_row(std::string_view path, domain::Roles roles,
                                       std::string_view summary, routing::Work handler) {
    routing::Route row = form_row(path, roles, summary, handler);
    row.body = routing::Body::form_with_file;
    return row;
}

}  // namespace pages
