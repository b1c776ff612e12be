#pragma once
// The rows of the access log sealed into a chain, so that whoever changes, removes, adds or
// reorders rows leaves a trace. access_seal holds, for seq = 1, 2, 3 …, the row and
//
//     hash(seq) = SHA-256( hash(seq - 1) as 64 lower-case hexadecimal digits  ||  fields )
//
// in lower-case hexadecimal, where hash(0) is the origin of this database, random and in meta under
// "access_origin", and the fields are, in this order,
//
//     "1" (this format), seq, access_log.id, at, actor_id, role, action, why, depot_id, status,
//     the number of persons, and for each person by ascending id: borrower_id, at
//
// and of a row that has the actor's name, as all have since it is kept, "2" in place of "1", and
// the name after actor_id;
//
// each as its length in bytes, a colon and its bytes: "3:SMS". Numbers are decimal, instants
// milliseconds since 1970 UTC, texts UTF-8; null is "-" alone.
//
// The head is the last seal. Without a head that is kept elsewhere (heads_file) a chain whose end
// was cut off, or that was made anew as a whole, looks whole.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "db/connection.hpp"
#include "domain/time.hpp"

namespace db::access {

// As stored.
struct ChainRow {
    std::int64_t id = 0;
    std::int64_t at = 0;
    std::int64_t actor = 0;
    std::string role;
    std::string action;
    std::optional<std::string> why;
    std::optional<std::string> depot;
    std::optional<std::int64_t> status;
    std::optional<std::string> actor_name;  // none: from before it was kept
    struct Person {
        std::int64_t borrower = 0;
        std::int64_t at = 0;
    };
    std::vector<Person> persons;  // by ascending id
};

struct Head {
    std::int64_t seq = 0;
    std::string hash;  // of seq 0: the origin
};

std::string hash_of(const std::string& previous, std::int64_t seq, const ChainRow& row);

// Committed and unsealed, the lowest ids first.
std::vector<ChainRow> unsealed(ReadTx& tx, std::int64_t limit);
// Seals those that nobody has sealed meanwhile; the head afterwards.
Head seal(WriteTx& tx, const std::vector<ChainRow>& rows);

// Makes the origin when there is none yet. Before that nothing is sealed.
void begin_chain(WriteTx& tx);
// None before that.
std::optional<std::string> origin(ReadTx& tx);
Head head(ReadTx& tx);
// How many rows wait to be sealed, and since when the one that waits longest.
struct Tail {
    std::int64_t rows = 0;
    std::optional<domain::Instant> since;
};
Tail tail(ReadTx& tx);

struct Sealed {
    std::int64_t seq = 0;
    std::string hash;
    std::optional<ChainRow> row;  // none: it is not there any more
};
// Those of seq in (after, to], in order.
std::vector<Sealed> sealed(ReadTx& tx, std::int64_t after, std::int64_t to);

// Rows that are sealed and wait as well.
std::vector<std::int64_t> sealed_twice(ReadTx& tx, std::int64_t limit);
// Rows that are neither sealed nor waiting, when so many are sealed and there.
std::vector<std::int64_t> added(ReadTx& tx, std::int64_t sealed, std::int64_t limit);

}  // namespace db::access
