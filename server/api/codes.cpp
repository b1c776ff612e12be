#include "api/codes.hpp"

#include <algorithm>

#include "labels/code.hpp"

namespace api {
namespace {

std::string parse(Fields& fields, std::string_view name, std::string_view text) {
    const auto parsed = labels::LabelCode::parse(text);
    if (parsed) return parsed->text();
    if (parsed.error() == labels::CodeError::wrong_check_symbol) {
        fields.fault(name, "wrong_check_symbol");
    } else {
        fields.fault(name, "invalid_code");
    }
    return {};
}

}  // namespace

std::string read_code(Fields& fields, std::string_view name) {
    const std::string text = fields.text(name, 20);
    return text.empty() ? text : parse(fields, name, text);
}

std::optional<std::string> maybe_code(Fields& fields, std::string_view name) {
    const auto text = fields.maybe_text(name, 20);
    std::string code = text ? parse(fields, name, *text) : std::string();
    return code.empty() ? std::nullopt : std::optional(std::move(code));
}

std::vector<std::string> read_codes(Fields& fields, std::string_view name, std::size_t most) {
    std::vector<std::string> codes;
    const auto texts = fields.maybe_texts(name, most, 20);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const std::string place = std::string(name) + "/" + std::to_string(i);
        std::string code = parse(fields, place, texts[i]);
        // The same text twice has its fault already.
        const auto here = texts.begin() + static_cast<std::ptrdiff_t>(i);
        const bool same_text = std::find(texts.begin(), here, texts[i]) != here;
        if (!code.empty() && !same_text &&
            std::find(codes.begin(), codes.end(), code) != codes.end()) {
            fields.fault(place, "not_unique");
        }
        codes.push_back(std::move(code));
    }
    return codes;
}

}  // namespace api
