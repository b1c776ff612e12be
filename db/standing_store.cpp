#include "db/standing_store.hpp"

#include "db/id_list.hpp"
#include "db/query.hpp"
#include "db/values.hpp"

namespace db::standings {
namespace {

using domain::ProductId;
using MaybeDay = std::optional<domain::Day>;
using MaybeDepot = std::optional<domain::DepotId>;

// As the index item_standing has it, word for word.
constexpr std::string_view counts = R"(
      and i.state || '' not in ('missing', 'lost', 'scrapped', 'handed_over')
      and i.owner || '' in ('kommune', 'overtatt_fra_nav') and i.stock || '' <> 'transitt')";

// The same of aids that are found otherwise, where nothing has to be hidden.
constexpr std::string_view counts_found = R"(
      and i.state not in ('missing', 'lost', 'scrapped', 'handed_over')
      and i.owner in ('kommune', 'overtatt_fra_nav') and i.stock <> 'transitt')";

// What is told apart of aids that are not lent.
constexpr std::string_view details = R"(
    select i.product_id, i.depot_id, r.to_depot, i.state, i.quarantine_until,
        i.inspection_due, w.promised, count(*))";
constexpr std::string_view alike = R"(
    group by i.product_id, i.depot_id, r.to_depot, i.state, i.quarantine_until,
        i.inspection_due, w.promised)";

std::string joined(std::initializer_list<std::string_view> parts) {
    std::string all;
    for (const std::string_view part : parts) all += part;
    return all;
}

template <class... C, class F>
std::vector<Group> read(ReadTx& tx, const std::string& before, const std::string& after,
                        const std::vector<ProductId>& products, F to_group) {
    return rows_for_ids(tx, before, after, products,
                        [&](Query& query) { return query.all<C...>(to_group); });
}

std::vector<Group> read_details(ReadTx& tx, const std::string& before,
                                const std::vector<ProductId>& products) {
    return read<ProductId, std::string, MaybeDepot, domain::State, MaybeDay, MaybeDay, MaybeDay,
                std::int64_t>(
        tx, before, std::string(alike), products,
        [](ProductId product, std::string depot, MaybeDepot sent_to, domain::State state,
           MaybeDay quarantine_until, MaybeDay inspection_due, MaybeDay promised,
           std::int64_t number) {
            domain::StockedItem item;
            item.state = state;
            item.quarantine_until = quarantine_until;
            item.inspection_due = inspection_due;
            item.promised = promised;
            return Group{product, std::move(depot), std::move(sent_to), item, number};
        });
}

}  // namespace

std::vector<Group> items(ReadTx& tx, const std::vector<ProductId>& products) {
    static const std::string after =
        joined({counts, " group by i.product_id, i.depot_id, i.state, i.inspection_due"});
    return read<ProductId, std::string, domain::State, MaybeDay, std::int64_t>(
        tx,
        "select i.product_id, i.depot_id, i.state, i.inspection_due, count(*)"
        " from item i where i.product_id",
        after, products,
        [](ProductId product, std::string depot, domain::State state, MaybeDay inspection_due,
           std::int64_t number) {
            domain::StockedItem item;
            item.state = state;
            item.inspection_due = inspection_due;
            return Group{product, std::move(depot), {}, item, number};
        });
}

std::vector<Group> lent_items(ReadTx& tx, const std::vector<ProductId>& products) {
    static const std::string before = joined({R"(
    select i.product_id, i.depot_id, i.state, i.inspection_due, l.due, count(*)
    from loan_line l cross join item i
    where i.id = l.item_id and l.ended_at is null and l.item_id is not null)",
                                              counts_found, " and l.product_id"});
    return read<ProductId, std::string, domain::State, MaybeDay, MaybeDay, std::int64_t>(
        tx, before, " group by i.product_id, i.depot_id, i.state, i.inspection_due, l.due",
        products,
        [](ProductId product, std::string depot, domain::State state, MaybeDay inspection_due,
           MaybeDay due, std::int64_t number) {
            domain::StockedItem item;
            item.state = state;
            item.inspection_due = inspection_due;
            item.on_loan = true;
            item.due = due;
            return Group{product, std::move(depot), {}, item, number};
        });
}

std::vector<Group> sent_items(ReadTx& tx, const std::vector<ProductId>& products) {
    // Few transfers are open, so they are walked and not the products.
    static const std::string before = joined({details, R"(
    from transfer r cross join transfer_line t cross join item i
    left join work_order w on w.item_id = i.id and w.closed_at is null
    left join loan_line l on l.item_id = i.id and l.ended_at is null
    where t.transfer_id = r.id and i.id = t.item_id and r.closed_at is null
      and r.sent_at is not null and t.closed_at is null and l.id is null)",
                                              counts_found, " and i.product_id"});
    return read_details(tx, before, products);
}

std::vector<Group> resting_items(ReadTx& tx, const std::vector<ProductId>& products) {
    static const std::string before = joined({details, R"(
    from item i left join loan_line l on l.item_id = i.id and l.ended_at is null
    left join work_order w on w.item_id = i.id and w.closed_at is null
    left join transfer_line t on t.item_id = i.id and t.closed_at is null
    left join transfer r on r.id = t.transfer_id and r.sent_at is not null
    where l.id is null and r.id is null and i.state in ('quarantine', 'to_repair'))",
                                              counts, " and i.product_id"});
    return read_details(tx, before, products);
}

std::vector<Group> counted(ReadTx& tx, const std::vector<ProductId>& products) {
    return read<ProductId, std::string, std::int64_t>(
        tx, "select product_id, depot_id, sum(quantity) from counted_stock where product_id",
        " group by product_id, depot_id", products,
        [](ProductId product, std::string depot, std::int64_t number) {
            return Group{product, std::move(depot), {}, {}, number};
        });
}

std::vector<Group> counted_lent(ReadTx& tx, const std::vector<ProductId>& products) {
    return read<ProductId, std::string, MaybeDay, std::int64_t>(
        tx, R"(
        select l.product_id, o.depot_id, l.due, sum(l.quantity)
        from loan_line l join loan o on o.id = l.loan_id
        where l.item_id is null and l.ended_at is null and l.product_id)",
        " group by l.product_id, o.depot_id, l.due", products,
        [](ProductId product, std::string depot, MaybeDay due, std::int64_t number) {
            domain::StockedItem item;
            item.on_loan = true;
            item.due = due;
            return Group{product, std::move(depot), {}, item, number};
        });
}

std::vector<Group> counted_sent(ReadTx& tx, const std::vector<ProductId>& products) {
    return read<ProductId, std::string, MaybeDepot, std::int64_t>(
        tx, R"(
        select t.product_id, r.from_depot, r.to_depot, sum(t.quantity)
        from transfer r join transfer_line t on t.transfer_id = r.id
        where r.closed_at is null and r.sent_at is not null and t.closed_at is null
          and t.product_id)",
        " group by t.product_id, r.from_depot, r.to_depot", products,
        [](ProductId product, std::string depot, MaybeDepot sent_to, std::int64_t number) {
            return Group{product, std::move(depot), std::move(sent_to), {}, number};
        });
}

}  // namespace db::standings
