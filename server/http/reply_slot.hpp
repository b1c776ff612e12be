#pragma once
// Where the reply of one request is put from any thread, and where its connection waits for it.

#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "http/beast.hpp"
#include "routing/reply.hpp"

namespace http {

class ReplySlot {
public:
    // The connection that waits goes on through `executor`.
    explicit ReplySlot(asio::any_io_executor executor) : executor_(std::move(executor)) {}

    // The first of put() and abandon() counts, whatever the thread.
    void put(routing::Reply reply) { settle(std::move(reply)); }

    // Nobody waits for the reply any more.
    void abandon() { settle(std::nullopt); }

    bool settled() const {
        const std::lock_guard lock(mutex_);
        return settled_;
    }

    // Once, after settled; empty when abandoned.
    std::optional<routing::Reply> take() {
        const std::lock_guard lock(mutex_);
        return std::exchange(reply_, std::nullopt);
    }

    // Calls the handler on the executor when settled, also when that is already so. Once per slot.
    template <class Handler>
    void when_settled(Handler handler) {
        std::unique_lock lock(mutex_);
        waiter_ = std::make_unique<WaiterFor<Handler>>(std::move(handler));
        if (settled_) wake(std::move(lock));
    }

private:
    // A handler of any type. Asio's any_completion_handler would be it, but in Boost 1.81 it calls
    // itself without end when it is posted.
    struct Waiter {
        virtual ~Waiter() = default;
        virtual void go_on() = 0;
    };

    template <class Handler>
    struct WaiterFor final : Waiter {
        explicit WaiterFor(Handler its_handler) : handler(std::move(its_handler)) {}
        void go_on() override { handler(); }
        Handler handler;
    };

    void settle(std::optional<routing::Reply> reply) {
        std::unique_lock lock(mutex_);
        if (settled_) return;
        settled_ = true;
        reply_ = std::move(reply);
        if (waiter_) wake(std::move(lock));
    }

    void wake(std::unique_lock<std::mutex> lock) {
        auto waiter = std::move(waiter_);
        const auto executor = std::exchange(executor_, asio::any_io_executor());
        lock.unlock();
        asio::post(executor, [waiter = std::move(waiter)] { waiter->go_on(); });
    }

    mutable std::mutex mutex_;
    // Given up with the waiter: a handle may keep its Done longer than the server lives.
    asio::any_io_executor executor_;
    bool settled_ = false;
    std::optional<routing::Reply> reply_;
    std::unique_ptr<Waiter> waiter_;
};

// An ordinary function, so that no coroutine body holds the lambda (g++ 12 would destroy it twice).
template <class Token>
auto async_settled(ReplySlot& slot, Token&& token) {
    auto initiation = [](auto handler, ReplySlot* where) {
        where->when_settled(std::move(handler));
    };
    return asio::async_initiate<Token, void()>(initiation, token, &slot);
}

}  // namespace http
