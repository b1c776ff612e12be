#include "http/connections.hpp"

#include <utility>

namespace http {

Connections::Seat::Seat(Seat&& other) noexcept
    : owner_(std::exchange(other.owner_, nullptr)), address_(std::move(other.address_)) {}

Connections::Seat::~Seat() {
    if (owner_ != nullptr) owner_->leave_seat(address_);
}

void Connections::Seat::leave_address() {
    if (owner_ != nullptr) owner_->leave_address(std::exchange(address_, {}));
}

Connections::Connections(std::size_t most, std::size_t most_per_address)
    : most_(most), most_per_address_(most_per_address) {}

Connections::Seat Connections::take_seat(std::string address) {
    const std::lock_guard lock(mutex_);
    if (seats_ >= most_) return {};
    if (!address.empty()) {
        auto& taken = seats_by_address_[address];
        if (taken >= most_per_address_) return {};
        ++taken;
    }
    ++seats_;
    return {*this, std::move(address)};
}

void Connections::leave_seat(const std::string& address) {
    leave_address(address);
    const std::lock_guard lock(mutex_);
    --seats_;
}

void Connections::leave_address(const std::string& address) {
    if (address.empty()) return;
    const std::lock_guard lock(mutex_);
    const auto found = seats_by_address_.find(address);
    if (--found->second == 0) seats_by_address_.erase(found);
}

void Connections::add(Connection& member) {
    const std::lock_guard lock(mutex_);
    members_.insert(&member);
}

void Connections::remove(Connection& member) {
    const std::lock_guard lock(mutex_);
    members_.erase(&member);
}

bool Connections::empty() const {
    const std::lock_guard lock(mutex_);
    return members_.empty();
}

std::vector<std::shared_ptr<Connection>> Connections::all() const {
    return overdue(Clock::time_point::max());
}

std::vector<std::shared_ptr<Connection>> Connections::overdue(Clock::time_point now) const {
    std::vector<std::shared_ptr<Connection>> found;
    const std::lock_guard lock(mutex_);
    for (Connection* const member : members_) {
        if (member->deadline() > now) continue;
        // Empty when its destructor already waits for the mutex.
        if (auto shared = member->weak_from_this().lock()) found.push_back(std::move(shared));
    }
    return found;
}

}  // namespace http
