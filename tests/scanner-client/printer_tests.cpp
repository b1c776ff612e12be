#include <catch2/catch.hpp>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include "scanner-client/printer.hpp"
#include "scanner-client/prints.hpp"
#include "support/temp_database.hpp"

using scanner::Printer;

namespace {

std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
}

// A label printer: takes one connection and what comes on it.
class LabelPrinter {
public:
    LabelPrinter() : listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
            ::listen(listener_, 1) != 0 ||
            ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
            throw std::runtime_error("no listener");
        }
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] {
            const int connection = ::accept(listener_, nullptr, nullptr);
            char buffer[65536];
            for (ssize_t got = 0; (got = ::read(connection, buffer, sizeof buffer)) > 0;) {
                received_.append(buffer, static_cast<std::size_t>(got));
            }
            ::close(connection);
        });
    }
    ~LabelPrinter() {
        if (thread_.joinable()) thread_.join();
        if (listener_ >= 0) ::close(listener_);
    }
    std::string address() const { return "tcp://127.0.0.1:" + std::to_string(port_); }
    // After its one connection it is off.
    const std::string& received() {
        thread_.join();
        ::close(std::exchange(listener_, -1));
        return received_;
    }

private:
    int listener_;
    unsigned short port_ = 0;
    std::thread thread_;
    std::string received_;
};

// A program "lp" of the test's own, first in the path.
class FakeLp {
public:
    explicit FakeLp(const std::string& script) : path_(std::getenv("PATH")) {
        // As the program does: a printer that goes away ends a print, not the program.
        std::signal(SIGPIPE, SIG_IGN);
        const auto file = temporary_.folder() / "lp";
        std::ofstream(file) << "#!/bin/sh\ncd " << temporary_.folder().string() << "\n" << script;
        std::filesystem::permissions(file, std::filesystem::perms::owner_all);
        ::setenv("PATH", (temporary_.folder().string() + ":" + path_).c_str(), 1);
    }
    ~FakeLp() { ::setenv("PATH", path_.c_str(), 1); }
    std::string file(const std::string& name) const { return bytes_of(temporary_.folder() / name); }

private:
    support::TempDatabase temporary_;
    std::string path_;
};

}  // namespace

TEST_CASE("a printer's address says where and what") {
    CHECK(Printer::at("file:/tmp/x.pdf")->format() == labels::Format::pdf);
    CHECK(Printer::at("file:x.zpl")->format() == labels::Format::zpl);
    CHECK(Printer::at("tcp://printer")->format() == labels::Format::zpl);
    CHECK(Printer::at("cups:kontor")->format() == labels::Format::pdf);
    for (const char* wrong : {"", "x.pdf", "file:x", "file:x.doc", "tcp://", "tcp://:9100",
                              "tcp://a/b", "cups:", "cups:-h evil", "http://x"}) {
        CAPTURE(wrong);
        CHECK_FALSE(Printer::at(wrong));
    }
}

TEST_CASE("what is printed to a file never writes over another") {
    const support::TempDatabase temporary;
    const auto file = temporary.folder() / "ut.zpl";
    const auto printer = Printer::at("file:" + file.string());
    CHECK(printer->print("one") == file.string());
    CHECK(printer->print("two") == (temporary.folder() / "ut-2.zpl").string());
    CHECK(bytes_of(file) == "one");
    CHECK(bytes_of(temporary.folder() / "ut-2.zpl") == "two");
    const auto nowhere = Printer::at("file:/proc/none/x.pdf")->print("x");
    REQUIRE_FALSE(nowhere);
    CHECK(nowhere.error().find("/proc/none/x.pdf") != std::string::npos);
}

TEST_CASE("a label printer on the network gets every byte, and one that is off is named") {
    std::string document;
    for (int i = 0; i < 300'000; ++i) document += static_cast<char>('A' + i % 26);
    LabelPrinter there;
    CHECK(Printer::at(there.address())->print(document));
    CHECK(there.received() == document);
    const auto off = Printer::at(there.address())->print(document);
    REQUIRE_FALSE(off);
    CHECK(off.error().find("127.0.0.1:") != std::string::npos);
}

TEST_CASE("lp gets the document and the queue, and what it complains of is passed on") {
    const std::string document(200'000, 'x');
    {
        const FakeLp lp("echo \"$@\" > words; cat > document\n");
        CHECK(Printer::at("cups:kontor")->print(document) == std::string("kontor"));
        CHECK(lp.file("words") == "-d kontor -o fit-to-page=false\n");
        CHECK(lp.file("document") == document);
    }
    const FakeLp lp("echo 'lp: The printer or class does not exist.' >&2; exit 1\n");
    const auto failed = Printer::at("cups:kontor")->print(document);
    REQUIRE_FALSE(failed);
    CHECK(failed.error() == "lp: The printer or class does not exist.");
}

TEST_CASE("command labels, badges and slips are labels that are read as what they say") {
    const auto& texts = scanner::texts_in("nb");
    std::set<std::string> names;
    for (const labels::Label& label : scanner::command_sheet(texts)) {
        // Where the two differ a person types it as it is spelled.
        CHECK(label.headline == (label.payload == "%OPPLART" ? "%OPPLÆRT" : label.payload));
        names.insert(label.payload);
    }
    for (const char* name : {"%UT", "%INN", "%VASK", "%KONTROLL", "%FLYTT", "%TELL", "%ANGRE",
                             "%FERDIG", "%SE", "%SMITTE", "%FEIL", "%ETIKETT", "%SLIPP", "%OPPLART",
                             "%MANGLER", "%KOMPLETT", "%BYTT", "%AVSLUTT"}) {
        CHECK(names.count(name) == 1);
    }
    const auto slip =
        scanner::loan_slip(texts, 17, "23.02.2027", {"7K3-QF2-7 Rullator"}, "Engveiensenteret");
    CHECK(slip.payload == "%LAN17");
    CHECK(slip.lines == std::vector<std::string>{"Låneslipp", "Frist 23.02.2027",
                                                 "7K3-QF2-7 Rullator",
                                                 "Leveres til Engveiensenteret"});
    const auto long_slip = scanner::loan_slip(texts, 17, "23.02.2027",
                                              std::vector<std::string>(20, "7K3-QF2-7 R"), "");
    CHECK(long_slip.lines.back() == "og 17 til");
    for (const auto& stock : labels::stocks()) {
        CAPTURE(stock.name);
        auto all = scanner::command_sheet(texts);
        all.push_back(slip);
        all.push_back(scanner::badge(texts, "KARI7"));
        all.push_back(scanner::shelf_label(texts, "B-12"));
        CHECK(labels::write_labels(labels::Format::zpl, stock, 1, all));
        CHECK(labels::write_labels(labels::Format::pdf, stock, 1, all));
    }
}
