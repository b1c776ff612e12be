#include "prints.hpp"

namespace scanner {
namespace {

// As many as stand on the smallest label.
constexpr std::size_t most_on_slip = 4;

}  // namespace

std::vector<labels::Label> command_sheet(const Texts& texts) {
    const auto command = [](std::string_view name, std::string_view what) {
        return labels::Label{std::string(name), std::string(name), {std::string(what)}};
    };
    // The symbol holds what every keyboard layout leaves alone.
    const labels::Label trained{"%OPPLART", "%OPPLÆRT", {std::string(texts.command_trained)}};
    return {command("%UT", texts.command_out),
            trained,
            command("%FERDIG", texts.command_finish),
            command("%SLIPP", texts.command_slip),
            command("%INN", texts.command_in),
            command("%SMITTE", texts.command_infectious),
            command("%MANGLER", texts.command_missing),
            command("%BYTT", texts.command_swap),
            command("%VASK", texts.command_washed),
            command("%KONTROLL", texts.command_inspected),
            command("%FEIL", texts.command_failed),
            command("%KOMPLETT", texts.command_complete),
            command("%FLYTT", texts.command_move),
            command("%TELL", texts.command_count),
            command("%AVSLUTT", texts.command_close_count),
            command("%SE", texts.command_lookup),
            command("%ANGRE", texts.command_undo),
            command("%ETIKETT", texts.command_label)};
}

labels::Label badge(const Texts& texts, std::string_view staff) {
    return {"%MEG" + std::string(staff), std::string(staff), {std::string(texts.badge_title)}};
}

labels::Label shelf_label(const Texts& texts, std::string_view shelf) {
    return {
        "%HYLLE" + std::string(shelf), std::string(shelf), {say(texts.shelf_label_title, shelf)}};
}

labels::Label loan_slip(const Texts& texts, std::int64_t loan, const std::string& due,
                        const std::vector<std::string>& aids, const std::string& depot) {
    labels::Label label{"%LAN" + std::to_string(loan), say(texts.slip_headline, loan), {}};
    label.lines.emplace_back(texts.slip_title);
    if (!due.empty()) label.lines.push_back(say(texts.slip_due, due));
    const std::size_t shown = aids.size() > most_on_slip ? most_on_slip - 1 : aids.size();
    label.lines.insert(label.lines.end(), aids.begin(),
                       aids.begin() + static_cast<std::ptrdiff_t>(shown));
    if (shown < aids.size()) label.lines.push_back(say(texts.slip_more, aids.size() - shown));
    // A small label leaves out what stands last.
    if (!depot.empty()) label.lines.push_back(say(texts.slip_return, depot));
    return label;
}

}  // namespace scanner
