#pragma once
// What is free at each depot, as a page shows it: in words, and as a calendar.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "domain/time.hpp"
#include "pages/page.hpp"
#include "pages/submit.hpp"

namespace pages {

struct FreeAtDepot {
    std::string depot;
    std::int64_t least = 0;  // on every day of the window
    std::map<domain::Day, std::int64_t> days;
};

// What the API says is free of {"product" or "iso", "from", "to"} at each depot.
struct FreeAnswer {
    std::vector<FreeAtDepot> depots;  // none: the question was wrong
    std::vector<FieldFault> faults;
};
FreeAnswer ask_free(Page& page, Parameters wanted);

// How many whole orders are free: of each answer so many are taken at once. All of the same days.
std::vector<FreeAtDepot> together(const std::vector<FreeAnswer>& lines,
                                  const std::vector<std::int64_t>& quantities);

// The names of the depots by their ids.
std::map<std::string, std::string> depot_names(const Page& page);

// One depot as the template "free_days" shows it.
json::object free_days_view(Page& page, const FreeAtDepot& free, const std::string& name);

}  // namespace pages
