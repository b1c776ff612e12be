#include "db/topics.hpp"

#include <catch2/catch.hpp>

#include <set>

#include "db/connection.hpp"
#include "db/query.hpp"
#include "db/tables.hpp"
#include "support/temp_database.hpp"

using db::Query;
using db::topic_of;

namespace {

// What nobody follows: what the program keeps for itself, signing in, and the access log.
const std::set<std::string> unfollowed{"access_log",    "access_log_person", "actor_name_before",
                                       "access_review", "access_seal",       "access_unsealed",
                                       "actor",         "idempotency",       "job_lease",
                                       "meta",          "month_figure",      "openid_flow",
                                       "openid_logout", "openid_user",       "recovery_code",
                                       "sign_in_try"};

}  // namespace

TEST_CASE("every table is followed under a topic, or is one that nobody follows") {
    std::set<std::string> topics;
    for (const db::Table& table : db::tables()) {
        INFO(table.name);
        const std::string topic(topic_of("delete from " + table.name + " where 1 = 0"));
        CHECK(topic.empty() == unfollowed.contains(table.name));
        if (!topic.empty() && topic != db::senders_topic) topics.insert(topic);
    }
    CHECK(topics == std::set<std::string>(db::all_topics().begin(), db::all_topics().end()));
    for (const std::string& topic : topics) {
        CHECK(topic.find_first_not_of("abcdefghijklmnopqrstuvwxyz-") == std::string::npos);
    }
}

TEST_CASE("a statement's topic is that of the table it writes") {
    CHECK(topic_of("insert into loan (id) values (:id)") == "loans");
    CHECK(topic_of("\n        insert into loan_line(id) select id from item") == "loans");
    CHECK(topic_of("update work_order\n set x = 1") == "work-orders");
    CHECK(topic_of("update item set x = 1") == "items");
    CHECK(topic_of("select 1 from item") == "");
    CHECK(topic_of("update items set x = 1") == "");
    CHECK(topic_of("update ") == "");
    CHECK(topic_of("") == "");
    // Who signs in, or is seen again, takes nothing from anybody.
    CHECK(topic_of("insert into session (id) values (1)") == "");
    CHECK(topic_of("update session set seen_at = 1") == "");
    CHECK(topic_of("delete from session where id = 1") == db::senders_topic);
}

TEST_CASE("a transaction has the topics of the rows that it wrote, and none of another's") {
    const support::TempDatabase stored;
    auto connection = db::Connection::open(stored.location(), db::Access::read_write);
    if (!support::on_server()) {
        connection.execute(
            "create table depot (id text primary key, version bigint);"
            "create table shelf (id integer primary key, depot_id text)");
        connection.execute("insert into depot values ('SMS', 1)");
    }
    connection.control(connection.begin_write());
    {
        db::WriteTx tx(connection);
        Query(tx, "update depot set version = 2 where id = :id").with(std::string("none")).run();
        CHECK(tx.topics().empty());
        CHECK(Query(tx, "update depot set version = 2 where id = :id returning version")
                  .with(std::string("none"))
                  .one<std::int64_t>() == std::nullopt);
        CHECK(Query(tx, "select version from depot where id = :id")
                  .with(std::string("SMS"))
                  .one<std::int64_t>() == 1);
        CHECK(tx.topics().empty());
        CHECK(Query(tx, "update depot set version = 3 where id = :id returning version")
                  .with(std::string("SMS"))
                  .one<std::int64_t>() == 3);
        CHECK(tx.topics() == db::Topics{"depots"});
    }
    {
        db::WriteTx tx(connection);
        CHECK(tx.topics().empty());
        Query(tx, "update depot set version = 2 where id = :id").with(std::string("SMS")).run();
        CHECK(tx.topics() == db::Topics{"depots"});
    }
    connection.control("rollback");
}
