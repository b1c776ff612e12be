// The arrows of README.md hold: for every include, link, library and coroutine in the tree. Each
// check is first shown a fault that it must find.

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "house/arrows.hpp"

namespace {

namespace fs = std::filesystem;
using house::Arrows;
using house::Files;
using house::Findings;

const fs::path root = KL_SOURCE_DIR;

std::string read(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// All files of our folders, from the root.
std::vector<std::string> all_paths() {
    std::vector<std::string> paths;
    for (const char* folder : {"server", "labels", "db", "scanner-client", "tests"}) {
        if (!fs::exists(root / folder)) continue;
        for (auto it = fs::recursive_directory_iterator(root / folder); it != fs::end(it); ++it) {
            if (it->path().filename() == "node_modules") it.disable_recursion_pending();
            if (it->is_regular_file()) {
                paths.push_back(it->path().lexically_relative(root).generic_string());
            }
        }
    }
    return paths;
}

Files files_where(bool (*wanted)(const fs::path&)) {
    Files files;
    for (const std::string& path : all_paths()) {
        if (wanted(path)) files.push_back({path, read(root / path)});
    }
    return files;
}

Files our_sources() {
    return files_where([](const fs::path& path) {
        return path.extension() == ".cpp" || path.extension() == ".hpp";
    });
}

Files our_cmake_lists() {
    return files_where([](const fs::path& path) { return path.filename() == "CMakeLists.txt"; });
}

Arrows picture() { return house::read_arrows(read(root / "README.md")); }

const char* const small_picture = R"(Some text
```
other → block
```
```
main → {http, api}     http → routing → db
{api, jobs} → {routing, depot}   depot → {db, label_code}  db → domain
labels → label_code    tests → everything
```
after → it
)";

}  // namespace

TEST_CASE("the picture is read from its fenced block and no other", "[house]") {
    const Arrows arrows = house::read_arrows(small_picture);
    CHECK(arrows.direct.size() == 12);
    CHECK(arrows.direct.at("main") == std::set<std::string>{"http", "api"});
    CHECK(arrows.direct.at("http") == std::set<std::string>{"routing"});
    CHECK(arrows.direct.at("routing") == std::set<std::string>{"db"});
    CHECK(arrows.direct.at("jobs") == std::set<std::string>{"routing", "depot"});
    CHECK(arrows.direct.at("domain").empty());
    CHECK_FALSE(arrows.has("other"));
    CHECK_FALSE(arrows.has("after"));
    CHECK(house::read_arrows("no picture").direct.empty());
}

TEST_CASE("an arrow allows what it leads to, directly and through others, and never back",
          "[house]") {
    const Arrows arrows = house::read_arrows(small_picture);
    CHECK(arrows.allows("api", "depot"));
    CHECK(arrows.allows("api", "domain"));
    CHECK(arrows.allows("domain", "domain"));
    CHECK(arrows.allows("tests", "http"));
    CHECK_FALSE(arrows.allows("domain", "db"));
    CHECK_FALSE(arrows.allows("routing", "depot"));
    CHECK_FALSE(arrows.allows("depot", "labels"));
}

TEST_CASE("a cycle in the picture is found", "[house]") {
    const std::string with_cycle = "```\nmain → a → b   b → a\n```\n";
    CHECK(house::cycles(house::read_arrows(with_cycle)).size() == 2);
    CHECK(house::cycles(house::read_arrows(small_picture)).empty());
}

TEST_CASE("every file has its room", "[house]") {
    CHECK(house::room_of("server/main.cpp") == "main");
    CHECK(house::room_of("server/depot/lend.cpp") == "depot");
    CHECK(house::room_of("labels/reader.hpp") == "label_code");
    CHECK(house::room_of("labels/zpl.cpp") == "labels");
    CHECK(house::room_of("db/items_store.cpp") == "db");
    CHECK(house::room_of("scanner-client/loop.cpp") == "scanner-client");
    CHECK(house::room_of("tests/db/writer_tests.cpp") == "tests");
}

TEST_CASE("an include against the arrows is found, however it is written", "[house]") {
    const Arrows arrows = house::read_arrows(small_picture);
    const Files headers{{"server/config.hpp", ""},      {"server/depot/lend.hpp", ""},
                        {"server/domain/loan.hpp", ""}, {"db/query.hpp", ""},
                        {"labels/code.hpp", ""},        {"labels/qr.hpp", ""},
                        {"tests/support/skip.hpp", ""}};
    const auto findings = [&](std::string path, std::string text) {
        Files files = headers;
        files.push_back({std::move(path), std::move(text)});
        return house::includes_against_arrows(files, arrows);
    };
    for (const auto& [path, include] : std::vector<std::pair<std::string, std::string>>{
             {"server/domain/x.cpp", "\"db/query.hpp\""},
             {"server/domain/x.cpp", "\"../../db/query.hpp\""},
             {"server/domain/x.cpp", "<db/query.hpp>"},
             {"server/routing/x.cpp", "\"depot/lend.hpp\""},
             {"server/routing/x.cpp", "\"server/depot/lend.hpp\""},
             {"server/depot/x.cpp", "\"config.hpp\""},
             {"server/depot/x.cpp", "\"labels/qr.hpp\""},
             {"labels/code.cpp", "\"qr.hpp\""},
             {"labels/qr.cpp", "\"domain/loan.hpp\""},
             {"db/x.cpp", "\"support/skip.hpp\"\n#include \"tests/support/skip.hpp\""},
             {"server/cellar/x.cpp", "<string>"},
         }) {
        INFO(path << " includes " << include);
        CHECK(findings(path, "#pragma once\n  # include " + include + "\n").size() == 1);
    }
    for (const auto& [path, include] : std::vector<std::pair<std::string, std::string>>{
             {"server/api/x.cpp", "\"db/query.hpp\""},
             {"server/depot/x.cpp", "\"lend.hpp\""},
             {"server/depot/x.cpp", "\"labels/code.hpp\""},
             {"labels/qr.cpp", "\"labels/code.hpp\""},
             {"server/x.cpp", "\"config.hpp\""},
             {"server/domain/x.cpp", "<db.h>"},
             {"tests/db/x.cpp", "\"db/query.hpp\""},
         }) {
        INFO(path << " includes " << include);
        CHECK(findings(path, "#include " + include + "\n") == Findings{});
    }
    CHECK(findings("server/domain/x.cpp", "\n#include \"db/query.hpp\"\n").front() ==
          "server/domain/x.cpp:2: domain includes db/query.hpp, and no arrow leads from domain to "
          "db");
}

TEST_CASE("a library in a room that may not know it is found", "[house]") {
    const auto findings = [](std::string path, const std::string& include) {
        return house::libraries_out_of_place({{std::move(path), "#include " + include + "\n"}})
            .size();
    };
    CHECK(findings("server/depot/x.cpp", "<soci/soci.h>") == 1);
    CHECK(findings("server/depot/x.cpp", "<sqlite3.h>") == 1);
    CHECK(findings("server/api/x.cpp", "<boost/beast/http.hpp>") == 1);
    CHECK(findings("server/main.cpp", "<boost/asio.hpp>") == 1);
    CHECK(findings("server/domain/x.hpp", "<boost/json.hpp>") == 1);
    CHECK(findings("server/domain/x.hpp", "<fmt/core.h>") == 1);
    CHECK(findings("server/domain/x.hpp", "<unistd.h>") == 1);

    CHECK(findings("db/x.cpp", "<soci/soci.h>") == 0);
    CHECK(findings("server/http/x.cpp", "<boost/asio/ip/tcp.hpp>") == 0);
    CHECK(findings("scanner-client/x.cpp", "<boost/beast.hpp>") == 0);
    CHECK(findings("server/api/x.cpp", "<boost/json.hpp>") == 0);
    CHECK(findings("server/domain/x.hpp", "<tl/expected.hpp>") == 0);
    CHECK(findings("server/domain/x.hpp", "<string>") == 0);
    CHECK(findings("server/domain/x.cpp", "\"domain/x.hpp\"") == 0);
    CHECK(findings("tests/bench/x.cpp", "<sqlite3.h>") == 0);
}

TEST_CASE("a coroutine outside http/ is found, and the shapes that g++ 12 miscompiles", "[house]") {
    const auto findings = [](std::string path, std::string text) {
        return house::coroutines_out_of_place({{std::move(path), std::move(text)}}).size();
    };
    CHECK(findings("server/depot/x.cpp", "co_return 1;") == 1);
    CHECK(findings("db/x.cpp", "auto a = co_await b();\nco_yield c;") == 2);
    CHECK(findings("db/x.cpp", "// co_await\n/* co_return */ f(\"co_await\", R\"(co_yield)\");") ==
          0);
    CHECK(findings("db/x.cpp", "const char q = '\"'; co_return; // \"") == 1);

    for (const char* bad : {
             "co_await run([p]{ return 1; });",
             "co_await co_spawn(io, [p]() -> awaitable<int> { co_return 1; }, use_awaitable);",
             "co_await co_spawn(io, [v = std::move(unique)](int x) mutable {});",
             "co_await f({.a = string, .b = string});",
             "co_await f(Agg{string, string});",
             "auto x = c ? y : string(co_await f(\n    Agg{a, b}));",
             "co_await run(std::function<int()>([p]{ return 1; }));",
             "co_await async_initiate<T>([p](auto h){ h(); }, use_awaitable);",
             "co_await f( {string, string});",
         }) {
        INFO(bad);
        CHECK(findings("server/http/x.cpp", bad) == 1);
    }
    for (const char* good : {
             "const auto work = [p]{ return 1; };\nco_await run(work);",
             "co_await async_dispatch(app, job, use_awaitable);",
             "if (co_await read()) { x = {1, 2}; }",
             "while (auto n = co_await read_some(buffer, token)) {\n}",
             "co_await f(list[2], \"[p]{\");",
             "co_return Reply{200};",
         }) {
        INFO(good);
        CHECK(findings("server/http/x.cpp", good) == 0);
    }
}

TEST_CASE("a link against the arrows is found", "[house]") {
    const Arrows arrows = house::read_arrows(small_picture);
    const auto findings = [&](std::string text) {
        return house::links_against_arrows({{"x/CMakeLists.txt", std::move(text)}}, arrows).size();
    };
    CHECK(findings("target_link_libraries(kl_domain PUBLIC kl_options kl_db)") == 1);
    CHECK(findings("target_link_libraries(kl_depot\n  PUBLIC kl_db\n  PRIVATE kl_http kl_api)") ==
          2);
    CHECK(findings("target_link_libraries(kl_routing PRIVATE kl_label_code)") == 1);
    CHECK(findings("target_link_libraries(kl_label_code PUBLIC kl_labels)") == 1);

    CHECK(findings("target_link_libraries(korttidslager-server PRIVATE kl_http kl_db fmt::fmt)") ==
          0);
    CHECK(findings("# target_link_libraries(kl_domain PUBLIC kl_db)") == 0);
    CHECK(findings("target_link_libraries(kl_tests PRIVATE kl_db kl_http)") == 0);
}

TEST_CASE("a folder with sources and no README is found", "[house]") {
    CHECK(house::folders_without_readme({"server/depot/lend.cpp", "server/README.md"}) ==
          Findings{"server/depot/ has no README.md"});
    CHECK(house::folders_without_readme({"tests/db/x_tests.cpp"}) ==
          Findings{"tests/ has no README.md"});
    CHECK(house::folders_without_readme({"db/query.cpp", "db/README.md", "db/migrations/1.sql",
                                         "tests/db/x_tests.cpp", "tests/README.md"}) == Findings{});
}

TEST_CASE("the arrows of README.md hold in the whole tree", "[house]") {
    const Arrows arrows = picture();
    REQUIRE(arrows.has("main"));
    REQUIRE(arrows.allows("main", "domain"));
    CHECK(house::cycles(arrows) == Findings{});

    const Files sources = our_sources();
    REQUIRE(sources.size() > 10);
    CHECK(house::includes_against_arrows(sources, arrows) == Findings{});
    CHECK(house::libraries_out_of_place(sources) == Findings{});
    CHECK(house::coroutines_out_of_place(sources) == Findings{});
    CHECK(house::folders_without_readme(all_paths()) == Findings{});

    const Files cmake_lists = our_cmake_lists();
    REQUIRE_FALSE(cmake_lists.empty());
    CHECK(house::links_against_arrows(cmake_lists, arrows) == Findings{});
}
