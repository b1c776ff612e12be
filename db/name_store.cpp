#include "db/name_store.hpp"

#include <algorithm>

#include "db/id_list.hpp"

namespace db::names {
namespace {

template <class Value>
std::map<std::int64_t, Value> by_id(ReadTx& tx, const std::string& before,
                                    const std::vector<std::int64_t>& ids) {
    std::map<std::int64_t, Value> found;
    for_ids(tx, before, "", ids, [&](Query& query) {
        query.all<std::int64_t, Value>([&](std::int64_t id, Value value) {
            found.emplace(id, std::move(value));
            return id;
        });
    });
    return found;
}

}  // namespace

Names products(ReadTx& tx, const std::vector<std::int64_t>& ids) {
    return by_id<std::string>(tx, "select id, name from product where id", ids);
}

std::vector<std::pair<std::int64_t, std::string>> counted_products(ReadTx& tx) {
    return Query(tx, R"(
        select id, name from product where tracking = 'counted' order by name_key, id limit 500)")
        .all<std::int64_t, std::string>(
            [](std::int64_t id, std::string name) { return std::pair(id, std::move(name)); });
}

Names borrowers(ReadTx& tx, const std::vector<std::int64_t>& ids) {
    return by_id<std::string>(tx, "select id, name from borrower where id", ids);
}

std::vector<std::pair<std::int64_t, std::string>> units(ReadTx& tx) {
    return Query(tx, R"(
        select id, name from borrower
        where kind = 'unit' and merged_into is null order by name_key, id limit 200)")
        .all<std::int64_t, std::string>(
            [](std::int64_t id, std::string name) { return std::pair(id, std::move(name)); });
}

Names parts(ReadTx& tx, const std::vector<std::int64_t>& ids) {
    return by_id<std::string>(tx, "select id, name from part where id", ids);
}

Names actors(ReadTx& tx, const std::vector<std::int64_t>& ids) {
    return by_id<std::string>(tx, "select id, name from actor where id", ids);
}

std::map<std::string, std::string> products_of_classes(ReadTx& tx,
                                                       const std::vector<std::string>& classes) {
    std::map<std::string, std::string> found;
    for_ids(tx, "select substr(iso, 1, 6), min(name) from product where substr(iso, 1, 6)",
            " group by substr(iso, 1, 6)", classes, [&](Query& query) {
                query.all<std::string, std::string>([&](std::string iso_class, std::string name) {
                    found.emplace(std::move(iso_class), std::move(name));
                    return 0;
                });
            });
    return found;
}

std::map<std::int64_t, std::int64_t> borrowers_of_loans(ReadTx& tx,
                                                        const std::vector<std::int64_t>& loans) {
    return by_id<std::int64_t>(tx, "select id, borrower_id from loan where id", loans);
}

}  // namespace db::names
