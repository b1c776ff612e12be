#pragma once
// A provider of the test's own, in the process: it answers what identity::Fetch asks, keeps to the
// protocol by itself, and lies as the test wants. Its cryptography is OpenSSL's, called here and
// not by the code under test.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/time.hpp"
#include "identity/openid_client.hpp"
#include "support/json.hpp"

struct evp_pkey_st;

namespace support {

std::string base64url(std::string_view bytes);
std::string sha256(std::string_view text);  // 32 bytes
// The members of a query or a form, decoded.
std::map<std::string, std::string> members(std::string_view query);

class TestKey {
public:
    static TestKey rsa(int bits = 2048);
    static TestKey ec(const char* curve = "P-256");

    // ES256, RS256 or PS256 by the name; ES256 as r and s.
    std::string sign(std::string_view algorithm, std::string_view message) const;
    // The same in DER.
    std::string sign_der(std::string_view message) const;
    bool verifies(std::string_view algorithm, std::string_view message,
                  std::string_view signature) const;
    // Its public part, to be changed.
    Body jwk(std::string_view kid) const;
    std::string public_pem() const;
    void write_private(const std::string& file) const;

private:
    std::shared_ptr<evp_pkey_st> key_;
};

std::string hs256(std::string_view secret, std::string_view message);

class FakeProvider {
public:
    static constexpr std::string_view issuer = "https://op.example.no";
    static constexpr std::string_view base_url = "https://kl.example.no";

    FakeProvider();

    // How it is set up here, as "fake". The key file is made in the folder.
    identity::OpenidProvider setup(const std::string& folder) const;
    identity::Fetch fetch();

    // Signs the person in whom the browser brings to the address: the query to come back with.
    std::string sign_in(const std::string& address);
    // With what it will answer, to be changed after sign_in() and before the browser is back.
    Body header;
    Body claims;
    std::string algorithm = "ES256";
    const TestKey* signer = nullptr;  // null: the one that belongs to the kid and algorithm
    std::function<std::string(const std::string&)> change_claims;  // their text
    std::function<std::string(const std::string&)> change_header;
    std::function<std::string(const std::string&)> change_signature;
    std::function<std::string(const std::string&)> change_token;     // the whole
    std::function<std::optional<identity::Fetched>()> token_answer;  // instead of its own
    Body token_members;                                              // besides the ID token
    std::string named_issuer = std::string(issuer);                  // in the answer; empty: not

    // The claims of a logout token that would be good, and the token of header and claims.
    void say_logout(std::string_view subject, std::string_view sid);
    std::string token() const;

    Body metadata;
    std::vector<Body> keys;  // as it publishes them
    bool away = false;
    std::string proof_nonce;  // that a DPoP proof has to hold; empty: none is looked at
    domain::Instant now;

    // What it was asked for.
    std::vector<std::string> asked;
    int times_asked(std::string_view url_end) const;
    // What our side did wrong, in words; empty: nothing.
    std::string complaint;
    std::map<std::string, std::string> last_request;  // of authorization

    static const TestKey& ec_key();
    static const TestKey& rsa_key();
    static const TestKey& other_key();
    static const TestKey& client_key();

private:
    std::optional<identity::Fetched> answer(const identity::Ask& ask);
    identity::Fetched give_token(const std::map<std::string, std::string>& form);
    bool has_key_proof(const std::string& proof);
    void check_proof(const std::map<std::string, std::string>& form);
    void complain(const std::string& what) { complaint += what + "; "; }

    std::map<std::string, std::map<std::string, std::string>> pushed_;
    std::map<std::string, std::map<std::string, std::string>> codes_;
    std::vector<std::string> proofs_;
    int numbers_ = 0;
};

}  // namespace support
