#include "db/key_file.hpp"

#include "db/error.hpp"
#include "db/meta_store.hpp"

namespace db {
namespace {

constexpr const char* mark_name = "keys";

// Of the newest generation; who sees it learns nothing of the keys.
std::string mark_of(const Keys& keys) {
    return keys.index("korttidslager", "the mark of the keys");
}

// Whether the generation that the mark names is among the keys, and is the same.
bool is_mark_of(const std::string& mark, const Keys& keys) {
    const int generation = generation_of(mark);
    return keys.has(generation) && mark_of(keys.up_to(generation)) == mark;
}

std::string stored_mark(ReadTx& tx) {
    auto mark = meta::find(tx, mark_name);
    if (!mark) throw Error("the database has no mark of its keys");
    return *std::move(mark);
}

}  // namespace

std::filesystem::path default_key_file(const Location& location) {
    if (location.on_server()) return {};
    std::filesystem::path file = location.file;
    return file += ".key";
}

Keys KeyRing::of(ReadTx& tx) {
    const std::string mark = stored_mark(tx);
    const std::lock_guard lock(mutex_);
    if (!is_mark_of(mark, keys_)) {
        keys_ = Keys::read(file_);
        if (!is_mark_of(mark, keys_)) {
            throw KeyTrouble("the database has gone over to keys number " +
                             std::to_string(generation_of(mark)) + ", which the key file " +
                             file_.string() +
                             " does not have: copy it from the server that changed the keys");
        }
    }
    return keys_.up_to(generation_of(mark));
}

Keys KeyRing::all() const {
    const std::lock_guard lock(mutex_);
    return keys_;
}

void KeyRing::read_again() {
    const std::lock_guard lock(mutex_);
    keys_ = Keys::read(file_);
}

std::shared_ptr<KeyRing> keys_of(Connection& connection, const std::filesystem::path& file) {
    connection.control(connection.begin_write());
    bool made = false;
    try {
        WriteTx tx(connection);
        const auto mark = meta::find(tx, mark_name);
        const bool there = std::filesystem::exists(file);
        if (mark && !there) {
            throw KeyTrouble("the key file " + file.string() +
                             " is missing: this database cannot be read without it");
        }
        auto keys = there ? Keys::read(file) : Keys::make();
        if (mark && !is_mark_of(*mark, keys)) {
            throw KeyTrouble("the key file " + file.string() + " is not this database's");
        }
        if (!there) {
            keys.write_new(file);
            made = true;
        }
        if (!mark) go_over_to(tx, keys);
        connection.control("commit");
        return std::make_shared<KeyRing>(file, std::move(keys));
    } catch (...) {
        // Nothing was sealed with it, and the next start would take it for another database's.
        if (made) std::filesystem::remove(file);
        if (connection.in_transaction()) connection.control("rollback");
        throw;
    }
}

int generation_in_use(ReadTx& tx) { return generation_of(stored_mark(tx)); }

void go_over_to(WriteTx& tx, const Keys& keys) { meta::set(tx, mark_name, mark_of(keys)); }

}  // namespace db
