#include "api/asked.hpp"

#include <algorithm>

namespace api {

domain::Asked read_asked(Fields& fields) {
    domain::Asked asked;
    asked.product = fields.maybe_id<domain::ProductId>("product_id");
    const auto iso = fields.maybe_text("iso", 8);
    if (iso) {
        const bool digits = iso->find_first_not_of("0123456789") == std::string::npos;
        if (!digits || iso->size() < 6) fields.fault("iso", "invalid_iso_class");
        asked.iso_class = domain::iso_class(*iso);
    }
    if (!asked.product && !iso && fields.absent("product_id")) {
        fields.fault("product_id", "required");
    }
    if (asked.product && iso) fields.fault("iso", "one_of_two");
    asked.quantity = fields.maybe_number("quantity", 1, domain::most_of_a_booking).value_or(1);
    return asked;
}

std::vector<domain::Asked> read_asked_lines(Fields& fields) {
    std::vector<domain::Asked> lines;
    const bool absent = fields.absent("lines");
    const std::size_t before = fields.faults().size();
    const json::array* given = fields.maybe_array("lines", domain::most_lines_of_a_set);
    for (std::size_t i = 0; given != nullptr && i < given->size(); ++i) {
        const std::string place = "lines/" + std::to_string(i);
        const json::object* object = (*given)[i].if_object();
        if (object == nullptr) {
            fields.fault(place, "wrong_type");
            continue;
        }
        const std::size_t faults = fields.faults().size();
        Fields part(*object, fields.pointer(place), fields.faults());
        domain::Asked line = read_asked(part);
        part.done();
        if (fields.faults().size() > faults) continue;
        const bool twice = std::any_of(lines.begin(), lines.end(), [&](const domain::Asked& other) {
            return other.product == line.product && other.iso_class == line.iso_class;
        });
        if (twice) fields.fault(place, "not_unique");
        lines.push_back(std::move(line));
    }
    if (fields.faults().size() == before && lines.empty()) {
        fields.fault("lines", absent ? "required" : "too_few");
    }
    return lines;
}

}  // namespace api
