// What belongs to every page: the files that it loads, its language and its colours.

#include "pages/assets.hpp"
#include "pages/page.hpp"
#include "pages/routes.hpp"

namespace pages {
namespace {

// What was chosen is kept by the browser: it concerns the screen, not who sits before it.
Reply choose(const Request& request) {
    const auto typed = Typed::parse(request.body);
    Reply reply = see_other(typed ? local(typed->text("_to")) : "/");
    const auto keep = [&](const char* field, std::initializer_list<std::string_view> values,
                          const char* cookie) {
        for (const std::string_view value : values) {
            if (!typed || typed->text(field) != value) continue;
            reply.headers.emplace_back("set-cookie",
                                       std::string(cookie) + "=" + std::string(value) +
                                           "; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly");
        }
    };
    keep("language", {"nb", "nn", "en"}, "kl-language");
    keep("theme", {"light", "dark", "auto"}, "kl-theme");
    return reply;
}

constexpr routing::Route asset_row() {
    routing::Route row = page_row("/assets/{file}", {}, "What browsers load", nullptr, {});
    row.handler = routing::Plain(asset);
    row.media = "text/css;charset=utf-8 text/javascript;charset=utf-8 image/svg+xml font/woff2";
    return row;
}

const routing::Route rows[] = {
    asset_row(),
    form_row("/visning", {}, "Choose the language and the colours", routing::Plain(choose)),
};

}  // namespace

std::span<const routing::Route> frame_rows() { return rows; }

}  // namespace pages
