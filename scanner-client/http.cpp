#include "http.hpp"

#include <stdexcept>

#include <curl/curl.h>

namespace scanner {
namespace {

constexpr long connect_milliseconds = 2000;
constexpr std::size_t longest_reply = 64 * 1024 * 1024;

std::size_t take(char* bytes, std::size_t one, std::size_t count, void* target) {
    auto& body = *static_cast<std::string*>(target);
    if (body.size() + one * count > longest_reply) return 0;
    body.append(bytes, one * count);
    return one * count;
}

}  // namespace

struct Http::Impl {
    CURL* handle = curl_easy_init();
    curl_slist* headers = nullptr;
    std::string base;

    ~Impl() {
        curl_slist_free_all(headers);
        curl_easy_cleanup(handle);
    }
};

Http::Http(const Site& site, std::chrono::milliseconds patience) : impl_(std::make_unique<Impl>()) {
    if (impl_->handle == nullptr) throw std::runtime_error("libcurl cannot be used");
    impl_->base = site.url + "/api/v1";
    for (const std::string& header :
         {"Authorization: Bearer " + site.token, "Accept-Language: " + site.language,
          std::string("Content-Type: application/json"), std::string("Expect:")}) {
        impl_->headers = curl_slist_append(impl_->headers, header.c_str());
    }
    CURL* handle = impl_->handle;
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, impl_->headers);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, connect_milliseconds);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(patience.count()));
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    // Plain HTTP is for this machine alone; a proxy would read the token.
    if (site.url.starts_with("http://")) curl_easy_setopt(handle, CURLOPT_PROXY, "");
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_USERAGENT, "korttidslager-scanner");
}

Http::~Http() = default;

HttpReply Http::perform(const std::string& path) {
    HttpReply reply;
    const std::string url = impl_->base + path;
    curl_easy_setopt(impl_->handle, CURLOPT_URL, url.c_str());
    curl_easy_setopt(impl_->handle, CURLOPT_WRITEDATA, &reply.body);
    const CURLcode code = curl_easy_perform(impl_->handle);
    if (code != CURLE_OK) {
        const bool trusted =
            code != CURLE_PEER_FAILED_VERIFICATION && code != CURLE_SSL_CONNECT_ERROR;
        const bool reached =
            trusted && code != CURLE_COULDNT_CONNECT && code != CURLE_COULDNT_RESOLVE_HOST;
        return {0, reached, trusted, {}};
    }
    curl_easy_getinfo(impl_->handle, CURLINFO_RESPONSE_CODE, &reply.status);
    return reply;
}

HttpReply Http::get(const std::string& path) {
    curl_easy_setopt(impl_->handle, CURLOPT_HTTPGET, 1L);
    return perform(path);
}

HttpReply Http::post(const std::string& path, const std::string& body) {
    curl_easy_setopt(impl_->handle, CURLOPT_POST, 1L);
    curl_easy_setopt(impl_->handle, CURLOPT_POSTFIELDS, body.c_str());
    curl_easy_setopt(impl_->handle, CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
    return perform(path);
}

std::string Http::escaped(const std::string& value) const {
    char* text = curl_easy_escape(impl_->handle, value.data(), static_cast<int>(value.size()));
    if (text == nullptr) throw std::bad_alloc();
    std::string escaped = text;
    curl_free(text);
    return escaped;
}

}  // namespace scanner
