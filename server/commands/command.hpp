#pragma once
// The administrative commands. Those that write run in the process that holds the database: this
// one, or the running server behind its socket; either way as words in, text and exit status out.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "db/admin_socket.hpp"
#include "db/database.hpp"
#include "domain/role.hpp"
#include "domain/time.hpp"

namespace commands {

// "depot add", "token add" and so on: by their words, as given below. An unknown word is status 2.
db::AdminReply run(db::Database& database, const std::vector<std::string>& words,
                   domain::Instant now);

// {"depot", "add", ID, NAME}
db::AdminReply add_depot(db::Database& database, const std::string& id, const std::string& name);

// {"token", "add", NAME, ROLE, DEPOT}: prints the token, alone, once.
db::AdminReply add_token(db::Database& database, const std::string& name, const std::string& role,
                         const std::string& depot, domain::Instant now);
// {"token", "list"}: number, name, role, depot, since when, whether revoked.
db::AdminReply list_tokens(db::Database& database);
// {"token", "revoke", NUMBER}
db::AdminReply revoke_token(db::Database& database, const std::string& number, domain::Instant now);

// What the access log is held against.
struct Evidence {
    std::filesystem::path key_file;
    std::vector<std::filesystem::path> heads;  // as servers wrote them; each must be there
    // Read when none is named. A server may not have made it yet.
    std::filesystem::path own_heads;
    domain::Instant now;
};
// Reads the database as it is, also beside a running server; the access log only with evidence.
// Status 1 with what differs.
db::AdminReply verify(const db::Location& location, const std::optional<Evidence>& evidence = {});

// {"report", "overdue", WEEK, DEPOT, FORMAT}, the depot empty for all: the bytes of the file.
db::AdminReply report_overdue(db::Database& database, const std::string& week,
                              const std::string& depot, const std::string& format,
                              domain::Instant now);

// {"keys", "rotate"}: goes over to new keys, or goes on with that.
db::AdminReply rotate_keys(db::Database& database);
// {"keys", "list"}: number, whether it is used, its public key.
db::AdminReply list_keys(db::Database& database);
// {"user", "add", NAME, ROLE, DEPOT}, the depot empty for none: prints a password to sign in with
// once, alone.
db::AdminReply add_user(db::Database& database, const std::string& name, const std::string& role,
                        const std::string& depot, domain::Instant now);
// {"user", "list"}: number, name, role, depot, since when, whether disabled.
db::AdminReply list_users(db::Database& database);
// {"user", "disable", NAME}
db::AdminReply disable_user(db::Database& database, const std::string& name, domain::Instant now);
// {"user", "reset-password", NAME}: prints as user add does.
db::AdminReply reset_password(db::Database& database, const std::string& name);

}  // namespace commands
