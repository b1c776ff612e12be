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
    const auto& [number, nb, nn, made_at] = *row;
    return Terms{number, nb, nn, made_at};
}

void insert(WriteTx& tx, const Terms& terms, domain::ActorId by) {
    Query(tx, R"(
        insert into terms (version, nb, nn, actor_id, made_at)
        values (:version, :nb, :nn, :actor_id, :made_at))")
        .with(terms.version, terms.nb, terms.nn, by, terms.made_at)
        .run();
}

}  // namespace db::terms
