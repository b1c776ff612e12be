#pragma once
// The one place that knows Europe/Oslo: from instants to the days people live by, and back.

#include "domain/time.hpp"

namespace depot {

domain::Day oslo_day(domain::Instant instant);

// Since midnight by the clock on the wall: 0 to 1439.
int oslo_minute(domain::Instant instant);

// Noon of the day in Oslo: the moment of what is only known by its day.
domain::Instant oslo_noon(domain::Day day);

// The moment of a full hour that is on the clock once on every day: not the one at which it
// changes, between two and three at night.
domain::Instant oslo_hour(domain::Day day, int hour);

// The moment at which the day begins in Oslo.
domain::Instant oslo_midnight(domain::Day day);

// The same moment; of the night, when nothing is sent to borrowers, the next morning's first.
domain::Instant out_of_night(domain::Instant instant);

}  // namespace depot
