#include "pages/words.hpp"

#include <array>
#include <locale>
#include <vector>

#include <fmt/format.h>
#include <boost/locale/gnu_gettext.hpp>
#include <boost/locale/message.hpp>

#include "pages/embedded.hpp"

namespace pages {
namespace {

using routing::Language;
using Facet = boost::locale::message_format<char>;

std::vector<char> catalogue(std::string_view language) {
    const std::string name = std::string(language) + ".mo";
    for (const Embedded& file : embedded_words()) {
        if (file.name == name) return {file.bytes.begin(), file.bytes.end()};
    }
    return {};
}

std::locale locale_of(Language language) {
    boost::locale::gnu_gettext::messages_info info;
    info.language = tag_of(language);
    info.encoding = "UTF-8";
    info.paths.emplace_back("");
    info.domains.emplace_back("pages");
    info.callback = [language](const std::string&, const std::string&) {
        return catalogue(tag_of(language));
    };
    return {std::locale::classic(), boost::locale::gnu_gettext::create_messages_facet<char>(info)};
}

const Facet& facet(Language language) {
    static const std::locale nn = locale_of(Language::nn);
    static const std::locale en = locale_of(Language::en);
    return std::use_facet<Facet>(language == Language::nn ? nn : en);
}

}  // namespace

std::string_view tag_of(Language language) {
    switch (language) {
        case Language::nb:
            return "nb";
        case Language::nn:
            return "nn";
        case Language::en:
            return "en";
    }
    return "nb";
}

std::string say(std::string_view bokmal, Language language) {
    std::string text(bokmal);
    if (language == Language::nb) return text;
    const char* found = facet(language).get(0, nullptr, text.c_str());
    return found == nullptr ? text : found;
}

std::string say(std::string_view one, std::string_view many, std::int64_t n, Language language) {
    const std::string single(one);
    std::string text(n == 1 ? one : many);
    if (language != Language::nb) {
        const char* found = facet(language).get(0, nullptr, single.c_str(), static_cast<int>(n));
        if (found != nullptr) text = found;
    }
    if (const auto at = text.find("{n}"); at != std::string::npos) {
        text.replace(at, 3, std::to_string(n));
    }
    return text;
}

std::string month_in_words(std::chrono::year_month month, Language language) {
    const std::string number = fmt::format("{:02}", static_cast<unsigned>(month.month()));
    return fmt::format("{} {}", say(words_of("month_name", number).bokmal, language),
                       static_cast<int>(month.year()));
}

}  // namespace pages
