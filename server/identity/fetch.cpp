#include "identity/fetch.hpp"

#include <algorithm>
#include <memory>
#include <stdexcept>

#include <curl/curl.h>

namespace identity {
namespace {

constexpr std::size_t longest_answer = std::size_t{256} * 1024;

struct Taken {
    std::string body;
    bool too_long = false;
};

std::size_t take(char* bytes, std::size_t one, std::size_t count, void* target) {
    auto& taken = *static_cast<Taken*>(target);
    if (taken.body.size() + one * count > longest_answer) {
        taken.too_long = true;
        return 0;
    }
    taken.body.append(bytes, one * count);
    return one * count;
}

// curl's own globals, once, before the first handle and for as long as the program lives.
void start_curl() {
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (started != CURLE_OK) throw std::runtime_error("libcurl cannot be used");
}

std::string lower_type(const char* content_type) {
    std::string type = content_type == nullptr ? "" : content_type;
    type.resize(std::min(type.find(';'), type.size()));
    while (type.ends_with(' ')) type.pop_back();
    std::transform(type.begin(), type.end(), type.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
    return type;
}

std::optional<Fetched> fetch(const Ask& ask, const std::string& authorities) {
    if (!is_safe_address(ask.url) || ask.patience.count() <= 0) return std::nullopt;
    start_curl();
    // A handle for each question: they are rare, and nothing of one reaches the next.
    const std::unique_ptr<CURL, void (*)(CURL*)> handle(curl_easy_init(), curl_easy_cleanup);
    if (!handle) throw std::bad_alloc();
    Taken taken;
    std::string body;
    CURL* curl = handle.get();
    curl_easy_setopt(curl, CURLOPT_URL, ask.url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, is_plain_http(ask.url) ? "http" : "https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!authorities.empty()) {
        curl_easy_setopt(curl, CURLOPT_CAINFO, authorities.c_str());
        curl_easy_setopt(curl, CURLOPT_CAPATH, nullptr);
    }
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(ask.patience.count()));
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &taken);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "korttidslager");
    std::unique_ptr<curl_slist, void (*)(curl_slist*)> headers(nullptr, curl_slist_free_all);
    const auto add = [&](const std::string& line) {
        curl_slist* longer = curl_slist_append(headers.get(), line.c_str());
        if (longer == nullptr) throw std::bad_alloc();
        (void)headers.release();
        headers.reset(longer);
    };
    add("Accept: application/json");
    add("Expect:");
    if (!ask.key_proof.empty()) add("DPoP: " + ask.key_proof);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
    if (ask.form) {
        body = to_text(*ask.form);
        curl_easy_setopt(curl, CURLOPT_POST, 1L);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.data());
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
    }
    if (curl_easy_perform(curl) != CURLE_OK || taken.too_long) return std::nullopt;
    long status = 0;
    const char* content_type = nullptr;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &content_type);
    Fetched fetched{static_cast<int>(status), lower_type(content_type), std::move(taken.body)};
    curl_header* nonce = nullptr;
    if (curl_easy_header(curl, "DPoP-Nonce", 0, CURLH_HEADER, -1, &nonce) == CURLHE_OK) {
        fetched.proof_nonce = nonce->value;
    }
    return fetched;
}

// Between the scheme and the path: host and port.
std::string_view authority_of(std::string_view url) {
    url.remove_prefix(std::min(url.find("://") + 3, url.size()));
    return url.substr(0, url.find_first_of("/?"));
}

std::string_view host_of(std::string_view authority) {
    if (authority.starts_with('[')) return authority.substr(0, authority.find(']') + 1);
    return authority.substr(0, authority.find(':'));
}

}  // namespace

bool is_plain_http(std::string_view url) { return url.starts_with("http://"); }

bool is_safe_address(std::string_view url) {
    if (!url.starts_with("https://") && !is_plain_http(url)) return false;
    const bool sound = std::all_of(url.begin(), url.end(), [](char c) {
        return c > 0x20 && c < 0x7f &&
               std::string_view("#@\\\"<>^`{|}").find(c) == std::string_view::npos;
    });
    if (!sound) return false;
    const std::string_view host = host_of(authority_of(url));
    if (host.empty()) return false;
    return !is_plain_http(url) || host == "127.0.0.1" || host == "[::1]" || host == "localhost";
}

std::string to_text(const Form& form) {
    constexpr std::string_view plain = "-._~";
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string text;
    const auto add = [&](std::string_view value) {
        for (const char c : value) {
            const bool kept = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                              (c >= 'A' && c <= 'Z') || plain.find(c) != std::string_view::npos;
            if (kept) {
                text += c;
            } else {
                const auto byte = static_cast<unsigned char>(c);
                text += {'%', digits[byte >> 4], digits[byte & 15]};
            }
        }
    };
    for (const auto& [name, value] : form) {
        if (!text.empty()) text += '&';
        add(name);
        text += '=';
        add(value);
    }
    return text;
}

Fetch web_fetch(std::string authorities) {
    return
        [authorities = std::move(authorities)](const Ask& ask) { return fetch(ask, authorities); };
}

}  // namespace identity
