#pragma once
// A form that was sent: the API makes the change; then one goes on to a page, or sees the form
// again with what was typed and what is wrong.

#include <string_view>

#include <tl/expected.hpp>

#include "pages/page.hpp"
#include "routing/desk.hpp"

namespace pages {

using Show = routing::Shown (*)(const routing::Request&, db::ReadTx&);

struct Submission {
    routing::Method method = routing::Method::post;
    // Below /api/v1, with {0} and {1} for what stands in the page's path: "/loans/{0}/extensions".
    std::string_view api;
    // Where one goes on, with {0} and with fields of the answer: "/lan/{id}?done=made".
    std::string_view then;
    // The page that the form is on.
    Show page;
    // The field with its file, when the API's route takes one: then the form goes on as it is.
    std::string_view file = {};
};

routing::Shown submit(const routing::Request& request, db::WriteTx& tx,
                      const Submission& submission);

// The same where the API's route is a Work: what it answered, or what the sender sees instead. The
// page shows no person.
tl::expected<Answer, routing::Reply> send(const routing::Request& request, routing::Desk& desk,
                                          const Submission& submission);
// And on to where the submission leads.
routing::Reply work_through(const routing::Request& request, routing::Desk& desk,
                            const Submission& submission);

// A Write handler of a submission.
template <const Submission& S>
routing::Shown submitted(const routing::Request& request, db::WriteTx& tx) {
    return submit(request, tx, S);
}

// A Work handler of a submission.
template <const Submission& S>
routing::Reply worked(const routing::Request& request, routing::Desk& desk) {
    return work_through(request, desk, S);
}

// What a form needs before its fields are looked at: readable, and one of ours. The fault, or none.
std::optional<std::string_view> refuse_typed(const routing::Request& request,
                                             const std::optional<Typed>& typed);
// The faults of a problem, by the names of fields.
Returned returned(const routing::Request& request, const Typed& typed, const Answer& problem);
// The page again, with the form as it was sent.
routing::Shown show_again(const routing::Request& request, db::ReadTx& tx, Show page, Returned form,
                          int status);

// "{0}" and "{id}" in a pattern.
std::string filled(std::string_view pattern, const routing::Request& request,
                   const json::object& answer);

}  // namespace pages
