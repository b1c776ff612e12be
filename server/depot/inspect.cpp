#include "depot/inspect.hpp"

#include <algorithm>

#include "db/product_store.hpp"
#include "depot/change_item.hpp"

namespace depot {

using domain::Refusal;
using domain::RefusalCode;

domain::Decided<domain::EventId> inspect(db::WriteTx& tx, db::items::ItemView& view,
                                         const Inspection& inspection, const Act& act) {
    if (!accessories_known(tx, view.item.product, inspection.missing_accessories)) {
        return tl::unexpected(Refusal{RefusalCode::unknown_accessory, "/missing_accessories"});
    }
    if (inspection.passed && !inspection.missing_accessories.empty()) {
        return tl::unexpected(Refusal{RefusalCode::incomplete, "/missing_accessories"});
    }
    Pull pull;
    pull.trigger =
        inspection.passed ? domain::Trigger::inspected_ok : domain::Trigger::inspected_failed;
    pull.depot = inspection.depot;
    pull.shelf = inspection.shelf;
    for (const auto& [point, ok] : inspection.checklist) {
        pull.fields.emplace_back("check_" + point, ok ? "ok" : "failed");
    }
    for (const std::string& name : inspection.missing_accessories) {
        pull.fields.emplace_back("missing_accessory", name);
    }
    if (inspection.findings) pull.note = {"findings", *inspection.findings};
    return pull_trigger(tx, view, pull, act);
}

bool accessories_known(db::ReadTx& tx, domain::ProductId product,
                       const std::vector<std::string>& names) {
    if (names.empty()) return true;
    const auto known = db::products::accessories(tx, product);
    return std::all_of(names.begin(), names.end(), [&](const std::string& name) {
        return std::find(known.begin(), known.end(), name) != known.end();
    });
}

}  // namespace depot
