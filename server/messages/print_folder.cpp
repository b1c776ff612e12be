#include "messages/print_folder.hpp"

#include <cerrno>
#include <stdexcept>

#include <fcntl.h>
#include <unistd.h>

#include "messages/text.hpp"

namespace messages {
namespace {

class File {
public:
    File(const std::filesystem::path& path, int flags)
        : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0640)) {}
    ~File() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    bool is_open() const { return descriptor_ >= 0; }
    bool write(std::string_view bytes) const {
        while (!bytes.empty()) {
            const ssize_t count = ::write(descriptor_, bytes.data(), bytes.size());
            if (count < 0 && errno == EINTR) continue;
            if (count <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
        return true;
    }
    bool sync() const { return ::fsync(descriptor_) == 0; }

private:
    int descriptor_;
};

// Under a name that no print queue looks for, until it is whole and on the disk.
bool store(const std::filesystem::path& folder, const std::string& name, std::string_view bytes) {
    const std::filesystem::path part = folder / ("." + name + ".part");
    const File file(part, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW);
    const bool stored = file.is_open() && file.write(bytes) && file.sync() &&
                        ::rename(part.c_str(), (folder / name).c_str()) == 0 &&
                        File(folder, O_RDONLY | O_DIRECTORY).sync();
    if (!stored) {
        const int error = errno;
        ::unlink(part.c_str());
        errno = error;
    }
    return stored;
}

class PrintChannel : public Channel {
public:
    explicit PrintChannel(PrintFolder print) : print_(std::move(print)) {}

    Outcome send(const Message& message) const override {
        if (!is_message_id(message.id)) return refused(Fault::bad_message, "the id is none");
        if (!message.to.post || !is_complete(*message.to.post)) {
            return refused(Fault::bad_recipient, "the postal address is not complete");
        }
        if (!message.attachments.empty()) {
            return refused(Fault::bad_message, "attachments are not printed");
        }
        if (!message.day.ok()) return refused(Fault::bad_message, "the day is none");
        if (!is_text(message.subject) || !is_text(message.text)) {
            return refused(Fault::bad_message, "the text is not UTF-8");
        }
        const std::string name = message.id + ".pdf";
        const std::string pdf = to_pdf(to_letter(message, *message.to.post, print_.sender));
        if (!store(print_.folder, name, pdf)) {
            return failed(Fault::disk, "errno " + std::to_string(errno));
        }
        return sent(name);
    }

private:
    PrintFolder print_;
};

}  // namespace

std::unique_ptr<Channel> print_channel(PrintFolder print) {
    if (!is_complete(print.sender.address)) {
        throw std::invalid_argument("the sender of letters has no complete address");
    }
    return std::make_unique<PrintChannel>(std::move(print));
}

}  // namespace messages
