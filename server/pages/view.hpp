#pragma once
// From a template and what it shows to HTML. What is shown is JSON, as the API answers; in a
// template each value is text that HTML escapes, and beside a value stand, made here:
//
//     day, instant    as people read them; NAME_raw is the value itself
//     state, owner …  NAME_text in words, NAME_tone the colour of its tag (words.hpp)
//     code, item      NAME_text as printed on the label: 7K3-QF2-7
//     phone           phone_call: as a link calls it, without blanks
//     a list          has_NAME and NAME_count
//
// But nothing of this for `value`, which goes back to the server as it is.
// {{#t}}…{{/t}} is said in the reader's language, {{> name}} is another template.

#include <string>
#include <string_view>

#include <boost/json/object.hpp>

#include "routing/request.hpp"

namespace pages {

namespace json = boost::json;

// The whole page: the frame around the template of that name. Any thread. Throws std::logic_error
// when there is no such template or it cannot be read.
std::string render(std::string_view name, const json::object& view, routing::Language language);

// A view with what is made beside its values.
json::object decorated(const json::object& view, routing::Language language);

// "22.11.2026", "22.11.2026 kl. 10.30"; what is neither a day nor an instant stays.
std::string shown(std::string_view value);

}  // namespace pages
