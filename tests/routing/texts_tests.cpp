#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include <catch2/catch.hpp>

#include "domain/refusal.hpp"
#include "routing/texts.hpp"

using routing::Language;

namespace {

std::set<std::string> every_refusal() {
    std::set<std::string> codes;
    for (int i = 0;; ++i) {
        const auto code = domain::to_text(static_cast<domain::RefusalCode>(i));
        if (code.empty()) return codes;
        codes.insert(std::string(code));
    }
}

// The codes that the program's own text hands to a problem.
std::set<std::string> every_fault() {
    std::set<std::string> codes;
    const std::regex fault(
        R"re((?:digits\(fields, "\w+", \d, |fault\((?:"[^"]*"|\w+), |problem\(\w+(?:\.\w+)*, \d+, )re"
        R"re(|Fault\{"[^"]*", |\bone\(|\{where\(\), |\{"\?" \+ name, )"([a-z_]+)")re");
    for (const char* folder : {"/server/api", "/server/routing"}) {
        for (const auto& entry :
             std::filesystem::directory_iterator(std::string(KL_SOURCE_DIR) + folder)) {
            if (entry.path().extension() != ".cpp") continue;
            std::ifstream file(entry.path());
            std::stringstream stream;
            stream << file.rdbuf();
            const std::string text = stream.str();
            for (std::sregex_iterator at(text.begin(), text.end(), fault), end; at != end; ++at) {
                codes.insert((*at)[1]);
            }
        }
    }
    return codes;
}

}  // namespace

TEST_CASE("every code has a text in bokmål, nynorsk and English") {
    auto codes = every_refusal();
    CHECK(codes.size() > 40);
    for (const char* code : {"already_settled",
                             "body_needed",
                             "body_too_large",
                             "busy",
                             "changed_meanwhile",
                             "conflict",
                             "duplicate_key",
                             "duplicate_parameter",
                             "idempotency_key_reused",
                             "if_match_needed",
                             "in_the_future",
                             "internal_error",
                             "invalid_character",
                             "invalid_code",
                             "invalid_cursor",
                             "invalid_date",
                             "invalid_email",
                             "invalid_hms_nr",
                             "invalid_idempotency_key",
                             "invalid_iso",
                             "invalid_json",
                             "invalid_national_number",
                             "invalid_phone",
                             "invalid_postal_code",
                             "invalid_query",
                             "invalid_time",
                             "invalid_uuid",
                             "invalid_value",
                             "json_needed",
                             "method_not_allowed",
                             "no_room",
                             "not_allowed",
                             "not_found",
                             "not_signed_in",
                             "not_unique",
                             "one_of_two",
                             "person_only",
                             "required",
                             "storage_failed",
                             "too_deep",
                             "too_few",
                             "too_large",
                             "too_long",
                             "too_long_ago",
                             "too_many",
                             "too_short",
                             "too_small",
                             "too_wide",
                             "unknown_field",
                             "unknown_parameter",
                             "wrong_order",
                             "wrong_type"}) {
        codes.insert(code);
    }
    for (const std::string& code : codes) {
        INFO(code);
        const auto nb = routing::text(code, Language::nb);
        const auto nn = routing::text(code, Language::nn);
        const auto en = routing::text(code, Language::en);
        CHECK_FALSE(nb.empty());
        CHECK_FALSE(nn.empty());
        CHECK_FALSE(en.empty());
        CHECK(nb != en);
        // A whole sentence that says what to do or what is so.
        CHECK(nb.ends_with('.'));
        CHECK(nn.ends_with('.'));
        CHECK(en.ends_with('.'));
    }
    CHECK(routing::text("no_such_code", Language::nb).empty());
}

TEST_CASE("no bokmål word stands in a nynorsk text") {
    const std::set<std::string> bokmal{"ikke", "fra",  "noe",  "noen",    "hvis",
                                       "hvem", "hvor", "jeg",  "dere",    "også",
                                       "mer",  "nå",   "være", "skrevet", "låneren"};
    for (const std::string& code : every_refusal()) {
        std::string word;
        for (const char c : std::string(routing::text(code, Language::nn)) + " ") {
            if (c == ' ' || c == '.' || c == ',' || c == ':' || c == ';') {
                INFO(code << ": " << word);
                CHECK_FALSE(bokmal.contains(word));
                word.clear();
            } else {
                word += c;
            }
        }
    }
}

TEST_CASE("every code that the program's text answers with has a text") {
    const auto codes = every_fault();
    for (const char* code : {"unknown_field", "not_signed_in", "invalid_hms_nr",
                             "unknown_parameter", "duplicate_key", "too_deep", "id_reused"}) {
        INFO(code);
        CHECK(codes.contains(code));
    }
    for (const std::string& code : codes) {
        INFO(code);
        CHECK_FALSE(routing::text(code, Language::nb).empty());
    }
}
