#pragma once
// Statements about many ids at once: a page of a list is read with one, not with one for each row.

#include <algorithm>
#include <string>
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

}  // namespace db
