#include "db/migrations.hpp"

#include <algorithm>

#include "db/error.hpp"
#include "db/query.hpp"

namespace db {

int schema_version(Connection& connection) {
    if (!connection.has_table("migration")) return 0;
    ReadTx tx(connection);
    return static_cast<int>(Query(tx, "select coalesce(max(version), 0) from migration")
                                .one<std::int64_t>()
                                .value_or(0));
}

int migrate(Connection& connection) {
    const int version = schema_version(connection);
    const auto all = migrations();
    const int newest = all.empty() ? 0 : all.back().version;
    if (version > newest) {
        throw NewerDatabase("the database has schema version " + std::to_string(version) +
                            ", this program knows " + std::to_string(newest) +
                            ": install the newer program");
    }
    int run = 0;
    for (const Migration& step : all) {
        if (step.version <= version) continue;
        connection.execute(std::string(connection.begin_write()));
        try {
            connection.execute(connection.dialect(step.sql));
            WriteTx tx(connection);
            Query(tx, "insert into migration (version, name) values (:version, :name)")
                .with(step.version, step.name)
                .run();
            connection.execute("commit");
        } catch (...) {
            if (connection.in_transaction()) connection.execute("rollback");
            throw;
        }
        ++run;
    }
    return run;
}

std::vector<std::string> schema_faults(const Connection& connection) {
    Connection fresh = Connection::open_scratch();
    migrate(fresh);
    const auto is = connection.schema();
    const auto must_be = fresh.schema();
    std::vector<std::string> faults;
    const auto in = [](const auto& schema, const std::string& name) {
        return std::find_if(schema.begin(), schema.end(),
                            [&](const auto& there) { return there.first == name; });
    };
    for (const auto& wanted : must_be) {
        const auto found = in(is, wanted.first);
        if (found == is.end()) {
            faults.push_back("schema: " + wanted.first + " is not there");
        } else if (found->second != wanted.second) {
            faults.push_back("schema: " + wanted.first + " is not as this program makes it");
        }
    }
    for (const auto& there : is) {
        if (in(must_be, there.first) == must_be.end()) {
            faults.push_back("schema: " + there.first + " is not of this program");
        }
    }
    return faults;
}

}  // namespace db
