#include "db/booking_store.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <stdexcept>

#include "db/id_list.hpp"
#include "db/query.hpp"
#include "db/values.hpp"

namespace db::bookings {
namespace {

using domain::Booking;
using domain::Hold;
using Text = std::optional<std::string>;
using Number = std::optional<std::int64_t>;

constexpr std::string_view select_booking = R"(
    select b.id, b.product_id, b.iso_class, b.quantity, b.depot_id, b.first_day, b.last_day,
        b.handover, b.rank, b.reason, b.needed_by, b.user_kg, b.seat_width_mm, b.borrower_id,
        b.requested_by, b.requested_at, b.state, b.loan_id, b.closed_at, b.version,
        cast(coalesce((select sum(h.quantity) from hold h
            where h.booking_id = b.id and h.outcome = 'handed_out'), 0) as bigint)
    from booking b)";

// Of an item: it could be handed out today, and nobody has it or is promised it.
constexpr std::string_view to_be_had = R"(
    and i.state = 'ready' and (i.owner = 'kommune' or i.owner = 'overtatt_fra_nav')
    and i.stock <> 'transitt' and (i.inspection_due is null or i.inspection_due >= :today)
    and not exists (select 1 from loan_line l where l.item_id = i.id and l.ended_at is null)
    and not exists (select 1 from hold h where h.item_id = i.id and h.closed_at is null)
    and not exists (select 1 from transfer_line t
        where t.item_id = i.id and t.closed_at is null))";

constexpr std::int64_t rank_of(domain::Priority priority) {
    return priority == domain::Priority::hast ? 0 : 1;
}

std::vector<Booking> read(Query& query) {
    return query
        .all<domain::BookingId, std::optional<domain::ProductId>, Text, std::int64_t, std::string,
             domain::Day, domain::Day, domain::Handover, std::int64_t, Text,
             std::optional<domain::Instant>, Number, Number, domain::BorrowerId, domain::ActorId,
             domain::Instant, domain::BookingState, std::optional<domain::LoanId>,
             std::optional<domain::Instant>, std::int64_t, std::int64_t>(
            [](domain::BookingId id, std::optional<domain::ProductId> product, Text iso_class,
               std::int64_t quantity, std::string depot, domain::Day first, domain::Day last,
               domain::Handover handover, std::int64_t rank, Text reason,
               std::optional<domain::Instant> needed_by, Number user_kg, Number seat_width_mm,
               domain::BorrowerId borrower, domain::ActorId requested_by,
               domain::Instant requested_at, domain::BookingState state,
               std::optional<domain::LoanId> loan, std::optional<domain::Instant> closed_at,
               std::int64_t version, std::int64_t fulfilled) {
                Booking booking;
                booking.id = id;
                booking.product = product;
                booking.iso_class = std::move(iso_class);
                booking.quantity = quantity;
                booking.depot = std::move(depot);
                booking.first = first;
                booking.last = last;
                booking.handover = handover;
                booking.priority = rank == 0 ? domain::Priority::hast : domain::Priority::normal;
                booking.reason = std::move(reason);
                booking.needed_by = needed_by;
                booking.needs = {user_kg, seat_width_mm};
                booking.borrower = borrower;
                booking.requested_by = requested_by;
                booking.requested_at = requested_at;
                booking.state = state;
                booking.loan = loan;
                booking.closed_at = closed_at;
                booking.version = version;
                booking.fulfilled = fulfilled;
                return booking;
            });
}

constexpr std::size_t most_at_once = 256;

// ":i0,:i1,…" for that many ids: as few statements as there are sizes.
std::string marks(std::size_t count) {
    std::string list;
    for (std::size_t i = 0; i < count; ++i) list += (i == 0 ? ":i" : ",:i") + std::to_string(i);
    return list;
}

// The last id stands as often as it takes.
std::vector<domain::BookingId> padded(std::vector<domain::BookingId> ids) {
    const std::size_t size = ids.size() == 1 ? 1 : ids.size() <= 20 ? 20 : most_at_once;
    if (ids.size() > size) throw std::logic_error("too many bookings at once");
    ids.resize(size, ids.back());
    return ids;
}

std::vector<Hold> holds_of(ReadTx& tx, const std::vector<domain::BookingId>& bookings) {
    const auto ids = padded(bookings);
    Query query(tx, R"(
        select h.id, h.booking_id, h.item_id, i.code, i.shelf, h.product_id, h.quantity, h.since,
            h.until
        from hold h left join item i on i.id = h.item_id
        where h.booking_id in ()" +
                        marks(ids.size()) + ") and h.closed_at is null order by h.id");
    for (const domain::BookingId id : ids) query.with(id);
    return query.all<std::int64_t, domain::BookingId, std::optional<domain::ItemId>, Text, Text,
                     domain::ProductId, std::int64_t, domain::Instant, domain::Day>(
        [](std::int64_t id, domain::BookingId of, std::optional<domain::ItemId> item, Text code,
           Text shelf, domain::ProductId product, std::int64_t quantity, domain::Instant since,
           domain::Day until) {
            return Hold{id,       of,    item, std::move(code), std::move(shelf), product,
                        quantity, since, until};
        });
}

std::vector<Booking> with_holds(ReadTx& tx, std::vector<Booking> found) {
    std::vector<domain::BookingId> open;
    for (const Booking& booking : found) {
        if (domain::is_open(booking.state)) open.push_back(booking.id);
    }
    for (std::size_t at = 0; at < open.size(); at += most_at_once) {
        const auto end = std::min(open.size(), at + most_at_once);
        for (Hold& hold : holds_of(tx, {open.begin() + static_cast<std::ptrdiff_t>(at),
                                        open.begin() + static_cast<std::ptrdiff_t>(end)})) {
            const auto of = std::find_if(found.begin(), found.end(), [&](const Booking& booking) {
                return booking.id == hold.booking;
            });
            of->holds.push_back(std::move(hold));
        }
    }
    return found;
}

template <class... P>
std::vector<Booking> read(ReadTx& tx, const std::string& sql, const P&... parameters) {
    std::vector<Booking> found;
    {
        Query query(tx, sql);
        found = read(query.with(parameters...));
    }
    return with_holds(tx, std::move(found));
}

const char* text_of(HoldEnd how) {
    switch (how) {
        case HoldEnd::handed_out:
            return "handed_out";
        case HoldEnd::fallen_back:
            return "fallen_back";
        case HoldEnd::released:
            return "released";
    }
    return "";
}

}  // namespace

domain::BookingId insert(WriteTx& tx, const Booking& booking) {
    return Query(tx, R"(
        insert into booking (product_id, iso_class, quantity, depot_id, first_day, last_day,
            handover, rank, reason, needed_by, user_kg, seat_width_mm, borrower_id, requested_by,
            requested_at, state)
        values (:product_id, :iso_class, :quantity, :depot_id, :first_day, :last_day, :handover,
            :rank, :reason, :needed_by, :user_kg, :seat_width_mm, :borrower_id, :requested_by,
            :requested_at, :state))")
        .with(booking.product, booking.iso_class, booking.quantity, booking.depot, booking.first,
              booking.last, booking.handover, rank_of(booking.priority), booking.reason,
              booking.needed_by, booking.needs.user_kg, booking.needs.seat_width_mm,
              booking.borrower, booking.requested_by, booking.requested_at, booking.state)
        .insert<domain::BookingId>();
}

std::optional<Booking> find(ReadTx& tx, domain::BookingId id) {
    static const std::string sql = std::string(select_booking) + " where b.id = :id";
    auto found = read(tx, sql, id);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

void update(WriteTx& tx, const Booking& booking) {
    Query(tx, R"(
        update booking set state = :state, loan_id = :loan_id, closed_at = :closed_at,
            version = version + 1
        where id = :id)")
        .with(booking.state, booking.loan, booking.closed_at, booking.id)
        .run();
}

void change(WriteTx& tx, const Booking& booking) {
    Query(tx, R"(
        update booking set quantity = :quantity, depot_id = :depot_id, first_day = :first_day,
            last_day = :last_day, handover = :handover, rank = :rank, reason = :reason,
            needed_by = :needed_by, user_kg = :user_kg, seat_width_mm = :seat_width_mm
        where id = :id)")
        .with(booking.quantity, booking.depot, booking.first, booking.last, booking.handover,
              rank_of(booking.priority), booking.reason, booking.needed_by, booking.needs.user_kg,
              booking.needs.seat_width_mm, booking.id)
        .run();
}

std::span<const Order<Booking>> orders() {
    static const std::array<Order<Booking>, 3> all{
        {{{"oldest"}, by_id},
         {{"newest", {}, true}, by_id},
         {{"from", "b.first_day"}, [](const Booking& booking) {
              return Position(domain::to_text(booking.first), booking.id.value);
          }}}};
    return all;
}

std::vector<Booking> list(ReadTx& tx, const Filter& filter, const Position& after,
                          std::int64_t limit, const Order<Booking>& order) {
    // A borrower has few bookings, and who books has fewer than the depot: then the index of what
    // has more is hidden by an expression, since the planner might walk it.
    std::string sql = std::string(select_booking) + " where " + behind(order, after, "b.id");
    if (filter.borrower) sql += " and b.borrower_id = :borrower_id";
    if (filter.requested_by) {
        sql += filter.borrower ? " and b.requested_by + 0 = :requested_by"
                               : " and b.requested_by = :requested_by";
    }
    if (filter.depot) {
        sql += filter.borrower || filter.requested_by ? " and b.depot_id || '' = :depot_id"
                                                      : " and b.depot_id = :depot_id";
    }
    if (filter.open)
        sql += *filter.open ? " and b.closed_at is null" : " and b.closed_at is not null";
    sql += in_order(order, "b.id") + " limit :limit";
    std::vector<Booking> found;
    {
        Query query(tx, sql);
        bind_behind(query, order, after);
        if (filter.borrower) query.with(*filter.borrower);
        if (filter.requested_by) query.with(*filter.requested_by);
        if (filter.depot) query.with(*filter.depot);
        found = read(query.with(limit));
    }
    return with_holds(tx, std::move(found));
}

bool anybody_waits(ReadTx& tx, domain::ProductId product, const domain::DepotId& depot) {
    return Query(tx, R"(
        select 1 from product p
        where p.id = :product_id and (
            exists (select 1 from booking b where b.product_id = p.id
                and b.depot_id = :depot_id and b.state = 'requested')
            or exists (select 1 from booking b where b.iso_class = substr(p.iso, 1, 6)
                and b.depot_id = :same_depot and b.state = 'requested')))")
        .with(product, depot, depot)
        .one<std::int64_t>()
        .has_value();
}

std::vector<Booking> waiting(ReadTx& tx, const domain::Product& product,
                             const domain::DepotId& depot, std::int64_t limit) {
    static const std::string of_product = std::string(select_booking) + R"(
        where b.product_id = :product_id and b.depot_id = :depot_id and b.state = 'requested'
        order by b.rank, b.requested_at, b.id limit :limit)";
    static const std::string of_class = std::string(select_booking) + R"(
        where b.iso_class = :iso_class and b.depot_id = :depot_id and b.state = 'requested'
        order by b.rank, b.requested_at, b.id limit :limit)";
    auto found = read(tx, of_product, product.id, depot, limit);
    auto others = read(tx, of_class, domain::iso_class(product.iso), depot, limit);
    std::move(others.begin(), others.end(), std::back_inserter(found));
    std::sort(found.begin(), found.end(), [](const Booking& a, const Booking& b) {
        return std::tuple(rank_of(a.priority), a.requested_at, a.id) <
               std::tuple(rank_of(b.priority), b.requested_at, b.id);
    });
    if (found.size() > static_cast<std::size_t>(limit)) {
        found.erase(found.begin() + limit, found.end());
    }
    return found;
}

std::map<domain::BookingId, std::int64_t> places(ReadTx& tx,
                                                 const std::vector<domain::BookingId>& bookings,
                                                 domain::Day last) {
    if (bookings.empty()) return {};
    const auto ids = padded(bookings);
    const auto before = [](const char* of) {
        return std::string(
                   " and a.depot_id = b.depot_id and a.state = 'requested'"
                   " and a.first_day <= :last_") +
               of + " and (a.rank, a.requested_at, a.id) < (b.rank, b.requested_at, b.id))";
    };
    // For the same product, for any of its class, and for any product of the class asked for.
    Query query(tx,
                "select b.id, cast(1"
                " + (select count(*) from booking a where a.product_id = b.product_id" +
                    before("product") +
                    " + (select count(*) from booking a"
                    " where a.iso_class = coalesce(b.iso_class, substr(p.iso, 1, 6))" +
                    before("class") +
                    " + (select count(*) from product q join booking a on a.product_id = q.id"
                    " where q.iso between b.iso_class || '00' and b.iso_class || '99'" +
                    before("products") +
                    " as bigint) from booking b left join product p on p.id = b.product_id"
                    " where b.state = 'requested' and b.id in (" +
                    marks(ids.size()) + ")");
    query.with(last, last, last);
    for (const domain::BookingId id : ids) query.with(id);
    const auto found = query.all<domain::BookingId, std::int64_t>(
        [](domain::BookingId id, std::int64_t place) { return std::pair(id, place); });
    return {found.begin(), found.end()};
}

std::vector<Booking> waited_in_vain(ReadTx& tx, domain::Day before, std::int64_t limit) {
    static const std::string sql = std::string(select_booking) + R"(
        where b.state = 'requested' and b.last_day < :before
        order by b.first_day, b.id limit :limit)";
    return read(tx, sql, before, limit);
}

std::vector<Booking> waiting_until(ReadTx& tx, domain::Day first, domain::BookingId after,
                                   std::int64_t limit) {
    static const std::string sql = std::string(select_booking) + R"(
        where b.state = 'requested' and b.first_day <= :first and b.id > :after
        order by b.id limit :limit)";
    return read(tx, sql, first, after, limit);
}

std::int64_t insert_hold(WriteTx& tx, const Hold& hold) {
    return Query(tx, R"(
        insert into hold (booking_id, item_id, product_id, quantity, since, until)
        values (:booking_id, :item_id, :product_id, :quantity, :since, :until))")
        .with(hold.booking, hold.item, hold.product, hold.quantity, hold.since, hold.until)
        .insert<std::int64_t>();
}

std::optional<HeldFor> of_item(ReadTx& tx, domain::ItemId item) {
    const auto row = Query(tx, R"(
        select h.id, b.id, b.borrower_id
        from hold h join booking b on b.id = h.booking_id
        where h.item_id = :item_id and h.closed_at is null)")
                         .with(item)
                         .one<std::int64_t, domain::BookingId, domain::BorrowerId>();
    if (!row) return std::nullopt;
    const auto& [hold, booking, borrower] = *row;
    return HeldFor{hold, booking, borrower};
}

std::map<domain::ItemId, domain::BookingId> holding(ReadTx& tx,
                                                    const std::vector<domain::ItemId>& items) {
    std::map<domain::ItemId, domain::BookingId> found;
    for_ids(tx, "select item_id, booking_id from hold where closed_at is null and item_id", "",
            items, [&](Query& query) {
                for (const auto& held : query.all<domain::ItemId, domain::BookingId>(
                         [](domain::ItemId item, domain::BookingId booking) {
                             return std::pair(item, booking);
                         })) {
                    found.insert(held);
                }
            });
    return found;
}

std::int64_t held_of(ReadTx& tx, domain::ProductId product, const domain::DepotId& depot) {
    return *Query(tx, R"(
        select cast(coalesce(sum(h.quantity), 0) as bigint)
        from hold h join booking b on b.id = h.booking_id
        where h.product_id = :product_id and h.closed_at is null and h.item_id is null
            and b.depot_id = :depot_id)")
                .with(product, depot)
                .one<std::int64_t>();
}

void hold_until(WriteTx& tx, std::int64_t hold, domain::Day until) {
    Query(tx, "update hold set until = :until where id = :id").with(until, hold).run();
}

void close_hold(WriteTx& tx, std::int64_t hold, HoldEnd how, domain::Instant at,
                std::optional<domain::LoanLineId> line) {
    Query(tx, R"(
        update hold set closed_at = :closed_at, outcome = :outcome, loan_line_id = :loan_line_id
        where id = :id)")
        .with(at, std::string(text_of(how)), line, hold)
        .run();
}

std::optional<domain::BookingId> reopen_hold(WriteTx& tx, domain::LoanLineId line) {
    const auto booking = Query(tx, R"(
        select h.booking_id from hold h join booking b on b.id = h.booking_id
        where h.loan_line_id = :loan_line_id and b.state not in ('cancelled', 'expired'))")
                             .with(line)
                             .one<domain::BookingId>();
    if (!booking) return std::nullopt;
    Query(tx, R"(
        update hold set closed_at = null, outcome = null, loan_line_id = null
        where loan_line_id = :loan_line_id)")
        .with(line)
        .run();
    return booking;
}

std::vector<domain::BookingId> waited_until(ReadTx& tx, domain::Day before, std::int64_t limit) {
    return Query(tx, R"(
        select booking_id from hold where closed_at is null and until < :before
        order by until, id limit :limit)")
        .with(before, limit)
        .column<domain::BookingId>();
}

bool is_on_shelf(ReadTx& tx, domain::ItemId item, domain::Day today) {
    static const std::string sql = "select 1 from item i where i.id = :id" + std::string(to_be_had);
    return Query(tx, sql).with(item, today).one<std::int64_t>().has_value();
}

std::vector<domain::ItemId> on_shelf(ReadTx& tx, domain::ProductId product,
                                     const domain::DepotId& depot, domain::Day today,
                                     std::int64_t limit) {
    static const std::string sql =
        "select i.id from item i where i.product_id = :product_id and i.depot_id = :depot_id" +
        std::string(to_be_had) + " order by i.since, i.id limit :limit";
    return Query(tx, sql).with(product, depot, today, limit).column<domain::ItemId>();
}

std::vector<OtherStock> on_other_shelves(ReadTx& tx, const std::vector<domain::BookingId>& bookings,
                                         domain::Day today) {
    if (bookings.empty()) return {};
    const auto ids = padded(bookings);
    // What is asked for, at the depots that it is not asked for at.
    constexpr std::string_view wanted =
        "join product p on (p.id = b.product_id or "
        "p.iso between b.iso_class || '00' and b.iso_class || '99') ";
    const auto run = [&](const std::string& sql, bool of_today) {
        Query query(tx, sql);
        for (const domain::BookingId id : ids) query.with(id);
        if (of_today) query.with(today);
        return query.all<domain::BookingId, std::string, Number, Number, std::int64_t>(
            [](domain::BookingId booking, std::string depot, Number max_user_kg,
               Number seat_width_mm, std::int64_t number) {
                domain::Product product;
                product.max_user_kg = max_user_kg;
                product.seat_width_mm = seat_width_mm;
                return OtherStock{booking, std::move(depot), std::move(product), number};
            });
    };
    auto found =
        run("select b.id, i.depot_id, p.max_user_kg, p.seat_width_mm, count(*) "
            "from booking b " +
                std::string(wanted) +
                "join item i on i.product_id = p.id and i.depot_id <> b.depot_id "
                "where b.id in (" +
                marks(ids.size()) + ")" + std::string(to_be_had) +
                " group by b.id, i.depot_id, p.id, p.max_user_kg, p.seat_width_mm",
            true);
    auto counted = run(
        "select b.id, s.depot_id, p.max_user_kg, p.seat_width_mm, "
        "cast(sum(s.quantity) - coalesce((select sum(h.quantity) "
        "from hold h join booking o on o.id = h.booking_id "
        "where h.product_id = p.id and h.closed_at is null and h.item_id is null "
        "and o.depot_id = s.depot_id), 0) as bigint) "
        "from booking b " +
            std::string(wanted) +
            "join counted_stock s on s.product_id = p.id and s.depot_id <> b.depot_id "
            "where p.tracking = 'counted' and b.id in (" +
            marks(ids.size()) + ") group by b.id, s.depot_id, p.id, p.max_user_kg, p.seat_width_mm",
        false);
    found.insert(found.end(), std::make_move_iterator(counted.begin()),
                 std::make_move_iterator(counted.end()));
    return found;
}

std::vector<domain::ProductId> products_of(ReadTx& tx, const std::string& iso_class) {
    return Query(tx, R"(
        select id from product where iso >= :from_iso and iso <= :to_iso order by id)")
        .with(iso_class + "00", iso_class + "99")
        .column<domain::ProductId>();
}

}  // namespace db::bookings
