#pragma once
// Heads of the access log's chain, outside the database: a text file that is only appended to, a
// line for each,
//
//     1 ORIGIN SEQ HASH TIME GENERATION SIGNATURE
//
// with the origin, seq and hash of access_chain.hpp, the time as 2026-11-22T09:30:00.000Z, and an
// Ed25519 signature (hexadecimal) by that generation of the keys over "korttidslager access head "
// and the line's first six words, a blank between them. Several servers of a
// database may share a file: a server locks it (flock) while it writes.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/access_chain.hpp"
#include "db/keys.hpp"
#include "domain/time.hpp"

namespace db::access {

// The line, without its end.
std::string signed_head(const std::string& origin, const Head& head, domain::Instant at,
                        const Keys& keys);

struct ReadHead {
    std::string origin;
    Head head;
    domain::Instant at;
    int generation = 0;
    bool genuine = false;  // the signature is that of the generation
};
// None: it is no such line. Of a generation that signs no more the public key is enough; without
// that either the line is not genuine.
std::optional<ReadHead> read_head(std::string_view line, const Keys& keys);

class HeadsFile {
public:
    // Makes it when it is not there, readable by its owner alone; a line that was not finished is
    // cut off. Throws std::system_error.
    explicit HeadsFile(const std::filesystem::path& file);
    ~HeadsFile();
    HeadsFile(const HeadsFile&) = delete;
    HeadsFile& operator=(const HeadsFile&) = delete;
    // Durable when it returns. Throws std::system_error.
    void append(std::string_view line);

private:
    int handle_;
};

// Its finished lines; none when there is no such file.
std::optional<std::vector<std::string>> read_heads(const std::filesystem::path& file);

}  // namespace db::access
