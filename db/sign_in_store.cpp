#include "db/sign_in_store.hpp"

#include <algorithm>
#include <functional>

#include "db/keys.hpp"
#include "db/query.hpp"
#include "domain/session.hpp"

namespace db::sign_in {
namespace {

constexpr std::string_view purpose = "sign_in_try";

}  // namespace

Try begin(WriteTx& tx, std::string_view account, domain::Instant now) {
    std::vector<domain::Instant> tries;
    // Also what was noted before a new key came.
    for (const std::string& index : tx.keys().indexes(account, purpose)) {
        const auto of_key = Query(tx, R"(
            select at from sign_in_try where account = :account and at > :since
            order by at desc limit :most)")
                                .with(index, domain::Instant(now - domain::tries_period),
                                      static_cast<std::int64_t>(domain::most_tries))
                                .column<domain::Instant>();
        tries.insert(tries.end(), of_key.begin(), of_key.end());
    }
    std::sort(tries.begin(), tries.end(), std::greater<>());
    if (const auto next = domain::next_try(tries)) return {0, next};
    return {Query(tx, "insert into sign_in_try (account, at) values (:account, :at)")
                .with(tx.keys().index(account, purpose), now)
                .insert<std::int64_t>(),
            {}};
}

void take_back(WriteTx& tx, std::int64_t id) {
    Query(tx, "delete from sign_in_try where id = :id").with(id).run();
}

void forget_account(WriteTx& tx, std::string_view account) {
    for (const std::string& index : tx.keys().indexes(account, purpose)) {
        Query(tx, "delete from sign_in_try where account = :account").with(index).run();
    }
}

void forget_old(WriteTx& tx, domain::Instant now) {
    Query(tx, "delete from sign_in_try where at <= :oldest")
        .with(domain::Instant(now - domain::tries_period))
        .run();
}

}  // namespace db::sign_in
