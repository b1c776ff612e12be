#pragma once
// Letters to be printed: a folder that somebody, or a print queue, empties.

#include <filesystem>
#include <memory>

#include "messages/letter.hpp"
#include "messages/message.hpp"

namespace messages {

struct PrintFolder {
    std::filesystem::path folder;  // must be there
    LetterSender sender;
};

// Writes "<id>.pdf", which is there whole or not at all; a repeat takes its place. The reference is
// the name of the file. A message with attachments is refused: nothing would hold its sheets
// together. Throws std::invalid_argument when the sender is not complete.
std::unique_ptr<Channel> print_channel(PrintFolder print);

}  // namespace messages
