#pragma once
// A program that helps a test and talks with it in lines. It ends when the test does.

#include <cstdio>
#include <stdexcept>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace support {

// Where it is on the path; empty when it is not.
inline std::string program_path(const std::string& name) {
    const char* path = std::getenv("PATH");
    std::string folders = path == nullptr ? "/usr/bin" : path;
    while (!folders.empty()) {
        const auto end = folders.find(':');
        const std::string file = folders.substr(0, end) + "/" + name;
        if (::access(file.c_str(), X_OK) == 0) return file;
        folders.erase(0, end == std::string::npos ? folders.size() : end + 1);
    }
    return {};
}

class Helper {
public:
    explicit Helper(std::vector<std::string> words) {
        int in[2];
        int out[2];
        // Closed in other programs that the test starts, so that this one sees its end.
        if (::pipe2(in, O_CLOEXEC) != 0 || ::pipe2(out, O_CLOEXEC) != 0) {
            throw std::runtime_error("no pipe");
        }
        std::vector<char*> arguments;
        for (std::string& word : words) arguments.push_back(word.data());
        arguments.push_back(nullptr);
        process_ = ::fork();
        if (process_ == 0) {
            ::dup2(in[0], 0);
            ::dup2(out[1], 1);
            ::execv(arguments[0], arguments.data());
            ::_exit(127);
        }
        ::close(in[0]);
        ::close(out[1]);
        input_ = ::fdopen(in[1], "w");
        output_ = ::fdopen(out[0], "r");
    }
    ~Helper() {
        std::fclose(input_);
        ::waitpid(process_, nullptr, 0);
        std::fclose(output_);
    }
    Helper(const Helper&) = delete;
    Helper& operator=(const Helper&) = delete;

    std::string line() {
        std::string text;
        for (int c = std::fgetc(output_); c != '\n'; c = std::fgetc(output_)) {
            if (c == EOF) throw std::runtime_error("the helper has ended");
            text += static_cast<char>(c);
        }
        return text;
    }
    std::string ask(const std::string& question) {
        std::fputs((question + "\n").c_str(), input_);
        std::fflush(input_);
        return line();
    }

private:
    pid_t process_ = -1;
    std::FILE* input_ = nullptr;
    std::FILE* output_ = nullptr;
};

}  // namespace support
