#include "config_post.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include <sys/stat.h>
#include <unistd.h>

#include "config_members.hpp"
#include "messages/altinn.hpp"
#include "messages/link_mobility.hpp"
#include "messages/print_folder.hpp"
#include "messages/sms_http.hpp"
#include "messages/smtp.hpp"
#include "messages/svarut.hpp"
#include "messages/sveve.hpp"
#include "messages/text.hpp"

namespace {

// Shorter than the server takes to end: it waits for what is being sent.
constexpr std::chrono::seconds patience(8);

constexpr std::array settings{"sender", "smtp",   "sms",           "letter",
                              "svarut", "altinn", "weekly_list_to"};

// The first line of a file that nobody else can read; none when there is none.
std::optional<std::string> first_line(const std::string& file) {
    std::ifstream in(file);
    std::string line;
    if (!std::getline(in, line) || line.empty()) return std::nullopt;
    if (line.back() == '\r') line.pop_back();
    return line;
}

std::string secret(ConfigMembers& members, const char* name) {
    const std::string file = members.text(name);
    if (file.empty()) return {};
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) {
        members.fail(std::string(name) + ": " + file + " cannot be read");
    }
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        members.fail(std::string(name) + ": " + file + " can be read by others: chmod 600 it");
    }
    const auto line = first_line(file);
    if (!line) members.fail(std::string(name) + ": " + file + " is empty or cannot be read");
    return *line;
}

messages::TokenSource token_source(ConfigMembers& members) {
    const std::string file = members.text("token_file");
    if (file.empty()) members.fail("token_file is missing: the file with the access token");
    return [file] { return first_line(file); };
}

messages::Net net_of(ConfigMembers& members) {
    messages::Net net;
    net.patience = patience;
    net.authorities = members.text("authorities");
    if (!net.authorities.empty() && !std::filesystem::exists(net.authorities)) {
        members.fail("authorities: " + net.authorities + " is not there");
    }
    return net;
}

void need(const ConfigMembers& members, const std::string& value, const char* name) {
    if (value.empty()) members.fail(std::string(name) + " is missing");
}

// What a channel finds wrong with its settings.
template <class Make>
std::shared_ptr<const messages::Channel> made(const ConfigMembers& members, Make make) {
    try {
        return make();
    } catch (const std::invalid_argument& error) {
        members.fail(error.what());
    }
}

class Reader {
public:
    explicit Reader(const toml::table& table) : table_(table) {}

    PostConfig read() {
        if (const auto* table = section("sender")) sender(*table);
        if (const auto* table = section("smtp")) smtp(*table);
        if (const auto* table = section("sms")) sms(*table);
        if (const auto* table = section("letter")) letter(*table);
        if (const auto* table = section("svarut")) svarut(*table);
        // After the others: it sends what none of them does.
        if (const auto* table = section("altinn")) altinn(*table);
        weekly_list_to();
        auto& post = config_.post;
        if (!post.ways.empty() && (post.sender.name.empty() || post.sender.phone.empty())) {
            throw ConfigError(
                "whoever gets a message must know whom to call: give name and phone in [sender]");
        }
        return std::move(config_);
    }

private:
    const toml::table* section(const char* name) {
        const toml::node* node = table_.get(name);
        if (node == nullptr) return nullptr;
        if (node->as_table() == nullptr) {
            throw ConfigError(std::string(name) + " must be a table: [" + name + "]");
        }
        return node->as_table();
    }

    void add(domain::Medium medium, std::shared_ptr<const messages::Channel> channel,
             const std::string& name, const std::string& shown) {
        config_.post.ways[medium] = {std::move(channel), name};
        config_.lines.push_back(std::string(to_text(medium)) + " = " + name +
                                (shown.empty() ? "" : ", " + shown));
    }

    void sender(const toml::table& table) {
        ConfigMembers members(table, "sender");
        auto& post = config_.post;
        post.sender.name = members.text("name");
        post.sender.phone = members.text("phone");
        address_.address.name = post.sender.name;
        address_.address.lines = {members.text("street")};
        address_.address.postal_code = members.text("postal_code");
        address_.address.city = members.text("city");
        address_.phone = post.sender.phone;
        members.done();
        need(members, post.sender.name, "name");
        need(members, post.sender.phone, "phone");
        config_.lines.push_back("sender = " + post.sender.name + ", " + post.sender.phone);
    }

    void smtp(const toml::table& table) {
        ConfigMembers members(table, "smtp");
        messages::SmtpServer server;
        server.host = members.text("host");
        server.port = static_cast<int>(members.number("port", 587));
        const std::string security = members.text("security", "starttls");
        if (security == "tls") {
            server.security = messages::Security::tls;
        } else if (security == "none") {
            server.security = messages::Security::none;
        } else if (security != "starttls") {
            members.fail("security must be starttls, tls or none");
        }
        server.plain_elsewhere = members.flag("plain_elsewhere", false);
        server.user = members.text("user");
        server.password = secret(members, "password_file");
        server.sender.address = members.text("from");
        server.sender.name = members.text("from_name", config_.post.sender.name);
        server.net = net_of(members);
        members.done();
        need(members, server.host, "host");
        need(members, server.sender.address, "from");
        const std::string shown = server.host + ":" + std::to_string(server.port) + " " + security +
                                  ", from " + server.sender.address;
        add(domain::Medium::email,
            made(members, [&] { return messages::smtp_channel(std::move(server)); }), "smtp",
            shown);
    }

    void sms(const toml::table& table) {
        ConfigMembers members(table, "sms");
        const std::string provider = members.text("provider");
        if (provider == "sveve") return sveve(members);
        if (provider == "link") return link(members);
        if (provider == "generic") return generic(members);
        members.fail("provider must be generic, link or sveve");
    }

    void sveve(ConfigMembers& members) {
        messages::Sveve sveve;
        sveve.url = members.text("url", sveve.url);
        sveve.user = members.text("user");
        sveve.password = secret(members, "password_file");
        sveve.from = members.text("from");
        sveve.test = members.flag("test", false);
        sveve.net = net_of(members);
        members.done();
        need(members, sveve.user, "user");
        need(members, sveve.password, "password_file");
        need(members, sveve.from, "from");
        const std::string shown =
            "from " + sveve.from + (sveve.test ? ", test: nothing is sent" : "");
        add(domain::Medium::sms,
            made(members, [&] { return messages::sveve_channel(std::move(sveve)); }), "sveve",
            shown);
    }

    void link(ConfigMembers& members) {
        messages::LinkMobility link;
        link.base = members.text("base", link.base);
        link.user = members.text("user");
        link.password = secret(members, "password_file");
        link.platform_id = members.text("platform_id", link.platform_id);
        link.platform_partner_id = members.text("platform_partner_id");
        link.from = members.text("from");
        link.net = net_of(members);
        members.done();
        need(members, link.user, "user");
        need(members, link.password, "password_file");
        need(members, link.platform_partner_id, "platform_partner_id");
        need(members, link.from, "from");
        const std::string shown = "from " + link.from;
        add(domain::Medium::sms,
            made(members, [&] { return messages::link_channel(std::move(link)); }), "link", shown);
    }

    void generic(ConfigMembers& members) {
        messages::HttpSms sms;
        sms.url = members.text("url");
        sms.headers = members.texts("headers", {"Content-Type: application/json"});
        // "Authorization: Bearer …" is a secret.
        if (auto header = secret(members, "header_file"); !header.empty()) {
            sms.headers.push_back(std::move(header));
        }
        sms.body = members.text("body");
        sms.from = members.text("from");
        sms.accepted_at = members.text("accepted_at");
        sms.accepted = members.texts("accepted");
        sms.refused_at = members.text("refused_at");
        sms.refused = members.texts("refused");
        sms.reference_at = members.text("reference_at");
        sms.net = net_of(members);
        members.done();
        need(members, sms.url, "url");
        need(members, sms.body, "body");
        const std::string shown = sms.url + (sms.from.empty() ? "" : ", from " + sms.from);
        add(domain::Medium::sms,
            made(members, [&] { return messages::http_sms_channel(std::move(sms)); }), "generic",
            shown);
    }

    void letter(const toml::table& table) {
        ConfigMembers members(table, "letter");
        messages::PrintFolder print{members.text("folder"), address_};
        members.done();
        need(members, print.folder.string(), "folder");
        if (!std::filesystem::is_directory(print.folder) ||
            ::access(print.folder.c_str(), W_OK | X_OK) != 0) {
            members.fail("folder: " + print.folder.string() + " is no folder that can be written");
        }
        const std::string shown = print.folder.string();
        add(domain::Medium::letter,
            made(members, [&] { return messages::print_channel(std::move(print)); }), "letter",
            shown);
    }

    void svarut(const toml::table& table) {
        ConfigMembers members(table, "svarut");
        messages::SvarUt svarut;
        svarut.base = members.text("base", svarut.base);
        svarut.account = members.text("account");
        svarut.integration_id = members.text("integration_id");
        svarut.integration_password = secret(members, "password_file");
        svarut.sender = address_;
        auto token = token_source(members);
        svarut.net = net_of(members);
        members.done();
        need(members, svarut.account, "account");
        need(members, svarut.integration_id, "integration_id");
        need(members, svarut.integration_password, "password_file");
        if (config_.post.ways.contains(domain::Medium::letter)) {
            members.fail("letters are printed by [letter] already: give one of the two");
        }
        const std::string shown = svarut.base + ", account " + svarut.account;
        add(domain::Medium::letter,
            made(members,
                 [&] { return messages::svarut_channel(std::move(svarut), std::move(token)); }),
            "svarut", shown);
    }

    void altinn(const toml::table& table) {
        ConfigMembers members(table, "altinn");
        messages::Altinn altinn;
        altinn.base = members.text("base", altinn.base);
        altinn.sms_sender = members.text("sms_sender");
        auto token = token_source(members);
        altinn.net = net_of(members);
        members.done();
        const std::string shown = altinn.base;
        const std::shared_ptr<const messages::Channel> channel = made(
            members, [&] { return messages::altinn_channel(std::move(altinn), std::move(token)); });
        for (const domain::Medium medium : {domain::Medium::sms, domain::Medium::email}) {
            if (!config_.post.ways.contains(medium)) add(medium, channel, "altinn", shown);
        }
    }

    void weekly_list_to() {
        if (table_.get("weekly_list_to") == nullptr) return;
        ConfigMembers members(table_, "weekly_list_to");
        config_.post.weekly_to = members.texts("weekly_list_to");
        for (const std::string& address : config_.post.weekly_to) {
            if (!messages::is_email_address(address)) {
                throw ConfigError("weekly_list_to: " + address + " is no e-mail address");
            }
        }
        if (!config_.post.weekly_to.empty() && !config_.post.ways.contains(domain::Medium::email)) {
            throw ConfigError("weekly_list_to needs a way for e-mail: [smtp] or [altinn]");
        }
        config_.lines.push_back(
            "weekly_list_to = " + std::to_string(config_.post.weekly_to.size()) + " addresses");
    }

    const toml::table& table_;
    PostConfig config_;
    messages::LetterSender address_;
};

}  // namespace

bool is_post_setting(std::string_view name) {
    return std::find(settings.begin(), settings.end(), name) != settings.end();
}

PostConfig read_post(const toml::table& settings_of_file) {
    return Reader(settings_of_file).read();
}

jobs::Post demo_post(const std::filesystem::path& folder) {
    std::filesystem::create_directories(folder);
    jobs::Post post;
    post.sender = {"Demo kommune", "99 99 00 00"};
    messages::LetterSender sender{{post.sender.name, {"Demoveien 1"}, "3210", "Sandefjord", {}},
                                  post.sender.phone};
    post.ways[domain::Medium::letter] = {messages::print_channel({folder, std::move(sender)}),
                                         "letter"};
    return post;
}
