#pragma once
// The same scans by the SQLite C API alone: the statements of the server's writer in its order,
// prepared once, bound, stepped and reset; no rules, no JSON, no HTTP.

#include <filesystem>
#include <memory>
#include <string_view>

#include "bench/depot.hpp"

namespace bench {

class RawScans {
public:
    // The file belongs to nobody else; the settings are those of the server's writer.
    RawScans(const std::filesystem::path& file, std::int64_t actor);
    ~RawScans();
    RawScans(const RawScans&) = delete;
    RawScans& operator=(const RawScans&) = delete;

    void begin();
    // Within its own savepoint.
    void scan(const PreparedItem& item, Step step, std::string_view uuid, domain::Instant at,
              std::string_view device, std::int64_t seq);
    void commit();

private:
    struct Statements;
    std::unique_ptr<Statements> run_;
    std::int64_t actor_;
};

}  // namespace bench
