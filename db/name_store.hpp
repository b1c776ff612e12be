#pragma once
// What things are called, for lists that name them by their ids: one statement for a whole page (of
// 200 ids at most).
// An id that is not there has no name.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "db/connection.hpp"
#include "domain/ids.hpp"

namespace db::names {

using Names = std::map<std::int64_t, std::string>;

Names products(ReadTx& tx, const std::vector<std::int64_t>& ids);
// Whoever shows one to a person does so through a Disclose handler.
Names borrowers(ReadTx& tx, const std::vector<std::int64_t>& ids);
// Wards and other units that borrow, by name, at most 200.
std::vector<std::pair<std::int64_t, std::string>> units(ReadTx& tx);
// Devices and people.
Names actors(ReadTx& tx, const std::vector<std::int64_t>& ids);
// One product of each class of six digits, to say what the class is like.
std::map<std::string, std::string> products_of_classes(ReadTx& tx,
                                                       const std::vector<std::string>& classes);
// The borrower of each loan.
std::map<std::int64_t, std::int64_t> borrowers_of_loans(ReadTx& tx,
                                                        const std::vector<std::int64_t>& loans);

}  // namespace db::names
