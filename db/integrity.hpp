#pragma once
// What the engine itself can say about the soundness of the database.

#include <string>
#include <vector>

#include "db/connection.hpp"

namespace db::integrity {

// One sentence per fault: broken pages or indexes, references that lead nowhere, loan lines and
// loans that disagree, lines of items without the event of their hand-out.
std::vector<std::string> faults(ReadTx& tx);

}  // namespace db::integrity
