#include "depot/resolve.hpp"

#include "db/product_store.hpp"

namespace depot {
namespace {

using domain::Refusal;
using domain::RefusalCode;

tl::unexpected<Refusal> refuse(RefusalCode code) { return tl::unexpected(Refusal{code}); }

domain::Decided<Meaning> by_serial(db::ReadTx& tx, const std::string& serial,
                                   RefusalCode otherwise) {
    if (serial.empty()) return refuse(otherwise);
    const auto ids = db::items::by_serial(tx, serial);
    if (ids.size() > 1) return refuse(RefusalCode::ambiguous_code);
    if (ids.empty()) return refuse(otherwise);
    return *db::items::find(tx, ids.front());
}

// A serial number comes first; else the product that the number names, when it is counted.
domain::Decided<Meaning> by_product(db::ReadTx& tx, const std::string& serial,
                                    std::optional<domain::ProductId> id, RefusalCode otherwise) {
    auto item = by_serial(tx, serial, otherwise);
    if (item || !id || item.error().code != otherwise) return item;
    auto product = db::products::find(tx, *id);
    if (product->tracking == domain::Tracking::serial) return item;
    return CountedProduct{product->id, std::move(product->name), std::move(product->hms_nr)};
}

struct Resolver {
    db::ReadTx& tx;

    domain::Decided<Meaning> operator()(const labels::OwnCode& own) const {
        auto view = db::items::by_code(tx, own.code.text());
        if (!view) return refuse(RefusalCode::unknown_code);
        return std::move(*view);
    }
    domain::Decided<Meaning> operator()(const labels::WrongCheck& wrong) const {
        // "HANSKE-M" has seven symbols of ours as well.
        return by_product(tx, wrong.text, db::products::by_local_nr(tx, wrong.text),
                          RefusalCode::wrong_check_symbol);
    }
    domain::Decided<Meaning> operator()(const labels::Gs1& gs1) const {
        return by_serial(tx, gs1.serial.empty() ? gs1.giai : gs1.serial, RefusalCode::unknown_code);
    }
    domain::Decided<Meaning> operator()(const labels::Command& command) const { return command; }
    domain::Decided<Meaning> operator()(const labels::Badge& badge) const { return badge; }
    domain::Decided<Meaning> operator()(const labels::LoanSlip& slip) const { return slip; }
    domain::Decided<Meaning> operator()(const labels::ShelfLabel& shelf) const { return shelf; }
    domain::Decided<Meaning> operator()(const labels::HmsNumber& number) const {
        const auto product = db::products::by_hms_nr(tx, number.digits);
        return by_product(tx, number.digits, product,
                          product ? RefusalCode::product_code : RefusalCode::unknown_code);
    }
    domain::Decided<Meaning> operator()(const labels::Unread& unread) const {
        return by_product(tx, unread.text, db::products::by_local_nr(tx, unread.text),
                          RefusalCode::unknown_code);
    }
};

}  // namespace

domain::Decided<Meaning> resolve(db::ReadTx& tx, std::string_view raw) {
    return std::visit(Resolver{tx}, labels::read_scan(raw));
}

domain::Decided<db::items::ItemView> resolve_item(db::ReadTx& tx, std::string_view raw) {
    auto meaning = resolve(tx, raw);
    if (!meaning) return tl::unexpected(meaning.error());
    if (auto* view = std::get_if<db::items::ItemView>(&*meaning)) return std::move(*view);
    const bool product = std::holds_alternative<CountedProduct>(*meaning);
    return refuse(product ? RefusalCode::product_code : RefusalCode::unknown_code);
}

}  // namespace depot
