#pragma once
// The scans that the server has not yet said to have stored, in the order they happened, in a file
// that outlives the program and the machine's power. A scan is added before the person is answered
// and goes only when the server has it: whatever happens in between, it is sent again, and its id
// lets the server apply it once.
//
// The file holds one record a line: eight hexadecimal digits of the CRC-32 of what follows, a
// blank, and {"scan": …}, {"done": "<id>"} or {"last": <number>}. A torn last line was never
// answered and is dropped.
//
// All members may be called from any thread.

#include <cstdint>
#include <deque>
#include <filesystem>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace scanner {

struct OutboxError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Anything but full is for the negative control of the power-cut test.
enum class Durability { full, none };

struct WaitingScan {
    std::string id;
    std::string body;  // the JSON of POST /scans, without sent_at
};

class Outbox {
public:
    // Throws OutboxError: another program has it, or it cannot be read or written.
    explicit Outbox(std::filesystem::path file, Durability durability = Durability::full);
    ~Outbox();
    Outbox(const Outbox&) = delete;
    Outbox& operator=(const Outbox&) = delete;

    // On the disk when it returns. Throws OutboxError; the scan is then not in the outbox, and
    // after a failed fsync nothing more is taken before a restart.
    void add(const WaitingScan& scan);
    // The server has it.
    void settle(const std::string& id);
    // It was never sent and shall not be: durable when it returns.
    void withdraw(const std::string& id);
    // The server will never take it. It waits no more; it and why are kept in FILE.rejected.
    void reject(const std::string& id, std::string_view why);

    std::size_t waiting() const;
    // At most so many, the oldest first.
    std::vector<WaitingScan> oldest(std::size_t most) const;
    // Numbers the device's scans, upwards, also after a restart.
    std::int64_t next_number();

    // Where lines were found that are neither whole nor the last one; empty: none were. The file as
    // it was is kept there.
    const std::filesystem::path& damaged() const { return damaged_; }

private:
    void load();
    bool take(std::string_view record);
    void rewrite();
    void append(const std::string& record, bool durable);
    bool remove(const std::string& id);

    const std::filesystem::path file_;
    const Durability durability_;
    std::filesystem::path damaged_;
    mutable std::mutex mutex_;
    std::deque<WaitingScan> scans_;
    std::int64_t last_number_ = 0;
    std::int64_t size_ = 0;
    int lock_ = -1;
    int descriptor_ = -1;
    bool broken_ = false;
};

}  // namespace scanner
