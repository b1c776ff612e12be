#include "db/integrity.hpp"

#include "db/query.hpp"

namespace db::integrity {

std::vector<std::string> faults(ReadTx& tx) {
    std::vector<std::string> found;
    for (std::string& line : Query(tx, "pragma integrity_check").column<std::string>()) {
        if (line != "ok") found.push_back("integrity: " + line);
    }
    using Number = std::optional<std::int64_t>;
    auto references =
        Query(tx, "pragma foreign_key_check")
            .all<std::string, Number, std::string, std::int64_t>(
                [](const std::string& table, Number row, const std::string& parent, std::int64_t) {
                    return "foreign key: " + table + " row " + std::to_string(row.value_or(0)) +
                           " names a row of " + parent + " that is not there";
                });
    found.insert(found.end(), references.begin(), references.end());

    auto loans =
        Query(tx, R"(
        select id from loan where (ended_at is null) <>
            exists (select 1 from loan_line l where l.loan_id = loan.id and l.ended_at is null)
        order by id)")
            .all<std::int64_t>([](std::int64_t id) {
                return "loan " + std::to_string(id) + ": its ending does not agree with its lines";
            });
    found.insert(found.end(), loans.begin(), loans.end());

    auto lines = Query(tx, R"(
        select l.id from loan_line l
        where l.item_id is not null and not exists (select 1 from event e
            where e.item_id = l.item_id and e.loan_line_id = l.id and e.kind = 'lent')
        order by l.id)")
                     .all<std::int64_t>([](std::int64_t id) {
                         return "loan line " + std::to_string(id) + ": its item has no event of it";
                     });
    found.insert(found.end(), lines.begin(), lines.end());
    return found;
}

}  // namespace db::integrity
