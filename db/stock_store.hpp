#pragma once
// Counted products: how many stand where, every movement, what was given out; minimum and maximum.

#include <optional>
#include <string>
#include <vector>

#include "db/connection.hpp"
#include "domain/stock.hpp"
#include "domain/time.hpp"

namespace db::stock {

struct Figure {
    std::string shelf;  // "": no shelf
    std::int64_t quantity = 0;
};
// Of one product at one depot: without shelf first, then the fullest. Empty: nobody has counted.
std::vector<Figure> figures(ReadTx& tx, domain::ProductId product, const domain::DepotId& depot);

struct Movement {
    std::int64_t id = 0;
    domain::ProductId product;
    domain::DepotId depot;
    std::string shelf;
    std::int64_t quantity = 0;  // negative: away
    domain::MovementKind kind = domain::MovementKind::counted;
    // The loan line, hand-out, count or transfer that moved it.
    std::optional<std::int64_t> source;
    domain::ActorId actor;
    domain::Instant happened_at;
};
// Books it: the movement, and the figure, which is made when there is none. Its id.
std::int64_t move(WriteTx& tx, const Movement& movement);
// Those that this loan line, hand-out, count or transfer brought about, as that kind.
std::vector<Movement> movements_of(ReadTx& tx, domain::MovementKind kind, std::int64_t source);
std::vector<Movement> movements(ReadTx& tx, domain::ProductId product, const domain::DepotId& depot,
                                std::int64_t after, std::int64_t limit);

struct Handout {
    domain::HandoutId id;
    domain::ProductId product;
    domain::DepotId depot;
    std::string shelf;
    std::int64_t quantity = 0;
    std::optional<domain::BorrowerId> borrower;
    domain::ActorId actor;
    domain::Instant happened_at;
    std::optional<domain::Instant> undone_at = {};
};
domain::HandoutId insert(WriteTx& tx, const Handout& handout);
void undo_handout(WriteTx& tx, domain::HandoutId id, domain::Instant at);
std::optional<Handout> find_handout(ReadTx& tx, domain::HandoutId id);
std::vector<Handout> handouts(ReadTx& tx, const std::optional<domain::BorrowerId>& borrower,
                              const std::optional<domain::ProductId>& product,
                              domain::HandoutId after, std::int64_t limit);

// Where a figure is not the sum of its movements: "product 3 at SMS, shelf B: 4, not 5".
std::vector<std::string> wrong_figures(ReadTx& tx);

}  // namespace db::stock
