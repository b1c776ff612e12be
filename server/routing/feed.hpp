#pragma once
// The body of an answer that goes on after its head: http/ asks what comes next, and sends it.

#include <chrono>
#include <functional>
#include <string>

namespace routing {

class Feed {
public:
    using Clock = std::chrono::steady_clock;

    struct Next {
        std::string bytes;  // sent at once; then it is asked again
        // With nothing to send: not asked before that, unless it wakes.
        Clock::time_point ask_again{};
        bool over = false;  // nothing comes after these bytes
    };

    Feed() = default;
    Feed(const Feed&) = delete;
    Feed& operator=(const Feed&) = delete;
    virtual ~Feed() = default;

    // Once, before next(). `wake` is called on any thread when there may be something to send, and
    // not after the feed is gone; it returns at once and does not ask.
    virtual void start(std::function<void()> wake) = 0;
    // One call at a time.
    virtual Next next(Clock::time_point now) = 0;
};

}  // namespace routing
