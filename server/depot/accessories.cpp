#include "depot/accessories.hpp"

#include <algorithm>
#include <string_view>

#include "db/accessory_store.hpp"
#include "db/product_store.hpp"
#include "depot/change_item.hpp"
#include "depot/follow_up.hpp"

namespace depot {
namespace {

using domain::Refusal;
using domain::RefusalCode;
using domain::State;
using Texts = std::vector<std::string>;

bool contains(const Texts& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::string_view member_of(Said said) {
    switch (said) {
        case Said::missing:
            return "missing";
        case Said::found:
            return "found";
        case Said::waived:
            return "waived";
    }
    return {};
}

const char* field_of(Said said) {
    switch (said) {
        case Said::missing:
            return missing_accessory;
        case Said::found:
            return accessory_found;
        case Said::waived:
            return accessory_waived;
    }
    return missing_accessory;
}

// Ready says complete, and of what is gone nobody knows.
bool may_miss_something(State state) {
    switch (state) {
        case State::to_clean:
        case State::to_inspect:
        case State::to_repair:
        case State::quarantine:
        case State::blocked:
            return true;
        case State::ready:
        case State::missing:
        case State::lost:
        case State::scrapped:
        case State::handed_over:
            return false;
    }
    return false;
}

std::optional<RefusalCode> refuse(const AccessoryNote& note, const std::string& name,
                                  const Texts& belong, const Texts& open) {
    if (contains(open, name)) return std::nullopt;
    if (!contains(belong, name)) return RefusalCode::unknown_accessory;
    if (note.said != Said::missing) return RefusalCode::accessory_not_missing;
    return std::nullopt;
}

}  // namespace

domain::Decided<void> note_accessories(db::WriteTx& tx, db::items::ItemView& view,
                                       const AccessoryNote& note, const Act& act) {
    if (view.open_loan) return tl::unexpected(Refusal{RefusalCode::already_lent});
    if (note.said == Said::missing && !may_miss_something(view.item.status.state)) {
        return tl::unexpected(Refusal{RefusalCode::wrong_state});
    }
    const Texts belong = db::products::accessories(tx, view.item.product);
    const Texts open = db::accessories::missing(tx, view.item.id);
    const bool noting = note.said == Said::missing;
    Change change{
        noting ? domain::EventKind::accessories_noted : domain::EventKind::accessories_settled,
        view.item.status};
    for (std::size_t i = 0; i < note.names.size(); ++i) {
        const std::string& name = note.names[i];
        if (const auto code = refuse(note, name, belong, open)) {
            const std::string pointer =
                "/" + std::string(member_of(note.said)) + "/" + std::to_string(i);
            return tl::unexpected(Refusal{*code, pointer});
        }
        if (!noting || !contains(open, name)) change.fields.emplace_back(field_of(note.said), name);
    }
    if (change.fields.empty()) return {};
    if (note.reason) change.note = {"reason", *note.reason};
    change_item(tx, view.item, change, act);
    view.incomplete = !db::accessories::missing(tx, view.item.id).empty();
    return {};
}

}  // namespace depot
