#include "depot/inspect.hpp"

#include <algorithm>

#include "db/product_store.hpp"
#include "depot/change_item.hpp"
#include "depot/follow_up.hpp"

namespace depot {

using domain::Refusal;
using domain::RefusalCode;

namespace {

std::optional<Refusal> refuse(db::ReadTx& tx, const db::items::ItemView& view,
                              const Inspection& inspection) {
    if (!accessories_known(tx, view.item.product, inspection.missing_accessories)) {
        return Refusal{RefusalCode::unknown_accessory, "/missing_accessories"};
    }
    const bool complete = inspection.missing_accessories.empty() && !view.incomplete;
    if (inspection.passed && !complete) {
        return Refusal{RefusalCode::incomplete, "/missing_accessories"};
    }
    const auto checklist = db::products::checklist(tx, view.item.product);
    return inspection.passed ? domain::refuse_answers(checklist, inspection.checklist)
                             : domain::refuse_unknown_answers(checklist, inspection.checklist);
}

}  // namespace

domain::Decided<domain::EventId> inspect(db::WriteTx& tx, db::items::ItemView& view,
                                         const Inspection& inspection, const Act& act) {
    const domain::Trigger trigger =
        inspection.passed ? domain::Trigger::inspected_ok : domain::Trigger::inspected_failed;
    // Nobody fills in a checklist for an aid that cannot be inspected now.
    const auto state = domain::next_state(trigger, standing_of(view), act.day);
    if (!state) return tl::unexpected(state.error());
    if (const auto refused = refuse(tx, view, inspection)) return tl::unexpected(*refused);
    Pull pull;
    pull.trigger = trigger;
    pull.depot = inspection.depot;
    pull.shelf = inspection.shelf;
    for (const auto& [point, ok] : inspection.checklist) {
        pull.fields.emplace_back("check_" + point, ok ? "ok" : "failed");
    }
    for (const std::string& name : inspection.missing_accessories) {
        pull.fields.emplace_back(missing_accessory, name);
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
