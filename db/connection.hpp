#pragma once
// One session with the database, its settings asserted, its statements prepared once and kept.
// A connection belongs to one thread at a time. What differs between the engines is decided here.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "db/channel.hpp"
#include "db/location.hpp"

namespace db {

class KeyRing;
class Keys;

namespace detail {
class Engine;
class Statement;
}  // namespace detail

// Names, and what each stands for.
using Named = std::vector<std::pair<std::string, std::string>>;

struct Removable {
    std::string remove;  // statements
    std::string make;
};

enum class Access {
    read_write,
    read_only,
    // As read_write; a file that nobody else knows of yet and that is thrown away when anything
    // goes wrong: no journal, no waiting for the disk, references and CHECKs are not looked at,
    // what is too large to be sorted in memory is sorted in files. For Filling alone.
    fill,
};

// Durability of a commit; anything but full is for the negative control of the power-cut test.
enum class Synchronous { full, normal };

class Connection {
public:
    // Opens and, for a file and except for read_only, creates it. Throws Error when a setting does
    // not hold, StorageFailure when a server cannot be used. `synchronous` is for files; a server
    // is filled as it is written.
    static Connection open(const Location& location, Access access,
                           Synchronous synchronous = Synchronous::full);
    // An empty SQLite database of its own in memory, gone with the connection.
    static Connection open_scratch();

    Connection(Connection&&) noexcept;
    Connection& operator=(Connection&&) noexcept;
    ~Connection();

    // Runs statements without parameters and results, several in one text.
    void execute(const std::string& sql);

    // Runs a statement that bounds a transaction or a savepoint. "commit" throws OutcomeUnknown
    // when the server may or may not have kept it.
    void control(std::string_view sql);

    // False when the engine has rolled the transaction back by itself.
    bool in_transaction() const;

    // How a reading, a writing, and a migrating transaction begin on this engine.
    std::string_view begin_read() const;
    std::string_view begin_write() const;
    std::string begin_migration() const;
    // A migration's text in this engine's dialect: @ID@ is the automatic 64-bit primary key,
    // @IMMUTABLE t@ forbids to change and delete rows of t.
    std::string dialect(std::string_view ddl) const;

    // The tables, indexes and triggers: name and definition in the engine's words, by name.
    Named schema() const;
    // What these scripts would make in an empty database; makes nothing.
    Named schema_of(const std::vector<std::string>& scripts) const;
    bool has_table(std::string_view name) const;
    // What only slows the filling of many rows, and is made anew when all are there: in the reverse
    // of this order, since of two indexes that fit SQLite takes the one that was made later.
    std::vector<Removable> removables() const;
    // Until the transaction ends. A file has the lock file for that.
    void keep_others_from_writing(const std::vector<std::string>& tables);
    // After rows were inserted with ids of their own: the next automatic id is behind them.
    void go_on_after_last_id(const std::string& table);
    // What was deleted is then in no file any more, or false: somebody still reads the log. A
    // server looks after its own.
    bool empty_log();
    // In a transaction that takes it back: writes so much that a full disk shows. On a server a
    // small change may find room in what is there already.
    void need_room();
    // What the engine itself finds wrong with its pages, indexes, constraints and references.
    std::vector<std::string> engine_faults();

    // The server has gone away, or has ended this session.
    bool lost() const;
    // A new session in place of one that is lost. Throws StorageFailure, and at once when it has
    // just failed.
    void reopen_if_lost();

    // The topics of what was written since they were last forgotten.
    const Topics& written() const;
    void forget_written();

    // What opens sealed values. key_ring() throws Error when none was given.
    void use(std::shared_ptr<KeyRing> keys);
    KeyRing& key_ring() const;

    // Statements run since the connection was opened, begin and commit not counted.
    long long statements_run() const;

    // For Query alone. The prepared statement of this text; made at its first use and kept.
    detail::Statement& statement(std::string_view sql);
    // Its first use failed half way: the next one begins anew.
    void forget(const detail::Statement& statement);
    void note_written(const detail::Statement& statement);
    detail::Engine& engine() const;

private:
    struct Impl;
    explicit Connection(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

// A transaction that may read. Made by Readers and Writer; handlers and stores only pass it on.
class ReadTx {
public:
    explicit ReadTx(Connection& connection) : connection_(&connection) {}
    Connection& connection() { return *connection_; }
    // Those that the database uses now; asked for where something is sealed, opened or signed.
    Keys keys();

private:
    Connection* connection_;
};

// A transaction that may also write; it is committed by who made it.
class WriteTx : public ReadTx {
public:
    // Whether what fails because of somebody else's work is run again from the beginning.
    explicit WriteTx(Connection& connection, bool runs_again = false)
        : ReadTx(connection), runs_again_(runs_again) {
        connection.forget_written();
    }
    bool runs_again() const { return runs_again_; }

    // Of what it has written; told to every server once it is committed.
    const Topics& topics() { return connection().written(); }

    // What it deletes is to be gone from the files as well once it is committed, also from the log.
    void leave_no_trace() { leaves_no_trace_ = true; }
    bool leaves_no_trace() const { return leaves_no_trace_; }

private:
    bool runs_again_;
    bool leaves_no_trace_ = false;
};

// Undoes what was written since its making, unless kept.
class Savepoint {
public:
    explicit Savepoint(WriteTx& tx);
    ~Savepoint();
    Savepoint(const Savepoint&) = delete;
    Savepoint& operator=(const Savepoint&) = delete;
    void keep();
    void undo();

private:
    Connection* connection_;
    bool open_ = true;
};

}  // namespace db
