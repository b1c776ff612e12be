#include "pages/desk_state.hpp"

#include <algorithm>

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
    {"modus", &Standing::modus}, {"laner", &Standing::laner}, {"lan", &Standing::lan},
    {"hylle", &Standing::hylle}, {"depot", &Standing::depot},
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
    return next;
}

std::string trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\n");
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(" \t\n") - first + 1));
}

}  // namespace pages
