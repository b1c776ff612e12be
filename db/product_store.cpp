#include "db/product_store.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "db/id_list.hpp"
#include "db/text_key.hpp"
#include "db/values.hpp"

namespace db::products {
namespace {

constexpr std::string_view select_product = R"(
    select id, hms_nr, local_nr, name, iso, supplier, tracking, wash_class, inspection_months,
           children, needs_training, max_user_kg, seat_width_mm, repair_ceiling, version
    from product)";

using Text = std::optional<std::string>;
using Number = std::optional<std::int64_t>;

domain::Product to_product(domain::ProductId id, Text hms_nr, Text local_nr, std::string name,
                           std::string iso, Text supplier, domain::Tracking tracking,
                           domain::WashClass wash_class, Number inspection_months, bool children,
                           bool needs_training, Number max_user_kg, Number seat_width_mm,
                           Number repair_ceiling, std::int64_t version) {
    domain::Product product;
    product.id = id;
    product.hms_nr = std::move(hms_nr);
    product.local_nr = std::move(local_nr);
    product.name = std::move(name);
    product.iso = std::move(iso);
    product.supplier = std::move(supplier);
    product.tracking = tracking;
    product.wash_class = wash_class;
    product.inspection_months = inspection_months;
    product.children = children;
    product.needs_training = needs_training;
    product.max_user_kg = max_user_kg;
    product.seat_width_mm = seat_width_mm;
    product.repair_ceiling = repair_ceiling;
    product.version = version;
    return product;
}

std::vector<domain::Product> read(Query& query) {
    return query
        .all<domain::ProductId, Text, Text, std::string, std::string, Text, domain::Tracking,
             domain::WashClass, Number, bool, bool, Number, Number, Number, std::int64_t>(
            to_product);
}

void add_names(WriteTx& tx, std::string_view insert, domain::ProductId product,
               const std::vector<std::string>& names) {
    std::int64_t position = 0;
    for (const std::string& name : names) Query(tx, insert).with(product, ++position, name).run();
}

void add_parts(WriteTx& tx, const domain::Product& product) {
    add_names(tx,
              "insert into product_accessory (product_id, position, name)"
              " values (:product_id, :position, :name)",
              product.id, product.accessories);
    add_names(tx,
              "insert into product_check (product_id, position, name)"
              " values (:product_id, :position, :name)",
              product.id, product.checklist);
}

// Of a whole page, in two statements.
void load_parts(ReadTx& tx, std::vector<domain::Product>& products) {
    const auto load = [&](const char* table, std::vector<std::string> domain::Product::*part) {
        for_rows(tx, std::string("select product_id, name from ") + table + " where product_id",
                 " order by product_id, position", products, [&](Query& query, const auto& by_id) {
                     query.all<domain::ProductId, std::string>(
                         [&](domain::ProductId id, std::string name) {
                             (by_id.at(id)->*part).push_back(std::move(name));
                             return id;
                         });
                 });
    };
    load("product_accessory", &domain::Product::accessories);
    load("product_check", &domain::Product::checklist);
}

void load_parts(ReadTx& tx, domain::Product& product) {
    product.accessories = accessories(tx, product.id);
    product.checklist = checklist(tx, product.id);
}

}  // namespace

domain::ProductId insert(WriteTx& tx, const domain::Product& product) {
    domain::Product stored = product;
    stored.id = Query(tx, R"(
        insert into product (hms_nr, local_nr, name, name_key, iso, supplier, tracking, wash_class,
            inspection_months, children, needs_training, max_user_kg, seat_width_mm, repair_ceiling)
        values (:hms_nr, :local_nr, :name, :name_key, :iso, :supplier, :tracking, :wash_class,
            :inspection_months, :children, :needs_training, :max_user_kg, :seat_width_mm,
            :repair_ceiling))")
                    .with(product.hms_nr, product.local_nr, product.name, text_key(product.name),
                          product.iso, product.supplier, product.tracking, product.wash_class,
                          product.inspection_months, product.children, product.needs_training,
                          product.max_user_kg, product.seat_width_mm, product.repair_ceiling)
                    .insert<domain::ProductId>();
    add_parts(tx, stored);
    return stored.id;
}

void update(WriteTx& tx, const domain::Product& product) {
    Query(tx, R"(
        update product set hms_nr = :hms_nr, local_nr = :local_nr, name = :name,
            name_key = :name_key, iso = :iso, supplier = :supplier, tracking = :tracking,
            wash_class = :wash_class, inspection_months = :inspection_months,
            children = :children, needs_training = :needs_training, max_user_kg = :max_user_kg,
            seat_width_mm = :seat_width_mm, repair_ceiling = :repair_ceiling, version = version + 1
        where id = :id)")
        .with(product.hms_nr, product.local_nr, product.name, text_key(product.name), product.iso,
              product.supplier, product.tracking, product.wash_class, product.inspection_months,
              product.children, product.needs_training, product.max_user_kg, product.seat_width_mm,
              product.repair_ceiling, product.id)
        .run();
    Query(tx, "delete from product_accessory where product_id = :product_id")
        .with(product.id)
        .run();
    Query(tx, "delete from product_check where product_id = :product_id").with(product.id).run();
    add_parts(tx, product);
}

std::optional<domain::Product> find(ReadTx& tx, domain::ProductId id) {
    static const std::string sql = std::string(select_product) + " where id = :id";
    std::vector<domain::Product> found;
    {
        Query query(tx, sql);
        found = read(query.with(id));
    }
    if (found.empty()) return std::nullopt;
    load_parts(tx, found.front());
    return std::move(found.front());
}

std::vector<domain::Product> all_of(ReadTx& tx, const std::vector<domain::ProductId>& ids) {
    static const std::string before = std::string(select_product) + " where id";
    auto found = rows_for_ids(tx, before, "", ids, read);
    std::sort(found.begin(), found.end(),
              [](const domain::Product& a, const domain::Product& b) { return a.id < b.id; });
    load_parts(tx, found);
    return found;
}

std::optional<domain::ProductId> by_hms_nr(ReadTx& tx, const std::string& hms_nr) {
    return Query(tx, "select id from product where hms_nr = :hms_nr")
        .with(hms_nr)
        .one<domain::ProductId>();
}

std::optional<domain::ProductId> by_local_nr(ReadTx& tx, const std::string& local_nr) {
    return Query(tx, "select id from product where local_nr = :local_nr")
        .with(local_nr)
        .one<domain::ProductId>();
}

std::span<const Order<domain::Product>> orders() {
    using domain::Product;
    static const std::array<Order<Product>, 4> all{
        {{{"oldest"}, by_id},
         {{"newest", {}, true}, by_id},
         {{"name", "name_key"},
          [](const Product& product) {
              return Position(text_key(product.name), product.id.value);
          }},
         {{"hms_nr", "coalesce('0' || hms_nr, '1')"}, [](const Product& product) {
              return Position(key_of(product.hms_nr), product.id.value);
          }}}};
    return all;
}

std::vector<domain::Product> list(ReadTx& tx, const Words& words, const Position& after,
                                  std::int64_t limit, const Order<domain::Product>& order) {
    std::string sql = std::string(select_product) + " where " + behind(order, after, "id");
    int parameter = 0;
    for (const auto& synonyms : words) {
        sql += " and (";
        for (std::size_t i = 0; i < synonyms.size(); ++i) {
            const std::string n = std::to_string(++parameter);
            sql += std::string(i == 0 ? "" : " or ") + "name_key like :name" + n +
                   " escape '\\' or hms_nr = :hms" + n + " or local_nr = :local" + n +
                   " or iso like :iso" + n + " escape '\\'";
        }
        sql += ")";
    }
    sql += in_order(order, "id") + " limit :limit";

    std::vector<domain::Product> found;
    {
        Query query(tx, sql);
        bind_behind(query, order, after);
        for (const auto& synonyms : words) {
            for (const std::string& word : synonyms) {
                const std::string key = like_key(word);
                query.with("%" + key + "%", word, word, key + "%");
            }
        }
        found = read(query.with(limit));
    }
    load_parts(tx, found);
    return found;
}

bool in_use(ReadTx& tx, domain::ProductId id) {
    return Query(tx, R"(
        select 1 from item where product_id = :of_item
        union all select 1 from loan_line where product_id = :of_line
            and item_id is null limit 1)")
        .with(id, id)
        .one<std::int64_t>()
        .has_value();
}

std::vector<std::string> accessories(ReadTx& tx, domain::ProductId id) {
    return Query(tx,
                 "select name from product_accessory where product_id = :product_id"
                 " order by position")
        .with(id)
        .column<std::string>();
}

std::vector<std::string> checklist(ReadTx& tx, domain::ProductId id) {
    return Query(tx,
                 "select name from product_check where product_id = :product_id order by position")
        .with(id)
        .column<std::string>();
}

std::vector<std::string> classes(ReadTx& tx) {
    return Query(tx, "select distinct substr(iso, 1, 6) from product order by substr(iso, 1, 6)")
        .column<std::string>();
}

}  // namespace db::products
