#pragma once
// Somebody has to do something first: sign in, show a code, choose a password. Where they were
// going waits meanwhile, with the form that they had sent.

#include <string>

#include "pages/page.hpp"

namespace pages {

struct Waiting {
    std::string to = "/";
    std::string form;  // its body; empty: none
};

// What a request wanted that could not be taken yet.
Waiting waiting_request(const routing::Request& request);
// What waits behind a page, by its form or by "til" of its address.
Waiting waiting_behind(const routing::Request& request, const Typed& typed);
Waiting waiting_behind(const routing::Request& request);
// Where it stands in a form.
void keep(Form& form, const Waiting& waiting);

// The same request with the session that an answer gave the browser.
routing::Request with_session_of(const routing::Request& request, const routing::Reply& reply);
// On to where one wanted to go; a form is sent by its sender, with the new session's token.
routing::Reply go_on(const routing::Request& request, const Waiting& waiting);

// The page of what has to be done first, by the API's code; empty: the code is of something else.
std::string_view page_of_need(std::string_view code);
routing::Reply need_page(const routing::Request& request, std::string_view code,
                         const Waiting& waiting, int status);

}  // namespace pages
