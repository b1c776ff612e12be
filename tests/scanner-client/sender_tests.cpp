// The sender against a server that answers what the test says.

#include <catch2/catch.hpp>

#include <atomic>
#include <mutex>

#include "http/test_server.hpp"
#include "scanner-client/sender.hpp"
#include "support/json.hpp"
#include "support/temp_database.hpp"

using http_tests::eventually;
using scanner::Trouble;
using scanner::WaitingScan;
using support::Json;
using namespace std::chrono_literals;

namespace {

WaitingScan scan(int number) {
    const std::string id = "018f0000-0000-7000-8000-0000000000" + std::to_string(10 + number);
    return {id, R"({"id":")" + id + R"(","seq":)" + std::to_string(number) + R"(,"code":"C)" +
                    std::to_string(number) + "\"}"};
}

std::string stored(const std::string& id, const std::string& result = "done",
                   const std::string& more = "") {
    return R"({"scan":")" + id + R"(","result":")" + result + R"(","item":null,"attention":[])" +
           more + "}";
}

std::string problem(int status, const std::string& code) {
    return R"({"status":)" + std::to_string(status) + R"(,"code":")" + code +
           R"(","title":"Slik går det ikke.","errors":[{"pointer":"/code","code":")" + code +
           R"("}]})";
}

// Stores what it is sent, but for what a test makes of it.
struct Stage {
    struct Said {
        int status = 200;
        std::string body;
    };
    // What a scan is answered; alone or in a batch.
    std::function<Said(const std::string& code, const std::string& id)> of_scan =
        [](const std::string&, const std::string& id) {
            return Said{200, stored(id)};
        };
    // What a request is answered instead of all that.
    std::function<std::optional<Said>(const routing::Request&)> of_request =
        [](const routing::Request&) { return std::nullopt; };

    std::mutex mutex;
    std::vector<std::string> taken;  // codes, in the order in which they were stored
    std::atomic<int> batches{0};

    support::TempDatabase folder;
    http_tests::TestServer server{
        [this](routing::Request request, routing::Done done) { done(reply(request)); }};
    scanner::Site site{"http://127.0.0.1:" + std::to_string(server.port()), "token", "nb"};
    std::filesystem::path file = folder.folder() / "outbox";

    routing::Reply reply(const routing::Request& request) {
        const std::lock_guard guard(mutex);
        Said said = answer(request);
        routing::Reply reply;
        reply.status = said.status;
        reply.body = std::move(said.body);
        return reply;
    }
    Said answer(const routing::Request& request) {
        if (auto said = of_request(request)) return *std::move(said);
        if (request.path == "/api/v1/scans") return take(Json::parse(request.body), "");
        if (request.path == "/api/v1/scans/batch") {
            ++batches;
            const auto batch = Json::parse(request.body);
            std::string list;
            for (std::size_t i = 0; i < batch.size("/scans"); ++i) {
                list += (i > 0 ? "," : "") + take(batch, "/scans/" + std::to_string(i)).body;
            }
            return {200, "{\"items\":[" + list + "]}"};
        }
        return {200, R"({"items":[],"next":null})"};
    }
    Said take(const Json& json, const std::string& at) {
        const std::string code = json.text(at + "/code");
        Said said = of_scan(code, json.text(at + "/id"));
        if (said.status == 200) taken.push_back(code);
        return said;
    }
    std::vector<std::string> codes() {
        const std::lock_guard guard(mutex);
        return taken;
    }
};

// An outbox with so many scans of an earlier run, and its sender.
struct Running {
    explicit Running(Stage& stage, int waiting = 0)
        : outbox(filled(stage.file, waiting)), known(stage.folder.folder() / "known", "SMS") {
        sender.emplace(stage.site, outbox, known);
    }
    static const std::filesystem::path& filled(const std::filesystem::path& file, int waiting) {
        scanner::Outbox outbox(file);
        for (int i = 1; i <= waiting; ++i) outbox.add(scan(i));
        return file;
    }
    bool all_sent() {
        return eventually([&] { return outbox.waiting() == 0; });
    }

    scanner::Outbox outbox;
    scanner::Known known;
    std::optional<scanner::Sender> sender;
};

}  // namespace

TEST_CASE("what waits is sent in its order, in batches, and settled when it is stored") {
    Stage stage;
    Running running(stage, 30);
    REQUIRE(running.all_sent());
    std::vector<std::string> expected;
    for (int i = 1; i <= 30; ++i) expected.push_back("C" + std::to_string(i));
    CHECK(stage.codes() == expected);
    CHECK(stage.batches <= 2);
}

TEST_CASE("a person's own scan is sent alone, and its answer is theirs") {
    Stage stage;
    Running running(stage);
    const auto answer = running.sender->ask(scan(1), 2s);
    REQUIRE(answer);
    CHECK(Json::parse(*answer).text("/scan") == scan(1).id);
    CHECK(stage.batches == 0);
}

TEST_CASE("a scan that the server will never take is set aside, told, and holds up no other") {
    Stage stage;
    stage.of_scan = [](const std::string& code, const std::string& id) {
        if (code == "C2") return Stage::Said{400, problem(400, "invalid_character")};
        return Stage::Said{200, stored(id)};
    };
    Running running(stage, 3);
    REQUIRE(running.all_sent());
    CHECK(stage.codes() == std::vector<std::string>{"C1", "C3"});
    const auto notices = running.sender->take_notices();
    REQUIRE(notices.size() == 1);
    CHECK(notices[0].item == "C2");
    CHECK(notices[0].text == "Slik går det ikke.");
    CHECK(std::filesystem::exists(stage.file.string() + ".rejected"));
}

TEST_CASE("a scan that the server cannot answer stands behind the others and is never lost") {
    Stage stage;
    for (const int status : {500, 409}) {
        CAPTURE(status);
        stage.of_scan = [&](const std::string& code, const std::string& id) {
            if (code == "C1") return Stage::Said{status, problem(status, "conflict")};
            return Stage::Said{200, stored(id)};
        };
        std::filesystem::remove(stage.file);
        Running running(stage, 4);
        REQUIRE(eventually([&] { return running.outbox.waiting() == 1; }));
        CHECK(running.outbox.oldest(9).front().id == scan(1).id);
        CHECK(running.sender->trouble() == Trouble::none);
        // The next person's scan goes past it.
        CHECK(running.sender->ask(scan(9), 2s));
        CHECK_FALSE(std::filesystem::exists(stage.file.string() + ".rejected"));
    }
}

TEST_CASE("a batch that fails as a whole is made smaller, then large again") {
    Stage stage;
    std::atomic<std::size_t> smallest{1000};
    stage.of_request = [&](const routing::Request& request) -> std::optional<Stage::Said> {
        if (request.path != "/api/v1/scans/batch") return std::nullopt;
        const auto size = Json::parse(request.body).size("/scans");
        smallest = std::min(smallest.load(), size);
        if (size > 8) return Stage::Said{413, problem(413, "body_too_large")};
        return std::nullopt;
    };
    Running running(stage, 40);
    REQUIRE(running.all_sent());
    CHECK(stage.codes().size() == 40);
    CHECK(smallest > 1);
}

TEST_CASE("what is no answer of ours loses nothing: every kind is kept and tried again") {
    const std::vector<std::pair<Stage::Said, Trouble>> answers{
        {{200, "<html>Logg inn</html>"}, Trouble::away},
        {{200, "[]"}, Trouble::away},
        {{200, R"({"items":[{}]})"}, Trouble::away},
        {{200, R"({"items":5})"}, Trouble::away},
        {{302, ""}, Trouble::away},
        {{400, R"({"message":"proxy"})"}, Trouble::away},
        {{403, "<html>nei</html>"}, Trouble::away},
        {{429, problem(429, "too_many")}, Trouble::away},
        {{503, problem(503, "busy")}, Trouble::away},
        {{401, problem(401, "unauthorized")}, Trouble::unauthorized},
        {{403, problem(403, "not_allowed")}, Trouble::not_allowed},
    };
    for (const auto& [said, trouble] : answers) {
        CAPTURE(said.status, said.body);
        Stage stage;
        std::atomic<bool> strange{true};
        stage.of_request =
            [&, said = said](const routing::Request& request) -> std::optional<Stage::Said> {
            if (!strange || request.path.find("/scans") == std::string::npos) return std::nullopt;
            return said;
        };
        Running running(stage, 2);
        CHECK(eventually([&, trouble = trouble] { return running.sender->trouble() == trouble; }));
        CHECK(running.outbox.waiting() == 2);
        CHECK_FALSE(running.sender->ask(scan(3), 50ms));
        CHECK(running.outbox.waiting() == 3);
        strange = false;
        CHECK(running.all_sent());
        CHECK(stage.codes() == std::vector<std::string>{"C1", "C2", "C3"});
    }
}

TEST_CASE("a list that cannot be read leaves the desk online") {
    Stage stage;
    stage.of_request = [&](const routing::Request& request) -> std::optional<Stage::Said> {
        if (request.path == "/api/v1/items") return Stage::Said{500, "{}"};
        return std::nullopt;
    };
    Running running(stage);
    CHECK(running.sender->ask(scan(1), 2s));
    CHECK(running.sender->ask(scan(2), 2s));
    CHECK(running.sender->trouble() == Trouble::none);
    CHECK(stage.batches == 0);
}

TEST_CASE("a slow server is waited for once, and what came of the scan is told later") {
    Stage stage;
    std::atomic<bool> slow{true};
    stage.of_scan = [&](const std::string&, const std::string& id) {
        if (slow) std::this_thread::sleep_for(300ms);
        return Stage::Said{200, stored(id, "refused", R"(,"reason":{"code":"x","text":"Utlånt"})")};
    };
    Running running(stage);
    CHECK_FALSE(running.sender->ask(scan(1), 50ms));
    slow = false;
    REQUIRE(running.all_sent());
    std::vector<scanner::Notice> notices;
    REQUIRE(eventually([&] {
        for (auto& notice : running.sender->take_notices()) notices.push_back(std::move(notice));
        return !notices.empty();
    }));
    CHECK(notices[0].text == "Utlånt");
}

TEST_CASE("a certificate that this machine does not trust is trouble of its own") {
    Stage stage;
    // No certificate at all is behind this port.
    stage.site.url = "https://127.0.0.1:" + std::to_string(stage.server.port());
    Running running(stage, 1);
    CHECK(eventually([&] { return running.sender->trouble() == Trouble::untrusted; }));
    CHECK(running.outbox.waiting() == 1);
    CHECK(running.sender->withdraw(scan(1).id, 1s) == false);  // an earlier run may have sent it
}
