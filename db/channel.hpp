#pragma once
// Tells every server on a database what has changed there, after it is committed: topics, no data.
// Whoever is told reads it anew.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "db/topics.hpp"

namespace db {

class Channel {
public:
    // Called on a thread of the database's own, one call at a time; quick, and throws nothing.
    using Listener = std::function<void(const Topics&)>;

    virtual ~Channel() = default;
    // Any thread. Returns at once; within a moment the listeners of every server are told.
    virtual void publish(const Topics& topics) = 0;

    // The number is for unsubscribe(), after which the listener is not called any more.
    std::int64_t subscribe(Listener listener);
    void unsubscribe(std::int64_t number);

protected:
    void tell(const Topics& topics);

private:
    std::mutex mutex_;
    std::map<std::int64_t, Listener> listeners_;
    std::int64_t last_ = 0;
};

// Of a database that this process alone writes.
std::unique_ptr<Channel> local_channel();
// Of a server's, by LISTEN and NOTIFY. What was missed before it listened, or while the server was
// away, is told as "everything".
std::unique_ptr<Channel> server_channel(const std::string& url);

}  // namespace db
