#include "depot/verify.hpp"

#include <fmt/format.h>

#include "commands/command.hpp"
#include "db/migrations.hpp"

namespace commands {

db::AdminReply verify(const db::Location& location) {
    db::Connection connection = db::open_read_only(location);
    const int version = db::schema_version(connection);
    const int newest = db::migrations().back().version;
    if (version > newest) {
        return {3, "", "the database is newer than this program: install the newer program\n"};
    }
    if (version < newest) {
        return {1, "", "the database is older than this program: run migrate first\n"};
    }
    db::ReadTx tx(connection);
    connection.control(connection.begin_read());
    const depot::VerifyReport report = depot::verify(tx);
    connection.control("commit");
    std::string faults;
    for (const std::string& fault : report.faults) faults += fault + "\n";
    if (!faults.empty()) return {1, "", faults};
    return {0, fmt::format("ok: {} items, {} events\n", report.items, report.events), ""};
}

}  // namespace commands
