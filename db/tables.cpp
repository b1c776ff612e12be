#include "db/tables.hpp"

#include <algorithm>
#include <set>

#include "db/migrations.hpp"
#include "db/query.hpp"

namespace db {
namespace {

Table described(ReadTx& tx, const std::string& name) {
    Table table;
    table.name = name;
    std::vector<std::pair<std::int64_t, std::string>> key;
    Query(tx, "select name, type, pk from pragma_table_info(:name) order by cid")
        .with(name)
        .all<std::string, std::string, std::int64_t>(
            [&](const std::string& column, const std::string& type, std::int64_t in_key) {
                table.columns.push_back({column, type == "text" || type == "TEXT"});
                if (in_key > 0) key.emplace_back(in_key, column);
                // Only the automatic ones are of this type.
                if (type == "integer" || type == "INTEGER") table.has_automatic_id = true;
                return 0;
            });
    std::sort(key.begin(), key.end());
    for (const auto& [place, column] : key) table.key.push_back(column);
    return table;
}

}  // namespace

std::vector<Table> tables() {
    Connection scratch = Connection::open_scratch();
    migrate(scratch);
    ReadTx tx(scratch);
    auto left = Query(tx, R"(
        select name from sqlite_master
        where type = 'table' and name <> 'migration' and name not like 'sqlite%' order by rowid)")
                    .column<std::string>();
    std::vector<Table> ordered;
    std::set<std::string> there;
    while (!left.empty()) {
        const auto next = std::find_if(left.begin(), left.end(), [&](const std::string& name) {
            const auto parents = Query(tx, "select \"table\" from pragma_foreign_key_list(:name)")
                                     .with(name)
                                     .column<std::string>();
            return std::all_of(parents.begin(), parents.end(), [&](const std::string& parent) {
                return parent == name || there.contains(parent);
            });
        });
        if (next == left.end()) throw std::logic_error("tables refer to each other in a circle");
        there.insert(*next);
        ordered.push_back(described(tx, *next));
        left.erase(next);
    }
    return ordered;
}

}  // namespace db
