#include "db/heads_file.hpp"

#include <array>
#include <cerrno>
#include <charconv>
#include <fstream>
#include <iterator>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace db::access {
namespace {

constexpr std::string_view format = "1";
constexpr std::string_view purpose = "korttidslager access head ";

[[noreturn]] void fail(const std::string& what) {
    throw std::system_error(errno, std::generic_category(), what);
}

std::string content_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

// Without it a new file's name may be lost though its content is not.
void sync_folder_of(const std::filesystem::path& file) {
    const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
    const int handle = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (handle < 0) fail("cannot open the folder " + folder.string());
    const int result = ::fsync(handle);
    ::close(handle);
    if (result != 0) fail("cannot make durable the folder " + folder.string());
}

// Where a line ends is looked at, and what follows is cut off, while no other server writes.
class Alone {
public:
    explicit Alone(int handle) : handle_(handle) {
        while (::flock(handle_, LOCK_EX) != 0) {
            if (errno != EINTR) fail("cannot lock the access heads");
        }
    }
    ~Alone() { ::flock(handle_, LOCK_UN); }
    Alone(const Alone&) = delete;
    Alone& operator=(const Alone&) = delete;

private:
    int handle_;
};

template <class Number>
bool read_number(std::string_view word, Number& number) {
    const auto [end, failed] = std::from_chars(word.data(), word.data() + word.size(), number);
    return failed == std::errc() && end == word.data() + word.size() && number >= 0;
}

}  // namespace

std::string signed_head(const std::string& origin, const Head& head, domain::Instant at,
                        const Keys& keys) {
    const std::string words = std::string(format) + " " + origin + " " + std::to_string(head.seq) +
                              " " + head.hash + " " + domain::to_text(at) + " " +
                              std::to_string(keys.newest());
    return words + " " + keys.sign(std::string(purpose) + words);
}

std::optional<ReadHead> read_head(std::string_view line, const Keys& keys) {
    std::array<std::string_view, 7> words;
    std::string_view left = line;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto blank = left.find(' ');
        if ((blank == std::string_view::npos) != (i + 1 == words.size())) return std::nullopt;
        words.at(i) = left.substr(0, blank);
        if (blank != std::string_view::npos) left.remove_prefix(blank + 1);
    }
    ReadHead read;
    const auto at = domain::parse_instant(words[4]);
    if (words[0] != format || words[1].size() != 64 || !read_number(words[2], read.head.seq) ||
        words[3].size() != 64 || !at || !read_number(words[5], read.generation)) {
        return std::nullopt;
    }
    read.origin = words[1];
    read.head.hash = words[3];
    read.at = *at;
    const std::string_view signed_words = line.substr(0, line.size() - words[6].size() - 1);
    read.genuine =
        keys.is_signed(std::string(purpose) + std::string(signed_words), words[6], read.generation);
    return read;
}

HeadsFile::HeadsFile(const std::filesystem::path& file)
    : handle_(::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)) {
    if (handle_ < 0) fail("cannot write the access heads to " + file.string());
    try {
        const Alone alone(handle_);
        const std::string content = content_of(file);
        const auto finished = content.rfind('\n') + 1;  // 0 when there is none
        if (finished != content.size() && ::ftruncate(handle_, static_cast<off_t>(finished)) != 0) {
            fail("cannot mend the access heads in " + file.string());
        }
        sync_folder_of(file);
    } catch (...) {
        ::close(handle_);
        throw;
    }
}

HeadsFile::~HeadsFile() { ::close(handle_); }

void HeadsFile::append(std::string_view line) {
    const std::string whole = std::string(line) + "\n";
    const Alone alone(handle_);
    // In one go, so that nobody reads half a line; what a full disk has cut is cut off again.
    const off_t before = ::lseek(handle_, 0, SEEK_END);
    const auto written = ::write(handle_, whole.data(), whole.size());
    if (written != static_cast<ssize_t>(whole.size())) {
        const int why = written < 0 ? errno : ENOSPC;
        if (before >= 0) (void)!::ftruncate(handle_, before);
        throw std::system_error(why, std::generic_category(), "cannot write an access head");
    }
    if (::fsync(handle_) != 0) fail("cannot make durable an access head");
}

std::optional<std::vector<std::string>> read_heads(const std::filesystem::path& file) {
    if (!std::filesystem::exists(file)) return std::nullopt;
    const std::string content = content_of(file);
    std::vector<std::string> lines;
    std::size_t begin = 0;
    for (auto end = content.find('\n'); end != std::string::npos; end = content.find('\n', begin)) {
        lines.push_back(content.substr(begin, end - begin));
        begin = end + 1;
    }
    return lines;
}

}  // namespace db::access
