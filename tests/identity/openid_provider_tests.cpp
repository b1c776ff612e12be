// The program as it runs, with panva's oidc-provider: both ends of the protocol made by others than
// each other.

#include <fstream>
#include <thread>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <catch2/catch.hpp>

#include "identity/fake_provider.hpp"
#include "identity/helper.hpp"
#include "support/program.hpp"
#include "support/skip.hpp"
#include "support/temp_database.hpp"

using support::Json;

namespace {

const std::filesystem::path here = KL_TESTS_DIR "/identity";

bool provider_runs_here(const std::string& node) {
    if (node.empty() || !std::filesystem::exists(here / "node_modules/oidc-provider")) return false;
    return support::run(
               {node, "-e", "process.exit(process.versions.node.split('.')[0] < 20 ? 1 : 0)"})
               .status == 0;
}

// One that nobody uses, for a server whose address must be known before it starts.
unsigned short free_port() {
    const int handle = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(handle, reinterpret_cast<const sockaddr*>(&address), size);
    ::getsockname(handle, reinterpret_cast<sockaddr*>(&address), &size);
    ::close(handle);
    return ntohs(address.sin_port);
}

// A depot, its provider and a browser.
class Town {
public:
    explicit Town(const std::string& node)
        : port_(free_port()),
          address_("http://127.0.0.1:" + std::to_string(port_)),
          helper_({node, (here / "provider.mjs").string(),
                   support::FakeProvider::client_key().jwk(kid()).text(), address_}) {
        issuer_ = "http://127.0.0.1:" + helper_.line();
        const auto config = stored.folder() / "config.toml";
        std::ofstream(config) << "base_url = \"" << address_ << "\"\n"
                              << "[[openid]]\nname = \"op\"\nissuer = \"" << issuer_ << "\"\n"
                              << "client_id = \"korttidslager\"\nkey_file = \"" << key_file()
                              << "\"\nalgorithms = [\"ES256\"]\nacr = [\"high\"]\n"
                              << "role_claim = \"roles\"\nroles = {Lager = \"lager\"}\n"
                              << "depot_claim = \"department\"\ndepots = {100 = \"SMS\"}\n";
        server_.emplace(stored.url(), std::vector<std::string>{"--config", config.string()}, port_);
    }

    std::string kid() {
        support::FakeProvider::client_key().write_private(key_file());
        return identity::SigningKey::read(key_file()).thumbprint();
    }
    std::string key_file() const { return (stored.folder() / "client.pem").string(); }

    Json ask(const std::string& question) { return Json::parse(helper_.ask(question)); }
    Json visit(const std::string& path) { return ask("visit " + address_ + path); }
    Json sign_in(const std::string& query = {}) { return visit("/sign-in/op" + query); }
    // What the server says of the browser's session.
    Json me() { return Json::parse(visit("/api/v1/session").text("/body")); }

    support::TempDatabase stored{support::TempDatabase::Holding::nothing};

private:
    unsigned short port_;
    std::string address_;
    support::Helper helper_;
    std::string issuer_;
    std::optional<support::RunningServer> server_;
};

}  // namespace

TEST_CASE("with a real provider people sign in, its keys change, and it signs them out") {
    const std::string node = support::program_path("node");
    if (!provider_runs_here(node)) return support::skip("no node 20 with oidc-provider");
    Town town(node);

    const Json first = town.sign_in();
    INFO(first.dump());
    REQUIRE(first.number("/status") == 200);
    // By pushed request: the provider's address says who asks and which request, and no more.
    const std::string asked = first.text("/way/1");
    CHECK(asked.find("request_uri=urn") != std::string::npos);
    CHECK(asked.find("nonce") == std::string::npos);
    CHECK(first.text("/body").find("url=/") != std::string::npos);
    Json me = town.me();
    INFO(me.dump());
    CHECK(me.text("/user/name") == "Kari Ansatt");
    CHECK(me.text("/user/role") == "lager");
    CHECK(me.text("/user/depot") == "SMS");
    CHECK(me.text("/assurance") == "fresh");

    // The way back counts once.
    const auto steps = first.size("/way");
    CHECK(town.ask("visit " + first.text("/way/" + std::to_string(steps - 1))).number("/status") ==
          400);

    // Known to the provider, and shown again all the same.
    CHECK(town.sign_in().number("/status") == 200);
    const auto known = town.sign_in().size("/way");
    const Json again = town.sign_in("?again=true");
    CHECK(again.number("/status") == 200);
    CHECK(again.size("/way") > known);

    // The provider ends this session of its, and no other.
    const std::string sid =
        town.stored.value("select openid_sid from session order by id desc limit 1");
    town.ask("forget");
    CHECK(town.sign_in().number("/status") == 200);
    const Json ended = town.ask("logout kari " + sid);
    INFO(ended.dump());
    CHECK(ended.number("/status") == 200);
    CHECK(town.stored.value("select count(*) from session where openid_sid = '" + sid + "'") ==
          "0");
    CHECK(town.me().text("/user/name") == "Kari Ansatt");

    // What it says of somebody holds from the next sign-in on.
    town.ask("say roles [\"Kantine\"]");
    const Json refused = town.sign_in();
    CHECK(refused.number("/status") == 403);
    CHECK(refused.text("/body").find("no_role_given") != std::string::npos);
    town.ask("say roles [\"Lager\"]");
    CHECK(town.sign_in().number("/status") == 200);
}

TEST_CASE("a provider that changes its key is asked for the new one", "[.long]") {
    const std::string node = support::program_path("node");
    if (!provider_runs_here(node)) return support::skip("no node 20 with oidc-provider");
    Town town(node);
    CHECK(town.sign_in().number("/status") == 200);
    town.ask("rotate");
    CHECK(town.sign_in().number("/status") == 400);
    // At most once a minute.
    std::this_thread::sleep_for(std::chrono::seconds(61));
    CHECK(town.sign_in().number("/status") == 200);
}
