#include "bench/desk.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <fstream>
#include <span>
#include <stdexcept>
#include <thread>

#include <fmt/format.h>

#include "bench/depot.hpp"
#include "bench/process.hpp"
#include "db/database.hpp"
#include "db/query.hpp"

namespace bench {
namespace {

using Clock = std::chrono::steady_clock;
using Aids = std::span<const PreparedItem>;

constexpr Aim answer_aim{Bound::at_most, 20};  // milliseconds
constexpr Aim sync_aim{Bound::at_most, 30};    // seconds for 10,000

constexpr std::size_t aids_in_round = 100;
constexpr std::size_t aids_of_borrower = 5;

double seconds_since(Clock::time_point began) {
    return std::chrono::duration<double>(Clock::now() - began).count();
}

// A scanner program with its outbox, and somebody who scans.
class Desk {
public:
    Desk(const std::filesystem::path& folder, const std::string& token, unsigned short port)
        : program_({KL_SCANNER_BINARY, "--server", fmt::format("http://127.0.0.1:{}", port),
                    "--token-file", token_file(folder, token), "--depot", "SMS", "--device",
                    "skranke", "--line", "--json", "--outbox", folder / "outbox"}) {}

    // Says what is no scan.
    void say(std::string_view line) { expect(line, R"("kind":"info")"); }

    // Scans an aid, as the address on its label; the milliseconds until it was answered.
    double scan(const std::string& code, std::string_view kind) {
        const auto began = Clock::now();
        expect("HTTPS://KL.EXAMPLE/E/" + code, fmt::format(R"("kind":"{}")", kind));
        return seconds_since(began) * 1e3;
    }

    // Scans that the server has not answered yet.
    std::size_t waiting() {
        const std::string answer = ask("?");
        constexpr std::string_view name = R"("waiting":)";
        std::size_t count = 0;
        const auto at = answer.find(name);
        if (at == std::string::npos) throw std::runtime_error("no count in " + answer);
        std::from_chars(answer.data() + at + name.size(), answer.data() + answer.size(), count);
        return count;
    }

    void finish() {
        program_.end_input();
        if (program_.wait() != 0) throw std::runtime_error("the scanner does not end well");
    }

private:
    static std::string token_file(const std::filesystem::path& folder, const std::string& token) {
        const std::filesystem::path file = folder / "token";
        std::ofstream(file) << token << '\n';
        return file;
    }

    std::string ask(std::string_view line) {
        program_.write(fmt::format("{}\n", line));
        return program_.read_line();
    }

    void expect(std::string_view line, const std::string& part) {
        const std::string answer = ask(line);
        if (answer.find(part) != std::string::npos) return;
        throw std::runtime_error(fmt::format("\"{}\" is answered with {}", line, answer));
    }

    Process program_;
};

// Each borrower takes some of the aids; the milliseconds of each scan.
std::vector<double> hand_out(Desk& desk, Aids aids) {
    std::vector<double> times;
    for (std::size_t i = 0; i < aids.size(); ++i) {
        if (i % aids_of_borrower == 0) desk.say("/" + aids[i].phone);
        times.push_back(desk.scan(aids[i].code, "done"));
    }
    return times;
}

std::vector<double> scan_all(Desk& desk, std::string_view mode, Aids aids, std::string_view kind) {
    desk.say(mode);
    std::vector<double> times;
    for (const PreparedItem& aid : aids) times.push_back(desk.scan(aid.code, kind));
    return times;
}

// A morning with the server there: aids go out, come back, are washed and inspected.
std::vector<double> morning(Desk& desk, Aids aids) {
    std::vector<double> times = hand_out(desk, aids);
    for (const char* mode : {"%INN", "%VASK", "%KONTROLL"}) {
        const std::vector<double> more = scan_all(desk, mode, aids, "done");
        times.insert(times.end(), more.begin(), more.end());
    }
    std::sort(times.begin(), times.end());
    return times;
}

// While the server is away the lent aids come back, are washed and inspected, and are then moved
// from shelf to shelf until there are scans enough: each one changes its aid.
void scan_without_server(Desk& desk, Aids lent, std::size_t count) {
    constexpr std::array modes{"%INN", "%VASK", "%KONTROLL"};
    for (std::size_t pass = 0; count > 0; ++pass) {
        const Aids aids = lent.first(std::min(lent.size(), count));
        count -= aids.size();
        if (pass < modes.size()) {
            scan_all(desk, modes[pass], aids, "stored");
            continue;
        }
        desk.say("%FLYTT");
        desk.say(fmt::format("hylle C{}", pass));
        for (const PreparedItem& aid : aids) desk.scan(aid.code, "stored");
    }
}

double seconds_to_sync(Desk& desk) {
    const auto began = Clock::now();
    while (desk.waiting() > 0) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return seconds_since(began);
}

std::uint64_t scans_done(const std::filesystem::path& file) {
    auto connection = db::open_read_only(db::Location(file));
    db::ReadTx tx(connection);
    return static_cast<std::uint64_t>(
        db::Query(tx, "select count(*) from scan where result = 'done'")
            .one<std::int64_t>()
            .value());
}

}  // namespace

Report measure_desk(const Options& options, const std::filesystem::path& folder) {
    const PreparedDepot depot =
        prepare_depot(db::Location(folder / "desk.db"), std::min<std::size_t>(options.items, 1000));
    const Aids aids(depot.items);
    const Aids of_round = aids.first(std::min(aids_in_round, aids.size()));

    std::vector<double> p50;
    std::vector<double> p95;
    {
        const ServerProgram server(depot.file);
        Desk desk(folder, depot.token, server.port());
        for (int round = 0; round < options.rounds; ++round) {
            const std::vector<double> times = morning(desk, of_round);
            p50.push_back(times[times.size() / 2]);
            p95.push_back(times[times.size() * 95 / 100]);
        }
        hand_out(desk, aids);
        desk.finish();
    }
    const std::uint64_t before = scans_done(depot.file);
    {
        constexpr unsigned short nobody = 1;  // no server answers there
        Desk desk(folder, depot.token, nobody);
        scan_without_server(desk, aids, options.queued);
        // Ends without sending.
    }
    double sync = 0;
    {
        const ServerProgram server(depot.file);
        Desk desk(folder, depot.token, server.port());
        sync = seconds_to_sync(desk);
        desk.finish();
    }
    const std::uint64_t done = scans_done(depot.file) - before;

    Report report;
    report.values = {
        {"enter_to_answer_p50", "scanner: enter to answer, p50", median(p50), "ms"},
        {"enter_to_answer_p95", "scanner: enter to answer, p95", median(p95), "ms", answer_aim},
        {"sync_queued",
         fmt::format("scanner: {} scans made without a server, until it has them",
                     grouped(options.queued)),
         sync, "s", sync_aim}};
    report.wrong = options.queued - std::min<std::uint64_t>(done, options.queued);
    return report;
}

}  // namespace bench
