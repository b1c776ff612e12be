#include "db/lease_store.hpp"

#include "db/query.hpp"

namespace db::leases {

std::optional<domain::Instant> last_done(ReadTx& tx, std::string_view job) {
    const auto row = Query(tx, "select done_at from job_lease where job = :job")
                         .with(job)
                         .one<std::optional<domain::Instant>>();
    return row ? *row : std::nullopt;
}

std::optional<std::int64_t> take(WriteTx& tx, std::string_view job, const std::string& holder,
                                 domain::Instant now, domain::Instant until) {
    const auto taken = Query(tx, R"(
        insert into job_lease (job, holder, until, turn) values (:job, :holder, :until, 1)
        on conflict (job) do update
        set holder = excluded.holder, until = excluded.until, turn = job_lease.turn + 1
        where job_lease.until <= :now)")
                           .with(job, holder, until, now)
                           .run();
    if (taken == 0) return std::nullopt;
    return Query(tx, "select turn from job_lease where job = :job").with(job).one<std::int64_t>();
}

bool keep(WriteTx& tx, std::string_view job, std::int64_t turn, domain::Instant until) {
    return Query(tx, "update job_lease set until = :until where job = :job and turn = :turn")
               .with(until, job, turn)
               .run() == 1;
}

void end(WriteTx& tx, std::string_view job, std::int64_t turn, domain::Instant next_try,
         std::optional<domain::Instant> done_at) {
    Query(tx, R"(
        update job_lease set until = :until, done_at = coalesce(:done_at, done_at)
        where job = :job and turn = :turn)")
        .with(next_try, done_at, job, turn)
        .run();
}

}  // namespace db::leases
