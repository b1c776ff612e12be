#include "db/rotation.hpp"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <sys/stat.h>

#include "db/error.hpp"
#include "db/lock.hpp"
#include "db/query.hpp"
#include "db/sealed_columns.hpp"

namespace db {
namespace {

// In one transaction: short enough for a desk that waits for its turn to write.
constexpr std::int64_t rows_together = 200;

using Row = std::pair<std::int64_t, std::string>;

// A credential of the service manager's is read-only and is put in its place by others.
void must_be_changeable(const std::filesystem::path& file) {
    struct stat status {};
    const bool writable = ::stat(file.c_str(), &status) == 0 && (status.st_mode & S_IWUSR) != 0;
    if (writable) return;
    throw KeyTrouble("the key file " + file.string() +
                     " is read-only: copy it to where it can be written (mode 0600), name that in "
                     "key_file, change the keys, and make the new file the credential");
}

std::vector<Row> rows_after(ReadTx& tx, const SealedColumn& column, std::int64_t last) {
    const std::string key(column.key);
    const std::string name(column.column);
    return Query(tx, "select " + key + ", " + name + " from " + std::string(column.table) +
                         " where " + name + " is not null and " + key + " > :last order by " + key +
                         " limit :limit")
        .with(last, rows_together)
        .all<std::int64_t, std::string>(
            [](std::int64_t id, std::string value) { return Row(id, std::move(value)); });
}

void seal_again(WriteTx& tx, const SealedColumn& column, const Keys& keys, const Row& row) {
    const auto& [id, sealed] = row;
    const std::string plain = keys.open(sealed, place_of(column, id));
    std::string sql =
        "update " + std::string(column.table) + " set " + std::string(column.column) + " = :sealed";
    if (!column.index.empty()) sql += ", " + std::string(column.index) + " = :index";
    Query query(tx, sql + " where " + std::string(column.key) + " = :id");
    query.with(keys.seal(plain, place_of(column, id)));
    if (!column.index.empty()) query.with(keys.index(plain, column.purpose));
    query.with(id).run();
}

// How many values it sealed again.
std::int64_t seal_column_again(Database& database, const SealedColumn& column) {
    struct Step {
        std::int64_t last = 0;
        std::int64_t sealed = 0;
        bool more = true;
    };
    std::int64_t sealed = 0;
    for (Step step; step.more; sealed += step.sealed) {
        step = database.write([&, last = step.last](WriteTx& tx) {
            const auto rows = rows_after(tx, column, last);
            const Keys keys = tx.keys();
            Step done{last, 0, !rows.empty()};
            for (const Row& row : rows) {
                done.last = row.first;
                if (generation_of(row.second) == keys.newest()) continue;
                seal_again(tx, column, keys, row);
                ++done.sealed;
            }
            return done;
        });
    }
    return sealed;
}

// In a transaction that writes: what somebody else was still sealing with the old keys, having read
// that they are the ones in use, is in the way of this one and is seen or runs again.
bool all_are_of(Database& database, int generation) {
    const std::string beginning = std::to_string(generation) + ".";
    return database.write([&](WriteTx& tx) {
        for (const SealedColumn& column : sealed_columns()) {
            const std::string name(column.column);
            const auto other =
                Query(tx, "select 1 from " + std::string(column.table) + " where " + name +
                              " is not null and substr(" + name + ", 1, " +
                              std::to_string(beginning.size()) + ") <> :beginning limit 1")
                    .with(beginning)
                    .one<std::int64_t>();
            if (other) return false;
        }
        return true;
    });
}

}  // namespace

Rotation rotate_keys(Database& database) {
    KeyRing& ring = database.key_ring();
    must_be_changeable(ring.file());
    // Two at a time would each put another generation into the file.
    const LockFile alone(ring.file());
    ring.read_again();
    Keys keys = ring.all();
    const int used = database.read([](ReadTx& tx) { return generation_in_use(tx); });
    if (keys.newest() == used && keys.oldest() == used) {
        keys = keys.with_next();
        keys.replace(ring.file());
        ring.read_again();
        if (database.location().on_server()) return {keys.newest(), true, 0};
    }
    Rotation rotation{keys.newest(), false, 0};
    database.write([&](WriteTx& tx) { go_over_to(tx, keys); });
    do {
        for (const SealedColumn& column : sealed_columns()) {
            rotation.sealed_again += seal_column_again(database, column);
        }
    } while (!all_are_of(database, keys.newest()));
    keys.newest_alone().replace(ring.file());
    ring.read_again();
    return rotation;
}

}  // namespace db
