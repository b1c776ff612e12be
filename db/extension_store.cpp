#include "db/extension_store.hpp"

#include "db/query.hpp"
#include "db/values.hpp"

namespace db::extensions {

domain::ExtensionId insert(WriteTx& tx, const Extension& extension) {
    const auto id = Query(tx, R"(
        insert into extension (loan_id, months, reason, actor_id, role, made_at)
        values (:loan_id, :months, :reason, :actor_id, :role, :made_at))")
                        .with(extension.loan, extension.months, extension.reason, extension.actor,
                              extension.role, extension.made_at)
                        .insert<domain::ExtensionId>();
    for (const Line& line : extension.lines) {
        Query(tx, R"(
            insert into extension_line (extension_id, loan_line_id, due_before, due_after)
            values (:extension_id, :loan_line_id, :due_before, :due_after))")
            .with(id, line.line, line.due_before, line.due_after)
            .run();
    }
    return id;
}

std::vector<Extension> of_loan(ReadTx& tx, domain::LoanId loan, domain::ExtensionId after,
                               std::int64_t limit) {
    auto found =
        Query(tx, R"(
        select e.id, e.loan_id, e.months, e.reason, e.actor_id, a.name, e.role, e.made_at
        from extension e join actor a on a.id = e.actor_id
        where e.loan_id = :loan_id and e.id > :after order by e.id limit :limit)")
            .with(loan, after, limit)
            .all<domain::ExtensionId, domain::LoanId, int, std::optional<std::string>,
                 domain::ActorId, std::string, domain::Role, domain::Instant>(
                [](domain::ExtensionId id, domain::LoanId of, int months,
                   std::optional<std::string> reason, domain::ActorId actor, std::string by,
                   domain::Role role, domain::Instant made_at) {
                    return Extension{id,   of,      months, std::move(reason), actor, std::move(by),
                                     role, made_at, {}};
                });
    for (Extension& extension : found) {
        extension.lines =
            Query(tx, R"(
            select loan_line_id, due_before, due_after from extension_line
            where extension_id = :extension_id order by loan_line_id)")
                .with(extension.id)
                .all<domain::LoanLineId, domain::Day, domain::Day>(
                    [](domain::LoanLineId line, domain::Day before, domain::Day due_after) {
                        return Line{line, before, due_after};
                    });
    }
    return found;
}

}  // namespace db::extensions
