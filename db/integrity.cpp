#include "db/integrity.hpp"

#include "db/migrations.hpp"
#include "db/query.hpp"

namespace db::integrity {

std::vector<std::string> faults(ReadTx& tx) {
    std::vector<std::string> found = tx.connection().engine_faults();
    auto schema = schema_faults(tx.connection());
    found.insert(found.end(), schema.begin(), schema.end());

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
