#pragma once
// Who is connected: the caps in total and per address, and the list the sweep and the drain go
// through.

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace http {

using Clock = std::chrono::steady_clock;

// What the server asks of a connection. Every function may be called from any thread.
class Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    virtual ~Connection() = default;

    virtual void close_if_overdue() = 0;
    virtual void drain() = 0;    // close when idle, else after the answer under way
    virtual void abandon() = 0;  // close now, wait for no reply

    Clock::time_point deadline() const {
        return Clock::time_point(Clock::duration(deadline_.load(std::memory_order_relaxed)));
    }

protected:
    Connection() = default;
    void set_deadline(Clock::time_point time) {
        deadline_.store(time.time_since_epoch().count(), std::memory_order_relaxed);
    }

private:
    std::atomic<Clock::rep> deadline_{Clock::time_point::max().time_since_epoch().count()};
};

// Thread-safe. Outlives every seat and member.
class Connections {
public:
    // One counted connection of an address, given back when destroyed.
    class Seat {
    public:
        Seat() = default;
        Seat(Connections& owner, std::string address)
            : owner_(&owner), address_(std::move(address)) {}
        Seat(Seat&& other) noexcept;
        Seat& operator=(Seat&& other) = delete;
        ~Seat();
        // Counted in the total alone from now on.
        void leave_address();
        explicit operator bool() const { return owner_ != nullptr; }

    private:
        Connections* owner_ = nullptr;
        std::string address_;
    };

    Connections(std::size_t most, std::size_t most_per_address);

    // False when a cap is reached. An empty address counts in the total only.
    Seat take_seat(std::string address);

    void add(Connection& member);
    void remove(Connection& member);

    bool empty() const;
    std::vector<std::shared_ptr<Connection>> all() const;
    std::vector<std::shared_ptr<Connection>> overdue(Clock::time_point now) const;

private:
    void leave_seat(const std::string& address);
    void leave_address(const std::string& address);

    const std::size_t most_;
    const std::size_t most_per_address_;
    mutable std::mutex mutex_;
    std::size_t seats_ = 0;
    std::unordered_map<std::string, std::size_t> seats_by_address_;
    std::unordered_set<Connection*> members_;
};

}  // namespace http
