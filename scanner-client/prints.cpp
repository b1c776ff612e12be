#include "prints.hpp"

namespace scanner {

std::vector<labels::Label> command_sheet(const Texts& texts) {
    const auto command = [](std::string_view name, std::string_view what) {
        return labels::Label{std::string(name), std::string(name), {std::string(what)}};
    };
    return {command("%UT", texts.command_out),      command("%INN", texts.command_in),
            command("%VASK", texts.command_washed), command("%KONTROLL", texts.command_inspected),
            command("%FLYTT", texts.command_move),  command("%TELL", texts.command_count),
            command("%SE", texts.command_lookup),   command("%FERDIG", texts.command_finish),
            command("%ANGRE", texts.command_undo),  command("%SMITTE", texts.command_infectious),
            command("%FEIL", texts.command_failed), command("%ETIKETT", texts.command_label),
            command("%SLIPP", texts.command_slip)};
}

labels::Label badge(const Texts& texts, std::string_view staff) {
    return {"%MEG" + std::string(staff), std::string(staff), {std::string(texts.badge_title)}};
}

labels::Label loan_slip(const Texts& texts, std::int64_t loan, const std::string& due,
                        const std::vector<std::string>& aids) {
    labels::Label label{"%LAN" + std::to_string(loan), "LÅN " + std::to_string(loan), {}};
    label.lines.push_back(std::string(texts.slip_title) +
                          (due.empty() ? std::string() : say(texts.due, due)));
    label.lines.insert(label.lines.end(), aids.begin(), aids.end());
    return label;
}

}  // namespace scanner
