#pragma once
// Forms: what they ask for, what was typed, and the JSON that the API takes for it.
//
// A field has the name that it has in the API's body, with "/" between the names of what is inside
// another: "address/street", "lines/0/item". A name that ends in "[]" is one entry of a list. Names
// that begin with "_" are the form's own: _token, _key, _version, and _why for the access log.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "routing/request.hpp"

namespace pages {

namespace json = boost::json;

// What a browser sent, in order.
class Typed {
public:
    Typed() = default;
    explicit Typed(std::vector<std::pair<std::string, std::string>> fields)
        : fields_(std::move(fields)) {}
    // None when an escape is broken.
    static std::optional<Typed> parse(std::string_view body);
    // Of a form with a file in it as well, without the file.
    static std::optional<Typed> sent(const routing::Request& request);

    // The last of that name: a box that is ticked comes behind its "false".
    const std::string* find(std::string_view name) const;
    std::string text(std::string_view name) const;
    bool has(std::string_view name, std::string_view value) const;
    const std::vector<std::pair<std::string, std::string>>& all() const { return fields_; }

private:
    std::vector<std::pair<std::string, std::string>> fields_;
};

// The body that a route takes, by the types of its schema: what is empty is left out, or is null
// where `clears` (a change takes back what was there). Fields that the schema does not have stay
// text: the API says what is wrong with them.
json::object body_of(const Typed& typed, std::string_view schema, bool clears);

// A number where the text is one; else the text, of which the API says what is wrong.
json::value number_or_text(const std::string& text);

// What is wrong with a field, by its name.
struct FieldFault {
    std::string name;
    std::string detail;
};

// A form that came back: shown again with what was typed and what is wrong.
struct Returned {
    std::string action;
    Typed typed;
    std::vector<FieldFault> faults;
    std::string title;  // what is wrong as a whole
};

struct Option {
    std::string value;
    std::string label;
    bool disabled = false;  // of boxes: shown, but cannot be ticked
};

// A form as the template "form" shows it.
class Form {
public:
    // Sent to the action, with what shows that it is ours.
    Form(const routing::Request& request, std::string_view action, std::string_view submit);
    // Asks the page itself: what a list shows.
    explicit Form(const routing::Request& request);

    Form& text(std::string_view name, std::string_view label, std::string_view value = {});
    Form& number(std::string_view name, std::string_view label,
                 std::optional<std::int64_t> value = {});
    Form& day(std::string_view name, std::string_view label, std::string_view value = {});
    Form& instant(std::string_view name, std::string_view label, std::string_view value = {});
    Form& area(std::string_view name, std::string_view label, std::string_view value = {});
    Form& box(std::string_view name, std::string_view label, bool value = false);
    Form& choice(std::string_view name, std::string_view label, const std::vector<Option>& options,
                 std::string_view value = {});
    Form& radio(std::string_view name, std::string_view label, const std::vector<Option>& options,
                std::string_view value = {});
    // Each ticked one is an entry of the list; those are ticked at first.
    Form& boxes(std::string_view name, std::string_view label, const std::vector<Option>& options,
                const std::vector<std::string>& ticked = {});
    // A file to choose, or the camera of a phone; the form goes to a Body::form_with_file.
    Form& photo(std::string_view name, std::string_view label);
    Form& hidden(std::string_view name, std::string_view value);
    Form& password(std::string_view name, std::string_view label, std::string_view autocomplete);
    // Of the last field.
    Form& required();
    Form& hint(std::string_view text);
    Form& with(std::string_view key,
               const json::value& value);  // of the last field, for its template
    // Of the whole form.
    Form& version(std::string_view etag);
    Form& colour(std::string_view tone);   // of the button
    Form& quiet();                         // a secondary button
    Form& heading(std::string_view text);  // shown folded in under these words
    Form& unfolded();
    // Its fields are not mixed up with those of the same name in other forms of the page.
    Form& named(std::string name);

    json::object view() const;

private:
    json::object& add(std::string_view kind, std::string_view name, std::string_view label,
                      std::string_view value);

    const routing::Request& request_;
    const Returned* returned_ = nullptr;
    static json::object* field_of(json::array& fields, const FieldFault& fault);

    json::object form_;
    json::array fields_;
    std::string named_;
};

// The values of a field of the API's as options, in words; `first`, when not empty, is the text of
// an empty one.
std::vector<Option> options_of(std::string_view field,
                               std::initializer_list<std::string_view> values,
                               routing::Language language, std::string_view first = {});

}  // namespace pages
