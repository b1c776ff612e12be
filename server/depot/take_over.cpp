#include "depot/take_over.hpp"

#include "db/event_store.hpp"
#include "db/product_store.hpp"
#include "depot/change_item.hpp"
#include "depot/stock_figures.hpp"

namespace depot {
namespace {

void add_notes(db::WriteTx& tx, domain::EventId event, const Handing& handing) {
    if (handing.to) db::events::add_note(tx, event, "to", *handing.to);
    if (handing.reference) db::events::add_note(tx, event, "reference", *handing.reference);
}

// Before it is taken over: it is not counted among the municipality's own yet.
std::optional<domain::KeepOrGive> hint_of(db::ReadTx& tx, domain::ProductId product,
                                          const domain::DepotId& depot) {
    for (const auto& entry : stock_of(tx, {product})) {
        for (const DepotStock& stock : entry.second) {
            if (stock.depot != depot) continue;
            return domain::keep_or_give(stock.figures.maximum, domain::at_hand(stock.figures));
        }
    }
    return std::nullopt;
}

}  // namespace

domain::Decided<std::optional<domain::KeepOrGive>> take_over(db::WriteTx& tx,
                                                             db::items::ItemView& view,
                                                             const Handing& handing,
                                                             const Act& act) {
    domain::Item& item = view.item;
    const domain::Owner owner = domain::Owner::overtatt_fra_nav;
    const auto product = db::products::find(tx, item.product);
    const domain::Stock stock = product->children ? domain::Stock::barn : domain::Stock::korttid;
    const auto hint = hint_of(tx, item.product, item.status.depot);
    Pull pull;
    pull.trigger = domain::Trigger::take_over;
    pull.fields = {{"owner", std::string(to_text(owner))}, {"stock", std::string(to_text(stock))}};
    const auto event = pull_trigger(tx, view, pull, act);
    if (!event) return tl::unexpected(event.error());
    item.owner = owner;
    item.stock = stock;
    db::items::update_identity(tx, item);
    add_notes(tx, *event, handing);
    return hint;
}

domain::Decided<domain::EventId> hand_over(db::WriteTx& tx, db::items::ItemView& view,
                                           const Handing& handing, const Act& act) {
    Pull pull;
    pull.trigger = domain::Trigger::hand_over;
    auto event = pull_trigger(tx, view, pull, act);
    if (event) add_notes(tx, *event, handing);
    return event;
}

}  // namespace depot
