#include "db/integrity.hpp"

#include <string_view>

#include "db/migrations.hpp"
#include "db/query.hpp"

namespace db::integrity {
namespace {

// What the rows of several tables say of each other: the ids of those that disagree.
struct Check {
    std::string_view sql;
    std::string_view of;
    std::string_view what;
};
constexpr Check checks[] = {
    {R"(
        select id from loan where (ended_at is null) <>
            exists (select 1 from loan_line l where l.loan_id = loan.id and l.ended_at is null)
        order by id)",
     "loan", "its ending does not agree with its lines"},
    {R"(
        select lo.id from loan lo where lo.extensions <>
            (select count(*) from extension e where e.loan_id = lo.id)
        order by lo.id)",
     "loan", "its extensions are not as many as were made"},
    {R"(
        select l.id from loan_line l
        where l.item_id is not null and not exists (select 1 from event e
            where e.item_id = l.item_id and e.loan_line_id = l.id
                and e.kind in ('lent', 'moved_to_institution'))
        order by l.id)",
     "loan line", "its item has no event of it"},
    {R"(
        select l.id from (select loan_line_id, max(extension_id) as latest from extension_line
            group by loan_line_id) x
        join extension_line e on e.extension_id = x.latest and e.loan_line_id = x.loan_line_id
        join loan_line l on l.id = x.loan_line_id
        where l.due is null or l.due <> e.due_after
        order by l.id)",
     "loan line", "its due day is not that of its last extension"},
};

}  // namespace

std::vector<std::string> faults(ReadTx& tx) {
    std::vector<std::string> found = tx.connection().engine_faults();
    auto schema = schema_faults(tx.connection());
    found.insert(found.end(), schema.begin(), schema.end());
    for (const Check& check : checks) {
        for (const auto id : Query(tx, check.sql).column<std::int64_t>()) {
            found.push_back(std::string(check.of) + " " + std::to_string(id) + ": " +
                            std::string(check.what));
        }
    }
    return found;
}

}  // namespace db::integrity
