#pragma once
// Brings what waits in the outbox to the server, from a thread of its own: in order, the newest
// alone when a person waits for its answer, older ones in batches. While the server is away it
// keeps trying and keeps everything. In between it refreshes what is known.

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "http.hpp"
#include "known.hpp"
#include "outbox.hpp"

namespace scanner {

// What a person should be told of a scan whose answer came after the desk had gone on.
struct Notice {
    std::string item;  // product and code, or the code as it was read
    std::string text;  // the server's reason, in the person's language
};

enum class Trouble {
    none,
    unreachable,   // nothing arrived there
    away,          // no answer, or one that is no server's of ours
    untrusted,     // its certificate is none that this machine trusts
    unauthorized,  // the token counts no more
    not_allowed,   // the token's role may not scan
};

class Sender {
public:
    Sender(const Site& site, Outbox& outbox, Known& known);
    ~Sender();
    Sender(const Sender&) = delete;
    Sender& operator=(const Sender&) = delete;

    // Adds the scan to the outbox (OutboxError as there) and waits for the server's answer: the
    // JSON of a scan's answer, or the problem for which the server will never take it. None when
    // the server is away or slower than the patience: the scan is sent later.
    std::optional<std::string> ask(const WaitingScan& scan, std::chrono::milliseconds patience);

    // Takes a scan back that never arrived, waiting for a request that is under way; false when it
    // may have arrived.
    bool withdraw(const std::string& id, std::chrono::milliseconds patience);

    // Waits until nothing is waiting; false when that did not happen in time.
    bool drain(std::chrono::milliseconds patience);

    Trouble trouble() const;
    // Those since the last call.
    std::vector<Notice> take_notices();

private:
    void run();
    std::vector<WaitingScan> next_scans(std::chrono::steady_clock::time_point now);
    Trouble send(const std::vector<WaitingScan>& scans);
    Trouble send_alone(const WaitingScan& scan);
    Trouble send_batch(const std::vector<WaitingScan>& scans);
    Trouble whole_batch_failed(const std::vector<WaitingScan>& scans, const HttpReply& reply);
    void stored(const WaitingScan& scan, const std::string& answer);
    void refused(const WaitingScan& scan, const std::string& problem);
    void wait_before_next(std::unique_lock<std::mutex>& lock, std::chrono::milliseconds time);

    Outbox& outbox_;
    Known& known_;
    Http http_;

    mutable std::mutex mutex_;
    std::condition_variable wake_;     // the thread waits on it
    std::condition_variable changed_;  // the desk waits on it
    bool stopping_ = false;
    bool woken_ = false;
    bool sending_ = false;  // a request with scans is under way
    Trouble trouble_ = Trouble::none;
    std::string awaited_;                // the scan whose answer the desk waits for
    std::optional<std::string> answer_;  // its answer
    std::set<std::string> tried_;        // waiting scans that may have reached the server
    std::vector<Notice> notices_;
    std::set<std::string> behind_;  // waiting scans that the server could not answer

    // Of the thread alone.
    std::chrono::steady_clock::time_point behind_again_;
    std::vector<std::string> first_tries_;
    std::size_t batch_;

    std::thread thread_;
};

}  // namespace scanner
