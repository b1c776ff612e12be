#include "db/connection.hpp"

#include <chrono>
#include <optional>
#include <unordered_map>

#include "db/engine.hpp"
#include "db/error.hpp"
#include "db/key_file.hpp"
#include "db/statement.hpp"

namespace db {
namespace {

// A server that has just not answered is not asked by each request that waits.
constexpr std::chrono::milliseconds pause_after_failure(500);

}  // namespace

struct Connection::Impl {
    std::unique_ptr<detail::Engine> engine;
    std::unordered_map<std::string_view, std::unique_ptr<detail::Statement>> statements;
    long long run = 0;
    Topics written;
    std::shared_ptr<KeyRing> keys;
    // Why the last attempt to open a lost one again failed, and when.
    std::optional<StorageFailure> why_lost;
    std::chrono::steady_clock::time_point failed_at{};

    explicit Impl(std::unique_ptr<detail::Engine> opened) : engine(std::move(opened)) {}
};

Connection::Connection(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;
Connection::~Connection() = default;

Connection Connection::open(const Location& location, Access access, Synchronous synchronous) {
    return Connection(std::make_unique<Impl>(
        location.on_server() ? detail::open_postgresql(location.server, access)
                             : detail::open_sqlite(location.file, access, synchronous)));
}

Connection Connection::open_scratch() {
    return Connection(std::make_unique<Impl>(detail::open_sqlite_scratch()));
}

void Connection::execute(const std::string& sql) { impl_->engine->execute(sql); }
void Connection::control(std::string_view sql) { impl_->engine->control(sql); }
bool Connection::in_transaction() const { return impl_->engine->in_transaction(); }
std::string_view Connection::begin_read() const { return impl_->engine->begin_read(); }
std::string_view Connection::begin_write() const { return impl_->engine->begin_write(); }
std::string Connection::begin_migration() const { return impl_->engine->begin_migration(); }
std::string Connection::dialect(std::string_view ddl) const { return impl_->engine->dialect(ddl); }
Named Connection::schema() const { return impl_->engine->schema(); }
Named Connection::schema_of(const std::vector<std::string>& scripts) const {
    return impl_->engine->schema_of(scripts);
}
bool Connection::has_table(std::string_view name) const { return impl_->engine->has_table(name); }
std::vector<Removable> Connection::removables() const { return impl_->engine->removables(); }
void Connection::keep_others_from_writing(const std::vector<std::string>& tables) {
    impl_->engine->keep_others_from_writing(tables);
}
void Connection::go_on_after_last_id(const std::string& table) {
    impl_->engine->go_on_after_last_id(table);
}
void Connection::need_room() { impl_->engine->need_room(); }
bool Connection::empty_log() { return impl_->engine->empty_log(); }
std::vector<std::string> Connection::engine_faults() { return impl_->engine->faults(); }
bool Connection::lost() const { return impl_->engine->lost(); }
detail::Engine& Connection::engine() const { return *impl_->engine; }

void Connection::reopen_if_lost() {
    if (!lost()) return;
    const auto now = std::chrono::steady_clock::now();
    if (impl_->why_lost && now - impl_->failed_at < pause_after_failure)
        throw StorageFailure(*impl_->why_lost);
    try {
        auto engine = impl_->engine->again();
        impl_->statements.clear();
        impl_->engine = std::move(engine);
        impl_->why_lost.reset();
    } catch (const StorageFailure& failure) {
        impl_->why_lost = failure;
        impl_->failed_at = std::chrono::steady_clock::now();
        throw;
    }
}

void Connection::use(std::shared_ptr<KeyRing> keys) { impl_->keys = std::move(keys); }
KeyRing& Connection::key_ring() const {
    if (impl_->keys == nullptr) throw Error("this connection has no keys");
    return *impl_->keys;
}

Keys ReadTx::keys() { return connection_->key_ring().of(*this); }

const Topics& Connection::written() const { return impl_->written; }
void Connection::forget_written() { impl_->written.clear(); }

void Connection::note_written(const detail::Statement& statement) {
    if (statement.topic.empty() || impl_->written.contains(statement.topic)) return;
    impl_->written.emplace(statement.topic);
}

long long Connection::statements_run() const { return impl_->run; }

detail::Statement& Connection::statement(std::string_view sql) {
    if (impl_->why_lost) throw StorageFailure(*impl_->why_lost);
    ++impl_->run;
    if (const auto found = impl_->statements.find(sql); found != impl_->statements.end()) {
        return *found->second;
    }
    auto made = std::make_unique<detail::Statement>(impl_->engine->session, std::string(sql));
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
