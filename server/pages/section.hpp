#pragma once
// Pages of plain sections: facts, lists, forms and links below one another, of the template
// "sections".

#include <optional>
#include <string>
#include <string_view>

#include "pages/fields.hpp"
#include "pages/form.hpp"
#include "pages/page.hpp"

namespace pages {

class Section {
public:
    explicit Section(std::string_view heading = {});

    Section& text(std::string_view text);
    // With its own lines.
    Section& letter(std::string_view text);
    // Left out when there is nothing to say.
    Section& fact(std::string_view label, std::string_view value, std::string_view href = {});
    Section& table(json::object table);
    Section& form(const Form& form);
    // Folded in under its heading.
    Section& folded(const Form& form);
    Section& link(std::string_view href, std::string_view label, std::string_view about = {});
    // The one that leads on.
    Section& next(std::string_view href, std::string_view label);
    // What is shown once, to be written down.
    Section& secret(std::string_view label, std::string_view value);

    json::object view() const { return view_; }

private:
    json::object view_;
};

void add_section(json::object& view, const Section& section);
inline void add_section(Page& page, const Section& section) { add_section(page.view, section); }
// Beside the others: what can be done.
void add_aside(Page& page, const Section& section);

// A value of an answer's as people read it: in words, as a day, "ja" or "nei"; empty: none.
std::string fact_of(const Page& page, const json::object& of, std::string_view key);
std::optional<std::int64_t> number_of(const json::object& of, std::string_view key);
// The entries of a list, one a line: as a text field takes them.
std::string lines_of(const json::object& of, std::string_view key);

}  // namespace pages
