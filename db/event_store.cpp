#include "db/event_store.hpp"

#include "db/query.hpp"
#include "db/values.hpp"

namespace db::events {
namespace {

constexpr std::string_view select_event = R"(
    select e.id, e.item_id, e.seq, e.kind, e.from_state, e.to_state, e.depot_id, e.shelf,
           e.quarantine_until, e.inspection_due, e.dirty, e.actor_id, e.operator, e.device,
           e.scan_id, e.loan_line_id, e.method, e.undoes, e.happened_at, e.recorded_at, a.name
    from event e join actor a on a.id = e.actor_id)";

using Text = std::optional<std::string>;
using MaybeDay = std::optional<domain::Day>;

NamedEvent to_event(domain::EventId id, domain::ItemId item, std::int64_t seq,
                    domain::EventKind kind, std::optional<domain::State> from, domain::State state,
                    std::string depot, Text shelf, MaybeDay quarantine_until,
                    MaybeDay inspection_due, bool dirty, domain::ActorId actor, Text operator_badge,
                    Text device, Text scan, std::optional<domain::LoanLineId> line, Text method,
                    std::optional<domain::EventId> undoes, domain::Instant happened_at,
                    domain::Instant recorded_at, std::string actor_name) {
    NamedEvent named;
    named.by = operator_badge ? *operator_badge : std::move(actor_name);
    named.event = {
        id,
        item,
        seq,
        kind,
        from,
        {state, std::move(depot), std::move(shelf), quarantine_until, inspection_due, dirty},
        actor,
        std::move(operator_badge),
        std::move(device),
        std::move(scan),
        line,
        std::move(method),
        undoes,
        happened_at,
        recorded_at,
        {}};
    return named;
}

template <class... P>
std::vector<NamedEvent> read(ReadTx& tx, const std::string& sql, const P&... parameters) {
    std::vector<NamedEvent> found;
    {
        Query query(tx, sql);
        found = query.with(parameters...)
                    .template all<domain::EventId, domain::ItemId, std::int64_t, domain::EventKind,
                                  std::optional<domain::State>, domain::State, std::string, Text,
                                  MaybeDay, MaybeDay, bool, domain::ActorId, Text, Text, Text,
                                  std::optional<domain::LoanLineId>, Text,
                                  std::optional<domain::EventId>, domain::Instant, domain::Instant,
                                  std::string>(to_event);
    }
    for (NamedEvent& named : found) {
        named.event.fields =
            Query(
                tx,
                "select name, value from event_field where event_id = :event_id order by position")
                .with(named.event.id)
                .template all<std::string, std::string>([](std::string name, std::string value) {
                    return std::pair(std::move(name), std::move(value));
                });
    }
    return found;
}

}  // namespace

domain::EventId append(WriteTx& tx, const domain::Event& event) {
    const auto id = Query(tx, R"(
        insert into event (item_id, seq, kind, from_state, to_state, depot_id, shelf,
            quarantine_until, inspection_due, dirty, actor_id, operator, device, scan_id,
            loan_line_id, method, undoes, happened_at, recorded_at)
        values (:item_id, :seq, :kind, :from_state, :to_state, :depot_id, :shelf,
            :quarantine_until, :inspection_due, :dirty, :actor_id, :operator, :device, :scan_id,
            :loan_line_id, :method, :undoes, :happened_at, :recorded_at))")
                        .with(event.item, event.seq, event.kind, event.from, event.after.state,
                              event.after.depot, event.after.shelf, event.after.quarantine_until,
                              event.after.inspection_due, event.after.dirty, event.actor,
                              event.operator_badge, event.device, event.scan, event.line,
                              event.method, event.undoes, event.happened_at, event.recorded_at)
                        .insert<domain::EventId>();
    std::int64_t position = 0;
    for (const auto& [name, value] : event.fields) {
        Query(tx,
              "insert into event_field (event_id, position, name, value)"
              " values (:event_id, :position, :name, :value)")
            .with(id, ++position, name, value)
            .run();
    }
    return id;
}

std::vector<NamedEvent> of_item(ReadTx& tx, domain::ItemId item, std::int64_t after_seq,
                                std::int64_t limit) {
    static const std::string sql =
        std::string(select_event) +
        " where e.item_id = :item_id and e.seq > :after order by e.seq limit :limit";
    return read(tx, sql, item, after_seq, limit);
}

std::optional<domain::Event> find(ReadTx& tx, domain::ItemId item, std::int64_t seq) {
    static const std::string sql =
        std::string(select_event) + " where e.item_id = :item_id and e.seq = :seq";
    auto found = read(tx, sql, item, seq);
    if (found.empty()) return std::nullopt;
    return std::move(found.front().event);
}

std::optional<domain::Event> by_id(ReadTx& tx, domain::EventId id) {
    static const std::string sql = std::string(select_event) + " where e.id = :id";
    auto found = read(tx, sql, id);
    if (found.empty()) return std::nullopt;
    return std::move(found.front().event);
}

std::optional<domain::EventId> readiness_changed_after(ReadTx& tx, domain::ItemId item,
                                                       domain::Instant instant) {
    return Query(tx, R"(
        select id from event
        where item_id = :item_id and happened_at > :instant
          and kind not in ('moved', 'received', 'relabelled', 'changed', 'loan_corrected', 'extended',
              'reviewed', 'moved_to_institution', 'accessories_noted', 'accessories_settled', 'sent',
              'transfer_cancelled', 'late_scan')
        order by seq desc limit 1)")
        .with(item, instant)
        .one<domain::EventId>();
}

std::optional<domain::EventId> moved_after(ReadTx& tx, domain::ItemId item,
                                           domain::Instant instant) {
    return Query(tx, R"(
        select id from event
        where item_id = :item_id and happened_at > :instant
          and kind not in ('relabelled', 'changed', 'loan_corrected', 'extended', 'reviewed',
              'moved_to_institution', 'accessories_noted', 'accessories_settled', 'sent',
              'transfer_cancelled', 'late_scan')
        order by seq desc limit 1)")
        .with(item, instant)
        .one<domain::EventId>();
}

std::optional<domain::EventId> latest(ReadTx& tx, domain::ItemId item) {
    return Query(tx, "select id from event where item_id = :item_id order by seq desc limit 1")
        .with(item)
        .one<domain::EventId>();
}

std::optional<domain::LoanLineId> came_back_from(ReadTx& tx, domain::ItemId item) {
    const auto row = Query(tx, R"(
        select case when to_state = 'ready' then null else loan_line_id end from event
        where item_id = :item_id
          and (to_state = 'ready' or kind = 'returned' or kind = 'returned_infectious')
        order by seq desc limit 1)")
                         .with(item)
                         .one<std::optional<domain::LoanLineId>>();
    return row.value_or(std::nullopt);
}

bool is_undone(ReadTx& tx, domain::EventId id) {
    return Query(tx, "select 1 from event where undoes = :undoes")
        .with(id)
        .one<std::int64_t>()
        .has_value();
}

void add_note(WriteTx& tx, domain::EventId event, std::string_view kind, std::string_view text) {
    Query(tx, "insert into note (event_id, kind, text) values (:event_id, :kind, :text)")
        .with(event, kind, text)
        .run();
}

}  // namespace db::events
