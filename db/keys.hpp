#pragma once
// The secrets that personal data are kept with. They are in a file of their own, apart from the
// database and its backups. A generation of keys is one secret of 32 bytes, from which what seals,
// what indexes and what signs is derived; the newest is used, older ones still open what they
// sealed. Of those that are used no more the file keeps the public key, so that what they signed
// can still be checked. In memory the secrets are locked, and no part of a core dump.

#include <array>
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

// A value: it is never changed, its copies share the secrets, and any thread may use it.
class Keys {
public:
    // One new generation, the first.
    static Keys make();
    // A line a generation: its number and 64 hexadecimal digits, or its number, "public" and its
    // public key. Throws KeyTrouble.
    static Keys parse(std::string_view text);
    // The file must be readable by its owner alone. Throws KeyTrouble.
    static Keys read(const std::filesystem::path& file);
    // Makes the file, durable before this returns; throws KeyTrouble when there is one.
    void write_new(const std::filesystem::path& file) const;
    // In place of the file that is there: whatever happens meanwhile, either is whole. Throws
    // KeyTrouble.
    void replace(const std::filesystem::path& file) const;

    int newest() const { return generations_.rbegin()->first; }
    int oldest() const { return generations_.begin()->first; }
    bool has(int generation) const { return generations_.contains(generation); }
    // Of every generation, also of those whose secret is gone: the number.
    std::vector<int> generations() const;

    // These and one generation more.
    Keys with_next() const;
    // Without those that are newer; that one is there.
    Keys up_to(int generation) const;
    // Without the secrets of all but the newest; their public keys stay.
    Keys newest_alone() const;

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
    // In hexadecimal: who has it can check signatures and nothing else. Also of a generation whose
    // secret is gone.
    std::string public_key(int generation) const;

private:
    struct Secrets;
    using Generation = std::shared_ptr<const Secrets>;

    using PublicKey = std::array<unsigned char, 32>;

    const Secrets& of(int generation) const;
    const PublicKey* signed_by(int generation) const;
    // As the file has it; the caller wipes it.
    std::string text() const;

    std::map<int, Generation> generations_;
    std::map<int, PublicKey> retired_;
};

// The number in front of what was sealed or indexed. Throws KeyTrouble when there is none.
int generation_of(std::string_view sealed);

}  // namespace db
