#include "command_line.hpp"

#include <CLI/CLI.hpp>

namespace {

// What stands behind the commands; each takes what it needs.
struct Arguments {
    std::string id;
    std::string name;
    std::string role;
    std::string depot;
    std::string number;
    std::string week;
    std::string format;
};

void add_database(CLI::App& app, Overrides& overrides) {
    app.add_option("--config", overrides.file, "Configuration file (TOML)");
    app.add_option("--database", overrides.database,
                   "sqlite:///absolute/path/depot.db or postgresql://host/name");
}

}  // namespace

std::variant<CommandLine, int> parse_command_line(int argc, const char* const* argv) {
    CommandLine line;
    Arguments given;
    CLI::App app("Korttidslager: the short-term depot for assistive aids");
    const std::string version = std::string("korttidslager ") + KL_VERSION;
    app.set_version_flag("--version", version);
    app.require_subcommand(1);

    CLI::App* serve = app.add_subcommand("serve", "Run the server");
    add_database(*serve, line.overrides);
    serve->add_option("--listen", line.overrides.listen, "ADDRESS:PORT (default 127.0.0.1:8080)");
    serve->add_option("--tls-cert", line.overrides.tls_cert, "Certificate chain, PEM");
    serve->add_option("--tls-key", line.overrides.tls_key, "Private key, PEM");
    serve->add_flag("--demo", line.demo, "Fill an empty database with a depot to try");

    CLI::App* migrate = app.add_subcommand("migrate", "Bring the database up to date");
    add_database(*migrate, line.overrides);
    CLI::App* check = app.add_subcommand("check-config", "Read the configuration and show it");
    add_database(*check, line.overrides);
    check->add_option("--listen", line.overrides.listen, "ADDRESS:PORT");
    CLI::App* verify = app.add_subcommand("verify", "Check the database against its events");
    add_database(*verify, line.overrides);
    verify->add_option("--heads", line.heads,
                       "Heads of the access log, as a server wrote them; once for each server");

    CLI::App* generate = app.add_subcommand(
        "generate", "Fill a new database with the made-up past of a depot, for trials");
    add_database(*generate, line.overrides);
    const CLI::Range volume(std::int64_t{1}, std::int64_t{10'000'000});
    generate->add_option("--items", line.generate.items, "How many aids")
        ->required()
        ->check(volume);
    generate->add_option("--loans", line.generate.loans, "How many loans, most of them ended")
        ->required()
        ->check(volume);
    generate->add_option("--seed", line.generate.seed,
                         "The same seed makes the same depot on the same day (default 1)");

    CLI::App* move = app.add_subcommand(
        "move", "Move everything to another, empty database; run again it goes on where it was");
    move->add_option("--from", line.from, "The database that has it")->required();
    move->add_option("--to", line.to, "The new one")->required();

    CLI::App* depot = app.add_subcommand("depot", "Depots");
    depot->require_subcommand(1);
    CLI::App* depot_add = depot->add_subcommand("add", "Add a depot, open Monday to Friday");
    add_database(*depot_add, line.overrides);
    depot_add->add_option("ID", given.id, "Capital letters and digits")->required();
    depot_add->add_option("NAME", given.name, "Its name")->required();

    CLI::App* token = app.add_subcommand("token", "Device tokens");
    token->require_subcommand(1);
    CLI::App* token_add = token->add_subcommand("add", "Make a token; it is printed once");
    add_database(*token_add, line.overrides);
    token_add->add_option("NAME", given.name, "Whose token it is")->required();
    token_add->add_option("--role", given.role, "lager, ergo, sjafor, leder or admin")->required();
    token_add->add_option("--depot", given.depot, "Its depot")->required();
    CLI::App* token_list = token->add_subcommand("list", "The tokens, without their secrets");
    add_database(*token_list, line.overrides);
    CLI::App* token_revoke = token->add_subcommand("revoke", "A token counts no more");
    add_database(*token_revoke, line.overrides);
    token_revoke->add_option("NUMBER", given.number, "As token list shows it")->required();

    CLI::App* keys = app.add_subcommand("keys", "What personal data are sealed with");
    keys->require_subcommand(1);
    CLI::App* keys_rotate =
        keys->add_subcommand("rotate", "Go over to new keys; run again it goes on where it was");
    add_database(*keys_rotate, line.overrides);
    CLI::App* keys_list = keys->add_subcommand("list", "The keys, without their secrets");
    add_database(*keys_list, line.overrides);

    CLI::App* report = app.add_subcommand("report", "Lists as files");
    report->require_subcommand(1);
    CLI::App* report_overdue = report->add_subcommand(
        "overdue", "The overdue list of a week as it was kept; it is in the access log");
    add_database(*report_overdue, line.overrides);
    report_overdue->add_option("--week", given.week, "2026-W47")->required();
    report_overdue->add_option("--depot", given.depot, "Of one depot alone");
    report_overdue->add_option("--format", given.format, "pdf, xlsx, csv or html")->required();
    report_overdue->add_option("-o", line.output, "The file to write; - is standard output")
        ->required();

    CLI::App* user = app.add_subcommand("user", "People who sign in");
    user->require_subcommand(1);
    CLI::App* user_add =
        user->add_subcommand("add", "Add a user; a password to sign in with once is printed once");
    add_database(*user_add, line.overrides);
    user_add->add_option("NAME", given.name, "The name to sign in with")->required();
    user_add->add_option("--role", given.role, "lager, ergo, sjafor, leder or admin")->required();
    user_add->add_option("--depot", given.depot, "The user's depot");
    CLI::App* user_list = user->add_subcommand("list", "The users");
    add_database(*user_list, line.overrides);
    CLI::App* user_disable = user->add_subcommand("disable", "The user signs in no more");
    add_database(*user_disable, line.overrides);
    user_disable->add_option("NAME", given.name, "Name, or number as user list shows it")
        ->required();
    CLI::App* user_reset = user->add_subcommand(
        "reset-password", "A new password to sign in with once; it is printed once");
    add_database(*user_reset, line.overrides);
    user_reset->add_option("NAME", given.name, "Name, or number as user list shows it")->required();

    for (CLI::App* command : app.get_subcommands({})) {
        command->set_version_flag("--version", version);
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }

    line.action = Action::administer;
    if (serve->parsed()) line.action = Action::serve;
    if (migrate->parsed()) line.action = Action::migrate;
    if (check->parsed()) line.action = Action::check_config;
    if (verify->parsed()) line.action = Action::verify;
    if (generate->parsed()) line.action = Action::generate;
    if (move->parsed()) line.action = Action::move;
    if (depot_add->parsed()) line.words = {"depot", "add", given.id, given.name};
    if (token_add->parsed()) line.words = {"token", "add", given.name, given.role, given.depot};
    if (token_list->parsed()) line.words = {"token", "list"};
    if (token_revoke->parsed()) line.words = {"token", "revoke", given.number};
    if (keys_rotate->parsed()) line.words = {"keys", "rotate"};
    if (keys_list->parsed()) line.words = {"keys", "list"};
    if (report_overdue->parsed()) {
        line.words = {"report", "overdue", given.week, given.depot, given.format};
    }
    if (user_add->parsed()) line.words = {"user", "add", given.name, given.role, given.depot};
    if (user_list->parsed()) line.words = {"user", "list"};
    if (user_disable->parsed()) line.words = {"user", "disable", given.name};
    if (user_reset->parsed()) line.words = {"user", "reset-password", given.name};
    return line;
}
