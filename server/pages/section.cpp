#include "pages/section.hpp"

#include "pages/words.hpp"

namespace pages {
namespace {

json::array& list_in(json::object& view, std::string_view name) {
    auto& list = view[name];
    if (!list.is_array()) list = json::array();
    return list.get_array();
}

}  // namespace

Section::Section(std::string_view heading) {
    // What is not there is not looked for further out.
    view_ = {{"heading", heading},     {"texts", json::array()},   {"facts", json::array()},
             {"table", nullptr},       {"form", nullptr},          {"folded", json::array()},
             {"links", json::array()}, {"secrets", json::array()}, {"next_href", nullptr},
             {"next_label", nullptr}};
}

Section& Section::text(std::string_view text) {
    list_in(view_, "texts").push_back(json::object{{"line", text}, {"letter", false}});
    return *this;
}
Section& Section::letter(std::string_view text) {
    list_in(view_, "texts").push_back(json::object{{"line", text}, {"letter", true}});
    return *this;
}
Section& Section::fact(std::string_view label, std::string_view value, std::string_view href) {
    if (value.empty()) return *this;
    list_in(view_, "facts").push_back({{"label", label}, {"said", value}, {"href", href}});
    return *this;
}
Section& Section::table(json::object table) {
    view_["table"] = std::move(table);
    return *this;
}
Section& Section::form(const Form& form) {
    view_["form"] = form.view();
    return *this;
}
Section& Section::folded(const Form& form) {
    list_in(view_, "folded").push_back(form.view());
    return *this;
}
Section& Section::link(std::string_view href, std::string_view label, std::string_view about) {
    list_in(view_, "links").push_back({{"href", href}, {"label", label}, {"about", about}});
    return *this;
}
Section& Section::next(std::string_view href, std::string_view label) {
    view_["next_href"] = href;
    view_["next_label"] = label;
    return *this;
}
Section& Section::secret(std::string_view label, std::string_view value) {
    list_in(view_, "secrets").push_back({{"label", label}, {"value", value}});
    return *this;
}

void add_section(json::object& view, const Section& section) {
    json::object added = section.view();
    auto& list = list_in(view, "sections");
    added["id"] = "s" + std::to_string(list.size() + 1);
    list.push_back(std::move(added));
}

void add_aside(Page& page, const Section& section) {
    json::object view = section.view();
    auto& list = list_in(page.view, "aside");
    view["id"] = "a" + std::to_string(list.size() + 1);
    list.push_back(std::move(view));
}

std::string fact_of(const Page& page, const json::object& of, std::string_view key) {
    const auto* value = of.if_contains(key);
    if (value == nullptr || value->is_null()) return {};
    if (const auto* flag = value->if_bool()) return page.say(*flag ? "Ja" : "Nei");
    if (const auto* list = value->if_array()) {
        std::string all;
        for (const json::value& entry : *list) {
            all += (all.empty() ? "" : ", ");
            all += entry.is_string() ? std::string(entry.get_string()) : json::serialize(entry);
        }
        return all;
    }
    if (const auto* text = value->if_string()) {
        const Words words = words_of(key, *text);
        return words.bokmal.empty() ? shown(*text) : page.say(words.bokmal);
    }
    return json::serialize(*value);
}

std::optional<std::int64_t> number_of(const json::object& of, std::string_view key) {
    const auto* value = of.if_contains(key);
    return value != nullptr && value->is_int64() ? std::optional(value->get_int64()) : std::nullopt;
}

std::string lines_of(const json::object& of, std::string_view key) {
    std::string lines;
    const auto* list = of.if_contains(key);
    if (list == nullptr || !list->is_array()) return lines;
    for (const json::value& entry : list->get_array()) {
        lines += (lines.empty() ? "" : "\n") + std::string(entry.get_string());
    }
    return lines;
}

}  // namespace pages
