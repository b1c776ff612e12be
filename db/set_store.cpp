#include "db/set_store.hpp"

#include "db/query.hpp"
#include "db/text_key.hpp"
#include "db/values.hpp"

namespace db::sets {
namespace {

using domain::Asked;
using domain::ProductSet;
using Text = std::optional<std::string>;

std::vector<ProductSet> read(Query& query) {
    return query.all<domain::SetId, std::string, std::int64_t>(
        [](domain::SetId id, std::string name, std::int64_t version) {
            return ProductSet{id, std::move(name), {}, version};
        });
}

void add_lines(ReadTx& tx, ProductSet& set) {
    set.lines = Query(tx, R"(
        select product_id, iso_class, quantity from product_set_line
        where product_set_id = :product_set_id order by position)")
                    .with(set.id)
                    .all<std::optional<domain::ProductId>, Text, std::int64_t>(
                        [](std::optional<domain::ProductId> product, Text iso_class,
                           std::int64_t quantity) {
                            return Asked{product, std::move(iso_class), quantity};
                        });
}

void insert_lines(WriteTx& tx, domain::SetId id, const std::vector<Asked>& lines) {
    std::int64_t position = 0;
    for (const Asked& line : lines) {
        Query(tx, R"(
            insert into product_set_line (product_set_id, position, product_id, iso_class, quantity)
            values (:product_set_id, :position, :product_id, :iso_class, :quantity))")
            .with(id, ++position, line.product, line.iso_class, line.quantity)
            .run();
    }
}

void remove_lines(WriteTx& tx, domain::SetId id) {
    Query(tx, "delete from product_set_line where product_set_id = :id").with(id).run();
}

}  // namespace

domain::SetId insert(WriteTx& tx, const ProductSet& set) {
    const std::string key = text_key(set.name);
    const auto id = Query(tx, "insert into product_set (name, name_key) values (:name, :name_key)")
                        .with(set.name, key)
                        .insert<domain::SetId>();
    insert_lines(tx, id, set.lines);
    return id;
}

std::optional<ProductSet> find(ReadTx& tx, domain::SetId id) {
    std::vector<ProductSet> found;
    {
        Query query(tx, "select id, name, version from product_set where id = :id");
        found = read(query.with(id));
    }
    if (found.empty()) return std::nullopt;
    add_lines(tx, found.front());
    return std::move(found.front());
}

std::optional<domain::SetId> named(ReadTx& tx, const std::string& name) {
    const std::string key = text_key(name);
    return Query(tx, "select id from product_set where name_key = :name_key")
        .with(key)
        .one<domain::SetId>();
}

void update(WriteTx& tx, const ProductSet& set) {
    const std::string key = text_key(set.name);
    Query(tx, R"(
        update product_set set name = :name, name_key = :name_key, version = version + 1
        where id = :id)")
        .with(set.name, key, set.id)
        .run();
    remove_lines(tx, set.id);
    insert_lines(tx, set.id, set.lines);
}

void remove(WriteTx& tx, domain::SetId id) {
    remove_lines(tx, id);
    Query(tx, "delete from product_set where id = :id").with(id).run();
}

std::vector<ProductSet> list(ReadTx& tx, domain::SetId after, std::int64_t limit) {
    std::vector<ProductSet> found;
    {
        Query query(tx,
                    "select id, name, version from product_set where id > :after"
                    " order by id limit :limit");
        found = read(query.with(after, limit));
    }
    for (ProductSet& set : found) add_lines(tx, set);
    return found;
}

}  // namespace db::sets
