#include <chrono>
#include <condition_variable>
#include <optional>
#include <thread>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <libpq-fe.h>

#include "db/channel.hpp"
#include "db/error.hpp"
#include "db/postgresql_url.hpp"

namespace db {
namespace {

using namespace std::chrono_literals;

// NOTIFY within the transactions themselves would let one commit at a time; said afterwards by one
// session, many commits are one message.
constexpr auto together = 50ms;
constexpr auto pause_without_server = 1000ms;
// The server takes at most 8000 bytes a message.
constexpr std::size_t longest_message = 7000;

class ServerChannel final : public Channel {
public:
    explicit ServerChannel(const std::string& url)
        : connection_string_(detail::connection_string(url)),
          wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
          connection_(nullptr, PQfinish) {
        if (wake_ < 0) throw Error("no eventfd for the channel");
        thread_ = std::thread([this] { run(); });
    }
    ~ServerChannel() override {
        {
            const std::lock_guard guard(mutex_);
            stopping_ = true;
        }
        wake();
        thread_.join();
        ::close(wake_);
    }
    ServerChannel(const ServerChannel&) = delete;
    ServerChannel& operator=(const ServerChannel&) = delete;

    void publish(const Topics& topics) override {
        {
            const std::lock_guard guard(mutex_);
            if (!publish_at_) publish_at_ = std::chrono::steady_clock::now() + together;
            waiting_.insert(topics.begin(), topics.end());
        }
        wake();
    }

private:
    void wake() const {
        const std::uint64_t one = 1;
        // A full counter has woken it already.
        if (::write(wake_, &one, sizeof one) < 0) return;
    }

    bool stopping() {
        const std::lock_guard guard(mutex_);
        return stopping_;
    }

    void run() {
        while (!stopping()) {
            if (!connected()) {
                if (!listen()) {
                    wait(-1, pause_without_server);
                    continue;
                }
                tell({});
            }
            send();
            receive();
            wait(PQsocket(connection_.get()), time_to_publish());
        }
        // A command ends at once when it has done its work.
        if (publish_at_ && (connected() || listen())) send();
    }

    bool connected() const { return connection_ && PQstatus(connection_.get()) == CONNECTION_OK; }

    bool listen() {
        connection_.reset(PQconnectdb(connection_string_.c_str()));
        // What the server has to say is for those whose work it is.
        PQsetNoticeProcessor(
            connection_.get(), [](void*, const char*) {}, nullptr);
        return connected() && done("listen korttidslager");
    }

    bool done(const char* sql, const char* parameter = nullptr) {
        PGresult* result =
            PQexecParams(connection_.get(), sql, parameter == nullptr ? 0 : 1, nullptr,
                         parameter == nullptr ? nullptr : &parameter, nullptr, nullptr, 0);
        const auto status = PQresultStatus(result);
        PQclear(result);
        return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
    }

    std::chrono::milliseconds time_to_publish() {
        const std::lock_guard guard(mutex_);
        if (!publish_at_) return 15s;
        const auto left = *publish_at_ - std::chrono::steady_clock::now();
        return std::max(std::chrono::ceil<std::chrono::milliseconds>(left), 0ms);
    }

    void send() {
        Topics topics;
        {
            const std::lock_guard guard(mutex_);
            if (!publish_at_) return;
            if (!stopping_ && *publish_at_ > std::chrono::steady_clock::now()) return;
            topics.swap(waiting_);
            publish_at_.reset();
        }
        std::string message;
        const auto flush = [&] {
            return message.empty() ||
                   done("select pg_notify('korttidslager', $1)", message.c_str());
        };
        bool sent = true;
        for (const std::string& topic : topics) {
            if (message.size() + topic.size() + 1 > longest_message) {
                sent = flush() && sent;
                message.clear();
            }
            message += (message.empty() ? "" : " ") + topic;
        }
        // What could not be said is said again.
        if (!flush() || !sent) publish(topics);
    }

    void receive() {
        if (PQconsumeInput(connection_.get()) == 0) return;
        Topics topics;
        while (PGnotify* notice = PQnotifies(connection_.get())) {
            const std::string message = notice->extra;
            PQfreemem(notice);
            for (std::size_t begin = 0; begin < message.size();) {
                const auto end = std::min(message.find(' ', begin), message.size());
                topics.insert(message.substr(begin, end - begin));
                begin = end + 1;
            }
        }
        if (!topics.empty()) tell(topics);
    }

    void wait(int socket, std::chrono::milliseconds most) const {
        pollfd ready[2] = {{wake_, POLLIN, 0}, {socket, POLLIN, 0}};
        ::poll(ready, socket < 0 ? 1 : 2, static_cast<int>(most.count()));
        std::uint64_t count = 0;
        if (::read(wake_, &count, sizeof count) < 0) return;
    }

    const std::string connection_string_;
    int wake_;
    std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
    std::mutex mutex_;
    bool stopping_ = false;
    Topics waiting_;
    std::optional<std::chrono::steady_clock::time_point> publish_at_;
    std::thread thread_;
};

}  // namespace

std::unique_ptr<Channel> server_channel(const std::string& url) {
    return std::make_unique<ServerChannel>(url);
}

}  // namespace db
