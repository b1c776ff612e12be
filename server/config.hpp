#pragma once
// What belongs to the host and needs a restart. From the file, then the environment, then the
// arguments; the later wins.

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "db/location.hpp"
#include "identity/openid_provider.hpp"
#include "jobs/reminders.hpp"
#include "labels/label.hpp"

struct PostConfig {
    jobs::Post post;
    // For check-config: what is set up, without secrets.
    std::vector<std::string> lines;
};

struct Config {
    // sqlite:///absolute/path, or a libpq URL: postgresql://host,host/name.
    std::string database;
    // What personal data are sealed with; made with a new database.
    std::string key_file;
    // Where this server writes the heads of the access log.
    std::string access_heads;
    // ADDRESS:PORT; an IPv6 address in brackets.
    std::string listen = "127.0.0.1:8080";
    // PEM files; both or none.
    std::string tls_cert;
    std::string tls_key;
    // The names under which it is reached; empty: any well-formed Host.
    std::vector<std::string> hosts;
    // Plain HTTP on an address that others reach: only behind a proxy that does TLS.
    bool plain_http = false;
    // Under which people reach it, without a path: https://kl.example.no.
    std::string base_url;
    // The providers that people may sign in with.
    std::vector<identity::OpenidProvider> openid;
    // What is sent to borrowers and leaders.
    PostConfig post;
    // What the labels of POST /labels say: label_host, label_owner, label_return_to.
    labels::Issuer labels;
};

// Bad configuration or usage, in a sentence for the operator: exit status 2.
class ConfigError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// Given on the command line; empty fields were not.
struct Overrides {
    std::string file;
    std::string database;
    std::string listen;
    std::string tls_cert;
    std::string tls_key;
};

// Throws ConfigError: unreadable file, unknown setting, a value that cannot be, a secret where
// others can read it.
Config load_config(const Overrides& overrides);

// Throws ConfigError when the URL is neither.
db::Location database_location(const std::string& url);
// The same of an argument, which every user of the machine can see: also when it has a password.
db::Location database_argument(const std::string& url);

struct Endpoint {
    std::string address;
    unsigned short port = 0;
};
Endpoint endpoint(const Config& config);
