#include <catch2/catch.hpp>

#include <filesystem>

#include "depot/oslo_time.hpp"
#include "support/json.hpp"
#include "support/program.hpp"
#include "support/raw_client.hpp"
#include "support/temp_database.hpp"

using support::run_program;
using support::TempDatabase;

namespace {

support::ProgramResult generate(const std::string& url, const std::string& items,
                                const std::string& loans, const std::string& seed = "1") {
    return run_program(
        {"generate", "--items", items, "--loans", loans, "--seed", seed, "--database", url});
}

domain::Instant now() {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

support::Json ask(const support::RunningServer& server, const std::string& token,
                  const std::string& method, const std::string& path, const std::string& body) {
    support::RawClient client(server.port());
    client.send(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " +
                token + "\r\nContent-Type: application/json\r\nContent-Length: " +
                std::to_string(body.size()) + "\r\n\r\n" + body);
    const auto response = client.read_response();
    REQUIRE(response);
    INFO(path << ": " << response->body);
    REQUIRE(response->status == 200);
    return support::Json::parse(response->body);
}

}  // namespace

TEST_CASE("generate fills a new database with a past that verify finds whole") {
    const TempDatabase database;
    const auto made = generate(database.url(), "2000", "4000");
    INFO(made.output << made.error);
    REQUIRE(made.status == 0);
    CHECK(made.output.find("generated 2000 items, 4000 loans") != std::string::npos);
    CHECK(made.output.find("seed 1, as of 20") != std::string::npos);
    const auto verified = run_program({"verify", "--database", database.url()});
    CHECK(verified.error.empty());
    CHECK(verified.output == "ok: 2000 items, " + database.value("select count(*) from event") +
                                 " events, 0 rows of the access log under 0 heads\n");

    CHECK(database.value("select count(*) from item") == "2000");
    CHECK(database.value("select count(*) from loan") == "4000");

    // The same maker makes the same rows; they are looked at in SQLite's words.
    if (support::on_server()) return;

    // A depot as it is: the bounds are those of a municipality's own figures, with room for chance.
    struct Row {
        const char* what;
        const char* sql;
        double least;
        double most;
    };
    const std::vector<Row> rows{
        {"products", "select count(*) from product", 55, 70},
        {"ISO classes", "select count(distinct iso) from product", 25, 60},
        {"products without an item",
         "select count(*) from product where id not in (select product_id from item)", 0, 3},
        {"items out", "select count(*) / 2000.0 from loan_line where ended_at is null", 0.25, 0.5},
        {"of them overdue",
         "select avg(due < date('now')) from loan_line where ended_at is null and due is not null",
         0.02, 0.10},
        {"of them due within 14 days",
         "select avg(due >= date('now') and due <= date('now', '14 days')) from loan_line"
         " where ended_at is null and due is not null",
         0.05, 0.35},
        {"overdue by two weeks",
         "select count(*) from loan_line where ended_at is null and due < date('now', '-14 days')",
         1, 60},
        {"in the children's stock", "select avg(review is not null) from loan_line", 0.005, 0.08},
        {"expected to last over two years", "select avg(expected = 'over_2_years') from loan", 0.02,
         0.06},
        {"lines of a loan",
         "select 1.0 * (select count(*) from loan_line) / (select count(*) from loan)", 1.05, 1.5},
        {"days out of what came back",
         "select avg(ended_at - handed_out_at) / 86400000 from loan_line where ended_at is not "
         "null",
         55, 90},
        {"years of it",
         "select (max(handed_out_at) - min(handed_out_at)) / 86400000 / 365.0 from loan_line", 1.5,
         4},
        {"loans on a Saturday or Sunday",
         "select sum(strftime('%w', start) in ('0', '6')) from loan", 0, 0},
        {"July beside January",
         "select 1.0 * sum(start like '2026-07%') / sum(start like '2026-01%') from loan"
         " where (select count(*) from loan where start like '2026-07%') > 0",
         0.2, 0.95},
        {"loans for each borrower",
         "select 1.0 * (select count(*) from loan) / (select count(*) from borrower)", 3, 4},
        {"units", "select avg(kind = 'unit') from borrower", 0.005, 0.05},
        {"items of the second depot", "select avg(home_depot = 'ENGVEIEN') from item", 0.25, 0.4},
        {"the most loans of an item",
         "select max(n) from (select count(*) n from loan_line group by item_id)", 4, 12},
        {"items never lent", "select 1 - count(distinct item_id) / 2000.0 from loan_line", 0.02,
         0.4},
        {"states that items are in", "select count(distinct state) from item", 8, 10},
        {"items of NAV on their way", "select avg(stock = 'transitt') from item", 0.002, 0.05},
        {"lent though NAV's",
         "select count(*) from loan_line l join item i on i.id = l.item_id where i.owner = 'nav'",
         0, 0},
        {"lines without the training they need",
         "select count(*) from loan_line l join product p on p.id = l.product_id"
         " where p.needs_training = 1 and l.id not in (select loan_line_id from training)",
         0, 0},
        {"events of today or later",
         "select count(*) from event where happened_at >= 1000 * strftime('%s', 'now')", 0, 0},
        {"events out of order",
         "select count(*) from event a join event b on b.item_id = a.item_id and b.seq = a.seq + 1"
         " where b.happened_at < a.happened_at or b.id < a.id",
         0, 0},
        {"lines that end at another moment than their event",
         "select count(*) from loan_line l join event e on e.loan_line_id = l.id"
         " where e.kind <> 'lent' and e.happened_at <> l.ended_at",
         0, 0},
    };
    for (const Row& row : rows) {
        INFO(row.what);
        const std::string value = database.value(row.sql);
        if (value == "-") continue;  // that month is not in this past
        CHECK(std::stod(value) >= row.least);
        CHECK(std::stod(value) <= row.most);
    }
}

TEST_CASE("the same seed on the same day generates the same depot, another seed another one") {
    const TempDatabase one;
    const TempDatabase two;
    const TempDatabase other;
    REQUIRE(generate(one.url(), "150", "300").status == 0);
    REQUIRE(generate(two.url(), "150", "300").status == 0);
    REQUIRE(generate(other.url(), "150", "300", "2").status == 0);
    CHECK(one.dump() == two.dump());
    CHECK(one.dump() != other.dump());
}

TEST_CASE("generate keeps to its numbers, however odd, and verify finds the depot whole") {
    for (const auto& [items, loans] : std::vector<std::pair<const char*, const char*>>{
             {"1", "1"}, {"1", "50"}, {"50", "1"}, {"7", "300"}, {"300", "7"}, {"40", "2000"}}) {
        INFO(items << " items, " << loans << " loans");
        const TempDatabase database;
        const auto made = generate(database.url(), items, loans);
        INFO(made.error);
        REQUIRE(made.status == 0);
        CHECK(database.value("select count(*) from item") == items);
        CHECK(database.value("select count(*) from loan") == loans);
        CHECK(run_program({"verify", "--database", database.url()}).status == 0);
    }
}

TEST_CASE("numbers that generate cannot take are wrong usage") {
    const TempDatabase database;
    for (const auto& [items, loans] :
         std::vector<std::pair<const char*, const char*>>{{"0", "10"},
                                                          {"10", "0"},
                                                          {"-5", "10"},
                                                          {"10", "-5"},
                                                          {"10000001", "10"},
                                                          {"10", "10000001"},
                                                          {"ten", "10"},
                                                          {"1.5", "10"},
                                                          {"10", "501"},
                                                          {"", "10"}}) {
        INFO(items << " items, " << loans << " loans");
        CHECK(generate(database.url(), items, loans).status == 2);
    }
    CHECK(run_program({"generate", "--items", "10", "--database", database.url()}).status == 2);
    if (!support::on_server()) CHECK_FALSE(std::filesystem::exists(database.file()));
    CHECK(run_program({"generate", "--help"}).status == 0);
}

TEST_CASE("generate fills an empty database as it finds it, and no other") {
    const TempDatabase database;
    REQUIRE(
        run_program({"depot", "add", "ANDEBU", "Andebu", "--database", database.url()}).status ==
        0);
    REQUIRE(generate(database.url(), "20", "40").status == 0);
    CHECK(database.value("select count(*) from depot where id = 'ANDEBU'") == "1");

    const auto before = database.dump();
    const auto again = generate(database.url(), "20", "40");
    CHECK(again.status == 1);
    CHECK(again.error.find("not empty") != std::string::npos);
    CHECK(database.dump() == before);

    if (support::on_server()) return;
    const TempDatabase served;
    const support::RunningServer server(served.url(), {});
    const auto in_use = generate(served.url(), "20", "40");
    CHECK(in_use.status == 1);
    CHECK(in_use.error.find("another process") != std::string::npos);
}

TEST_CASE("a generate that is killed half-way leaves no file, and the next one says so",
          "[sqlite]") {
    const TempDatabase database;
    const std::string file = database.file().string();
    // Killed as soon as there is something to see.
    const auto killed = support::run(
        {"/bin/bash", "-c",
         KL_SERVER_BINARY " generate --items 200000 --loans 400000 --database " + database.url() +
             " & until test -s " + file + ".unfinished; do :; done; kill -9 $!; wait $!"});
    REQUIRE(killed.status == 128 + 9);
    CHECK(std::filesystem::exists(file + ".unfinished"));
    CHECK_FALSE(std::filesystem::exists(file));
    CHECK(run_program({"verify", "--database", database.url()}).status == 1);

    const auto next = generate(database.url(), "20", "40");
    CHECK(next.status == 0);
    CHECK(next.output.find("was not finished") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(file + ".unfinished"));
    CHECK(run_program({"verify", "--database", database.url()}).status == 0);
}

TEST_CASE("the server works on from a generated past") {
    const TempDatabase database;
    REQUIRE(generate(database.url(), "400", "800").status == 0);
    const auto token_of = [&](const char* role) {
        const auto added = run_program(
            {"token", "add", role, "--role", role, "--depot", "SMS", "--database", database.url()});
        REQUIRE(added.status == 0);
        return added.output.substr(0, added.output.size() - 1);
    };
    const auto lager = token_of("lager");
    const auto overdue = database.rows(
        "select i.code, l.loan_id from loan_line l join item i on i.id = l.item_id"
        " where l.ended_at is null and l.due < '" +
        domain::to_text(depot::oslo_day(now())) + "' order by l.due, l.id limit 1");
    REQUIRE(overdue.size() == 1);
    const std::string& code = overdue[0][0];
    {
        const support::RunningServer server(database.url(), {});
        const auto get = [&](const std::string& path) {
            return ask(server, lager, "GET", "/api/v1" + path, "");
        };
        CHECK(get("/items?state=to_clean&limit=5").size("/items") > 0);
        CHECK(get("/loans?state=overdue").number("/items/0/id") == std::stoll(overdue[0][1]));
        CHECK(get("/loans?state=due_soon").size("/items") > 0);
        CHECK(get("/items/" + code).text("/code") == code);
        CHECK(get("/items/" + code + "/events").text("/items/0/kind") == "taken_in");
        const auto scanned =
            ask(server, lager, "POST", "/api/v1/scans",
                R"({"id": "018f6b2e-7a10-7c3e-9b1a-000000000001", "device": "test-1",)"
                R"( "happened_at": ")" +
                    domain::to_text(now()) + R"(", "mode": "in", "code": ")" + code +
                    R"(", "depot": "SMS"})");
        CHECK(scanned.text("/result") == "done");
    }
    CHECK(run_program({"verify", "--database", database.url()}).status == 0);
}
