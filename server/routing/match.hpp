#pragma once
// From a path to its route.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "routing/route.hpp"

namespace routing {

struct Match {
    const Route* route = nullptr;     // null: no route has this path and method
    std::vector<std::string> values;  // of the {…}, decoded
    std::string allowed;              // "GET, POST": what the path has; empty: no such path
};

Match match(std::span<const Route> routes, Method method, std::string_view path);

}  // namespace routing
