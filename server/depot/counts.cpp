#include "depot/counts.hpp"

#include <algorithm>
#include <limits>

#include "db/depot_store.hpp"
#include "db/product_store.hpp"
#include "depot/change_item.hpp"
#include "depot/counted_stock.hpp"

namespace depot {
namespace {

using db::counts::Count;
using db::counts::Finding;
using domain::FindingKind;
using domain::Refusal;
using domain::RefusalCode;

constexpr std::int64_t all = std::numeric_limits<std::int64_t>::max();

Finding finding_of(const db::counts::Missing& missing) {
    Finding finding;
    finding.kind = FindingKind::missing;
    finding.item = missing.item.id;
    finding.code = missing.item.code;
    finding.product = missing.item.product;
    finding.product_name = missing.product_name;
    finding.depot = missing.item.status.depot;
    finding.shelf = missing.item.status.shelf;
    finding.standing = to_text(missing.item.status.state);
    return finding;
}

std::string standing_of_seen(const domain::SeenItem& stands) {
    if (stands.on_loan) return "on_loan";
    if (stands.under_way) return "in_transfer";
    return std::string(to_text(stands.state));
}

// What was seen and should not be, or not there.
std::vector<Finding> findings_of_seen(db::ReadTx& tx, const Count& count) {
    std::vector<Finding> found;
    for (const db::counts::Seen& seen : db::counts::seen(tx, count)) {
        const auto kind = domain::judge_seen(seen.stands, count.depot);
        if (!kind) continue;
        Finding finding;
        finding.kind = *kind;
        finding.item = seen.id;
        finding.code = seen.code;
        finding.product = seen.product;
        finding.product_name = seen.product_name;
        finding.depot = seen.stands.depot;
        finding.shelf = seen.stands.shelf;
        finding.seen_shelf = seen.stands.seen_shelf;
        finding.standing = standing_of_seen(seen.stands);
        found.push_back(std::move(finding));
    }
    return found;
}

Finding finding_of(const Count& count, const db::counts::Quantity& quantity) {
    Finding finding;
    finding.kind = FindingKind::quantity;
    finding.product = quantity.product;
    finding.product_name = quantity.product_name;
    finding.depot = count.depot;
    if (!quantity.shelf.empty()) finding.shelf = quantity.shelf;
    finding.expected = quantity.expected;
    return finding;
}

std::vector<Finding> findings_of_quantities(db::ReadTx& tx, const Count& count) {
    std::vector<Finding> found;
    for (const db::counts::Quantity& counted : db::counts::quantities(tx, count.id)) {
        if (counted.quantity == counted.expected) continue;
        Finding finding = finding_of(count, counted);
        finding.seen_shelf = finding.shelf;
        finding.seen = counted.quantity;
        found.push_back(std::move(finding));
    }
    // Not counted is not none: it is shown, and nothing is booked.
    for (const db::counts::Quantity& quantity : db::counts::uncounted(tx, count)) {
        found.push_back(finding_of(count, quantity));
    }
    return found;
}

void report_missing(db::WriteTx& tx, const Count& count, db::counts::Missing& missing,
                    const Act& act) {
    const domain::Item& item = missing.item;
    const domain::Standing standing{item.status.state, false, item.status.dirty,
                                    item.status.quarantine_until, item.owner};
    const auto state = domain::next_state(domain::Trigger::report_missing, standing, act.day);
    // Only what the table lets go missing was asked for.
    if (!state) return;
    Change change{domain::EventKind::missing, item.status};
    change.after.state = *state;
    change.after.quarantine_until.reset();
    change.fields = {{"count", std::to_string(count.id.value)}};
    change_item(tx, missing.item, change, act);
}

void book_counted(db::WriteTx& tx, const Count& count, const Act& act) {
    for (const db::counts::Quantity& counted : db::counts::quantities(tx, count.id)) {
        const auto now = in_stock(tx, counted.product, count.depot, counted.shelf);
        const std::int64_t correction =
            domain::count_correction(counted.quantity, counted.expected, now.value_or(0));
        // Where nobody had counted, the figure begins, also with none.
        if (correction == 0 && now) continue;
        put_counted(tx,
                    {counted.product, count.depot, correction, domain::MovementKind::counted,
                     count.id.value, counted.shelf},
                    act);
    }
}

void add(CountReport::Part& part, Finding&& finding, std::int64_t most) {
    ++part.total;
    if (static_cast<std::int64_t>(part.first.size()) < most) {
        part.first.push_back(std::move(finding));
    }
}

CountReport report_of_open(db::ReadTx& tx, const Count& count, std::int64_t most) {
    CountReport report;
    const auto totals = db::counts::totals(tx, count);
    report.expected = totals.expected;
    report.seen = db::counts::seen_total(tx, count.id);
    report.missing.total = totals.missing;
    for (const auto& missing : db::counts::missing(tx, count, most)) {
        report.missing.first.push_back(finding_of(missing));
    }
    for (Finding& finding : findings_of_seen(tx, count)) {
        const bool misplaced = finding.kind == FindingKind::misplaced;
        add(misplaced ? report.misplaced : report.unexpected, std::move(finding), most);
    }
    for (Finding& finding : findings_of_quantities(tx, count)) {
        add(report.quantity, std::move(finding), most);
    }
    return report;
}

CountReport::Part kept(db::ReadTx& tx, const Count& count, FindingKind kind, std::int64_t most) {
    return {db::counts::findings_total(tx, count.id, kind),
            db::counts::findings(tx, count.id, kind, most)};
}

}  // namespace

domain::Decided<domain::CountId> open_count(db::WriteTx& tx, const domain::DepotId& depot,
                                            const std::optional<std::string>& shelf,
                                            const Act& act) {
    if (!db::depots::exists(tx, depot)) {
        return tl::unexpected(Refusal{RefusalCode::unknown_depot, "/depot"});
    }
    const auto open = db::counts::open_at(tx, depot);
    const bool overlaps = std::any_of(open.begin(), open.end(), [&](const Count& other) {
        return domain::counts_overlap(other.shelf, shelf);
    });
    if (overlaps) {
        return tl::unexpected(Refusal{RefusalCode::count_open, shelf ? "/shelf" : "/depot"});
    }
    Count count;
    count.depot = depot;
    count.shelf = shelf;
    count.opened_by = act.actor;
    count.opened_at = act.recorded;
    return db::counts::insert(tx, count);
}

std::optional<Count> count_covering(db::ReadTx& tx, const domain::DepotId& depot,
                                    const std::optional<std::string>& shelf) {
    auto open = db::counts::open_at(tx, depot);
    // One of the whole depot has no other beside it.
    if (!shelf && open.size() == 1) return std::move(open.front());
    const auto covering = std::find_if(open.begin(), open.end(), [&](const Count& count) {
        return !count.shelf || count.shelf == shelf;
    });
    if (covering == open.end()) return std::nullopt;
    return std::move(*covering);
}

domain::Decided<void> see_item(db::WriteTx& tx, const Count& count, domain::ItemId item,
                               const std::optional<std::string>& shelf, const Act& act) {
    if (count.closed_at) return tl::unexpected(Refusal{RefusalCode::count_closed});
    db::counts::saw(tx, count.id, item, shelf ? shelf : count.shelf, act.recorded);
    return {};
}

domain::Decided<void> see_quantity(db::WriteTx& tx, const Count& count, domain::ProductId product,
                                   const std::optional<std::string>& shelf, std::int64_t quantity) {
    if (count.closed_at) return tl::unexpected(Refusal{RefusalCode::count_closed});
    const auto found = db::products::find(tx, product);
    if (!found) return tl::unexpected(Refusal{RefusalCode::unknown_product, "/product_id"});
    if (found->tracking == domain::Tracking::serial) {
        return tl::unexpected(Refusal{RefusalCode::serial_product, "/product_id"});
    }
    db::counts::Quantity counted;
    counted.product = product;
    counted.shelf = shelf ? *shelf : count.shelf.value_or("");
    counted.quantity = quantity;
    counted.expected = in_stock(tx, product, count.depot, counted.shelf).value_or(0);
    db::counts::counted(tx, count.id, counted);
    return {};
}

domain::Decided<void> close_count(db::WriteTx& tx, const Count& count, const Act& act) {
    if (count.closed_at) return tl::unexpected(Refusal{RefusalCode::count_closed});
    Count closed = count;
    closed.closed_by = act.actor;
    closed.closed_at = act.recorded;
    closed.expected = db::counts::totals(tx, count).expected;
    closed.seen = db::counts::seen_total(tx, count.id);

    // All is judged before anything changes.
    const auto of_seen = findings_of_seen(tx, count);
    const auto of_quantities = findings_of_quantities(tx, count);
    auto missing = db::counts::missing(tx, count, all);
    for (db::counts::Missing& one : missing) {
        db::counts::keep(tx, count.id, finding_of(one));
        report_missing(tx, count, one, act);
    }
    for (const Finding& finding : of_seen) db::counts::keep(tx, count.id, finding);
    for (const Finding& finding : of_quantities) db::counts::keep(tx, count.id, finding);
    book_counted(tx, count, act);
    db::counts::close(tx, closed);
    return {};
}

CountReport report(db::ReadTx& tx, const Count& count, std::int64_t most) {
    if (!count.closed_at) return report_of_open(tx, count, most);
    CountReport report;
    report.expected = count.expected.value_or(0);
    report.seen = count.seen.value_or(0);
    report.missing = kept(tx, count, FindingKind::missing, most);
    report.unexpected = kept(tx, count, FindingKind::unexpected, most);
    report.misplaced = kept(tx, count, FindingKind::misplaced, most);
    report.quantity = kept(tx, count, FindingKind::quantity, most);
    return report;
}

}  // namespace depot
