// Everything that the reader's role may use, in groups.

#include "pages/page.hpp"
#include "pages/routes.hpp"
#include "pages/section.hpp"

namespace pages {
namespace {

struct Place {
    std::string_view group;
    std::string_view href;
    std::string_view label;
    std::string_view about;
    Roles roles;
};

constexpr Roles depot_staff{Role::lager};
constexpr Roles lenders{Role::lager, Role::ergo};
constexpr Roles readers{Role::lager, Role::ergo, Role::leder};
constexpr Roles admin{Role::admin};
constexpr Roles leder{Role::leder};

// Those of one group stand together.
constexpr Place places[] = {
    {"Utlån", "/skranke", "Skranke", "Lever ut og ta imot ved å skanne.", depot_staff},
    {"Utlån", "/bestill", "Bestill", "Et hjelpemiddel til en låner, fra en bestemt dag.", lenders},
    {"Utlån", "/bestillinger", "Bestillinger", "Hva som er bestilt, og hvem som står i kø.",
     readers},
    {"Utlån", "/ledig", "Ledig", "Hva som er ledig, dag for dag og depot for depot.", Roles::all()},
    {"Utlån", "/lan", "Lån", "Pågående lån, frister og det som er for sent.", readers},
    {"Utlån", "/forfalt", "Forfalt", "Det som er over fristen, nå og på ukelistene.", readers},
    {"Utlån", "/lanere", "Lånere", "Finn en låner og se hva som er lånt.", readers},
    {"Utlån", "/varig", "Varig behov", "Hvem som bør søke NAV, og hva som er avgjort.", readers},
    {"Utlån",
     "/oppfolging",
     "Oppfølging",
     "Hvem som skal ringes, og hva som er avtalt.",
     {Role::ergo, Role::leder}},
    {"Utlån", "/paminnelser", "Påminnelser",
     "Hva som er sendt til lånerne, og hva som ikke kom fram.", readers},
    {"Utlån",
     "/paminnelser/tekster",
     "Tekster i påminnelser",
     "Hva påminnelsene sier, på SMS, e-post og brev.",
     {Role::leder, Role::admin}},
    {"Utlån", "/utdeling", "Utdeling", "Forbruksvarer som gis ut og ikke skal tilbake.",
     depot_staff},
    {"Depotet", "/hjelpemidler", "Hjelpemidler", "Hver enhet: hvor den er, og hva som har skjedd.",
     Roles::all()},
    {"Depotet", "/produkter", "Produkter", "Katalogen med HMS-nr., tilbehør og kontrollpunkter.",
     Roles::all()},
    {"Depotet", "/lager", "Lagertall", "Hvor mange det er av hvert produkt, og hva som bør kjøpes.",
     Roles::all()},
    {"Depotet",
     "/overforinger",
     "Overføringer",
     "Hjelpemidler på vei mellom depotene.",
     {Role::lager, Role::leder}},
    {"Depotet",
     "/telling",
     "Telling",
     "Tell en hylle eller hele depotet.",
     {Role::lager, Role::leder}},
    {"Depotet",
     "/avvik",
     "Avvik",
     "Skanninger som ikke stemmer, og som noen må avgjøre.",
     {Role::lager, Role::leder}},
    {"Depotet", "/depoter", "Depoter", "Åpningsdager, kalender og hyller.", Roles::all()},
    {"Vedlikehold", "/ko/vask", "Vask", "Det som venter på vask.", {Role::lager, Role::leder}},
    {"Vedlikehold",
     "/ko/kontroll",
     "Kontroll",
     "Det som venter på kontroll.",
     {Role::lager, Role::leder}},
    {"Vedlikehold",
     "/ko/reparasjon",
     "Reparasjon",
     "Det som venter på reparasjon.",
     {Role::lager, Role::leder}},
    {"Vedlikehold",
     "/arbeidsordrer",
     "Arbeidsordrer",
     "Reparasjoner: funn, deler og kostnad.",
     {Role::lager, Role::leder}},
    {"Vedlikehold",
     "/deler",
     "Deler",
     "Reservedeler og hvor mange som er igjen.",
     {Role::lager, Role::leder}},
    {"Vedlikehold", "/meldinger", "Sikkerhetsmeldinger",
     "Finn, sperr og gjør rede for hjelpemidler det er varslet om.", readers},
    {"Transport",
     "/henting",
     "Henting og levering",
     "Det som skal kjøres, dag for dag.",
     {Role::lager, Role::ergo, Role::leder, Role::sjafor}},
    {"Ledelse",
     "/tall",
     "Tall",
     "Utlån, ventetid, lager og hva som ventes, i bilder og tabeller.",
     {Role::lager, Role::leder, Role::admin}},
    {"Ledelse", "/innsyn", "Innsynslogg", "Hvem som har sett hvem, og gjennomgang av det.", leder},
    {"Oppsett", "/brukere", "Brukere", "Hvem som kan logge inn, og hva de får gjøre.", admin},
    {"Oppsett", "/enheter", "Enheter", "Skannere og maskiner som sender for seg selv.", admin},
    {"Oppsett", "/innstillinger", "Innstillinger", "Tallene depotet arbeider etter.", admin},
    {"Om", "/vilkar", "Lånevilkår", "Vilkårene lånerne får med seg.", Roles::all()},
    {"Om", "/konto", "Min konto", "Passord, engangskode og hvor du er logget inn.", Roles::all()},
    {"Om", "/hjelp", "Hjelp", "Slik gjør du det, steg for steg.", Roles::all()},
    {"Om", "/tilgjengelighet", "Tilgjengelighet", "Tilgjengelighetserklæringen.", Roles::all()},
};

Shown show(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    std::string_view group;
    std::optional<Section> section;
    for (const Place& place : places) {
        if (!place.roles.has(request.principal.role)) continue;
        if (place.group != group) {
            if (section) add_section(page, *section);
            group = place.group;
            section.emplace(page.say(group));
        }
        section->link(std::string(place.href), page.say(place.label), page.say(place.about));
    }
    if (section) add_section(page, *section);
    return page.show("sections", "Mer");
}

const routing::Route rows[] = {
    page_row("/mer", Roles::all(), "All pages of the reader's role", show),
};

}  // namespace

std::span<const routing::Route> more_rows() { return rows; }

}  // namespace pages
