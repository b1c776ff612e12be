#include <charconv>

#include <fmt/format.h>

#include "commands/command.hpp"
#include "domain/text.hpp"
#include "identity/accounts.hpp"
#include "identity/password.hpp"
#include "identity/security_log.hpp"

namespace commands {
namespace {

using db::users::User;

db::AdminReply refused(const domain::Refusal& refusal) {
    using Code = domain::RefusalCode;
    constexpr std::pair<Code, std::string_view> sentences[] = {
        {Code::name_taken, "there is a user of that name"},
        {Code::unknown_depot, "there is no such depot"},
        {Code::last_admin, "this is the last administrator; add another one first"},
        {Code::no_password_here, "a provider signs this user in; there is no password here"},
    };
    for (const auto& [code, sentence] : sentences) {
        if (code == refusal.code) return {1, "", fmt::format("{}\n", sentence)};
    }
    return {1, "", fmt::format("refused: {}\n", to_text(refusal.code))};
}

// By the name to sign in with, or by the number that "user list" shows.
std::optional<User> find(db::ReadTx& tx, const std::string& given) {
    if (auto user = db::users::by_name(tx, given)) return user;
    domain::ActorId id;
    const auto [end, failed] = std::from_chars(given.data(), given.data() + given.size(), id.value);
    if (failed != std::errc() || end != given.data() + given.size()) return std::nullopt;
    return db::users::find(tx, id);
}

db::AdminReply nobody(const std::string& name) {
    return {1, "", "there is no user " + name + "\n"};
}

}  // namespace

db::AdminReply add_user(db::Database& database, const std::string& name, const std::string& role,
                        const std::string& depot, domain::Instant now) {
    const auto known = domain::parse_role(role);
    if (!known) return {2, "", "ROLE is one of lager, ergo, sjafor, leder, admin\n"};
    if (name.empty() || !domain::is_plain_text(name) ||
        domain::code_points(name) > identity::longest_name) {
        return {2, "", "NAME is 1 to 60 characters\n"};
    }
    identity::Account wanted;
    wanted.name = name;
    wanted.role = *known;
    if (!depot.empty()) wanted.depot = depot;
    const std::string password = identity::temporary_password();
    const std::string hash = identity::hash_password(password, {});
    const auto added =
        database.write([&](db::WriteTx& tx) { return identity::add_user(tx, wanted, hash, now); });
    if (!added) return refused(added.error().front());
    identity::log_security("user_made", {}, *added);
    return {0, password + "\n", ""};
}

db::AdminReply list_users(db::Database& database) {
    const auto users =
        database.read([](db::ReadTx& tx) { return db::users::list(tx, {}, INT64_MAX); });
    std::string output;
    for (const User& user : users) {
        output +=
            fmt::format("{}\t{}\t{}\t{}\t{}\t{}\n", user.id.value, user.name, to_text(user.role),
                        user.depot.value_or("-"), domain::to_text(user.created_at),
                        user.disabled_at ? "disabled " + domain::to_text(*user.disabled_at)
                                         : std::string("in force"));
    }
    return {0, output, ""};
}

db::AdminReply disable_user(db::Database& database, const std::string& name, domain::Instant now) {
    std::optional<User> user;
    const auto changed =
        database.write([&](db::WriteTx& tx) -> tl::expected<void, std::vector<domain::Refusal>> {
            user = find(tx, name);
            if (!user) return {};
            identity::Account wanted = identity::account_of(*user);
            wanted.disabled = true;
            return identity::change_user(tx, *user, wanted, now);
        });
    if (!user) return nobody(name);
    if (!changed) return refused(changed.error().front());
    identity::log_security("user_changed", {}, user->id);
    return {0, "disabled " + name + "\n", ""};
}

db::AdminReply reset_password(db::Database& database, const std::string& name) {
    const std::string password = identity::temporary_password();
    const std::string hash = identity::hash_password(password, {});
    std::optional<User> user;
    const auto reset = database.write([&](db::WriteTx& tx) -> domain::Decided<void> {
        user = find(tx, name);
        if (!user) return {};
        return identity::reset_password(tx, *user, hash);
    });
    if (!user) return nobody(name);
    if (!reset) return refused(reset.error());
    identity::log_security("password_reset", {}, user->id);
    const std::string warning =
        user->disabled_at ? user->name + " is disabled and cannot sign in, with this one neither\n"
                          : "";
    return {0, password + "\n", warning};
}

}  // namespace commands
