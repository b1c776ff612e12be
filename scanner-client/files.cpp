#include "files.hpp"

#include <cerrno>
#include <string>
#include <system_error>

#include <unistd.h>

namespace scanner {

bool write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

std::filesystem::path unused_name(const std::filesystem::path& file) {
    std::filesystem::path free = file;
    std::error_code unknown;
    for (int n = 2; std::filesystem::exists(free, unknown); ++n) {
        free = file;
        free.replace_filename(file.stem().string() + "-" + std::to_string(n) +
                              file.extension().string());
    }
    return free;
}

}  // namespace scanner
