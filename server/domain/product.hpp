#pragma once
// A product (artikkel): what many items have in common.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/ids.hpp"
#include "domain/readiness.hpp"

namespace domain {

enum class Tracking { serial, counted };
std::string_view to_text(Tracking tracking);
std::optional<Tracking> parse_tracking(std::string_view text);

struct Product {
    ProductId id;
    std::optional<std::string> hms_nr;    // exactly six digits, leading zeros kept
    std::optional<std::string> local_nr;  // the depot's own number
    std::string name;
    std::string iso;  // ISO 9999, eight digits
    std::optional<std::string> supplier;
    Tracking tracking = Tracking::serial;
    WashClass wash_class = WashClass::machine;
    std::optional<std::int64_t> inspection_months;  // none: no periodic inspection
    bool children = false;
    bool needs_training = false;
    std::vector<std::string> accessories;  // that belong to a complete unit
    std::vector<std::string> checklist;    // points that an inspection answers; none: any
    std::optional<std::int64_t> max_user_kg;
    std::optional<std::int64_t> seat_width_mm;
    std::optional<std::int64_t> repair_ceiling;  // in kroner: more is not worth while
    std::int64_t version = 1;
};

// Hoists, electric beds and power chairs need recorded training (DOMAIN.md section 2).
bool training_by_iso(std::string_view iso);

}  // namespace domain
