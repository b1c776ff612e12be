#pragma once
// What the server itself asks of others on the web: the sign-in services that the municipality has
// named. HTTPS with a certificate that this machine trusts, or plain HTTP to this very machine; no
// redirect is followed, no proxy of the environment is used, an answer has at most 256 KiB.

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace identity {

// "https://host/…", or "http://" to 127.0.0.1, [::1] or localhost; no user, no fragment, ASCII.
bool is_safe_address(std::string_view url);
bool is_plain_http(std::string_view url);

using Form = std::vector<std::pair<std::string, std::string>>;

// application/x-www-form-urlencoded.
std::string to_text(const Form& form);

struct Ask {
    std::string url;
    std::optional<Form> form = {};  // POST; else GET
    std::chrono::milliseconds patience{5000};
    std::string key_proof = {};  // DPoP (RFC 9449); empty: none
};

struct Fetched {
    int status = 0;
    std::string content_type;  // in lower case, without parameters
    std::string body;
    std::string proof_nonce = {};  // that the next key_proof has to hold
};

// None: not reached, not trusted, too slow or too large. Any thread.
using Fetch = std::function<std::optional<Fetched>(const Ask&)>;

// `authorities`: a PEM file of those whose certificates are trusted, instead of this machine's.
Fetch web_fetch(std::string authorities = {});

}  // namespace identity
