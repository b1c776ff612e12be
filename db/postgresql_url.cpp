#include "db/postgresql_url.hpp"

#include <map>

#include <libpq-fe.h>

#include "db/error.hpp"

namespace db::detail {
namespace {

using Options = std::map<std::string, std::string>;

const Options defaults{{"target_session_attrs", "read-write"}, {"connect_timeout", "2"},
                       {"tcp_user_timeout", "3000"},           {"keepalives_idle", "1"},
                       {"keepalives_interval", "1"},           {"keepalives_count", "3"},
                       {"application_name", "korttidslager"},  {"client_encoding", "UTF8"}};

}  // namespace

std::string connection_string(const std::string& url) {
    char* complaint = nullptr;
    PQconninfoOption* parsed = PQconninfoParse(url.c_str(), &complaint);
    if (parsed == nullptr) {
        // Its words show parts of the URL, which may be a password.
        PQfreemem(complaint);
        throw Error("the database URL cannot be read: postgresql://user@host:port/name");
    }
    Options options = defaults;
    for (const auto* option = parsed; option->keyword != nullptr; ++option) {
        if (option->val != nullptr) options[option->keyword] = option->val;
    }
    PQconninfoFree(parsed);
    std::string text;
    for (const auto& [name, value] : options) {
        text += name + "='";
        for (const char c : value) {
            if (c == '\'' || c == '\\') text += '\\';
            text += c;
        }
        text += "' ";
    }
    return text;
}

}  // namespace db::detail
