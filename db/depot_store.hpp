#pragma once
// Depots and their calendars.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "db/connection.hpp"
#include "domain/depot.hpp"

namespace db::depots {

// By id, after the given one.
std::vector<domain::Depot> after(ReadTx& tx, const domain::DepotId& id, std::int64_t limit);
std::optional<domain::Depot> find(ReadTx& tx, const domain::DepotId& id);
bool exists(ReadTx& tx, const domain::DepotId& id);
// False when the id is taken.
bool insert(WriteTx& tx, const domain::Depot& depot);
// Name, weekdays and capacity; counts the version up, which stands for the calendar as well.
void update(WriteTx& tx, const domain::Depot& depot);
// The weekdays and exceptions of a depot.
domain::DepotCalendar calendar(ReadTx& tx, const domain::Depot& depot);
// Of every depot.
std::map<domain::DepotId, domain::DepotCalendar> calendars(ReadTx& tx);
void set_day(WriteTx& tx, const domain::DepotId& id, domain::Day day,
             const domain::DepotCalendar::Exception& exception);
// The day follows the weekdays and holidays again.
void unset_day(WriteTx& tx, const domain::DepotId& id, domain::Day day);

}  // namespace db::depots
