#pragma once
// Accessories that belong to an aid: noted as missing, found again, or waived.

#include <optional>
#include <string>
#include <vector>

#include "db/connection.hpp"
#include "db/item_store.hpp"
#include "depot/act.hpp"
#include "domain/refusal.hpp"

namespace depot {

enum class Said { missing, found, waived };

struct AccessoryNote {
    Said said = Said::missing;
    std::vector<std::string> names = {};
    std::optional<std::string> reason = {};  // waived
};

// One event for all of them; what is noted as missing already is not noted again, and when nothing
// is new nothing changes. Refused, each with the pointer of its name ("/found/0"): already_lent;
// wrong_state (of a ready aid nothing can be missing: inspect it); unknown_accessory (it does not
// belong to the product); accessory_not_missing.
domain::Decided<void> note_accessories(db::WriteTx& tx, db::items::ItemView& view,
                                       const AccessoryNote& note, const Act& act);

}  // namespace depot
