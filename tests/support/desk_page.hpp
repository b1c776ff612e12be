#pragma once
// The desk as a browser without scripts has it: a page with its forms, and where they lead.

#include <string>

#include <catch2/catch.hpp>

#include "support/test_app.hpp"

namespace support {

using Fields = TestApp::Fields;

inline bool holds(const Answer& answer, const std::string& text) {
    return answer.body.find(text) != std::string::npos;
}

inline std::size_t count_of(const Answer& answer, const std::string& text) {
    std::size_t count = 0;
    for (auto at = answer.body.find(text); at != std::string::npos;
         at = answer.body.find(text, at + text.size())) {
        ++count;
    }
    return count;
}

// Of a field of that name; the first.
inline std::string value_of(const Answer& page, const std::string& name) {
    const std::string before = "name=\"" + name + "\" value=\"";
    const auto at = page.body.find(before);
    REQUIRE(at != std::string::npos);
    const auto begin = at + before.size();
    return page.body.substr(begin, page.body.find('"', begin) - begin);
}

// What each form of the page holds of where the desk stands.
inline Fields standing_of(const Answer& page) {
    Fields fields;
    for (const char* name :
         {"modus", "laner", "lan", "hylle", "depot", "merke", "metode", "neste"}) {
        if (holds(page, std::string("name=\"") + name + "\" value=\"")) {
            fields.emplace_back(name, value_of(page, name));
        }
    }
    return fields;
}

struct Desk {
    TestApp app;
    std::string address = "/skranke";

    Answer page() { return app.get(address); }
    // Types into the field of the page where it stands, with what else its form holds.
    Answer type(const std::string& code, Fields more = {}) {
        const Answer shown = page();
        Fields fields = standing_of(shown);
        fields.emplace_back("_page", value_of(shown, "_page"));
        fields.emplace_back("code", code);
        fields.insert(fields.end(), more.begin(), more.end());
        return app.send("lager", "/skranke", fields);
    }
    Answer scan(const std::string& code, Fields more = {}) {
        return follow(type(code, std::move(more)));
    }
    Answer follow(const Answer& sent) {
        REQUIRE(sent.status == 303);
        address = sent.header("location");
        return page();
    }
    void lend_to(std::int64_t borrower) { address = "/skranke?laner=" + std::to_string(borrower); }
};

}  // namespace support
