#include "messages/transfer.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <new>
#include <stdexcept>

#include <curl/curl.h>

namespace messages {
namespace {

constexpr std::size_t longest_answer = std::size_t{256} * 1024;

using Handle = std::unique_ptr<CURL, void (*)(CURL*)>;
using Lines = std::unique_ptr<curl_slist, void (*)(curl_slist*)>;
using Url = std::unique_ptr<CURLU, void (*)(CURLU*)>;

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

struct Given {
    std::string_view rest;
    bool begun = false;
};

std::size_t give(char* bytes, std::size_t one, std::size_t count, void* source) {
    auto& given = *static_cast<Given*>(source);
    given.begun = true;
    const std::size_t size = std::min(one * count, given.rest.size());
    std::memcpy(bytes, given.rest.data(), size);
    given.rest.remove_prefix(size);
    return size;
}

// The answer to QUIT is not about the mail.
std::size_t keep_last_line(char* bytes, std::size_t one, std::size_t count, void* target) {
    const std::string_view line(bytes, std::min(one * count, std::size_t{512}));
    if (!line.starts_with("221")) *static_cast<std::string*>(target) = line;
    return one * count;
}

using Deadline = std::chrono::steady_clock::time_point;

// curl waits for the answer to QUIT beyond its own limit, but asks here meanwhile, once a second.
int give_up_after(void* deadline, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return std::chrono::steady_clock::now() > *static_cast<const Deadline*>(deadline) ? 1 : 0;
}

// A handle for each sending: nothing of one reaches the next.
Handle new_handle(const Net& net) {
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (started != CURLE_OK) throw std::runtime_error("libcurl cannot be used");
    Handle handle(curl_easy_init(), curl_easy_cleanup);
    if (!handle) throw std::bad_alloc();
    CURL* curl = handle.get();
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!net.authorities.empty()) {
        curl_easy_setopt(curl, CURLOPT_CAINFO, net.authorities.c_str());
        curl_easy_setopt(curl, CURLOPT_CAPATH, nullptr);
    }
    // To curl 0 is no limit.
    const auto patience = std::max(net.patience, std::chrono::milliseconds(1));
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(patience.count()));
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    return handle;
}

Lines to_list(const std::vector<std::string>& lines) {
    Lines list(nullptr, curl_slist_free_all);
    for (const std::string& line : lines) {
        curl_slist* longer = curl_slist_append(list.get(), line.c_str());
        if (longer == nullptr) throw std::bad_alloc();
        (void)list.release();
        list.reset(longer);
    }
    return list;
}

bool is_about_trust(CURLcode code) {
    return code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CONNECT_ERROR ||
           code == CURLE_SSL_CACERT_BADFILE || code == CURLE_SSL_CERTPROBLEM ||
           code == CURLE_USE_SSL_FAILED;
}

Outcome outcome_of(CURLcode code) {
    const std::string detail = "curl " + std::to_string(static_cast<int>(code));
    if (code == CURLE_OPERATION_TIMEDOUT) return failed(Fault::timed_out, detail);
    if (is_about_trust(code)) return failed(Fault::not_trusted, detail);
    // 0.9, nothing at all, half an answer: whoever is there does not speak HTTP.
    if (code == CURLE_UNSUPPORTED_PROTOCOL || code == CURLE_WEIRD_SERVER_REPLY ||
        code == CURLE_GOT_NOTHING || code == CURLE_PARTIAL_FILE || code == CURLE_RECV_ERROR) {
        return failed(Fault::unreadable_answer, detail);
    }
    return failed(Fault::unreachable, detail);
}

std::string part_of(const Url& url, CURLUPart part) {
    char* text = nullptr;
    if (curl_url_get(url.get(), part, &text, 0) != CURLUE_OK) return {};
    std::string copy = text;
    curl_free(text);
    return copy;
}

// What the server said about this mail, as against the connection: curl names a refused command and
// a refused content by different codes, and a bad greeting like the latter.
MailAnswer::End end_of(CURLcode code, long status, bool content_begun) {
    if (code == CURLE_OK) return MailAnswer::End::taken;
    if (code == CURLE_OPERATION_TIMEDOUT || code == CURLE_ABORTED_BY_CALLBACK) {
        return MailAnswer::End::timed_out;
    }
    if (code == CURLE_LOGIN_DENIED) return MailAnswer::End::not_authorised;
    if (is_about_trust(code)) return MailAnswer::End::not_trusted;
    const bool command = code == CURLE_SEND_ERROR;
    const bool content = code == CURLE_WEIRD_SERVER_REPLY && content_begun;
    if ((command || content) && status >= 400 && status <= 599) return MailAnswer::End::answered;
    return MailAnswer::End::broken;
}

std::string text_of_reply(std::string line) {
    while (!line.empty() && (line.back() == '\r' || line.back() == '\n')) line.pop_back();
    return line.size() > 4 ? line.substr(4) : std::string();
}

std::string mail_url(const MailDrop& drop) {
    const bool ipv6 = drop.host.find(':') != std::string::npos;
    const std::string host = ipv6 ? "[" + drop.host + "]" : drop.host;
    return (drop.security == Security::tls ? "smtps://" : "smtp://") + host + ":" +
           std::to_string(drop.port) + "/" + drop.hello;
}

}  // namespace

bool is_this_machine(std::string_view host) {
    return host == "127.0.0.1" || host == "::1" || host == "[::1]" || host == "localhost";
}

bool is_safe_url(const std::string& url) {
    const bool ascii =
        std::all_of(url.begin(), url.end(), [](char c) { return c > ' ' && c < '\x7f'; });
    const bool https = url.starts_with("https://");
    if (!ascii || !(https || url.starts_with("http://"))) return false;
    // Read by the same parser that will connect, so that both see the same host.
    const Url parts(curl_url(), curl_url_cleanup);
    if (!parts) throw std::bad_alloc();
    if (curl_url_set(parts.get(), CURLUPART_URL, url.c_str(), CURLU_DISALLOW_USER) != CURLUE_OK) {
        return false;
    }
    if (!part_of(parts, CURLUPART_FRAGMENT).empty()) return false;
    const std::string host = part_of(parts, CURLUPART_HOST);
    return !host.empty() && (https || is_this_machine(host));
}

tl::expected<HttpAnswer, Outcome> post(const HttpPost& request, const Net& net) {
    if (!is_safe_url(request.url)) {
        return tl::unexpected(failed(Fault::misconfigured, "the address is not HTTPS"));
    }
    const Handle handle = new_handle(net);
    CURL* curl = handle.get();
    Taken taken;
    std::vector<std::string> lines = request.headers;
    lines.emplace_back("Expect:");
    const Lines headers = to_list(lines);
    curl_easy_setopt(curl, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR,
                     request.url.starts_with("https:") ? "https" : "http");
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &taken);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "korttidslager");
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl, CURLOPT_POST, 1L);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.data());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(request.body.size()));
    const CURLcode code = curl_easy_perform(curl);
    if (taken.too_long) {
        return tl::unexpected(failed(Fault::unreadable_answer, "the answer is too long"));
    }
    if (code != CURLE_OK) return tl::unexpected(outcome_of(code));
    long status = 0;
    curl_off_t wait = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &wait);
    HttpAnswer answer{static_cast<int>(status), std::move(taken.body), std::nullopt};
    // Nobody waits for longer than a day, whatever a server says.
    constexpr curl_off_t longest = 24 * 60 * 60;
    if (wait > 0) answer.retry_after = std::chrono::seconds(std::min(wait, longest));
    return answer;
}

MailAnswer deliver(const MailDrop& drop, const Net& net) {
    const Handle handle = new_handle(net);
    CURL* curl = handle.get();
    const std::string url = mail_url(drop);
    const Lines recipients = to_list({drop.to});
    Given given{drop.content};
    std::string last_line;
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    const long use_tls = drop.security == Security::none ? static_cast<long>(CURLUSESSL_NONE)
                                                         : static_cast<long>(CURLUSESSL_ALL);
    curl_easy_setopt(curl, CURLOPT_USE_SSL, use_tls);
    if (!drop.user.empty()) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, drop.user.c_str());
        curl_easy_setopt(curl, CURLOPT_PASSWORD, drop.password.c_str());
    }
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, drop.from.c_str());
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients.get());
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, keep_last_line);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &last_line);
    Taken taken;
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &taken);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(drop.content.size()));
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(curl, CURLOPT_READDATA, &given);
    Deadline deadline = std::chrono::steady_clock::now() + net.patience;
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, give_up_after);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &deadline);
    // So that QUIT is said while the deadline is looked at, and not when the handle goes.
    curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, 1L);
    const CURLcode code = curl_easy_perform(curl);
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    return {end_of(code, status, given.begun), static_cast<int>(status), text_of_reply(last_line)};
}

}  // namespace messages
