#include "db/pickup_store.hpp"

#include <algorithm>
#include <map>

#include "db/id_list.hpp"
#include "db/query.hpp"
#include "db/values.hpp"

namespace db::pickups {
namespace {

using Text = std::optional<std::string>;

constexpr std::string_view select_pickup = R"(
    select p.id, p.kind, p.reason, p.borrower_id, p.depot_id, p.day, p.street, p.postal_code,
           p.city, p.note, p.outcome, p.done_note, p.done_at, p.version
    from pickup p)";

domain::Pickup to_pickup(domain::PickupId id, domain::PickupKind kind, domain::PickupReason reason,
                         domain::BorrowerId borrower, std::string depot, domain::Day day,
                         Text street, Text postal_code, Text city, Text note,
                         std::optional<domain::PickupOutcome> outcome, Text done_note,
                         std::optional<domain::Instant> done_at, std::int64_t version) {
    domain::Pickup pickup;
    pickup.id = id;
    pickup.kind = kind;
    pickup.reason = reason;
    pickup.borrower = borrower;
    pickup.depot = std::move(depot);
    pickup.day = day;
    if (street || postal_code || city) {
        pickup.address =
            domain::Address{std::move(street).value_or(""), std::move(postal_code).value_or(""),
                            std::move(city).value_or("")};
    }
    pickup.note = std::move(note);
    pickup.outcome = outcome;
    pickup.done_note = std::move(done_note);
    pickup.done_at = done_at;
    pickup.version = version;
    return pickup;
}

std::vector<domain::Pickup> read(Query& query) {
    return query
        .all<domain::PickupId, domain::PickupKind, domain::PickupReason, domain::BorrowerId,
             std::string, domain::Day, Text, Text, Text, Text, std::optional<domain::PickupOutcome>,
             Text, std::optional<domain::Instant>, std::int64_t>(to_pickup);
}

void load_lines(ReadTx& tx, std::vector<domain::Pickup>& pickups) {
    for_rows(tx, R"(
        select pl.pickup_id, l.id, l.loan_id, i.code, p.name, l.quantity, l.ended_at
        from pickup_line pl
        join loan_line l on l.id = pl.loan_line_id
        join product p on p.id = l.product_id
        left join item i on i.id = l.item_id
        where pl.pickup_id)",
             " order by l.id", pickups, [](Query& query, const auto& by_id) {
                 query.all<domain::PickupId, domain::LoanLineId, domain::LoanId, Text, std::string,
                           std::int64_t, std::optional<domain::Instant>>(
                     [&](domain::PickupId id, domain::LoanLineId line, domain::LoanId loan,
                         Text code, std::string product, std::int64_t quantity,
                         std::optional<domain::Instant> ended_at) {
                         by_id.at(id)->lines.push_back({line, loan, std::move(code),
                                                        std::move(product), quantity, !ended_at});
                         return id;
                     });
             });
}

Text part(const std::optional<domain::Address>& address, std::string domain::Address::*member) {
    if (!address) return std::nullopt;
    return (*address).*member;
}

}  // namespace

domain::PickupId insert(WriteTx& tx, const domain::Pickup& pickup, domain::ActorId by,
                        domain::Instant at) {
    return Query(tx, R"(
        insert into pickup (kind, reason, borrower_id, depot_id, day, street, postal_code, city,
            note, actor_id, made_at)
        values (:kind, :reason, :borrower_id, :depot_id, :day, :street, :postal_code, :city,
            :note, :actor_id, :made_at))")
        .with(pickup.kind, pickup.reason, pickup.borrower, pickup.depot, pickup.day,
              part(pickup.address, &domain::Address::street),
              part(pickup.address, &domain::Address::postal_code),
              part(pickup.address, &domain::Address::city), pickup.note, by, at)
        .insert<domain::PickupId>();
}

void add_line(WriteTx& tx, domain::PickupId id, domain::LoanLineId line) {
    Query(tx, R"(
        insert into pickup_line (pickup_id, loan_line_id) values (:pickup_id, :loan_line_id)
        on conflict do nothing)")
        .with(id, line)
        .run();
}

void count_change(WriteTx& tx, domain::PickupId id) {
    Query(tx, "update pickup set version = version + 1 where id = :id").with(id).run();
}

void replace_line(WriteTx& tx, domain::BorrowerId borrower, domain::LoanLineId line,
                  domain::LoanLineId by) {
    const auto pickups = Query(tx, R"(
        select p.id from pickup p join pickup_line pl on pl.pickup_id = p.id
        where p.borrower_id = :borrower_id and p.done_at is null and p.kind = 'fetch'
          and pl.loan_line_id = :loan_line_id)")
                             .with(borrower, line)
                             .column<domain::PickupId>();
    for (const domain::PickupId id : pickups) {
        Query(tx,
              "update pickup_line set loan_line_id = :by"
              " where pickup_id = :pickup_id and loan_line_id = :loan_line_id")
            .with(by, id, line)
            .run();
        count_change(tx, id);
    }
}

std::optional<domain::Pickup> find(ReadTx& tx, domain::PickupId id) {
    static const std::string sql = std::string(select_pickup) + " where p.id = :id";
    std::vector<domain::Pickup> found;
    {
        Query query(tx, sql);
        found = read(query.with(id));
    }
    if (found.empty()) return std::nullopt;
    load_lines(tx, found);
    return std::move(found.front());
}

std::vector<domain::Pickup> of_borrower(ReadTx& tx, domain::BorrowerId borrower) {
    static const std::string sql =
        std::string(select_pickup) + " where p.borrower_id = :borrower_id order by p.id";
    std::vector<domain::Pickup> found;
    {
        Query query(tx, sql);
        found = read(query.with(borrower));
    }
    load_lines(tx, found);
    return found;
}

std::optional<domain::PickupId> open_fetch_of(ReadTx& tx, domain::BorrowerId borrower) {
    return Query(tx, R"(
        select id from pickup
        where borrower_id = :borrower_id and done_at is null and kind = 'fetch'
        order by id limit 1)")
        .with(borrower)
        .one<domain::PickupId>();
}

bool is_asked_for(ReadTx& tx, domain::PickupKind kind, domain::BorrowerId borrower,
                  domain::LoanLineId line) {
    return Query(tx, R"(
        select 1 from pickup p join pickup_line pl on pl.pickup_id = p.id
        where p.borrower_id = :borrower_id and p.done_at is null and p.kind = :kind
          and pl.loan_line_id = :loan_line_id
        limit 1)")
        .with(borrower, kind, line)
        .one<std::int64_t>()
        .has_value();
}

void close(WriteTx& tx, const domain::Pickup& pickup, domain::ActorId by) {
    Query(tx, R"(
        update pickup set outcome = :outcome, done_note = :done_note, done_at = :done_at,
            done_by = :done_by, version = version + 1
        where id = :id)")
        .with(pickup.outcome, pickup.done_note, pickup.done_at, by, pickup.id)
        .run();
}

void protect(WriteTx& tx, domain::BorrowerId borrower, domain::Protection protection) {
    if (protection == domain::Protection::none) return;
    const bool nowhere = protection == domain::Protection::strengt_fortrolig;
    Query(tx, std::string("update pickup set note = null, done_note = null,") +
                  (nowhere ? " street = null, postal_code = null, city = null," : "") +
                  " version = version + 1 where borrower_id = :borrower_id")
        .with(borrower)
        .run();
}

std::vector<domain::Pickup> list(ReadTx& tx, const Filter& filter,
                                 const std::optional<After>& after, std::int64_t limit) {
    // The page begins where the last one ended, also for the index.
    const After last = after.value_or(After{filter.from, {}});
    std::string sql = std::string(select_pickup) + " where p.done_at is " +
                      (filter.done ? "not null" : "null") +
                      " and p.day >= :from and p.day <= :to and (p.day, p.id) > (:after_day, "
                      ":after_id)";
    if (filter.depot) sql += " and p.depot_id = :depot";
    std::vector<domain::Pickup> found;
    {
        Query query(tx, sql + " order by p.day, p.id limit :limit");
        query.with(std::max(filter.from, last.day), filter.to, last.day, last.id);
        if (filter.depot) query.with(*filter.depot);
        found = read(query.with(limit));
    }
    load_lines(tx, found);
    return found;
}

}  // namespace db::pickups
