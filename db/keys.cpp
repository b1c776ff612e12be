#include "db/keys.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

namespace db {
namespace {

constexpr std::size_t secret_size = crypto_kdf_KEYBYTES;
constexpr std::size_t nonce_size = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_size = crypto_aead_xchacha20poly1305_ietf_ABYTES;
// What the derived keys are for. The numbers and the context are part of the format.
constexpr char context[] = "kl-depot";
constexpr std::string_view public_word = "public ";
enum Purpose : std::uint64_t { sealing = 1, indexing = 2, signing = 3 };

static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == 32);
static_assert(crypto_generichash_KEYBYTES == 32 && crypto_sign_SEEDBYTES == 32);
static_assert(crypto_sign_PUBLICKEYBYTES == 32);
static_assert(sizeof context - 1 == crypto_kdf_CONTEXTBYTES);

const unsigned char* bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

void start_sodium() {
    if (::sodium_init() < 0) throw KeyTrouble("the cryptographic library could not be started");
}

std::string hex(const unsigned char* data, std::size_t size) {
    std::string text(2 * size + 1, '\0');
    ::sodium_bin2hex(text.data(), text.size(), data, size);
    text.pop_back();
    return text;
}

// Where it belongs, so that no two places give the same bytes.
std::string bound_to(const Place& place, int generation) {
    std::string text = std::to_string(generation);
    for (const std::string_view part : {place.table, place.column}) {
        text += '\0';
        text += part;
    }
    return text + '\0' + std::to_string(place.row);
}

// Thirty-two bytes from 64 digits.
bool read_hex(unsigned char* to, std::string_view digits) {
    std::size_t read = 0;
    return digits.size() == 2 * secret_size &&
           ::sodium_hex2bin(to, secret_size, digits.data(), digits.size(), nullptr, &read,
                            nullptr) == 0 &&
           read == secret_size;
}

std::string reason(int failure) { return std::generic_category().message(failure); }

// Without it the name of a new file may be lost though its content is not. Else why not.
std::optional<std::string> sync_folder_of(const std::filesystem::path& file) {
    const auto folder = std::filesystem::absolute(file).parent_path();
    const int handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (handle < 0) return reason(errno);
    const int result = ::fsync(handle);
    const int failure = errno;
    ::close(handle);
    if (result != 0) return reason(failure);
    return std::nullopt;
}

// A new file of its owner's, on the disk when this returns; else why not.
std::optional<std::string> write_durably(const std::filesystem::path& file, std::string_view text) {
    const int handle = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (handle < 0) return reason(errno);
    const bool written =
        ::write(handle, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
        ::fsync(handle) == 0;
    const int failure = errno;
    ::close(handle);
    if (!written) return reason(failure);
    return sync_folder_of(file);
}

std::optional<int> number(std::string_view text) {
    int value = 0;
    const auto [rest, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc() || rest != text.data() + text.size() || value < 1) {
        return std::nullopt;
    }
    return value;
}

}  // namespace

// In memory that is locked and of which no core dump is made.
struct Keys::Secrets {
    struct Bytes {
        std::array<unsigned char, secret_size> master;
        std::array<unsigned char, 32> sealing;
        std::array<unsigned char, 32> indexing;
        std::array<unsigned char, crypto_sign_SECRETKEYBYTES> signing;
        PublicKey signed_by;
    };

    Secrets() : bytes(static_cast<Bytes*>(::sodium_malloc(sizeof(Bytes)))) {
        if (bytes == nullptr) throw KeyTrouble("no locked memory for the keys (ulimit -l)");
    }
    ~Secrets() { ::sodium_free(bytes); }
    Secrets(const Secrets&) = delete;
    Secrets& operator=(const Secrets&) = delete;

    // From the master, which is there.
    void derive() {
        std::array<unsigned char, crypto_sign_SEEDBYTES> seed{};
        const auto* master = bytes->master.data();
        ::crypto_kdf_derive_from_key(bytes->sealing.data(), 32, Purpose::sealing, context, master);
        ::crypto_kdf_derive_from_key(bytes->indexing.data(), 32, Purpose::indexing, context,
                                     master);
        ::crypto_kdf_derive_from_key(seed.data(), seed.size(), Purpose::signing, context, master);
        ::crypto_sign_seed_keypair(bytes->signed_by.data(), bytes->signing.data(), seed.data());
        ::sodium_memzero(seed.data(), seed.size());
        ::sodium_mprotect_readonly(bytes);
    }

    Bytes* bytes;
};

Keys Keys::make() { return Keys().with_next(); }

Keys Keys::with_next() const {
    start_sodium();
    const auto secrets = std::make_shared<Secrets>();
    ::crypto_kdf_keygen(secrets->bytes->master.data());
    secrets->derive();
    Keys keys = *this;
    const auto numbers = generations();
    keys.generations_.emplace(numbers.empty() ? 1 : numbers.back() + 1, secrets);
    return keys;
}

Keys Keys::up_to(int generation) const {
    Keys keys = *this;
    keys.generations_.erase(keys.generations_.upper_bound(generation), keys.generations_.end());
    return keys;
}

Keys Keys::newest_alone() const {
    Keys keys = *this;
    while (keys.generations_.size() > 1) {
        const auto oldest = keys.generations_.begin();
        keys.retired_.emplace(oldest->first, oldest->second->bytes->signed_by);
        keys.generations_.erase(oldest);
    }
    return keys;
}

std::vector<int> Keys::generations() const {
    std::vector<int> all;
    for (const auto& [generation, secrets] : generations_) all.push_back(generation);
    for (const auto& [generation, key] : retired_) all.push_back(generation);
    std::sort(all.begin(), all.end());
    return all;
}

Keys Keys::parse(std::string_view text) {
    start_sodium();
    Keys keys;
    while (!text.empty()) {
        const auto end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (line.empty()) continue;
        const auto blank = line.find(' ');
        const auto generation = number(line.substr(0, blank));
        std::string_view digits =
            blank == std::string_view::npos ? std::string_view() : line.substr(blank + 1);
        const bool is_public = digits.starts_with(public_word);
        if (is_public) digits.remove_prefix(public_word.size());
        const auto secrets = is_public ? nullptr : std::make_shared<Secrets>();
        PublicKey key{};
        if (!generation ||
            !read_hex(is_public ? key.data() : secrets->bytes->master.data(), digits)) {
            throw KeyTrouble(
                "the key file is damaged: a line is a number and 64 hexadecimal digits");
        }
        if (keys.has(*generation) || keys.retired_.contains(*generation)) {
            throw KeyTrouble("the key file is damaged: it has a number twice");
        }
        if (is_public) {
            keys.retired_.emplace(*generation, key);
        } else {
            secrets->derive();
            keys.generations_.emplace(*generation, secrets);
        }
    }
    if (keys.generations_.empty()) throw KeyTrouble("the key file is empty");
    if (!keys.retired_.empty() && keys.retired_.rbegin()->first > keys.newest()) {
        throw KeyTrouble("the key file is damaged: the secret of its newest number is not there");
    }
    return keys;
}

Keys Keys::read(const std::filesystem::path& file) {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) {
        throw KeyTrouble("the key file " + file.string() +
                         " cannot be read: " + std::generic_category().message(errno));
    }
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        throw KeyTrouble("the key file " + file.string() + " can be read by others: chmod 600 it");
    }
    std::ifstream in(file, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    if (!in) throw KeyTrouble("the key file " + file.string() + " cannot be read");
    Keys keys = parse(text);
    ::sodium_memzero(text.data(), text.size());
    return keys;
}

std::string Keys::text() const {
    std::string text;
    for (const int generation : generations()) {
        text += std::to_string(generation) + " ";
        text += has(generation) ? hex(of(generation).bytes->master.data(), secret_size)
                                : std::string(public_word) + public_key(generation);
        text += "\n";
    }
    return text;
}

void Keys::write_new(const std::filesystem::path& file) const {
    std::string contents = text();
    const auto failure = write_durably(file, contents);
    ::sodium_memzero(contents.data(), contents.size());
    if (failure) {
        throw KeyTrouble("the key file " + file.string() + " cannot be made: " + *failure);
    }
}

void Keys::replace(const std::filesystem::path& file) const {
    std::filesystem::path beside = file;
    beside += ".new";
    // One that was not finished when it was interrupted.
    std::error_code ignored;
    std::filesystem::remove(beside, ignored);
    std::string contents = text();
    auto failure = write_durably(beside, contents);
    ::sodium_memzero(contents.data(), contents.size());
    if (!failure && ::rename(beside.c_str(), file.c_str()) != 0) failure = reason(errno);
    if (failure) {
        throw KeyTrouble("the key file " + file.string() + " cannot be changed: " + *failure);
    }
    if (const auto unsynced = sync_folder_of(file)) {
        throw KeyTrouble("the key file " + file.string() + " is not yet on the disk: " + *unsynced);
    }
}

const Keys::Secrets& Keys::of(int generation) const {
    const auto found = generations_.find(generation);
    if (found == generations_.end()) {
        throw KeyTrouble("the key file has no keys number " + std::to_string(generation));
    }
    return *found->second;
}

std::string Keys::seal(std::string_view plain, const Place& place) const {
    const int generation = newest();
    const std::string bound = bound_to(place, generation);
    std::string box(nonce_size + plain.size() + tag_size, '\0');
    ::randombytes_buf(box.data(), nonce_size);
    ::crypto_aead_xchacha20poly1305_ietf_encrypt(bytes(box) + nonce_size, nullptr, bytes(plain),
                                                 plain.size(), bytes(bound), bound.size(), nullptr,
                                                 bytes(box), of(generation).bytes->sealing.data());
    constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::string text(sodium_base64_encoded_len(box.size(), variant), '\0');
    ::sodium_bin2base64(text.data(), text.size(), bytes(box), box.size(), variant);
    text.pop_back();
    return std::to_string(generation) + "." + text;
}

std::string Keys::open(std::string_view sealed, const Place& place) const {
    const int generation = generation_of(sealed);
    const std::string_view text = sealed.substr(sealed.find('.') + 1);
    const std::string bound = bound_to(place, generation);
    std::string box(text.size(), '\0');
    std::size_t size = 0;
    const bool is_text =
        ::sodium_base642bin(bytes(box), box.size(), text.data(), text.size(), nullptr, &size,
                            nullptr, sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0;
    if (!is_text || size < nonce_size + tag_size) throw KeyTrouble("a sealed value is damaged");
    std::string plain(size - nonce_size - tag_size, '\0');
    if (::crypto_aead_xchacha20poly1305_ietf_decrypt(
            bytes(plain), nullptr, nullptr, bytes(box) + nonce_size, size - nonce_size,
            bytes(bound), bound.size(), bytes(box), of(generation).bytes->sealing.data()) != 0) {
        throw KeyTrouble("a sealed value does not open with the keys of the key file");
    }
    return plain;
}

std::vector<std::string> Keys::indexes(std::string_view value, std::string_view purpose) const {
    std::string message(purpose);
    message += '\0';
    message += value;
    std::vector<std::string> found;
    for (auto it = generations_.rbegin(); it != generations_.rend(); ++it) {
        std::array<unsigned char, crypto_generichash_BYTES> hash{};
        const auto& key = it->second->bytes->indexing;
        ::crypto_generichash(hash.data(), hash.size(), bytes(message), message.size(), key.data(),
                             key.size());
        found.push_back(std::to_string(it->first) + "." + hex(hash.data(), hash.size()));
    }
    return found;
}

std::string Keys::index(std::string_view value, std::string_view purpose) const {
    return indexes(value, purpose).front();
}

std::string Keys::sign(std::string_view message) const {
    std::array<unsigned char, crypto_sign_BYTES> signature{};
    ::crypto_sign_detached(signature.data(), nullptr, bytes(message), message.size(),
                           of(newest()).bytes->signing.data());
    return hex(signature.data(), signature.size());
}

const Keys::PublicKey* Keys::signed_by(int generation) const {
    if (has(generation)) return &of(generation).bytes->signed_by;
    const auto found = retired_.find(generation);
    return found == retired_.end() ? nullptr : &found->second;
}

bool Keys::is_signed(std::string_view message, std::string_view signature, int generation) const {
    const PublicKey* key = signed_by(generation);
    if (key == nullptr) return false;
    std::array<unsigned char, crypto_sign_BYTES> read{};
    std::size_t size = 0;
    return ::sodium_hex2bin(read.data(), read.size(), signature.data(), signature.size(), nullptr,
                            &size, nullptr) == 0 &&
           size == read.size() &&
           ::crypto_sign_verify_detached(read.data(), bytes(message), message.size(),
                                         key->data()) == 0;
}

std::string Keys::public_key(int generation) const {
    const auto retired = retired_.find(generation);
    const PublicKey& key =
        retired == retired_.end() ? of(generation).bytes->signed_by : retired->second;
    return hex(key.data(), key.size());
}

int generation_of(std::string_view sealed) {
    const auto dot = sealed.find('.');
    const auto generation =
        dot == std::string_view::npos ? std::nullopt : number(sealed.substr(0, dot));
    if (!generation) throw KeyTrouble("a sealed value is damaged");
    return *generation;
}

}  // namespace db
