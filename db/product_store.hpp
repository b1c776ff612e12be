#pragma once
// Products with their accessories and checklists.

#include <optional>
#include <string>
#include <vector>

#include "db/order.hpp"
#include "domain/product.hpp"

namespace db::products {

// A search, cut into words that must all be found in name, HMS-nr, local number or ISO code; each
// word with its synonyms. No words: everything.
using Words = std::vector<std::vector<std::string>>;

domain::ProductId insert(WriteTx& tx, const domain::Product& product);
// Counts the version up.
void update(WriteTx& tx, const domain::Product& product);
std::optional<domain::Product> find(ReadTx& tx, domain::ProductId id);
// By id, in a constant number of statements.
std::vector<domain::Product> all_of(ReadTx& tx, const std::vector<domain::ProductId>& ids);
std::optional<domain::ProductId> by_hms_nr(ReadTx& tx, const std::string& hms_nr);
std::optional<domain::ProductId> by_local_nr(ReadTx& tx, const std::string& local_nr);
// oldest, newest, name, hms_nr
std::span<const Order<domain::Product>> orders();
std::vector<domain::Product> list(ReadTx& tx, const Words& words, const Position& after,
                                  std::int64_t limit,
                                  const Order<domain::Product>& order = orders().front());
// The classes that there are products of, by number: the first six digits of ISO 9999.
std::vector<std::string> classes(ReadTx& tx);
// Whether it has an item, or was lent by count.
bool in_use(ReadTx& tx, domain::ProductId id);
std::vector<std::string> accessories(ReadTx& tx, domain::ProductId id);
// The points of its inspection, in order.
std::vector<std::string> checklist(ReadTx& tx, domain::ProductId id);

}  // namespace db::products
