#pragma once
// The [[openid]] tables of the configuration: the providers that people may sign in with.

#include <vector>

#include <toml++/toml.h>

#include "identity/openid_provider.hpp"

// Reads the key files as well. Throws ConfigError.
std::vector<identity::OpenidProvider> read_openid(const toml::node& node);
