#include "identity/web_key.hpp"

#include <array>
#include <set>
#include <vector>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <sys/stat.h>

#include "identity/base64url.hpp"
#include "identity/json_object.hpp"

namespace identity {
namespace {

template <class T>
using Owned = std::unique_ptr<T, void (*)(T*)>;
using KeyPointer = std::shared_ptr<EVP_PKEY>;

constexpr int least_rsa_bits = 2048;
constexpr int most_rsa_bits = 8192;
constexpr std::size_t coordinate = 32;  // bytes of P-256

const unsigned char* bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

KeyPointer made(const char* kind, OSSL_PARAM_BLD* builder) {
    const Owned<OSSL_PARAM> parameters(OSSL_PARAM_BLD_to_param(builder), OSSL_PARAM_free);
    const Owned<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new_from_name(nullptr, kind, nullptr),
                                      EVP_PKEY_CTX_free);
    EVP_PKEY* key = nullptr;
    if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) {
        return nullptr;
    }
    KeyPointer owned(key, EVP_PKEY_free);
    // A point that is not on the curve, among others.
    const Owned<EVP_PKEY_CTX> check(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr),
                                    EVP_PKEY_CTX_free);
    return check && EVP_PKEY_public_check(check.get()) == 1 ? owned : nullptr;
}

Owned<BIGNUM> number(const std::string& big_endian) {
    return {BN_bin2bn(bytes(std::string_view(big_endian)), static_cast<int>(big_endian.size()),
                      nullptr),
            BN_free};
}

KeyPointer rsa_key(const std::string& modulus, const std::string& exponent) {
    if (modulus.size() > most_rsa_bits / 8 || exponent.size() > 8) return nullptr;
    const auto n = number(modulus);
    const auto e = number(exponent);
    const bool sound = n && e && BN_num_bits(n.get()) >= least_rsa_bits && BN_is_odd(n.get()) &&
                       BN_is_odd(e.get()) && BN_num_bits(e.get()) > 16;
    const Owned<OSSL_PARAM_BLD> builder(OSSL_PARAM_BLD_new(), OSSL_PARAM_BLD_free);
    if (!sound || !builder ||
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1 ||
        OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1) {
        return nullptr;
    }
    return made("RSA", builder.get());
}

KeyPointer p256_key(const std::string& x, const std::string& y) {
    if (x.size() != coordinate || y.size() != coordinate) return nullptr;
    const std::string point = '\x04' + x + y;
    const Owned<OSSL_PARAM_BLD> builder(OSSL_PARAM_BLD_new(), OSSL_PARAM_BLD_free);
    if (!builder ||
        OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0) !=
            1 ||
        OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                         point.size()) != 1) {
        return nullptr;
    }
    return made("EC", builder.get());
}

std::string member(const JsonObject& key, std::string_view name) {
    return from_base64url(key.text(name).value_or("")).value_or("");
}

std::optional<PublicKey> usable(const JsonObject& jwk) {
    if (jwk.has("use") && jwk.text("use") != "sig") return std::nullopt;
    if (jwk.has("key_ops")) {
        const auto uses = jwk.texts("key_ops").value_or(std::vector<std::string>{});
        if (std::set(uses.begin(), uses.end()) != std::set<std::string>{"verify"}) {
            return std::nullopt;
        }
    }
    std::optional<Algorithm> only;
    if (jwk.has("alg")) {
        only = parse_algorithm(jwk.text("alg").value_or(""));
        if (!only) return std::nullopt;
    }
    const auto kind = jwk.text("kty");
    KeyPointer key;
    if (kind == "RSA") {
        key = rsa_key(member(jwk, "n"), member(jwk, "e"));
    } else if (kind == "EC" && jwk.text("crv") == "P-256") {
        key = p256_key(member(jwk, "x"), member(jwk, "y"));
    }
    if (!key) return std::nullopt;
    return PublicKey(std::move(key), only);
}

// r and s, each of 32 bytes (RFC 7518 section 3.4), as OpenSSL wants them; empty when it is none.
std::string to_der(std::string_view signature) {
    if (signature.size() != 2 * coordinate) return {};
    const Owned<ECDSA_SIG> pair(ECDSA_SIG_new(), ECDSA_SIG_free);
    auto r = number(std::string(signature.substr(0, coordinate)));
    auto s = number(std::string(signature.substr(coordinate)));
    if (!pair || !r || !s || BN_is_zero(r.get()) || BN_is_zero(s.get()) ||
        ECDSA_SIG_set0(pair.get(), r.get(), s.get()) != 1) {
        return {};
    }
    (void)r.release();
    (void)s.release();
    unsigned char* der = nullptr;
    const int size = i2d_ECDSA_SIG(pair.get(), &der);
    if (size <= 0) return {};
    std::string text(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size));
    OPENSSL_free(der);
    return text;
}

std::string from_der(const std::string& der) {
    const unsigned char* at = bytes(std::string_view(der));
    const Owned<ECDSA_SIG> pair(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())),
                                ECDSA_SIG_free);
    std::string signature(2 * coordinate, '\0');
    if (!pair || BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), bytes(signature), coordinate) < 0 ||
        BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), bytes(signature) + coordinate, coordinate) < 0) {
        throw std::runtime_error("signing failed");
    }
    return signature;
}

bool is_rsa_key(const EVP_PKEY* key) { return EVP_PKEY_is_a(key, "RSA") == 1; }

bool is_p256_key(const EVP_PKEY* key) {
    std::array<char, 64> group{};
    return EVP_PKEY_is_a(key, "EC") == 1 &&
           EVP_PKEY_get_group_name(key, group.data(), group.size(), nullptr) == 1 &&
           std::string_view(group.data()) == SN_X9_62_prime256v1;
}

bool fits(const EVP_PKEY* key, Algorithm algorithm) {
    return algorithm == Algorithm::es256 ? is_p256_key(key) : is_rsa_key(key);
}

// What of RSA the algorithm says besides SHA-256.
bool prepare(EVP_PKEY_CTX* context, Algorithm algorithm) {
    switch (algorithm) {
        case Algorithm::rs256:
            return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1;
        case Algorithm::ps256:
            return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
                   EVP_PKEY_CTX_set_rsa_mgf1_md(context, EVP_sha256()) == 1 &&
                   EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1;
        case Algorithm::es256:
            return true;
    }
    return false;
}

std::string sha256(std::string_view text) {
    std::string digest(32, '\0');
    unsigned int size = 0;
    if (EVP_Digest(text.data(), text.size(), bytes(digest), &size, EVP_sha256(), nullptr) != 1) {
        throw std::runtime_error("SHA-256 failed");
    }
    return digest;
}

std::string exported(const EVP_PKEY* key, const char* name, int size) {
    BIGNUM* found = nullptr;
    if (EVP_PKEY_get_bn_param(key, name, &found) != 1) throw BadKey("a key cannot be read");
    const Owned<BIGNUM> owned(found, BN_free);
    std::string text(static_cast<std::size_t>(size == 0 ? BN_num_bytes(found) : size), '\0');
    BN_bn2binpad(found, bytes(text), static_cast<int>(text.size()));
    return to_base64url(text);
}

std::string jwk_members(const EVP_PKEY* key, bool rsa) {
    if (rsa) {
        return R"("e":")" + exported(key, OSSL_PKEY_PARAM_RSA_E, 0) + R"(","kty":"RSA","n":")" +
               exported(key, OSSL_PKEY_PARAM_RSA_N, 0) + '"';
    }
    return R"("crv":"P-256","kty":"EC","x":")" +
           exported(key, OSSL_PKEY_PARAM_EC_PUB_X, coordinate) + R"(","y":")" +
           exported(key, OSSL_PKEY_PARAM_EC_PUB_Y, coordinate) + '"';
}

std::string certificate_thumbprint_of(const std::string& file) {
    const Owned<BIO> in(BIO_new_file(file.c_str(), "r"), BIO_free_all);
    if (!in) return {};
    const Owned<X509> certificate(PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr),
                                  X509_free);
    if (!certificate) return {};
    std::string digest(32, '\0');
    unsigned int size = 0;
    X509_digest(certificate.get(), EVP_sha256(), bytes(digest), &size);
    return to_base64url(digest);
}

// A key behind a passphrase is refused: nobody is there to be asked.
int no_passphrase(char*, int, int, void*) { return 0; }

}  // namespace

std::string_view to_text(Algorithm algorithm) {
    switch (algorithm) {
        case Algorithm::rs256:
            return "RS256";
        case Algorithm::ps256:
            return "PS256";
        case Algorithm::es256:
            return "ES256";
    }
    return "";
}

std::optional<Algorithm> parse_algorithm(std::string_view text) {
    for (const Algorithm one : {Algorithm::rs256, Algorithm::ps256, Algorithm::es256}) {
        if (to_text(one) == text) return one;
    }
    return std::nullopt;
}

bool PublicKey::verifies(Algorithm algorithm, std::string_view message,
                         std::string_view signature) const {
    if ((only_ && *only_ != algorithm) || !fits(key_.get(), algorithm)) return false;
    const std::string der = algorithm == Algorithm::es256 ? to_der(signature) : std::string();
    if (algorithm == Algorithm::es256) signature = der;
    if (signature.empty()) return false;
    const Owned<EVP_MD_CTX> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    EVP_PKEY_CTX* options = nullptr;
    return context &&
           EVP_DigestVerifyInit(context.get(), &options, EVP_sha256(), nullptr, key_.get()) == 1 &&
           prepare(options, algorithm) &&
           EVP_DigestVerify(context.get(), bytes(signature), signature.size(), bytes(message),
                            message.size()) == 1;
}

std::optional<KeySet> KeySet::parse(std::string_view text) {
    const auto document = JsonObject::parse(text);
    const auto listed = document ? document->objects("keys") : std::nullopt;
    if (!listed) return std::nullopt;
    KeySet set;
    for (const JsonObject& jwk : *listed) {
        const auto kid = jwk.text("kid");
        if (!kid) continue;
        const auto [at, is_new] = set.keys_.emplace(*kid, std::nullopt);
        // Which of two keys of one name is meant would be a guess.
        at->second = is_new ? usable(jwk) : std::nullopt;
    }
    return set;
}

const PublicKey* KeySet::find(const std::string& kid) const {
    const auto found = keys_.find(kid);
    return found == keys_.end() || !found->second ? nullptr : &*found->second;
}

SigningKey SigningKey::read(const std::filesystem::path& file) {
    const std::string name = "the key file " + file.string();
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) throw BadKey(name + " cannot be read");
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        throw BadKey(name + " can be read by others: chmod 600 it");
    }
    const Owned<BIO> in(BIO_new_file(file.c_str(), "r"), BIO_free_all);
    SigningKey key;
    key.key_ = KeyPointer(
        in ? PEM_read_bio_PrivateKey(in.get(), nullptr, no_passphrase, nullptr) : nullptr,
        EVP_PKEY_free);
    if (!key.key_) throw BadKey(name + " holds no private key in PEM without a passphrase");
    key.rsa_ = is_rsa_key(key.key_.get());
    if (key.rsa_ ? EVP_PKEY_get_bits(key.key_.get()) < least_rsa_bits
                 : !is_p256_key(key.key_.get())) {
        throw BadKey(name + " must hold a key of RSA with 2048 bits or more, or of P-256");
    }
    key.members_ = jwk_members(key.key_.get(), key.rsa_);
    key.thumbprint_ = to_base64url(sha256("{" + key.members_ + "}"));
    key.certificate_ = certificate_thumbprint_of(file.string());
    return key;
}

SigningKey SigningKey::make() {
    SigningKey key;
    key.key_ = KeyPointer(EVP_EC_gen("P-256"), EVP_PKEY_free);
    if (!key.key_) throw std::runtime_error("no key could be made");
    key.members_ = jwk_members(key.key_.get(), false);
    key.thumbprint_ = to_base64url(sha256("{" + key.members_ + "}"));
    return key;
}

std::string SigningKey::sign(Algorithm algorithm, std::string_view message) const {
    if (!fits(key_.get(), algorithm)) throw std::runtime_error("a key of another kind");
    const Owned<EVP_MD_CTX> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    EVP_PKEY_CTX* options = nullptr;
    std::size_t size = 0;
    if (!context ||
        EVP_DigestSignInit(context.get(), &options, EVP_sha256(), nullptr, key_.get()) != 1 ||
        !prepare(options, algorithm) ||
        EVP_DigestSign(context.get(), nullptr, &size, bytes(message), message.size()) != 1) {
        throw std::runtime_error("signing failed");
    }
    std::string signature(size, '\0');
    if (EVP_DigestSign(context.get(), bytes(signature), &size, bytes(message), message.size()) !=
        1) {
        throw std::runtime_error("signing failed");
    }
    signature.resize(size);
    return algorithm == Algorithm::es256 ? from_der(signature) : signature;
}

std::string SigningKey::public_jwk(const std::string& kid) const {
    return "{" + members_ + R"(,"kid":")" + (kid.empty() ? thumbprint_ : kid) + R"(","use":"sig"})";
}

}  // namespace identity
