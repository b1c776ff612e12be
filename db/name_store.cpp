#include "db/name_store.hpp"

#include <algorithm>

#include "db/query.hpp"

namespace db::names {
namespace {

constexpr std::size_t few = 20;
constexpr std::size_t most = 200;

// As few statements as there are sizes: the last id stands as often as it takes.
std::string marks(std::size_t count) {
    std::string list;
    for (std::size_t i = 0; i < count; ++i) list += (i == 0 ? ":i" : ",:i") + std::to_string(i);
    return list;
}

template <class Value>
std::map<std::int64_t, Value> by_id(ReadTx& tx, const std::string& before,
                                    const std::vector<std::int64_t>& ids) {
    std::map<std::int64_t, Value> found;
    for (std::size_t begin = 0; begin < ids.size(); begin += most) {
        const auto first = ids.begin() + static_cast<std::ptrdiff_t>(begin);
        const auto count = std::min(most, ids.size() - begin);
        std::vector<std::int64_t> some(first, first + static_cast<std::ptrdiff_t>(count));
        some.resize(count <= few ? few : most, some.back());
        Query query(tx, before + " in (" + marks(some.size()) + ")");
        for (const std::int64_t id : some) query.with(id);
        query.template all<std::int64_t, Value>([&](std::int64_t id, Value value) {
            found.emplace(id, std::move(value));
            return id;
        });
    }
    return found;
}

}  // namespace

Names products(ReadTx& tx, const std::vector<std::int64_t>& ids) {
    return by_id<std::string>(tx, "select id, name from product where id", ids);
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

Names actors(ReadTx& tx, const std::vector<std::int64_t>& ids) {
    return by_id<std::string>(tx, "select id, name from actor where id", ids);
}

std::map<std::string, std::string> products_of_classes(ReadTx& tx,
                                                       const std::vector<std::string>& classes) {
    std::map<std::string, std::string> found;
    if (classes.empty()) return found;
    if (classes.size() > most) throw std::logic_error("too many classes");
    std::vector<std::string> asked = classes;
    asked.resize(asked.size() <= 20 ? 20 : most, asked.back());
    Query query(tx,
                "select substr(iso, 1, 6), min(name) from product where substr(iso, 1, 6) in (" +
                    marks(asked.size()) + ") group by substr(iso, 1, 6)");
    for (const std::string& one : asked) query.with(one);
    query.all<std::string, std::string>([&](std::string iso_class, std::string name) {
        found.emplace(std::move(iso_class), std::move(name));
        return 0;
    });
    return found;
}

std::map<std::int64_t, std::int64_t> borrowers_of_loans(ReadTx& tx,
                                                        const std::vector<std::int64_t>& loans) {
    return by_id<std::int64_t>(tx, "select id, borrower_id from loan where id", loans);
}

}  // namespace db::names
