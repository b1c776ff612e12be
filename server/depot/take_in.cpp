#include "depot/take_in.hpp"

#include <cstdint>
#include <random>

#include "db/depot_store.hpp"
#include "db/product_store.hpp"
#include "depot/change_item.hpp"
#include "depot/notices.hpp"
#include "labels/code.hpp"

namespace depot {
namespace {

using domain::Refusal;
using domain::RefusalCode;

void add_field(Change& change, const char* name, const std::optional<std::string>& value) {
    if (value) change.fields.emplace_back(name, *value);
}

// A label code that no item has or had.
std::string new_code(db::ReadTx& tx) {
    std::random_device random;
    std::uniform_int_distribution<std::uint32_t> number(0, (1u << 30) - 1);
    for (;;) {
        std::string code = labels::LabelCode::from_number(number(random)).text();
        if (!db::items::code_taken(tx, code)) return code;
    }
}

}  // namespace

domain::Decided<domain::Item> take_in(db::WriteTx& tx, const NewItem& wanted, const Act& act) {
    const auto product = db::products::find(tx, wanted.product);
    if (!product) return tl::unexpected(Refusal{RefusalCode::unknown_product, "/product_id"});
    if (!db::depots::exists(tx, wanted.depot)) {
        return tl::unexpected(Refusal{RefusalCode::unknown_depot, "/depot"});
    }
    if (product->tracking == domain::Tracking::counted) {
        return tl::unexpected(Refusal{RefusalCode::counted_product, "/product_id"});
    }

    domain::Item item;
    item.code = new_code(tx);
    item.product = wanted.product;
    item.owner = wanted.owner;
    item.stock =
        wanted.stock.value_or(product->children ? domain::Stock::barn : domain::Stock::korttid);
    item.home_depot = wanted.depot;
    item.status = {domain::State::to_inspect, wanted.depot, wanted.shelf, {}, {}, false};
    item.since = act.happened;
    item.serial = wanted.serial;
    item.lot = wanted.lot;
    item.udi = wanted.udi;
    item.purchased = wanted.purchased;
    item.price = wanted.price;
    item.id = db::items::insert(tx, item);

    Change change{domain::EventKind::taken_in, item.status};
    change.fields = {{"code", item.code},
                     {"product_id", std::to_string(item.product.value)},
                     {"owner", std::string(to_text(item.owner))},
                     {"stock", std::string(to_text(item.stock))},
                     {"home_depot", item.home_depot}};
    add_field(change, "serial", item.serial);
    add_field(change, "lot", item.lot);
    add_field(change, "udi", item.udi);
    if (item.purchased) change.fields.emplace_back("purchased", domain::to_text(*item.purchased));
    if (item.price) change.fields.emplace_back("price", std::to_string(*item.price));
    change_item(tx, item, change, act);
    if (join_notices(tx, item, act)) return db::items::find(tx, item.id)->item;
    return item;
}

domain::Decided<domain::EventId> relabel(db::WriteTx& tx, db::items::ItemView& view,
                                         const Act& act) {
    if (view.open_loan) return tl::unexpected(Refusal{RefusalCode::already_lent});
    domain::Item& item = view.item;
    const std::string code = new_code(tx);
    db::items::replace_code(tx, item.id, item.code, code);
    item.code = code;
    Change change{domain::EventKind::relabelled, item.status};
    change.fields = {{"code", code}};
    return change_item(tx, item, change, act);
}

}  // namespace depot
