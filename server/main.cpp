// Wiring: configuration, database, routes, HTTP, signals; stopped in reverse.

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command_line.hpp"
#include "commands/command.hpp"
#include "commands/demo.hpp"
#include "commands/generate.hpp"
#include "commands/move.hpp"
#include "config.hpp"
#include "config_post.hpp"
#include "db/admin_socket.hpp"
#include "db/database.hpp"
#include "db/error.hpp"
#include "depot/oslo_time.hpp"
#include "http/server.hpp"
#include "identity/openid_client.hpp"
#include "jobs/scheduler.hpp"
#include "jobs/sealer.hpp"
#include "pages/page.hpp"
#include "pages/routes.hpp"
#include "routing/dispatcher.hpp"

namespace {

enum Exit { done = 0, failed = 1, wrong_usage = 2, newer_database = 3 };

domain::Instant now() {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

routing::Now clock() {
    const domain::Instant instant = now();
    return {instant, depot::oslo_day(instant)};
}

db::DatabaseOptions database_options(const Config& config) {
    db::DatabaseOptions options;
    options.location = database_location(config.database);
    options.key_file = config.key_file;
    // Made with a new database; the folder is ours when nothing else was said.
    const auto key_folder = options.key_file.parent_path();
    if (!key_folder.empty()) std::filesystem::create_directories(key_folder);
    if (!options.location.on_server()) {
        std::filesystem::create_directories(options.location.file.parent_path());
    }
    // For the negative control of the power-cut test alone.
    const char* synchronous = std::getenv("KL_TEST_SYNCHRONOUS");  // NOLINT(concurrency-mt-unsafe)
    if (synchronous != nullptr && std::string_view(synchronous) == "normal") {
        fmt::print(stderr, "level=warning event=not_durable commits may be lost at a power cut\n");
        options.synchronous = db::Synchronous::normal;
    }
    return options;
}

routing::Settings settings_of(const Config& config) {
    routing::Settings settings;
    settings.label_host = config.labels.host;
    settings.label_owner = config.labels.owner;
    settings.label_return_to = config.labels.return_to;
    settings.reminders = {config.post.post.media(), config.post.post.sender};
    // Where nothing is sent the texts can be looked at all the same.
    if (settings.reminders.sender.name.empty())
        settings.reminders.sender.name = config.labels.owner;
    settings.openid = std::make_shared<const identity::OpenidClients>(
        config.openid, config.base_url, identity::web_fetch());
    settings.problem_page = pages::problem_page;
    return settings;
}

// Every connection is a file; the usual soft limit of 1024 is below the server's own cap.
void raise_file_limit() {
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return;
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
}

// What a dying process leaves behind would hold persons and keys, and nobody else of the same user
// looks into this one.
void leave_no_core() {
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    // LeakSanitizer looks into its own process from outside.
    ::prctl(PR_SET_DUMPABLE, 0);
#endif
}

// Among all that share the database: who has the turn of a job.
std::string server_name() {
    std::array<char, 256> host{};
    ::gethostname(host.data(), host.size() - 1);
    return fmt::format("{}:{}:{}", host.data(), ::getpid(), now().time_since_epoch().count());
}

int serve(const CommandLine& line) {
    Config config = load_config(line.overrides);
    db::Database database(database_options(config));
    if (line.demo && config.post.post.ways.empty() && !database.location().on_server()) {
        config.post.post = demo_post(database.location().file.string() + ".letters");
    }
    if (line.demo) {
        for (const commands::DemoUser& user : commands::prepare_demo(database, now())) {
            if (user.password) {
                fmt::print("demo-user {} {} {}\n", user.role, user.name, *user.password);
            } else {
                fmt::print(stderr, "{} was changed; its first password is no longer printed\n",
                           user.name);
            }
        }
        std::fflush(stdout);
    }
    // Ends after whatever may still append to the log.
    jobs::Sealer sealer(database, now, config.access_heads);
    sealer.start();
    routing::Dispatcher dispatcher(pages::routes_with_api(), database, clock, settings_of(config));
    // Nobody else may write a file; on a server a command is one client more.
    std::optional<db::AdminSocket> admin;
    if (!database.location().on_server()) {
        admin.emplace(database.location().file, [&](const std::vector<std::string>& words) {
            return commands::run(database, words, now());
        });
    }

    jobs::Post& post = config.post.post;
    if (!config.base_url.empty()) post.weekly_link = config.base_url + "/forfalt/";
    std::vector<jobs::Job> own_work(jobs::all().begin(), jobs::all().end());
    own_work.push_back(jobs::planning(post));
    if (!post.weekly_to.empty()) own_work.push_back(jobs::telling(post));
    jobs::Scheduler scheduler(own_work, database, now, server_name());
    scheduler.start();
    // One for each medium: no channel that hangs holds up another, or other work.
    std::vector<jobs::Job> sendings;
    for (const auto& [medium, way] : post.ways) sendings.push_back(jobs::sending(post, medium));
    std::vector<std::unique_ptr<jobs::Scheduler>> senders;
    for (const jobs::Job& sending : sendings) {
        senders.push_back(std::make_unique<jobs::Scheduler>(std::span(&sending, 1), database, now,
                                                            server_name()));
        senders.back()->start();
    }

    http::ServerOptions options;
    options.address = endpoint(config).address;
    options.port = endpoint(config).port;
    options.tls_certificate = config.tls_cert;
    options.tls_key = config.tls_key;
    options.hosts = config.hosts;
    options.body_limit = [&](const routing::Request& request) {
        return dispatcher.most_body(request);
    };
    http::Server server(options, [&](routing::Request request, routing::Done reply) {
        dispatcher.dispatch(std::move(request), std::move(reply));
    });
    server.stop_on_signals();
    fmt::print(stderr, "level=info event=ready address={} port={} tls={}\n", options.address,
               server.port(), options.tls_certificate.empty() ? "no" : "yes");
    server.run();
    for (const auto& sender : senders) sender->stop();
    fmt::print(stderr, "level=info event=stopped\n");
    return done;
}

int show(const db::AdminReply& reply) {
    fmt::print("{}", reply.output);
    fmt::print(stderr, "{}", reply.error);
    return reply.status;
}

// "-" is standard output. A new file takes the place of one that is there only when it is whole.
int save(const std::string& file, const std::string& bytes) {
    if (file == "-") {
        const std::size_t written = std::fwrite(bytes.data(), 1, bytes.size(), stdout);
        if (written == bytes.size() && std::fflush(stdout) == 0) return done;
        fmt::print(stderr, "cannot write to standard output\n");
        return failed;
    }
    const std::filesystem::path beside = file + ".new";
    std::ofstream out(beside, std::ios::binary | std::ios::trunc);
    out << bytes;
    out.close();
    std::error_code fault = out ? std::error_code() : std::make_error_code(std::errc::io_error);
    if (!fault) std::filesystem::rename(beside, file, fault);
    if (!fault) return done;
    std::error_code ignored;
    std::filesystem::remove(beside, ignored);
    fmt::print(stderr, "cannot write {}\n", file);
    return failed;
}

int administer(const CommandLine& line) {
    const auto finish = [&](const db::AdminReply& reply) {
        const bool to_file = reply.status == done && !line.output.empty();
        return to_file ? save(line.output, reply.output) : show(reply);
    };
    const auto options = database_options(load_config(line.overrides));
    if (!options.location.on_server()) {
        const auto reply = db::ask_running_server(options.location.file, line.words);
        if (reply) return finish(*reply);
    }
    db::Database database(options);
    return finish(commands::run(database, line.words, now()));
}

int migrate(const CommandLine& line) {
    const Config config = load_config(line.overrides);
    try {
        const db::Database database(database_options(config));
    } catch (const db::DatabaseInUse&) {
        // The server that holds it brought it up to date when it started.
    }
    fmt::print("the database is up to date\n");
    return done;
}

int check_config(const CommandLine& line) {
    const Config config = load_config(line.overrides);
    fmt::print("database = {}\nkey_file = {}\naccess_heads = {}\n",
               db::to_text(database_location(config.database)), config.key_file,
               config.access_heads);
    fmt::print("listen = {}\ntls = {}\nhosts = {}\n", config.listen,
               config.tls_cert.empty() ? "no" : config.tls_cert,
               config.hosts.empty() ? "any" : fmt::format("{}", fmt::join(config.hosts, ", ")));
    fmt::print("label_host = {}\nlabel_owner = {}\nlabel_return_to = {}\n",
               config.labels.host.empty() ? "none" : config.labels.host, config.labels.owner,
               config.labels.return_to);
    fmt::print("base_url = {}\n", config.base_url.empty() ? "none" : config.base_url);
    for (const std::string& way : config.post.lines) fmt::print("{}\n", way);
    for (const auto& provider : config.openid) {
        fmt::print("openid {} = {}\nopenid {} key = {}\n", provider.name, provider.issuer,
                   provider.name, provider.key->public_jwk(provider.key_id));
    }
    return done;
}

void say(std::string_view text) {
    fmt::print("{}", text);
    std::fflush(stdout);
}

int generate(const CommandLine& line) {
    const auto options = database_options(load_config(line.overrides));
    return show(commands::generate(options.location, line.generate, clock().today, say));
}

int move(const CommandLine& line) {
    return show(commands::move(database_argument(line.from), database_argument(line.to), say));
}

int verify(const CommandLine& line) {
    const Config config = load_config(line.overrides);
    const commands::Evidence evidence{
        config.key_file, {line.heads.begin(), line.heads.end()}, config.access_heads, now()};
    return show(commands::verify(database_location(config.database), evidence));
}

int run(const CommandLine& line) {
    switch (line.action) {
        case Action::serve:
            return serve(line);
        case Action::migrate:
            return migrate(line);
        case Action::check_config:
            return check_config(line);
        case Action::verify:
            return verify(line);
        case Action::generate:
            return generate(line);
        case Action::move:
            return move(line);
        case Action::administer:
            return administer(line);
    }
    return failed;
}

}  // namespace

int main(int argc, char** argv) {
    // What we write holds personal data: nobody else on the machine reads it.
    ::umask(0077);
    leave_no_core();
    raise_file_limit();
    try {
        const auto parsed = parse_command_line(argc, argv);
        if (const int* status = std::get_if<int>(&parsed)) return *status;
        return run(std::get<CommandLine>(parsed));
    } catch (const ConfigError& error) {
        fmt::print(stderr, "{}\n", error.what());
        return wrong_usage;
    } catch (const db::NewerDatabase& error) {
        fmt::print(stderr, "{}\n", error.what());
        return newer_database;
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
        return failed;
    }
}
