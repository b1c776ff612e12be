#pragma once
// JSON bodies read strictly: every fault is collected with its JSON pointer, nothing is guessed.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "domain/ids.hpp"
#include "domain/time.hpp"
#include "routing/problem.hpp"

namespace api {

namespace json = boost::json;

// At most 32 levels; no duplicate keys, no U+0000, UTF-8 only, an object at the top.
// On failure one or more faults.
tl::expected<json::object, std::vector<routing::Fault>> parse_object(std::string_view text);

// A field's name as a part of a pointer, which its "/" and "~" would end or change.
std::string escaped(std::string_view name);

// The fields of one object. Each is asked for once; done() reports those nobody asked for.
class Fields {
public:
    Fields(const json::object& object, std::string pointer, std::vector<routing::Fault>& faults);

    // Required: when missing or wrong, a fault is noted and a harmless value comes back.
    std::string text(std::string_view name, std::size_t longest);
    std::int64_t number(std::string_view name, std::int64_t least, std::int64_t most);
    bool flag(std::string_view name);
    domain::Day day(std::string_view name);
    domain::Instant instant(std::string_view name);
    // What a scanner read: the separator GS belongs to it, blanks around it do not.
    std::string scanned(std::string_view name, std::size_t longest);
    template <class I>
    I id(std::string_view name) {
        return I{number(name, 1, INT64_MAX)};
    }

    // Optional: absent and null are none.
    std::optional<std::string> maybe_text(std::string_view name, std::size_t longest);
    // Also line breaks and tabs.
    std::optional<std::string> maybe_note(std::string_view name, std::size_t longest);
    std::optional<std::int64_t> maybe_number(std::string_view name, std::int64_t least,
                                             std::int64_t most);
    std::optional<bool> maybe_flag(std::string_view name);
    std::optional<domain::Day> maybe_day(std::string_view name);
    std::optional<domain::Instant> maybe_instant(std::string_view name);
    template <class I>
    std::optional<I> maybe_id(std::string_view name) {
        const auto number = maybe_number(name, 1, INT64_MAX);
        return number ? std::optional(I{*number}) : std::nullopt;
    }

    // One of an enumeration's names.
    template <class Parse>
    auto choice(std::string_view name, Parse parse) {
        using Value = typename decltype(parse(std::string_view()))::value_type;
        if (take_required(name) == nullptr) return Value{};
        return maybe_choice(name, parse).value_or(Value{});
    }
    template <class Parse>
    auto maybe_choice(std::string_view name, Parse parse) {
        const auto given = maybe_text(name, 40);
        auto value = given ? parse(std::string_view(*given)) : decltype(parse(*given))();
        if (given && !value) fault(name, "invalid_value");
        return value;
    }

    // The object or list of that name, for a reader of its own; null when absent or of another
    // type.
    const json::object* maybe_object(std::string_view name);
    const json::array* maybe_array(std::string_view name, std::size_t most);
    std::vector<std::string> maybe_texts(std::string_view name, std::size_t most,
                                         std::size_t longest);

    bool absent(std::string_view name) const;
    std::string pointer(std::string_view name) const;
    void fault(std::string_view name, std::string_view code);
    std::vector<routing::Fault>& faults() { return faults_; }

    // Reports the fields that were not asked for.
    void done();

private:
    const json::value* take(std::string_view name);
    template <class T>
    std::optional<T> maybe_parsed(std::string_view name,
                                  std::optional<T> (*parse)(std::string_view),
                                  std::string_view code);
    const json::value* take_required(std::string_view name);
    std::optional<std::string> read_text(std::string_view name, const json::value& value,
                                         std::size_t longest, bool lines);

    const json::object& object_;
    std::string pointer_;
    std::vector<routing::Fault>& faults_;
    std::vector<std::string_view> asked_;
};

// The whole body, read by f(Fields&); its faults, or its value.
template <class F>
auto read_object(const json::object& object, F f)
    -> tl::expected<decltype(f(std::declval<Fields&>())), std::vector<routing::Fault>> {
    std::vector<routing::Fault> faults;
    Fields fields(object, "", faults);
    auto value = f(fields);
    fields.done();
    if (!faults.empty()) return tl::unexpected(std::move(faults));
    return value;
}

template <class F>
auto read_body(const std::string& body, F f)
    -> tl::expected<decltype(f(std::declval<Fields&>())), std::vector<routing::Fault>> {
    auto object = parse_object(body);
    if (!object) return tl::unexpected(std::move(object.error()));
    return read_object(*object, f);
}

}  // namespace api
