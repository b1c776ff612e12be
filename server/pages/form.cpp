#include "pages/form.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "api/openapi.hpp"
#include "depot/oslo_time.hpp"
#include "domain/time.hpp"
#include "identity/token.hpp"
#include "pages/fields.hpp"
#include "pages/words.hpp"
#include "routing/form_fields.hpp"
#include "routing/origin.hpp"

namespace pages {
namespace {

const json::object& schemas() {
    static const json::value all = json::parse(api::schemas());
    return all.get_object();
}

// A schema behind its references; none: no such.
const json::object* resolved(const json::value* schema) {
    constexpr std::string_view home = "#/components/schemas/";
    for (int depth = 0; schema != nullptr && depth < 8; ++depth) {
        const auto* object = schema->if_object();
        if (object == nullptr) return nullptr;
        const auto* reference = object->if_contains("$ref");
        if (reference == nullptr) return object;
        schema =
            schemas().if_contains(std::string_view(reference->get_string()).substr(home.size()));
    }
    return nullptr;
}

bool is_of_type(const json::object& schema, std::string_view type) {
    const auto* given = schema.if_contains("type");
    if (given == nullptr) return false;
    if (const auto* one = given->if_string()) return *one == type;
    const auto& several = given->get_array();
    return std::any_of(several.begin(), several.end(),
                       [&](const json::value& each) { return each.get_string() == type; });
}

const json::object* property(const json::object* schema, std::string_view name) {
    if (schema == nullptr) return nullptr;
    if (const auto* properties = schema->if_contains("properties")) {
        if (const auto* found = properties->get_object().if_contains(name)) return resolved(found);
    }
    // A dictionary: every name has the same type.
    const auto* others = schema->if_contains("additionalProperties");
    return others != nullptr && others->is_object() ? resolved(others) : nullptr;
}

bool is_day(const json::object& schema) {
    const auto* pattern = schema.if_contains("pattern");
    return pattern != nullptr && pattern->get_string() == "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
}

// "22.11.2026" as it stands in an API; what is something else stays.
std::string day_as_sent(const std::string& typed) {
    int day = 0;
    int month = 0;
    int year = 0;
    char end = 0;
    if (std::sscanf(typed.c_str(), "%2d.%2d.%4d%c", &day, &month, &year, &end) != 3) return typed;
    return fmt::format("{:04}-{:02}-{:02}", year, month, day);
}

// "2026-11-22T09:30" by the clock on the wall.
std::string instant_as_sent(const std::string& typed) {
    if (typed.size() != 16 || (typed[10] != 'T' && typed[10] != ' ')) return typed;
    const auto day = domain::parse_day(std::string_view(typed).substr(0, 10));
    int hour = 0;
    int minute = 0;
    if (!day || std::sscanf(typed.c_str() + 11, "%2d:%2d", &hour, &minute) != 2) return typed;
    if (hour > 23 || minute > 59) return typed;
    const auto wall = std::chrono::hours(hour) + std::chrono::minutes(minute);
    auto instant = depot::oslo_midnight(*day) + wall;
    // The day on which the clock is changed is an hour longer or shorter.
    instant += wall - std::chrono::minutes(depot::oslo_minute(instant));
    return domain::to_text(instant);
}

// And back: what a browser's field for it takes. What is no instant stays.
std::string instant_as_typed(std::string_view stored) {
    const auto instant = domain::parse_instant(stored);
    if (!instant) return std::string(stored);
    const int minute = depot::oslo_minute(*instant);
    return fmt::format("{}T{:02}:{:02}", domain::to_text(depot::oslo_day(*instant)), minute / 60,
                       minute % 60);
}

json::value typed_value(const json::object* schema, const std::string& text) {
    if (schema == nullptr) return json::string(text);
    if (is_of_type(*schema, "integer")) return number_or_text(text);
    if (is_of_type(*schema, "boolean") && (text == "true" || text == "on")) return true;
    if (is_of_type(*schema, "boolean") && text == "false") return false;
    if (is_of_type(*schema, "array")) {
        json::array lines;
        std::string_view rest = text;
        while (!rest.empty()) {
            const auto end = rest.find('\n');
            const std::string_view line = rest.substr(0, end);
            if (!line.empty()) lines.push_back(json::string(line));
            rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        }
        return lines;
    }
    if (is_day(*schema)) return json::string(day_as_sent(text));
    const auto* pattern = schema->if_contains("pattern");
    const bool instant =
        pattern != nullptr && pattern->get_string().starts_with("^[0-9]{4}-[0-9]{2}-[0-9]{2}T");
    const bool given = schema == resolved(schemas().if_contains("given_instant"));
    if (instant || given) return json::string(instant_as_sent(text));
    return json::string(text);
}

std::optional<std::size_t> as_index(std::string_view name) {
    std::size_t index = 0;
    const auto* end = name.data() + name.size();
    const auto read = std::from_chars(name.data(), end, index);
    if (read.ec != std::errc() || read.ptr != end || index > 100) return std::nullopt;
    return index;
}

const json::object* entry_of(const json::object* schema) {
    const auto* items = schema == nullptr ? nullptr : schema->if_contains("items");
    return items == nullptr ? nullptr : resolved(items);
}

void put(json::value& into, const json::object* schema, std::string_view name,
         const std::string& text, bool clears) {
    const auto slash = name.find('/');
    std::string_view first = name.substr(0, slash);
    const bool last = slash == std::string_view::npos;
    const bool entry = last && first.ends_with("[]");
    if (entry) first.remove_suffix(2);

    json::value* place = nullptr;
    const json::object* of = nullptr;
    if (const auto index = as_index(first); index && into.is_array()) {
        auto& array = into.get_array();
        if (array.size() <= *index) array.resize(*index + 1);
        place = &array[*index];
        of = entry_of(schema);
    } else {
        if (!into.is_object()) into = json::object();
        of = property(schema, first);
        if (last && !entry && text.empty()) {
            if (clears) into.get_object()[first] = nullptr;
            return;
        }
        place = &into.get_object()[first];
    }
    if (entry) {
        if (!place->is_array()) *place = json::array();
        if (!text.empty()) place->get_array().push_back(typed_value(entry_of(of), text));
    } else if (last) {
        *place = typed_value(of, text);
    } else {
        const bool list = of != nullptr && is_of_type(*of, "array");
        if (list && !place->is_array()) *place = json::array();
        put(*place, of, name.substr(slash + 1), text, clears);
    }
}

// What holds nothing but nothing is nothing.
bool is_bare(const json::value& value) {
    if (value.is_null()) return true;
    const auto* object = value.if_object();
    return object != nullptr && std::all_of(object->begin(), object->end(), [](const auto& member) {
               return is_bare(member.value());
           });
}

}  // namespace

namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

std::optional<Typed> typed_of(std::optional<Fields> fields) {
    if (!fields) return std::nullopt;
    for (auto& field : *fields) std::erase(field.second, '\r');
    return Typed(std::move(*fields));
}

}  // namespace

std::optional<Typed> Typed::parse(std::string_view body) {
    return typed_of(routing::parse_query(body));
}

std::optional<Typed> Typed::sent(const routing::Request& request) {
    return typed_of(routing::form_fields(request));
}

const std::string* Typed::find(std::string_view name) const {
    const auto found = std::find_if(fields_.rbegin(), fields_.rend(),
                                    [&](const auto& field) { return field.first == name; });
    return found == fields_.rend() ? nullptr : &found->second;
}

std::string Typed::text(std::string_view name) const {
    const auto* found = find(name);
    return found == nullptr ? std::string() : *found;
}

bool Typed::has(std::string_view name, std::string_view value) const {
    return std::any_of(fields_.begin(), fields_.end(), [&](const auto& field) {
        return field.first == name && field.second == value;
    });
}

json::value number_or_text(const std::string& text) {
    if (const auto number = whole_number(text)) return *number;
    return json::string(text);
}

json::object body_of(const Typed& typed, std::string_view schema, bool clears) {
    const json::object* of = resolved(schemas().if_contains(schema));
    json::value body = json::object();
    for (const auto& [name, value] : typed.all()) {
        if (name.starts_with('_')) continue;
        put(body, of, name, value, clears);
    }
    json::object& object = body.get_object();
    for (auto member = object.begin(); member != object.end();) {
        if (!member->value().is_object() || !is_bare(member->value())) {
            ++member;
        } else if (clears) {
            member->value() = nullptr;
            ++member;
        } else {
            member = object.erase(member);
        }
    }
    return object;
}

Form::Form(const routing::Request& request) : request_(request) {
    form_["href"] = request.path;
    for (const char* name : {"submit", "problem", "tone", "variant", "upload", "heading", "open"}) {
        form_[name] = nullptr;
    }
    form_["errors"] = json::array();
}

Form::Form(const routing::Request& request, std::string_view action, std::string_view submit)
    : Form(request) {
    const auto* returned = std::any_cast<Returned>(&request.prepared);
    if (returned != nullptr && returned->action == action) returned_ = returned;
    form_["href"] = action;
    form_["submit"] = submit;
    const auto token = routing::cookie(request.cookie, routing::session_cookie);
    hidden("_token", identity::form_token(token));
    hidden("_key", identity::new_token());
    if (returned_ == nullptr) return;
    form_["problem"] = returned_->title;
    form_["open"] = true;
}

namespace {

// Of a list, also what is wrong with one of its entries.
bool concerns(const FieldFault& fault, std::string_view name, bool lines = false) {
    const bool boxes = name.ends_with("[]");
    if (boxes) name.remove_suffix(2);
    const bool entry = (boxes || lines) && fault.name.starts_with(std::string(name) + "/");
    return entry || fault.name == name;
}

}  // namespace

json::object& Form::add(std::string_view kind, std::string_view name, std::string_view label,
                        std::string_view value) {
    // All that the template asks of a field: what is not there is not looked for further out.
    json::object field{{"hint", nullptr},    {"error", nullptr},        {"required", false},
                       {"autofocus", false}, {"list", nullptr},         {"inputmode", nullptr},
                       {"narrow", false},    {"autocomplete", nullptr}, {"checked", false},
                       {"is_hidden", false}, {"is_input", false},       {"is_area", false},
                       {"is_choice", false}, {"is_radio", false},       {"is_boxes", false},
                       {"is_box", false},    {"is_photo", false},       {"rows", nullptr}};
    if (returned_ != nullptr && (!name.starts_with('_') || name == "_why")) {
        if (const auto* typed = returned_->typed.find(name)) value = *typed;
        std::string wrong;
        for (const FieldFault& fault : returned_->faults) {
            const bool own = concerns(fault, name, kind == "area");
            if (own) wrong += (wrong.empty() ? "" : " ") + fault.detail;
        }
        if (!wrong.empty()) field["error"] = wrong;
    }
    field["is_" + std::string(kind)] = true;
    field["id"] = "f-" + std::string(name);
    field["name"] = name;
    field["label"] = label;
    field["value"] = value;
    fields_.push_back(std::move(field));
    return fields_.back().get_object();
}

Form& Form::text(std::string_view name, std::string_view label, std::string_view value) {
    add("input", name, label, value)["type"] = "text";
    return *this;
}
Form& Form::number(std::string_view name, std::string_view label,
                   std::optional<std::int64_t> value) {
    auto& field = add("input", name, label, value ? std::to_string(*value) : std::string());
    field["type"] = "text";
    field["inputmode"] = "numeric";
    field["narrow"] = true;
    return *this;
}
Form& Form::day(std::string_view name, std::string_view label, std::string_view value) {
    auto& field = add("input", name, label, value);
    field["type"] = "date";
    field["narrow"] = true;
    return *this;
}
Form& Form::instant(std::string_view name, std::string_view label, std::string_view value) {
    auto& field = add("input", name, label, instant_as_typed(value));
    field["type"] = "datetime-local";
    field["narrow"] = true;
    return *this;
}
Form& Form::area(std::string_view name, std::string_view label, std::string_view value) {
    add("area", name, label, value);
    return *this;
}
Form& Form::box(std::string_view name, std::string_view label, bool value) {
    auto& field = add("box", name, label, value ? "true" : "false");
    field["checked"] = field["value"] == "true";
    return *this;
}
Form& Form::photo(std::string_view name, std::string_view label) {
    add("photo", name, label, {});
    form_["upload"] = true;
    return *this;
}
Form& Form::password(std::string_view name, std::string_view label, std::string_view autocomplete) {
    auto& field = add("input", name, label, {});
    field["type"] = "password";
    field["value"] = "";
    field["autocomplete"] = autocomplete;
    return *this;
}

namespace {

json::array options_view(const std::vector<Option>& options, std::string_view chosen,
                         const std::string& id) {
    json::array list;
    for (const Option& option : options) {
        list.push_back({{"value", option.value},
                        {"label", option.label},
                        {"id", id + "-" + std::to_string(list.size())},
                        {"field", id},
                        {"chosen", option.value == chosen}});
    }
    return list;
}

}  // namespace

Form& Form::choice(std::string_view name, std::string_view label,
                   const std::vector<Option>& options, std::string_view value) {
    auto& field = add("choice", name, label, value);
    field["options"] = options_view(options, std::string(field["value"].get_string()),
                                    std::string(field["id"].get_string()));
    return *this;
}
Form& Form::radio(std::string_view name, std::string_view label, const std::vector<Option>& options,
                  std::string_view value) {
    choice(name, label, options, value);
    auto& field = fields_.back().get_object();
    field["is_choice"] = false;
    field["is_radio"] = true;
    return *this;
}
Form& Form::boxes(std::string_view name, std::string_view label, const std::vector<Option>& options,
                  const std::vector<std::string>& ticked) {
    auto& field = add("boxes", name, label, {});
    const std::string of = std::string(field["name"].get_string());
    json::array list;
    for (const Option& option : options) {
        list.push_back({{"value", option.value},
                        {"label", option.label},
                        {"id", "f-" + of + "-" + std::to_string(list.size())},
                        {"field", "f-" + of},
                        {"disabled", option.disabled},
                        {"chosen", returned_ != nullptr
                                       ? returned_->typed.has(of, option.value)
                                       : std::find(ticked.begin(), ticked.end(), option.value) !=
                                             ticked.end()}});
    }
    field["options"] = std::move(list);
    return *this;
}
Form& Form::hidden(std::string_view name, std::string_view value) {
    add("hidden", name, {}, value);
    return *this;
}

Form& Form::required() { return with("required", true); }
Form& Form::hint(std::string_view text) { return with("hint", json::string(text)); }
Form& Form::with(std::string_view key, const json::value& value) {
    fields_.back().get_object()[key] = value;
    return *this;
}
Form& Form::version(std::string_view etag) { return hidden("_version", etag); }
Form& Form::colour(std::string_view tone) {
    form_["tone"] = tone;
    return *this;
}
Form& Form::quiet() {
    form_["variant"] = "secondary";
    return *this;
}
Form& Form::heading(std::string_view text) {
    form_["heading"] = text;
    return *this;
}

Form& Form::unfolded() {
    form_["open"] = true;
    return *this;
}

Form& Form::named(std::string name) {
    named_ = std::move(name) + "-";
    return *this;
}

namespace {

std::string_view text_in(const json::object& field, std::string_view key) {
    return field.at(key).get_string();
}

// The first field of what the API names as a whole: "address/street" of "address".
bool is_within(std::string_view name, const std::string& whole) {
    return !whole.empty() && name.starts_with(whole + "/");
}

bool is_own(const FieldFault& fault, std::string_view name) {
    return concerns(fault, name) || is_within(name, fault.name);
}

// Where a fault leads: to the first of several boxes or choices, else to the field itself.
std::string place_of(const json::object& field) {
    const auto* options = field.if_contains("options");
    const bool several =
        !field.at("is_choice").get_bool() && options != nullptr && !options->get_array().empty();
    const auto& at = several ? options->get_array().front().get_object() : field;
    return std::string(text_in(at, "id"));
}

void add_to_id(json::object& object, const std::string& named, std::string_view key = "id") {
    std::string id(text_in(object, key));
    object[key] = id.insert(std::string_view("f-").size(), named);
}

}  // namespace

// The field that a fault is said at; the form's first where it has none of its own.
json::object* Form::field_of(json::array& fields, const FieldFault& fault) {
    json::object* first = nullptr;
    json::object* within = nullptr;
    for (json::value& each : fields) {
        auto& field = each.get_object();
        if (field.at("is_hidden").get_bool()) continue;
        const auto name = text_in(field, "name");
        if (concerns(fault, name, field.at("is_area").get_bool())) return &field;
        if (first == nullptr) first = &field;
        if (within == nullptr && is_within(name, fault.name)) within = &field;
    }
    if (within != nullptr && within->at("error").is_null()) (*within)["error"] = fault.detail;
    return within != nullptr ? within : first;
}

json::object Form::view() const {
    json::object view = form_;
    json::array fields = fields_;
    if (!named_.empty()) {
        for (json::value& field : fields) {
            add_to_id(field.get_object(), named_);
            auto* options = field.get_object().if_contains("options");
            if (options == nullptr) continue;
            for (json::value& option : options->get_array()) {
                add_to_id(option.get_object(), named_);
                add_to_id(option.get_object(), named_, "field");
            }
        }
    }
    json::array errors;
    bool all_at_fields = true;
    if (returned_ != nullptr) {
        for (const FieldFault& fault : returned_->faults) {
            // What is wrong as a whole is said once.
            if (fault.name.empty() && fault.detail == returned_->title) continue;
            const auto* field = fault.name.empty() ? nullptr : field_of(fields, fault);
            const bool own = field != nullptr && is_own(fault, text_in(*field, "name"));
            all_at_fields = all_at_fields && own;
            // Under the name that the field has for people.
            const std::string label = own ? std::string(text_in(*field, "label")) + ": " : "";
            errors.push_back(
                {{"id", field == nullptr ? json::value() : json::value(place_of(*field))},
                 {"detail", label + fault.detail}});
        }
    }
    // What is wrong with each field says more than what is wrong with the first.
    if (all_at_fields && !errors.empty()) {
        view["problem"] = say("Noe må rettes før det kan lagres.", request_.language);
    }
    view["errors"] = std::move(errors);
    view["fields"] = std::move(fields);
    return view;
}

std::vector<Option> options_of(std::string_view field,
                               std::initializer_list<std::string_view> values,
                               routing::Language language, std::string_view first) {
    std::vector<Option> options;
    if (!first.empty()) options.push_back({"", std::string(first)});
    for (const std::string_view value : values) {
        options.push_back({std::string(value), say(words_of(field, value).bokmal, language)});
    }
    return options;
}

}  // namespace pages
