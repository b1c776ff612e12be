#include "options.hpp"

#include <unistd.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <iostream>

#include <CLI/CLI.hpp>

#include "domain/text.hpp"
#include "labels/stock.hpp"

namespace scanner {
namespace {

std::string host_name() {
    std::array<char, 256> name{};
    if (::gethostname(name.data(), name.size() - 1) != 0) return "scanner";
    return name.data();
}

std::filesystem::path state_folder() {
    if (const char* state = std::getenv("XDG_STATE_HOME"); state != nullptr && *state == '/') {
        return std::filesystem::path(state) / "korttidslager";
    }
    const char* home = std::getenv("HOME");
    return std::filesystem::path(home != nullptr ? home : "/var/lib") /
           ".local/state/korttidslager";
}

// Over plain HTTP the token would be anybody's who listens; this machine's own wire is safe.
bool is_safe(const std::string& url) {
    // What stands before an "@" is no host.
    if (url.find_first_of("@?#\\ ") != std::string::npos) return false;
    if (url.starts_with("https://")) return true;
    for (const char* host : {"localhost", "127.0.0.1", "[::1]"}) {
        const std::string start = std::string("http://") + host;
        if (url == start || url.starts_with(start + ":")) return true;
    }
    return false;
}

// As the server takes it.
bool fits(const std::string& text, std::size_t longest) {
    return !text.empty() && domain::is_plain_text(text) && domain::code_points(text) <= longest;
}

std::string first_line(const std::string& file) {
    std::ifstream in(file);
    std::string line;
    std::getline(in, line);
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
    return line;
}

}  // namespace

std::variant<Options, int> parse_options(int argc, const char* const* argv) {
    Options options;
    std::string token_file;
    std::string printer;
    std::string outbox;
    options.site.language = "nb";
    options.device = host_name();
    options.stock = "zebra-57x32";

    CLI::App app("Korttidslager: the scanner of a depot's desk");
    app.set_version_flag("--version", std::string("korttidslager ") + KL_VERSION);
    app.add_option("--server", options.site.url, "https://HOST[:PORT]")->required();
    app.add_option("--token-file", token_file, "File with the device's token")->required();
    app.add_option("--depot", options.depot, "SMS, ENGVEIEN …")->required();
    bool line = true;
    app.add_flag("--line", line, "One line in, one line out (the only way so far)");
    app.add_flag("--json", options.json, "Answer with one JSON object a line");
    app.add_option("--printer", printer, "file:PATH, tcp://HOST[:9100] or cups:QUEUE");
    app.add_option("--stock", options.stock, "The printer's labels")->capture_default_str();
    app.add_option("--outbox", outbox, "Where scans wait (default: in the state directory)");
    app.add_option("--device", options.device, "Its name in the history")->capture_default_str();
    app.add_option("--language", options.site.language, "nb or nn")
        ->check(CLI::IsMember({"nb", "nn"}))
        ->capture_default_str();
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }

    const auto wrong = [](const std::string& what) {
        std::cerr << "korttidslager-scanner: " << what << "\n";
        return 2;
    };
    while (options.site.url.ends_with('/')) options.site.url.pop_back();
    if (!is_safe(options.site.url)) {
        return wrong("--server must begin with https:// (http:// is for this machine alone)");
    }
    options.site.token = first_line(token_file);
    if (options.site.token.empty()) return wrong("no token in " + token_file);
    if (!fits(options.device, 60)) return wrong("--device is plain text of at most 60 characters");
    if (!fits(options.depot, 20)) return wrong("--depot is plain text of at most 20 characters");
    if (labels::find_stock(options.stock) == nullptr) {
        std::string names;
        for (const auto& stock : labels::stocks()) names += " " + std::string(stock.name);
        return wrong("--stock is one of" + names);
    }
    if (!printer.empty()) {
        auto there = Printer::at(printer);
        if (!there) return wrong("--printer: " + there.error());
        options.printer = *std::move(there);
    }
    options.outbox = outbox.empty() ? state_folder() / (options.depot + ".outbox")
                                    : std::filesystem::path(outbox);
    return options;
}

}  // namespace scanner
