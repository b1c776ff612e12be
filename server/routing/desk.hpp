#pragma once
// What a Work handler may ask for: transactions, one after another, the program's own figures and
// the settings of the host.

#include <utility>

#include "db/database.hpp"
#include "routing/metrics.hpp"
#include "routing/settings.hpp"

namespace routing {

class Desk {
public:
    Desk(db::Database& database, const Metrics& metrics, const Settings& settings)
        : database_(database), metrics_(metrics), settings_(settings) {}

    // Waits for the result; throws what the function or the commit throws.
    template <class F>
    auto read(F f) {
        return database_.read(std::move(f));
    }
    template <class F>
    auto write(F f) {
        return database_.write(std::move(f));
    }

    const db::Database& database() const { return database_; }
    const Metrics& metrics() const { return metrics_; }
    const Settings& settings() const { return settings_; }

private:
    db::Database& database_;
    const Metrics& metrics_;
    const Settings& settings_;
};

}  // namespace routing
