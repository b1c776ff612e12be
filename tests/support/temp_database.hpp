#pragma once
// A SQLite file in a folder of its own, removed at the end; and a second look at it beside the
// program's own connections.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace support {

class TempDatabase {
public:
    // In memory (/dev/shm) where there is that.
    TempDatabase();
    ~TempDatabase();
    TempDatabase(const TempDatabase&) = delete;
    TempDatabase& operator=(const TempDatabase&) = delete;

    const std::filesystem::path& folder() const { return folder_; }
    std::filesystem::path file() const { return folder_ / "depot.db"; }

    // The rows of a query, each column as text, null as "-".
    std::vector<std::vector<std::string>> rows(std::string_view sql) const;
    // The only column of the only row.
    std::string value(std::string_view sql) const;
    // Changes the file behind the program's back. Throws the engine's message.
    void execute(std::string_view sql) const;
    // Every row of every table as text, so that a test can say "nothing was stored".
    std::string dump() const;

private:
    std::filesystem::path folder_;
};

}  // namespace support
