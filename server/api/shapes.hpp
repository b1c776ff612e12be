#pragma once
// The JSON shapes that others rely on, from the values of the program. Source: API.md "Shapes".

#include <array>
#include <string_view>

#include <boost/json.hpp>

#include "db/candidate_store.hpp"
#include "db/event_store.hpp"
#include "db/extension_store.hpp"
#include "db/item_store.hpp"
#include "db/scan_store.hpp"
#include "db/stock_store.hpp"
#include "domain/borrower.hpp"
#include "domain/depot.hpp"
#include "domain/loan_record.hpp"
#include "domain/pickup.hpp"
#include "domain/product.hpp"
#include "domain/role.hpp"
#include "domain/talk.hpp"
#include "routing/request.hpp"

namespace api {

inline constexpr std::array<std::string_view, 7> weekday_names{"mon", "tue", "wed", "thu",
                                                               "fri", "sat", "sun"};

// As people read it.
std::string name_of(const domain::Borrower& borrower, routing::Language language);

boost::json::object to_json(const domain::Product& product);
boost::json::object to_json(const db::items::ItemView& view);
// "by" and the rest; ids and codes only.
boost::json::object to_json(const db::events::NamedEvent& named);
// Protection and a protected address are shown to readers with the right alone.
// Who is anonymised is called so in the reader's language.
boost::json::object to_json(const domain::Borrower& borrower, const routing::Request& request);
// The address as the borrower's.
boost::json::object to_json(const domain::Pickup& pickup, const domain::Borrower& borrower,
                            const routing::Request& request);
boost::json::object to_json(const domain::Loan& loan, domain::Day today);
boost::json::object to_json(const db::extensions::Extension& extension);
boost::json::object to_json(const db::stock::Handout& handout);
boost::json::object to_json(const domain::Depot& depot);
boost::json::object to_json(const db::scans::Discrepancy& discrepancy);
boost::json::object to_json(const domain::Talk& talk);
boost::json::object to_json(const db::candidates::LoggedDecision& decision);

template <class T>
boost::json::value or_null(const std::optional<T>& value) {
    if (!value) return nullptr;
    if constexpr (std::is_same_v<T, domain::Day> || std::is_same_v<T, domain::Instant>) {
        return boost::json::string(domain::to_text(*value));
    } else if constexpr (std::is_enum_v<T>) {
        return boost::json::string(to_text(*value));
    } else {
        return boost::json::value_from(*value);
    }
}

}  // namespace api
