#pragma once
// A provider's answer in JSON, asked by JSON pointer.

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace boost::json {
class value;
}

namespace messages {

class Answer {
public:
    // None: no JSON, or more than 32 levels of it.
    static std::optional<Answer> parse(std::string_view text);

    bool has(std::string_view pointer) const;
    // A text, a whole number or true/false, as text.
    std::optional<std::string> text(std::string_view pointer) const;

private:
    explicit Answer(std::shared_ptr<const boost::json::value> value) : value_(std::move(value)) {}

    std::shared_ptr<const boost::json::value> value_;
};

// A provider's reference as it may be kept: at most 200 visible ASCII characters, else nothing.
std::string kept_reference(std::string reference);

}  // namespace messages
