#include <catch2/catch.hpp>

#include <csignal>
#include <fstream>
#include <set>
#include <sstream>

#include <sys/resource.h>

#include "scanner-client/outbox.hpp"
#include "scanner-client/uuid.hpp"
#include "support/temp_database.hpp"

using scanner::Outbox;
using scanner::OutboxError;
using scanner::WaitingScan;
using Texts = std::vector<std::string>;

namespace {

WaitingScan scan(int number) {
    const std::string id = "018f0000-0000-7000-8000-" + std::string(10, '0') +
                           (number < 10 ? "0" : "") + std::to_string(number);
    return {id, R"({"id":")" + id + R"(","seq":)" + std::to_string(number) + "}"};
}

Texts ids(const Outbox& outbox) {
    Texts found;
    for (const auto& waiting : outbox.oldest(1000)) found.push_back(waiting.id);
    return found;
}

std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
}

void write(const std::filesystem::path& file, const std::string& bytes) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

// A folder of its own; no database is in it.
struct Folder {
    support::TempDatabase temporary;
    std::filesystem::path file = temporary.folder() / "outbox";
};

}  // namespace

TEST_CASE("scans wait in their order until they are settled, also in the next run") {
    Folder folder;
    {
        Outbox outbox(folder.file);
        for (const int number : {1, 2, 3, 4}) outbox.add(scan(number));
        outbox.settle(scan(1).id);
        outbox.withdraw(scan(3).id);
        CHECK(ids(outbox) == Texts{scan(2).id, scan(4).id});
    }
    Outbox outbox(folder.file);
    CHECK(ids(outbox) == Texts{scan(2).id, scan(4).id});
    CHECK(outbox.oldest(1).front().body == scan(2).body);
    CHECK(outbox.waiting() == 2);
    CHECK(outbox.damaged().empty());
}

TEST_CASE("the numbers of a device go on after a restart, also when nothing waits") {
    Folder folder;
    {
        Outbox outbox(folder.file);
        CHECK(outbox.next_number() == 1);
        CHECK(outbox.next_number() == 2);
        outbox.add(scan(2));
        outbox.settle(scan(2).id);
    }
    {
        Outbox outbox(folder.file);
        CHECK(outbox.next_number() == 3);
    }
    Outbox outbox(folder.file);
    CHECK(outbox.next_number() == 3);  // that one was never used
}

TEST_CASE("a line that the power cut off is dropped, wherever it was cut") {
    Folder folder;
    {
        Outbox outbox(folder.file);
        outbox.add(scan(1));
        outbox.add(scan(2));
    }
    const std::string whole = bytes_of(folder.file);
    const auto second = whole.rfind('\n', whole.size() - 2) + 1;
    for (std::size_t length = second; length < whole.size(); ++length) {
        write(folder.file, whole.substr(0, length));
        Outbox outbox(folder.file);
        REQUIRE(ids(outbox) == Texts{scan(1).id});
        REQUIRE(outbox.damaged().empty());
    }
    // Its blocks came to the disk, all but one.
    std::string hole = whole;
    hole[second + 12] = '\0';
    write(folder.file, hole);
    Outbox outbox(folder.file);
    CHECK(ids(outbox) == Texts{scan(1).id});
}

TEST_CASE("a damaged line hides no other, and the file is kept as it was") {
    Folder folder;
    {
        Outbox outbox(folder.file);
        for (const int number : {1, 2, 3}) outbox.add(scan(number));
    }
    std::string bytes = bytes_of(folder.file);
    bytes[bytes.find(scan(2).id)] = 'x';
    write(folder.file, bytes);
    Outbox outbox(folder.file);
    CHECK(ids(outbox) == Texts{scan(1).id, scan(3).id});
    REQUIRE_FALSE(outbox.damaged().empty());
    CHECK(bytes_of(outbox.damaged()) == bytes);
}

TEST_CASE("two scanners never share an outbox") {
    Folder folder;
    Outbox outbox(folder.file);
    CHECK_THROWS_AS(Outbox(folder.file), OutboxError);
}

TEST_CASE("what the server never takes is set aside, with why") {
    Folder folder;
    {
        Outbox outbox(folder.file);
        outbox.add(scan(1));
        outbox.add(scan(2));
        outbox.reject(scan(1).id, R"({"status":400})");
        CHECK(ids(outbox) == Texts{scan(2).id});
    }
    Outbox outbox(folder.file);
    CHECK(ids(outbox) == Texts{scan(2).id});
    const std::string aside = bytes_of(folder.temporary.folder() / "outbox.rejected");
    CHECK(aside.find(scan(1).id) != std::string::npos);
    CHECK(aside.find("400") != std::string::npos);
}

TEST_CASE(
    "a full disk refuses the scan aloud, keeps the others, and takes the next when there is room") {
    Folder folder;
    Outbox outbox(folder.file);
    outbox.add(scan(1));
    const auto size = std::filesystem::file_size(folder.file);
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
    rlimit limit = before;
    // Some of the line fits.
    limit.rlim_cur = size + 20;
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &limit) == 0);
    CHECK_THROWS_AS(outbox.add(scan(2)), OutboxError);
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &before) == 0);
    CHECK(ids(outbox) == Texts{scan(1).id});
    CHECK(std::filesystem::file_size(folder.file) == size);
    outbox.add(scan(3));
    CHECK(ids(outbox) == Texts{scan(1).id, scan(3).id});
}

TEST_CASE("the file of an outbox does not grow for ever") {
    Folder folder;
    Outbox outbox(folder.file);
    std::uintmax_t largest = 0;
    for (int round = 0; round < 8000; ++round) {
        WaitingScan one = scan(round % 90);
        outbox.add(one);
        outbox.settle(one.id);
        largest = std::max(largest, std::filesystem::file_size(folder.file));
    }
    CHECK(largest < 300 * 1024);
}

TEST_CASE("ids are UUIDs of version 7 in the order of their time, and never the same") {
    const auto at = [](int milliseconds) {
        return std::chrono::sys_time<std::chrono::milliseconds>(
            std::chrono::milliseconds(1'645'557'742'000 + milliseconds));
    };
    // The time of the example in RFC 9562, appendix A.6.
    const std::string id = scanner::new_uuid(at(0));
    CHECK(id.substr(0, 15) == "017f22e2-79b0-7");
    CHECK(std::string("89ab").find(id[19]) != std::string::npos);
    CHECK(id.size() == 36);
    std::set<std::string> all;
    for (int i = 0; i < 10'000; ++i) all.insert(scanner::new_uuid(at(0)));
    CHECK(all.size() == 10'000);
    CHECK(scanner::new_uuid(at(0)) < scanner::new_uuid(at(1)));
}
