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

struct Resolver {
    db::ReadTx& tx;

    domain::Decided<Meaning> operator()(const labels::OwnCode& own) const {
        auto view = db::items::by_code(tx, own.code.text());
        if (!view) return refuse(RefusalCode::unknown_code);
        return std::move(*view);
    }
    domain::Decided<Meaning> operator()(const labels::WrongCheck& wrong) const {
        return by_serial(tx, wrong.text, RefusalCode::wrong_check_symbol);
    }
    domain::Decided<Meaning> operator()(const labels::Gs1& gs1) const {
        return by_serial(tx, gs1.serial.empty() ? gs1.giai : gs1.serial, RefusalCode::unknown_code);
    }
    domain::Decided<Meaning> operator()(const labels::Command& command) const { return command; }
    domain::Decided<Meaning> operator()(const labels::Badge& badge) const { return badge; }
    domain::Decided<Meaning> operator()(const labels::LoanSlip& slip) const { return slip; }
    domain::Decided<Meaning> operator()(const labels::ShelfLabel& shelf) const { return shelf; }
    domain::Decided<Meaning> operator()(const labels::HmsNumber& number) const {
        const bool product = db::products::by_hms_nr(tx, number.digits).has_value();
        return by_serial(tx, number.digits,
                         product ? RefusalCode::product_code : RefusalCode::unknown_code);
    }
    domain::Decided<Meaning> operator()(const labels::Unread& unread) const {
        return by_serial(tx, unread.text, RefusalCode::unknown_code);
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
    return refuse(RefusalCode::unknown_code);
}

}  // namespace depot
