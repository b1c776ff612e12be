#include "depot/oslo_time.hpp"

#include <date/tz.h>

#include "domain/message.hpp"

namespace depot {
namespace {

const date::time_zone& oslo() {
    static const date::time_zone* zone = date::locate_zone("Europe/Oslo");
    return *zone;
}

constexpr int first_hour = domain::first_minute / 60;
static_assert(first_hour * 60 == domain::first_minute);

}  // namespace

domain::Day oslo_day(domain::Instant instant) {
    const date::local_days day = date::floor<date::days>(oslo().to_local(instant));
    return domain::Day(std::chrono::days(day.time_since_epoch().count()));
}

int oslo_minute(domain::Instant instant) {
    const auto local = oslo().to_local(instant);
    const auto since = local - date::floor<date::days>(local);
    return static_cast<int>(std::chrono::floor<std::chrono::minutes>(since).count());
}

domain::Instant oslo_hour(domain::Day day, int hour) {
    const auto local =
        date::local_days(date::days(day.time_since_epoch().count())) + std::chrono::hours(hour);
    return std::chrono::time_point_cast<domain::Instant::duration>(oslo().to_sys(local));
}

domain::Instant oslo_noon(domain::Day day) { return oslo_hour(day, 12); }

domain::Instant oslo_midnight(domain::Day day) { return oslo_hour(day, 0); }

domain::Instant out_of_night(domain::Instant instant) {
    const int minute = oslo_minute(instant);
    if (!domain::is_night(minute)) return instant;
    const domain::Day day = oslo_day(instant);
    return oslo_hour(minute < domain::first_minute ? day : day + std::chrono::days(1), first_hour);
}

}  // namespace depot
