#pragma once
// A database of its own, removed at the end, and a second look at it beside the program's own
// connections. It is a SQLite file, or, when KL_TEST_SERVER names a PostgreSQL server (a libpq URL
// of a database of its superuser's), one there. Tests of what only SQLite has are tagged
// [sqlite], of what only a server has [.server].

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "db/location.hpp"

namespace support {

// Whether this run is on PostgreSQL.
bool on_server();

class TempDatabase {
public:
    // What a server's has at first. A file is not there before a program makes it.
    enum class Holding { schema, nothing };

    // In memory (/dev/shm) where there is that. `server`: not a file, whatever this run is on.
    explicit TempDatabase(Holding holding = Holding::schema, bool server = on_server());
    ~TempDatabase();
    TempDatabase(const TempDatabase&) = delete;
    TempDatabase& operator=(const TempDatabase&) = delete;

    const db::Location& location() const { return location_; }
    // As the programs take it.
    std::string url() const;
    // For other files of the test.
    const std::filesystem::path& folder() const { return folder_; }
    // Of SQLite's.
    const std::filesystem::path& file() const { return location_.file; }

    // The rows of a query, each column as text, null as "-".
    std::vector<std::vector<std::string>> rows(std::string_view sql) const;
    // The only column of the only row.
    std::string value(std::string_view sql) const;
    // The only column of every row, with commas between.
    std::string list(std::string_view sql) const;
    // Changes it behind the program's back. Throws the engine's message.
    void execute(std::string_view sql) const;
    // Every row of every table as text, so that a test can say "nothing was stored".
    std::string dump() const;

private:
    std::filesystem::path folder_;
    db::Location location_;
};

}  // namespace support
