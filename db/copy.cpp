#include "db/copy.hpp"

#include <algorithm>
#include <optional>

#include "db/digest.hpp"
#include "db/error.hpp"
#include "db/meta_store.hpp"
#include "db/migrations.hpp"
#include "db/query.hpp"
#include "db/tables.hpp"

namespace db {
namespace {

// Says in the target that it is one, and of which source, until it is whole.
constexpr std::string_view mark = "unfinished_copy";
// Read, and written in one transaction.
constexpr std::int64_t rows_together = 2000;
// The same of a table that holds files.
constexpr std::int64_t files_together = 16;
// Values in one statement.
constexpr std::size_t values_together = 900;

std::int64_t together(const Table& table) {
    return table.name == "photo_file" ? files_together : rows_together;
}

std::string joined(const std::vector<std::string>& words, const std::string& between = ", ") {
    std::string all;
    for (const std::string& word : words) all += (all.empty() ? "" : between) + word;
    return all;
}

// Qualified: "order by id" alone means the column of that name that is given, which is a text.
std::vector<std::string> key_of(const Table& table) {
    std::vector<std::string> key;
    for (const std::string& name : table.key) key.push_back(table.name + "." + name);
    return key;
}

// The rows behind `last`, by their key; from the first when it is empty.
std::vector<TextRow> rows_after(ReadTx& tx, const Table& table, const TextRow& last) {
    std::vector<std::string> columns;
    for (const Column& column : table.columns) {
        columns.push_back(column.is_text ? column.name : "cast(" + column.name + " as text)");
    }
    const std::string key = joined(key_of(table));
    std::string sql = "select " + joined(columns) + " from " + table.name;
    TextRow after;
    if (!last.empty()) {
        std::vector<std::string> values;
        for (const std::string& name : table.key) {
            const auto at = std::find_if(table.columns.begin(), table.columns.end(),
                                         [&](const Column& column) { return column.name == name; });
            values.push_back(at->is_text ? ":" + name : "cast(:" + name + " as bigint)");
            after.push_back(last[static_cast<std::size_t>(at - table.columns.begin())]);
        }
        sql += " where (" + key + ") > (" + joined(values) + ")";
    }
    sql += " order by " + key + " limit " + std::to_string(together(table));
    Query query(tx, sql);
    for (const auto& value : after) query.with(value);
    return query.texts(table.columns.size());
}

// The last row, or none.
TextRow last_row(ReadTx& tx, const Table& table) {
    std::vector<std::string> columns;
    for (const Column& column : table.columns) {
        columns.push_back("cast(" + column.name + " as text)");
    }
    auto found = Query(tx, "select " + joined(columns) + " from " + table.name + " order by " +
                               joined(key_of(table), " desc, ") + " desc limit 1")
                     .texts(table.columns.size());
    return found.empty() ? TextRow() : std::move(found.front());
}

std::int64_t count(ReadTx& tx, const Table& table) {
    return Query(tx, "select count(*) from " + table.name).one<std::int64_t>().value_or(0);
}

void insert(WriteTx& tx, const Table& table, const std::vector<TextRow>& rows) {
    std::vector<std::string> names;
    for (const Column& column : table.columns) names.push_back(column.name);
    const std::size_t at_once = std::max<std::size_t>(1, values_together / names.size());
    for (std::size_t begin = 0; begin < rows.size(); begin += at_once) {
        const std::size_t end = std::min(rows.size(), begin + at_once);
        std::vector<std::string> lines;
        for (std::size_t row = begin; row < end; ++row) {
            std::vector<std::string> values;
            for (const Column& column : table.columns) {
                const std::string name = ":" + column.name + "_" + std::to_string(row - begin);
                values.push_back(column.is_text ? name : "cast(" + name + " as bigint)");
            }
            lines.push_back("(" + joined(values) + ")");
        }
        Query query(
            tx, "insert into " + table.name + " (" + joined(names) + ") values " + joined(lines));
        for (std::size_t row = begin; row < end; ++row) {
            for (const auto& value : rows[row]) query.with(value);
        }
        query.run();
    }
}

// In one transaction: afterwards the target is one.
void claim(Connection& target, const Location& to, const std::string& source,
           const std::vector<Table>& all) {
    WriteTx tx(target);
    if (is_half_copied(target)) {
        const auto before = Query(tx, "select source from unfinished_copy").one<std::string>();
        if (before == source) return;
        throw Error("the database " + to_text(to) + " is half a copy of " + before.value_or("?") +
                    ": go on with that, or begin with an empty database");
    }
    target.control(target.begin_write());
    if (!meta::is_untouched(tx)) {
        target.control("rollback");
        throw Error("the database " + to_text(to) + " is not empty; only a new one is moved into");
    }
    target.execute("create table unfinished_copy (source text not null)");
    Query(tx, "insert into unfinished_copy (source) values (:source)").with(source).run();
    // What the migrations put there comes from the source too.
    for (auto table = all.rbegin(); table != all.rend(); ++table) {
        if (count(tx, *table) > 0) Query(tx, "delete from " + table->name).run();
    }
    target.control("commit");
}

void copy_table(ReadTx& source, Connection& target, const Table& table,
                const CopyProgress& progress) {
    WriteTx tx(target);
    const std::int64_t all = count(source, table);
    std::int64_t done = count(tx, table);
    TextRow last = done == 0 ? TextRow() : last_row(tx, table);
    progress(table.name, done, all);
    for (;;) {
        const auto rows = rows_after(source, table, last);
        if (rows.empty()) break;
        target.control(target.begin_write());
        try {
            insert(tx, table, rows);
            target.control("commit");
        } catch (...) {
            if (!target.lost() && target.in_transaction()) target.control("rollback");
            throw;
        }
        last = rows.back();
        done += static_cast<std::int64_t>(rows.size());
        progress(table.name, done, all);
    }
    if (table.has_automatic_id) target.go_on_after_last_id(table.name);
}

std::unique_ptr<LockFile> lock(const Location& location) {
    return location.on_server() ? nullptr : std::make_unique<LockFile>(location.file);
}

}  // namespace

bool is_half_copied(Connection& connection) { return connection.has_table(mark); }

std::vector<TableState> state(ReadTx& tx) {
    std::vector<TableState> all;
    for (const Table& table : tables()) {
        TableState state{table.name, 0, {}};
        Sha256 digest;
        TextRow last;
        for (;;) {
            const auto rows = rows_after(tx, table, last);
            if (rows.empty()) break;
            for (const TextRow& row : rows) {
                for (const auto& value : row) {
                    // Their lengths keep neighbours apart, and none from an empty text.
                    digest.add(value ? std::to_string(value->size()) + ":" + *value : "-");
                }
            }
            state.rows += static_cast<std::int64_t>(rows.size());
            last = rows.back();
        }
        state.sha256 = digest.hex();
        all.push_back(std::move(state));
    }
    return all;
}

std::vector<TableState> copy(const Location& from, const Location& to,
                             const CopyProgress& progress) {
    if (!from.on_server() && !std::filesystem::exists(from.file)) {
        throw Error("there is no depot in " + to_text(from));
    }
    const auto source_lock = lock(from);
    const auto target_lock = lock(to);
    {
        Connection there = Connection::open(from, Access::read_write);
        if (schema_version(there) == 0) throw Error("there is no depot in " + to_text(from));
        if (is_half_copied(there)) throw Error(to_text(from) + " is itself half a copy");
        migrate(there);
    }
    const auto all = tables();
    Connection source = Connection::open(from, Access::read_write);
    source.control(source.begin_read());
    std::vector<std::string> names;
    names.reserve(all.size());
    for (const Table& table : all) names.push_back(table.name);
    source.keep_others_from_writing(names);
    ReadTx reading(source);

    Connection target = Connection::open(to, Access::read_write);
    migrate(target);
    claim(target, to, to_text(from), all);
    for (const Table& table : all) copy_table(reading, target, table, progress);

    const auto wanted = state(reading);
    ReadTx written(target);
    auto is = state(written);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (is[i] != wanted[i]) {
            throw Error("table " + wanted[i].table + " has " + std::to_string(is[i].rows) +
                        " rows in the target and " + std::to_string(wanted[i].rows) +
                        " in the source, or others: begin again with an empty database");
        }
    }
    target.execute("drop table unfinished_copy");
    target.execute("analyze");
    return is;
}

}  // namespace db
