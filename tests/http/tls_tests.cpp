#include "http/server.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

#include <catch2/catch.hpp>

#include "http/test_server.hpp"
#include "routing/feed.hpp"
#include "support/raw_client.hpp"

namespace {

using http_tests::eventually;
using http_tests::get;
using http_tests::post;
using http_tests::TestServer;
using support::RawClient;
using namespace std::chrono_literals;

template <class T, void (*release)(T*)>
struct Release {
    void operator()(T* object) const { release(object); }
};
using Key = std::unique_ptr<EVP_PKEY, Release<EVP_PKEY, EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Release<X509, X509_free>>;
using Context = std::unique_ptr<SSL_CTX, Release<SSL_CTX, SSL_CTX_free>>;
using Tls = std::unique_ptr<SSL, Release<SSL, SSL_free>>;

void must(bool done, const char* what) {
    if (!done) throw std::runtime_error(what);
}

// A key and a certificate for "localhost", made for one test and removed after it.
class TestCertificate {
public:
    TestCertificate() {
        std::string name = (std::filesystem::temp_directory_path() / "kl-tls-XXXXXX").string();
        must(::mkdtemp(name.data()) != nullptr, "mkdtemp");
        directory_ = name;

        const Key key(EVP_EC_gen("P-256"));
        must(key != nullptr, "EVP_EC_gen");
        const Certificate certificate(X509_new());
        X509_set_version(certificate.get(), 2);
        ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
        X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
        X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
        X509_set_pubkey(certificate.get(), key.get());
        X509_NAME* const subject = X509_get_subject_name(certificate.get());
        X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                                   reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
        X509_set_issuer_name(certificate.get(), subject);
        must(X509_sign(certificate.get(), key.get(), EVP_sha256()) > 0, "X509_sign");

        std::FILE* file = std::fopen(certificate_file().c_str(), "w");
        must(file != nullptr && PEM_write_X509(file, certificate.get()) == 1, "certificate");
        std::fclose(file);
        file = std::fopen(key_file().c_str(), "w");
        must(file != nullptr &&
                 PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1,
             "key");
        std::fclose(file);
    }
    ~TestCertificate() {
        std::error_code ignored;
        std::filesystem::remove_all(directory_, ignored);
    }
    TestCertificate(const TestCertificate&) = delete;
    TestCertificate& operator=(const TestCertificate&) = delete;

    std::string certificate_file() const { return directory_ / "certificate.pem"; }
    std::string key_file() const { return directory_ / "key.pem"; }

private:
    std::filesystem::path directory_;
};

http::ServerOptions options_with(const TestCertificate& certificate) {
    http::ServerOptions options;
    options.tls_certificate = certificate.certificate_file();
    options.tls_key = certificate.key_file();
    return options;
}

void answer_at_once(routing::Request request, routing::Done done) {
    done(http_tests::small_reply(request));
}

struct TlsClientOptions {
    int version = 0;                    // the only one offered
    const char* suites_1_2 = nullptr;   // OpenSSL's names
    std::string application_protocols;  // wire format of ALPN
};

class TlsClient {
public:
    TlsClient(unsigned short port, const TlsClientOptions& options)
        : socket_(port), context_(SSL_CTX_new(TLS_client_method())) {
        // Level 0, so that this side at least would speak what the server must refuse.
        SSL_CTX_set_security_level(context_.get(), 0);
        SSL_CTX_set_min_proto_version(context_.get(), options.version);
        SSL_CTX_set_max_proto_version(context_.get(), options.version);
        if (options.suites_1_2 != nullptr)
            must(SSL_CTX_set_cipher_list(context_.get(), options.suites_1_2) == 1, "suites");
        if (!options.application_protocols.empty())
            SSL_CTX_set_alpn_protos(
                context_.get(),
                reinterpret_cast<const unsigned char*>(options.application_protocols.data()),
                static_cast<unsigned>(options.application_protocols.size()));
        tls_.reset(SSL_new(context_.get()));
        SSL_set_fd(tls_.get(), socket_.descriptor());
        connected_ = SSL_connect(tls_.get()) == 1;
        ERR_clear_error();
    }

    bool connected() const { return connected_; }
    SSL* native() const { return tls_.get(); }

    void send(const std::string& bytes) {
        SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size()));
    }

    // The next bytes, at least one; empty when it ends.
    std::string read_some() {
        std::array<char, 4096> bytes{};
        const int count = SSL_read(tls_.get(), bytes.data(), static_cast<int>(bytes.size()));
        return {bytes.data(), static_cast<std::size_t>(std::max(count, 0))};
    }

    // All until the server says that it ends; empty when it ended without saying so.
    std::string read_to_end() {
        std::string all;
        std::array<char, 4096> bytes{};
        while (true) {
            const int count = SSL_read(tls_.get(), bytes.data(), static_cast<int>(bytes.size()));
            if (count > 0) {
                all.append(bytes.data(), static_cast<std::size_t>(count));
                continue;
            }
            const bool said = SSL_get_error(tls_.get(), count) == SSL_ERROR_ZERO_RETURN;
            ERR_clear_error();
            return said ? all : std::string();
        }
    }

private:
    RawClient socket_;
    Context context_;
    Tls tls_;
    bool connected_ = false;
};

}  // namespace

TEST_CASE("a feed goes on over TLS, and has a proper end") {
    // A word with each look, three times.
    class Words final : public routing::Feed {
    public:
        void start(std::function<void()>) override {}
        Next next(Clock::time_point now) override {
            if (!std::exchange(rests_, !rests_)) return {{}, now + 20ms, false};
            ++said_;
            return {"word " + std::to_string(said_) + "\n", {}, said_ == 3};
        }

    private:
        bool rests_ = false;
        int said_ = 0;
    };
    const TestCertificate certificate;
    TestServer server(
        [](const routing::Request&, const routing::Done& done) {
            routing::Reply reply;
            reply.feed = std::make_shared<Words>();
            done(std::move(reply));
        },
        options_with(certificate));
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        TlsClientOptions options;
        options.version = version;
        TlsClient client(server.port(), options);
        REQUIRE(client.connected());
        client.send(get("/"));
        std::string words = client.read_some();
        while (words.find("word 1\n") == std::string::npos) words += client.read_some();
        CHECK(words.find("word 2") == std::string::npos);
        CHECK(client.read_to_end() == "word 2\nword 3\n");
    }
    CHECK(eventually([&] { return server->counters().open == 0; }));
}

TEST_CASE("TLS 1.2 and 1.3 are served with HSTS and a proper end") {
    const TestCertificate certificate;
    TestServer server(answer_at_once, options_with(certificate));
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        TlsClientOptions options;
        options.version = version;
        options.application_protocols = "\x02h2\x08http/1.1";
        TlsClient client(server.port(), options);
        REQUIRE(client.connected());
        CHECK(SSL_version(client.native()) == version);
        CHECK(SSL_session_reused(client.native()) == 0);
        client.send(post("/echo", std::string(100'000, 'b')) + get("/a", "Connection: close\r\n"));
        const std::string answers = client.read_to_end();
        CHECK(answers.find("Strict-Transport-Security: max-age=31536000\r\n") != std::string::npos);
        CHECK(answers.find(std::string(100'000, 'b')) != std::string::npos);
        CHECK(answers.find("\r\n\r\n/a?") != std::string::npos);
    }
}

TEST_CASE("the gate stands behind TLS too") {
    const TestCertificate certificate;
    TestServer server(answer_at_once, options_with(certificate));
    TlsClientOptions options;
    options.version = TLS1_3_VERSION;
    TlsClient client(server.port(), options);
    REQUIRE(client.connected());
    client.send(get("/", "Transfer-Encoding: chunked\r\n") + get("/canary"));
    CHECK(client.read_to_end().rfind("HTTP/1.1 411 ", 0) == 0);
    CHECK(server->counters().requests == 0);
}

TEST_CASE("old TLS, weak suites and other protocols are refused") {
    const TestCertificate certificate;
    TestServer server(answer_at_once, options_with(certificate));
    const auto connects = [&](const TlsClientOptions& options) {
        return TlsClient(server.port(), options).connected();
    };
    TlsClientOptions old;
    old.version = TLS1_1_VERSION;
    CHECK_FALSE(connects(old));
    old.version = TLS1_VERSION;
    CHECK_FALSE(connects(old));

    TlsClientOptions suite;
    suite.version = TLS1_2_VERSION;
    for (const char* const weak : {"AES128-GCM-SHA256", "ECDHE-ECDSA-AES128-SHA256",
                                   "ECDHE-ECDSA-AES256-SHA", "ECDHE-ECDSA-AES256-CCM8"}) {
        INFO(weak);
        suite.suites_1_2 = weak;
        CHECK_FALSE(connects(suite));
    }
    for (const char* const strong :
         {"ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-ECDSA-CHACHA20-POLY1305"}) {
        INFO(strong);
        suite.suites_1_2 = strong;
        CHECK(connects(suite));
    }

    TlsClientOptions protocol;
    protocol.version = TLS1_3_VERSION;
    protocol.application_protocols = "\x02h2";
    CHECK_FALSE(connects(protocol));
}

TEST_CASE("a handshake that does not come or is no TLS ends the connection") {
    const TestCertificate certificate;
    auto options = options_with(certificate);
    options.tls_handshake_time = 150ms;
    TestServer server(answer_at_once, options);
    RawClient silent(server.port());
    RawClient plain(server.port());
    plain.send(get("/"));
    CHECK(silent.is_closed());
    CHECK(server->counters().timed_out == 1);
    CHECK(eventually([&] { return server->counters().open == 0; }));
    CHECK(server->counters().requests == 0);
}

TEST_CASE("stop ends a TLS connection that is idle") {
    const TestCertificate certificate;
    TestServer server(answer_at_once, options_with(certificate));
    TlsClientOptions options;
    options.version = TLS1_3_VERSION;
    TlsClient client(server.port(), options);
    REQUIRE(client.connected());
    const auto start = std::chrono::steady_clock::now();
    server->stop();
    client.read_to_end();
    server->join();
    CHECK(std::chrono::steady_clock::now() - start < 2s);
}

TEST_CASE("a key that does not belong to the certificate is named") {
    const TestCertificate one;
    const TestCertificate other;
    auto options = options_with(one);
    options.tls_key = other.key_file();
    CHECK_THROWS_WITH(http::Server(options, answer_at_once), Catch::Contains(other.key_file()));
}
