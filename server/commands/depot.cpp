#include "commands/command.hpp"
#include "db/depot_store.hpp"
#include "domain/text.hpp"

namespace commands {

db::AdminReply add_depot(db::Database& database, const std::string& id, const std::string& name) {
    if (!domain::is_depot_id(id)) {
        return {2, "", "ID is 1 to 20 capital letters, digits and hyphens, a letter first\n"};
    }
    if (name.empty() || !domain::is_plain_text(name) || domain::code_points(name) > 100)
        return {2, "", "NAME is 1 to 100 characters\n"};
    const bool added = database.write([&](db::WriteTx& tx) {
        return db::depots::insert(tx, {id, name});
    });
    if (!added) return {1, "", "there is already a depot " + id + "\n"};
    return {0, "added " + id + ", open Monday to Friday\n", ""};
}

}  // namespace commands
