#pragma once
// Safety notices, the items that they concern, and who has them.

#include <optional>
#include <string>
#include <vector>

#include "db/connection.hpp"
#include "domain/ids.hpp"
#include "domain/notice.hpp"
#include "domain/readiness.hpp"
#include "domain/time.hpp"

namespace db::notices {

// What a notice is about: all that is given must hold of an item.
struct Criteria {
    std::optional<domain::ProductId> product;
    std::optional<domain::SerialRange> serials;
    std::optional<std::string> lot;
    std::optional<std::string> udi;
};
// The items of which all of it holds, by the index of the narrowest; the caller gives at least one.
std::vector<domain::ItemId> matching(ReadTx& tx, const Criteria& criteria);

struct Notice {
    domain::NoticeId id;
    std::string title;
    std::optional<std::string> reference;  // the sender's own number
    Criteria criteria;
    bool blocks = true;  // what it concerns, also what is found later
    domain::ActorId actor;
    domain::Instant made_at;
    std::optional<domain::Instant> closed_at;
    std::int64_t version = 1;
};
domain::NoticeId insert(WriteTx& tx, const Notice& notice);
std::optional<Notice> find(ReadTx& tx, domain::NoticeId id);
std::vector<Notice> list(ReadTx& tx, std::optional<bool> open, domain::NoticeId after,
                         std::int64_t limit);
// All that are open: few.
std::vector<Notice> open(ReadTx& tx);
// Counts the version up; when all its items are accounted for, it is closed. One about a counted
// product is not: what is lent or lies on a shelf of that has no label to tick off.
void count_change(WriteTx& tx, domain::NoticeId id, domain::Instant at);
// By a person.
void close(WriteTx& tx, domain::NoticeId id, domain::Instant at);

void add_item(WriteTx& tx, domain::NoticeId notice, domain::ItemId item, bool blocked);
// It has blocked an item that it had already.
void set_blocked(WriteTx& tx, domain::NoticeId notice, domain::ItemId item);
// The open ones that block, in which the item is not accounted for; by id.
std::vector<domain::NoticeId> blocking(ReadTx& tx, domain::ItemId item);

struct Counts {
    std::int64_t found = 0;
    std::int64_t blocked = 0;  // by it
    std::int64_t accounted = 0;
    // As they are now.
    std::int64_t on_loan = 0;
    std::int64_t gone = 0;  // lost, scrapped, handed over
};
Counts counts(ReadTx& tx, domain::NoticeId id);

struct NoticeItem {
    domain::ItemId item;
    std::string code;
    domain::ProductId product;
    std::string product_name;
    std::optional<std::string> serial;
    std::optional<std::string> lot;
    domain::State state = domain::State::blocked;
    domain::DepotId depot;
    std::optional<std::string> shelf;
    bool on_loan = false;
    bool blocked = false;
    std::optional<domain::NoticeOutcome> outcome;
    std::optional<domain::Instant> accounted_at;
};
std::vector<NoticeItem> items(ReadTx& tx, domain::NoticeId id, std::optional<bool> open,
                              domain::ItemId after, std::int64_t limit);
std::optional<NoticeItem> find_item(ReadTx& tx, domain::NoticeId id, domain::ItemId item);
void account(WriteTx& tx, domain::NoticeId id, domain::ItemId item, domain::NoticeOutcome outcome,
             const std::optional<std::string>& note, domain::ActorId by, domain::Instant at);

// A borrower with something of the notice that is not accounted for.
struct Contact {
    domain::BorrowerId borrower;
    struct Aid {
        std::optional<std::string> code;  // none: a quantity of a counted product
        std::string product_name;
        std::int64_t quantity = 1;
    };
    std::vector<Aid> aids;
};
// By borrower, after the given one.
std::vector<Contact> contacts(ReadTx& tx, const Notice& notice, domain::BorrowerId after,
                              std::int64_t limit);

// Notices that are open without an open item, or closed with one; only one about a product that has
// no items may be open without.
std::vector<std::string> faults(ReadTx& tx);

}  // namespace db::notices
