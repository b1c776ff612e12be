#include "db/scan_store.hpp"

#include "db/query.hpp"
#include "db/values.hpp"

namespace db::scans {
namespace {

constexpr std::string_view select_discrepancy = R"(
    select d.id, d.scan_id, d.item_id, i.code, d.event_id, e.seq, d.known_event_id, k.seq,
           d.reason, d.depot_id, d.created_at, d.settled_at, s.device, s.happened_at, s.said
    from discrepancy d
    join scan s on s.scan_id = d.scan_id
    left join item i on i.id = d.item_id
    left join event e on e.id = d.event_id
    left join event k on k.id = d.known_event_id)";

using Number = std::optional<std::int64_t>;
using Text = std::optional<std::string>;

template <class... P>
std::vector<Discrepancy> read(ReadTx& tx, const std::string& sql, const P&... parameters) {
    Query query(tx, sql);
    return query.with(parameters...)
        .template all<domain::DiscrepancyId, std::string, std::optional<domain::ItemId>, Text,
                      std::optional<domain::EventId>, Number, std::optional<domain::EventId>,
                      Number, std::string, Text, domain::Instant, std::optional<domain::Instant>,
                      std::string, domain::Instant, Text>(
            [](domain::DiscrepancyId id, std::string scan, std::optional<domain::ItemId> item,
               Text code, std::optional<domain::EventId> event, Number event_seq,
               std::optional<domain::EventId> known, Number known_seq, std::string reason,
               Text depot, domain::Instant created_at, std::optional<domain::Instant> settled_at,
               std::string device, domain::Instant happened_at, Text said) {
                return Discrepancy{id,
                                   std::move(scan),
                                   item,
                                   std::move(code),
                                   event,
                                   event_seq,
                                   known,
                                   known_seq,
                                   std::move(reason),
                                   std::move(depot),
                                   created_at,
                                   settled_at,
                                   std::move(device),
                                   happened_at,
                                   std::move(said)};
            });
}

}  // namespace

std::optional<StoredAnswer> find_answer(ReadTx& tx, const std::string& scan_id) {
    const auto row = Query(tx, "select fingerprint, answer from scan where scan_id = :scan_id")
                         .with(scan_id)
                         .one<std::string, std::string>();
    if (!row) return std::nullopt;
    return StoredAnswer{std::get<0>(*row), std::get<1>(*row)};
}

std::int64_t insert(WriteTx& tx, const Record& record) {
    return Query(tx, R"(
        insert into scan (scan_id, fingerprint, actor_id, device, seq, mode, item_id, event_id,
            happened_at, received_at, suspect, result, said, answer)
        values (:scan_id, :fingerprint, :actor_id, :device, :seq, :mode, :item_id, :event_id,
            :happened_at, :received_at, :suspect, :result, :said, :answer))")
        .with(record.scan_id, record.fingerprint, record.actor, record.device, record.seq,
              record.mode, record.item, record.event, record.happened_at, record.received_at,
              record.suspect, record.result, record.said, record.answer)
        .insert<std::int64_t>();
}

void insert_counted(WriteTx& tx, std::int64_t row, const std::string& device,
                    const Counted& counted) {
    Query(tx, R"(
        insert into counted_scan (scan_row, device, quantity, loan_line_id, handout_id)
        values (:scan_row, :device, :quantity, :loan_line_id, :handout_id))")
        .with(row, device, counted.quantity, counted.line, counted.handout)
        .run();
}

void undo_counted(WriteTx& tx, std::int64_t row, domain::Instant at) {
    Query(tx, "update counted_scan set undone_at = :undone_at where scan_row = :scan_row")
        .with(at, row)
        .run();
}

std::vector<Scanned> latest_of(ReadTx& tx, domain::ActorId actor, const std::string& device,
                               std::int64_t before, std::int64_t limit) {
    return Query(tx, R"(
        select s.id, s.mode, s.happened_at,
            case when s.event_id is not null
                and exists (select 1 from event u where u.undoes = s.event_id)
                or exists (select 1 from counted_scan c
                    where c.scan_row = s.id and c.undone_at is not null)
                then 1 else 0 end,
            s.said, s.answer
        from scan s
        where s.id > (select coalesce(max(id), 0) from scan) - 1000 and s.id < :before
          and s.actor_id = :actor and s.device = :device
        order by s.id desc limit :limit)")
        .with(before, actor, device, limit)
        .all<std::int64_t, domain::ScanMode, domain::Instant, bool, std::optional<std::string>,
             std::string>([](std::int64_t row, domain::ScanMode mode, domain::Instant happened_at,
                             bool undone, std::optional<std::string> said, std::string answer) {
            return Scanned{row, mode, happened_at, undone, std::move(said), std::move(answer)};
        });
}

void add_note(WriteTx& tx, const std::string& scan_id, std::string_view kind,
              std::string_view text) {
    Query(tx, "insert into note (scan_id, kind, text) values (:scan_id, :kind, :text)")
        .with(scan_id, kind, text)
        .run();
}

// A member of an answer; within a text of it the quotes would be escaped.
constexpr std::string_view of_count = R"(%"count":%)";

std::optional<Undoable> find(ReadTx& tx, const std::string& scan_id) {
    const auto row =
        Query(tx, R"(
            select s.id, s.device, s.actor_id, s.item_id, s.event_id, s.received_at, s.mode,
                case when s.mode = 'count' and s.result = 'done' and s.answer like :of_count
                    then 1 else 0 end,
                c.quantity, c.loan_line_id, c.handout_id, c.undone_at
            from scan s left join counted_scan c on c.scan_row = s.id
            where s.scan_id = :scan_id)")
            .with(of_count, scan_id)
            .one<std::int64_t, std::string, domain::ActorId, std::optional<domain::ItemId>,
                 std::optional<domain::EventId>, domain::Instant, domain::ScanMode, bool,
                 std::optional<std::int64_t>, std::optional<domain::LoanLineId>,
                 std::optional<domain::HandoutId>, std::optional<domain::Instant>>();
    if (!row) return std::nullopt;
    const auto& [id, device, actor, item, event, received_at, mode, counted, quantity, line,
                 handout, undone_at] = *row;
    Undoable found{id, device, actor, item, event, received_at, mode, {}, false, counted};
    if (quantity) found.number = Counted{*quantity, line, handout};
    found.number_undone = undone_at.has_value();
    return found;
}

bool later_effect_of_device(ReadTx& tx, const std::string& device, std::int64_t row) {
    const auto of_item = Query(tx, R"(
        select 1 from scan s where s.device = :device and s.id > :id and s.event_id is not null
          and not exists (select 1 from event u where u.undoes = s.event_id)
        limit 1)")
                             .with(device, row)
                             .one<std::int64_t>();
    if (of_item) return true;
    return Query(tx, R"(
        select 1 from counted_scan
        where device = :device and scan_row > :scan_row and undone_at is null limit 1)")
        .with(device, row)
        .one<std::int64_t>()
        .has_value();
}

bool scanned_after(ReadTx& tx, domain::ItemId item, domain::Instant instant) {
    return Query(tx, R"(
        select 1 from scan where item_id = :item_id and happened_at > :instant
          and mode <> 'lookup' and result in ('done', 'nothing_to_do', 'discrepancy') limit 1)")
        .with(item, instant)
        .one<std::int64_t>()
        .has_value();
}

domain::DiscrepancyId open_discrepancy(WriteTx& tx, const Discrepancy& discrepancy) {
    return Query(tx, R"(
        insert into discrepancy (scan_id, item_id, event_id, known_event_id, reason, depot_id,
            created_at)
        values (:scan_id, :item_id, :event_id, :known_event_id, :reason, :depot_id, :created_at))")
        .with(discrepancy.scan_id, discrepancy.item, discrepancy.event, discrepancy.known_event,
              discrepancy.reason, discrepancy.depot, discrepancy.created_at)
        .insert<domain::DiscrepancyId>();
}

std::optional<Discrepancy> find_discrepancy(ReadTx& tx, domain::DiscrepancyId id) {
    static const std::string sql = std::string(select_discrepancy) + " where d.id = :id";
    auto found = read(tx, sql, id);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<Discrepancy> open_discrepancies(ReadTx& tx, const std::optional<domain::DepotId>& depot,
                                            domain::DiscrepancyId after, std::int64_t limit) {
    static const std::string every =
        std::string(select_discrepancy) +
        " where d.settled_at is null and d.id > :after order by d.id limit :limit";
    static const std::string of_depot =
        std::string(select_discrepancy) +
        " where d.settled_at is null and d.id > :after and d.depot_id = :depot"
        " order by d.id limit :limit";
    return depot ? read(tx, of_depot, after, *depot, limit) : read(tx, every, after, limit);
}

void settle(WriteTx& tx, domain::DiscrepancyId id, domain::ActorId by, domain::Instant at) {
    Query(tx, "update discrepancy set settled_at = :at, settled_by = :by where id = :id")
        .with(at, by, id)
        .run();
}

}  // namespace db::scans
