#include "db/meta_store.hpp"

#include "db/query.hpp"

namespace db::meta {

std::optional<std::string> find(ReadTx& tx, const std::string& key) {
    return Query(tx, "select value from meta where key = :key").with(key).one<std::string>();
}

void set(WriteTx& tx, const std::string& key, const std::string& value) {
    Query(tx,
          "insert into meta (key, value) values (:key, :value)"
          " on conflict (key) do update set value = excluded.value")
        .with(key, value)
        .run();
}

void prove_writable(WriteTx& tx) {
    Savepoint before(tx);
    tx.connection().need_room();
    before.undo();
    set(tx, "ready", "yes");
}

bool is_untouched(ReadTx& tx) {
    return !Query(tx,
                  "select 1 from product union all select 1 from item union all"
                  " select 1 from borrower union all select 1 from device_token union all"
                  " select 1 from app_user limit 1")
                .one<std::int64_t>()
                .has_value();
}

}  // namespace db::meta
