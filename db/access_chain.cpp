#include "db/access_chain.hpp"

#include <array>
#include <stdexcept>

#include <openssl/rand.h>

#include "db/digest.hpp"
#include "db/meta_store.hpp"
#include "db/query.hpp"

namespace db::access {
namespace {

constexpr const char* origin_name = "access_origin";

constexpr std::string_view row_columns =
    "l.id, l.at, l.actor_id, l.role, l.action, l.why, l.depot_id, l.status, l.actor_name, "
    "p.borrower_id, p.at";

void add(std::string& bytes, std::string_view text) {
    bytes += std::to_string(text.size());
    bytes += ':';
    bytes += text;
}

void add(std::string& bytes, std::int64_t number) { add(bytes, std::to_string(number)); }

template <class T>
void add(std::string& bytes, const std::optional<T>& value) {
    if (value) {
        add(bytes, *value);
    } else {
        bytes += '-';
    }
}

using MaybeNumber = std::optional<std::int64_t>;
using MaybeText = std::optional<std::string>;

}  // namespace

std::string hash_of(const std::string& previous, std::int64_t seq, const ChainRow& row) {
    std::string bytes = previous;
    bytes.reserve(256 + 32 * row.persons.size());
    add(bytes, row.actor_name ? "2" : "1");
    add(bytes, seq);
    add(bytes, row.id);
    add(bytes, row.at);
    add(bytes, row.actor);
    if (row.actor_name) add(bytes, *row.actor_name);
    add(bytes, row.role);
    add(bytes, row.action);
    add(bytes, row.why);
    add(bytes, row.depot);
    add(bytes, row.status);
    add(bytes, static_cast<std::int64_t>(row.persons.size()));
    for (const ChainRow::Person& person : row.persons) {
        add(bytes, person.borrower);
        add(bytes, person.at);
    }
    return sha256_hex(bytes);
}

std::vector<ChainRow> unsealed(ReadTx& tx, std::int64_t limit) {
    // The last of the page first, so that no row's persons are cut in two.
    const auto last = Query(tx, R"(
        select max(access_id) from
            (select access_id from access_unsealed order by access_id limit :limit) page)")
                          .with(limit)
                          .one<MaybeNumber>();
    if (!last || !*last) return {};
    std::vector<ChainRow> rows;
    Query(tx, "select " + std::string(row_columns) + R"(
        from access_unsealed u join access_log l on l.id = u.access_id
        left join access_log_person p on p.access_id = l.id
        where u.access_id <= :last order by l.id, p.borrower_id)")
        .with(*last)
        .all<std::int64_t, std::int64_t, std::int64_t, std::string, std::string, MaybeText,
             MaybeText, MaybeNumber, MaybeText, MaybeNumber, MaybeNumber>(
            [&](std::int64_t id, std::int64_t at, std::int64_t actor, std::string role,
                std::string action, MaybeText why, MaybeText depot, MaybeNumber status,
                MaybeText name, MaybeNumber person, MaybeNumber person_at) {
                if (rows.empty() || rows.back().id != id) {
                    rows.push_back({id,
                                    at,
                                    actor,
                                    std::move(role),
                                    std::move(action),
                                    std::move(why),
                                    std::move(depot),
                                    status,
                                    std::move(name),
                                    {}});
                }
                if (person) rows.back().persons.push_back({*person, *person_at});
                return 0;
            });
    return rows;
}

Head seal(WriteTx& tx, const std::vector<ChainRow>& rows) {
    Head now = head(tx);
    for (const ChainRow& row : rows) {
        const auto waiting = Query(tx, "delete from access_unsealed where access_id = :access_id")
                                 .with(row.id)
                                 .run();
        if (waiting == 0) continue;
        ++now.seq;
        now.hash = hash_of(now.hash, now.seq, row);
        Query(tx, "insert into access_seal (seq, access_id, hash) values (:seq, :access_id, :hash)")
            .with(now.seq, row.id, now.hash)
            .run();
    }
    return now;
}

void begin_chain(WriteTx& tx) {
    if (origin(tx)) return;
    std::array<unsigned char, 32> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
        throw std::runtime_error("no random bytes");
    }
    meta::set(tx, origin_name, sha256_hex({reinterpret_cast<char*>(bytes.data()), bytes.size()}));
}

std::optional<std::string> origin(ReadTx& tx) { return meta::find(tx, origin_name); }

Head head(ReadTx& tx) {
    const auto last = Query(tx, "select seq, hash from access_seal order by seq desc limit 1")
                          .one<std::int64_t, std::string>();
    return last ? Head{std::get<0>(*last), std::get<1>(*last)} : Head{0, origin(tx).value_or("")};
}

Tail tail(ReadTx& tx) {
    const auto [rows, since] = *Query(tx, R"(
        select count(*), min(l.at) from access_unsealed u join access_log l on l.id = u.access_id)")
                                    .one<std::int64_t, std::optional<domain::Instant>>();
    return {rows, since};
}

std::vector<Sealed> sealed(ReadTx& tx, std::int64_t after, std::int64_t to) {
    std::vector<Sealed> found;
    Query(tx, "select s.seq, s.hash, " + std::string(row_columns) + R"(
        from access_seal s left join access_log l on l.id = s.access_id
        left join access_log_person p on p.access_id = l.id
        where s.seq > :after and s.seq <= :to order by s.seq, p.borrower_id)")
        .with(after, to)
        .all<std::int64_t, std::string, MaybeNumber, MaybeNumber, MaybeNumber, MaybeText, MaybeText,
             MaybeText, MaybeText, MaybeNumber, MaybeText, MaybeNumber, MaybeNumber>(
            [&](std::int64_t seq, std::string hash, MaybeNumber id, MaybeNumber at,
                MaybeNumber actor, MaybeText role, MaybeText action, MaybeText why, MaybeText depot,
                MaybeNumber status, MaybeText name, MaybeNumber person, MaybeNumber person_at) {
                if (found.empty() || found.back().seq != seq) {
                    found.push_back({seq, std::move(hash), std::nullopt});
                    if (id) {
                        found.back().row = ChainRow{*id,
                                                    *at,
                                                    *actor,
                                                    std::move(*role),
                                                    std::move(*action),
                                                    std::move(why),
                                                    std::move(depot),
                                                    status,
                                                    std::move(name),
                                                    {}};
                    }
                }
                if (person) found.back().row->persons.push_back({*person, *person_at});
                return 0;
            });
    return found;
}

std::vector<std::int64_t> sealed_twice(ReadTx& tx, std::int64_t limit) {
    return Query(tx, R"(
        select u.access_id from access_unsealed u join access_seal s on s.access_id = u.access_id
        order by u.access_id limit :limit)")
        .with(limit)
        .column<std::int64_t>();
}

std::vector<std::int64_t> added(ReadTx& tx, std::int64_t sealed, std::int64_t limit) {
    const auto all = Query(tx, "select count(*) from access_log").one<std::int64_t>().value_or(0);
    const auto waiting = Query(tx, R"(
        select count(*) from access_unsealed u join access_log l on l.id = u.access_id
        left join access_seal s on s.access_id = u.access_id where s.seq is null)")
                             .one<std::int64_t>()
                             .value_or(0);
    // The numbers tell whether there is one; only then it is looked for.
    if (all == sealed + waiting) return {};
    return Query(tx, R"(
        select l.id from access_log l
        left join access_seal s on s.access_id = l.id
        left join access_unsealed u on u.access_id = l.id
        where s.seq is null and u.access_id is null
        order by l.id limit :limit)")
        .with(limit)
        .column<std::int64_t>();
}

}  // namespace db::access
