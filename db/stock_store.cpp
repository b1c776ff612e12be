#include "db/stock_store.hpp"

#include "db/query.hpp"
#include "db/values.hpp"

namespace db::stock {
namespace {

constexpr std::string_view select_handout = R"(
    select id, product_id, depot_id, shelf, quantity, borrower_id, actor_id, happened_at, undone_at
    from handout)";

constexpr std::string_view select_movement = R"(
    select id, product_id, depot_id, shelf, quantity, kind, source_id, actor_id, happened_at
    from stock_movement)";

std::vector<Movement> read_movements(Query& query) {
    return query
        .all<std::int64_t, domain::ProductId, std::string, std::string, std::int64_t,
             domain::MovementKind, std::optional<std::int64_t>, domain::ActorId, domain::Instant>(
            [](std::int64_t id, domain::ProductId product, std::string depot, std::string shelf,
               std::int64_t quantity, domain::MovementKind kind, std::optional<std::int64_t> source,
               domain::ActorId actor, domain::Instant happened) {
                return Movement{id,     product, std::move(depot), std::move(shelf), quantity, kind,
                                source, actor,   happened};
            });
}

std::vector<Handout> read_handouts(Query& query) {
    return query.all<domain::HandoutId, domain::ProductId, std::string, std::string, std::int64_t,
                     std::optional<domain::BorrowerId>, domain::ActorId, domain::Instant,
                     std::optional<domain::Instant>>(
        [](domain::HandoutId id, domain::ProductId product, std::string depot, std::string shelf,
           std::int64_t quantity, std::optional<domain::BorrowerId> borrower, domain::ActorId actor,
           domain::Instant at, std::optional<domain::Instant> undone_at) {
            return Handout{id,    product, std::move(depot), std::move(shelf), quantity, borrower,
                           actor, at,      undone_at};
        });
}

}  // namespace

std::vector<Figure> figures(ReadTx& tx, domain::ProductId product, const domain::DepotId& depot) {
    return Query(tx, R"(
        select shelf, quantity from counted_stock
        where product_id = :product_id and depot_id = :depot_id
        order by case when shelf = '' then 0 else 1 end, quantity desc, shelf)")
        .with(product, depot)
        .all<std::string, std::int64_t>([](std::string shelf, std::int64_t quantity) {
            return Figure{std::move(shelf), quantity};
        });
}

std::int64_t move(WriteTx& tx, const Movement& movement) {
    const auto changed =
        Query(tx, R"(
        update counted_stock set quantity = quantity + :change
        where product_id = :product_id and depot_id = :depot_id and shelf = :shelf)")
            .with(movement.quantity, movement.product, movement.depot, movement.shelf)
            .run();
    if (changed == 0) {
        Query(tx, R"(
            insert into counted_stock (product_id, depot_id, shelf, quantity)
            values (:product_id, :depot_id, :shelf, :quantity))")
            .with(movement.product, movement.depot, movement.shelf, movement.quantity)
            .run();
    }
    return Query(tx, R"(
        insert into stock_movement (product_id, depot_id, shelf, quantity, kind, source_id,
            actor_id, happened_at)
        values (:product_id, :depot_id, :shelf, :quantity, :kind, :source_id, :actor_id,
            :happened_at))")
        .with(movement.product, movement.depot, movement.shelf, movement.quantity, movement.kind,
              movement.source, movement.actor, movement.happened_at)
        .insert<std::int64_t>();
}

std::vector<Movement> movements_of(ReadTx& tx, domain::MovementKind kind, std::int64_t source) {
    static const std::string sql =
        std::string(select_movement) + " where kind = :kind and source_id = :source_id order by id";
    Query query(tx, sql);
    return read_movements(query.with(kind, source));
}

std::vector<Movement> movements(ReadTx& tx, domain::ProductId product, const domain::DepotId& depot,
                                std::int64_t after, std::int64_t limit) {
    static const std::string sql = std::string(select_movement) + R"(
        where product_id = :product_id and depot_id = :depot_id and id > :after
        order by id limit :limit)";
    Query query(tx, sql);
    return read_movements(query.with(product, depot, after, limit));
}

void undo_handout(WriteTx& tx, domain::HandoutId id, domain::Instant at) {
    Query(tx, "update handout set undone_at = :undone_at where id = :id").with(at, id).run();
}

domain::HandoutId insert(WriteTx& tx, const Handout& handout) {
    return Query(tx, R"(
        insert into handout (product_id, depot_id, shelf, quantity, borrower_id, actor_id,
            happened_at)
        values (:product_id, :depot_id, :shelf, :quantity, :borrower_id, :actor_id, :happened_at))")
        .with(handout.product, handout.depot, handout.shelf, handout.quantity, handout.borrower,
              handout.actor, handout.happened_at)
        .insert<domain::HandoutId>();
}

std::optional<Handout> find_handout(ReadTx& tx, domain::HandoutId id) {
    static const std::string sql = std::string(select_handout) + " where id = :id";
    Query query(tx, sql);
    auto found = read_handouts(query.with(id));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<Handout> handouts(ReadTx& tx, const std::optional<domain::BorrowerId>& borrower,
                              const std::optional<domain::ProductId>& product,
                              domain::HandoutId after, std::int64_t limit) {
    std::string sql = std::string(select_handout) + " where id > :after";
    // A borrower is given less than a product is given away.
    if (borrower) sql += " and borrower_id = :borrower_id";
    if (product)
        sql += borrower ? " and product_id + 0 = :product_id" : " and product_id = :product_id";
    Query query(tx, sql + " order by id limit :limit");
    query.with(after);
    if (borrower) query.with(*borrower);
    if (product) query.with(*product);
    return read_handouts(query.with(limit));
}

std::vector<std::string> wrong_figures(ReadTx& tx) {
    return Query(tx, R"(
        select product_id, depot_id, shelf, sum(figure), sum(moved) from (
            select product_id, depot_id, shelf, quantity as figure, 0 as moved from counted_stock
            union all
            select product_id, depot_id, shelf, 0 as figure, quantity as moved
            from stock_movement) as both_sides
        group by product_id, depot_id, shelf having sum(figure) <> sum(moved)
        order by product_id, depot_id, shelf)")
        .all<std::int64_t, std::string, std::string, std::int64_t, std::int64_t>(
            [](std::int64_t product, const std::string& depot, const std::string& shelf,
               std::int64_t figure, std::int64_t moved) {
                return "product " + std::to_string(product) + " at " + depot + ", shelf \"" +
                       shelf + "\": the figure is " + std::to_string(figure) +
                       ", its movements say " + std::to_string(moved);
            });
}

}  // namespace db::stock
