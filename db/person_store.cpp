#include "db/person_store.hpp"

#include <algorithm>
#include <tuple>

#include "db/query.hpp"
#include "db/values.hpp"

namespace db::persons {
namespace {

using MaybeInstant = std::optional<domain::Instant>;

// An aid that the person had, and from when until when.
struct Had {
    domain::LoanLineId line;
    domain::ItemId item;
    domain::Instant from;
    MaybeInstant to;  // none: still
};

std::vector<Had> aids_of(ReadTx& tx, domain::BorrowerId id) {
    return Query(tx, R"(
        select l.id, l.item_id, l.handed_out_at, l.ended_at
        from loan lo join loan_line l on l.loan_id = lo.id
        where lo.borrower_id = :borrower_id and l.item_id is not null
        order by l.id)")
        .with(id)
        .all<domain::LoanLineId, domain::ItemId, domain::Instant, MaybeInstant>(
            [](domain::LoanLineId line, domain::ItemId item, domain::Instant from,
               MaybeInstant to) {
                return Had{line, item, from, to};
            });
}

constexpr domain::Instant end_of_time{std::chrono::milliseconds(INT64_MAX)};

Note to_note(std::int64_t id, std::string kind, std::string text) {
    return {id, std::move(kind), std::move(text)};
}

std::vector<Note> notes_of(ReadTx& tx, const Had& had) {
    const domain::Instant to = had.to.value_or(end_of_time);
    auto found = Query(tx, R"(
        select n.id, n.kind, n.text from event e join note n on n.event_id = e.id
        where e.item_id = :item_id and n.text <> ''
          and (e.loan_line_id = :line or (e.happened_at >= :from and e.happened_at <= :to)))")
                     .with(had.item, had.line, had.from, to)
                     .all<std::int64_t, std::string, std::string>(to_note);
    const auto of_scans = Query(tx, R"(
        select n.id, n.kind, n.text from scan s join note n on n.scan_id = s.scan_id
        where s.item_id = :item_id and s.happened_at >= :from and s.happened_at <= :to
          and n.text <> '')")
                              .with(had.item, had.from, to)
                              .all<std::int64_t, std::string, std::string>(to_note);
    found.insert(found.end(), of_scans.begin(), of_scans.end());
    return found;
}

void blank_note(WriteTx& tx, std::int64_t id) {
    Query(tx, "update note set text = '' where id = :id").with(id).run();
}

// Those whose location is this one of the resource.
void forget_answers(WriteTx& tx, const std::string& resource, std::int64_t id) {
    Query(tx, "delete from idempotency where location = :location")
        .with("/api/v1/" + resource + "/" + std::to_string(id))
        .run();
}

std::vector<std::int64_t> ids(ReadTx& tx, std::string_view sql, domain::BorrowerId borrower) {
    return Query(tx, sql).with(borrower).column<std::int64_t>();
}

}  // namespace

domain::PersonUse use_of(ReadTx& tx, domain::BorrowerId id) {
    domain::PersonUse use;
    const auto see = [&](std::string_view sql) {
        const auto [open, closed] = *Query(tx, sql).with(id).one<std::int64_t, MaybeInstant>();
        use.open = use.open || open > 0;
        if (closed) use.last_closed = std::max(*closed, use.last_closed.value_or(*closed));
    };
    see(R"(select coalesce(sum(case when ended_at is null then 1 else 0 end), 0), max(ended_at)
           from loan where borrower_id = :id)");
    see(R"(select coalesce(sum(case when done_at is null then 1 else 0 end), 0), max(done_at)
           from pickup where borrower_id = :id)");
    see("select 0, max(happened_at) from handout where borrower_id = :id");
    see(R"(select coalesce(sum(case when closed_at is null then 1 else 0 end), 0), max(closed_at)
           from booking where borrower_id = :id)");
    // An application waits for its answer; a talk is about something.
    see(R"(select coalesce(sum(case when closed_at is null then 1 else 0 end), 0), max(closed_at)
           from candidate where borrower_id = :id)");
    see("select 0, max(made_at) from contact where borrower_id = :id");
    use.registered = *Query(tx, "select registered_at from borrower where id = :id")
                          .with(id)
                          .one<MaybeInstant>();
    return use;
}

OpenThings open_things(ReadTx& tx, domain::BorrowerId id) {
    return {Query(tx, R"(
        select id from loan where borrower_id = :id and ended_at is null order by id)")
                .with(id)
                .column<domain::LoanId>(),
            Query(tx, R"(
        select id from pickup where borrower_id = :id and done_at is null order by id)")
                .with(id)
                .column<domain::PickupId>(),
            Query(tx, R"(
        select id from booking where borrower_id = :id and closed_at is null order by id)")
                .with(id)
                .column<domain::BookingId>()};
}

std::vector<domain::BorrowerId> not_in_use_since(ReadTx& tx, domain::Instant instant,
                                                 std::int64_t limit) {
    return Query(tx, R"(
        select id from borrower
        where kind = 'person' and anonymised_at is null and in_use_at <= :instant
        order by in_use_at, id limit :limit)")
        .with(instant, limit)
        .column<domain::BorrowerId>();
}

void keep_in_use(WriteTx& tx, domain::BorrowerId id, domain::Instant instant) {
    Query(tx, "update borrower set in_use_at = :instant where id = :id").with(instant, id).run();
}

void keep_registered(WriteTx& tx, domain::BorrowerId id, domain::Instant instant) {
    Query(tx, "update borrower set registered_at = :instant where id = :id")
        .with(instant, id)
        .run();
}

std::vector<Note> notes(ReadTx& tx, domain::BorrowerId id) {
    std::vector<Note> all;
    for (const Had& had : aids_of(tx, id)) {
        auto some = notes_of(tx, had);
        all.insert(all.end(), some.begin(), some.end());
    }
    const auto order = [](const Note& a, const Note& b) { return a.id < b.id; };
    const auto same = [](const Note& a, const Note& b) { return a.id == b.id; };
    std::sort(all.begin(), all.end(), order);
    all.erase(std::unique(all.begin(), all.end(), same), all.end());
    return all;
}

std::vector<std::string> notice_notes(ReadTx& tx, domain::BorrowerId id) {
    std::vector<std::string> all;
    for (const Had& had : aids_of(tx, id)) {
        const auto some = Query(tx, R"(
            select note from notice_item
            where item_id = :item_id and accounted_at >= :from and accounted_at <= :to
              and note is not null
            order by notice_id)")
                              .with(had.item, had.from, had.to.value_or(end_of_time))
                              .column<std::string>();
        all.insert(all.end(), some.begin(), some.end());
    }
    return all;
}

std::vector<Training> trainings(ReadTx& tx, domain::LoanId loan) {
    return Query(tx, R"(
        select t.loan_line_id, t.given_by, t.given_to, t.day
        from loan_line l join training t on t.loan_line_id = l.id
        where l.loan_id = :loan_id order by l.id)")
        .with(loan)
        .all<domain::LoanLineId, std::string, std::string, domain::Day>(
            [](domain::LoanLineId line, std::string by, std::string to, domain::Day day) {
                return Training{line, std::move(by), std::move(to), day};
            });
}

std::int64_t times_seen(ReadTx& tx, domain::BorrowerId id) {
    return *Query(tx, R"(
        select count(*) from access_log_person where borrower_id = :id or borrower_id in
            (select id from borrower where merged_into = :same_id))")
                .with(id, id)
                .one<std::int64_t>();
}

void blank_texts(WriteTx& tx, domain::BorrowerId id) {
    for (const Note& note : notes(tx, id)) blank_note(tx, note.id);
    for (const Had& had : aids_of(tx, id)) {
        Query(tx, R"(
            update notice_item set note = null
            where item_id = :item_id and accounted_at >= :from and accounted_at <= :to)")
            .with(had.item, had.from, had.to.value_or(end_of_time))
            .run();
    }
    for (const std::int64_t loan : ids(tx, "select id from loan where borrower_id = :id", id)) {
        Query(tx, "update extension set reason = null where loan_id = :loan").with(loan).run();
        Query(tx, R"(
            update training set given_to = ''
            where loan_line_id in (select id from loan_line where loan_id = :loan))")
            .with(loan)
            .run();
        // NAV's number of a case leads to the person.
        Query(tx, "update loan_line set end_reference = null where loan_id = :loan")
            .with(loan)
            .run();
    }
    Query(tx, R"(
        update pickup set street = null, postal_code = null, city = null, note = null,
            done_note = null, version = version + 1
        where borrower_id = :id)")
        .with(id)
        .run();
    Query(tx, R"(
        update booking set reason = '', version = version + 1
        where borrower_id = :id and reason is not null)")
        .with(id)
        .run();
    Query(tx, R"(
        update candidate_decision set reference = null, note = null
        where candidate_id in (select id from candidate where borrower_id = :id))")
        .with(id)
        .run();
    Query(tx, R"(
        update candidate set reference = null, version = version + 1
        where borrower_id = :id and reference is not null)")
        .with(id)
        .run();
    Query(tx, "update contact set said = null, call_on = null where borrower_id = :id")
        .with(id)
        .run();
}

void forget_answers(WriteTx& tx, domain::BorrowerId id) {
    forget_answers(tx, "borrowers", id.value);
    for (const std::int64_t loan : ids(tx, "select id from loan where borrower_id = :id", id)) {
        forget_answers(tx, "loans", loan);
    }
    for (const std::int64_t pickup : ids(tx, "select id from pickup where borrower_id = :id", id)) {
        forget_answers(tx, "pickups", pickup);
    }
    for (const std::int64_t booking :
         ids(tx, "select id from booking where borrower_id = :id", id)) {
        forget_answers(tx, "bookings", booking);
    }
    for (const std::int64_t task :
         ids(tx, "select id from candidate where borrower_id = :id", id)) {
        forget_answers(tx, "candidates", task);
    }
}

long long blank_stray_notes(WriteTx& tx, domain::Instant before, std::int64_t limit) {
    const auto found = Query(tx, R"(
        select n.id from note n join scan s on s.scan_id = n.scan_id
        where n.scan_id is not null and n.text <> '' and s.received_at <= :before
          and not exists (select 1 from discrepancy d
              where d.scan_id = n.scan_id and d.settled_at is null)
        order by n.id limit :limit)")
                           .with(before, limit)
                           .column<std::int64_t>();
    for (const std::int64_t id : found) blank_note(tx, id);
    return static_cast<long long>(found.size());
}

}  // namespace db::persons
