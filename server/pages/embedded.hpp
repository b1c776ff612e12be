#pragma once
// Files that are a part of the program: what browsers load, the templates, the translations.

#include <span>
#include <string_view>

namespace pages {

struct Embedded {
    std::string_view name;
    std::string_view bytes;
};

// Made by server/web/build.mjs: "page-0123456789.css", with ".br" and ".gz" beside it, and
// "assets.txt", which says what each is.
std::span<const Embedded> embedded_assets();
// "item.html"
std::span<const Embedded> embedded_templates();
// "nn.mo"
std::span<const Embedded> embedded_words();

}  // namespace pages
