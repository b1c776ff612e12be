#include <charconv>

#include <fmt/format.h>

#include "commands/command.hpp"
#include "db/actor_store.hpp"
#include "db/depot_store.hpp"
#include "domain/text.hpp"
#include "identity/security_log.hpp"
#include "identity/token.hpp"

namespace commands {

db::AdminReply add_token(db::Database& database, const std::string& name, const std::string& role,
                         const std::string& depot, domain::Instant now) {
    const auto known = domain::parse_role(role);
    if (!known) return {2, "", "ROLE is one of lager, ergo, sjafor, leder, admin\n"};
    if (name.empty() || !domain::is_plain_text(name) || domain::code_points(name) > 60)
        return {2, "", "NAME is 1 to 60 characters\n"};
    const std::string token = identity::new_device_token();
    const auto added = database.write([&](db::WriteTx& tx) -> std::optional<domain::ActorId> {
        if (!db::depots::exists(tx, depot)) return std::nullopt;
        return db::actors::add_token(tx, {{}, name, *known, depot}, token, now);
    });
    if (!added) return {1, "", "there is no depot " + depot + "\n"};
    identity::log_security("token_made", {}, *added);
    return {0, token + "\n", ""};
}

db::AdminReply list_tokens(db::Database& database) {
    const auto tokens = database.read([](db::ReadTx& tx) { return db::actors::tokens(tx); });
    std::string output;
    for (const auto& token : tokens) {
        output += fmt::format("{}\t{}\t{}\t{}\t{}\t{}\n", token.actor.id.value, token.actor.name,
                              to_text(token.actor.role), token.actor.depot,
                              domain::to_text(token.created_at),
                              token.revoked_at ? "revoked " + domain::to_text(*token.revoked_at)
                                               : std::string("in force"));
    }
    return {0, output, ""};
}

db::AdminReply revoke_token(db::Database& database, const std::string& number,
                            domain::Instant now) {
    std::int64_t id = 0;
    const auto [end, failed] = std::from_chars(number.data(), number.data() + number.size(), id);
    if (failed != std::errc() || end != number.data() + number.size()) {
        return {2, "", "give the number of the token; \"token list\" shows it\n"};
    }
    const bool revoked = database.write(
        [&](db::WriteTx& tx) { return db::actors::revoke(tx, domain::ActorId{id}, now); });
    if (!revoked) return {1, "", "there is no token " + number + " in force\n"};
    identity::log_security("token_revoked", {}, domain::ActorId{id});
    return {0, "revoked " + number + "\n", ""};
}

}  // namespace commands
