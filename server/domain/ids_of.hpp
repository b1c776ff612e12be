#pragma once
// The ids that some rows have: ids_of(parts, &Part::id).

#include <functional>
#include <type_traits>
#include <vector>

namespace domain {

template <class Rows, class Member>
auto ids_of(const Rows& rows, Member member) {
    using Row = typename Rows::value_type;
    std::vector<std::decay_t<std::invoke_result_t<Member, const Row&>>> ids;
    ids.reserve(rows.size());
    for (const Row& row : rows) ids.push_back(std::invoke(member, row));
    return ids;
}

}  // namespace domain
