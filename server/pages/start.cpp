// What waits for the reader today, by role.

#include "pages/page.hpp"
#include "pages/routes.hpp"

namespace pages {
namespace {

struct Tile {
    std::string_view figure;  // of the API's answer
    std::string_view label;
    std::string_view href;  // {depot} is the depot
    std::string_view icon;
    Roles roles;
    bool warns = false;  // when there is any
};

constexpr Roles lager{Role::lager};
constexpr Roles lager_leder{Role::lager, Role::leder};

// Of a depot, in the order of a day there.
constexpr Tile at_depot[] = {
    {"to_pick", "Bestillinger å gjøre klar", "/bestillinger?depot={depot}", "booking", lager},
    {"to_collect", "Klare til henting", "/bestillinger?depot={depot}", "shelf", lager},
    {"in_queue", "Bestillinger i kø", "/bestillinger?depot={depot}", "booking", lager_leder, true},
    {"pickups",
     "Hente og levere i dag",
     "/henting?depot={depot}",
     "truck",
     {Role::lager, Role::leder, Role::sjafor}},
    {"incoming",
     "På vei hit",
     "/overforinger?depot={depot}",
     "transfer",
     {Role::lager, Role::sjafor}},
    {"wash", "Til rengjøring", "/ko/vask?depot={depot}", "wash", lager_leder},
    {"inspection", "Til kontroll", "/ko/kontroll?depot={depot}", "inspect", lager_leder},
    {"repair", "Til reparasjon", "/ko/reparasjon?depot={depot}", "repair", lager_leder},
    {"overdue", "Over fristen", "/forfalt?depot={depot}", "warning", lager_leder, true},
    {"lost_process", "Skal finnes eller meldes tapt", "/lan?state=lost_process&depot={depot}",
     "warning", lager_leder, true},
    {"due_soon", "Frist snart", "/lan?state=due_soon&depot={depot}", "loan", lager_leder},
};

constexpr Tile mine[] = {
    {"overdue", "Mine lån over fristen", "/forfalt?mine=true", "warning", {Role::ergo}, true},
    {"due_soon", "Mine lån med frist snart", "/lan?state=due_soon&mine=true", "loan", {Role::ergo}},
    {"calls", "Ringe til", "/oppfolging?mine=true", "call", {Role::ergo}, true},
    {"candidates", "Mine kandidater for varig behov", "/varig?mine=true", "inspect", {Role::ergo}},
    {"to_collect", "Klare til henting", "/bestillinger?mine=true", "shelf", {Role::ergo}},
    {"in_queue", "Mine bestillinger i kø", "/bestillinger?mine=true", "booking", {Role::ergo}},
};

constexpr Tile everywhere[] = {
    {"discrepancies", "Avvik å se på", "/avvik", "warning", lager_leder, true},
    {"notices", "Åpne sikkerhetsmeldinger", "/meldinger", "warning", lager_leder, true},
    {"late_candidates",
     "Saker om varig behov som har ventet for lenge",
     "/varig?mine=false",
     "warning",
     {Role::leder},
     true},
};

std::string at(std::string_view href, std::string_view depot) {
    std::string whole(href);
    if (const auto mark = whole.find("{depot}"); mark != std::string::npos) {
        whole.replace(mark, 7, encoded(depot));
    }
    return whole;
}

json::array tiles(const Page& page, std::span<const Tile> rows, const json::object& figures,
                  std::string_view depot = {}) {
    json::array list;
    for (const Tile& tile : rows) {
        if (!tile.roles.has(page.request().principal.role)) continue;
        const std::int64_t figure = figures.at(tile.figure).to_number<std::int64_t>();
        list.push_back(json::object{{"figure", figure < 1000 ? std::to_string(figure) : "1000+"},
                                    {"label", page.say(tile.label)},
                                    {"href", at(tile.href, depot)},
                                    {"icon", tile.icon},
                                    {"warns", tile.warns && figure > 0}});
    }
    return list;
}

Shown show(const Request& request, db::ReadTx& tx) {
    Page page(request, tx);
    const json::object waiting = page.ask("/waiting");
    if (waiting.empty()) return page.show("problem");
    const auto& own = request.principal.depot;
    json::array depots;
    for (const json::value& entry : waiting.at("depots").get_array()) {
        const auto& depot = entry.get_object();
        const auto& id = depot.at("depot").get_string();
        json::array list = tiles(page, at_depot, depot, id);
        if (list.empty()) continue;
        json::object group{
            {"id", id}, {"name", depot.at("depot_name")}, {"tiles", std::move(list)}};
        // One's own depot first.
        depots.insert(id == own ? depots.begin() : depots.end(), std::move(group));
    }
    page.view["mine"] = tiles(page, mine, waiting.at("mine").get_object());
    page.view["everywhere"] = tiles(page, everywhere, waiting);
    page.view["depots"] = std::move(depots);
    page.view["may_scan"] = page.may_post("/scans");
    page.view["may_book"] = page.may_post("/bookings");
    page.view["may_administer"] = request.principal.role == Role::admin;
    page.view["today"] = domain::to_text(request.now.today);
    return page.show("start", "I dag");
}

const routing::Route rows[] = {
    page_row("/", Roles::all(), "What waits today", show),
};

}  // namespace

std::span<const routing::Route> start_rows() { return rows; }

}  // namespace pages
