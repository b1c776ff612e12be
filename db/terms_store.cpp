#include "db/terms_store.hpp"

#include "db/query.hpp"

namespace db::terms {

Terms current(ReadTx& tx) {
    const auto version = Query(tx, "select max(version) from terms").one<std::int64_t>();
    return *find(tx, *version);
}

std::optional<Terms> find(ReadTx& tx, std::int64_t version) {
    const auto row =
        Query(tx, "select version, nb, nn, made_at from terms where version = :version")
            .with(version)
            .one<std::int64_t, std::string, std::string, domain::Instant>();
    if (!row) return std::nullopt;
    return std::make_from_tuple<Terms>(*row);
}

void insert(WriteTx& tx, const Terms& terms, domain::ActorId by) {
    Query(tx, R"(
        insert into terms (version, nb, nn, actor_id, made_at)
        values (:version, :nb, :nn, :actor_id, :made_at))")
        .with(terms.version, terms.nb, terms.nn, by, terms.made_at)
        .run();
}

}  // namespace db::terms
