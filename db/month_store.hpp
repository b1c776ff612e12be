#pragma once
// What the depot's months were, counted from the work itself and kept.

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "db/connection.hpp"
#include "domain/month.hpp"

namespace db::months {

// By depot and class; those without anything are left out.
using Figures = std::map<std::pair<domain::DepotId, std::string>, domain::MonthFigures>;

// From the first moment until before the other.
struct Span {
    domain::Instant from;
    domain::Instant until;
};
// Each adds what happened then, and what it costs follows that.
void add_lent(ReadTx& tx, Figures& figures, const Span& span);
void add_ended(ReadTx& tx, Figures& figures, const Span& span);
void add_losses(ReadTx& tx, Figures& figures, const Span& span);
void add_handed_over(ReadTx& tx, Figures& figures, const Span& span);
// Adds what was overdue on that day, of what was on loan at that moment, by the due days of then.
// What it costs follows what was overdue, and what has ended or was extended since.
void add_overdue(ReadTx& tx, Figures& figures, domain::Day day, domain::Instant moment);
// Adds how many aids there are now, and how many of them are lent.
void add_aids(ReadTx& tx, Figures& figures);

// When the first loan was made; none: there is none.
std::optional<domain::Instant> first_loan(ReadTx& tx);

// ---- kept --------------------------------------------------------------------------------------

std::optional<domain::Month> last_kept(ReadTx& tx);
// In the order of their months, both inclusive.
std::vector<domain::MonthFigures> kept(ReadTx& tx, domain::Month first, domain::Month last);
// In place of what was kept of that month.
void keep(WriteTx& tx, domain::Month month, const Figures& figures);

}  // namespace db::months
