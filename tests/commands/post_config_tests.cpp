// What is sent to borrowers, in the configuration file: what cannot be is said in a sentence, at
// the start, and no secret is shown.

#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>

#include "support/program.hpp"
#include "support/temp_database.hpp"

namespace fs = std::filesystem;

namespace {

constexpr const char* password = "hemmelig-passord";

class Configuration {
public:
    Configuration() {
        fs::create_directory(folder() / "brev");
        secret("passord", password);
        secret("token", "et-token");
    }

    fs::path folder() const { return files_.folder(); }
    std::string path(const std::string& name) const { return (folder() / name).string(); }

    void secret(const std::string& name, const std::string& text) const {
        std::ofstream(path(name)) << text << "\n";
        fs::permissions(path(name), fs::perms::owner_read | fs::perms::owner_write);
    }

    support::ProgramResult check(const std::string& text) const {
        std::ofstream(path("config.toml")) << text;
        return support::run_program({"check-config", "--config", path("config.toml"), "--database",
                                     "sqlite:///tmp/no-such-folder/x.db"});
    }

    std::string sender() const {
        return "[sender]\nname = \"Sandefjord kommune\"\nphone = \"33 41 60 00\"\n"
               "street = \"Gata 1\"\npostal_code = \"3210\"\ncity = \"Sandefjord\"\n";
    }
    std::string smtp(const std::string& more = {}) const {
        return "[smtp]\nhost = \"mail.example.no\"\nfrom = \"lager@example.no\"\nuser = \"depot\"\n"
               "password_file = \"" +
               path("passord") + "\"\n" + more;
    }
    std::string sveve(const std::string& more = {}) const {
        return "[sms]\nprovider = \"sveve\"\nuser = \"kommunen\"\nfrom = \"Depotet\"\n"
               "password_file = \"" +
               path("passord") + "\"\n" + more;
    }

private:
    support::TempDatabase files_{support::TempDatabase::Holding::nothing, false};
};

}  // namespace

TEST_CASE("what is set up to send is shown without its secrets") {
    const Configuration configuration;
    const auto result =
        configuration.check("weekly_list_to = [\"leder@example.no\"]\n" + configuration.sender() +
                            configuration.smtp() + configuration.sveve("test = true\n") +
                            "[letter]\nfolder = \"" + configuration.path("brev") + "\"\n");
    INFO(result.error);
    REQUIRE(result.status == 0);
    for (const std::string line :
         {"sender = Sandefjord kommune, 33 41 60 00\n",
          "email = smtp, mail.example.no:587 starttls, from lager@example.no\n",
          "sms = sveve, from Depotet, test: nothing is sent\n", "weekly_list_to = 1 addresses\n"}) {
        INFO(line);
        CHECK(result.output.find(line) != std::string::npos);
    }
    CHECK(result.output.find("letter = letter, ") != std::string::npos);
    CHECK((result.output + result.error).find(password) == std::string::npos);
}

TEST_CASE("the public services and any provider of SMS can be set up") {
    const Configuration configuration;
    const std::string password_file = "password_file = \"" + configuration.path("passord") + "\"\n";
    const std::string token = "token_file = \"" + configuration.path("token") + "\"\n";
    for (const std::string& table :
         {std::string("[altinn]\n") + token,
          "[svarut]\naccount = \"1\"\nintegration_id = \"2\"\n" + password_file + token,
          "[sms]\nprovider = \"link\"\nuser = \"u\"\nfrom = \"Depotet\"\nplatform_partner_id = "
          "\"7\"\n" +
              password_file,
          "[sms]\nprovider = \"generic\"\nurl = \"https://sms.example.no/send\"\nheader_file = \"" +
              configuration.path("passord-hode") +
              "\"\nbody = '{\"to\": \"{to}\", \"text\": \"{text}\"}'\n"}) {
        configuration.secret("passord-hode", "Authorization: Bearer xyz");
        const auto result = configuration.check(configuration.sender() + table);
        INFO(table << result.error);
        CHECK(result.status == 0);
        CHECK(result.output.find("xyz") == std::string::npos);
    }
}

TEST_CASE("what cannot be sent so is said in a sentence, and nothing starts") {
    const Configuration configuration;
    configuration.secret("tom", "");
    std::ofstream(configuration.path("apen")) << "x\n";
    fs::permissions(configuration.path("apen"), fs::perms::owner_read | fs::perms::others_read);
    const std::string sender = configuration.sender();
    const std::string link = "[sms]\nprovider = \"link\"\nuser = \"u\"\n";
    const std::vector<std::pair<std::string, std::string>> cases{
        {configuration.smtp(), "whom to call: give name and phone in [sender]"},
        {"[sender]\nname = \"X\"\n", "sender: phone is missing"},
        {"sender = 1\n", "sender must be a table: [sender]"},
        {sender + "fax = \"1\"\n", "sender: unknown setting fax"},
        {sender + "[smtp]\nfrom = \"a@b.no\"\n", "smtp: host is missing"},
        {sender + "[smtp]\nhost = \"x\"\n", "smtp: from is missing"},
        {sender + configuration.smtp("port = \"587\"\n"), "smtp: port must be a whole number"},
        {sender + configuration.smtp("port = 0\n"), "smtp: the SMTP port is none"},
        {sender + configuration.smtp("security = \"ssl\"\n"),
         "smtp: security must be starttls, tls or none"},
        {sender + configuration.smtp("security = \"none\"\n"), "smtp: mail without TLS leaves"},
        {sender + configuration.smtp("authorities = \"/no/such.pem\"\n"),
         "smtp: authorities: /no/such.pem is not there"},
        {sender + "[sms]\nprovider = \"telenor\"\n",
         "sms: provider must be generic, link or sveve"},
        {sender + "[sms]\nprovider = \"sveve\"\n", "sms: user is missing"},
        {sender + link + "password_file = \"/no/such\"\n", "sms: password_file: /no/such cannot"},
        {sender + link + "password_file = \"" + configuration.path("apen") + "\"\n",
         "can be read by others: chmod 600 it"},
        {sender + link + "password_file = \"" + configuration.path("tom") + "\"\n",
         "is empty or cannot be read"},
        {sender + configuration.sveve("password = \"x\"\n"), "sms: unknown setting password"},
        {sender + "[letter]\nfolder = \"/no/such\"\n", "letter: folder: /no/such is no folder"},
        {"[sender]\nname = \"X\"\nphone = \"1\"\n[letter]\nfolder = \"" +
             configuration.path("brev") + "\"\n",
         "letter: the sender of letters has no complete address"},
        {sender + "[altinn]\n", "altinn: token_file is missing"},
        {"weekly_list_to = [\"x\"]\n", "weekly_list_to: x is no e-mail address"},
        {"weekly_list_to = [\"a@b.no\"]\n", "weekly_list_to needs a way for e-mail"}};
    for (const auto& [text, sentence] : cases) {
        const auto result = configuration.check(text);
        INFO(text << "\n" << result.error);
        CHECK(result.status == 2);
        CHECK(result.error.find(sentence) != std::string::npos);
        CHECK(result.error.find(password) == std::string::npos);
    }
}
