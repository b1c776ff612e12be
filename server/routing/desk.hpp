#pragma once
// What a Work handler may ask for: transactions, one after another, and the program's own figures.

#include <utility>

#include "db/database.hpp"
#include "routing/metrics.hpp"

namespace routing {

class Desk {
public:
    Desk(db::Database& database, const Metrics& metrics) : database_(database), metrics_(metrics) {}

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

private:
    db::Database& database_;
    const Metrics& metrics_;
};

}  // namespace routing
