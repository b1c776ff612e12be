#include "api/details.hpp"

#include <algorithm>
#include <array>

#include "domain/text.hpp"

namespace api {

std::optional<std::string> parse_wash_method(std::string_view text) {
    constexpr std::array methods{"hand",       "machine",   "machine_60",
                                 "machine_85", "disinfect", "none"};
    const auto found = std::find(methods.begin(), methods.end(), text);
    return found == methods.end() ? std::nullopt : std::optional(std::string(*found));
}

domain::Answers read_checklist(Fields& fields) {
    constexpr std::size_t most = 50;
    constexpr std::size_t longest = 80;
    domain::Answers points;
    const json::object* list = fields.maybe_object("checklist");
    if (list == nullptr) return points;
    if (list->size() > most) fields.fault("checklist", "too_many");
    for (const auto& member : *list) {
        const std::string name(member.key().data(), member.key().size());
        if (name.empty() || domain::code_points(name) > longest) {
            fields.fault("checklist", "invalid_value");
        } else if (!member.value().is_bool()) {
            fields.fault("checklist/" + escaped(name), "wrong_type");
        } else {
            points.emplace_back(name, member.value().get_bool());
        }
    }
    return points;
}

std::optional<domain::Training> read_training(Fields& fields, domain::Day today) {
    const json::object* object = fields.maybe_object("training");
    if (object == nullptr) return std::nullopt;
    Fields part(*object, fields.pointer("training"), fields.faults());
    domain::Training training;
    training.given_by = part.text("given_by", 100);
    training.given_to = part.text("given_to", 100);
    training.day = part.day("day");
    if (training.day > today) part.fault("day", "in_the_future");
    part.done();
    return training;
}

}  // namespace api
