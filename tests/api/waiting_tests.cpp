// How much waits: counted by hand from what the test makes.

#include <catch2/catch.hpp>

#include "support/test_app.hpp"

using support::Body;
using support::TestApp;

TEST_CASE("what waits is counted for each depot and for who has asked") {
    TestApp app;
    const auto product = app.product();
    const auto washed = app.ready_item(product);
    const auto lent = app.ready_item(product);
    app.item(product);                                     // to be inspected at SMS
    app.item(product, Body().set("depot", "ENGVEIEN"));    // and at Engveien
    app.loan(washed, Body().set("requested_by", "ergo"));  // due on 23 February 2027
    app.loan(lent, Body().set("requested_by", "somebody else"));
    CHECK(app.scanned("in", washed).status == 200);  // to the wash
    const auto waiting = [&](const char* sender) {
        return app.get("/api/v1/waiting", sender).json;
    };
    const auto before = waiting("ergo");
    CHECK(before.text("/depots/0/depot") == "ENGVEIEN");
    CHECK(before.number("/depots/0/inspection") == 1);
    CHECK(before.number("/depots/1/inspection") == 1);
    CHECK(before.number("/depots/1/wash") == 1);
    CHECK(before.number("/depots/0/wash") == 0);
    CHECK(before.number("/depots/1/overdue") == 0);

    app.loan(app.ready_item(product), Body().set("requested_by", "ergo"));
    app.clock.set("2027-02-24T08:00:00.000Z");
    const auto after = waiting("ergo");
    CHECK(after.number("/depots/1/overdue") == 2);
    CHECK(after.number("/depots/0/overdue") == 0);
    CHECK(after.number("/mine/overdue") == 1);
    CHECK(waiting("lager").number("/mine/overdue") == 0);
    CHECK(after.number("/depots/1/lost_process") == 0);
    // 28 days from the due day.
    app.clock.set("2027-03-22T08:00:00.000Z");
    CHECK(waiting("lager").number("/depots/1/lost_process") == 0);
    app.clock.set("2027-03-23T08:00:00.000Z");
    CHECK(waiting("lager").number("/depots/1/lost_process") == 2);
    CHECK(waiting("lager").number("/depots/0/lost_process") == 0);
    CHECK(waiting("ergo").number("/mine/calls") == 1);
}
