#include "commands/move.hpp"

#include <chrono>

#include <fmt/format.h>

#include "commands/command.hpp"
#include "db/copy.hpp"
#include "db/key_file.hpp"

namespace commands {
namespace {

// A table of this many rows or more is told of while it is under way.
constexpr std::int64_t told_every = 20'000;

std::string name_of_key_file(const db::Location& location) {
    return location.on_server() ? "the file that key_file names on each host"
                                : db::default_key_file(location).string();
}

// What is sealed has moved as it was. The keys are no part of a database, and a secret is copied by
// nobody but its owner.
std::string about_keys(const db::Location& from, const db::Location& to) {
    if (!to.on_server() && std::filesystem::exists(db::default_key_file(to))) return {};
    return fmt::format("before the first start: copy the keys, {}, to {} (mode 0600)\n",
                       name_of_key_file(from), name_of_key_file(to));
}

}  // namespace

db::AdminReply move(const db::Location& from, const db::Location& to,
                    const std::function<void(std::string_view)>& say) {
    const auto began = std::chrono::steady_clock::now();
    const auto seconds = [&] {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    };
    say(fmt::format("moving {} to {}\n", db::to_text(from), db::to_text(to)));
    const auto moved =
        db::copy(from, to, [&](const std::string& table, std::int64_t rows, std::int64_t of) {
            const bool end = rows == of && of > 0;
            if (!end && (rows == 0 || rows % told_every != 0)) return;
            say(fmt::format("{:6.1f} s  {}: {} of {} rows\n", seconds(), table, rows, of));
        });
    std::int64_t rows = 0;
    std::string listed;
    for (const db::TableState& table : moved) {
        rows += table.rows;
        listed += fmt::format("{} {} {}\n", table.sha256, table.rows, table.table);
    }
    say(fmt::format("{:6.1f} s  the same rows on both sides; checking them against the events\n",
                    seconds()));
    db::AdminReply verified = verify(to);
    if (verified.status != 0) return verified;
    return {0,
            fmt::format("{}moved {} rows in {:.1f} s; {}{}", listed, rows, seconds(),
                        verified.output, about_keys(from, to)),
            ""};
}

}  // namespace commands
