#pragma once
// JSON for tests: written with Body, read with Json by JSON pointer. What is not there or has
// another type throws, so that a test fails with the pointer and the whole text.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace support {

// "text" as a JSON string.
std::string quoted(std::string_view text);

// An object under construction; a member set again is replaced where it stands.
class Body {
public:
    Body& set(std::string_view name, std::string_view value) { return raw(name, quoted(value)); }
    Body& set(std::string_view name, const char* value) { return raw(name, quoted(value)); }
    Body& set(std::string_view name, bool value) { return raw(name, value ? "true" : "false"); }
    Body& set(std::string_view name, std::int64_t value) {
        return raw(name, std::to_string(value));
    }
    Body& set(std::string_view name, int value) { return raw(name, std::to_string(value)); }
    Body& set(std::string_view name, const Body& value) { return raw(name, value.text()); }
    Body& list(std::string_view name, const std::vector<std::string>& raw_values);
    Body& raw(std::string_view name, std::string_view json);
    Body& without(std::string_view name);
    // Every member of the other set here.
    Body& merge(const Body& other);

    bool has(std::string_view name) const;
    std::string text() const;

private:
    std::vector<std::pair<std::string, std::string>> members_;
};

class Json {
public:
    Json() = default;  // null
    // Throws when it is no JSON.
    static Json parse(std::string_view text);

    bool has(std::string_view pointer) const;
    bool is_null(std::string_view pointer) const;
    std::string text(std::string_view pointer) const;
    std::int64_t number(std::string_view pointer) const;
    bool flag(std::string_view pointer) const;
    // Entries of a list or members of an object.
    std::size_t size(std::string_view pointer) const;
    std::vector<std::string> keys(std::string_view pointer) const;
    // That part, written without blanks.
    std::string dump(std::string_view pointer = "") const;
    // In each entry of the list: its text (or its number as text) at the inner pointer.
    std::vector<std::string> each(std::string_view list, std::string_view inner = "") const;

    struct Value;

private:
    std::shared_ptr<const Value> value_;
};

}  // namespace support
