#include "bench/raw_scans.hpp"

#include <chrono>
#include <stdexcept>
#include <string>

#include <fmt/format.h>

#include "bench/raw_connection.hpp"
#include "depot/oslo_time.hpp"

namespace bench {

struct RawScans::Statements {
    explicit Statements(const std::filesystem::path& file) : connection(file) {}

    RawConnection connection;
    sqlite3* c = connection.get();
    RawStatement begin{c, "begin immediate"};
    RawStatement commit{c, "commit"};
    RawStatement savepoint{c, "savepoint job"};
    RawStatement release{c, "release job"};
    RawStatement inner_savepoint{c, "savepoint inner_step"};
    RawStatement inner_release{c, "release inner_step"};

    RawStatement stored_answer{c, "select fingerprint, answer from scan where scan_id = :scan_id"};
    RawStatement depot_exists{c, "select 1 from depot where id = :id"};
    RawStatement item_by_code{c, R"(
    select i.id, i.code, i.product_id, i.owner, i.stock, i.home_depot, i.depot_id, i.shelf,
           i.serial, i.lot, i.udi, i.purchased, i.price, i.state, i.quarantine_until,
           i.inspection_due, i.dirty,
           i.event_count, i.since, p.name, p.wash_class, p.inspection_months, p.needs_training,
           exists (select 1 from missing_accessory m
               where m.item_id = i.id and m.settled_event is null),
           l.loan_id, l.id, lo.borrower_id, b.kind, lo.expected, l.due, l.handed_out_at,
           lo.extensions
    from item i
    join product p on p.id = i.product_id
    left join loan_line l on l.item_id = i.id and l.ended_at is null
    left join loan lo on lo.id = l.loan_id
    left join borrower b on b.id = lo.borrower_id where i.code = :code)"};
    RawStatement update_item{c, R"(
        update item set depot_id = :depot_id, shelf = :shelf, state = :state,
            quarantine_until = :quarantine_until, inspection_due = :inspection_due,
            dirty = :dirty, event_count = :event_count, since = :since
        where id = :id)"};
    RawStatement count_event{c, "update item set event_count = :event_count where id = :id"};
    RawStatement append_event{c, R"(
        insert into event (item_id, seq, kind, from_state, to_state, depot_id, shelf,
            quarantine_until, inspection_due, dirty, actor_id, operator, device, scan_id,
            loan_line_id, method, undoes, happened_at, recorded_at)
        values (:item_id, :seq, :kind, :from_state, :to_state, :depot_id, :shelf,
            :quarantine_until, :inspection_due, :dirty, :actor_id, :operator, :device, :scan_id,
            :loan_line_id, :method, :undoes, :happened_at, :recorded_at))"};
    RawStatement insert_scan{c, R"(
        insert into scan (scan_id, fingerprint, actor_id, device, seq, mode, item_id, event_id,
            happened_at, received_at, suspect, result, said, answer)
        values (:scan_id, :fingerprint, :actor_id, :device, :seq, :mode, :item_id, :event_id,
            :happened_at, :received_at, :suspect, :result, :said, :answer))"};

    // out
    RawStatement borrower_kind{c, R"(
            select kind, deceased_on, reminders_off, anonymised_at, moved_on from borrower
            where id = :id and merged_into is null)"};
    RawStatement joinable_loan{c, R"(
        select id from loan
        where joins_actor = :actor and joins_device = :device and borrower_id = :borrower_id
          and depot_id = :depot_id and start = :start and ended_at is null
        order by id desc limit 1)"};
    RawStatement insert_loan{c, R"(
        insert into loan (borrower_id, depot_id, start, expected, arena, requested_by, reason,
            partner, terms_version, joins_device, joins_actor, ended_at)
        values (:borrower_id, :depot_id, :start, :expected, :arena, :requested_by, :reason,
            :partner, (select max(version) from terms), :joins_device, :joins_actor, :ended_at))"};
    RawStatement open_transfer{c, R"(
        select t.transfer_id, t.id, tr.from_depot, tr.to_depot, tr.sent_at
        from transfer_line t join transfer tr on tr.id = t.transfer_id
        where t.item_id = :item_id and t.closed_at is null)"};
    RawStatement held{c, R"(
        select h.id, b.id, b.borrower_id
        from hold h join booking b on b.id = h.booking_id
        where h.item_id = :item_id and h.closed_at is null)"};
    RawStatement somebody_waits{c, R"(
        select 1 from product p
        where p.id = :product_id and (
            exists (select 1 from booking b where b.product_id = p.id
                and b.depot_id = :depot_id and b.state = 'requested')
            or exists (select 1 from booking b where b.iso_class = substr(p.iso, 1, 6)
                and b.depot_id = :same_depot and b.state = 'requested')))"};
    RawStatement last_ended{c, R"(
        select ended_at from loan_line
        where item_id = :item_id and (end_reason is null or end_reason <> 'undone')
        order by handed_out_at desc, id desc limit 1)"};
    RawStatement depot{
        c, "select id, name, open_weekdays, capacity, version from depot where id = :id"};
    RawStatement settings{c, "select name, value from setting"};
    RawStatement depot_days{c, "select day, open, why from depot_day where depot_id = :depot_id"};
    RawStatement insert_line{c, R"(
        insert into loan_line (loan_id, item_id, product_id, quantity, due, original_due, review,
            anchor, months, handed_out_at, ended_at, end_reason, end_reference)
        values (:loan_id, :item_id, :product_id, :quantity, :due, :original_due, :review,
            :anchor, :months, :handed_out_at, :ended_at, :end_reason, :end_reference))"};

    // out and in: who may need it for good
    RawStatement class_lines{c, R"(
        select lo.borrower_id, substr(p.iso, 1, 6), l.id, lo.depot_id, lo.requested_by,
            coalesce(i.stock, case when p.children = 1 then 'barn' else 'korttid' end),
            coalesce(i.owner, 'kommune'), lo.expected, l.due, lo.extensions,
            case when b.deceased_on is null then 0 else 1 end, l.handed_out_at, l.ended_at
        from borrower b cross join loan lo join loan_line l on l.loan_id = lo.id
        join product p on p.id = l.product_id left join item i on i.id = l.item_id
        where b.kind = 'person' and lo.borrower_id = b.id and b.id in )" +
                                    of_few() + R"( and
            (l.ended_at is null or (l.ended_at >= :ended_from and l.end_reason <> 'undone'))
        order by lo.borrower_id, 2, l.id)"};
    RawStatement candidates{c, R"(
        select c.id, c.borrower_id, c.iso_class, c.state, c.since, c.decide_by, c.opened_on,
            c.depot_id, c.responsible, c.applied_on, c.reference, c.closed_at, c.version
        from candidate c
        where c.borrower_id in )" + of_few() +
                                   R"( and (c.closed_at is null or
            (c.state in ('refused', 'not_needed') and c.since >= :since))
        order by c.id)"};

    // A page of a list takes as many ids; one stands as often as it takes.
    static constexpr int few = 20;
    static std::string of_few() {
        std::string list;
        for (int i = 0; i < few; ++i) list += (i == 0 ? "(:i" : ",:i") + std::to_string(i);
        return list + ")";
    }
    void look_for_candidates(std::int64_t borrower, domain::Day day) {
        settings.run();
        const std::int64_t year_ago =
            std::chrono::milliseconds((day - std::chrono::days(366)).time_since_epoch()).count();
        const std::string rested = domain::to_text(day - std::chrono::days(212));
        for (RawStatement* statement : {&class_lines, &candidates}) {
            for (int at = 1; at <= few; ++at) statement->bind_at(at, borrower);
        }
        class_lines.bind_at(few + 1, year_ago);
        candidates.bind_at(few + 1, rested);
        for (RawStatement* statement : {&class_lines, &candidates}) {
            while (statement->step()) continue;
            statement->reset();
        }
    }

    // in
    RawStatement end_line{c, R"(
        update loan_line set end_reason = :end_reason, end_reference = :end_reference,
            ended_at = case when handed_out_at > :earliest then handed_out_at else :ended_at end
        where id = :id)"};
    RawStatement accessories{c,
                             "select name from product_accessory where product_id = :product_id"
                             " order by position"};
    // inspected
    RawStatement checklist{c,
                           "select name from product_check where product_id = :product_id"
                           " order by position"};
    RawStatement open_work_order{c, R"(
    select id, item_id, depot_id, findings, work, estimate, cost, promised, opened_by, opened_at,
           outcome, closed_by, closed_at, version
    from work_order where item_id = :item_id and closed_at is null)"};
    RawStatement end_loan{c, R"(
        update loan set version = version + 1,
            ended_at = case when exists (select 1 from loan_line l
                where l.loan_id = loan.id and l.ended_at is null) then null else cast(:ended_at as bigint) end
        where id = :id)"};
};

RawScans::RawScans(const std::filesystem::path& file, std::int64_t actor)
    : run_(std::make_unique<Statements>(file)), actor_(actor) {}

RawScans::~RawScans() = default;

void RawScans::begin() { run_->begin.run(); }

void RawScans::commit() { run_->commit.run(); }

void RawScans::scan(const PreparedItem& item, Step step, std::string_view uuid, domain::Instant at,
                    std::string_view device, std::int64_t seq) {
    Statements& run = *run_;
    const std::int64_t time = at.time_since_epoch().count();
    const domain::Day day = ::depot::oslo_day(at);
    run.savepoint.run();
    run.stored_answer.one(uuid);
    run.item_by_code.bind(item.code);
    if (!run.item_by_code.step()) throw std::runtime_error("raw: no such item");
    const std::int64_t id = run.item_by_code.integer(0);
    const std::int64_t product = run.item_by_code.integer(2);
    const std::int64_t events = run.item_by_code.integer(17) + 1;
    std::int64_t loan = run.item_by_code.integer(24);
    std::int64_t line = run.item_by_code.integer(25);
    while (run.item_by_code.step()) continue;
    run.item_by_code.reset();
    // What is due and who may need it for good is asked of the loan.
    if (step == Step::in) run.look_for_candidates(item.borrower, day);
    // What is on its way is told where it is going.
    if (step != Step::in) run.open_transfer.one(id);
    run.depot_exists.one("SMS");

    const auto change = [&](const char* kind, const char* from, const char* to, std::int64_t dirty,
                            auto of_line, auto method) {
        if (std::string_view(from) == to) {
            run.count_event.run(events, id);
        } else {
            run.update_item.run("SMS", "B3", to, Null(), Null(), dirty, events, time, id);
        }
        return run.append_event.insert(id, events, kind, from, to, "SMS", "B3", Null(), Null(),
                                       dirty, actor_, Null(), device, uuid, of_line, method, Null(),
                                       time, time);
    };
    std::int64_t event = 0;
    switch (step) {
        case Step::out: {
            const std::string today = domain::to_text(day);
            const std::string due = domain::to_text(day + std::chrono::days(91));
            run.borrower_kind.one(item.borrower);
            run.joinable_loan.one(actor_, device, item.borrower, "SMS", today);
            run.inner_savepoint.run();
            loan = run.insert_loan.insert(item.borrower, "SMS", today, "under_2_years", "own_home",
                                          Null(), Null(), Null(), device, actor_, Null());
            run.open_transfer.one(id);
            run.held.one(id);
            run.last_ended.one(id);
            run.depot.one("SMS");
            run.settings.run();
            run.depot_days.run("SMS");
            line = run.insert_line.insert(loan, id, product, std::int64_t{1}, due, due, Null(),
                                          today, std::int64_t{3}, time, Null(), Null(), Null());
            event = change("lent", "ready", "ready", 0, line, Null());
            run.inner_release.run();
            run.look_for_candidates(item.borrower, day);
            break;
        }
        case Step::in:
            event = change("returned", "ready", "to_clean", 1, line, Null());
            run.end_line.run("returned", Null(), time, time, line);
            run.end_loan.run(time, loan);
            run.look_for_candidates(item.borrower, day);
            run.accessories.run(product);
            break;
        case Step::washed:
            run.open_transfer.one(id);
            event = change("cleaned", "to_clean", "to_inspect", 0, Null(), "machine");
            break;
        case Step::inspected:
            run.checklist.run(product);
            run.open_transfer.one(id);
            event = change("inspected_ok", "to_inspect", "ready", 0, Null(), Null());
            run.open_work_order.run(id);
            run.somebody_waits.run(product, "SMS", "SMS");
            run.held.one(id);
            break;
    }

    // As long as the server's.
    const std::string fingerprint = fmt::format("{0:0<32}{0:0<32}", uuid.substr(0, 32));
    const std::string answer = fmt::format(
        R"({{"scan":"{}","result":"done","item":{{"code":"{}","product":"Rullator Gemino 20",)"
        R"("state":"to_inspect","on_loan":false,"depot":"SMS","shelf":"B3"}},)"
        R"("instruction":{{"code":"to_inspect","text":"Til kontroll","where":"SMS, kontroll"}},)"
        R"("attention":[]}})",
        uuid, item.code);
    run.insert_scan.run(uuid, fingerprint, actor_, device, seq, to_text(step), id, event, time,
                        time, std::int64_t{0}, "done", Null(), answer);
    run.release.run();
}

}  // namespace bench
