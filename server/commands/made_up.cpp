#include "commands/made_up.hpp"

#include <array>

namespace commands {
namespace {

using domain::WashClass;

constexpr std::array products{
    MadeUpProduct{"177946", "Rullator Gemino 20", "12060602", WashClass::machine, 30, 0, false,
                  "kurv"},
    MadeUpProduct{"177947", "Rullator Gemino 20S", "12060602", WashClass::machine, 12, 0, false,
                  "kurv"},
    MadeUpProduct{"177948", "Rullator Gemino 20M", "12060602", WashClass::machine, 12, 0, false,
                  "kurv"},
    MadeUpProduct{"313852", "Rullator TOPRO Hestia", "12060602", WashClass::machine, 14},
    MadeUpProduct{"332281", "Rollator Topro Olympos ATR M", "12060603", WashClass::machine, 20},
    MadeUpProduct{"288979", "Gåbord Topro Troja Walker", "12061202", WashClass::machine, 6},
    MadeUpProduct{"072517", "Gåbord TOPRO Taurus E Premium", "12061201", WashClass::machine, 4, 12},
    MadeUpProduct{"267912", "Albuekrykke Classic", "12030601", WashClass::disinfect, 24},
    MadeUpProduct{"313241", "Albuekrykke Classic med støtdemper, høyre", "12030601",
                  WashClass::disinfect, 4},
    MadeUpProduct{"313242", "Albuekrykke Classic med støtdemper, venstre", "12030601",
                  WashClass::disinfect, 4},
    MadeUpProduct{"297415", "Dusjkrakk Etac Swift firkantet", "09330701", WashClass::machine, 26},
    MadeUpProduct{"097830", "Dusjkrakk Etac Edge hjørneutformet", "09330701", WashClass::machine,
                  14},
    MadeUpProduct{"265880", "Dusjkrakk Cadiz H291", "09330701", WashClass::machine, 8},
    MadeUpProduct{"331139", "Dusjtoastol Swift Mobil-2", "09120301", WashClass::machine, 14},
    MadeUpProduct{"158994", "Dusjtoastol ERGOtip 6", "09120301", WashClass::machine, 4, 12},
    MadeUpProduct{"297112", "Dusjtoastol Delphin", "09120301", WashClass::machine, 4},
    MadeUpProduct{"243288", "Toalettstol Invacare H440 Omega Eco", "09120302", WashClass::machine,
                  12},
    MadeUpProduct{"024832", "Toaforhøyer Stapla Lett", "09121201", WashClass::machine, 16},
    MadeUpProduct{"005464", "Toaforhøyer Kaskad", "09121201", WashClass::machine, 6},
    MadeUpProduct{"161976", "Toaforhøyer Hi-Loo fast med armlen 6 cm", "09121801",
                  WashClass::disinfect, 12},
    MadeUpProduct{"161977", "Toaforhøyer Hi-Loo fast med armlen 10 cm", "09121801",
                  WashClass::disinfect, 10},
    MadeUpProduct{"008139", "Toalettarmstøtte Supporter", "09122401", WashClass::disinfect, 6},
    MadeUpProduct{"221395", "Rullestol Cross 5 kort sb 48", "12220302", WashClass::machine, 16, 12,
                  false, "benstøtter"},
    MadeUpProduct{"317622", "Rullestol Cross 6 kort sb 40", "12220302", WashClass::machine, 12, 12,
                  false, "benstøtter"},
    MadeUpProduct{"326542", "Rullestol Cross 6 lang sb 38", "12220302", WashClass::machine, 10, 12,
                  false, "benstøtter"},
    MadeUpProduct{"326572", "Rullestol Cross 6 lang sb 50", "12220302", WashClass::machine, 8, 12,
                  false, "benstøtter"},
    MadeUpProduct{"219401", "Rullestol komfort Netti III HD sb 50", "12220303", WashClass::machine,
                  4, 12},
    MadeUpProduct{"316145", "Rullestol komfort Netti III HD sb 40", "12220303", WashClass::machine,
                  4, 12},
    MadeUpProduct{"291255", "Seng Opus 90EW", "18121001", WashClass::disinfect, 10, 12},
    MadeUpProduct{"311641", "Seng Opus 120EW", "18121001", WashClass::disinfect, 3, 12},
    MadeUpProduct{"034270", "Hjertebrett Sunrise", "18122401", WashClass::disinfect, 6},
    MadeUpProduct{"286980", "Overmadrass Mendo Medic 2 90x200", "18121803", WashClass::disinfect,
                  8},
    MadeUpProduct{"314522", "Overmadrass OptiCell 3NX 120x200", "18121802", WashClass::disinfect, 4,
                  12},
    MadeUpProduct{"329672", "Personløfter Vega 505EE", "12360301", WashClass::disinfect, 4, 12},
    MadeUpProduct{"010563", "Personløfter Uno 102 EE", "12360301", WashClass::disinfect, 4, 12},
    MadeUpProduct{"178886", "Molift Raiser", "12312101", WashClass::disinfect, 6, 12},
    MadeUpProduct{"232472", "Etac Turner Pro", "12312101", WashClass::disinfect, 6},
    MadeUpProduct{"184477", "Sara Stedy", "12312101", WashClass::disinfect, 4, 12},
    MadeUpProduct{"014187", "Topro terskeleliminator b70", "18301505", WashClass::hand, 20},
    MadeUpProduct{"313490", "Rullator Crocodile 0", "12060602", WashClass::machine, 5, 0, true},
    MadeUpProduct{"242773", "Dusjtoastol HTS 1/2", "09120301", WashClass::machine, 4, 0, true},
    MadeUpProduct{"286589", "Rollator Topro Olympos ATR", "12060603", WashClass::machine, 12},
    MadeUpProduct{"288981", "Rullator Topro Troja Original", "12060602", WashClass::machine, 5},
    MadeUpProduct{"267782", "Rollator Gloss, høy brukervekt", "12060603", WashClass::machine, 3},
    MadeUpProduct{"313343", "Rullator Volaris Kid", "12060602", WashClass::machine, 2, 0, true},
    MadeUpProduct{"214811", "Gåbord Gemino 60 Walker", "12061202", WashClass::machine, 3},
    MadeUpProduct{"024843", "Dusjkrakk Pico, høy brukervekt", "09330701", WashClass::machine, 4},
    MadeUpProduct{"045487", "Badekarbrett Etac Fresh", "09330402", WashClass::machine, 9},
    MadeUpProduct{"199691", "Badekarsete Aquatec Sorrento", "09330401", WashClass::machine, 4},
    MadeUpProduct{"243012", "Dusjtoastol Etac Clean hreg", "09120301", WashClass::machine, 8},
    MadeUpProduct{"097778", "Toalettstol Swift kommod", "09120302", WashClass::machine, 7},
    MadeUpProduct{"162021", "Toalettarmstøtte Svan Balance M8", "09122501", WashClass::disinfect,
                  5},
    MadeUpProduct{"221369", "Rullestol Cross 5 aktiv lang sb 35", "12220302", WashClass::machine, 4,
                  12, false, "benstøtter"},
    MadeUpProduct{"181452", "Rullestol komfort Netti III sb 38", "12220303", WashClass::machine, 3,
                  12},
    MadeUpProduct{"174727", "Seng Opus 90", "18121001", WashClass::disinfect, 8, 12},
    MadeUpProduct{"142209", "Sengebord Gigant II", "18031501", WashClass::disinfect, 5},
    MadeUpProduct{"230078", "Overmadrass OptiCell 3 plus 90x200", "18121802", WashClass::disinfect,
                  4, 12},
    MadeUpProduct{"023661", "Personløfter Molift Quick Raiser", "12360401", WashClass::disinfect, 3,
                  12},
    MadeUpProduct{"170373", "Dreieskive Rotormaster", "12310601", WashClass::disinfect, 4},
    MadeUpProduct{"164187", "Sklibrett E-Board Medium", "12310301", WashClass::disinfect, 4},
    MadeUpProduct{"243574", "Rampe AnyRamp foldbar b82 l251", "18301502", WashClass::hand, 4},
};

constexpr std::size_t in_demo = 41;

constexpr std::array<std::string_view, 64> names{
    "Agnes",   "Alf",      "Anders",  "Anne",   "Arne",     "Asbjørn", "Astrid",  "Aud",
    "Berit",   "Birger",   "Bjørg",   "Bjørn",  "Borghild", "Dagny",   "Edvard",  "Egil",
    "Einar",   "Eldbjørg", "Else",    "Erling", "Eva",      "Finn",    "Frida",   "Gerd",
    "Grete",   "Gudrun",   "Gunnar",  "Harald", "Hilde",    "Håkon",   "Inger",   "Ivar",
    "Jorunn",  "Kari",     "Kirsten", "Kjell",  "Kåre",     "Leif",    "Liv",     "Magne",
    "Marit",   "Nils",     "Oddny",   "Oddvar", "Ola",      "Peder",   "Ragna",   "Ragnhild",
    "Reidar",  "Rolf",     "Sigrid",  "Siri",   "Solveig",  "Svein",   "Synnøve", "Tor",
    "Torleif", "Tove",     "Turid",   "Unni",   "Vigdis",   "Yngve",   "Øystein", "Åse"};

}  // namespace

std::span<const MadeUpProduct> made_up_products() { return products; }

std::span<const MadeUpProduct> demo_products() { return std::span(products).first(in_demo); }

domain::Product to_product(const MadeUpProduct& made_up) {
    domain::Product product;
    product.hms_nr = made_up.hms_nr;
    product.name = made_up.name;
    product.iso = made_up.iso;
    product.wash_class = made_up.wash;
    if (made_up.inspection_months > 0) product.inspection_months = made_up.inspection_months;
    product.children = made_up.children;
    product.needs_training = domain::training_by_iso(made_up.iso);
    if (made_up.accessory != nullptr) product.accessories = {made_up.accessory};
    return product;
}

std::span<const std::string_view> first_names() { return names; }

}  // namespace commands
