#pragma once
// What the scanner is started with.

#include <filesystem>
#include <optional>
#include <string>
#include <variant>

#include "http.hpp"
#include "printer.hpp"

namespace scanner {

struct Options {
    Site site;
    std::string depot;
    std::string device;
    std::string stock;
    std::optional<Printer> printer;
    std::filesystem::path outbox;
    bool json = false;
};

// The options, or the status to exit with (0 after --help, 2 after a mistake), all of it said.
std::variant<Options, int> parse_options(int argc, const char* const* argv);

}  // namespace scanner
