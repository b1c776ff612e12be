#include "http/gate.hpp"

#include <atomic>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "http/test_server.hpp"
#include "support/raw_client.hpp"

namespace {

using http::Gate;

const std::vector<std::string> any_host;
const std::string canary = "GET /canary HTTP/1.1\r\nHost: localhost\r\n\r\n";

struct RawCase {
    int status = 0;
    bool closed = false;
    std::string name;
    std::string bytes;
};

unsigned hex_value(char c) {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
    throw std::runtime_error("a hexadecimal digit is expected in raw_requests.txt");
}

// \r \n \t \0 \\ \xHH and \{text*N}, which does not nest.
std::string unescaped(const std::string& text) {
    std::string bytes;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\') {
            bytes += text[i];
            continue;
        }
        switch (text.at(++i)) {
            case 'r':
                bytes += '\r';
                break;
            case 'n':
                bytes += '\n';
                break;
            case 't':
                bytes += '\t';
                break;
            case '0':
                bytes += '\0';
                break;
            case '\\':
                bytes += '\\';
                break;
            case 'x':
                bytes +=
                    static_cast<char>(hex_value(text.at(i + 1)) * 16 + hex_value(text.at(i + 2)));
                i += 2;
                break;
            case '{': {
                const auto star = text.find('*', i);
                const auto end = text.find('}', star);
                const std::string piece = unescaped(text.substr(i + 1, star - i - 1));
                const int times = std::stoi(text.substr(star + 1, end - star - 1));
                for (int n = 0; n < times; ++n) bytes += piece;
                i = end;
                break;
            }
            default:
                throw std::runtime_error("unknown escape in raw_requests.txt: " + text);
        }
    }
    return bytes;
}

std::vector<RawCase> raw_cases() {
    std::ifstream file(KL_TESTS_DIR "/http/raw_requests.txt", std::ios::binary);
    if (!file) throw std::runtime_error("raw_requests.txt is missing");
    std::vector<RawCase> cases;
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line.front() == '#') continue;
        const auto first = line.find(" | ");
        const auto second = line.find(" | ", first + 3);
        if (second == std::string::npos) throw std::runtime_error("no raw request: " + line);
        RawCase one;
        one.status = std::stoi(line.substr(0, 3));
        const std::string state = line.substr(4, first - 4);
        if (state != "open" && state != "closed")
            throw std::runtime_error("open or closed is expected: " + line);
        one.closed = state == "closed";
        one.name = line.substr(first + 3, second - first - 3);
        one.bytes = unescaped(line.substr(second + 3));
        cases.push_back(std::move(one));
    }
    return cases;
}

enum class Delivery { whole, byte_by_byte };

void run_all(Delivery delivery) {
    std::atomic<int> canaries{0};
    http_tests::TestServer server([&](routing::Request request, routing::Done done) {
        if (request.path == "/canary") ++canaries;
        done(http_tests::small_reply(request));
    });
    for (const RawCase& one : raw_cases()) {
        INFO(one.name);
        canaries = 0;
        support::RawClient client(server.port());
        const std::string bytes = one.bytes + canary;
        if (delivery == Delivery::whole)
            client.send(bytes);
        else
            client.send_byte_by_byte(bytes);

        const auto response = client.read_response();
        if (!response) {
            FAIL_CHECK("no answer");
            continue;
        }
        CHECK(response->status == one.status);
        CHECK((response->header("connection") == "close") == one.closed);
        if (response->status != 200 && response->status != 413) {
            CHECK(response->header("content-type") == "application/problem+json");
            CHECK(response->body.find("\"status\":" + std::to_string(one.status)) !=
                  std::string::npos);
        }
        if (!one.closed) {
            const auto second = client.read_response();
            CHECK((second && second->status == 200));
            CHECK(canaries == 1);
        } else {
            CHECK(client.is_closed());
            CHECK(canaries == 0);
        }
    }
}

struct Outcome {
    Gate::Verdict verdict = Gate::Verdict::more;
    std::string code;
    std::size_t end = 0;

    bool operator==(const Outcome&) const = default;
};

Outcome look_at(const std::string& bytes, std::size_t step) {
    Gate gate(any_host);
    Outcome outcome;
    for (std::size_t have = step; outcome.verdict == Gate::Verdict::more; have += step) {
        // A copy of exactly what has arrived, so that a sanitizer sees each look beyond it.
        const std::string received(bytes, 0, have);
        outcome.verdict = gate.look(received);
        if (have >= bytes.size()) break;
    }
    outcome.code = gate.refusal().code;
    outcome.end = gate.head_end();
    return outcome;
}

int status_with_hosts(const std::vector<std::string>& hosts, const std::string& host) {
    Gate gate(hosts);
    const std::string bytes = "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
    return gate.look(bytes) == Gate::Verdict::pass ? 200 : gate.refusal().status;
}

}  // namespace

TEST_CASE("the table of raw requests is not thinned out") { CHECK(raw_cases().size() >= 200); }

TEST_CASE("every raw request gets its answer and nothing behind a refused one is served") {
    run_all(Delivery::whole);
}

TEST_CASE("every raw request gets the same answer when it comes byte by byte") {
    run_all(Delivery::byte_by_byte);
}

TEST_CASE("the verdict of the gate does not depend on how the bytes were cut") {
    for (const RawCase& one : raw_cases()) {
        INFO(one.name);
        const std::string bytes = one.bytes + canary;
        const Outcome whole = look_at(bytes, bytes.size());
        CHECK(whole.verdict != Gate::Verdict::more);
        for (const std::size_t step : {std::size_t{1}, std::size_t{2}, std::size_t{7}}) {
            // Every step copies what came before; long cases are cut at longer steps.
            CHECK(look_at(bytes, bytes.size() > 2000 ? step + 500 : step) == whole);
        }
    }
}

TEST_CASE("a head that is cut off anywhere asks for more and passes nothing") {
    const std::string head =
        "POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n";
    for (std::size_t size = 0; size < head.size(); ++size) {
        Gate gate(any_host);
        CHECK(gate.look(head.substr(0, size)) == Gate::Verdict::more);
    }
    Gate gate(any_host);
    REQUIRE(gate.look(head + "hello") == Gate::Verdict::pass);
    CHECK(gate.head_end() == head.size());
    CHECK(gate.content_length() == 5);
    CHECK(gate.expects_continue());

    gate.restart();
    REQUIRE(gate.look("\r\nHEAD / HTTP/1.1\r\nHost: a\r\n\r\n") == Gate::Verdict::pass);
    CHECK(gate.head_begin() == 2);
    CHECK(gate.content_length() == 0);
    CHECK_FALSE(gate.expects_continue());
    CHECK(gate.is_head_method());
}

TEST_CASE("with hosts set only these are served, with or without their port") {
    const std::vector<std::string> hosts = {"lager.example", "Localhost:8443", "[2001:db8::1]"};
    CHECK(status_with_hosts(hosts, "lager.example") == 200);
    CHECK(status_with_hosts(hosts, "LAGER.example") == 200);
    CHECK(status_with_hosts(hosts, "lager.example:8443") == 200);
    CHECK(status_with_hosts(hosts, "localhost:8443") == 200);
    CHECK(status_with_hosts(hosts, "[2001:db8::1]:8443") == 200);
    CHECK(status_with_hosts(hosts, "localhost") == 421);
    CHECK(status_with_hosts(hosts, "localhost:80") == 421);
    CHECK(status_with_hosts(hosts, "lager.example.org") == 421);
    CHECK(status_with_hosts(hosts, "127.0.0.1") == 421);
    CHECK(status_with_hosts(hosts, "lager example") == 400);
}
