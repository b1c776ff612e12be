// Wiring: options → outbox → sender → desk → lines.

#include <csignal>
#include <cstdlib>
#include <ctime>
#include <iostream>

#include <curl/curl.h>

#include "answer.hpp"
#include "desk.hpp"
#include "known.hpp"
#include "options.hpp"
#include "outbox.hpp"
#include "sender.hpp"

namespace {

using namespace scanner;

domain::Instant now() {
    return std::chrono::time_point_cast<std::chrono::milliseconds>(
        std::chrono::system_clock::now());
}

// The day where the scanner stands.
domain::Day today() {
    const std::time_t instant = std::time(nullptr);
    std::tm local{};
    localtime_r(&instant, &local);
    return std::chrono::sys_days(std::chrono::year(local.tm_year + 1900) / (local.tm_mon + 1) /
                                 local.tm_mday);
}

int run(const Options& options) {
    std::filesystem::create_directories(std::filesystem::absolute(options.outbox).parent_path());
    const char* no_sync = std::getenv("KL_TEST_SYNCHRONOUS");  // NOLINT(concurrency-mt-unsafe)
    Outbox outbox(options.outbox, no_sync != nullptr && std::string_view(no_sync) == "normal"
                                      ? Durability::none
                                      : Durability::full);
    if (!outbox.damaged().empty()) {
        std::cerr << "korttidslager-scanner: parts of the outbox could not be read; it is kept as "
                  << outbox.damaged().string() << "\n";
    }
    std::filesystem::path known_file = options.outbox;
    known_file += ".known";
    Known known(known_file, options.depot);
    Http http(options.site);
    {
        Sender sender(options.site, outbox, known);
        Desk desk({options.depot, options.device, options.site.language, options.stock, now, today},
                  outbox, sender, known, http, options.printer ? &*options.printer : nullptr);
        std::string line;
        while (std::getline(std::cin, line)) {
            const Answer answer = desk.take(line);
            const Standing standing = desk.standing();
            std::cout << (options.json ? as_json(answer, standing)
                                       : as_text(answer, standing, options.site.language))
                      << std::endl;
        }
        if (sender.trouble() == Trouble::none) sender.drain(std::chrono::seconds(5));
    }
    if (outbox.waiting() > 0) {
        std::cerr << "korttidslager-scanner: " << outbox.waiting() << " scans wait in "
                  << options.outbox.string() << " and are sent at the next start\n";
    }
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    // A printer that goes away ends a print, not the program.
    std::signal(SIGPIPE, SIG_IGN);
    std::variant<Options, int> options = parse_options(argc, argv);
    if (const int* status = std::get_if<int>(&options)) return *status;
    curl_global_init(CURL_GLOBAL_DEFAULT);
    try {
        return run(std::get<Options>(options));
    } catch (const std::exception& error) {
        std::cerr << "korttidslager-scanner: " << error.what() << "\n";
        return 1;
    }
}
