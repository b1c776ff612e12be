#pragma once
// What the program's log says meanwhile: standard error goes to a file until the end.

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <fcntl.h>
#include <unistd.h>

namespace support {

class LogCapture {
public:
    explicit LogCapture(std::filesystem::path file) : file_(std::move(file)) {
        kept_ = ::dup(STDERR_FILENO);
        const int to = ::open(file_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        ::dup2(to, STDERR_FILENO);
        ::close(to);
    }
    ~LogCapture() {
        ::dup2(kept_, STDERR_FILENO);
        ::close(kept_);
    }
    LogCapture(const LogCapture&) = delete;
    LogCapture& operator=(const LogCapture&) = delete;

    std::string text() const {
        std::ifstream in(file_, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }

private:
    std::filesystem::path file_;
    int kept_ = -1;
};

}  // namespace support
