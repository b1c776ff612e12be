#include <filesystem>
#include <functional>
#include <map>
#include <regex>

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include "db/engine.hpp"
#include "db/error.hpp"

namespace db::detail {
namespace {

// "KLDB": tells file(1) and us whose database this is.
constexpr int application_id = 0x4b4c4442;

[[noreturn]] void raise_last(sqlite_api::sqlite3* connection, const std::string& message) {
    const int code = sqlite_api::sqlite3_extended_errcode(connection);
    using Violation = ConstraintViolation::Kind;
    using Storage = StorageFailure::Kind;
    switch (code) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID:
            throw ConstraintViolation(Violation::unique, message);
        case SQLITE_CONSTRAINT_FOREIGNKEY:
            throw ConstraintViolation(Violation::foreign_key, message);
        case SQLITE_CONSTRAINT_CHECK:
            throw ConstraintViolation(Violation::check, message);
        case SQLITE_CONSTRAINT_NOTNULL:
            throw ConstraintViolation(Violation::not_null, message);
        case SQLITE_IOERR_FSYNC:
        case SQLITE_IOERR_DIR_FSYNC:
            throw StorageFailure(Storage::fsync, message);
        default:
            break;
    }
    switch (code & 0xff) {
        case SQLITE_CONSTRAINT:
            throw ConstraintViolation(Violation::other, message);
        case SQLITE_FULL:
            throw StorageFailure(Storage::full, message);
        case SQLITE_IOERR:
            throw StorageFailure(Storage::io, message);
        case SQLITE_NOMEM:
            throw StorageFailure(Storage::memory, message);
        default:
            throw Error(message);
    }
}

class SqliteEngine final : public Engine {
public:
    SqliteEngine(const std::filesystem::path& file, Access access, Synchronous synchronous)
        : file_(file), access_(access), synchronous_(synchronous) {
        try {
            session.open(soci::sqlite3, "db=\"" + file.string() + "\"" +
                                            (access == Access::read_only ? " readonly=true" : ""));
        } catch (const soci::soci_error& error) {
            throw Error("cannot open the database " + file.string() + ": " +
                        error.get_error_message());
        }
        sqlite_api::sqlite3_extended_result_codes(handle(), 1);
        settle();
    }

    // An empty database of its own in memory.
    SqliteEngine() {
        session.open(soci::sqlite3, "db=:memory:");
        sqlite_api::sqlite3_extended_result_codes(handle(), 1);
    }

    ~SqliteEngine() override {
        for (const auto& [sql, statement] : controls_) sqlite_api::sqlite3_finalize(statement);
    }
    SqliteEngine(const SqliteEngine&) = delete;
    SqliteEngine& operator=(const SqliteEngine&) = delete;

    void execute(const std::string& sql) override {
        if (sqlite_api::sqlite3_exec(handle(), sql.c_str(), nullptr, nullptr, nullptr) !=
            SQLITE_OK) {
            raise_last(handle(), sqlite_api::sqlite3_errmsg(handle()));
        }
    }

    // Prepared once and kept, since each job needs four of them.
    void control(std::string_view sql) override {
        auto found = controls_.find(sql);
        if (found == controls_.end()) {
            sqlite_api::sqlite3_stmt* made = nullptr;
            if (sqlite_api::sqlite3_prepare_v2(handle(), sql.data(), static_cast<int>(sql.size()),
                                               &made, nullptr) != SQLITE_OK) {
                raise_last(handle(), sqlite_api::sqlite3_errmsg(handle()));
            }
            found = controls_.emplace(sql, made).first;
        }
        const int code = sqlite_api::sqlite3_step(found->second);
        // The reset repeats the error of the step, so that it is found.
        sqlite_api::sqlite3_reset(found->second);
        if (code != SQLITE_DONE) raise_last(handle(), sqlite_api::sqlite3_errmsg(handle()));
    }

    bool in_transaction() const override {
        return sqlite_api::sqlite3_get_autocommit(handle()) == 0;
    }

    std::string_view begin_read() const override { return "begin"; }
    std::string_view begin_write() const override { return "begin immediate"; }
    std::string begin_migration() const override { return "begin immediate"; }

    std::string dialect(std::string_view ddl) const override {
        const std::string text =
            std::regex_replace(std::string(ddl), std::regex("@ID@"), "integer primary key");
        return std::regex_replace(text, std::regex("@IMMUTABLE (\\w+)@"),
                                  "create trigger $1_no_update before update on $1 begin"
                                  " select raise(abort, 'rows of $1 are never changed'); end;\n"
                                  "create trigger $1_no_delete before delete on $1 begin"
                                  " select raise(abort, 'rows of $1 are never deleted'); end;");
    }

    Named schema() override {
        return named("where sql is not null and name not like 'sqlite%' order by name");
    }

    Named schema_of(const std::vector<std::string>& scripts) override {
        SqliteEngine fresh;
        for (const std::string& script : scripts) fresh.execute(script);
        return fresh.schema();
    }

    bool has_table(std::string_view name) override {
        const std::string wanted(name);  // lives until the statement has run
        int found = 0;
        session << "select count(*) from sqlite_master where type = 'table' and name = :name",
            soci::use(wanted), soci::into(found);
        return found != 0;
    }

    std::vector<std::string> faults() override {
        std::vector<std::string> found;
        const soci::rowset<std::string> pages = (session.prepare << "pragma integrity_check");
        for (const std::string& line : pages) {
            if (line != "ok") found.push_back("integrity: " + line);
        }
        const soci::rowset<std::string> references =
            (session.prepare << "select \"table\" || ' row ' || coalesce(rowid, 0) ||"
                                " ' names a row of ' || parent || ' that is not there'"
                                " from pragma_foreign_key_check");
        for (const std::string& line : references) found.push_back("foreign key: " + line);
        return found;
    }

    std::vector<Removable> removables() override {
        std::vector<Removable> found;
        for (const auto& [name, words] :
             named("where type = 'index' and sql is not null order by rowid desc")) {
            found.push_back({"drop index " + name, words});
        }
        return found;
    }

    // The lock file does.
    void keep_others_from_writing(const std::vector<std::string>&) override {}
    // It takes the largest id there is, and one.
    void go_on_after_last_id(const std::string&) override {}

    // Without waiting: readers are short, and whoever writes comes by again.
    bool empty_log() override {
        int busy = 0;
        int pages = 0;
        int moved = 0;
        execute("pragma busy_timeout = 0");
        try {
            session << "pragma wal_checkpoint(truncate)", soci::into(busy), soci::into(pages),
                soci::into(moved);
        } catch (const soci::soci_error& error) {
            raise(error);
        }
        execute("pragma busy_timeout = 5000");
        return busy == 0;
    }

    std::unique_ptr<Engine> again() const override {
        return std::make_unique<SqliteEngine>(file_, access_, synchronous_);
    }

    // A RETURNING clause would make SQLite open a temporary table for each row, a third of what the
    // insert costs.
    std::string_view returning_id() const override { return {}; }
    std::int64_t last_id() const override {
        return sqlite_api::sqlite3_last_insert_rowid(handle());
    }

    // SOCI 4.0.3 leaves a statement open after its last row, which would pin an old snapshot.
    void reset(soci::statement& statement) override {
        sqlite_api::sqlite3_reset(
            static_cast<soci::sqlite3_statement_backend*>(statement.get_backend())->stmt_);
    }

    [[noreturn]] void raise(const soci::soci_error& error) override {
        // get_error_message() and not what(): the latter holds the bound values.
        raise_last(handle(), error.get_error_message());
    }

private:
    sqlite_api::sqlite3* handle() const {
        auto& open = const_cast<soci::session&>(session);  // SOCI has no const access
        return static_cast<soci::sqlite3_session_backend*>(open.get_backend())->conn_;
    }

    Named named(const std::string& which) {
        Named found;
        const soci::rowset<soci::row> rows =
            (session.prepare << "select name, sql from sqlite_master " + which);
        for (const soci::row& row : rows) {
            found.emplace_back(row.get<std::string>(0), row.get<std::string>(1));
        }
        return found;
    }

    void must_be(const std::string& name, const std::string& expected) {
        std::string actual;
        session << "pragma " + name, soci::into(actual);
        if (actual != expected) {
            throw Error("database setting " + name + " is " + actual + ", it must be " + expected);
        }
    }

    void settle() {
        execute(
            "pragma busy_timeout = 5000; pragma foreign_keys = on;"
            "pragma trusted_schema = off; pragma cell_size_check = on;"
            "pragma mmap_size = 0; pragma temp_store = memory; pragma secure_delete = on;"
            "pragma cache_size = -32000;");
        const bool full = synchronous_ == Synchronous::full;
        switch (access_) {
            case Access::read_write:
                execute("pragma journal_mode = wal; pragma journal_size_limit = 67108864;");
                execute(full ? "pragma synchronous = full" : "pragma synchronous = normal");
                must_be("synchronous", full ? "2" : "1");
                break;
            case Access::read_only:
                // Only the writer checkpoints: two connections doing so at once can corrupt the
                // file (SQLite 3.40.1).
                execute("pragma wal_autocheckpoint = 0; pragma query_only = on;");
                must_be("query_only", "1");
                must_be("wal_autocheckpoint", "0");
                if (sqlite_api::sqlite3_db_readonly(handle(), "main") != 1) {
                    throw Error("a reading connection can write");
                }
                break;
            case Access::fill:
                execute(
                    "pragma journal_mode = off; pragma synchronous = off;"
                    "pragma foreign_keys = off; pragma ignore_check_constraints = on;"
                    "pragma temp_store = file; pragma cache_size = -64000;"
                    "pragma threads = 2;");
                break;
        }
        if (access_ != Access::read_only) {
            execute("pragma application_id = " + std::to_string(application_id));
        }
        const bool fills = access_ == Access::fill;
        must_be("journal_mode", fills ? "off" : "wal");
        must_be("foreign_keys", fills ? "0" : "1");
        must_be("trusted_schema", "0");
        must_be("secure_delete", "1");
        must_be("cell_size_check", "1");
        must_be("busy_timeout", "5000");
    }

    std::filesystem::path file_;
    Access access_ = Access::read_write;
    Synchronous synchronous_ = Synchronous::full;
    std::map<std::string, sqlite_api::sqlite3_stmt*, std::less<>> controls_;
};

}  // namespace

std::unique_ptr<Engine> open_sqlite(const std::filesystem::path& file, Access access,
                                    Synchronous synchronous) {
    return std::make_unique<SqliteEngine>(file, access, synchronous);
}

std::unique_ptr<Engine> open_sqlite_scratch() { return std::make_unique<SqliteEngine>(); }

}  // namespace db::detail
