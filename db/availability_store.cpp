#include "db/availability_store.hpp"

#include "db/id_list.hpp"
#include "db/query.hpp"
#include "db/values.hpp"

namespace db::availability {
namespace {

// Less what of it was handed out already.
constexpr std::string_view select_promise = R"(
    select coalesce(b.product_id, 0), b.depot_id, b.first_day, b.last_day,
        b.quantity - cast(coalesce((select sum(h.quantity) from hold h
            where h.booking_id = b.id and h.outcome = 'handed_out'), 0) as bigint)
    from booking b where b.closed_at is null)";

std::vector<Promise> read(Query& query) {
    return query.all<domain::ProductId, std::string, domain::Day, domain::Day, std::int64_t>(
        [](domain::ProductId product, std::string depot, domain::Day first, domain::Day last,
           std::int64_t quantity) {
            return Promise{product, std::move(depot), first, last, quantity};
        });
}

}  // namespace

std::vector<Promise> promised(ReadTx& tx, const std::vector<domain::ProductId>& products) {
    static const std::string before = std::string(select_promise) + " and b.product_id";
    return rows_for_ids(tx, before, "", products, read);
}

std::vector<Promise> promised(ReadTx& tx, const std::string& iso_class) {
    static const std::string sql = std::string(select_promise) + " and b.iso_class = :iso_class";
    Query query(tx, sql);
    return read(query.with(iso_class));
}

}  // namespace db::availability
