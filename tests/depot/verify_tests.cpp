#include <catch2/catch.hpp>

#include "depot/verify.hpp"
#include "support/test_app.hpp"

using support::Body;
using support::TestApp;

namespace {

depot::VerifyReport verify(TestApp& app) {
    return app.database().read([](db::ReadTx& tx) { return depot::verify(tx); });
}

// A depot with some of everything: lent, returned, undone, corrected, relabelled, quarantined.
void live(TestApp& app) {
    const auto product =
        app.product(Body().set("inspection_months", 12).list("accessories", {"\"kurv\""}));
    const auto one = app.ready_item(product, Body().set("serial", "S1"));
    const auto two = app.ready_item(product);
    const auto three = app.ready_item(product);
    const auto loan = app.loan({one, two});
    app.post("/api/v1/loans/" + std::to_string(loan) + "/extensions",
             Body().set("months", 3).set("reason", "opptrening"), "ergo");
    app.patch("/api/v1/loans/" + std::to_string(loan), Body().set("arena", "school"));
    app.clock.advance(std::chrono::hours(1));
    app.scanned("in", one, Body().raw("details", R"({"infectious": true})"));
    const auto washed = app.scanned("move", one, Body().set("shelf", "K1"));
    app.call("lager", "POST", "/api/v1/scans/" + washed.json.text("/scan") + "/undo");
    app.post("/api/v1/items/" + three + "/relabel", Body());
    app.patch("/api/v1/items/" + three,
              Body().set("serial", "S3").set("owner", "overtatt_fra_nav"));
    app.scanned("in", three, Body().set("happened_at", "2026-11-20T08:00:00.000Z"));
}

}  // namespace

TEST_CASE("a database that only the program has written is found whole") {
    TestApp app;
    CHECK(verify(app).faults.empty());
    live(app);
    const auto report = verify(app);
    for (const std::string& fault : report.faults) UNSCOPED_INFO(fault);
    CHECK(report.faults.empty());
    CHECK(report.items == 3);
    CHECK(std::to_string(report.events) == app.stored().value("select count(*) from event"));
}

TEST_CASE("each kind of tampering is found and named") {
    struct Row {
        const char* name;
        std::string sql;
        const char* named;
    };
    const bool server = support::on_server();
    // For whoever may switch off what the schema keeps.
    const std::string unguarded =
        server ? "set session_replication_role = replica; "
               : "pragma foreign_keys = off; drop trigger event_no_update;"
                 " drop trigger event_no_delete; drop trigger event_field_no_delete; ";
    const std::string drop_trigger =
        server ? "drop trigger event_no_change on event" : "drop trigger event_no_update";
    const std::vector<Row> rows{
        {"the state", "update item set state = 'scrapped' where id = 3", "state is \"scrapped\""},
        {"its extensions", "update loan set extensions = 0 where id = 1", "loan 1: its extensions"},
        {"the due day", "update loan_line set due = '2029-01-01' where id = 2",
         "loan line 2: its due day"},
        {"the shelf", "update item set shelf = 'Z9' where id = 1", "shelf is \"Z9\""},
        {"the depot", "update item set depot_id = 'ENGVEIEN' where id = 1",
         "depot is \"ENGVEIEN\""},
        {"the serial number", "update item set serial = 'S2' where id = 1", "serial is \"S2\""},
        {"the owner", "update item set owner = 'nav' where id = 3", "owner is \"nav\""},
        {"the stock", "update item set stock = 'barn' where id = 3", "stock is \"barn\""},
        {"the home", "update item set home_depot = 'ENGVEIEN' where id = 3", "home_depot is"},
        {"the code", "update item set code = '7K3QF27' where id = 3", "code is \"7K3QF27\""},
        {"the quarantine", "update item set quarantine_until = '2026-11-24' where id = 1",
         "quarantine_until is"},
        {"the inspection", "update item set inspection_due = null where id = 2",
         "inspection_due is"},
        {"the cleanliness", "update item set dirty = 0 where id = 1", "dirty is"},
        {"the count of events", "update item set event_count = 99 where id = 1", "event_count is"},
        {"an event deleted", unguarded + "delete from event where item_id = 1 and seq = 2",
         "item "},
        {"the last event deleted",
         unguarded + "delete from event where item_id = 2 and kind = 'loan_corrected'",
         "event_count is"},
        {"an event changed",
         unguarded + "update event set to_state = 'scrapped' where item_id = 3 and seq = 2",
         "item "},
        {"a loan ended without its lines", "update loan set ended_at = 1 where id = 1", "loan 1"},
        {"a line ended without its event",
         "update loan_line set ended_at = handed_out_at, end_reason = 'returned' where id = 2",
         "on_loan is"},
        {"a line opened again",
         "update loan_line set ended_at = null, end_reason = null where id = 1", "on_loan is"},
        {"a reference to nothing", unguarded + "update loan set borrower_id = 77 where id = 1",
         "foreign key"},
        {"an item without events",
         "insert into item (code, product_id, owner, stock, home_depot, depot_id, state, dirty,"
         " event_count) values ('7K3QF27', 1, 'kommune', 'korttid', 'SMS', 'SMS', 'ready', 0, 0)",
         "7K3QF27"},
        {"a trigger dropped", drop_trigger, "is not there"},
        {"an index dropped", "drop index one_open_line_per_item", "one_open_line_per_item is not"},
        {"an index of another kind",
         "drop index item_by_owner; create index item_by_owner on item (owner)",
         "item_by_owner is not as"},
        {"a table of another program", "create table extra (id integer)", "extra"},
        {"a line that its item never heard of",
         "insert into loan_line (loan_id, item_id, product_id, quantity, due, original_due,"
         " handed_out_at, ended_at, end_reason) values (1, 3, 1, 1, '2027-01-01', '2027-01-01',"
         " 1, 1, 'returned')",
         "loan line 3"},
    };
    for (const Row& row : rows) {
        INFO(row.name);
        TestApp app;
        live(app);
        app.stored().execute(row.sql);
        const auto faults = verify(app).faults;
        const bool named = std::any_of(faults.begin(), faults.end(), [&](const std::string& fault) {
            return fault.find(row.named) != std::string::npos;
        });
        for (const std::string& fault : faults) UNSCOPED_INFO(fault);
        CHECK(named);
    }
}

TEST_CASE("what verify says names no person") {
    TestApp app;
    live(app);
    app.stored().execute(
        "update loan set ended_at = 1; update item set state = 'ready', shelf = 'Q'");
    for (const std::string& fault : verify(app).faults) {
        CHECK(fault.find("Kari") == std::string::npos);
    }
}
