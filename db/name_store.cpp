#include "db/name_store.hpp"

#include <stdexcept>

#include "db/query.hpp"

namespace db::names {
namespace {

constexpr std::size_t most = 200;

// As few statements as there are sizes: the last id stands as often as it takes.
std::string marks(std::size_t count) {
    std::string list;
    for (std::size_t i = 0; i < count; ++i) list += (i == 0 ? ":i" : ",:i") + std::to_string(i);
    return list;
}

template <class Value>
std::map<std::int64_t, Value> by_id(ReadTx& tx, const std::string& before,
                                    std::vector<std::int64_t> ids) {
    std::map<std::int64_t, Value> found;
    if (ids.empty()) return found;
    if (ids.size() > most) throw std::logic_error("too many ids");
    ids.resize(ids.size() <= 20 ? 20 : most, ids.back());
    Query query(tx, before + " in (" + marks(ids.size()) + ")");
    for (const std::int64_t id : ids) query.with(id);
    query.all<std::int64_t, Value>([&](std::int64_t id, Value value) {
        found.emplace(id, std::move(value));
        return id;
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
        .all<std::int64_t, std::string>([](std::int64_t id, std::string name) {
            return std::pair(id, std::move(name));
        });
}

Names borrowers(ReadTx& tx, const std::vector<std::int64_t>& ids) {
    return by_id<std::string>(tx, "select id, name from borrower where id", ids);
}

Names parts(ReadTx& tx, const std::vector<std::int64_t>& ids) {
    return by_id<std::string>(tx, "select id, name from part where id", ids);
}

Names actors(ReadTx& tx, const std::vector<std::int64_t>& ids) {
    return by_id<std::string>(tx, "select id, name from actor where id", ids);
}

std::map<std::int64_t, std::int64_t> borrowers_of_loans(ReadTx& tx,
                                                        const std::vector<std::int64_t>& loans) {
    return by_id<std::int64_t>(tx, "select id, borrower_id from loan where id", loans);
}

}  // namespace db::names
