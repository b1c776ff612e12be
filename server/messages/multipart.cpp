#include "messages/multipart.hpp"

#include <algorithm>

namespace messages {

std::string boundary_for(const std::vector<FormPart>& parts) {
    for (int number = 0;; ++number) {
        std::string boundary = "korttidslager-" + std::to_string(number);
        const bool free = std::none_of(parts.begin(), parts.end(), [&](const FormPart& part) {
            return part.bytes.find(boundary) != std::string_view::npos;
        });
        if (free) return boundary;
    }
}

std::string to_form(const std::vector<FormPart>& parts, std::string_view boundary) {
    std::string form;
    const auto add = [&](std::initializer_list<std::string_view> pieces) {
        for (const std::string_view piece : pieces) form += piece;
    };
    for (const FormPart& part : parts) {
        add({"--", boundary, "\r\nContent-Disposition: form-data; name=\"", part.name, "\""});
        if (!part.file_name.empty()) add({"; filename=\"", part.file_name, "\""});
        add({"\r\nContent-Type: ", part.type, "\r\n\r\n", part.bytes, "\r\n"});
    }
    add({"--", boundary, "--\r\n"});
    return form;
}

}  // namespace messages
