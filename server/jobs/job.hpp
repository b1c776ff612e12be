#pragma once
// A scheduled job: its name, when it is due, and what it does in its turn.

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "db/database.hpp"
#include "db/lease_store.hpp"
#include "domain/time.hpp"

namespace jobs {

using Clock = std::function<domain::Instant()>;

// Somebody else runs the job now; nothing of what this turn was writing is kept.
class TurnLost : public std::exception {
public:
    const char* what() const noexcept override { return "another server runs the job now"; }
};

// One run of a job under its lease. Each writing transaction looks whether the turn is still this
// one and makes the lease last on, so that of several servers on a database one runs the job, also
// when one of them stood still for a while.
class Turn {
public:
    Turn(db::Database& database, Clock clock, std::string_view job, std::int64_t number,
         std::function<bool()> stopping)
        : database_(database),
          clock_(std::move(clock)),
          job_(job),
          number_(number),
          stopping_(std::move(stopping)) {}

    domain::Instant now() const { return clock_(); }
    // The server ends: what is left is done in a later turn.
    bool stopping() const { return stopping_(); }

    // Throw what the function or the commit throws; write() also TurnLost.
    template <class F>
    auto read(F f) {
        return database_.read(std::move(f));
    }
    template <class F>
    auto write(F f) {
        return database_.write([&](db::WriteTx& tx) {
            if (!db::leases::keep(tx, job_, number_, now() + lease)) throw TurnLost();
            return f(tx);
        });
    }

    // What has happened outside is written down, also when the turn was lost meanwhile.
    template <class F>
    auto record(F f) {
        return database_.write(std::move(f));
    }

    // Once this turn has ended nobody has the next one before that.
    void rest_until(domain::Instant instant) { rests_until_ = instant; }
    std::optional<domain::Instant> rests_until() const { return rests_until_; }

    // As long a server that has died keeps others from running the job.
    static constexpr std::chrono::seconds lease{60};

private:
    db::Database& database_;
    Clock clock_;
    std::string_view job_;
    std::int64_t number_;
    std::function<bool()> stopping_;
    std::optional<domain::Instant> rests_until_;
};

struct Job {
    std::string_view name;
    // When it is due, from when it last ended well; none: it never did.
    domain::Instant (*due)(std::optional<domain::Instant> last);
    std::function<void(Turn& turn)> run;
    // Whether there is anything to do when it is due; none: always.
    std::function<bool(db::ReadTx& tx, domain::Instant now)> has_work = {};
};

// When a job of every hour is due.
inline domain::Instant hourly(std::optional<domain::Instant> last) {
    return last ? *last + std::chrono::hours(1) : domain::Instant{};
}

// What needs no configuration of its own. Reminders: reminders.hpp.
std::span<const Job> all();

}  // namespace jobs
