#include "db/key_file.hpp"

#include "db/meta_store.hpp"

namespace db {
namespace {

constexpr const char* mark_name = "keys";

// Of the newest generation; who sees it learns nothing of the keys.
std::string mark_of(const Keys& keys) {
    return keys.index("korttidslager", "the mark of the keys");
}

bool is_mark_of(const std::string& mark, const Keys& keys) {
    for (const std::string& own : keys.indexes("korttidslager", "the mark of the keys")) {
        if (own == mark) return true;
    }
    return false;
}

}  // namespace

std::filesystem::path default_key_file(const Location& location) {
    if (location.on_server()) return {};
    std::filesystem::path file = location.file;
    return file += ".key";
}

std::shared_ptr<const Keys> keys_of(Connection& connection, const std::filesystem::path& file) {
    connection.control(connection.begin_write());
    try {
        WriteTx tx(connection);
        const auto mark = meta::find(tx, mark_name);
        const bool there = std::filesystem::exists(file);
        if (mark && !there) {
            throw KeyTrouble("the key file " + file.string() +
                             " is missing: this database cannot be read without it");
        }
        auto keys = std::make_shared<const Keys>(there ? Keys::read(file) : Keys::make());
        if (mark && !is_mark_of(*mark, *keys)) {
            throw KeyTrouble("the key file " + file.string() + " is not this database's");
        }
        if (!there) keys->write_new(file);
        if (!mark) meta::set(tx, mark_name, mark_of(*keys));
        connection.control("commit");
        return keys;
    } catch (...) {
        if (connection.in_transaction()) connection.control("rollback");
        throw;
    }
}

}  // namespace db
