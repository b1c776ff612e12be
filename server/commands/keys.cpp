#include <fmt/format.h>

#include "commands/command.hpp"
#include "db/key_file.hpp"
#include "db/rotation.hpp"

namespace commands {

db::AdminReply rotate_keys(db::Database& database) {
    const std::string file = database.key_ring().file().string();
    const db::Rotation rotation = db::rotate_keys(database);
    if (rotation.waits_for_others) {
        return {0,
                fmt::format("keys number {} are in {} and not used yet.\n"
                            "Copy the file to every other server of this database, then run this "
                            "again.\n",
                            rotation.generation, file),
                ""};
    }
    return {
        0,
        fmt::format("keys number {} are used; {} values sealed again.\n"
                    "The older secrets are no longer in {}: copy it to every other server of this "
                    "database once more; backups made before need the file as it was.\n",
                    rotation.generation, rotation.sealed_again, file),
        ""};
}

db::AdminReply list_keys(db::Database& database) {
    const db::Keys keys = database.key_ring().all();
    const int used = database.read([](db::ReadTx& tx) { return db::generation_in_use(tx); });
    std::string output;
    for (const int generation : keys.generations()) {
        const char* standing = !keys.has(generation) ? "public key alone"
                               : generation == used  ? "in use"
                               : generation > used   ? "not used yet"
                                                     : "old";
        output += fmt::format("{}\t{}\t{}\n", generation, standing, keys.public_key(generation));
    }
    return {0, output, ""};
}

}  // namespace commands
