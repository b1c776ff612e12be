// The program itself, as an administrator meets it: exit statuses, tokens, a running server, TLS is
// in tests/http.

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <regex>
#include <thread>

#include <sys/stat.h>

#include "depot/weekly_list.hpp"
#include "support/program.hpp"
#include "support/temp_database.hpp"

using support::run_program;
using support::RunningServer;

TEST_CASE("the program says what it is and refuses what it does not know") {
    CHECK(run_program({"--version"}).status == 0);
    CHECK(run_program({"--help"}).status == 0);
    CHECK(run_program({}).status == 2);
    CHECK(run_program({"serv"}).status == 2);
    CHECK(run_program({"verify", "--databas", "x"}).status == 2);
    CHECK(run_program({"check-config", "--database", "depot.db"}).status == 2);
    CHECK(run_program({"check-config", "--database", "sqlite:///tmp/x.db"}).status == 0);
    CHECK(run_program({"check-config", "--listen", "127.0.0.1:99999"}).status == 2);
}

TEST_CASE("a password on the command line is refused") {
    const auto result =
        run_program({"migrate", "--database", "postgresql://depot:hemmelig@db/depot"});
    CHECK(result.status == 2);
    CHECK(result.error.find("hemmelig") == std::string::npos);
}

TEST_CASE("plain HTTP is served on loopback alone, unless the file says otherwise") {
    const support::TempDatabase directory;
    const auto refused = run_program({"check-config", "--listen", "0.0.0.0:8080"});
    CHECK(refused.status == 2);
    const auto file = directory.folder() / "config.toml";
    std::ofstream(file) << "plain_http = true\nlisten = \"0.0.0.0:8080\"\n";
    CHECK(run_program({"check-config", "--config", file.string()}).status == 0);
    std::ofstream(file) << "plane_http = true\n";
    CHECK(run_program({"check-config", "--config", file.string()}).status == 2);
}

TEST_CASE("a database of a newer program is refused with status 3") {
    const support::TempDatabase directory;
    REQUIRE(run_program({"migrate", "--database", directory.url()}).status == 0);
    REQUIRE(run_program({"migrate", "--database", directory.url()}).status == 0);
    directory.execute("insert into migration (version, name) values (9999, 'of tomorrow')");
    for (const char* command : {"migrate", "verify", "serve"}) {
        const auto result =
            run_program({command, "--database", directory.url(), "--config", "/dev/null"});
        CHECK(result.status == 3);
        CHECK(result.error.find("newer") != std::string::npos);
    }
}

TEST_CASE("a server that dies leaves no picture of its memory") {
    const support::TempDatabase directory;
    const RunningServer server(directory.url(), {});
    std::ifstream file("/proc/" + std::to_string(server.process()) + "/limits");
    const std::string limits{std::istreambuf_iterator<char>(file), {}};
    CHECK(std::regex_search(limits, std::regex("Max core file size +0 +0 ")));
}

TEST_CASE("verify finds a row that its events do not explain") {
    const support::TempDatabase directory;
    {
        const RunningServer server(directory.url(), {"--demo"});
        CHECK(run_program({"verify", "--database", directory.url()}).status == 0);
    }
    const auto clean = run_program({"verify", "--database", directory.url()});
    CHECK(clean.status == 0);
    CHECK(clean.output.find("400 items") != std::string::npos);
    CHECK(directory.value("select count(*) from product_set") == "3");
    // Bookings wait, are held, and stand ready to be collected at both depots.
    const auto booked = [&](const std::string& what, const std::string& state) {
        return directory.value("select count(" + what + ") from booking where state = '" + state +
                               "'");
    };
    CHECK(booked("*", "requested") == "5");
    CHECK(booked("*", "allocated") == "4");
    CHECK(booked("*", "picked") == "4");
    CHECK(booked("distinct depot_id", "picked") == "2");
    directory.execute("update item set state = 'scrapped' where id = 17");
    const auto tampered = run_program({"verify", "--database", directory.url()});
    CHECK(tampered.status == 1);
    CHECK(tampered.error.find("state") != std::string::npos);
}

TEST_CASE("a server seals who looked at whom and leaves heads, which verify needs", "[sqlite]") {
    const support::TempDatabase directory;
    const auto verify = [&](const std::vector<std::string>& more = {}) {
        std::vector<std::string> words{"verify", "--database", directory.url()};
        words.insert(words.end(), more.begin(), more.end());
        return run_program(words);
    };
    {
        RunningServer server(directory.url(), {"--demo"});
        auto token = run_program({"token", "add", "skranke", "--role", "lager", "--depot", "SMS",
                                  "--database", directory.url()})
                         .output;
        token.pop_back();
        REQUIRE(server.get("/api/v1/borrowers", token) == 200);
        CHECK(server.stop() == 0);
    }
    const auto whole = verify();
    CHECK(whole.error.empty());
    CHECK_THAT(whole.output, Catch::Contains(", 1 rows of the access log under 2 heads"));
    // Beside the key file; taken elsewhere it is as good, and without it nobody can tell.
    const auto heads = directory.folder() / "depot.db.heads";
    const auto elsewhere = directory.folder() / "elsewhere";
    std::filesystem::rename(heads, elsewhere);
    const auto without = verify();
    CHECK(without.status == 1);
    CHECK_THAT(without.error, Catch::Contains("no genuine head"));
    CHECK(verify({"--heads", elsewhere.string()}).status == 0);
    // Who names a file counts on it.
    const auto missing = verify({"--heads", heads.string(), "--heads", elsewhere.string()});
    CHECK(missing.status == 1);
    CHECK(missing.error == heads.string() + ": there is no such file\n");
}

TEST_CASE("a token is printed alone and once, and counts until it is revoked") {
    const support::TempDatabase directory;
    const auto add = [&](const std::string& role) {
        return run_program({"token", "add", "skranke", "--role", role, "--depot", "SMS",
                            "--database", directory.url()});
    };
    CHECK(add("sjef").status == 2);
    CHECK(run_program({"token", "add", "skranke", "--role", "lager", "--depot", "OSLO",
                       "--database", directory.url()})
              .status == 1);
    const auto without_server = add("lager");
    REQUIRE(without_server.status == 0);
    CHECK(std::regex_match(without_server.output, std::regex("kl_[0-9a-f]{64}\n")));

    const RunningServer server(directory.url(), {});
    if (!support::on_server()) {
        struct stat socket {};
        REQUIRE(::stat((directory.file().string() + ".sock").c_str(), &socket) == 0);
        CHECK((socket.st_mode & 0777) == 0600);
    }
    const auto token = [](const support::ProgramResult& result) {
        return result.output.substr(0, result.output.size() - 1);
    };
    CHECK(server.get("/api/v1/depots", token(without_server)) == 200);
    const auto through_server = add("ergo");
    REQUIRE(through_server.status == 0);
    CHECK(server.get("/api/v1/depots", token(through_server)) == 200);
    const auto list = run_program({"token", "list", "--database", directory.url()});
    CHECK(list.output.find(token(through_server)) == std::string::npos);
    const std::string number = list.output.substr(0, list.output.find('\t'));
    CHECK(run_program({"token", "revoke", number, "--database", directory.url()}).status == 0);
    CHECK(server.get("/api/v1/depots", token(without_server)) == 401);
    CHECK(server.get("/api/v1/depots", token(through_server)) == 200);
    CHECK(run_program({"token", "revoke", number, "--database", directory.url()}).status == 1);
    CHECK(run_program({"depot", "add", "ANDEBU", "Andebu", "--database", directory.url()}).status ==
          0);
    CHECK(run_program({"depot", "add", "ANDEBU", "Andebu", "--database", directory.url()}).status ==
          1);
}

TEST_CASE("a user is made with a password that is printed alone and once, and disabled") {
    const support::TempDatabase directory;
    const auto user = [&](std::vector<std::string> words) {
        words.insert(words.begin(), "user");
        words.insert(words.end(), {"--database", directory.url()});
        return run_program(words);
    };
    CHECK(user({"add", "Kari Nordmann", "--role", "sjef"}).status == 2);
    CHECK(user({"add", "Kari Nordmann"}).status == 2);
    CHECK(user({"add", "Kari Nordmann", "--role", "admin", "--depot", "OSLO"}).status == 1);
    const auto made = user({"add", "Kari Nordmann", "--role", "admin"});
    REQUIRE(made.status == 0);
    const std::regex password("[0-9A-Z]{4}(-[0-9A-Z]{4}){3}\n");
    CHECK(std::regex_match(made.output, password));
    CHECK(user({"add", "KARI NORDMANN", "--role", "ergo", "--depot", "SMS"}).status == 1);
    CHECK(user({"add", "Ola", "--role", "ergo", "--depot", "SMS"}).status == 0);

    const RunningServer server(directory.url(), {});
    const auto list = user({"list"});
    CHECK(list.output.find("\tKari Nordmann\tadmin\t-\t") != std::string::npos);
    CHECK(list.output.find("\tOla\tergo\tSMS\t") != std::string::npos);
    CHECK(list.output.find(made.output.substr(0, 19)) == std::string::npos);
    const auto reset = user({"reset-password", "ola"});
    CHECK(std::regex_match(reset.output, password));
    CHECK(user({"reset-password", "nobody"}).status == 1);
    CHECK(user({"disable", "nobody"}).status == 1);
    CHECK(user({"disable", "ola"}).status == 0);
    CHECK(user({"list"}).output.find("disabled 20") != std::string::npos);
    CHECK(reset.error.find("disabled") == std::string::npos);
    const auto of_disabled = user({"reset-password", "ola"});
    CHECK(of_disabled.status == 0);
    CHECK(std::regex_match(of_disabled.output, password));
    CHECK_THAT(of_disabled.error, Catch::Contains("Ola is disabled and cannot sign in"));
    CHECK(user({"disable", "Kari Nordmann"}).status == 1);
    CHECK(user({"disable", "Kari Nordmann"}).error.find("last administrator") != std::string::npos);
}

TEST_CASE("two servers never write the same file", "[sqlite]") {
    const support::TempDatabase directory;
    const RunningServer server(directory.url(), {});
    const auto second =
        run_program({"serve", "--database", directory.url(), "--listen", "127.0.0.1:0"});
    CHECK(second.status == 1);
    CHECK(second.error.find("another process") != std::string::npos);
}

TEST_CASE("who makes or revokes a token by a command is in the program's log, by number") {
    const support::TempDatabase directory;
    const auto made = run_program({"token", "add", "skranke", "--role", "lager", "--depot", "SMS",
                                   "--database", directory.url()});
    const auto list = run_program({"token", "list", "--database", directory.url()});
    const std::string number = list.output.substr(0, list.output.find('\t'));
    const auto line = [&](const std::string& event) {
        return "level=info event=" + event + " actor=0 subject=" + number + "\n";
    };
    CHECK(made.error == line("token_made"));
    CHECK(run_program({"token", "revoke", number, "--database", directory.url()}).error ==
          line("token_revoked"));
    CHECK(run_program({"token", "revoke", number, "--database", directory.url()})
              .error.find("event=") == std::string::npos);
}

TEST_CASE("the demo goes on with its own database and touches no other") {
    const support::TempDatabase directory;
    std::string first;
    {
        const RunningServer server(directory.url(), {"--demo"});
        first = server.printed();
        CHECK(std::regex_search(first,
                                std::regex("(^|\n)demo-user leder demo-leder [0-9A-Z-]{19}\n")));
    }
    {
        const RunningServer server(directory.url(), {"--demo"});
        CHECK(server.printed() == first);
        CHECK(server.complaints().find("changed") == std::string::npos);
        for (const auto& words : {std::vector<std::string>{"reset-password", "demo-leder"},
                                  std::vector<std::string>{"disable", "demo-ergo"}}) {
            std::vector<std::string> all{"user"};
            all.insert(all.end(), words.begin(), words.end());
            all.insert(all.end(), {"--database", directory.url()});
            REQUIRE(run_program(all).status == 0);
        }
    }
    {
        // What it prints lets somebody in.
        const RunningServer server(directory.url(), {"--demo"});
        const std::regex changed("demo-user (leder|ergo) [^\n]*\n");
        CHECK(server.printed() == std::regex_replace(first, changed, ""));
        CHECK_THAT(server.complaints(), Catch::Contains("demo-leder was changed;") &&
                                            Catch::Contains("demo-ergo was changed;") &&
                                            !Catch::Contains("demo-admin was"));
    }
    const support::TempDatabase other;
    REQUIRE(run_program({"token", "add", "skranke", "--role", "lager", "--depot", "SMS",
                         "--database", other.url()})
                .status == 0);
    const auto refused = run_program({"serve", "--demo", "--database", other.url()});
    CHECK(refused.status == 1);
    CHECK(refused.error.find("--demo") != std::string::npos);
}

TEST_CASE("the list of a week is written to a file or printed, with a server running and without") {
    const support::TempDatabase directory;
    const auto now =
        std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    const std::string week = domain::to_text(depot::list_week(now));
    const auto report_to = [&](const std::string& file, const std::string& of_week,
                               const std::string& format, const std::string& depot) {
        return run_program({"report", "overdue", "--week", of_week, "--format", format, "--depot",
                            depot, "-o", file, "--database", directory.url()});
    };
    const auto report = [&](const std::string& of_week, const std::string& format,
                            const std::string& depot = "SMS") {
        return report_to((directory.folder() / ("liste." + format)).string(), of_week, format,
                         depot);
    };
    const auto beginning = [&](const char* format, std::size_t size) {
        std::string bytes(size, '\0');
        std::ifstream(directory.folder() / (std::string("liste.") + format), std::ios::binary)
            .read(bytes.data(), static_cast<std::streamsize>(size));
        return bytes;
    };
    const std::string logged = "select count(*) from access_log where action = 'report overdue'";
    {
        const RunningServer server(directory.url(), {"--demo"});
        CHECK(report(week, "pdf").status == 0);
        CHECK(beginning("pdf", 4) == "%PDF");
        CHECK(report(week, "xlsx").status == 0);
        CHECK(beginning("xlsx", 2) == "PK");
        CHECK(directory.value(logged) == "2");
        const auto printed = report_to("-", week, "pdf", "SMS");
        CHECK(printed.status == 0);
        CHECK(printed.error.empty());
        CHECK(printed.output.starts_with("%PDF"));
        CHECK(printed.output.ends_with("%%EOF\n"));
    }
    CHECK(report(week, "csv").status == 0);
    CHECK(beginning("csv", 9) ==
          "\xEF\xBB\xBF"
          "Depot;");
    CHECK(report(week, "html").status == 0);
    CHECK(beginning("html", 15) == "<!doctype html>");
    const auto printed = report_to("-", week, "csv", "SMS");
    CHECK(printed.status == 0);
    CHECK(printed.output == beginning("csv", printed.output.size()));
    CHECK_FALSE(std::filesystem::exists("-"));
    CHECK(directory.value(logged) == "6");
    CHECK(report_to("-", "2020-W10", "csv", "SMS").output.empty());

    CHECK(report("2026-47", "csv").status == 2);
    CHECK(report(week, "doc").status == 2);
    CHECK(report("2020-W10", "csv").status == 1);
    CHECK(report("2199-W10", "csv").error.find("has not begun") != std::string::npos);
    CHECK(report(week, "csv", "NIX").status == 1);
    CHECK(run_program({"report", "overdue", "--database", directory.url()}).status == 2);
    const auto nowhere = run_program({"report", "overdue", "--week", week, "--format", "csv", "-o",
                                      (directory.folder() / "no/such/folder.csv").string(),
                                      "--database", directory.url()});
    CHECK(nowhere.status == 1);
    CHECK(nowhere.error.find("cannot write") != std::string::npos);
}

TEST_CASE("SIGTERM ends the server with status 0") {
    const support::TempDatabase directory;
    RunningServer server(directory.url(), {});
    CHECK(server.get("/livez", "") == 200);
    CHECK(server.stop() == 0);
}

TEST_CASE("the first loan of the README, by curl and at the desk, works word for word") {
    const support::TempDatabase directory;
    const RunningServer server(directory.url(), {"--demo"});

    std::ifstream readme(KL_SOURCE_DIR "/README.md");
    std::string script;
    bool in_block = false;
    for (std::string line; std::getline(readme, line);) {
        if (line == "```sh") {
            in_block = true;
        } else if (line == "```") {
            in_block = false;
        } else if (in_block) {
            script += line + "\n";
        }
    }
    REQUIRE(!script.empty());
    const auto& folder = directory.folder();
    std::filesystem::create_directories(folder / ".state");
    std::ofstream(folder / ".state/demo-users") << server.printed();
    std::filesystem::create_directory_symlink(
        std::filesystem::path(KL_SERVER_BINARY).parent_path().parent_path(), folder / "build");
    const auto result =
        support::run({"/bin/bash", "-euo", "pipefail", "-c",
                      "cd " + folder.string() + "\nKL_PORT=" + std::to_string(server.port()) +
                          "\nKORTTIDSLAGER_DATABASE='" + directory.url() + "'\n" + script});
    INFO(result.output << result.error);
    CHECK(result.status == 0);
    CHECK(result.output.find("\"result\":\"done\"") != std::string::npos);
    CHECK(result.output.find("Til rengjøring") != std::string::npos);
    CHECK(result.output.find("problem") == std::string::npos);
    const auto last = result.output.rfind("\"items\"");
    REQUIRE(last != std::string::npos);
    const std::string history = result.output.substr(last);
    std::size_t at = 0;
    for (const char* kind :
         {"taken_in", "inspected_ok", "lent", "returned", "cleaned", "inspected_ok"}) {
        at = history.find("\"kind\":\"" + std::string(kind) + "\"", at);
        REQUIRE(at != std::string::npos);
        ++at;
    }
    for (const char* said :
         {"OK      Skrevet ut: ", "Nytt lån til Astrid Demoberg", "OK      Ut til ",
          "OK      Ferdig. Lån ", "Til rengjøring: SMS, vask."}) {
        INFO(said);
        CHECK(result.output.find(said) != std::string::npos);
    }
    for (const char* paper : {"etikett.pdf", "etikett-ny.pdf", "ark.pdf"}) {
        std::string start(4, '\0');
        std::ifstream(folder / paper, std::ios::binary).read(start.data(), 4);
        CHECK(start == "%PDF");
    }
}
