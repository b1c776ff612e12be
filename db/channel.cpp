#include "db/channel.hpp"

namespace db {
namespace {

class LocalChannel final : public Channel {
public:
    void publish(const Topics& topics) override { tell(topics); }
};

}  // namespace

std::int64_t Channel::subscribe(Listener listener) {
    const std::lock_guard guard(mutex_);
    listeners_.emplace(++last_, std::move(listener));
    return last_;
}

void Channel::unsubscribe(std::int64_t number) {
    const std::lock_guard guard(mutex_);
    listeners_.erase(number);
}

void Channel::tell(const Topics& topics) {
    const std::lock_guard guard(mutex_);
    for (const auto& [number, listener] : listeners_) listener(topics);
}

std::unique_ptr<Channel> local_channel() { return std::make_unique<LocalChannel>(); }

}  // namespace db
