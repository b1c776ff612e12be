// The [[openid]] tables of the configuration file: what cannot be is said in a sentence, at the
// start.

#include <fstream>

#include <catch2/catch.hpp>

#include "identity/fake_provider.hpp"
#include "support/program.hpp"
#include "support/temp_database.hpp"

namespace {

class Configuration {
public:
    Configuration() { support::FakeProvider::client_key().write_private(key_file()); }

    std::string key_file() const { return (files_.folder() / "key.pem").string(); }

    // A good one, with one text in place of another.
    std::string with(const std::string& from = {}, const std::string& to = {}) const {
        std::string text =
            "base_url = \"https://kl.example.no\"\n"
            "[[openid]]\n"
            "name = \"entra\"\n"
            "issuer = \"https://op.example.no/v2.0\"\n"
            "client_id = \"korttidslager\"\n"
            "key_file = \"" +
            key_file() +
            "\"\n"
            "scopes = [\"openid\", \"profile\"]\n"
            "acr = [\"high\"]\n"
            "algorithms = [\"RS256\"]\n"
            "role_claim = \"roles\"\n"
            "roles = {\"Depot.Lager\" = \"lager\"}\n"
            "depot_claim = \"department\"\n"
            "depots = {100 = \"SMS\"}\n";
        if (!from.empty()) text.replace(text.find(from), from.size(), to);
        return text;
    }
    support::ProgramResult check(const std::string& text) const {
        const auto file = files_.folder() / "config.toml";
        std::ofstream(file) << text;
        return support::run_program({"check-config", "--config", file.string(), "--database",
                                     "sqlite:///tmp/no-such-folder/x.db"});
    }

private:
    support::TempDatabase files_{support::TempDatabase::Holding::nothing, false};
};

}  // namespace

TEST_CASE("a provider is set up in the configuration file, and its public key is shown") {
    const Configuration configuration;
    const auto result = configuration.check(configuration.with());
    INFO(result.error);
    CHECK(result.status == 0);
    CHECK(result.output.find("openid entra = https://op.example.no/v2.0\n") != std::string::npos);
    const auto key =
        support::Json::parse(support::FakeProvider::client_key().jwk("x").text()).text("/x");
    CHECK(result.output.find(key) != std::string::npos);
    CHECK(result.output.find("\"d\"") == std::string::npos);
    const auto named =
        configuration.check(configuration.with("acr = ", "key_id = \"depot-1\"\nacr = "));
    CHECK(named.output.find("\"kid\":\"depot-1\"") != std::string::npos);
}

TEST_CASE("a configuration of providers that cannot be is refused in a sentence with status 2") {
    const Configuration configuration;
    const std::string twice =
        configuration.with() + configuration.with().substr(configuration.with().find("[[openid]]"));
    for (const std::string& text : std::vector<std::string>{
             configuration.with("base_url = \"https://kl.example.no\"\n", ""),
             configuration.with("https://kl.example.no", "http://kl.example.no"),
             configuration.with("https://kl.example.no", "https://kl.example.no/"),
             configuration.with("[[openid]]", "[openid]"),
             configuration.with("\"entra\"", "\"Entra ID\""),
             configuration.with("\"entra\"", "\"\""),
             configuration.with("\"entra\"", "7"),
             configuration.with("name = \"entra\"\n", ""),
             configuration.with("https://op", "http://op"),
             configuration.with("issuer", "isuer"),
             configuration.with("\"korttidslager\"", "\"\""),
             configuration.with("key.pem", "no.pem"),
             configuration.with("\"openid\", ", ""),
             configuration.with("\"openid\", \"profile\"", "\"openid\", 1"),
             configuration.with("[\"openid\", \"profile\"]", "\"openid\""),
             configuration.with("\"high\"", "\"high low\""),
             configuration.with("RS256", "none"),
             configuration.with("RS256", "HS256"),
             configuration.with("[\"RS256\"]", "[]"),
             configuration.with("role_claim = \"roles\"\n", ""),
             configuration.with("\"lager\"", "\"keeper\""),
             configuration.with("{\"Depot.Lager\" = \"lager\"}", "{}"),
             configuration.with("depot_claim = \"department\"\n", ""),
             configuration.with("\"SMS\"", "\"\""),
             configuration.with("acr = ", "assertion_audience = \"everybody\"\nacr = "),
             configuration.with("acr = ", "client_secret = \"hemmelig\"\nacr = "),
             twice,
         }) {
        const auto result = configuration.check(text);
        INFO(text << result.error);
        CHECK(result.status == 2);
        CHECK(result.error.size() > 20);
        CHECK(result.error.find("hemmelig") == std::string::npos);
    }
    std::filesystem::permissions(configuration.key_file(), std::filesystem::perms::others_read,
                                 std::filesystem::perm_options::add);
    const auto open = configuration.check(configuration.with());
    CHECK(open.status == 2);
    CHECK(open.error.find("chmod 600") != std::string::npos);
}
