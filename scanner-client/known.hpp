#pragma once
// What this scanner last heard of the depot's aids and when they are due, so that it can say
// something sensible while the server is away. Codes, products, states and days; no person. All
// members may be called from any thread.

#include <chrono>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include <boost/json/fwd.hpp>

namespace scanner {

class Http;

struct KnownItem {
    std::string product;
    std::string state;  // "ready", "to_clean" …
    std::string home_depot;
    bool on_loan = false;
    std::string due;             // "2027-02-22" while on loan, or empty
    std::string inspection_due;  // or empty
};

class Known {
public:
    // Reads what an earlier run kept; a file that is not there or not whole counts as empty.
    Known(std::filesystem::path file, std::string depot);

    std::optional<KnownItem> item(std::string_view code) const;

    // From the server's answer to a scan.
    void learn(std::string_view answer);
    // Asks the server for one more page of all there is to know; after the last one, the file is
    // written.
    enum class Step { more, complete, failed, unreachable, untrusted, unauthorized };
    Step refresh(Http& http);

private:
    using Items = std::map<std::string, KnownItem, std::less<>>;
    static void add_due_days(Items& items, const boost::json::object& loan);
    void keep(const Items& items) const;

    const std::filesystem::path file_;
    const std::string depot_;
    mutable std::mutex mutex_;
    Items items_;
    std::set<std::string> scanned_;  // since the refresh began
    Items coming_;                   // what a refresh has read so far
    std::string page_;               // the next page to ask for; empty: a refresh begins
};

}  // namespace scanner
