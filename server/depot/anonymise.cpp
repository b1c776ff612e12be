#include "depot/anonymise.hpp"

#include <utility>
#include <vector>

#include "db/access_store.hpp"
#include "db/borrower_store.hpp"
#include "db/candidate_store.hpp"
#include "db/settings_store.hpp"
#include "depot/oslo_time.hpp"
#include "domain/retention.hpp"

namespace depot {
namespace {

void anonymise(db::WriteTx& tx, domain::BorrowerId id, domain::Instant now) {
    db::persons::blank_texts(tx, id);
    // Of somebody who is erased at once an application may still be open.
    db::candidates::lapse_all(tx, id, oslo_day(now), now);
    db::borrowers::anonymise(tx, id, now);
    tx.leave_no_trace();
}

// Whoever has something open has it in use now, and is not looked at again before that is as long
// ago as the setting says. Whether the person was anonymised.
bool look_at(db::WriteTx& tx, domain::BorrowerId id, int days, domain::Instant now) {
    const auto use = db::persons::use_of(tx, id);
    if (!use.registered) db::persons::keep_registered(tx, id, now);
    const auto until = domain::retained_until(use, days, now);
    if (until && *until <= now) {
        anonymise(tx, id, now);
        return true;
    }
    db::persons::keep_in_use(tx, id, until ? *until - std::chrono::days(days) : now);
    return false;
}

}  // namespace

bool anonymise_some(db::WriteTx& tx, domain::Instant now, std::int64_t most) {
    const int days = db::settings::load(tx).anonymise_after_days;
    const domain::Instant before = now - std::chrono::days(days);
    const auto persons = db::persons::not_in_use_since(tx, before, most);
    std::vector<domain::BorrowerId> anonymised;
    for (const domain::BorrowerId id : persons) {
        if (look_at(tx, id, days, now)) anonymised.push_back(id);
    }
    if (!anonymised.empty()) db::access::append_own(tx, now, "anonymise", std::move(anonymised));
    const auto strays = db::persons::blank_stray_notes(tx, before, most);
    return static_cast<std::int64_t>(persons.size()) == most || strays == most;
}

tl::expected<void, db::persons::OpenThings> erase(db::WriteTx& tx, domain::BorrowerId id,
                                                  domain::Instant now) {
    auto open = db::persons::open_things(tx, id);
    if (!open.loans.empty() || !open.pickups.empty()) return tl::unexpected(std::move(open));
    db::persons::forget_answers(tx, id);
    if (!db::borrowers::find(tx, id)->anonymised_at) anonymise(tx, id, now);
    tx.leave_no_trace();
    return {};
}

}  // namespace depot
