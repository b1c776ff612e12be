#pragma once
// What the configuration of the host says to handlers.

#include <string>

namespace routing {

struct Settings {
    // On the labels that POST /labels makes: labels/label.hpp says how each is used.
    std::string label_host;
    std::string label_owner;
    std::string label_return_to;
};

}  // namespace routing
