#include "identity/password.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <semaphore>
#include <stdexcept>

#include <fmt/format.h>
#include <sodium.h>

#include "db/text_key.hpp"
#include "domain/text.hpp"
#include "identity/common_words.hpp"
#include "identity/random.hpp"

namespace identity {
namespace {

std::atomic<std::uint64_t> hashes{0};

// Each takes its memory: two at a time, whoever asks.
std::counting_semaphore<2> places(2);

class Place {
public:
    Place() { places.acquire(); }
    ~Place() { places.release(); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
};

constexpr std::size_t shortest = 12;
constexpr std::size_t longest = 128;
// What has to be left of a password beside what somebody would try first.
constexpr std::size_t least_beside_context = 8;
// Of characters that do not just go on with those before them.
constexpr std::size_t least_new_characters = 6;

void start_sodium() {
    if (::sodium_init() < 0) throw std::runtime_error("libsodium could not be started");
}

// In a key, what text_key makes of æ, ø and å are the characters from '{' to '}'.
bool is_letter(char c) { return (c >= 'a' && c <= '}') || static_cast<unsigned char>(c) >= 0x80; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string letters_of(std::string_view key) {
    std::string letters;
    std::copy_if(key.begin(), key.end(), std::back_inserter(letters), is_letter);
    return letters;
}

// "p@ssw0rd2026!!" is "password": the ends without digits and signs, and what stands for a letter
// inside as that letter.
std::string without_disguise(std::string_view key) {
    const auto first = std::find_if(key.begin(), key.end(), is_letter);
    auto last = key.end();
    while (last != first && !is_letter(*(last - 1))) --last;
    std::string plain(first, last);
    for (char& c : plain) {
        constexpr std::string_view disguised = "0134578@$!";
        constexpr std::string_view meant = "oieastbasi";
        if (const auto at = disguised.find(c); at != std::string_view::npos) c = meant[at];
    }
    return letters_of(plain);
}

// One common word, or two.
bool is_of_common_words(std::string_view letters) {
    if (letters.empty()) return false;
    if (is_common_word(letters)) return true;
    for (std::size_t i = 1; i < letters.size(); ++i) {
        if (is_common_word(letters.substr(0, i)) && is_common_word(letters.substr(i))) return true;
    }
    return false;
}

// "abcabcabcabc": the same three times or more.
bool is_repeated(std::string_view text) {
    for (std::size_t period = 1; period * 3 <= text.size(); ++period) {
        if (text.substr(period) == text.substr(0, text.size() - period)) return true;
    }
    return false;
}

// As keys lie beside each other, and as letters and digits follow.
bool follows(char a, char b) {
    constexpr std::array<std::string_view, 7> rows{"01234567890",
                                                   "qwertyuiop}",
                                                   "asdfghjkl|{",
                                                   "zxcvbnm",
                                                   "abcdefghijklmnopqrstuvwxyz{|}",
                                                   "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
                                                   "1q2w3e4r5t6y7u8i9o0p"};
    const std::array<char, 2> forward{a, b};
    const std::array<char, 2> backward{b, a};
    return a == b || std::any_of(rows.begin(), rows.end(), [&](std::string_view row) {
               return row.find({forward.data(), 2}) != std::string_view::npos ||
                      row.find({backward.data(), 2}) != std::string_view::npos;
           });
}

std::size_t new_characters(std::string_view key) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < key.size(); ++i) {
        if (i == 0 || !follows(key[i - 1], key[i])) ++count;
    }
    return count;
}

bool is_common(std::string_view key) {
    return is_of_common_words(letters_of(key)) || is_of_common_words(without_disguise(key)) ||
           is_repeated(key) || new_characters(key) < least_new_characters;
}

// Little is left beside words that belong to the user or the place.
bool is_of_context(std::string key, const std::vector<std::string>& context) {
    bool found = false;
    for (const std::string& text : context) {
        for (const std::string& word : db::key_words(text)) {
            if (word.size() < 3) continue;
            for (auto at = key.find(word); at != std::string::npos; at = key.find(word)) {
                key.erase(at, word.size());
                found = true;
            }
        }
    }
    const auto left =
        std::count_if(key.begin(), key.end(), [](char c) { return is_letter(c) || is_digit(c); });
    return found && static_cast<std::size_t>(left) < least_beside_context;
}

}  // namespace

std::string hash_password(std::string_view password, const domain::PasswordCost& cost) {
    start_sodium();
    ++hashes;
    const Place place;
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    if (::crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), cost.passes,
                                cost.memory, crypto_pwhash_ALG_ARGON2ID13) != 0) {
        throw std::runtime_error("no memory to hash a password");
    }
    return hash.data();
}

bool is_password(std::string_view password, const std::string& hash) {
    start_sodium();
    ++hashes;
    const Place place;
    return ::crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

bool needs_rehash(const std::string& hash, const domain::PasswordCost& cost) {
    return ::crypto_pwhash_str_needs_rehash(hash.c_str(), cost.passes, cost.memory) != 0;
}

std::string hash_of_none(const domain::PasswordCost& cost) {
    return fmt::format("$argon2id$v=19$m={},t={},p=1${}${}", cost.memory / 1024, cost.passes,
                       std::string(22, 'A'), std::string(43, 'A'));
}

std::uint64_t hashes_run() { return hashes; }

std::vector<std::string_view> password_faults(std::string_view password,
                                              const std::vector<std::string>& context) {
    std::vector<std::string_view> faults;
    const std::size_t length = domain::code_points(password);
    if (length < shortest) faults.emplace_back("password_too_short");
    if (length > longest) faults.emplace_back("too_long");
    const std::string key = db::text_key(password);
    if (is_common(key)) faults.emplace_back("common_password");
    std::vector<std::string> all = context;
    all.insert(all.end(),
               {"Korttidslager", "hjelpemiddel", "hjelpemidler", "Sandefjord", "Stokke"});
    if (is_of_context(key, all)) faults.emplace_back("context_password");
    return faults;
}

std::string temporary_password() {
    std::string password;
    for (int group = 0; group < 4; ++group) {
        if (group > 0) password += '-';
        password += random_symbols(4);
    }
    return password;
}

}  // namespace identity
