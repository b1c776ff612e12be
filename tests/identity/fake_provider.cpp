#include "identity/fake_provider.hpp"

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <sys/stat.h>

namespace support {
namespace {

unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
const unsigned char* bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string from_base64url(std::string text) {
    std::replace(text.begin(), text.end(), '-', '+');
    std::replace(text.begin(), text.end(), '_', '/');
    const std::size_t padding = (4 - text.size() % 4) % 4;
    text.append(padding, '=');
    std::string out(text.size(), '\0');
    const int size =
        EVP_DecodeBlock(bytes(out), bytes(std::string_view(text)), static_cast<int>(text.size()));
    if (size < 0) throw std::runtime_error("no base64: " + text);
    out.resize(static_cast<std::size_t>(size) - padding);
    return out;
}

std::string number_of(EVP_PKEY* key, const char* name, int size) {
    BIGNUM* number = nullptr;
    EVP_PKEY_get_bn_param(key, name, &number);
    std::string text(static_cast<std::size_t>(size == 0 ? BN_num_bytes(number) : size), '\0');
    BN_bn2binpad(number, bytes(text), static_cast<int>(text.size()));
    BN_free(number);
    return base64url(text);
}

void pad(EVP_PKEY_CTX* context, std::string_view algorithm) {
    if (algorithm == "RS256") EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING);
    if (algorithm == "PS256") {
        EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING);
        EVP_PKEY_CTX_set_rsa_pss_saltlen(context, 32);
    }
}

// SEQUENCE of two INTEGERs of at most 33 bytes.
std::string raw_of(const std::string& der) {
    const auto integer = [&](std::size_t at) {
        const auto size = static_cast<std::size_t>(der.at(at + 1));
        std::string value = der.substr(at + 2, size);
        while (value.size() > 32) value.erase(0, 1);
        return std::string(32 - value.size(), '\0') + value;
    };
    return integer(2) + integer(4 + static_cast<std::size_t>(der.at(3)));
}

std::string der_of(std::string_view raw) {
    const auto integer = [](std::string value) {
        while (value.size() > 1 && value[0] == '\0') value.erase(0, 1);
        if ((value[0] & 0x80) != 0) value.insert(0, 1, '\0');
        return std::string("\x02") + static_cast<char>(value.size()) + value;
    };
    const std::string both =
        integer(std::string(raw.substr(0, 32))) + integer(std::string(raw.substr(32)));
    return std::string("\x30") + static_cast<char>(both.size()) + both;
}

std::int64_t seconds(domain::Instant instant) { return instant.time_since_epoch().count() / 1000; }

identity::Fetched json(int status, std::string body) {
    return {status, "application/json", std::move(body)};
}

std::string list_of(const std::vector<Body>& keys) {
    std::string all;
    for (const Body& key : keys) all += (all.empty() ? "" : ",") + key.text();
    return "{\"keys\":[" + all + "]}";
}

}  // namespace

std::string base64url(std::string_view data) {
    std::string text(4 * ((data.size() + 2) / 3) + 1, '\0');
    text.resize(static_cast<std::size_t>(
        EVP_EncodeBlock(bytes(text), bytes(data), static_cast<int>(data.size()))));
    while (text.ends_with('=')) text.pop_back();
    std::replace(text.begin(), text.end(), '+', '-');
    std::replace(text.begin(), text.end(), '/', '_');
    return text;
}

std::string sha256(std::string_view text) {
    std::string digest(32, '\0');
    EVP_Digest(text.data(), text.size(), bytes(digest), nullptr, EVP_sha256(), nullptr);
    return digest;
}

std::map<std::string, std::string> members(std::string_view query) {
    std::map<std::string, std::string> all;
    const auto decoded = [](std::string_view text) {
        std::string out;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] == '%') {
                out +=
                    static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
                i += 2;
            } else {
                out += text[i] == '+' ? ' ' : text[i];
            }
        }
        return out;
    };
    while (!query.empty()) {
        const auto end = query.find('&');
        const std::string_view one = query.substr(0, end);
        const auto equals = one.find('=');
        all[decoded(one.substr(0, equals))] = decoded(one.substr(equals + 1));
        query.remove_prefix(end == std::string_view::npos ? query.size() : end + 1);
    }
    return all;
}

TestKey TestKey::rsa(int bits) {
    TestKey key;
    key.key_.reset(EVP_RSA_gen(static_cast<unsigned>(bits)), EVP_PKEY_free);
    return key;
}

TestKey TestKey::ec(const char* curve) {
    TestKey key;
    key.key_.reset(EVP_EC_gen(curve), EVP_PKEY_free);
    return key;
}

std::string TestKey::sign_der(std::string_view message) const {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    std::size_t size = 200;
    std::string der(size, '\0');
    EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key_.get());
    EVP_DigestSign(context, bytes(der), &size, bytes(message), message.size());
    EVP_MD_CTX_free(context);
    der.resize(size);
    return der;
}

std::string TestKey::sign(std::string_view algorithm, std::string_view message) const {
    if (EVP_PKEY_is_a(key_.get(), "EC") == 1) return raw_of(sign_der(message));
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    EVP_PKEY_CTX* options = nullptr;
    std::size_t size = 1024;
    std::string signature(size, '\0');
    EVP_DigestSignInit(context, &options, EVP_sha256(), nullptr, key_.get());
    pad(options, algorithm);
    EVP_DigestSign(context, bytes(signature), &size, bytes(message), message.size());
    EVP_MD_CTX_free(context);
    signature.resize(size);
    return signature;
}

bool TestKey::verifies(std::string_view algorithm, std::string_view message,
                       std::string_view signature) const {
    const std::string der = algorithm == "ES256" ? der_of(signature) : std::string(signature);
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    EVP_PKEY_CTX* options = nullptr;
    EVP_DigestVerifyInit(context, &options, EVP_sha256(), nullptr, key_.get());
    pad(options, algorithm);
    const int good = EVP_DigestVerify(context, bytes(std::string_view(der)), der.size(),
                                      bytes(message), message.size());
    EVP_MD_CTX_free(context);
    return good == 1;
}

Body TestKey::jwk(std::string_view kid) const {
    Body jwk;
    jwk.set("kid", kid).set("use", "sig");
    EVP_PKEY* key = key_.get();
    if (EVP_PKEY_is_a(key, "RSA") == 1) {
        jwk.set("kty", "RSA").set("n", number_of(key, OSSL_PKEY_PARAM_RSA_N, 0));
        return jwk.set("e", number_of(key, OSSL_PKEY_PARAM_RSA_E, 0));
    }
    const int size = (EVP_PKEY_get_bits(key) + 7) / 8;
    jwk.set("kty", "EC").set("crv", "P-" + std::to_string(EVP_PKEY_get_bits(key)));
    jwk.set("x", number_of(key, OSSL_PKEY_PARAM_EC_PUB_X, size));
    return jwk.set("y", number_of(key, OSSL_PKEY_PARAM_EC_PUB_Y, size));
}

std::string TestKey::public_pem() const {
    BIO* out = BIO_new(BIO_s_mem());
    PEM_write_bio_PUBKEY(out, key_.get());
    char* data = nullptr;
    const long size = BIO_get_mem_data(out, &data);
    std::string text(data, static_cast<std::size_t>(size));
    BIO_free(out);
    return text;
}

void TestKey::write_private(const std::string& file) const {
    BIO* out = BIO_new_file(file.c_str(), "w");
    PEM_write_bio_PrivateKey(out, key_.get(), nullptr, nullptr, 0, nullptr, nullptr);
    BIO_free(out);
    ::chmod(file.c_str(), 0600);
}

std::string hs256(std::string_view secret, std::string_view message) {
    std::string code(32, '\0');
    unsigned int size = 0;
    HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), bytes(message),
         message.size(), bytes(code), &size);
    return code;
}

const TestKey& FakeProvider::ec_key() {
    static const TestKey key = TestKey::ec();
    return key;
}
const TestKey& FakeProvider::rsa_key() {
    static const TestKey key = TestKey::rsa();
    return key;
}
const TestKey& FakeProvider::other_key() {
    static const TestKey key = TestKey::ec();
    return key;
}
const TestKey& FakeProvider::client_key() {
    static const TestKey key = TestKey::ec();
    return key;
}

FakeProvider::FakeProvider() {
    const std::string at(issuer);
    metadata.set("issuer", at)
        .set("authorization_endpoint", at + "/authorize")
        .set("token_endpoint", at + "/token")
        .set("jwks_uri", at + "/jwks")
        .set("pushed_authorization_request_endpoint", at + "/par")
        .set("authorization_response_iss_parameter_supported", true)
        .raw("response_types_supported", R"(["code"])")
        .raw("code_challenge_methods_supported", R"(["S256"])")
        .raw("token_endpoint_auth_methods_supported", R"(["private_key_jwt"])");
    keys = {ec_key().jwk("ec"), rsa_key().jwk("rsa")};
}

identity::OpenidProvider FakeProvider::setup(const std::string& folder) const {
    const std::string file = folder + "/client.pem";
    client_key().write_private(file);
    identity::OpenidProvider provider;
    provider.name = "fake";
    provider.issuer = issuer;
    provider.client_id = "korttidslager";
    provider.key = std::make_shared<const identity::SigningKey>(identity::SigningKey::read(file));
    provider.acr = {"high", "substantial"};
    provider.role_claim = "roles";
    provider.roles = {{"Lager", domain::Role::lager}, {"Leder", domain::Role::leder}};
    provider.depot_claim = "department";
    provider.depots = {{"100", "SMS"}, {"200", "ENGVEIEN"}};
    return provider;
}

identity::Fetch FakeProvider::fetch() {
    return [this](const identity::Ask& ask) { return answer(ask); };
}

int FakeProvider::times_asked(std::string_view url_end) const {
    return static_cast<int>(std::count_if(asked.begin(), asked.end(), [&](const std::string& url) {
        return url.ends_with(url_end);
    }));
}

std::optional<identity::Fetched> FakeProvider::answer(const identity::Ask& ask) {
    asked.push_back(ask.url);
    if (away) return std::nullopt;
    if (ask.patience.count() <= 0 || ask.patience.count() > 5000) complain("patience");
    const auto form = ask.form ? members(identity::to_text(*ask.form)) : members("");
    if (ask.url.ends_with("/.well-known/openid-configuration")) return json(200, metadata.text());
    if (ask.url.ends_with("/jwks")) return json(200, list_of(keys));
    if (ask.url.ends_with("/par")) {
        check_proof(form);
        const std::string uri = "urn:request:" + std::to_string(++numbers_);
        pushed_[uri] = form;
        return json(201, Body().set("request_uri", uri).set("expires_in", 60).text());
    }
    if (ask.url.ends_with("/token")) {
        if (token_answer) return token_answer();
        if (!proof_nonce.empty() && !has_key_proof(ask.key_proof)) {
            auto again = json(400, R"({"error":"use_dpop_nonce"})");
            again.proof_nonce = proof_nonce;
            return again;
        }
        return give_token(form);
    }
    return std::nullopt;
}

bool FakeProvider::has_key_proof(const std::string& proof) {
    const auto last = proof.rfind('.');
    const auto first = proof.find('.');
    if (first == std::string::npos || first == last) return false;
    const Json head = Json::parse(from_base64url(proof.substr(0, first)));
    const Json said = Json::parse(from_base64url(proof.substr(first + 1, last - first - 1)));
    if (head.text("/typ") != "dpop+jwt" || head.text("/alg") != "ES256" || head.has("/jwk/d") ||
        said.text("/htm") != "POST" || said.text("/htu") != std::string(issuer) + "/token" ||
        said.number("/iat") != seconds(now) || !said.has("/jti")) {
        complain("proof of a key");
    }
    return said.has("/nonce") && said.text("/nonce") == proof_nonce;
}

void FakeProvider::check_proof(const std::map<std::string, std::string>& form) {
    const auto get = [&](const char* name) {
        return form.contains(name) ? form.at(name) : std::string();
    };
    if (get("client_assertion_type") != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer") {
        complain("type of the proof");
    }
    const std::string proof = get("client_assertion");
    const auto last = proof.rfind('.');
    const auto first = proof.find('.');
    if (first == std::string::npos || first == last) return complain("no proof");
    const Json head = Json::parse(from_base64url(proof.substr(0, first)));
    const Json said = Json::parse(from_base64url(proof.substr(first + 1, last - first - 1)));
    if (head.text("/alg") != "ES256" || head.has("/crit")) complain("algorithm of the proof");
    if (!client_key().verifies("ES256", proof.substr(0, last),
                               from_base64url(proof.substr(last + 1)))) {
        complain("signature of the proof");
    }
    if (said.text("/iss") != "korttidslager" || said.text("/sub") != "korttidslager" ||
        said.text("/aud") != issuer) {
        complain("claims of the proof");
    }
    if (said.number("/exp") - seconds(now) > 60 || said.number("/exp") <= seconds(now)) {
        complain("life of the proof");
    }
    if (std::count(proofs_.begin(), proofs_.end(), said.text("/jti")) != 0) {
        complain("a proof used twice");
    }
    proofs_.push_back(said.text("/jti"));
}

std::string FakeProvider::sign_in(const std::string& address) {
    const auto mark = address.find('?');
    if (address.substr(0, mark) != std::string(issuer) + "/authorize") complain("address");
    auto query = members(address.substr(mark + 1));
    if (query.contains("request_uri")) {
        if (query.size() != 2) complain("more than the pushed request");
        query = pushed_.at(query.at("request_uri"));
    }
    last_request = query;
    if (query["response_type"] != "code" || query["client_id"] != "korttidslager" ||
        query["code_challenge_method"] != "S256" || query["code_challenge"].size() != 43 ||
        query["nonce"].size() < 32 || query["state"].size() < 32 ||
        (" " + query["scope"] + " ").find(" openid ") == std::string::npos ||
        query["redirect_uri"] != std::string(base_url) + "/sign-in/fake/callback") {
        complain("request");
    }
    header = Body();
    header.set("alg", algorithm).set("kid", "ec").set("typ", "JWT");
    claims = Body();
    claims.set("iss", issuer)
        .set("aud", "korttidslager")
        .set("sub", "subject-1")
        .set("sid", "sid-1")
        .set("nonce", query["nonce"])
        .set("iat", seconds(now))
        .set("exp", seconds(now) + 300)
        .set("auth_time", seconds(now))
        .set("acr", "high")
        .set("name", "Kari Ansatt")
        .raw("roles", R"(["Lager", "Kantine"])")
        .set("department", "100");
    const std::string code = "code-" + std::to_string(++numbers_);
    codes_[code] = query;
    std::string back = "code=" + code + "&state=" + query["state"];
    if (!named_issuer.empty()) back += "&iss=" + named_issuer;
    return back;
}

void FakeProvider::say_logout(std::string_view subject, std::string_view sid) {
    header = Body();
    header.set("alg", algorithm).set("kid", "ec").set("typ", "logout+jwt");
    claims = Body();
    claims.set("iss", issuer)
        .set("aud", "korttidslager")
        .set("iat", seconds(now))
        .set("exp", seconds(now) + 120)
        .set("jti", "logout-" + std::to_string(++numbers_))
        .raw("events", R"({"http://schemas.openid.net/event/backchannel-logout": {}})");
    if (!subject.empty()) claims.set("sub", subject);
    if (!sid.empty()) claims.set("sid", sid);
}

std::string FakeProvider::token() const {
    const auto changed = [](const auto& change, std::string text) {
        return change ? change(text) : text;
    };
    const std::string message = base64url(changed(change_header, header.text())) + "." +
                                base64url(changed(change_claims, claims.text()));
    const TestKey& key =
        signer != nullptr ? *signer : (algorithm == "ES256" ? ec_key() : rsa_key());
    const std::string signature = changed(change_signature, key.sign(algorithm, message));
    return changed(change_token, message + "." + base64url(signature));
}

identity::Fetched FakeProvider::give_token(const std::map<std::string, std::string>& form) {
    check_proof(form);
    const auto code = codes_.find(form.at("code"));
    if (code == codes_.end()) return json(400, R"({"error":"invalid_grant"})");
    const auto& request = code->second;
    if (form.at("grant_type") != "authorization_code" ||
        form.at("redirect_uri") != request.at("redirect_uri") ||
        base64url(sha256(form.at("code_verifier"))) != request.at("code_challenge")) {
        complain("request of the token");
    }
    codes_.erase(code);
    Body body = token_members;
    body.set("id_token", token()).set("token_type", "Bearer");
    return json(200, body.text());
}

}  // namespace support
