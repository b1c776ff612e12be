#include "pages/desk_state.hpp"

#include <algorithm>

#include "labels/reader.hpp"
#include "pages/fields.hpp"
#include "pages/scanning.hpp"
#include "pages/washing.hpp"

namespace pages {
namespace {

constexpr Roles lager{Role::lager};
constexpr Roles lager_sjafor{Role::lager, Role::sjafor};
constexpr DeskMode modes[] = {
    {"ut", "out", "Ut", "out", "Skann det som lånes ut", lager},
    {"inn", "in", "Inn", "loan", "Skann det som kommer inn", lager_sjafor},
    {"vask", "washed", "Vask", "wash", "Skann det som er vasket", lager},
    {"kontroll", "inspected", "Kontroll", "inspect", "Skann det som er kontrollert", lager},
    {"flytt", "move", "Flytt", "shelf", "Skann det som settes her", lager},
    {"se", "lookup", "Slå opp", "search", "Skann det du vil vite noe om", lager_sjafor},
};

struct Member {
    const char* name;
    std::string Standing::*value;
};
constexpr Member staying[] = {
    {"modus", &Standing::modus},   {"laner", &Standing::laner}, {"lan", &Standing::lan},
    {"hylle", &Standing::hylle},   {"depot", &Standing::depot}, {"merke", &Standing::merke},
    {"metode", &Standing::metode}, {"neste", &Standing::neste},
};
constexpr Member momentary[] = {
    {"svar", &Standing::svar},
    {"sagt", &Standing::sagt},
    {"ferdig", &Standing::ferdig},
};

Standing made_whole(const Request& request, Standing standing) {
    const Role role = request.principal.role;
    if (standing.modus.empty() && !(standing.laner.empty() && standing.lan.empty())) {
        standing.modus = "ut";
    }
    if (mode_of(standing.modus, role) == nullptr) {
        standing.modus = role == Role::lager ? "ut" : "inn";
    }
    if (standing.depot.empty()) standing.depot = request.principal.depot;
    standing.merke = badge_of(standing.merke);
    const std::vector<Option> methods = wash_methods(request.language);
    const bool known = std::any_of(methods.begin(), methods.end(), [&](const Option& method) {
        return method.value == standing.metode;
    });
    if (!known || standing.modus != "vask") standing.metode.clear();
    const bool of_mode = (standing.modus == "inn" && standing.neste == "smitte") ||
                         (standing.modus == "kontroll" && standing.neste == "feil");
    if (!of_mode) standing.neste.clear();
    return standing;
}

}  // namespace

std::span<const DeskMode> desk_modes() { return modes; }

const DeskMode* mode_of(std::string_view word, Role role) {
    const auto* found = std::find_if(std::begin(modes), std::end(modes),
                                     [&](const DeskMode& mode) { return mode.word == word; });
    return found != std::end(modes) && found->roles.has(role) ? found : nullptr;
}

Standing standing_of(const Request& request) {
    Standing standing;
    for (const Member& member : staying) standing.*member.value = parameter(request, member.name);
    for (const Member& member : momentary) standing.*member.value = parameter(request, member.name);
    return made_whole(request, std::move(standing));
}

Standing standing_of(const Request& request, const Typed& typed) {
    Standing standing;
    for (const Member& member : staying) standing.*member.value = trimmed(typed.text(member.name));
    return made_whole(request, std::move(standing));
}

std::vector<std::pair<const char*, std::string>> fields_of(const Standing& standing) {
    std::vector<std::pair<const char*, std::string>> fields;
    for (const Member& member : staying) {
        const std::string& value = standing.*member.value;
        if (!value.empty()) fields.emplace_back(member.name, value);
    }
    return fields;
}

std::string address_of(const Request& request, const Standing& standing) {
    std::string address = "/skranke?modus=" + standing.modus;
    const auto add = [&](const Member& member) {
        const std::string& value = standing.*member.value;
        if (member.value == &Standing::modus || value.empty()) return;
        if (member.value == &Standing::depot && value == request.principal.depot) return;
        address += std::string("&") + member.name + "=" + encoded(value);
    };
    for (const Member& member : staying) add(member);
    for (const Member& member : momentary) add(member);
    return address;
}

Standing said(Standing standing, std::string_view saying) {
    standing.sagt = saying;
    return standing;
}

Standing cleared(const Standing& standing, std::string_view modus) {
    Standing next;
    next.modus = modus;
    next.depot = standing.depot;
    next.merke = standing.merke;
    if (modus == standing.modus) next.neste = standing.neste;
    return next;
}

Standing after_scan(Standing standing, const json::object& answer) {
    standing.svar = text_at(answer, "scan");
    if (const std::int64_t loan = number_at(answer, "loan"); loan != 0) {
        standing.lan = std::to_string(loan);
    }
    return standing;
}

std::string badge_of(const std::string& staff) {
    constexpr std::size_t longest = 60;
    const auto reading = labels::read_scan("%MEG" + staff);
    const auto* badge = std::get_if<labels::Badge>(&reading);
    return badge != nullptr && badge->staff.size() <= longest ? badge->staff : std::string();
}

json::object scan_at(const Request& request, const Standing& standing, std::string_view mode,
                     std::string_view code) {
    json::object scan{
        {"device", device_of(request)}, {"mode", mode}, {"code", code}, {"depot", standing.depot}};
    if (!standing.merke.empty()) scan["operator"] = standing.merke;
    if (mode == "out" && !standing.laner.empty()) {
        scan["details"] = {{"borrower", number_or_text(standing.laner)}};
    } else if (mode == "out") {
        scan["loan"] = number_or_text(standing.lan);
    }
    return scan;
}

std::string trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\n");
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(" \t\n") - first + 1));
}

}  // namespace pages
