#include "db/candidate_store.hpp"

#include <tuple>

#include "db/id_list.hpp"
#include "db/query.hpp"
#include "db/values.hpp"

namespace db::candidates {
namespace {

using Text = std::optional<std::string>;
using MaybeDay = std::optional<domain::Day>;
using MaybeInstant = std::optional<domain::Instant>;

constexpr std::string_view select_task = R"(
    select c.id, c.borrower_id, c.iso_class, c.state, c.since, c.decide_by, c.opened_on,
           c.depot_id, c.responsible, c.applied_on, c.reference, c.closed_at, c.version
    from candidate c)";

std::vector<domain::Candidate> read(Query& query) {
    return query.all<domain::CandidateId, domain::BorrowerId, std::string, domain::CandidateState,
                     domain::Day, domain::Day, domain::Day, std::string, Text, MaybeDay, Text,
                     MaybeInstant, std::int64_t>(
        [](domain::CandidateId id, domain::BorrowerId borrower, std::string iso_class,
           domain::CandidateState state, domain::Day since, domain::Day decide_by,
           domain::Day opened_on, std::string depot, Text responsible, MaybeDay applied_on,
           Text reference, MaybeInstant closed_at, std::int64_t version) {
            return domain::Candidate{id,
                                     borrower,
                                     std::move(iso_class),
                                     state,
                                     since,
                                     decide_by,
                                     opened_on,
                                     std::move(depot),
                                     std::move(responsible),
                                     applied_on,
                                     std::move(reference),
                                     closed_at,
                                     version};
        });
}

}  // namespace

std::vector<ClassLine> lines_of(ReadTx& tx, const std::vector<domain::BorrowerId>& borrowers,
                                domain::Instant ended_from) {
    // A cross join keeps SQLite to the order of the tables: a ward has many loans, and is left out
    // before they are read.
    auto lines = rows_for_ids(
        tx, R"(
        select lo.borrower_id, substr(p.iso, 1, 6), l.id, lo.depot_id, lo.requested_by,
               coalesce(i.stock, case when p.children = 1 then 'barn' else 'korttid' end),
               coalesce(i.owner, 'kommune'), lo.expected, l.due, lo.extensions,
               case when b.deceased_on is null then 0 else 1 end, l.handed_out_at, l.ended_at
        from borrower b
        cross join loan lo
        join loan_line l on l.loan_id = lo.id
        join product p on p.id = l.product_id
        left join item i on i.id = l.item_id
        where b.kind = 'person' and lo.borrower_id = b.id and b.id)",
        R"( and (l.ended_at is null or (l.ended_at >= :ended_from and l.end_reason <> 'undone'))
        order by lo.borrower_id, 2, l.id)",
        borrowers, [&](Query& query) {
            query.with(ended_from);
            return query.all<domain::BorrowerId, std::string, domain::LoanLineId, std::string, Text,
                             domain::Stock, domain::Owner, domain::Expected, MaybeDay, std::int64_t,
                             bool, domain::Instant, MaybeInstant>(
                [](domain::BorrowerId borrower, std::string iso_class, domain::LoanLineId line,
                   std::string depot, Text requested_by, domain::Stock stock, domain::Owner owner,
                   domain::Expected expected, MaybeDay due, std::int64_t extensions, bool deceased,
                   domain::Instant from, MaybeInstant to) {
                    ClassLine found;
                    found.borrower = borrower;
                    found.iso_class = std::move(iso_class);
                    found.line = line;
                    found.depot = std::move(depot);
                    found.requested_by = std::move(requested_by);
                    found.facts.stock = stock;
                    found.facts.owner = owner;
                    found.facts.expected = expected;
                    found.facts.due = due;
                    found.facts.extensions = extensions;
                    found.facts.deceased = deceased;
                    found.handed_out_at = from;
                    found.ended_at = to;
                    return found;
                });
        });
    return lines;
}

std::vector<domain::Candidate> in_force(ReadTx& tx,
                                        const std::vector<domain::BorrowerId>& borrowers,
                                        domain::Day since) {
    static const std::string before = std::string(select_task) + " where c.borrower_id";
    return rows_for_ids(tx, before,
                        R"( and (c.closed_at is null
            or (c.state in ('refused', 'not_needed') and c.since >= :since)) order by c.id)",
                        borrowers, [&](Query& query) { return read(query.with(since)); });
}

std::vector<DueLine> open_lines(ReadTx& tx, const LinePlace& after, std::int64_t limit) {
    return Query(tx, R"(
        select l.due, l.id, lo.borrower_id
        from loan_line l
        join loan lo on lo.id = l.loan_id
        join borrower b on b.id = lo.borrower_id
        where l.ended_at is null and l.due is not null and l.due >= :from
          and (l.due, l.id) > (:due, :line) and b.kind = 'person'
        order by l.due, l.id limit :limit)")
        .with(after.due, after.due, after.line, limit)
        .all<domain::Day, domain::LoanLineId, domain::BorrowerId>(
            [](domain::Day due, domain::LoanLineId line, domain::BorrowerId borrower) {
                return DueLine{{due, line}, borrower};
            });
}

std::optional<domain::Candidate> find(ReadTx& tx, domain::CandidateId id) {
    static const std::string sql = std::string(select_task) + " where c.id = :id";
    Query query(tx, sql);
    auto found = read(query.with(id));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<domain::Candidate> of_borrower(ReadTx& tx, domain::BorrowerId borrower) {
    static const std::string sql =
        std::string(select_task) + " where c.borrower_id = :borrower_id order by c.id";
    Query query(tx, sql);
    return read(query.with(borrower));
}

domain::CandidateId insert(WriteTx& tx, const domain::Candidate& task) {
    return Query(tx, R"(
        insert into candidate (borrower_id, iso_class, state, since, decide_by, opened_on,
            depot_id, responsible)
        values (:borrower_id, :iso_class, :state, :since, :decide_by, :opened_on, :depot_id,
            :responsible))")
        .with(task.borrower, task.iso_class, task.state, task.since, task.decide_by, task.opened_on,
              task.depot, task.responsible)
        .insert<domain::CandidateId>();
}

void update(WriteTx& tx, const domain::Candidate& task) {
    Query(tx, R"(
        update candidate set state = :state, since = :since, decide_by = :decide_by,
            depot_id = :depot_id, responsible = :responsible, applied_on = :applied_on,
            reference = :reference, closed_at = :closed_at, version = version + 1
        where id = :id)")
        .with(task.state, task.since, task.decide_by, task.depot, task.responsible, task.applied_on,
              task.reference, task.closed_at, task.id)
        .run();
}

void lapse_all(WriteTx& tx, domain::BorrowerId borrower, domain::Day day, domain::Instant at) {
    Query(tx, R"(
        update candidate set state = 'lapsed', since = :since, decide_by = :decide_by,
            closed_at = :closed_at, version = version + 1
        where borrower_id = :borrower_id and closed_at is null)")
        .with(day, day, at, borrower)
        .run();
}

void log(WriteTx& tx, domain::CandidateId id, domain::CandidateState from,
         const domain::Decision& decision, domain::ActorId by, domain::Instant at) {
    Query(tx, R"(
        insert into candidate_decision (candidate_id, from_state, to_state, day, reference, note,
            actor_id, made_at)
        values (:candidate_id, :from_state, :to_state, :day, :reference, :note, :actor_id,
            :made_at))")
        .with(id, from, decision.to, decision.day, decision.reference, decision.note, by, at)
        .run();
}

std::vector<LoggedDecision> decisions(ReadTx& tx, domain::CandidateId id) {
    using State = domain::CandidateState;
    return Query(tx, R"(
        select d.from_state, d.to_state, d.day, d.reference, d.note, a.name, d.made_at
        from candidate_decision d join actor a on a.id = d.actor_id
        where d.candidate_id = :candidate_id order by d.id)")
        .with(id)
        .all<State, State, domain::Day, Text, Text, std::string, domain::Instant>(
            [](State from, State to, domain::Day day, Text reference, Text note, std::string by,
               domain::Instant made_at) {
                return LoggedDecision{
                    from, to, day, std::move(reference), std::move(note), std::move(by), made_at};
            });
}

std::vector<Aid> aids(ReadTx& tx, domain::BorrowerId borrower, const std::string& iso_class,
                      std::int64_t limit) {
    return Query(tx, R"(
        select l.loan_id, l.id, i.code, p.name, p.hms_nr, p.iso, l.quantity, l.handed_out_at,
               l.ended_at, l.end_reason, l.due
        from loan lo
        join loan_line l on l.loan_id = lo.id
        join product p on p.id = l.product_id
        left join item i on i.id = l.item_id
        where lo.borrower_id = :borrower_id and substr(p.iso, 1, 6) = :iso_class
          and (l.end_reason is null or l.end_reason <> 'undone')
        order by l.handed_out_at desc, l.id desc limit :limit)")
        .with(borrower, iso_class, limit)
        .all<domain::LoanId, domain::LoanLineId, Text, std::string, Text, std::string, std::int64_t,
             domain::Instant, MaybeInstant, std::optional<domain::EndReason>, MaybeDay>(
            [](domain::LoanId loan, domain::LoanLineId line, Text code, std::string product,
               Text hms_nr, std::string iso, std::int64_t quantity, domain::Instant from,
               MaybeInstant to, std::optional<domain::EndReason> reason, MaybeDay due) {
                return Aid{loan,
                           line,
                           std::move(code),
                           std::move(product),
                           std::move(hms_nr),
                           std::move(iso),
                           quantity,
                           from,
                           to,
                           reason,
                           due};
            });
}

std::vector<Extended> extensions(ReadTx& tx, const std::vector<domain::LoanId>& loans) {
    return rows_for_ids(
        tx, "select e.loan_id, e.made_at, e.months, e.reason from extension e where e.loan_id",
        " order by e.id", loans, [](Query& query) {
            return query.all<domain::LoanId, domain::Instant, std::int64_t, Text>(
                [](domain::LoanId loan, domain::Instant made_at, std::int64_t months, Text reason) {
                    return Extended{loan, made_at, months, std::move(reason)};
                });
        });
}

std::vector<domain::Candidate> list(ReadTx& tx, const Filter& filter,
                                    const std::optional<After>& after, std::int64_t limit) {
    // The depot is hidden where another index is to be walked: there are few depots.
    const bool by_depot = filter.depot && !filter.state && !filter.responsible;
    std::string sql = std::string(select_task) + " where ";
    sql += filter.state ? "c.state = :state" : "c.closed_at is null";
    if (filter.responsible) sql += " and c.responsible = :responsible";
    if (filter.depot)
        sql += by_depot ? " and c.depot_id = :depot" : " and c.depot_id || '' = :depot";
    if (after) sql += " and c.decide_by >= :from and (c.decide_by, c.id) > (:decide_by, :after)";
    Query query(tx, sql + " order by c.decide_by, c.id limit :limit");
    if (filter.state) query.with(*filter.state);
    if (filter.responsible) query.with(*filter.responsible);
    if (filter.depot) query.with(*filter.depot);
    if (after) query.with(after->decide_by, after->decide_by, after->id);
    return read(query.with(limit));
}

std::vector<domain::Candidate> doubles(ReadTx& tx, domain::BorrowerId one,
                                       domain::BorrowerId other) {
    static const std::string sql =
        std::string(select_task) + " where c.borrower_id = :one and c.closed_at is null";
    const auto open_of = [&](domain::BorrowerId borrower) {
        Query query(tx, sql);
        return read(query.with(borrower));
    };
    const auto rank = [](const domain::Candidate& task) {
        return std::tuple(-static_cast<int>(task.state), task.opened_on, task.id.value);
    };
    std::vector<domain::Candidate> lose;
    const auto of_other = open_of(other);
    for (const domain::Candidate& mine : open_of(one)) {
        for (const domain::Candidate& theirs : of_other) {
            if (mine.iso_class != theirs.iso_class) continue;
            lose.push_back(rank(mine) < rank(theirs) ? theirs : mine);
        }
    }
    return lose;
}

}  // namespace db::candidates
