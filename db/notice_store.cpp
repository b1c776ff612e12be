#include "db/notice_store.hpp"

#include <algorithm>

#include "db/query.hpp"
#include "db/values.hpp"
#include "domain/text.hpp"

namespace db::notices {
namespace {

using Text = std::optional<std::string>;
using MaybeInstant = std::optional<domain::Instant>;

constexpr std::string_view select_notice = R"(
    select id, title, reference, product_id, serial_from, serial_to, lot, udi, blocks, actor_id,
           made_at, closed_at, version
    from notice)";

std::vector<Notice> read(Query& query) {
    return query
        .all<domain::NoticeId, std::string, Text, std::optional<domain::ProductId>, Text, Text,
             Text, Text, bool, domain::ActorId, domain::Instant, MaybeInstant, std::int64_t>(
            [](domain::NoticeId id, std::string title, Text reference,
               std::optional<domain::ProductId> product, Text from, Text to, Text lot, Text udi,
               bool blocks, domain::ActorId actor, domain::Instant made, MaybeInstant closed,
               std::int64_t version) {
                Notice notice;
                notice.id = id;
                notice.title = std::move(title);
                notice.reference = std::move(reference);
                notice.criteria.product = product;
                // The schema has both or none.
                if (from && to) {
                    notice.criteria.serials = domain::SerialRange{std::move(*from), std::move(*to)};
                }
                notice.criteria.lot = std::move(lot);
                notice.criteria.udi = std::move(udi);
                notice.blocks = blocks;
                notice.actor = actor;
                notice.made_at = made;
                notice.closed_at = closed;
                notice.version = version;
                return notice;
            });
}

constexpr std::string_view select_item = R"(
    select n.item_id, i.code, i.product_id, p.name, i.serial, i.lot, i.state, i.depot_id, i.shelf,
           case when exists (select 1 from loan_line l
               where l.item_id = i.id and l.ended_at is null) then 1 else 0 end,
           n.blocked, n.outcome, n.accounted_at
    from notice_item n join item i on i.id = n.item_id join product p on p.id = i.product_id)";

std::vector<NoticeItem> read_items(Query& query) {
    return query
        .all<domain::ItemId, std::string, domain::ProductId, std::string, Text, Text, domain::State,
             std::string, Text, bool, bool, std::optional<domain::NoticeOutcome>, MaybeInstant>(
            [](domain::ItemId item, std::string code, domain::ProductId product, std::string name,
               Text serial, Text lot, domain::State state, std::string depot, Text shelf,
               bool on_loan, bool blocked, std::optional<domain::NoticeOutcome> outcome,
               MaybeInstant accounted) {
                return NoticeItem{item,
                                  std::move(code),
                                  product,
                                  std::move(name),
                                  std::move(serial),
                                  std::move(lot),
                                  state,
                                  std::move(depot),
                                  std::move(shelf),
                                  on_loan,
                                  blocked,
                                  outcome,
                                  accounted};
            });
}

// One walk of one index; the other criteria are looked up in the rows, and expressions hide their
// indexes.
std::vector<domain::ItemId> matching_walk(ReadTx& tx, const Criteria& criteria,
                                          const std::optional<domain::SerialStretch>& stretch,
                                          bool udi_begins = false) {
    std::string sql = "select id from item where ";
    const bool by_lot = criteria.lot && !criteria.udi;
    const bool by_serial = stretch && !criteria.udi && !criteria.lot;
    const bool by_product = !criteria.udi && !criteria.lot && !stretch;
    std::string conditions;
    const auto add = [&](const std::string& condition) {
        conditions += (conditions.empty() ? "" : " and ") + condition;
    };
    if (criteria.udi) add(udi_begins ? "udi >= :udi and udi < :after_udi" : "udi = :udi");
    if (criteria.lot) add(by_lot ? "lot = :lot" : "lot || '' = :lot");
    if (stretch) {
        const std::string serial = by_serial ? "serial" : "(serial || '')";
        if (by_serial) add("serial is not null");
        add("length(" + serial + ") = :length");
        if (stretch->least) add(serial + " >= :least");
        if (stretch->most) add(serial + " <= :most");
    }
    if (criteria.product) {
        add(by_product ? "product_id = :product_id" : "product_id + 0 = :product_id");
    }
    Query query(tx, sql + conditions);
    if (criteria.udi) query.with(*criteria.udi);
    // The last character of a beginning is a digit, which has a next one.
    std::string after_udi = criteria.udi.value_or("");
    if (udi_begins) {
        ++after_udi.back();
        query.with(after_udi);
    }
    if (criteria.lot) query.with(*criteria.lot);
    if (stretch) {
        query.with(static_cast<std::int64_t>(stretch->length));
        if (stretch->least) query.with(*stretch->least);
        if (stretch->most) query.with(*stretch->most);
    }
    if (criteria.product) query.with(*criteria.product);
    return query.column<domain::ItemId>();
}

}  // namespace

std::vector<domain::ItemId> matching(ReadTx& tx, const Criteria& criteria) {
    std::vector<domain::ItemId> found;
    const auto walk = [&](const Criteria& wanted, bool udi_begins) {
        const auto add = [&](const std::optional<domain::SerialStretch>& stretch) {
            const auto more = matching_walk(tx, wanted, stretch, udi_begins);
            found.insert(found.end(), more.begin(), more.end());
        };
        if (!wanted.serials) return add({});
        const auto last = domain::code_points(wanted.serials->to);
        for (auto length = domain::code_points(wanted.serials->from); length <= last; ++length) {
            add(domain::stretch_of(*wanted.serials, length));
        }
    };
    const auto gtin = criteria.udi ? domain::bare_gtin(*criteria.udi) : std::nullopt;
    Criteria wanted = criteria;
    if (gtin) {
        // The forms that the UDI of one device has; no item is met twice.
        for (const std::string& beginning : domain::udi_beginnings(*gtin)) {
            wanted.udi = beginning;
            walk(wanted, true);
        }
        wanted.udi = gtin;
    }
    walk(wanted, false);
    std::sort(found.begin(), found.end());
    return found;
}

domain::NoticeId insert(WriteTx& tx, const Notice& notice) {
    Text from;
    Text to;
    if (const auto& serials = notice.criteria.serials) {
        from = serials->from;
        to = serials->to;
    }
    return Query(tx, R"(
        insert into notice (title, reference, product_id, serial_from, serial_to, lot, udi, blocks,
            actor_id, made_at)
        values (:title, :reference, :product_id, :serial_from, :serial_to, :lot, :udi, :blocks,
            :actor_id, :made_at))")
        .with(notice.title, notice.reference, notice.criteria.product, from, to,
              notice.criteria.lot, notice.criteria.udi, notice.blocks, notice.actor, notice.made_at)
        .insert<domain::NoticeId>();
}

std::optional<Notice> find(ReadTx& tx, domain::NoticeId id) {
    static const std::string sql = std::string(select_notice) + " where id = :id";
    Query query(tx, sql);
    auto found = read(query.with(id));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<Notice> list(ReadTx& tx, std::optional<bool> open, domain::NoticeId after,
                         std::int64_t limit) {
    std::string sql = std::string(select_notice) + " where id > :after";
    if (open) sql += *open ? " and closed_at is null" : " and closed_at is not null";
    Query query(tx, sql + " order by id limit :limit");
    return read(query.with(after, limit));
}

std::vector<Notice> open(ReadTx& tx) {
    static const std::string sql =
        std::string(select_notice) + " where closed_at is null order by id";
    Query query(tx, sql);
    return read(query);
}

void count_change(WriteTx& tx, domain::NoticeId id, domain::Instant at) {
    Query(tx, "update notice set version = version + 1 where id = :id").with(id).run();
    Query(tx, R"(
        update notice set closed_at = :closed_at
        where id = :id and closed_at is null
          and exists (select 1 from notice_item n where n.notice_id = notice.id)
          and not exists (select 1 from notice_item n
              where n.notice_id = notice.id and n.accounted_at is null))")
        .with(at, id)
        .run();
}

void close(WriteTx& tx, domain::NoticeId id, domain::Instant at) {
    Query(tx, "update notice set closed_at = :closed_at, version = version + 1 where id = :id")
        .with(at, id)
        .run();
}

void add_item(WriteTx& tx, domain::NoticeId notice, domain::ItemId item, bool blocked) {
    Query(tx,
          "insert into notice_item (notice_id, item_id, blocked)"
          " values (:notice_id, :item_id, :blocked)")
        .with(notice, item, blocked)
        .run();
}

void set_blocked(WriteTx& tx, domain::NoticeId notice, domain::ItemId item) {
    Query(tx,
          "update notice_item set blocked = 1"
          " where notice_id = :notice_id and item_id = :item_id")
        .with(notice, item)
        .run();
}

std::vector<domain::NoticeId> blocking(ReadTx& tx, domain::ItemId item) {
    return Query(tx, R"(
        select n.id from notice n join notice_item i on i.notice_id = n.id
        where n.closed_at is null and n.blocks = 1 and i.item_id = :item_id
          and i.accounted_at is null
        order by n.id)")
        .with(item)
        .column<domain::NoticeId>();
}

Counts counts(ReadTx& tx, domain::NoticeId id) {
    const auto row =
        Query(tx, R"(
        select count(*), coalesce(sum(n.blocked), 0),
            coalesce(sum(case when n.accounted_at is not null then 1 else 0 end), 0),
            coalesce(sum(case when exists (select 1 from loan_line l
                where l.item_id = i.id and l.ended_at is null) then 1 else 0 end), 0),
            coalesce(sum(case when i.state in ('lost', 'scrapped', 'handed_over')
                then 1 else 0 end), 0)
        from notice_item n join item i on i.id = n.item_id where n.notice_id = :notice_id)")
            .with(id)
            .one<std::int64_t, std::int64_t, std::int64_t, std::int64_t, std::int64_t>();
    const auto& [found, blocked, accounted, on_loan, gone] = *row;
    return {found, blocked, accounted, on_loan, gone};
}

std::vector<NoticeItem> items(ReadTx& tx, domain::NoticeId id, std::optional<bool> open,
                              domain::ItemId after, std::int64_t limit) {
    std::string sql =
        std::string(select_item) + " where n.notice_id = :notice_id and n.item_id > :after";
    if (open) sql += *open ? " and n.accounted_at is null" : " and n.accounted_at is not null";
    Query query(tx, sql + " order by n.item_id limit :limit");
    return read_items(query.with(id, after, limit));
}

std::optional<NoticeItem> find_item(ReadTx& tx, domain::NoticeId id, domain::ItemId item) {
    static const std::string sql =
        std::string(select_item) + " where n.notice_id = :notice_id and n.item_id = :item_id";
    Query query(tx, sql);
    auto found = read_items(query.with(id, item));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

void account(WriteTx& tx, domain::NoticeId id, domain::ItemId item, domain::NoticeOutcome outcome,
             const Text& note, domain::ActorId by, domain::Instant at) {
    Query(tx, R"(
        update notice_item set outcome = :outcome, note = :note, accounted_by = :accounted_by,
            accounted_at = :accounted_at
        where notice_id = :notice_id and item_id = :item_id)")
        .with(outcome, note, by, at, id, item)
        .run();
}

std::vector<Contact> contacts(ReadTx& tx, const Notice& notice, domain::BorrowerId after,
                              std::int64_t limit) {
    // A product without serial numbers, lots or UDI may be a counted one: its lines are open as
    // long as somebody has some.
    const bool counted = notice.criteria.product && !notice.criteria.serials &&
                         !notice.criteria.lot && !notice.criteria.udi;
    std::vector<domain::BorrowerId> borrowers = Query(tx, R"(
        select distinct lo.borrower_id
        from notice_item n join loan_line l on l.item_id = n.item_id and l.ended_at is null
        join loan lo on lo.id = l.loan_id
        where n.notice_id = :notice_id and n.accounted_at is null and lo.borrower_id > :after
        order by lo.borrower_id limit :limit)")
                                                    .with(notice.id, after, limit)
                                                    .column<domain::BorrowerId>();
    if (counted) {
        const auto more = Query(tx, R"(
        select distinct lo.borrower_id from loan_line l join loan lo on lo.id = l.loan_id
        where l.product_id = :product_id and l.item_id is null and l.ended_at is null
          and lo.borrower_id > :after
        order by lo.borrower_id limit :limit)")
                              .with(*notice.criteria.product, after, limit)
                              .column<domain::BorrowerId>();
        borrowers.insert(borrowers.end(), more.begin(), more.end());
        std::sort(borrowers.begin(), borrowers.end());
        borrowers.erase(std::unique(borrowers.begin(), borrowers.end()), borrowers.end());
        if (borrowers.size() > static_cast<std::size_t>(limit)) {
            borrowers.resize(static_cast<std::size_t>(limit));
        }
    }
    std::vector<Contact> found;
    for (const domain::BorrowerId borrower : borrowers) {
        // A borrower has few loans.
        auto aids =
            Query(tx, R"(
            select i.code, p.name, l.quantity
            from loan lo join loan_line l on l.loan_id = lo.id and l.ended_at is null
            join product p on p.id = l.product_id
            left join item i on i.id = l.item_id
            left join notice_item n on n.item_id = l.item_id and n.notice_id = :notice_id
                and n.accounted_at is null
            where lo.borrower_id = :borrower_id and lo.ended_at is null
              and (n.item_id is not null or (l.item_id is null and l.product_id = :product_id))
            order by l.id)")
                .with(notice.id, borrower, counted ? *notice.criteria.product : domain::ProductId{})
                .all<Text, std::string, std::int64_t>(
                    [](Text code, std::string name, std::int64_t quantity) {
                        return Contact::Aid{std::move(code), std::move(name), quantity};
                    });
        found.push_back({borrower, std::move(aids)});
    }
    return found;
}

std::vector<std::string> faults(ReadTx& tx) {
    return Query(tx, R"(
        select id from notice where (closed_at is null) <> exists (
            select 1 from notice_item n where n.notice_id = notice.id and n.accounted_at is null)
          and (closed_at is not null or exists (
              select 1 from notice_item n where n.notice_id = notice.id))
        order by id)")
        .all<std::int64_t>([](std::int64_t id) {
            return "notice " + std::to_string(id) + ": open or closed otherwise than its items";
        });
}

}  // namespace db::notices
