// Every trigger on every standing of a real aid, through the program: the answer is what the table
// of tests/domain/readiness.csv says, and where it refuses nothing has changed.

#include <algorithm>
#include <functional>
#include <map>

#include <catch2/catch.hpp>

#include "support/csv_table.hpp"
#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::TestApp;

namespace {

struct Aid {
    std::string code;
    std::int64_t loan = 0;  // 0: at the depot
};

// How an aid came to stand as it does.
struct Standing {
    std::string state;
    bool on_loan = false;
    std::string owner = "kommune";
    std::string wash_class = "machine";
    std::function<Aid()> make;
};

std::string words(const Standing& standing) {
    return standing.state + (standing.on_loan ? " on loan" : "") + " of " + standing.owner +
           ", wash class " + standing.wash_class;
}

class Depot {
public:
    TestApp app;

    Depot() : borrower_(app.borrower()) {
        for (const char* wash : {"machine", "none"}) {
            products_[wash] = app.product(Body().set("wash_class", wash));
        }
    }

    // At the depot in that state, then with its owner.
    Aid at_depot(const std::string& state, const std::string& owner, const std::string& wash) {
        const std::string code = app.item(products_.at(wash));
        bring(code, state);
        if (owner != "kommune") must(app.patch(path(code), Body().set("owner", owner)));
        return {code};
    }
    Aid lent(const std::string& state) {
        const std::string code = app.ready_item(products_.at("machine"));
        const auto loan = app.loan(code, Body().set("borrower_id", borrower_));
        if (state == "blocked") pull(code, "block", reason());
        return {code, loan};
    }

    // Pulls the trigger on it; the new state, or why not ("" for nothing to do).
    std::string outcome(const std::string& trigger, const Aid& aid) {
        const Answer answer = send(trigger, aid);
        if (answer.status >= 400) return answer.json.text("/errors/0/code");
        if (answer.json.has("/result")) {
            const std::string result = answer.json.text("/result");
            if (result == "nothing_to_do") return "";
            if (result == "refused") return answer.json.text("/reason/code");
        }
        return app.state_of(aid.code);
    }

    std::int64_t events(const std::string& code) {
        return app.get(path(code)).json.number("/event_count");
    }

private:
    std::map<std::string, std::int64_t> products_;
    std::int64_t borrower_;

    static std::string path(const std::string& code) { return "/api/v1/items/" + code; }
    static Body reason() { return Body().set("reason", "r"); }
    static Answer must(Answer answer) {
        REQUIRE(answer.status < 300);
        return answer;
    }
    void pull(const std::string& code, const std::string& route, const Body& body,
              const char* sender = "lager") {
        must(app.post(path(code) + "/" + route, body, sender));
    }

    void bring(const std::string& code, const std::string& state) {
        const Body ok = Body().set("ok", true);
        if (state == "ready") pull(code, "inspect", ok);
        if (state == "to_repair") pull(code, "inspect", Body().set("ok", false));
        if (state == "scrapped") pull(code, "scrap", reason());
        if (state == "blocked") pull(code, "block", reason());
        if (state == "missing" || state == "lost" || state == "to_clean") {
            pull(code, "missing", Body());
        }
        if (state == "to_clean") pull(code, "found", Body());
        if (state == "lost") pull(code, "give-up", reason(), "leder");
        if (state == "quarantine" || state == "handed_over") {
            pull(code, "inspect", ok);
            const auto loan = app.loan(code, Body().set("borrower_id", borrower_));
            if (state == "quarantine") {
                send("return_infectious", {code, loan});
            } else {
                send("hand_over_lent", {code, loan});
            }
        }
        REQUIRE(app.state_of(code) == state);
    }

    Answer end(const Aid& aid, const Body& body, const char* sender = "lager") {
        const auto loan = "/api/v1/loans/" + std::to_string(aid.loan);
        const auto line = app.get(loan).json.number("/lines/0/id");
        return app.post(loan + "/lines/" + std::to_string(line) + "/end", body, sender);
    }

    Answer send(const std::string& trigger, const Aid& aid) {
        const auto route = [&](const std::string& name, const Body& body,
                               const char* sender = "lager") {
            return app.post(path(aid.code) + "/" + name, body, sender);
        };
        if (trigger == "hand_out") {
            return app.post("/api/v1/loans",
                            Body()
                                .set("borrower_id", borrower_)
                                .set("depot", "SMS")
                                .list("lines", {Body().set("item", aid.code).text()}));
        }
        if (trigger == "return") return app.scanned("in", aid.code);
        if (trigger == "return_infectious") {
            return app.scanned("in", aid.code, Body().raw("details", R"({"infectious": true})"));
        }
        if (trigger == "give_up_lent") return end(aid, Body().set("reason", "lost"), "leder");
        if (trigger == "scrap_at_borrower") {
            return end(aid, Body().set("reason", "scrapped_at_borrower"));
        }
        if (trigger == "hand_over_lent") {
            return end(aid, Body().set("reason", "permanent").set("reference", "NAV 1"));
        }
        if (trigger == "cleaned") return route("clean", Body().set("method", "hand"));
        if (trigger == "inspected_ok") return route("inspect", Body().set("ok", true));
        if (trigger == "inspected_failed") return route("inspect", Body().set("ok", false));
        if (trigger == "repaired") return route("repair", Body().set("work", "w"));
        if (trigger == "report_missing") return route("missing", Body());
        if (trigger == "found") return route("found", Body());
        if (trigger == "hand_over") return route("hand-over", Body().set("to", "NAV"));
        if (trigger == "take_over") return route("take-over", Body());
        if (trigger == "scrap" || trigger == "block") return route(trigger, reason());
        if (trigger == "unblock") return route(trigger, reason(), "leder");
        if (trigger == "give_up") return route("give-up", reason(), "leder");
        if (trigger == "skip_wash") return route("skip-wash", reason());
        throw std::runtime_error("no route of " + trigger);
    }
};

using Table = std::map<std::string, std::string>;

// From the words of a row before its result.
Table read_table(std::vector<std::string>& triggers) {
    Table table;
    for (const auto& row : support::read_csv(KL_TESTS_DIR "/domain/readiness.csv")) {
        std::string key;
        for (std::size_t i = 0; i < 7; ++i) key += row[i] + ",";
        table[key] = row[7] + row[8];
        if (std::find(triggers.begin(), triggers.end(), row[0]) == triggers.end()) {
            triggers.push_back(row[0]);
        }
    }
    return table;
}

// The row of the table for this aid: "1ready" allowed, with the state after it; "0blocked" refused.
std::string expected(Depot& depot, const Table& table, const std::string& trigger,
                     const Standing& standing, const Aid& aid, const std::string& today) {
    const auto row = depot.app.stored().rows(
        "select dirty, coalesce(quarantine_until, '') from item where code = '" + aid.code +
        "'")[0];
    const auto bit = [](bool set) { return std::string(set ? "1," : "0,"); };
    return table.at(trigger + "," + standing.state + "," + bit(standing.on_loan) + row[0] + "," +
                    bit(row[1].empty() || row[1] <= today) + bit(standing.owner == "kommune") +
                    bit(standing.wash_class == "none"));
}

bool ends_a_loan(const std::string& trigger) {
    return trigger == "give_up_lent" || trigger == "scrap_at_borrower" ||
           trigger == "hand_over_lent";
}

std::vector<Standing> standings(Depot& depot) {
    std::vector<Standing> all;
    for (const char* state : {"ready", "to_clean", "to_inspect", "to_repair", "quarantine",
                              "blocked", "missing", "lost", "scrapped", "handed_over"}) {
        for (const auto& [owner, wash] :
             {std::pair("kommune", "machine"), std::pair("nav", "machine"),
              std::pair("kommune", "none")}) {
            const std::string in = state;
            const std::string of = owner;
            const std::string by = wash;
            all.push_back(
                {in, false, of, by, [&depot, in, of, by] { return depot.at_depot(in, of, by); }});
        }
    }
    for (const char* state : {"ready", "blocked"}) {
        const std::string in = state;
        all.push_back({in, true, "kommune", "machine", [&depot, in] { return depot.lent(in); }});
    }
    return all;
}

}  // namespace

TEST_CASE("every trigger on every standing, with and without a loan, does what the table says") {
    Depot depot;
    std::vector<std::string> triggers;
    const Table table = read_table(triggers);
    int allowed = 0;
    int refused = 0;
    const auto try_all = [&](const std::vector<Standing>& all, const std::string& today) {
        for (const Standing& standing : all) {
            // One that nothing happens to meets all that is refused; each that is allowed has one
            // of its own.
            Aid aid = standing.make();
            for (const std::string& trigger : triggers) {
                // Without a loan there is no line to end.
                if (ends_a_loan(trigger) && !standing.on_loan) continue;
                // Whose aids are lent is a rule of loans.
                if (trigger == "hand_out" && standing.owner == "nav") continue;
                INFO(trigger << " on " << words(standing));
                const auto told = expected(depot, table, trigger, standing, aid, today);
                const auto before = depot.events(aid.code);
                const std::string got = depot.outcome(trigger, aid);
                const auto after = depot.events(aid.code);
                if (told[0] == '1') {
                    CHECK(got == told.substr(1));
                    CHECK(after == before + 1);
                    ++allowed;
                    aid = standing.make();
                } else {
                    // A scan of an aid that is back already is no error.
                    const bool back =
                        told == "0not_on_loan" && (got.empty() || got == "wrong_state");
                    CHECK((back || got == told.substr(1)));
                    CHECK(after == before);
                    CHECK(depot.app.state_of(aid.code) == standing.state);
                    ++refused;
                }
            }
        }
    };
    std::vector<Standing> all = standings(depot);
    try_all(all, "2026-11-23");
    // The same rests when their date is reached.
    std::vector<Standing> rested;
    for (Standing& standing : all) {
        if (standing.state != "quarantine") continue;
        auto resting = std::make_shared<std::vector<Aid>>();
        for (int i = 0; i < 12; ++i) resting->push_back(standing.make());
        standing.make = [resting] {
            const Aid aid = resting->back();
            resting->pop_back();
            return aid;
        };
        rested.push_back(standing);
    }
    depot.app.clock.set("2026-11-28T08:00:00.000Z");
    try_all(rested, "2026-11-28");
    CHECK(allowed > 100);
    CHECK(refused > 300);
    CAPTURE(allowed, refused);
}

TEST_CASE("a single aid says what its reader may do with it now") {
    TestApp app;
    const auto code = app.item(app.product(Body().set("wash_class", "none")));
    const auto may = [&](const char* sender) {
        return app.get("/api/v1/items/" + code, sender).json.dump("/allowed");
    };
    CHECK(may("lager") == R"(["inspect","scrap","block","missing"])");
    CHECK(may("leder") == R"(["block"])");
    CHECK(may("ergo") == "[]");
    app.post("/api/v1/items/" + code + "/missing", Body());
    CHECK(may("lager") == R"(["scrap","block","found"])");
    CHECK(may("leder") == R"(["block","give-up"])");
    const auto found = app.post("/api/v1/items/" + code + "/found", Body());
    CHECK(found.json.dump("/allowed") == R"(["clean","skip-wash","scrap","block","missing"])");
    app.post("/api/v1/items/" + code + "/skip-wash", Body().set("reason", "r"));
    CHECK(app.history_of(code).back() == "wash_skipped");
    app.loan(code);
    CHECK(may("lager") == R"(["block"])");
    // When its rest is over the answer is another, so its ETag is as well.
    app.scanned("in", code, Body().raw("details", R"({"infectious": true})"));
    const auto etag = app.get("/api/v1/items/" + code).header("etag");
    app.clock.set("2026-11-28T08:00:00.000Z");
    CHECK(app.get("/api/v1/items/" + code).header("etag") != etag);
}

TEST_CASE("an aid of NAV's that is taken over is the municipality's and goes to the wash") {
    TestApp app;
    const auto product = app.product();
    const auto of_nav = [&](std::int64_t of) {
        return app.ready_item(of, Body().set("owner", "nav").set("stock", "transitt"));
    };
    const auto code = of_nav(product);
    const auto taken =
        app.post("/api/v1/items/" + code + "/take-over", Body().set("reference", "NAV 2026/77"));
    CHECK(taken.status == 200);
    CHECK(taken.json.text("/owner") == "overtatt_fra_nav");
    CHECK(taken.json.text("/stock") == "korttid");
    CHECK(taken.json.text("/state") == "to_clean");
    CHECK(taken.json.is_null("/hint"));
    const auto events = app.get("/api/v1/items/" + code + "/events").json;
    CHECK(events.text("/items/2/kind") == "taken_over");
    CHECK(events.dump("/items/2/fields") ==
          R"([{"name":"owner","value":"overtatt_fra_nav"},{"name":"stock","value":"korttid"}])");
    CHECK(app.stored().value("select kind || ' ' || text from note") == "reference NAV 2026/77");
    // The second time it is not NAV's any more.
    const auto again = app.post("/api/v1/items/" + code + "/take-over", Body());
    CHECK(again.code() == "owner_not_nav");

    const auto child = of_nav(app.product(Body().set("children", true)));
    CHECK(app.post("/api/v1/items/" + child + "/take-over", Body()).json.text("/stock") == "barn");

    // Whether to keep it: one of two is here, then two of two.
    app.stored().execute(
        "insert into stock_level (product_id, depot_id, maximum) values (1, 'SMS', 2)");
    CHECK(app.post("/api/v1/items/" + of_nav(product) + "/take-over", Body()).json.text("/hint") ==
          "keep");
    CHECK(app.post("/api/v1/items/" + of_nav(product) + "/take-over", Body()).json.text("/hint") ==
          "give_away");
    // As in the stock list: what is lent is not at hand.
    app.stored().execute("update stock_level set maximum = 4");
    app.loan(app.ready_item(product));
    CHECK(app.post("/api/v1/items/" + of_nav(product) + "/take-over", Body()).json.text("/hint") ==
          "keep");
}
