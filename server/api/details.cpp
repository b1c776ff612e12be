#include "api/details.hpp"

#include <algorithm>

#include "domain/readiness.hpp"

namespace api {
namespace {

bool is_point(std::string_view name) {
    return !name.empty() && name.size() <= 40 && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

}  // namespace

std::optional<std::string> parse_wash_method(std::string_view text) {
    const auto wash = domain::parse_wash_class(text);
    return wash ? std::optional(std::string(to_text(*wash))) : std::nullopt;
}

std::vector<std::pair<std::string, bool>> read_checklist(Fields& fields) {
    constexpr std::size_t most = 50;
    std::vector<std::pair<std::string, bool>> points;
    const json::object* list = fields.maybe_object("checklist");
    if (list == nullptr) return points;
    if (list->size() > most) fields.fault("checklist", "too_many");
    for (const auto& member : *list) {
        const std::string name(member.key().data(), member.key().size());
        if (!is_point(name)) {
            fields.fault("checklist", "invalid_value");
        } else if (!member.value().is_bool()) {
            fields.fault("checklist/" + name, "wrong_type");
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
