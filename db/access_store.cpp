#include "db/access_store.hpp"

#include <algorithm>

#include "db/query.hpp"
#include "db/values.hpp"

namespace db::access {

void append(WriteTx& tx, const Entry& entry) {
    const auto id = Query(tx, R"(
        insert into access_log (at, actor_id, role, action, why)
        values (:at, :actor_id, :role, :action, :why))")
                        .with(entry.at, entry.actor, entry.role, entry.action, entry.why)
                        .insert<std::int64_t>();
    std::vector<domain::BorrowerId> persons = entry.persons;
    std::sort(persons.begin(), persons.end());
    persons.erase(std::unique(persons.begin(), persons.end()), persons.end());
    for (const domain::BorrowerId person : persons) {
        Query(tx,
              "insert into access_log_person (access_id, borrower_id)"
              " values (:access_id, :borrower_id)")
            .with(id, person)
            .run();
    }
}

}  // namespace db::access
