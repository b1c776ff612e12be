#pragma once
// What a Work handler may ask for: transactions, one after another, the program's own figures and
// the settings of the host.

#include <functional>
#include <utility>

#include "db/database.hpp"
#include "routing/live.hpp"
#include "routing/metrics.hpp"
#include "routing/reply.hpp"
#include "routing/settings.hpp"

namespace routing {

// The one change of a request, and its answer.
using Change = std::function<Shown(db::WriteTx&)>;

class Desk {
public:
    Desk(db::Database& database, const Metrics& metrics, const Live& live, const Settings& settings,
         std::function<Reply(const Change&)> answer)
        : database_(database),
          metrics_(metrics),
          live_(live),
          settings_(settings),
          answer_(std::move(answer)) {}

    // Waits for the result; throws what the function or the commit throws.
    template <class F>
    auto read(F f) {
        return database_.read(std::move(f));
    }
    template <class F>
    auto write(F f) {
        return database_.write(std::move(f));
    }

    // As a Write handler runs: an answer of 400 or more undoes all that it wrote, a repeat under
    // its Idempotency-Key gets the stored answer, the persons it shows get into the access log.
    Reply answer(const Change& change) { return answer_(change); }

    const db::Database& database() const { return database_; }
    const Metrics& metrics() const { return metrics_; }
    const Live& live() const { return live_; }
    const Settings& settings() const { return settings_; }

private:
    db::Database& database_;
    const Metrics& metrics_;
    const Live& live_;
    const Settings& settings_;
    std::function<Reply(const Change&)> answer_;
};

}  // namespace routing
