#include "db/migrations.hpp"

#include "db/error.hpp"
#include "db/query.hpp"

namespace db {

int schema_version(Connection& connection) {
    ReadTx tx(connection);
    // The catalogue of tables is the one thing to ask differently on another engine.
    const auto there =
        Query(tx, "select count(*) from sqlite_master where type = 'table' and name = 'migration'")
            .one<std::int64_t>();
    if (there.value_or(0) == 0) return 0;
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

}  // namespace db
