#pragma once
// The command line as a value.

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "commands/generate.hpp"
#include "config.hpp"

enum class Action {
    serve,
    migrate,
    check_config,
    verify,
    generate,
    move,
    administer,  // a command that the process with the database runs: see words
};

struct CommandLine {
    Action action = Action::serve;
    Overrides overrides;
    bool demo = false;
    commands::GenerateWanted generate;
    std::string from;  // of move: database URLs
    std::string to;
    std::vector<std::string> heads;  // of verify: files
    std::vector<std::string> words;
    // The file that the answer is written to, "-" is standard output; empty: it is shown.
    std::string output;
};

// Or the exit status, when all is said: --help and --version (0), wrong usage (2).
std::variant<CommandLine, int> parse_command_line(int argc, const char* const* argv);
