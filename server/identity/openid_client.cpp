#include "identity/openid_client.hpp"

#include <algorithm>
#include <chrono>

#include <openssl/evp.h>
#include <boost/json.hpp>

#include "identity/base64url.hpp"
#include "identity/token.hpp"
#include "identity/web_token.hpp"

namespace identity {
namespace json = boost::json;
using namespace std::chrono_literals;

namespace {

constexpr auto kept_for = std::chrono::hours(1);
// A token may name a key that is new. Whoever makes tokens up shall not make us ask for each.
constexpr auto keys_asked_every = std::chrono::minutes(1);
// Nobody waits once more for a provider that has just not answered. From when it was asked.
constexpr auto rest_after_failure = 10s;
constexpr auto proof_lives = 60s;
constexpr std::size_t longest_code = 8 * 1024;

json::string text(std::string_view value) { return json::string(value.data(), value.size()); }

std::int64_t seconds(domain::Instant instant) {
    return std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
}

std::string joined(const std::vector<std::string>& words) {
    std::string all;
    for (const std::string& word : words) all += (all.empty() ? "" : " ") + word;
    return all;
}

// Asks for values of a claim that has no parameter of its own (OpenID Connect Core 5.5).
std::string claims_wanted(const std::string& claim, const std::vector<std::string>& values) {
    json::object wanted{{"essential", true}};
    if (values.size() == 1) {
        wanted["value"] = values.front();
    } else {
        wanted["values"] = json::array(values.begin(), values.end());
    }
    json::object of_token;
    of_token[claim] = std::move(wanted);
    return json::serialize(json::object{{"id_token", std::move(of_token)}});
}

std::optional<JsonObject> object_in(const std::optional<Fetched>& answer,
                                    std::initializer_list<int> good) {
    if (!answer || answer->content_type != "application/json" ||
        std::find(good.begin(), good.end(), answer->status) == good.end()) {
        return std::nullopt;
    }
    return JsonObject::parse(answer->body);
}

// DPoP (RFC 9449): the key is at hand, for this very request.
std::string key_proof(const SigningKey& key, const std::string& url, const std::string& nonce,
                      domain::Instant now) {
    json::object header;
    header["typ"] = "dpop+jwt";
    header["alg"] = "ES256";
    header["jwk"] = json::parse(key.public_key());
    json::object claims;
    claims["jti"] = new_token();
    claims["htm"] = "POST";
    claims["htu"] = url;
    claims["iat"] = seconds(now);
    if (!nonce.empty()) claims["nonce"] = nonce;
    return signed_token(json::serialize(header), json::serialize(claims), Algorithm::es256, key);
}

}  // namespace

bool is_secret(std::string_view text) {
    const auto bytes = from_base64url(text);
    return bytes && bytes->size() == 32;
}

OpenidSecrets OpenidSecrets::make() { return {new_token(), new_token(), new_token()}; }

std::string code_challenge(std::string_view verifier) {
    std::string digest(32, '\0');
    unsigned int size = 0;
    if (EVP_Digest(verifier.data(), verifier.size(),
                   reinterpret_cast<unsigned char*>(digest.data()), &size, EVP_sha256(),
                   nullptr) != 1) {
        throw std::runtime_error("SHA-256 failed");
    }
    return to_base64url(digest);
}

// What is left of the time for all questions of one step.
class OpenidClient::Patience {
public:
    explicit Patience(std::chrono::milliseconds whole)
        : whole_(whole), ends_(std::chrono::steady_clock::now() + whole) {}

    std::chrono::milliseconds left() const {
        return std::chrono::ceil<std::chrono::milliseconds>(ends_ -
                                                            std::chrono::steady_clock::now());
    }
    std::chrono::milliseconds whole() const { return whole_; }

private:
    std::chrono::milliseconds whole_;
    std::chrono::steady_clock::time_point ends_;
};

OpenidClient::OpenidClient(OpenidProvider provider, std::string_view base_url, Fetch fetch,
                           std::chrono::milliseconds patience)
    : provider_(std::move(provider)),
      callback_(std::string(base_url) + "/sign-in/" + provider_.name + "/callback"),
      fetch_(std::move(fetch)),
      patience_(patience) {}

std::optional<Fetched> OpenidClient::ask(Ask question, const Patience& patience,
                                         domain::Instant now) {
    question.patience = patience.left();
    if (question.patience <= 0ms || now < rests_until_.load()) return std::nullopt;
    auto answer = fetch_(question);
    // It was the provider that failed when it did so in time, or had most of the time for this one
    // question. Else the others had used up our own patience.
    const bool had_its_time = question.patience > patience.whole() / 2;
    if (!answer && (had_its_time || patience.left() > 0ms)) {
        rests_until_ = now + rest_after_failure;
    }
    return answer;
}

tl::expected<OpenidMetadata, OpenidFault> OpenidClient::metadata(Patience& patience,
                                                                 domain::Instant now) {
    const std::lock_guard lock(mutex_);
    if (metadata_ && now < metadata_at_ + kept_for) return *metadata_;
    const auto fetched = ask({metadata_address(provider_.issuer)}, patience, now);
    if (!fetched || fetched->status != 200) return tl::unexpected(OpenidFault::unreachable);
    auto read = read_metadata(fetched->body, provider_.issuer);
    if (!read) return tl::unexpected(OpenidFault::bad_metadata);
    // Its keys may be elsewhere now.
    if (metadata_ && metadata_->jwks_uri != read->jwks_uri) keys_.reset();
    metadata_ = std::move(read);
    metadata_at_ = now;
    return *metadata_;
}

tl::expected<std::shared_ptr<const KeySet>, OpenidFault> OpenidClient::keys(const std::string& kid,
                                                                            Patience& patience,
                                                                            domain::Instant now) {
    const auto known = metadata(patience, now);
    if (!known) return tl::unexpected(known.error());
    const std::lock_guard lock(mutex_);
    // Those that are withdrawn are forgotten within the hour, too.
    if (keys_ && now >= keys_at_ + kept_for) keys_.reset();
    const bool asked_lately = keys_asked_at_ && now < *keys_asked_at_ + keys_asked_every;
    if (keys_ && (keys_->knows(kid) || asked_lately)) return keys_;
    keys_asked_at_ = now;
    const auto fetched = ask({known->jwks_uri}, patience, now);
    if (!fetched || fetched->status != 200) return tl::unexpected(OpenidFault::unreachable);
    auto read = KeySet::parse(fetched->body);
    if (!read) return tl::unexpected(OpenidFault::bad_key_set);
    keys_ = std::make_shared<const KeySet>(std::move(*read));
    keys_at_ = now;
    return keys_;
}

tl::expected<JsonObject, OpenidFault> OpenidClient::verified(
    std::string_view token, std::initializer_list<std::string_view> types, Patience& patience,
    domain::Instant now) {
    const auto read = UnverifiedToken::read(token, provider_.algorithms);
    if (!read) return tl::unexpected(read.error());
    if (!read->type().empty() && std::find(types.begin(), types.end(), read->type()) == types.end())
        return tl::unexpected(OpenidFault::wrong_token_type);
    const auto known = keys(read->kid(), patience, now);
    if (!known) return tl::unexpected(known.error());
    return read->verified(**known);
}

// private_key_jwt (RFC 7523): a token that lives for a minute and counts once.
void OpenidClient::prove(Form& form, const OpenidMetadata& metadata, domain::Instant now) const {
    const SigningKey& key = *provider_.key;
    const auto& offered = metadata.proof_algorithms;
    const auto offers = [&](std::string_view name) {
        return std::find(offered.begin(), offered.end(), name) != offered.end();
    };
    Algorithm algorithm = Algorithm::es256;
    if (key.is_rsa()) {
        algorithm = offers("RS256") && !offers("PS256") ? Algorithm::rs256 : Algorithm::ps256;
    }
    json::object header;
    header["typ"] = "JWT";
    header["alg"] = text(to_text(algorithm));
    header["kid"] = provider_.key_id.empty() ? key.thumbprint() : provider_.key_id;
    if (!key.certificate_thumbprint().empty()) header["x5t#S256"] = key.certificate_thumbprint();
    json::object claims;
    claims["iss"] = provider_.client_id;
    claims["sub"] = provider_.client_id;
    claims["aud"] = provider_.proves_to_token_endpoint ? metadata.token_endpoint : provider_.issuer;
    claims["jti"] = new_token();
    claims["iat"] = seconds(now);
    claims["exp"] = seconds(now + proof_lives);
    form.emplace_back("client_id", provider_.client_id);
    form.emplace_back("client_assertion_type",
                      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    form.emplace_back("client_assertion", signed_token(json::serialize(header),
                                                       json::serialize(claims), algorithm, key));
}

// Some providers give tokens only to who has a key. We use none but the ID token, so the key is for
// this once.
std::optional<Fetched> OpenidClient::ask_for_token(const Form& form, const OpenidMetadata& metadata,
                                                   Patience& patience, domain::Instant now) {
    const auto key = metadata.takes_key_proof ? std::optional(SigningKey::make()) : std::nullopt;
    const auto ask_with = [&](const std::string& nonce) {
        Ask question{metadata.token_endpoint, form};
        prove(*question.form, metadata, now);
        if (key) question.key_proof = key_proof(*key, metadata.token_endpoint, nonce, now);
        return ask(std::move(question), patience, now);
    };
    auto answer = ask_with("");
    const bool wants_nonce = key && answer && answer->status == 400 && !answer->proof_nonce.empty();
    return wants_nonce ? ask_with(answer->proof_nonce) : answer;
}

Form OpenidClient::request(const OpenidSecrets& secrets, bool again) const {
    Form form{{"response_type", "code"},
              {"redirect_uri", callback_},
              {"scope", joined(provider_.scopes)},
              {"state", secrets.state},
              {"nonce", secrets.nonce},
              {"code_challenge", code_challenge(secrets.verifier)},
              {"code_challenge_method", "S256"}};
    if (!provider_.acr.empty()) {
        if (provider_.acr_claim == "acr") {
            form.emplace_back("acr_values", joined(provider_.acr));
        } else {
            form.emplace_back("claims", claims_wanted(provider_.acr_claim, provider_.acr));
        }
    }
    if (again) {
        form.emplace_back("prompt", "login");
        form.emplace_back("max_age", "0");
    }
    return form;
}

tl::expected<std::string, OpenidFault> OpenidClient::address(const OpenidSecrets& secrets,
                                                             bool again, domain::Instant now) {
    Patience patience(patience_);
    const auto known = metadata(patience, now);
    if (!known) return tl::unexpected(known.error());
    Form form = request(secrets, again);
    if (known->pushed_request_endpoint.empty()) {
        form.emplace_back("client_id", provider_.client_id);
    } else {
        prove(form, *known, now);
        const auto pushed =
            object_in(ask({known->pushed_request_endpoint, form}, patience, now), {200, 201});
        const auto uri = pushed ? pushed->text("request_uri") : std::nullopt;
        if (!uri || uri->empty()) return tl::unexpected(OpenidFault::push_refused);
        form = {{"client_id", provider_.client_id}, {"request_uri", *uri}};
    }
    const std::string& endpoint = known->authorization_endpoint;
    return endpoint + (endpoint.find('?') == std::string::npos ? "?" : "&") + to_text(form);
}

tl::expected<OpenidIdentity, OpenidFault> OpenidClient::identify(const OpenidAnswer& answer,
                                                                 std::string_view verifier,
                                                                 IdTokenRequest request,
                                                                 domain::Instant now) {
    Patience patience(patience_);
    const auto known = metadata(patience, now);
    if (!known) return tl::unexpected(known.error());
    // RFC 9207: before the code goes anywhere, so that none of another provider's comes to this
    // one.
    if (answer.issuer ? *answer.issuer != provider_.issuer : known->names_issuer) {
        return tl::unexpected(OpenidFault::other_issuer);
    }
    if (!answer.error.empty()) {
        return tl::unexpected(answer.error == "access_denied" ? OpenidFault::cancelled
                                                              : OpenidFault::provider_error);
    }
    if (answer.code.empty() || answer.code.size() > longest_code) {
        return tl::unexpected(OpenidFault::no_code);
    }
    const Form form{{"grant_type", "authorization_code"},
                    {"code", answer.code},
                    {"redirect_uri", callback_},
                    {"code_verifier", std::string(verifier)}};
    const auto given = object_in(ask_for_token(form, *known, patience, now), {200});
    if (!given) return tl::unexpected(OpenidFault::token_refused);
    const auto token = given->text("id_token");
    if (!token) return tl::unexpected(OpenidFault::no_id_token);
    const auto claims = verified(*token, {"jwt"}, patience, now);
    if (!claims) return tl::unexpected(claims.error());
    request.access_token = given->text("access_token").value_or("");
    return read_id_claims(*claims, provider_, request, now);
}

tl::expected<OpenidLogout, OpenidFault> OpenidClient::logout(std::string_view token,
                                                             domain::Instant now) {
    Patience patience(patience_);
    const auto claims = verified(token, {"jwt", "logout+jwt"}, patience, now);
    if (!claims) return tl::unexpected(claims.error());
    return read_logout_claims(*claims, provider_, now);
}

OpenidClients::OpenidClients(std::vector<OpenidProvider> providers, std::string_view base_url,
                             const Fetch& fetch) {
    for (OpenidProvider& provider : providers) {
        const std::string name = provider.name;
        clients_.emplace(name,
                         std::make_unique<OpenidClient>(std::move(provider), base_url, fetch));
    }
}

std::vector<std::string> OpenidClients::names() const {
    std::vector<std::string> all;
    for (const auto& [name, client] : clients_) all.push_back(name);
    return all;
}

OpenidClient* OpenidClients::find(std::string_view name) const {
    const auto found = clients_.find(name);
    return found == clients_.end() ? nullptr : found->second.get();
}

}  // namespace identity
