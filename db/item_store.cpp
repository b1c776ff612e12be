#include "db/item_store.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "db/error.hpp"
#include "db/id_list.hpp"
#include "db/query.hpp"
#include "db/text_key.hpp"
#include "db/values.hpp"

namespace db::items {
namespace {

constexpr std::string_view select_view = R"(
    select i.id, i.code, i.product_id, i.owner, i.stock, i.home_depot, i.depot_id, i.shelf,
           i.serial, i.lot, i.udi, i.purchased, i.price, i.state, i.quarantine_until,
           i.inspection_due, i.dirty, i.event_count, i.since, p.name, p.wash_class,
           p.inspection_months, p.needs_training,
           exists (select 1 from missing_accessory m
               where m.item_id = i.id and m.settled_event is null),
           l.loan_id, l.id, lo.borrower_id, b.kind, lo.expected, l.due, l.handed_out_at,
           lo.extensions
    from item i
    join product p on p.id = i.product_id
    left join loan_line l on l.item_id = i.id and l.ended_at is null
    left join loan lo on lo.id = l.loan_id
    left join borrower b on b.id = lo.borrower_id)";

using Text = std::optional<std::string>;
using MaybeDay = std::optional<domain::Day>;

ItemView to_view(domain::ItemId id, std::string code, domain::ProductId product,
                 domain::Owner owner, domain::Stock stock, std::string home_depot,
                 std::string depot, Text shelf, Text serial, Text lot, Text udi, MaybeDay purchased,
                 std::optional<std::int64_t> price, domain::State state, MaybeDay quarantine_until,
                 MaybeDay inspection_due, bool dirty, std::int64_t event_count,
                 domain::Instant since, std::string product_name, domain::WashClass wash_class,
                 std::optional<std::int64_t> inspection_months, bool needs_training,
                 bool incomplete, std::optional<domain::LoanId> loan,
                 std::optional<domain::LoanLineId> line, std::optional<domain::BorrowerId> borrower,
                 std::optional<domain::BorrowerKind> borrower_kind,
                 std::optional<domain::Expected> expected, MaybeDay due,
                 std::optional<domain::Instant> handed_out_at,
                 std::optional<std::int64_t> extensions) {
    ItemView view;
    view.item = {
        id,
        std::move(code),
        product,
        owner,
        stock,
        std::move(home_depot),
        {state, std::move(depot), std::move(shelf), quarantine_until, inspection_due, dirty},
        since,
        std::move(serial),
        std::move(lot),
        std::move(udi),
        purchased,
        price,
        event_count};
    view.product_name = std::move(product_name);
    view.wash_class = wash_class;
    view.inspection_months = inspection_months;
    view.needs_training = needs_training;
    view.incomplete = incomplete;
    if (line) {
        // Only when a reference leads nowhere; verify says which.
        if (!borrower || !borrower_kind) throw Error("an open loan line without its borrower");
        view.open_loan = OpenLoan{*loan,     *line, *borrower,      *borrower_kind,
                                  *expected, due,   *handed_out_at, *extensions};
    }
    return view;
}

std::vector<ItemView> read(Query& query) {
    return query.all<domain::ItemId, std::string, domain::ProductId, domain::Owner, domain::Stock,
                     std::string, std::string, Text, Text, Text, Text, MaybeDay,
                     std::optional<std::int64_t>, domain::State, MaybeDay, MaybeDay, bool,
                     std::int64_t, domain::Instant, std::string, domain::WashClass,
                     std::optional<std::int64_t>, bool, bool, std::optional<domain::LoanId>,
                     std::optional<domain::LoanLineId>, std::optional<domain::BorrowerId>,
                     std::optional<domain::BorrowerKind>, std::optional<domain::Expected>, MaybeDay,
                     std::optional<domain::Instant>, std::optional<std::int64_t>>(to_view);
}

template <class... P>
std::optional<ItemView> read_one(ReadTx& tx, const std::string& sql, const P&... parameters) {
    Query query(tx, sql);
    auto found = read(query.with(parameters...));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

// ---- lists -----------------------------------------------------------------------------------
// A page costs what it shows, however many items there are, as long as the right index is walked:
// the planner, who does not know which values are rare, would choose any.

enum class Walk { by_id, by_shelf, by_state, by_product, by_owner, by_stock };

// A shelf holds few, and is walked to its end. Else the rarest first; most items are ready, the
// municipality's and in korttid. What is ordered by a column is walked by state, each in that
// order; of a product, or of what is rare, all is sorted. Only what is asked for in vain, a product
// for adults in the children's stock, is walked to the product's end.
Walk walk_for(const Filter& filter) {
    if (filter.shelf) return Walk::by_shelf;
    if (filter.state && *filter.state != domain::State::ready) return Walk::by_state;
    if (filter.product) return Walk::by_product;
    if (filter.owner && *filter.owner != domain::Owner::kommune) return Walk::by_owner;
    if (filter.stock && *filter.stock != domain::Stock::korttid) return Walk::by_stock;
    if (filter.state) return Walk::by_state;
    if (filter.owner) return Walk::by_owner;
    if (filter.stock) return Walk::by_stock;
    return Walk::by_id;
}

// Whether that walk meets little besides what is asked for.
bool is_narrow(const Filter& filter) {
    return filter.shelf || filter.product ||
           filter.state.value_or(domain::State::ready) != domain::State::ready ||
           filter.owner.value_or(domain::Owner::kommune) != domain::Owner::kommune ||
           filter.stock.value_or(domain::Stock::korttid) != domain::Stock::korttid;
}

constexpr std::string_view products_of_text =
    "select id from product where hms_nr = :hms_nr or name_key like :name escape '\\'";

void bind_products_of_text(Query& query, const std::string& text) {
    query.with(text, "%" + like_key(text) + "%");
}

// Columns that are not walked are put into expressions, which hides their indexes on every engine.
std::string conditions(const Filter& filter, Walk walk) {
    const auto equal = [](const char* column, const char* nothing, bool walked) {
        return std::string(" and i.") + column + (walked ? "" : nothing) + " = :" + column;
    };
    const bool at_depot = walk == Walk::by_state || walk == Walk::by_shelf;
    std::string sql;
    if (filter.state) sql += equal("state", " || ''", walk == Walk::by_state);
    if (filter.depot) sql += equal("depot_id", " || ''", at_depot);
    if (filter.shelf) sql += equal("shelf", " || ''", walk == Walk::by_shelf);
    if (filter.product) sql += equal("product_id", " + 0", walk == Walk::by_product);
    if (filter.owner) sql += equal("owner", " || ''", walk == Walk::by_owner);
    if (filter.stock) sql += equal("stock", " || ''", walk == Walk::by_stock);
    return sql;
}

void bind(Query& query, const Filter& filter) {
    if (filter.state) query.with(*filter.state);
    if (filter.depot) query.with(*filter.depot);
    if (filter.shelf) query.with(*filter.shelf);
    if (filter.product) query.with(*filter.product);
    if (filter.owner) query.with(*filter.owner);
    if (filter.stock) query.with(*filter.stock);
}

using Positions = std::vector<Position>;

// The page that is asked for.
struct Wanted {
    const OrderBy& order;
    const Position& after;
    std::int64_t limit;
};

Positions walk(ReadTx& tx, const Filter& filter, const Wanted& wanted);

// The same filter with each of the values in turn: few, and each has an index to walk.
template <class T, class Values>
Positions walk_each(ReadTx& tx, const Filter& filter, std::optional<T> Filter::*member,
                    const Values& values, const Wanted& wanted) {
    Positions found;
    Filter one = filter;
    for (const T& value : values) {
        one.*member = value;
        Positions more = walk(tx, one, wanted);
        std::move(more.begin(), more.end(), std::back_inserter(found));
    }
    return found;
}

// At least the first so many after that one, unsorted; of the text, its products alone.
Positions walk(ReadTx& tx, const Filter& filter, const Wanted& wanted) {
    if (filter.text && !is_narrow(filter)) {
        std::vector<domain::ProductId> products;
        {
            Query query(tx, products_of_text);
            bind_products_of_text(query, *filter.text);
            products = query.column<domain::ProductId>();
        }
        Filter of_products = filter;
        of_products.text.reset();
        return walk_each(tx, of_products, &Filter::product, products, wanted);
    }
    const Walk by = walk_for(filter);
    if ((by == Walk::by_state || by == Walk::by_shelf) && !filter.depot) {
        const auto depots = Query(tx, "select id from depot").column<domain::DepotId>();
        return walk_each(tx, filter, &Filter::depot, depots, wanted);
    }
    const bool each_state = filter.depot || !wanted.order.column.empty();
    if (by != Walk::by_state && each_state && !is_narrow(filter)) {
        return walk_each(tx, filter, &Filter::state, domain::all_states, wanted);
    }

    std::string sql = "select " + place_columns(wanted.order, "i.id") + " from item i where " +
                      behind(wanted.order, wanted.after, "i.id") + conditions(filter, by);
    if (filter.text) sql += " and i.product_id + 0 in (" + std::string(products_of_text) + ")";
    Query query(tx, sql + in_order(wanted.order, "i.id") + " limit :limit");
    bind_behind(query, wanted.order, wanted.after);
    bind(query, filter);
    if (filter.text) bind_products_of_text(query, *filter.text);
    return places(query.with(wanted.limit), wanted.order);
}

// The items that bear the text as their code, an old code or their serial number.
Positions named(ReadTx& tx, const Filter& filter, const Wanted& wanted) {
    const std::string& text = *filter.text;
    Query query(tx, "select " + place_columns(wanted.order, "i.id") + R"( from item i
        where i.id in (select id from item where code = :code union
            select item_id from item_old_code where code = :old_code union
            select id from item where serial = :serial) and )" +
                        behind(wanted.order, wanted.after, "i.id") +
                        conditions(filter, Walk::by_id));
    query.with(text, text, text);
    bind_behind(query, wanted.order, wanted.after);
    bind(query, filter);
    return places(query, wanted.order);
}

}  // namespace

std::optional<ItemView> by_code(ReadTx& tx, const std::string& code) {
    static const std::string present = std::string(select_view) + " where i.code = :code";
    static const std::string replaced =
        std::string(select_view) + " join item_old_code o on o.item_id = i.id where o.code = :code";
    auto found = read_one(tx, present, code);
    return found ? found : read_one(tx, replaced, code);
}

std::optional<Printed> printed(ReadTx& tx, const std::string& code) {
    const auto find = [&](std::string_view sql) -> std::optional<Printed> {
        auto row = Query(tx, sql).with(code).one<std::string, std::string>();
        if (!row) return std::nullopt;
        return Printed{std::move(std::get<0>(*row)), std::move(std::get<1>(*row))};
    };
    auto found = find(
        "select i.code, p.name from item i join product p on p.id = i.product_id"
        " where i.code = :code");
    return found ? found
                 : find(
                       "select i.code, p.name from item_old_code o join item i on i.id = o.item_id"
                       " join product p on p.id = i.product_id where o.code = :code");
}

std::optional<ItemView> find(ReadTx& tx, domain::ItemId id) {
    static const std::string sql = std::string(select_view) + " where i.id = :id";
    return read_one(tx, sql, id);
}

std::vector<ItemView> all_of(ReadTx& tx, const std::vector<domain::ItemId>& ids) {
    static const std::string before = std::string(select_view) + " where i.id";
    auto found = rows_for_ids(tx, before, "", ids, read);
    std::sort(found.begin(), found.end(),
              [](const ItemView& a, const ItemView& b) { return a.item.id < b.item.id; });
    return found;
}

std::vector<domain::ItemId> by_serial(ReadTx& tx, const std::string& serial) {
    return Query(tx, "select id from item where serial = :serial order by id limit 2")
        .with(serial)
        .column<domain::ItemId>();
}

std::span<const Order<ItemView>> orders() {
    static const std::array<Order<ItemView>, 4> all{
        {{{"oldest"}, [](const ItemView& view) { return by_id(view.item); }},
         {{"newest", {}, true}, [](const ItemView& view) { return by_id(view.item); }},
         {{"since", "i.since", false, true},
          [](const ItemView& view) {
              return Position(view.item.since.time_since_epoch().count(), view.item.id.value);
          }},
         {{"shelf", "coalesce('0' || i.shelf, '1')"}, [](const ItemView& view) {
              return Position(key_of(view.item.status.shelf), view.item.id.value);
          }}}};
    return all;
}

std::vector<ItemView> list(ReadTx& tx, const Filter& filter, const Position& after,
                           std::int64_t limit, const Order<ItemView>& order) {
    const Wanted wanted{order, after, limit};
    Positions found = walk(tx, filter, wanted);
    if (filter.text) {
        Positions more = named(tx, filter, wanted);
        std::move(more.begin(), more.end(), std::back_inserter(found));
    }
    const auto sooner = [&](const Position& a, const Position& b) {
        return comes_before(order, a, b);
    };
    std::sort(found.begin(), found.end(), sooner);
    found.erase(std::unique(found.begin(), found.end()), found.end());
    if (found.size() > static_cast<std::size_t>(limit)) {
        found.resize(static_cast<std::size_t>(limit));
    }
    std::vector<domain::ItemId> ids;
    for (const Position& place : found) ids.push_back({place.id});
    auto views = all_of(tx, ids);
    std::sort(views.begin(), views.end(), [&](const ItemView& a, const ItemView& b) {
        return sooner(order.place(a), order.place(b));
    });
    return views;
}

bool code_taken(ReadTx& tx, const std::string& code) {
    return Query(tx,
                 "select 1 from item where code = :code union all"
                 " select 1 from item_old_code where code = :old_code limit 1")
        .with(code, code)
        .one<std::int64_t>()
        .has_value();
}

domain::ItemId insert(WriteTx& tx, const domain::Item& item) {
    return Query(tx, R"(
        insert into item (code, product_id, owner, stock, home_depot, depot_id, shelf, serial, lot,
            udi, purchased, price, state, quarantine_until, inspection_due, dirty, event_count,
            since)
        values (:code, :product_id, :owner, :stock, :home_depot, :depot_id, :shelf, :serial, :lot,
            :udi, :purchased, :price, :state, :quarantine_until, :inspection_due, :dirty,
            :event_count, :since))")
        .with(item.code, item.product, item.owner, item.stock, item.home_depot, item.status.depot,
              item.status.shelf, item.serial, item.lot, item.udi, item.purchased, item.price,
              item.status.state, item.status.quarantine_until, item.status.inspection_due,
              item.status.dirty, item.event_count, item.since)
        .insert<domain::ItemId>();
}

void update_status(WriteTx& tx, const domain::Item& item) {
    Query(tx, R"(
        update item set depot_id = :depot_id, shelf = :shelf, state = :state,
            quarantine_until = :quarantine_until, inspection_due = :inspection_due,
            dirty = :dirty, event_count = :event_count, since = :since
        where id = :id)")
        .with(item.status.depot, item.status.shelf, item.status.state, item.status.quarantine_until,
              item.status.inspection_due, item.status.dirty, item.event_count, item.since, item.id)
        .run();
}

void count_event(WriteTx& tx, const domain::Item& item) {
    Query(tx, "update item set event_count = :event_count where id = :id")
        .with(item.event_count, item.id)
        .run();
}

void update_identity(WriteTx& tx, const domain::Item& item) {
    Query(tx, R"(
        update item set owner = :owner, stock = :stock, home_depot = :home_depot,
            serial = :serial, lot = :lot, udi = :udi, purchased = :purchased, price = :price
        where id = :id)")
        .with(item.owner, item.stock, item.home_depot, item.serial, item.lot, item.udi,
              item.purchased, item.price, item.id)
        .run();
}

void replace_code(WriteTx& tx, domain::ItemId id, const std::string& old_code,
                  const std::string& new_code) {
    Query(tx, "update item set code = :code where id = :id").with(new_code, id).run();
    Query(tx, "insert into item_old_code (code, item_id) values (:code, :item_id)")
        .with(old_code, id)
        .run();
}

}  // namespace db::items
