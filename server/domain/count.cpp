#include "domain/count.hpp"

#include <algorithm>

#include "domain/names.hpp"

namespace domain {
namespace {

constexpr Names<FindingKind, 4> kind_names{{{FindingKind::missing, "missing"},
                                            {FindingKind::unexpected, "unexpected"},
                                            {FindingKind::misplaced, "misplaced"},
                                            {FindingKind::quantity, "quantity"}}};

}  // namespace

std::string_view to_text(FindingKind kind) { return name_of(kind_names, kind); }
std::optional<FindingKind> parse_finding_kind(std::string_view text) {
    return value_of(kind_names, text);
}

bool counts_overlap(const std::optional<std::string>& one,
                    const std::optional<std::string>& other) {
    return !one || !other || *one == *other;
}

std::optional<FindingKind> judge_seen(const SeenItem& item, const DepotId& counted_at) {
    if (item.on_loan || item.under_way || !stands_at_depot(item.state)) {
        return FindingKind::unexpected;
    }
    if (item.depot != counted_at) return FindingKind::misplaced;
    if (item.seen_shelf && item.seen_shelf != item.shelf) return FindingKind::misplaced;
    return std::nullopt;
}

std::int64_t count_correction(std::int64_t counted, std::int64_t expected, std::int64_t now) {
    return std::max(counted - expected, -now);
}

}  // namespace domain
