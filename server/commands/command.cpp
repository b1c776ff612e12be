#include "commands/command.hpp"

namespace commands {

db::AdminReply run(db::Database& database, const std::vector<std::string>& words,
                   domain::Instant now) {
    const auto is = [&](std::size_t count, const char* first, const char* second) {
        return words.size() == count && words[0] == first && words[1] == second;
    };
    try {
        if (is(4, "depot", "add")) return add_depot(database, words[2], words[3]);
        if (is(5, "token", "add")) {
            return add_token(database, words[2], words[3], words[4], now);
        }
        if (is(2, "token", "list")) return list_tokens(database);
        if (is(3, "token", "revoke")) return revoke_token(database, words[2], now);
        if (is(5, "report", "overdue")) {
            return report_overdue(database, words[2], words[3], words[4], now);
        }
        if (is(2, "keys", "rotate")) return rotate_keys(database);
        if (is(2, "keys", "list")) return list_keys(database);
        if (is(5, "user", "add")) return add_user(database, words[2], words[3], words[4], now);
        if (is(2, "user", "list")) return list_users(database);
        if (is(3, "user", "disable")) return disable_user(database, words[2], now);
        if (is(3, "user", "reset-password")) return reset_password(database, words[2]);
    } catch (const std::exception& error) {
        return {1, "", std::string("failed: ") + error.what() + "\n"};
    }
    return {2, "", "unknown command\n"};
}

}  // namespace commands
