#include "http/tls.hpp"

#include <openssl/ssl.h>

#include <stdexcept>
#include <string_view>

namespace http {
namespace {

[[noreturn]] void fail(const std::string& what, const beast::error_code& error) {
    throw std::runtime_error(what + ": " + error.message());
}

// Only HTTP/1.1 is spoken here. A client that offers a list without it is told so instead of being
// guessed at.
int select_protocol(SSL*, const unsigned char** chosen, unsigned char* chosen_size,
                    const unsigned char* offered, unsigned int offered_size, void*) {
    static constexpr std::string_view ours = "http/1.1";
    for (unsigned int at = 0; at < offered_size; at += 1U + offered[at]) {
        const std::string_view name(reinterpret_cast<const char*>(offered + at + 1), offered[at]);
        if (name == ours) {
            *chosen = offered + at + 1;
            *chosen_size = offered[at];
            return SSL_TLSEXT_ERR_OK;
        }
    }
    return SSL_TLSEXT_ERR_ALERT_FATAL;
}

}  // namespace

asio::ssl::context make_tls_context(const std::string& certificate_file,
                                    const std::string& key_file) {
    asio::ssl::context context(asio::ssl::context::tls_server);
    SSL_CTX* const native = context.native_handle();

    SSL_CTX_set_options(native, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET |
                                    SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_mode(native,
                     SSL_MODE_RELEASE_BUFFERS);  // an idle connection keeps no record buffers
    SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_OFF);
    const bool accepted = SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION) == 1 &&
                          SSL_CTX_set_num_tickets(native, 0) == 1 &&
                          SSL_CTX_set_cipher_list(native, "ECDHE+AESGCM:ECDHE+CHACHA20") == 1 &&
                          SSL_CTX_set1_groups_list(native, "X25519:P-256:P-384") == 1;
    if (!accepted)
        throw std::runtime_error(
            "OpenSSL does not know the TLS versions or suites that are required");
    SSL_CTX_set_alpn_select_cb(native, select_protocol, nullptr);

    beast::error_code error;
    context.use_certificate_chain_file(certificate_file, error);
    if (error) fail("cannot use the TLS certificate " + certificate_file, error);
    context.use_private_key_file(key_file, asio::ssl::context::pem, error);
    if (error) fail("cannot use the TLS key " + key_file, error);
    if (SSL_CTX_check_private_key(native) != 1)
        throw std::runtime_error("the TLS key " + key_file +
                                 " does not belong to the certificate " + certificate_file);
    return context;
}

}  // namespace http
