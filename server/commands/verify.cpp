#include "depot/verify.hpp"

#include <optional>

#include <fmt/format.h>

#include "commands/command.hpp"
#include "db/heads_file.hpp"
#include "db/migrations.hpp"
#include "depot/verify_access.hpp"

namespace commands {
namespace {

struct Read {
    Evidence evidence;
    std::optional<db::Keys> keys;
    std::vector<depot::HeadLines> heads;
    std::vector<std::string> faults;
};

Read read(const Evidence& evidence) {
    Read all{evidence, {}, {}, {}};
    if (std::filesystem::exists(evidence.key_file)) {
        all.keys = db::Keys::read(evidence.key_file);
    }
    const auto take = [&](const std::filesystem::path& file) {
        auto lines = db::access::read_heads(file);
        if (lines) all.heads.push_back({file.string(), std::move(*lines)});
        return lines.has_value();
    };
    for (const auto& file : evidence.heads) {
        if (!take(file)) all.faults.push_back(file.string() + ": there is no such file");
    }
    if (evidence.heads.empty()) take(evidence.own_heads);
    return all;
}

}  // namespace

db::AdminReply verify(const db::Location& location, const std::optional<Evidence>& evidence) {
    // Before the database is looked at: a server may be writing both.
    std::optional<Read> against;
    if (evidence) against = read(*evidence);

    db::Connection connection = db::open_read_only(location);
    const int version = db::schema_version(connection);
    const int newest = db::migrations().back().version;
    if (version > newest) {
        return {3, "", "the database is newer than this program: install the newer program\n"};
    }
    if (version < newest) {
        return {1, "", "the database is older than this program: run migrate first\n"};
    }
    db::ReadTx tx(connection);
    connection.control(connection.begin_read());
    const depot::VerifyReport report = depot::verify(tx);
    depot::AccessReport access;
    if (against) {
        access = depot::verify_access(tx, against->keys ? &*against->keys : nullptr, against->heads,
                                      against->evidence.now);
    }
    connection.control("commit");
    std::string faults;
    for (const std::string& fault : report.faults) faults += fault + "\n";
    if (against) {
        for (const std::string& fault : against->faults) faults += fault + "\n";
    }
    for (const std::string& fault : access.faults) faults += fault + "\n";
    if (!faults.empty()) return {1, "", faults};
    std::string done = fmt::format("ok: {} items, {} events", report.items, report.events);
    if (against) {
        done +=
            fmt::format(", {} rows of the access log under {} heads", access.sealed, access.heads);
        if (access.waiting > 0) done += fmt::format(", {} to be sealed", access.waiting);
    }
    return {0, done + "\n", ""};
}

}  // namespace commands
