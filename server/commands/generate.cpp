#include "commands/generate.hpp"

#include <chrono>

#include <fmt/format.h>

#include "commands/past.hpp"
#include "db/filling.hpp"
#include "db/meta_store.hpp"

namespace commands {

db::AdminReply generate(const db::Location& location, const GenerateWanted& wanted,
                        domain::Day today, const std::function<void(std::string_view)>& say) {
    if (wanted.loans > wanted.items * most_loans_per_item) {
        return {2, "", fmt::format("at most {} loans for each item\n", most_loans_per_item)};
    }
    const auto began = std::chrono::steady_clock::now();
    const auto seconds = [&] {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    };
    const std::string what = fmt::format("{} items, {} loans, seed {}, as of {}", wanted.items,
                                         wanted.loans, wanted.seed, domain::to_text(today));
    db::Filling filling(location);
    if (filling.found_unfinished()) {
        say("an earlier generate was not finished; what it left is removed\n");
    }
    say("generating " + what + "\n");
    const PastCounts made =
        write_past(filling.tx(), {wanted.items, wanted.loans, wanted.seed, today},
                   [&](const PastCounts& so_far) {
                       say(fmt::format("{:6.1f} s  until {}: {} items, {} loans, {} events\n",
                                       seconds(), domain::to_text(so_far.day), so_far.items,
                                       so_far.loans, so_far.events));
                   });
    db::meta::set(filling.tx(), "generated", what);
    say(fmt::format("{:6.1f} s  indexes, and to the disk\n", seconds()));
    filling.finish();
    return {0,
            fmt::format("generated {} items, {} loans, {} borrowers, {} events in {:.1f} s "
                        "(seed {}, as of {})\n",
                        made.items, made.loans, made.borrowers, made.events, seconds(), wanted.seed,
                        domain::to_text(today)),
            ""};
}

}  // namespace commands
