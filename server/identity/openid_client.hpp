#pragma once
// One provider, spoken to: its metadata and keys, kept for a while; the requests of a sign-in; what
// its answers prove. Nothing here is stored: who asks keeps the secrets of a sign-in.

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "domain/time.hpp"
#include "identity/fetch.hpp"
#include "identity/openid_claims.hpp"
#include "identity/openid_fault.hpp"
#include "identity/openid_metadata.hpp"
#include "identity/openid_provider.hpp"
#include "identity/web_key.hpp"

namespace identity {

// Whether it has the form of a new_token().
bool is_secret(std::string_view text);

// What one sign-in is known by: to the browser, in the token, to the token endpoint.
struct OpenidSecrets {
    std::string state;
    std::string nonce;
    std::string verifier;

    static OpenidSecrets make();
};

// RFC 7636, S256.
std::string code_challenge(std::string_view verifier);

// The query with which the browser comes back. A name that stands twice is as if it were absent.
struct OpenidAnswer {
    std::string code;
    std::string error;
    std::optional<std::string> issuer;
};

class OpenidClient {
public:
    static constexpr std::chrono::seconds longest_wait{5};

    OpenidClient(OpenidProvider provider, std::string_view base_url, Fetch fetch,
                 std::chrono::milliseconds patience = longest_wait);

    const OpenidProvider& provider() const { return provider_; }

    // Each asks the provider as needed and has that patience for all its questions. Any thread.

    // Where the browser goes. `again`: the person shall show who it is, also when the provider
    // knows it already.
    tl::expected<std::string, OpenidFault> address(const OpenidSecrets& secrets, bool again,
                                                   domain::Instant now);
    // Who has signed in. The access token of the request is the provider's and not given.
    tl::expected<OpenidIdentity, OpenidFault> identify(const OpenidAnswer& answer,
                                                       std::string_view verifier,
                                                       IdTokenRequest request, domain::Instant now);
    tl::expected<OpenidLogout, OpenidFault> logout(std::string_view token, domain::Instant now);

private:
    class Patience;

    // With the patience that is left.
    std::optional<Fetched> ask(Ask question, const Patience& patience, domain::Instant now);
    tl::expected<OpenidMetadata, OpenidFault> metadata(Patience& patience, domain::Instant now);
    tl::expected<std::shared_ptr<const KeySet>, OpenidFault> keys(const std::string& kid,
                                                                  Patience& patience,
                                                                  domain::Instant now);
    tl::expected<JsonObject, OpenidFault> verified(std::string_view token,
                                                   std::initializer_list<std::string_view> types,
                                                   Patience& patience, domain::Instant now);
    std::optional<Fetched> ask_for_token(const Form& form, const OpenidMetadata& metadata,
                                         Patience& patience, domain::Instant now);
    void prove(Form& form, const OpenidMetadata& metadata, domain::Instant now) const;
    Form request(const OpenidSecrets& secrets, bool again) const;

    const OpenidProvider provider_;
    const std::string callback_;
    const Fetch fetch_;
    const std::chrono::milliseconds patience_;

    // It has just not answered.
    std::atomic<domain::Instant> rests_until_{domain::Instant{}};
    std::mutex mutex_;
    std::optional<OpenidMetadata> metadata_;
    domain::Instant metadata_at_{};
    std::shared_ptr<const KeySet> keys_;
    domain::Instant keys_at_{};
    std::optional<domain::Instant> keys_asked_at_;
};

// Those of the configuration, by name.
class OpenidClients {
public:
    OpenidClients(std::vector<OpenidProvider> providers, std::string_view base_url,
                  const Fetch& fetch);

    std::vector<std::string> names() const;
    // Null when there is none of that name.
    OpenidClient* find(std::string_view name) const;

private:
    std::map<std::string, std::unique_ptr<OpenidClient>, std::less<>> clients_;
};

}  // namespace identity
