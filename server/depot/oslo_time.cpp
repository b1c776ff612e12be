#include "depot/oslo_time.hpp"

#include <date/tz.h>

namespace depot {
namespace {

const date::time_zone& oslo() {
    static const date::time_zone* zone = date::locate_zone("Europe/Oslo");
    return *zone;
}

}  // namespace

domain::Day oslo_day(domain::Instant instant) {
    const date::local_days day = date::floor<date::days>(oslo().to_local(instant));
    return domain::Day(std::chrono::days(day.time_since_epoch().count()));
}

domain::Instant oslo_noon(domain::Day day) {
    // Clocks change at night, so noon exists once on every day.
    const auto local =
        date::local_days(date::days(day.time_since_epoch().count())) + std::chrono::hours(12);
    return std::chrono::time_point_cast<domain::Instant::duration>(oslo().to_sys(local));
}

}  // namespace depot
