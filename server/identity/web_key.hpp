#pragma once
// The keys of signed tokens: those of a provider as it publishes them (RFC 7517), and our own.

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

struct evp_pkey_st;

namespace identity {

// What may be used; what a token names is only held against this.
enum class Algorithm { rs256, ps256, es256 };
std::string_view to_text(Algorithm algorithm);
std::optional<Algorithm> parse_algorithm(std::string_view text);

class PublicKey {
public:
    PublicKey(std::shared_ptr<evp_pkey_st> key, std::optional<Algorithm> only)
        : key_(std::move(key)), only_(only) {}

    // False also when the key is of another kind than the algorithm's.
    bool verifies(Algorithm algorithm, std::string_view message, std::string_view signature) const;

private:
    std::shared_ptr<evp_pkey_st> key_;
    std::optional<Algorithm> only_;  // what its owner says that it is for
};

class KeySet {
public:
    // None when it is no set of keys. A key that may not be used is known all the same: RSA under
    // 2048 bits, a point that is not on P-256, a key for something else than signatures, two keys
    // of one name.
    static std::optional<KeySet> parse(std::string_view text);

    bool knows(const std::string& kid) const { return keys_.contains(kid); }
    // Null when it may not be used.
    const PublicKey* find(const std::string& kid) const;

private:
    std::map<std::string, std::optional<PublicKey>> keys_;
};

// In a sentence for the operator.
class BadKey : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// The key that this program proves itself with.
class SigningKey {
public:
    // A PEM file, which must be readable by its owner alone: a private key of RSA (2048 bits or
    // more) or P-256 and, when the provider knows the key by it, its certificate. Throws BadKey.
    static SigningKey read(const std::filesystem::path& file);

    // A new one of P-256.
    static SigningKey make();

    bool is_rsa() const { return rsa_; }
    std::string sign(Algorithm algorithm, std::string_view message) const;
    // RFC 7638, which names the key where nothing else does.
    const std::string& thumbprint() const { return thumbprint_; }
    // Of the certificate, by SHA-256; empty without one.
    const std::string& certificate_thumbprint() const { return certificate_; }
    // The public key by itself.
    std::string public_key() const { return "{" + members_ + "}"; }
    // What the provider is given; without a name of its own it is its thumbprint.
    std::string public_jwk(const std::string& kid) const;

private:
    std::shared_ptr<evp_pkey_st> key_;
    bool rsa_ = false;
    std::string members_;  // of the public key, as RFC 7638 wants them
    std::string thumbprint_;
    std::string certificate_;
};

}  // namespace identity
