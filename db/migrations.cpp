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
    const auto all = migrations();
    const int version = schema_version(connection);
    const int newest = all.empty() ? 0 : all.back().version;
    if (version > newest) {
        throw NewerDatabase("the database has schema version " + std::to_string(version) +
                            ", this program knows " + std::to_string(newest) +
                            ": install the newer program");
    }
    int run = 0;
    for (const Migration& step : all) {
        if (step.version <= version) continue;
        connection.execute(connection.begin_migration());
        try {
            // Of several programs that start at once, the others find it done.
            if (schema_version(connection) < step.version) {
                connection.execute(connection.dialect(step.sql));
                WriteTx tx(connection);
                Query(tx, "insert into migration (version, name) values (:version, :name)")
                    .with(step.version, step.name)
                    .run();
                ++run;
            }
            connection.control("commit");
        } catch (...) {
            if (connection.in_transaction()) connection.control("rollback");
            throw;
        }
    }
    return run;
}

std::vector<std::string> schema_faults(const Connection& connection) {
    std::vector<std::string> scripts;
    for (const Migration& step : migrations()) scripts.push_back(connection.dialect(step.sql));
    const auto is = connection.schema();
    const auto must_be = connection.schema_of(scripts);
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
