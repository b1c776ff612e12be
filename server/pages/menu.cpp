#include "pages/menu.hpp"

#include <algorithm>

#include <boost/json/object.hpp>

#include "domain/role.hpp"
#include "pages/words.hpp"

namespace pages {
namespace {

using domain::Role;
using domain::Roles;

struct Entry {
    std::string_view href;
    std::string_view label;
    std::string_view icon;
    std::string_view key;  // g, then this
    Roles roles;
};

constexpr Entry entries[] = {
    {"/", "Start", "home", "s", Roles::all()},
    {"/skranke", "Skranke", "scan", "k", {Role::lager, Role::sjafor}},
    {"/bestill", "Bestill", "booking", "b", {Role::lager, Role::ergo}},
    {"/bestillinger", "Bestillinger", "booking", "r", {Role::lager, Role::ergo, Role::leder}},
    {"/lan", "Lån", "loan", "l", {Role::lager, Role::ergo, Role::leder}},
    {"/forfalt", "Forfalt", "warning", "f", {Role::lager, Role::ergo, Role::leder}},
    {"/oppfolging", "Oppfølging", "call", "o", {Role::ergo}},
    {"/varig", "Varig behov", "inspect", "n", {Role::ergo}},
    {"/lanere", "Lånere", "person", "p", {Role::lager, Role::ergo, Role::leder}},
    {"/hjelpemidler", "Hjelpemidler", "aid", "h", Roles::all()},
    {"/ko/vask", "Vask", "wash", "v", {Role::lager, Role::leder}},
    {"/ko/kontroll", "Kontroll", "inspect", "c", {Role::lager, Role::leder}},
    {"/ko/reparasjon", "Reparasjon", "repair", "e", {Role::lager, Role::leder}},
    {"/henting",
     "Henting og levering",
     "truck",
     "t",
     {Role::lager, Role::ergo, Role::leder, Role::sjafor}},
    {"/mer", "Mer", "menu", "m", Roles::all()},
};

struct Done {
    std::string_view code;
    std::string_view text;
};

// Sorted by code.
constexpr Done dones[] = {
    {"allocated", "Hjelpemiddelet holdes av til låneren."},
    {"booked", "Bestillingen er lagret."},
    {"cancelled", "Bestillingen er avbestilt."},
    {"closed", "Tellingen er lukket."},
    {"decided", "Avgjørelsen er lagret."},
    {"departed",
     "Det er registrert. Det sendes ingen påminnelser, og det låneren har hjemme, skal hentes."},
    {"done", "Det er registrert hvordan det gikk."},
    {"dropped", "Overføringen er avbrutt."},
    {"ended", "Lånet av hjelpemiddelet er avsluttet."},
    {"erased", "Opplysningene om personen er slettet."},
    {"extended", "Lånet er forlenget."},
    {"fetch_ordered", "Hentingen er bestilt og står i listen for dagen."},
    {"given", "Det er delt ut."},
    {"handed_out", "Utlevert. Lånet er registrert."},
    {"lent", "Lånet er registrert."},
    {"made", "Det er registrert."},
    {"merged", "De to registreringene er slått sammen."},
    {"moved_on", "Hjelpemiddelet er flyttet. Dette er lånet til institusjonen."},
    {"outgrown", "Det er registrert at utstyret er for lite, og at det skal hentes."},
    {"photo_added", "Bildet er lagt til."},
    {"photo_removed", "Bildet er slettet."},
    {"picked", "Bestillingen står klar til utlevering."},
    {"received", "Overføringen er tatt imot."},
    {"recorded", "Det er registrert. Du ser hva som kan gjøres nå."},
    {"reminded", "Påminnelsen er lagt i kø for sending."},
    {"repaired", "Registrert som reparert. Nå venter det på kontroll."},
    {"reviewed", "Vurderingen er lagret, med en ny dag for neste vurdering."},
    {"saved", "Endringen er lagret."},
    {"sent", "Overføringen er sendt."},
    {"settled", "Avviket er avklart."},
    {"similar", "Låneren er registrert. Se om det er den samme som en av disse."},
    {"swapped", "Hjelpemiddelet er byttet. Fristen er den samme."},
    {"taken_in", "Hjelpemiddelet er tatt inn. Lag en etikett og sett den på."},
    {"talked", "Samtalen er lagret."},
    {"washed", "Registrert som vasket. Nå venter det på kontroll."},
};
static_assert(std::is_sorted(std::begin(dones), std::end(dones),
                             [](const Done& a, const Done& b) { return a.code < b.code; }));

bool is_here(std::string_view path, std::string_view href) {
    if (href == "/") return path == "/";
    return path == href || (path.starts_with(href) && path[href.size()] == '/');
}

}  // namespace

boost::json::array menu_of(const routing::Request& request) {
    boost::json::array menu;
    for (const Entry& entry : entries) {
        if (!entry.roles.has(request.principal.role)) continue;
        menu.push_back(boost::json::object{{"href", entry.href},
                                           {"label", say(entry.label, request.language)},
                                           {"icon", entry.icon},
                                           {"key", entry.key},
                                           {"current", is_here(request.path, entry.href)}});
    }
    return menu;
}

std::string done_text(std::string_view code, routing::Language language) {
    const auto* found = std::find_if(std::begin(dones), std::end(dones),
                                     [&](const Done& done) { return done.code == code; });
    return found == std::end(dones) ? std::string() : say(found->text, language);
}

}  // namespace pages
