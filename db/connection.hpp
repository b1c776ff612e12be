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

namespace db {

namespace detail {
class Statement;
}

enum class Access {
    read_write,
    read_only,
    // A file that nobody else knows of yet and that is thrown away when anything goes wrong: no
    // journal, no waiting for the disk, references and CHECKs are not looked at, what is too large
    // to be sorted in memory is sorted in files. For Filling alone.
    fill,
};

// Durability of a commit; anything but full is for the negative control of the power-cut test.
enum class Synchronous { full, normal };

class Connection {
public:
    // Opens and, except for read_only, creates the file. Throws Error when a setting does not hold.
    static Connection open_sqlite(const std::filesystem::path& file, Access access,
                                  Synchronous synchronous = Synchronous::full);
    // An empty database of its own in memory, gone with the connection.
    static Connection open_scratch();

    Connection(Connection&&) noexcept;
    Connection& operator=(Connection&&) noexcept;
    ~Connection();

    // Runs statements without parameters and results, several in one text.
    void execute(const std::string& sql);

    // Runs a statement that bounds a transaction or a savepoint; prepared once and kept, since each
    // job needs four of them.
    void control(std::string_view sql);

    // False when the engine has rolled the transaction back by itself.
    bool in_transaction() const;

    // How a writing transaction begins on this engine.
    std::string_view begin_write() const;
    // A migration's text in this engine's dialect: @ID@ is the automatic 64-bit primary key,
    // @IMMUTABLE t@ forbids to change and delete rows of t.
    std::string dialect(std::string_view ddl) const;

    // The tables, indexes and triggers: name and definition, by name.
    std::vector<std::pair<std::string, std::string>> schema() const;
    bool has_table(std::string_view name) const;
    // What the engine itself finds wrong with its pages, indexes, constraints and references.
    std::vector<std::string> engine_faults();
    // The automatic id of the row that was inserted last.
    std::int64_t last_id() const;

    // Statements run since the connection was opened, begin and commit not counted.
    long long statements_run() const;

    // The prepared statement of this text; made at its first use and kept. For Query alone.
    detail::Statement& statement(std::string_view sql);
    // Its first use failed half way: the next one begins anew.
    void forget(const detail::Statement& statement);

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

private:
    Connection* connection_;
};

// A transaction that may also write; it is committed by who made it.
class WriteTx : public ReadTx {
public:
    using ReadTx::ReadTx;
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
