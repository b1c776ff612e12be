#pragma once
// What the outbox and the printers do with files alike.

#include <filesystem>
#include <string_view>

namespace scanner {

// False with errno when not all of it could be written.
bool write_all(int descriptor, std::string_view bytes);

// The file's name, or with -2, -3 … before its extension the first that is not there.
std::filesystem::path unused_name(const std::filesystem::path& file);

}  // namespace scanner
