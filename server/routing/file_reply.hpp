#pragma once
// An answer that is a file.

#include <string>
#include <string_view>

#include "routing/reply.hpp"

namespace routing {

// For the reader to save. The name is one of our own, in plain letters.
Reply file_to_save(std::string_view name, std::string_view media_type, std::string bytes);

}  // namespace routing
