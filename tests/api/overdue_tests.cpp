// What is overdue, now and by weeks. Days are counted by hand: a loan of 1 June is due on Tuesday
// 1 September, and on Monday 30 November that is 90 days ago.

#include <catch2/catch.hpp>

#include "db/query.hpp"
#include "jobs/scheduler.hpp"
#include "reports/files.hpp"
#include "support/csv_table.hpp"
#include "support/skip.hpp"
#include "support/test_app.hpp"

using support::Answer;
using support::Body;
using support::TestApp;
using Lines = std::vector<std::string>;

namespace {

std::string number(std::int64_t value) { return std::to_string(value); }

Answer must(Answer answer) {
    if (answer.status >= 300) throw std::runtime_error(answer.body);
    return answer;
}

void run_jobs(TestApp& app) {
    jobs::Scheduler scheduler(
        jobs::all(), app.database(), [&app] { return app.clock.now().instant; }, "one");
    scheduler.run_due();
}

std::int64_t lend(TestApp& app, const std::string& name, const char* start,
                  const Body& given = {}) {
    const auto borrower = app.borrower(Body().set("name", name).set("phone", "99 99 10 10"));
    Body body;
    body.set("borrower_id", borrower).set("start", start).merge(given);
    return app.loan(app.ready_item(), body);
}

// "Kari 90 still -" for each line.
Lines shown(const Answer& answer) {
    Lines lines;
    for (std::size_t i = 0; i < answer.json.size("/items"); ++i) {
        const std::string at = "/items/" + std::to_string(i);
        const auto text = [&](const char* name) {
            return answer.json.is_null(at + name) ? std::string("-") : answer.json.text(at + name);
        };
        lines.push_back(answer.json.text(at + "/borrower") + " " +
                        number(answer.json.number(at + "/days_overdue")) + " " + text("/change") +
                        " " + text("/solved_by") + " " + answer.json.dump(at + "/candidate_why"));
    }
    return lines;
}

// The loans of two weeks, with the list of each.
struct TwoWeeks {
    TestApp app;
    std::int64_t anna = lend(app, "Anna Ås", "2026-06-01", Body().set("requested_by", "ergo"));
    std::int64_t birk = lend(app, "Birk =1+1", "2026-07-01");
    std::int64_t cato =
        lend(app, "Cato; Østerøy", "2026-08-03", Body().set("requested_by", "ergo"));
    std::int64_t dina = lend(app, "Dina Ærfugl", "2026-08-20", Body().set("depot", "ENGVEIEN"));
    std::int64_t elle = lend(app, "Elle Ek", "2026-08-25");

    TwoWeeks() {
        run_jobs(app);
        must(app.post("/api/v1/loans/" + number(cato) + "/extensions",
                      Body().set("months", 3).set("reason", "trenger den"), "ergo"));
        end(birk, "returned", "lager");
        end(dina, "lost", "leder");
        app.clock.set("2026-11-30T05:00:10.000Z");
        run_jobs(app);
    }

    void end(std::int64_t loan, const char* reason, const char* who) {
        const auto line = app.get("/api/v1/loans/" + number(loan)).json.number("/lines/0/id");
        must(app.post("/api/v1/loans/" + number(loan) + "/lines/" + number(line) + "/end",
                      Body().set("reason", reason), who));
    }
};

}  // namespace

TEST_CASE("what is overdue now comes with the longest first, by depot and by who is responsible") {
    TestApp app;
    lend(app, "Dina", "2026-08-20", Body().set("depot", "ENGVEIEN"));
    lend(app, "Anna", "2026-06-01", Body().set("requested_by", "ergo"));
    lend(app, "Soon", "2026-08-25");
    const auto all = app.get("/api/v1/overdue");
    CHECK(shown(all) == Lines{"Anna 83 - - [\"overdue\"]", "Dina 3 - - []"});
    CHECK(all.json.text("/items/0/due") == "2026-09-01");
    CHECK(all.json.text("/items/0/phone") == "99 99 10 10");
    CHECK(all.json.text("/items/0/requested_by") == "ergo");
    CHECK(all.json.number("/items/0/reminders") == 0);
    CHECK(all.json.is_null("/items/0/last_contact"));
    CHECK(shown(app.get("/api/v1/overdue?depot=ENGVEIEN")) == Lines{"Dina 3 - - []"});
    CHECK(shown(app.get("/api/v1/overdue?requested_by=ergo")).size() == 1);
    CHECK(app.get("/api/v1/overdue?depot=NIX").status == 400);

    const auto first = app.get("/api/v1/overdue?limit=1");
    CHECK(shown(first) == Lines{"Anna 83 - - [\"overdue\"]"});
    const auto second = app.get("/api/v1/overdue?limit=1&cursor=" + first.json.text("/next"));
    CHECK(shown(second) == Lines{"Dina 3 - - []"});
    CHECK(second.json.is_null("/next"));

    // On its due day nothing is overdue, the day after it is by one day.
    app.clock.set("2026-11-25T22:30:00.000Z");
    CHECK(app.get("/api/v1/overdue").json.size("/items") == 2);
    app.clock.set("2026-11-25T23:00:00.000Z");
    CHECK(shown(app.get("/api/v1/overdue")).back() == "Soon 1 - - []");
}

TEST_CASE("a week's list is kept as it was made, with what is new, still there and solved") {
    TwoWeeks world;
    TestApp& app = world.app;
    CHECK(shown(app.get("/api/v1/overdue?week=2026-W48")) ==
          Lines{"Anna Ås 83 new - [\"overdue\"]", "Birk =1+1 53 new - [\"overdue\"]",
                "Cato; Østerøy 20 new - [\"overdue\"]", "Dina Ærfugl 3 new - []"});
    const Lines second{"Anna Ås 90 still - [\"overdue\"]", "Elle Ek 5 new - []",
                       "Birk =1+1 53 solved returned [\"overdue\"]",
                       "Cato; Østerøy 20 solved extended [\"overdue\"]",
                       "Dina Ærfugl 3 solved lost []"};
    CHECK(shown(app.get("/api/v1/overdue?week=2026-W49")) == second);
    // What happens later changes nothing of it.
    world.end(world.anna, "returned", "lager");
    app.clock.set("2026-12-03T12:00:00.000Z");
    CHECK(shown(app.get("/api/v1/overdue?week=2026-W49")) == second);

    CHECK(shown(app.get("/api/v1/overdue?week=2026-W49&change=solved&depot=ENGVEIEN")) ==
          Lines{"Dina Ærfugl 3 solved lost []"});
    CHECK(shown(app.get("/api/v1/overdue?week=2026-W49&requested_by=ergo&depot=SMS")) ==
          Lines{second[0], second[3]});
    const auto page = app.get("/api/v1/overdue?week=2026-W49&limit=2");
    CHECK(shown(page) == Lines{second[0], second[1]});
    CHECK(shown(app.get("/api/v1/overdue?week=2026-W49&limit=3&cursor=" +
                        page.json.text("/next"))) == Lines(second.begin() + 2, second.end()));

    const auto week = app.get("/api/v1/overdue/weeks/2026-W49").json;
    CHECK(week.text("/as_of") == "2026-11-30T05:00:00.000Z");
    CHECK_FALSE(week.flag("/late"));
    CHECK(week.dump("/counts") == R"({"overdue":2,"new":1,"still":1,"solved":3,"before":4})");
    CHECK(week.dump("/depots/0") ==
          R"({"depot":"ENGVEIEN","counts":{"overdue":0,"new":0,"still":0,"solved":1,"before":1}})");
    CHECK(week.dump("/depots/1/counts") ==
          R"({"overdue":2,"new":1,"still":1,"solved":2,"before":3})");
    CHECK(week.is_null("/responsible/0/requested_by"));
    CHECK(
        week.dump("/responsible/1") ==
        R"({"requested_by":"ergo","counts":{"overdue":1,"new":0,"still":1,"solved":1,"before":2}})");
    CHECK(app.get("/api/v1/overdue/weeks").json.each("/items", "/week") ==
          Lines{"2026-W49", "2026-W48"});
    CHECK(app.get("/api/v1/overdue/weeks?limit=1&cursor=2026-W49").json.each("/items", "/week") ==
          Lines{"2026-W48"});
}

TEST_CASE("reminders that were sent for the present due day and the latest talk are on the list") {
    TestApp app;
    const auto loan = lend(app, "Anna", "2026-06-01");
    const auto stored = app.get("/api/v1/loans/" + number(loan)).json;
    const auto line = number(stored.number("/lines/0/id"));
    const auto borrower = number(stored.number("/borrower_id"));
    const auto actor = app.stored().value("select min(id) from actor");
    const auto message = [&](const char* key, const char* day, const char* state) {
        const std::string ended = std::string(state) == "waiting" ? "5, null" : "null, 5";
        app.stored().execute(
            std::string("insert into message (key, kind, borrower_id, step, day,"
                        " medium, actor_id, made_at, state, next_at, ended_at) values ('") +
            key + "', 'reminder', " + borrower + ", 'after', '" + day + "', 'sms', " + actor +
            ", 1, '" + state + "', " + ended + ")");
        return app.stored().value(std::string("select id from message where key = '") + key + "'");
    };
    const auto reminded = [&](const std::string& id, const char* due, const char* step) {
        app.stored().execute(
            "insert into reminder (loan_line_id, due, step, day, message_id)"
            " values (" +
            line + ", '" + due + "', '" + step + "', '2026-09-02', " + id + ")");
    };
    reminded(message("a", "2026-09-02", "sent"), "2026-09-01", "after");
    reminded(message("b", "2026-09-15", "sent"), "2026-09-01", "manual");
    reminded(message("c", "2026-09-16", "dead"), "2026-09-01", "second_before");
    reminded(message("d", "2026-09-17", "waiting"), "2026-09-01", "first_before");
    reminded("null", "2026-09-01", "call");
    reminded(message("e", "2026-05-17", "sent"), "2026-08-01", "after");  // of an earlier due day
    for (const char* day : {"2026-09-10", "2026-10-02", "2026-09-20"}) {
        app.stored().execute(
            "insert into contact (borrower_id, day, how, outcome, said, actor_id,"
            " made_at) values (" +
            borrower + ", '" + day + "', 'phone', 'reached', '', " + actor + ", 1)");
    }
    const auto now = app.get("/api/v1/overdue").json;
    CHECK(now.number("/items/0/reminders") == 2);
    CHECK(now.text("/items/0/last_contact") == "2026-10-02");
    run_jobs(app);
    const auto kept = app.get("/api/v1/overdue?week=2026-W48").json;
    CHECK(kept.number("/items/0/reminders") == 2);
    CHECK(kept.text("/items/0/last_contact") == "2026-10-02");
}

TEST_CASE("a list that cannot be is refused by name, all at once") {
    TestApp app;
    using support::refusal;
    CHECK(refusal(app.get("/api/v1/overdue?week=2026-W54")) == "400 ?week invalid_week");
    CHECK(refusal(app.get("/api/v1/overdue?week=2026-W49")) == "409 ?week week_in_future");
    CHECK(refusal(app.get("/api/v1/overdue?week=2026-W48")) == "409 ?week week_not_kept");
    CHECK(refusal(app.get("/api/v1/overdue?change=new")) == "400 ?change week_needed");
    CHECK(refusal(app.get("/api/v1/overdue?limit=0&cursor=x")) ==
          "400 ?limit too_small ?cursor invalid_cursor");
    CHECK(refusal(app.get("/api/v1/overdue/weeks?cursor=x")) == "400 ?cursor invalid_cursor");
    CHECK(app.get("/api/v1/overdue/weeks/x").status == 404);
    CHECK(refusal(app.get("/api/v1/overdue/file?week=x&format=doc")) ==
          "400 ?week invalid_week ?format invalid_value");
    CHECK(refusal(app.get("/api/v1/overdue/file")) == "400 ?format required");
    CHECK(refusal(app.get("/api/v1/overdue/file?format=csv&week=2027-W01")) ==
          "409 ?week week_in_future");
    CHECK(refusal(app.get("/api/v1/overdue/file?format=csv&week=2026-W47")) ==
          "409 ?week week_not_kept");
}

TEST_CASE("who is on a list that is shown or taken along gets one row in the access log") {
    TwoWeeks world;
    TestApp& app = world.app;
    const auto row = [&](const std::string& target, const std::string& action,
                         const std::string& persons) {
        INFO(target);
        const auto before = app.stored().value("select count(*) from access_log");
        REQUIRE(app.get(target, "leder").status == 200);
        CHECK(std::stoi(app.stored().value("select count(*) from access_log")) ==
              std::stoi(before) + 1);
        const auto last = app.stored().value("select max(id) from access_log");
        CHECK(app.stored().value("select action from access_log where id = " + last) == action);
        CHECK(app.stored().value("select count(*) from access_log_person where access_id = " +
                                 last) == persons);
    };
    row("/api/v1/overdue", "GET /api/v1/overdue", "2");
    row("/api/v1/overdue?week=2026-W49&limit=1", "GET /api/v1/overdue", "1");
    row("/api/v1/overdue/file?week=2026-W49&format=csv", "GET /api/v1/overdue/file", "5");
    row("/forfalt/2026-W49", "GET /forfalt/{week}", "5");
    row("/forfalt/fil?week=2026-W49&format=pdf", "GET /forfalt/fil", "5");
}

TEST_CASE("nothing of an address is on any list, and who is anonymised is nobody") {
    TwoWeeks world;
    TestApp& app = world.app;
    const auto hidden = app.borrower(
        Body().set("name", "Gunn Hemmelig").raw("address", R"({"street": "Skjultveien 1",
                                              "postal_code": "3210", "city": "Sandefjord"})"));
    must(app.call("leder", "PATCH", "/api/v1/borrowers/" + number(hidden),
                  Body().set("protection", "fortrolig"), {{"if-match", "*"}}));
    app.loan(app.ready_item(), Body().set("borrower_id", hidden).set("start", "2026-06-01"));
    app.clock.set("2026-12-07T05:00:00.000Z");
    run_jobs(app);
    for (const char* target : {"/api/v1/overdue", "/api/v1/overdue?week=2026-W50", "/forfalt",
                               "/forfalt/2026-W50", "/api/v1/overdue/file?week=2026-W50&format=csv",
                               "/api/v1/overdue/file?week=2026-W50&format=html"}) {
        INFO(target);
        const auto answer = app.get(target, "lager");
        REQUIRE(answer.status == 200);
        CHECK(answer.body.find("Gunn Hemmelig") != std::string::npos);
        CHECK(answer.body.find("Skjultveien") == std::string::npos);
        CHECK(answer.body.find("fortrolig") == std::string::npos);
    }
    const auto gone = app.get("/api/v1/loans/" + number(world.birk)).json.number("/borrower_id");
    must(app.post("/api/v1/borrowers/" + number(gone) + "/erase", Body(), "leder"));
    const auto list = app.get("/api/v1/overdue?week=2026-W49");
    CHECK(list.json.text("/items/2/borrower") == "Anonymisert");
    CHECK(list.json.is_null("/items/2/phone"));
    CHECK(list.body.find("Birk") == std::string::npos);
}

TEST_CASE("who was merged is on earlier lists under the other one's name") {
    TwoWeeks world;
    TestApp& app = world.app;
    const auto from = app.get("/api/v1/loans/" + number(world.anna)).json.number("/borrower_id");
    const auto into = app.borrower(Body().set("name", "Anna Åsen"));
    must(app.post("/api/v1/borrowers/" + number(from) + "/merge", Body().set("into", into),
                  "leder"));
    CHECK(app.get("/api/v1/overdue?week=2026-W49").json.text("/items/0/borrower") == "Anna Åsen");
}

// ---- files -------------------------------------------------------------------------------------

namespace {

// name, days and product of each row of a file, sorted.
Lines of_csv(const std::string& body) {
    Lines rows;
    REQUIRE(body.starts_with("\xEF\xBB\xBF"));
    // What is quoted holds no line's end here.
    for (const std::string& line : support::split(body.substr(3), '\n')) {
        if (line.empty()) continue;
        Lines cells;
        std::string cell;
        bool quoted = false;
        for (const char c : line) {
            if (c == '"') {
                quoted = !quoted;
            } else if ((c == ';' || c == '\r') && !quoted) {
                cells.push_back(cell);
                cell.clear();
            } else {
                cell += c;
            }
        }
        REQUIRE(cells.size() == 13);
        rows.push_back(cells[3] + "|" + cells[6] + "|" + cells[11] + "|" + cells[12]);
    }
    return rows;
}

}  // namespace

TEST_CASE("PDF, XLSX, CSV and HTML of a week have the same rows, with æøå and no formula") {
    using report_tests::printed;
    if (!report_tests::has_openpyxl() || !report_tests::has_program("pdftotext")) {
        return support::skip("no python3-openpyxl or poppler-utils here");
    }
    TwoWeeks world;
    const auto file = [&](const char* format) {
        const auto answer = world.app.get(
            std::string("/api/v1/overdue/file?week=2026-W49&format=") + format, "leder");
        REQUIRE(answer.status == 200);
        CHECK(answer.header("content-disposition") ==
              std::string("attachment; filename=\"forfalt-2026-W49.") + format + "\"");
        return answer.body;
    };
    CHECK(of_csv(file("csv")) ==
          Lines{"Låner|Dager over|Siden sist|Løst ved", "Anna Ås|90|Fortsatt|", "Elle Ek|5|Ny|",
                "Birk =1+1|53|Løst|levert inn", "Cato; Østerøy|20|Løst|forlenget",
                "Dina Ærfugl|3|Løst|tapt"});

    const report_tests::Folder folder;
    const std::string sheet = printed(
        {"python", KL_TESTS_DIR "/reports/read_xlsx.py", folder.file("list.xlsx", file("xlsx"))});
    const std::string paper =
        printed({"pdftotext", "-layout", folder.file("list.pdf", file("pdf")), "-"});
    const std::string page = file("html");
    CHECK(sheet.find("FORMULA") == std::string::npos);
    CHECK(printed({"pdfinfo", folder.file("info.pdf", file("pdf"))}).find("Tagged:") !=
          std::string::npos);
    CHECK(page.starts_with("<!doctype html>\n<html lang=\"nb\">"));
    for (const auto* text : {&sheet, &paper, &page}) {
        INFO(*text);
        CHECK(text->find("Forfalte utlån uke 49/2026") != std::string::npos);
        for (const char* name :
             {"Anna Ås", "Elle Ek", "Birk =1+1", "Cato; Østerøy", "Dina Ærfugl"}) {
            CHECK(report_tests::count(*text, name) == 1);
        }
        for (const char* word : {"levert inn", "tapt"})
            CHECK(report_tests::count(*text, word) == 1);
    }
    CHECK(paper.find("Per mandag 30.11.2026 kl. 06.00") != std::string::npos);
    CHECK(sheet.find("G2 number 90 #,##0") != std::string::npos);
    CHECK(sheet.find("F2 day 2026-09-01 dd.mm.yyyy") != std::string::npos);
    // English and nynorsk.
    const auto in = [&](const char* language) {
        return world.app
            .call("leder", "GET", "/api/v1/overdue/file?week=2026-W49&format=html", "",
                  {{"accept-language", language}})
            .body;
    };
    CHECK(in("en").find("Overdue loans, week 49/2026") != std::string::npos);
    CHECK(in("nn").find("Forfalne utlån veke 49/2026") != std::string::npos);
}

TEST_CASE("the list of the present week can be taken along before it is kept, and says so") {
    TestApp app;
    lend(app, "Anna", "2026-06-01");
    const auto page = app.get("/api/v1/overdue/file?week=2026-W48&format=html").body;
    CHECK(page.find("Anna") != std::string::npos);
    CHECK(page.find("ikke lagret ennå") != std::string::npos);
    CHECK(app.stored().value("select count(*) from weekly_list") == "0");
    const auto now = app.get("/api/v1/overdue/file?format=html").body;
    CHECK(now.find("Utlån over fristen") != std::string::npos);
    CHECK(now.find("ikke lagret ennå") == std::string::npos);
}

TEST_CASE("the pages of what is overdue show it with words, links and downloads") {
    TwoWeeks world;
    TestApp& app = world.app;
    const auto holds = [](const Answer& answer, const std::string& part) {
        INFO(part);
        CHECK(answer.body.find(part) != std::string::npos);
    };
    const auto now = must(app.get("/forfalt", "ergo"));
    for (const char* part : {"Anna Ås", "99\u00A099\u00A010\u00A010", "01.09.2026", "Lenge over",
                             "/forfalt/fil?format=pdf", "/forfalt/uker"}) {
        holds(now, part);
    }
    const auto mine = must(app.get("/forfalt?mine=true", "ergo"));
    holds(mine, "Anna Ås");
    CHECK(mine.body.find("Elle Ek") == std::string::npos);
    const auto week = must(app.get("/forfalt/2026-W49", "leder"));
    for (const char* part :
         {"Forfalte utlån uke 49/2026", "Per 30.11.2026 kl. 06.00", "2 (2 færre enn uke 48/2026)",
          "Løst: Levert inn", "Løst: Forlenget", "Fortsatt", "/forfalt/2026-W49?ansvarlig=ergo",
          "/forfalt/fil?format=xlsx&amp;week=2026-W49"}) {
        holds(week, part);
    }
    holds(must(app.get("/forfalt/uker", "lager")), "/forfalt/2026-W48");
    holds(app.get("/forfalt/2026-W52", "leder"), "Uken er ikke begynt");
    CHECK(app.get("/forfalt/2026-W52", "leder").status == 409);
    CHECK(app.get("/forfalt/tull", "leder").status == 404);
    CHECK(app.get("/forfalt/fil?week=2026-W49&format=xlsx", "lager").status == 200);
}
