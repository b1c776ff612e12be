#pragma once
// The TLS settings of the listener.

#include <string>

#include "http/beast.hpp"

namespace http {

// TLS 1.2 and 1.3, only suites with forward secrecy and authenticated encryption, no renegotiation,
// no compression, no session tickets. Throws std::runtime_error that names the file when
// certificate or key cannot be used.
asio::ssl::context make_tls_context(const std::string& certificate_file,
                                    const std::string& key_file);

}  // namespace http
