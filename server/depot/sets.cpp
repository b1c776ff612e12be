#include "depot/sets.hpp"

#include "db/set_store.hpp"
#include "depot/book.hpp"

namespace depot {
namespace {

using domain::Refusal;
using domain::RefusalCode;
using Refusals = std::vector<Refusal>;

void add_lines(Refusals& refusals, db::ReadTx& tx, const std::vector<domain::Asked>& lines) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
        auto unknown = unknown_of(tx, lines[i].product, lines[i].iso_class);
        if (!unknown) continue;
        unknown->pointer = "/lines/" + std::to_string(i) + unknown->pointer;
        refusals.push_back(std::move(*unknown));
    }
}

Refusals refusals_of(db::ReadTx& tx, const domain::ProductSet& set) {
    Refusals refusals;
    const auto other = db::sets::named(tx, set.name);
    if (other && *other != set.id) refusals.push_back({RefusalCode::set_name_taken, "/name"});
    add_lines(refusals, tx, set.lines);
    return refusals;
}

}  // namespace

tl::expected<domain::SetId, Refusals> make_set(db::WriteTx& tx, const domain::ProductSet& set) {
    auto refusals = refusals_of(tx, set);
    if (!refusals.empty()) return tl::unexpected(std::move(refusals));
    return db::sets::insert(tx, set);
}

tl::expected<void, Refusals> change_set(db::WriteTx& tx, const domain::ProductSet& set) {
    auto refusals = refusals_of(tx, set);
    if (!refusals.empty()) return tl::unexpected(std::move(refusals));
    db::sets::update(tx, set);
    return {};
}

tl::expected<std::vector<domain::BookingId>, Refusals> book_together(
    db::WriteTx& tx, const std::vector<domain::Asked>& lines, const domain::Booking& common,
    const Act& act) {
    Refusals refusals;
    add_lines(refusals, tx, lines);
    for (Refusal& refusal : refused_for(tx, common)) refusals.push_back(std::move(refusal));
    if (!refusals.empty()) return tl::unexpected(std::move(refusals));
    std::vector<domain::BookingId> made;
    for (const domain::Booking& booking : domain::booked_together(lines, common)) {
        auto id = request_booking(tx, booking, act);
        if (!id) return tl::unexpected(std::move(id.error()));
        made.push_back(*id);
    }
    return made;
}

}  // namespace depot
