#pragma once
// How a program connects to a PostgreSQL server.

#include <string>

namespace db::detail {

// The libpq URL as name='value' pairs, with what it does not say: a server that is gone is noticed
// in seconds, and of several hosts the one that takes writes is found. Throws Error.
std::string connection_string(const std::string& url);

}  // namespace db::detail
