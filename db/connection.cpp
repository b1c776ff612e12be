#include "db/connection.hpp"

#include <functional>
#include <map>
#include <regex>
#include <unordered_map>

#include "db/error.hpp"
#include "db/query.hpp"
#include "db/statement.hpp"

namespace db {
namespace {

// "KLDB": tells file(1) and us whose database this is.
constexpr int application_id = 0x4b4c4442;

soci::sqlite3_session_backend& backend(soci::session& session) {
    return *static_cast<soci::sqlite3_session_backend*>(session.get_backend());
}

sqlite_api::sqlite3* handle(soci::session& session) { return backend(session).conn_; }

void run_script(soci::session& session, const std::string& sql) {
    if (sqlite_api::sqlite3_exec(handle(session), sql.c_str(), nullptr, nullptr, nullptr) !=
        SQLITE_OK) {
        detail::raise(backend(session), sqlite_api::sqlite3_errmsg(handle(session)));
    }
}

std::string pragma(soci::session& session, const std::string& name) {
    std::string value;
    session << "pragma " + name, soci::into(value);
    return value;
}

void assert_pragma(soci::session& session, const std::string& name, const std::string& expected) {
    const std::string actual = pragma(session, name);
    if (actual != expected) {
        throw Error("database setting " + name + " is " + actual + ", it must be " + expected);
    }
}

}  // namespace

namespace detail {

void raise(soci::sqlite3_session_backend& session, const std::string& message) {
    const int code = sqlite_api::sqlite3_extended_errcode(session.conn_);
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

}  // namespace detail

struct Connection::Impl {
    soci::session session;
    std::unordered_map<std::string_view, std::unique_ptr<detail::Statement>> statements;
    std::map<std::string, sqlite_api::sqlite3_stmt*, std::less<>> controls;
    long long run = 0;

    ~Impl() {
        statements.clear();
        for (const auto& [sql, statement] : controls) sqlite_api::sqlite3_finalize(statement);
    }
};

Connection::Connection(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;
Connection::~Connection() = default;

Connection Connection::open_sqlite(const std::filesystem::path& file, Access access,
                                   Synchronous synchronous) {
    auto impl = std::make_unique<Impl>();
    soci::session& session = impl->session;
    try {
        const std::string quoted = "\"" + file.string() + "\"";
        session.open(soci::sqlite3,
                     "db=" + quoted + (access == Access::read_only ? " readonly=true" : ""));
    } catch (const soci::soci_error& error) {
        throw Error("cannot open the database " + file.string() + ": " + error.get_error_message());
    }
    sqlite_api::sqlite3_extended_result_codes(handle(session), 1);

    const bool full = synchronous == Synchronous::full;
    run_script(session,
               "pragma busy_timeout = 5000; pragma foreign_keys = on;"
               "pragma trusted_schema = off; pragma cell_size_check = on;"
               "pragma mmap_size = 0; pragma temp_store = memory;"
               "pragma cache_size = -32000;");
    switch (access) {
        case Access::read_write:
            run_script(session, "pragma journal_mode = wal; pragma journal_size_limit = 67108864;");
            run_script(session, full ? "pragma synchronous = full" : "pragma synchronous = normal");
            assert_pragma(session, "synchronous", full ? "2" : "1");
            break;
        case Access::read_only:
            // Only the writer checkpoints: two connections doing so at once can corrupt the file
            // (SQLite 3.40.1).
            run_script(session, "pragma wal_autocheckpoint = 0; pragma query_only = on;");
            assert_pragma(session, "query_only", "1");
            assert_pragma(session, "wal_autocheckpoint", "0");
            if (sqlite_api::sqlite3_db_readonly(handle(session), "main") != 1) {
                throw Error("a reading connection can write");
            }
            break;
        case Access::fill:
            run_script(session,
                       "pragma journal_mode = off; pragma synchronous = off;"
                       "pragma foreign_keys = off; pragma ignore_check_constraints = on;"
                       "pragma temp_store = file; pragma cache_size = -64000;"
                       "pragma threads = 2;");
            break;
    }
    if (access != Access::read_only) {
        run_script(session, "pragma application_id = " + std::to_string(application_id));
    }
    const bool fills = access == Access::fill;
    assert_pragma(session, "journal_mode", fills ? "off" : "wal");
    assert_pragma(session, "foreign_keys", fills ? "0" : "1");
    assert_pragma(session, "trusted_schema", "0");
    assert_pragma(session, "cell_size_check", "1");
    assert_pragma(session, "busy_timeout", "5000");
    return Connection(std::move(impl));
}

Connection Connection::open_scratch() {
    auto impl = std::make_unique<Impl>();
    impl->session.open(soci::sqlite3, "db=:memory:");
    sqlite_api::sqlite3_extended_result_codes(handle(impl->session), 1);
    return Connection(std::move(impl));
}

void Connection::execute(const std::string& sql) { run_script(impl_->session, sql); }

void Connection::control(std::string_view sql) {
    const auto connection = handle(impl_->session);
    auto found = impl_->controls.find(sql);
    if (found == impl_->controls.end()) {
        sqlite_api::sqlite3_stmt* made = nullptr;
        if (sqlite_api::sqlite3_prepare_v2(connection, sql.data(), static_cast<int>(sql.size()),
                                           &made, nullptr) != SQLITE_OK) {
            detail::raise(backend(impl_->session), sqlite_api::sqlite3_errmsg(connection));
        }
        found = impl_->controls.emplace(sql, made).first;
    }
    const int code = sqlite_api::sqlite3_step(found->second);
    // The reset repeats the error of the step, so that raise() finds it.
    sqlite_api::sqlite3_reset(found->second);
    if (code != SQLITE_DONE) {
        detail::raise(backend(impl_->session), sqlite_api::sqlite3_errmsg(connection));
    }
}

bool Connection::in_transaction() const {
    return sqlite_api::sqlite3_get_autocommit(handle(impl_->session)) == 0;
}

std::string_view Connection::begin_write() const { return "begin immediate"; }

std::string Connection::dialect(std::string_view ddl) const {
    std::string text =
        std::regex_replace(std::string(ddl), std::regex("@ID@"), "integer primary key");
    return std::regex_replace(text, std::regex("@IMMUTABLE (\\w+)@"),
                              "create trigger $1_no_update before update on $1 begin"
                              " select raise(abort, 'rows of $1 are never changed'); end;\n"
                              "create trigger $1_no_delete before delete on $1 begin"
                              " select raise(abort, 'rows of $1 are never deleted'); end;");
}

std::vector<std::pair<std::string, std::string>> Connection::schema() const {
    std::vector<std::pair<std::string, std::string>> found;
    const soci::rowset<soci::row> rows =
        (impl_->session.prepare << "select name, sql from sqlite_master where sql is not null"
                                   " and name not like 'sqlite%' order by name");
    for (const soci::row& row : rows) {
        found.emplace_back(row.get<std::string>(0), row.get<std::string>(1));
    }
    return found;
}

bool Connection::has_table(std::string_view name) const {
    const std::string wanted(name);  // lives until the statement has run
    int found = 0;
    impl_->session << "select count(*) from sqlite_master where type = 'table' and name = :name",
        soci::use(wanted), soci::into(found);
    return found != 0;
}

std::vector<std::string> Connection::engine_faults() {
    std::vector<std::string> found;
    ReadTx tx(*this);
    for (std::string& line : Query(tx, "pragma integrity_check").column<std::string>()) {
        if (line != "ok") found.push_back("integrity: " + line);
    }
    using Number = std::optional<std::int64_t>;
    auto references =
        Query(tx, "pragma foreign_key_check")
            .all<std::string, Number, std::string, std::int64_t>(
                [](const std::string& table, Number row, const std::string& parent, std::int64_t) {
                    return "foreign key: " + table + " row " + std::to_string(row.value_or(0)) +
                           " names a row of " + parent + " that is not there";
                });
    found.insert(found.end(), references.begin(), references.end());
    return found;
}

std::int64_t Connection::last_id() const {
    return sqlite_api::sqlite3_last_insert_rowid(handle(impl_->session));
}

long long Connection::statements_run() const { return impl_->run; }

detail::Statement& Connection::statement(std::string_view sql) {
    ++impl_->run;
    if (const auto found = impl_->statements.find(sql); found != impl_->statements.end()) {
        return *found->second;
    }
    auto made = std::make_unique<detail::Statement>(impl_->session, std::string(sql));
    detail::Statement& statement = *made;
    impl_->statements.emplace(statement.sql, std::move(made));
    return statement;
}

void Connection::forget(const detail::Statement& statement) {
    impl_->statements.erase(std::string_view(statement.sql));
}

Savepoint::Savepoint(WriteTx& tx) : connection_(&tx.connection()) {
    connection_->control("savepoint inner_step");
}

Savepoint::~Savepoint() {
    if (!open_) return;
    try {
        undo();
    } catch (const Error&) {
        // The engine has rolled everything back by itself; the writer sees that and fails the
        // batch.
        return;
    }
}

void Savepoint::undo() {
    open_ = false;
    connection_->control("rollback to inner_step");
    connection_->control("release inner_step");
}

void Savepoint::keep() {
    connection_->control("release inner_step");
    open_ = false;
}

}  // namespace db
