// The keys of a real server, changed by the command while it runs.

#include <catch2/catch.hpp>

#include "support/program.hpp"
#include "support/temp_database.hpp"

using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using support::run_program;
using support::RunningServer;
using support::TempDatabase;

TEST_CASE("a running server goes over to new keys when it is told to, and starts with them again",
          "[sqlite]") {
    const TempDatabase stored;
    const auto made = run_program({"token", "add", "skranke", "--role", "lager", "--depot", "SMS",
                                   "--database", stored.url()});
    REQUIRE(made.status == 0);
    const std::string token = made.output.substr(0, made.output.size() - 1);
    const auto keys = [&](const char* what) {
        return run_program({"keys", what, "--database", stored.url()});
    };
    {
        const RunningServer server(stored.url(), {});
        CHECK_THAT(keys("list").output, StartsWith("1\tin use\t"));
        const auto rotated = keys("rotate");
        CHECK(rotated.status == 0);
        CHECK_THAT(rotated.output, StartsWith("keys number 2 are used") && Contains("backups"));
        CHECK_THAT(keys("list").output,
                   StartsWith("1\tpublic key alone\t") && Contains("\n2\tin use\t"));
        CHECK(server.get("/api/v1/borrowers", token) == 200);
    }
    const RunningServer again(stored.url(), {});
    CHECK(again.get("/api/v1/borrowers", token) == 200);
    CHECK(run_program({"keys"}).status == 2);
    CHECK(run_program({"keys", "forget"}).status == 2);
}
