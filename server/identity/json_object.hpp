#pragma once
// A JSON object from elsewhere, read strictly: one object and nothing behind it, well-formed UTF-8,
// no name twice at any depth, at most 32 levels. A member of another type is as if it were absent.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace boost::json {
class object;
}

namespace identity {

class JsonObject {
public:
    static std::optional<JsonObject> parse(std::string_view text);

    bool has(std::string_view name) const;
    std::optional<std::string> text(std::string_view name) const;
    // A whole number.
    std::optional<std::int64_t> number(std::string_view name) const;
    std::optional<bool> flag(std::string_view name) const;
    // A list of texts alone; a text by itself is a list of one.
    std::optional<std::vector<std::string>> texts(std::string_view name) const;
    std::optional<JsonObject> object(std::string_view name) const;
    // A list of objects alone.
    std::optional<std::vector<JsonObject>> objects(std::string_view name) const;

private:
    explicit JsonObject(std::shared_ptr<const boost::json::object> members)
        : members_(std::move(members)) {}

    std::shared_ptr<const boost::json::object> members_;
};

}  // namespace identity
