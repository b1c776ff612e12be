#include "depot/notices.hpp"

#include "db/item_store.hpp"
#include "db/product_store.hpp"
#include "depot/change_item.hpp"

namespace depot {
namespace {

using domain::Refusal;
using domain::RefusalCode;
using domain::State;

// Whether it was not blocked before and is now: what is blocked already needs no second block.
bool block(db::WriteTx& tx, db::items::ItemView& view, domain::NoticeId notice, const Act& act) {
    if (view.item.status.state == State::blocked) return false;
    Pull pull;
    pull.trigger = domain::Trigger::block;
    pull.fields = {{"notice", std::to_string(notice.value)}};
    return pull_trigger(tx, view, pull, act).has_value();
}

void add_item(db::WriteTx& tx, const db::notices::Notice& notice, domain::ItemId id,
              const Act& act) {
    auto view = db::items::find(tx, id);
    const State state = view->item.status.state;
    const bool blocked = notice.blocks && block(tx, *view, notice.id, act);
    db::notices::add_item(tx, notice.id, id, blocked);
    if (state == State::scrapped) {
        db::notices::account(tx, notice.id, id, domain::NoticeOutcome::scrapped, {}, act.actor,
                             act.recorded);
    }
}

// It is the notice that blocks, also where an admin registers the aid.
Act act_of_notice(const Act& act) {
    Act by_notice = act;
    by_notice.role = domain::Role::leder;
    return by_notice;
}

bool concerns(const db::notices::Criteria& criteria, const domain::Item& item) {
    if (criteria.product && *criteria.product != item.product) return false;
    if (criteria.serials && !(item.serial && domain::in_range(*item.serial, *criteria.serials))) {
        return false;
    }
    if (criteria.lot && criteria.lot != item.lot) return false;
    return !criteria.udi || (item.udi && domain::udi_concerns(*criteria.udi, *item.udi));
}

}  // namespace

domain::Decided<domain::NoticeId> make_notice(db::WriteTx& tx, const db::notices::Notice& wanted,
                                              const Act& act) {
    if (wanted.criteria.product && !db::products::find(tx, *wanted.criteria.product)) {
        return tl::unexpected(Refusal{RefusalCode::unknown_product, "/product_id"});
    }
    db::notices::Notice notice = wanted;
    notice.actor = act.actor;
    notice.made_at = act.recorded;
    notice.id = db::notices::insert(tx, notice);
    for (const domain::ItemId id : db::notices::matching(tx, notice.criteria)) {
        add_item(tx, notice, id, act);
    }
    db::notices::count_change(tx, notice.id, act.recorded);
    return notice.id;
}

bool join_notices(db::WriteTx& tx, const domain::Item& item, const Act& act) {
    const Act by_notice = act_of_notice(act);
    bool joined = false;
    for (const db::notices::Notice& notice : db::notices::open(tx)) {
        if (!concerns(notice.criteria, item)) continue;
        if (db::notices::find_item(tx, notice.id, item.id)) continue;
        add_item(tx, notice, item.id, by_notice);
        db::notices::count_change(tx, notice.id, act.recorded);
        joined = true;
    }
    return joined;
}

void block_again(db::WriteTx& tx, db::items::ItemView& view, const Act& act) {
    const Act by_notice = act_of_notice(act);
    for (const domain::NoticeId notice : db::notices::blocking(tx, view.item.id)) {
        if (!block(tx, view, notice, by_notice)) continue;
        db::notices::set_blocked(tx, notice, view.item.id);
        db::notices::count_change(tx, notice, act.recorded);
    }
}

domain::Decided<void> close_notice(db::WriteTx& tx, const db::notices::Notice& notice,
                                   const Act& act) {
    if (notice.closed_at) return tl::unexpected(Refusal{RefusalCode::notice_closed});
    const auto counts = db::notices::counts(tx, notice.id);
    if (counts.accounted < counts.found) {
        return tl::unexpected(Refusal{RefusalCode::not_accounted});
    }
    db::notices::close(tx, notice.id, act.recorded);
    return {};
}

domain::Decided<void> account_for(db::WriteTx& tx, domain::NoticeId notice,
                                  const Accounted& accounted, const Act& act) {
    const auto view = db::items::by_code(tx, accounted.code);
    if (!view) return tl::unexpected(Refusal{RefusalCode::unknown_item, "/item"});
    const auto item = db::notices::find_item(tx, notice, view->item.id);
    if (!item) return tl::unexpected(Refusal{RefusalCode::not_in_notice, "/item"});
    if (item->accounted_at) {
        return tl::unexpected(Refusal{RefusalCode::already_accounted, "/item"});
    }
    const bool scrapped = view->item.status.state == State::scrapped;
    if (accounted.outcome == domain::NoticeOutcome::returned && view->open_loan) {
        return tl::unexpected(Refusal{RefusalCode::still_on_loan, "/outcome"});
    }
    if (accounted.outcome == domain::NoticeOutcome::scrapped && !scrapped) {
        return tl::unexpected(Refusal{RefusalCode::not_scrapped, "/outcome"});
    }
    db::notices::account(tx, notice, view->item.id, accounted.outcome, accounted.note, act.actor,
                         act.recorded);
    db::notices::count_change(tx, notice, act.recorded);
    return {};
}

}  // namespace depot
