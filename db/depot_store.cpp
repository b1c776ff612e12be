#include "db/depot_store.hpp"

#include "db/query.hpp"

namespace db::depots {
namespace {

std::int64_t to_bits(const std::array<bool, 7>& weekdays) {
    std::int64_t bits = 0;
    for (std::size_t i = 0; i < weekdays.size(); ++i) {
        if (weekdays[i]) bits |= std::int64_t{1} << i;
    }
    return bits;
}

domain::Depot to_depot(std::string id, std::string name, std::int64_t bits,
                       std::optional<std::int64_t> capacity, std::int64_t version) {
    domain::Depot depot{std::move(id), std::move(name), {}, capacity, version};
    for (std::size_t i = 0; i < depot.open_weekdays.size(); ++i) {
        depot.open_weekdays[i] = (bits >> i & 1) != 0;
    }
    return depot;
}

}  // namespace

std::vector<domain::Depot> after(ReadTx& tx, const domain::DepotId& id, std::int64_t limit) {
    return Query(tx,
                 "select id, name, open_weekdays, capacity, version from depot where id > :after"
                 " order by id limit :limit")
        .with(id, limit)
        .all<std::string, std::string, std::int64_t, std::optional<std::int64_t>, std::int64_t>(
            to_depot);
}

std::optional<domain::Depot> find(ReadTx& tx, const domain::DepotId& id) {
    const auto row =
        Query(tx, "select id, name, open_weekdays, capacity, version from depot where id = :id")
            .with(id)
            .one<std::string, std::string, std::int64_t, std::optional<std::int64_t>,
                 std::int64_t>();
    if (!row) return std::nullopt;
    return std::apply(to_depot, *row);
}

bool exists(ReadTx& tx, const domain::DepotId& id) {
    return Query(tx, "select 1 from depot where id = :id").with(id).one<std::int64_t>().has_value();
}

bool insert(WriteTx& tx, const domain::Depot& depot) {
    return Query(tx,
                 "insert into depot (id, name, open_weekdays) values (:id, :name, :open_weekdays)"
                 " on conflict (id) do nothing")
               .with(depot.id, depot.name, to_bits(depot.open_weekdays))
               .run() == 1;
}

void update(WriteTx& tx, const domain::Depot& depot) {
    Query(tx, R"(
        update depot set name = :name, open_weekdays = :open_weekdays, capacity = :capacity,
            version = version + 1
        where id = :id)")
        .with(depot.name, to_bits(depot.open_weekdays), depot.capacity, depot.id)
        .run();
}

domain::DepotCalendar calendar(ReadTx& tx, const domain::Depot& depot) {
    domain::DepotCalendar calendar{depot.open_weekdays, {}};
    const auto days =
        Query(tx, "select day, open, why from depot_day where depot_id = :depot_id")
            .with(depot.id)
            .all<domain::Day, bool, std::string>([](domain::Day day, bool open, std::string why) {
                return std::pair(day, domain::DepotCalendar::Exception{open, std::move(why)});
            });
    calendar.exceptions.insert(days.begin(), days.end());
    return calendar;
}

std::map<domain::DepotId, domain::DepotCalendar> calendars(ReadTx& tx) {
    std::map<domain::DepotId, domain::DepotCalendar> all;
    for (const domain::Depot& depot : after(tx, "", INT64_MAX)) {
        all[depot.id].open_weekdays = depot.open_weekdays;
    }
    Query(tx, "select depot_id, day, open, why from depot_day")
        .all<std::string, domain::Day, bool, std::string>([&](const std::string& id,
                                                              domain::Day day, bool open,
                                                              std::string why) {
            all[id].exceptions.emplace(day, domain::DepotCalendar::Exception{open, std::move(why)});
            return 0;
        });
    return all;
}

void set_day(WriteTx& tx, const domain::DepotId& id, domain::Day day,
             const domain::DepotCalendar::Exception& exception) {
    Query(tx,
          "insert into depot_day (depot_id, day, open, why) values (:depot_id, :day, :open, :why)"
          " on conflict (depot_id, day) do update set open = excluded.open, why = excluded.why")
        .with(id, day, exception.open, exception.why)
        .run();
}

void unset_day(WriteTx& tx, const domain::DepotId& id, domain::Day day) {
    Query(tx, "delete from depot_day where depot_id = :depot_id and day = :day")
        .with(id, day)
        .run();
}

}  // namespace db::depots
