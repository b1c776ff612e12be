#include "config.hpp"

#include <charconv>
#include <cstdlib>
#include <filesystem>

#include <toml++/toml.h>

#include "config_openid.hpp"
#include "config_post.hpp"

namespace {

std::string environment(const char* name) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any thread
    return value == nullptr ? std::string() : std::string(value);
}

// systemd's StateDirectory=, else a place of this user's own.
std::string state_directory() {
    std::string directory = environment("STATE_DIRECTORY");
    if (!directory.empty()) return directory;
    const std::string home = environment("HOME");
    return home.empty() ? "/var/lib/korttidslager" : home + "/.local/state/korttidslager";
}

// Of a libpq URL, where it can be a file's name; two databases of one host share no keys.
std::string database_name(const std::string& url) {
    const auto path = url.find('/', url.find("://") + 3);
    if (path == std::string::npos) return "depot";
    std::string name = url.substr(path + 1, url.find('?', path) - path - 1);
    const bool plain = name.find_first_not_of(
                           "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                           "0123456789_-") == std::string::npos;
    return name.empty() || !plain ? "depot" : name;
}

// Beside the database's file, or among our state.
std::string own_file(const Config& config, const std::string& ending) {
    const db::Location location = database_location(config.database);
    return location.on_server() ? state_directory() + "/" + database_name(location.server) + ending
                                : location.file.string() + ending;
}

// systemd's LoadCredential=korttidslager-key:…, else our own.
std::string default_key_file(const Config& config) {
    const std::string credentials = environment("CREDENTIALS_DIRECTORY");
    if (!credentials.empty()) {
        std::string file = credentials + "/korttidslager-key";
        if (std::filesystem::exists(file)) return file;
    }
    return own_file(config, ".key");
}

// Beside the key file, unless that is a credential, whose folder nobody writes.
std::string default_access_heads(const Config& config) {
    const std::string credentials = environment("CREDENTIALS_DIRECTORY");
    if (!credentials.empty() && config.key_file.starts_with(credentials + "/")) {
        return own_file(config, ".heads");
    }
    return std::filesystem::path(config.key_file).replace_extension(".heads").string();
}

std::string text(const toml::node& node, std::string_view name) {
    const auto value = node.value<std::string>();
    if (!value) throw ConfigError("the setting " + std::string(name) + " must be a text");
    return *value;
}

void read_file(Config& config, const std::string& path) {
    toml::table table;
    try {
        table = toml::parse_file(path);
    } catch (const toml::parse_error& error) {
        throw ConfigError("cannot read " + path + ": " + std::string(error.description()));
    }
    config.post = read_post(table);
    for (const auto& [key, node] : table) {
        const std::string_view name = key.str();
        if (is_post_setting(name)) continue;
        if (name == "database") {
            config.database = text(node, name);
        } else if (name == "key_file") {
            config.key_file = text(node, name);
        } else if (name == "access_heads") {
            config.access_heads = text(node, name);
        } else if (name == "listen") {
            config.listen = text(node, name);
        } else if (name == "tls_cert") {
            config.tls_cert = text(node, name);
        } else if (name == "tls_key") {
            config.tls_key = text(node, name);
        } else if (name == "label_host") {
            config.labels.host = text(node, name);
        } else if (name == "label_owner") {
            config.labels.owner = text(node, name);
        } else if (name == "label_return_to") {
            config.labels.return_to = text(node, name);
        } else if (name == "base_url") {
            config.base_url = text(node, name);
        } else if (name == "openid") {
            config.openid = read_openid(node);
        } else if (name == "plain_http") {
            const auto value = node.value<bool>();
            if (!value) throw ConfigError("the setting plain_http must be true or false");
            config.plain_http = *value;
        } else if (name == "hosts") {
            const toml::array* list = node.as_array();
            if (list == nullptr) throw ConfigError("the setting hosts must be a list of texts");
            for (const auto& host : *list) config.hosts.push_back(text(host, name));
        } else {
            throw ConfigError("unknown setting " + std::string(name) + " in " + path);
        }
    }
}

void take(std::string& setting, const std::string& value) {
    if (!value.empty()) setting = value;
}

bool has_password(const std::string& url) {
    const auto scheme = url.find("://");
    if (scheme == std::string::npos) return false;
    const std::string authority = url.substr(scheme + 3, url.find('/', scheme + 3) - scheme - 3);
    const auto at = authority.rfind('@');
    const bool in_authority =
        at != std::string::npos && authority.substr(0, at).find(':') != std::string::npos;
    return in_authority || url.find("password=") != std::string::npos;
}

void refuse_password(const std::string& argument) {
    if (!has_password(argument)) return;
    throw ConfigError(
        "a database URL with a password does not belong on the command line: "
        "use PGPASSFILE, a service file or the configuration file");
}

bool is_loopback(const std::string& address) {
    return address.starts_with("127.") || address == "::1";
}

void check(const Config& config) {
    const Endpoint listen = endpoint(config);
    if (config.tls_cert.empty() != config.tls_key.empty()) {
        throw ConfigError("tls_cert and tls_key go together: give both or none");
    }
    if (!labels::is_label_host(config.labels.host)) {
        throw ConfigError("label_host must be a name, with a port or without: kl.example.no");
    }
    if (!config.base_url.empty() && !identity::is_base_url(config.base_url)) {
        throw ConfigError(
            "base_url must be an https address without a path: https://kl.example.no");
    }
    if (!config.openid.empty() && config.base_url.empty()) {
        throw ConfigError("openid needs base_url, to which the providers send people back");
    }
    if (config.tls_cert.empty() && !is_loopback(listen.address) && !config.plain_http) {
        throw ConfigError(
            "plain HTTP is served on a loopback address only: give --tls-cert and "
            "--tls-key, or set plain_http = true behind a proxy that does TLS");
    }
}

}  // namespace

Config load_config(const Overrides& overrides) {
    refuse_password(overrides.database);
    Config config;
    config.database = "sqlite://" + state_directory() + "/depot.db";
    std::string file = overrides.file;
    if (file.empty()) file = environment("KORTTIDSLAGER_CONFIG");
    if (!file.empty()) read_file(config, file);
    take(config.database, environment("KORTTIDSLAGER_DATABASE"));
    take(config.key_file, environment("KORTTIDSLAGER_KEY_FILE"));
    take(config.access_heads, environment("KORTTIDSLAGER_ACCESS_HEADS"));
    take(config.listen, environment("KORTTIDSLAGER_LISTEN"));
    take(config.database, overrides.database);
    take(config.listen, overrides.listen);
    take(config.tls_cert, overrides.tls_cert);
    take(config.tls_key, overrides.tls_key);
    check(config);
    if (config.key_file.empty()) config.key_file = default_key_file(config);
    if (config.access_heads.empty()) config.access_heads = default_access_heads(config);
    return config;
}

db::Location database_location(const std::string& url) {
    const auto location = db::parse_location(url);
    if (!location) {
        throw ConfigError(
            "the database must be sqlite:///absolute/path/depot.db or "
            "postgresql://host/name");
    }
    return *location;
}

db::Location database_argument(const std::string& url) {
    refuse_password(url);
    return database_location(url);
}

Endpoint endpoint(const Config& config) {
    const auto colon = config.listen.rfind(':');
    Endpoint listen;
    unsigned port = 0;
    if (colon != std::string::npos) {
        const char* begin = config.listen.data() + colon + 1;
        const char* end = config.listen.data() + config.listen.size();
        const auto [rest, failed] = std::from_chars(begin, end, port);
        if (failed == std::errc() && rest == end && begin != end && port <= 65535) {
            listen.address = config.listen.substr(0, colon);
            listen.port = static_cast<unsigned short>(port);
        }
    }
    if (listen.address.starts_with('[') && listen.address.ends_with(']')) {
        listen.address = listen.address.substr(1, listen.address.size() - 2);
    }
    if (listen.address == "localhost") listen.address = "127.0.0.1";
    if (listen.address.empty()) throw ConfigError("listen must be ADDRESS:PORT");
    return listen;
}
