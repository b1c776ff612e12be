// How things are done, and how far everybody can use these pages.

#include "pages/page.hpp"
#include "pages/routes.hpp"
#include "pages/words.hpp"

namespace pages {
namespace {

struct Chapter {
    std::string_view path;
    std::string_view title;
    std::string_view about;
    std::string_view name;  // of its template
};

constexpr Chapter chapters[] = {
    {"/hjelp/forste-dag", "Første dag i skranken", "Det du trenger for å komme i gang.",
     "help_first_day"},
    {"/hjelp/bestille", "Bestille et hjelpemiddel", "Til en låner, fra en bestemt dag.",
     "help_booking"},
    {"/hjelp/retur", "Retur, vask og kontroll", "Fra det leveres inn til det kan lånes ut igjen.",
     "help_returns"},
    {"/hjelp/for-sent", "Når noe er for sent", "Påminnelser, forlengelse og varig behov.",
     "help_overdue"},
    {"/hjelp/ord", "Ord vi bruker", "Hva statusene og ordene betyr.", "help_words"},
    {"/hjelp/taster", "Hurtigtaster", "Gå dit du vil uten mus.", "help_keys"},
};

Shown index(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    json::array list;
    for (const Chapter& chapter : chapters) {
        list.push_back({{"href", chapter.path},
                        {"label", page.say(chapter.title)},
                        {"about", page.say(chapter.about)}});
    }
    page.view["chapters"] = std::move(list);
    return page.show("help", "Hjelp");
}

template <std::size_t I>
Shown chapter(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    return page.show(chapters[I].name, chapters[I].title);
}

// For everybody, also who is not signed in.
Reply accessibility(const Request& request) {
    return html(request, "accessibility",
                {{"title", say("Tilgjengelighetserklæring", request.language)},
                 {"reviewed", "2026-11-27"}});
}

template <std::size_t I>
constexpr routing::Route chapter_row() {
    return page_row(chapters[I].path, Roles::all(), "Help", chapter<I>, {});
}

constexpr routing::Route accessibility_row() {
    routing::Route row =
        page_row("/tilgjengelighet", {}, "The accessibility statement", nullptr, {});
    row.handler = routing::Plain(accessibility);
    return row;
}

const routing::Route rows[] = {
    page_row("/hjelp", Roles::all(), "Help", index, {}),
    chapter_row<0>(),
    chapter_row<1>(),
    chapter_row<2>(),
    chapter_row<3>(),
    chapter_row<4>(),
    chapter_row<5>(),
    accessibility_row(),
};

}  // namespace

std::span<const routing::Route> help_rows() { return rows; }

}  // namespace pages
