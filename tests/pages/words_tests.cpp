// Everything that a page says to people is there in bokmål, nynorsk and English.

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "pages/embedded.hpp"
#include "pages/words.hpp"

namespace {

namespace fs = std::filesystem;
using Words = std::set<std::string>;
using routing::Language;

const fs::path folder = KL_SOURCE_DIR "/server/pages";

std::string read(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// A literal of C++, of as many parts as it has.
std::string joined(const std::string& literals) {
    static const std::regex part(R"re("((?:\\.|[^"\\])*)")re");
    std::string whole;
    for (std::sregex_iterator at(literals.begin(), literals.end(), part), end; at != end; ++at) {
        whole += (*at)[1];
    }
    return std::regex_replace(whole, std::regex(R"(\\")"), "\"");
}

Words of_template(const std::string& text) {
    static const std::regex said(R"(\{\{#t\}\}([^]*?)\{\{/t\}\})");
    static const std::regex blanks(R"(\s+)");
    Words words;
    for (std::sregex_iterator at(text.begin(), text.end(), said), end; at != end; ++at) {
        words.insert(std::regex_replace((*at)[1].str(), blanks, " "));
    }
    return words;
}

bool begins_with_capital(const std::string& text) {
    if (text.empty()) return false;
    if (text[0] >= 'A' && text[0] <= 'Z') return true;
    for (const char* letter : {"Æ", "Ø", "Å"}) {
        if (text.starts_with(letter)) return true;
    }
    return false;
}

// What is given to say(), the words of a value, and whatever else begins with a capital: that is
// how people are spoken to. The summary of a route is for those who read the code.
Words of_source(std::string text) {
    // What stands in quotes is no comment.
    static const std::regex comment(R"re(("(?:\\.|[^"\\\n])*")|//[^\n]*)re");
    static const std::regex include(R"(#include[^\n]*)");
    static const std::regex row(
        R"re(\w+_row\(\s*(?:"[^"]*"|[\w\[\].]+),\s*(?:(?:\{[^}]*\}|[\w:]+(?:\(\))?),\s*)?(?:"(?:\\.|[^"\\])*"\s*)+)re");
    static const std::regex said(R"re(say\(\s*((?:"(?:\\.|[^"\\])*"\s*)+))re");
    static const std::regex several(
        R"re(say\(\s*(?:"(?:\\.|[^"\\])*"\s*)+,\s*((?:"(?:\\.|[^"\\])*"\s*)+),)re");
    static const std::regex value(R"re(\{\s*"\w+",\s*"\w+",\s*\{\s*((?:"(?:\\.|[^"\\])*"\s*)+))re");
    static const std::regex literal(R"re((?:"(?:\\.|[^"\\])*"\s*)+)re");
    text = std::regex_replace(text, comment, "$1");
    text = std::regex_replace(text, include, "");
    text = std::regex_replace(text, row, "");
    Words words;
    for (const std::regex* one : {&said, &several, &value}) {
        for (std::sregex_iterator at(text.begin(), text.end(), *one), end; at != end; ++at) {
            words.insert(joined((*at)[1]));
        }
    }
    for (std::sregex_iterator at(text.begin(), text.end(), literal), end; at != end; ++at) {
        const std::string whole = joined(at->str());
        if (begins_with_capital(whole)) words.insert(whole);
    }
    return words;
}

Words all_said() {
    Words all;
    for (const pages::Embedded& file : pages::embedded_templates()) {
        all.merge(of_template(std::string(file.bytes)));
    }
    for (const auto& file : fs::directory_iterator(folder)) {
        const auto kind = file.path().extension();
        if (kind == ".cpp" || kind == ".hpp") all.merge(of_source(read(file.path())));
    }
    return all;
}

// What has no letters is the same in every language, and so are these.
bool needs_no_words(const std::string& text) {
    static const Words same{"PDF", "QR", "HMS-nr", "ISO", "Bokmål", "Nynorsk", "English", "CSV"};
    return same.contains(text);
}

// The catalogue's own words: those of a message that has several, too.
Words of_catalogue(const std::string& language) {
    static const std::regex entry(R"re(msgid(?:_plural)? ((?:"(?:\\.|[^"\\])*"\s*)+))re");
    const std::string text = read(folder / "words" / (language + ".po"));
    Words words;
    for (std::sregex_iterator at(text.begin(), text.end(), entry), end; at != end; ++at) {
        words.insert(joined((*at)[1]));
    }
    words.erase("");
    return words;
}

}  // namespace

TEST_CASE("the reader of sources finds what is said, and nothing that is not") {
    CHECK(of_source(R"(page.say("lite") + text("Stort " "og delt"); // "Kommentar")") ==
          Words{"lite", "Stort og delt"});
    CHECK(of_source(R"({"day_name", "mon", {"mandag", "info"}},)") == Words{"mandag"});
    CHECK(of_source("starts_with(\"//\"); words(\"Etter en skråstrek\");") ==
          Words{"Etter en skråstrek"});
    CHECK(of_source(R"(page_row("/x", Roles::all(), "A summary", show), "lav")").empty());
    CHECK(of_template("<p>{{#t}}Et\n  ord{{/t}} {{name}}</p>") == Words{"Et ord"});
    CHECK(all_said().size() > 100);
}

TEST_CASE("what a page says is there in nynorsk and English, and nothing else is") {
    const Words said = all_said();
    for (const std::string language : {"nn", "en"}) {
        const Words known = of_catalogue(language);
        Words missing;
        Words idle;
        for (const std::string& text : said) {
            if (!known.contains(text) && !needs_no_words(text)) missing.insert(text);
        }
        for (const std::string& text : known) {
            if (!said.contains(text)) idle.insert(text);
        }
        INFO(language);
        CHECK(missing == Words{});
        CHECK(idle == Words{});
    }
}

TEST_CASE("no template puts what it shows into the page as it is, but for plots") {
    for (const pages::Embedded& file : pages::embedded_templates()) {
        INFO(file.name);
        std::string text(file.bytes);
        if (file.name == "figure.html") {
            // What is written in a plot, its own writer escapes (tests/reports).
            const auto plot = text.find("{{{svg}}}");
            REQUIRE(plot != std::string::npos);
            text.erase(plot, 9);
        }
        CHECK(text.find("{{{") == std::string::npos);
        CHECK(file.bytes.find("{{&") == std::string_view::npos);
        CHECK(file.bytes.find("<script>") == std::string_view::npos);
        CHECK(file.bytes.find(" style=") == std::string_view::npos);
        CHECK(file.bytes.find("{{=") == std::string_view::npos);
        CHECK(file.bytes.find("http://") == std::string_view::npos);
    }
}

TEST_CASE("a number of things is said with the number") {
    CHECK(pages::say("{n} dag", "{n} dager", 1, Language::nb) == "1 dag");
    CHECK(pages::say("{n} dag", "{n} dager", 3, Language::nb) == "3 dager");
}
