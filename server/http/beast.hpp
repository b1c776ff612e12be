#pragma once
// The only way Beast and Asio come into this folder.

// Beast 1.81 aborts on legal input when its asserts are on; one client could then end the server.
#ifndef NDEBUG
#error "server/http must be compiled with NDEBUG, sanitizer builds too"
#endif

#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

namespace http {

namespace asio = boost::asio;
namespace beast = boost::beast;

}  // namespace http
