#pragma once
// The secrets that personal data are kept with. They are in a file of their own, apart from the
// database and its backups. A generation of keys is one secret of 32 bytes, from which what seals,
// what indexes and what signs is derived; the newest is used, older ones still open what they
// sealed. In memory they are locked, and no part of a core dump.

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace db {

// A key file that cannot be used, or a sealed value that does not open; in a sentence for the
// operator, without a secret.
class KeyTrouble : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// Where a sealed value belongs; it opens nowhere else.
struct Place {
    std::string_view table;
    std::string_view column;
    std::int64_t row = 0;
};

class Keys {
public:
    // One new generation, the first.
    static Keys make();
    // A line a generation: its number and 64 hexadecimal digits. Throws KeyTrouble.
    static Keys parse(std::string_view text);
    // The file must be readable by its owner alone. Throws KeyTrouble.
    static Keys read(const std::filesystem::path& file);
    // Makes the file, durable before this returns; throws KeyTrouble when there is one.
    void write_new(const std::filesystem::path& file) const;

    int newest() const { return generations_.rbegin()->first; }
    bool has(int generation) const { return generations_.contains(generation); }

    // XChaCha20-Poly1305 under the newest generation, with its number in front, as text.
    std::string seal(std::string_view plain, const Place& place) const;
    // Throws KeyTrouble when it was sealed for another place, changed, or by keys that are not
    // here.
    std::string open(std::string_view sealed, const Place& place) const;

    // Keyed BLAKE2b of a value that is looked up exactly, its generation's number in front. The
    // purpose keeps equal values of different columns apart.
    std::string index(std::string_view value, std::string_view purpose) const;
    // The same under every generation, the newest first: what a look-up has to ask for.
    std::vector<std::string> indexes(std::string_view value, std::string_view purpose) const;

    // Ed25519, in hexadecimal, by the newest generation.
    std::string sign(std::string_view message) const;
    bool is_signed(std::string_view message, std::string_view signature, int generation) const;
    // In hexadecimal: who has it can check signatures and nothing else.
    std::string public_key(int generation) const;

private:
    struct Secrets;
    using Generation = std::shared_ptr<const Secrets>;

    const Secrets& of(int generation) const;

    std::map<int, Generation> generations_;
};

// The number in front of what was sealed or indexed. Throws KeyTrouble when there is none.
int generation_of(std::string_view sealed);

}  // namespace db
