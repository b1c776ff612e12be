#pragma once
// Statements about many ids at once: a page of a list is read with one, not with one for each row.

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "db/query.hpp"

namespace db {

// f(query) for as many statements as it takes, 200 ids in each: `before`, " in (…)" and `after`,
// with the ids bound. There are few texts of a statement: the last id stands as often as it takes.
template <class Id, class F>
void for_ids(ReadTx& tx, const std::string& before, const std::string& after,
             const std::vector<Id>& ids, F f) {
    constexpr std::size_t few = 20;
    constexpr std::size_t most = 200;
    for (std::size_t begin = 0; begin < ids.size(); begin += most) {
        const std::size_t count = std::min(most, ids.size() - begin);
        const std::size_t marks = count <= few ? few : most;
        std::string list;
        for (std::size_t i = 0; i < marks; ++i) {
            list += (i == 0 ? ":i" : ",:i") + std::to_string(i);
        }
        Query query(tx, before + " in (" + list + ")" + after);
        for (std::size_t i = 0; i < marks; ++i) {
            query.with(ids[begin + std::min(i, count - 1)]);
        }
        f(query);
    }
}

// The same about rows that are there, for what stands in another table: f(query, by_id) adds it to
// each.
template <class Row, class F>
void for_rows(ReadTx& tx, const std::string& before, const std::string& after,
              std::vector<Row>& rows, F f) {
    std::map<decltype(Row::id), Row*> by_id;
    std::vector<decltype(Row::id)> ids;
    for (Row& row : rows) {
        by_id[row.id] = &row;
        ids.push_back(row.id);
    }
    for_ids(tx, before, after, ids, [&](Query& query) { f(query, by_id); });
}

// The rows of all of them: read(query) gives those of one statement.
template <class Id, class F>
auto rows_for_ids(ReadTx& tx, const std::string& before, const std::string& after,
                  const std::vector<Id>& ids, F read) {
    decltype(read(std::declval<Query&>())) all;
    for_ids(tx, before, after, ids, [&](Query& query) {
        auto some = read(query);
        std::move(some.begin(), some.end(), std::back_inserter(all));
    });
    return all;
}

}  // namespace db
