// Wiring: options → outbox → sender → desk → lines.

#include <csignal>
#include <cstdlib>
#include <ctime>
#include <iostream>

#include <curl/curl.h>
#include <unistd.h>

#include "answer.hpp"
#include "desk.hpp"
#include "known.hpp"
#include "options.hpp"
#include "outbox.hpp"
#include "sender.hpp"
#include "texts.hpp"

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
    if (no_sync != nullptr) std::cerr << "korttidslager-scanner: KL_TEST_SYNCHRONOUS is set\n";
    std::filesystem::path rejected = options.outbox;
    rejected += ".rejected";
    if (std::filesystem::exists(rejected)) {
        std::cerr << "korttidslager-scanner: scans that the server did not take are in "
                  << rejected.string() << "; a person must look at them\n";
    }
    if (!outbox.damaged().empty()) {
        std::cerr << "korttidslager-scanner: parts of the outbox could not be read; it is kept as "
                  << outbox.damaged().string() << "\n";
    }
    std::filesystem::path known_file = options.outbox;
    known_file += ".known";
    Known known(known_file, options.depot);
    // A person waits for it.
    Http http(options.site, std::chrono::seconds(3));
    {
        Sender sender(options.site, outbox, known);
        Desk desk({options.depot, options.device, options.site.language, options.stock, now, today},
                  outbox, sender, known, http, options.printer ? &*options.printer : nullptr);
        if (::isatty(STDIN_FILENO) != 0) std::cerr << desk.take("?").text << "\n";
        std::string line;
        while (std::getline(std::cin, line)) {
            const Answer answer = desk.take(line);
            const Standing standing = desk.standing();
            std::cout << (options.json ? as_json(answer, standing)
                                       : as_text(answer, standing, options.site.language))
                      << std::endl;
        }
        if (sender.trouble() == Trouble::none) sender.drain(std::chrono::seconds(5));
        for (const Notice& notice : sender.take_notices()) {
            std::cerr << say(texts_in(options.site.language).late_answer, notice.item, notice.text)
                      << "\n";
        }
    }
    if (outbox.waiting() > 0) {
        std::cerr << "korttidslager-scanner: not sent yet, kept in " << options.outbox.string()
                  << ": " << outbox.waiting() << "\n";
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
