#include "routing/live.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "db/actor_store.hpp"
#include "db/channel.hpp"
#include "db/session_store.hpp"
#include "routing/feed.hpp"
#include "routing/problem.hpp"

namespace routing {
namespace {

using namespace std::chrono_literals;

// What comes within this after an event is told together.
constexpr auto apart = 250ms;
constexpr auto heartbeat = 15s;
constexpr auto check_every = 30s;
// A page shows what was there a moment before it began to follow.
constexpr auto just_before = 5s;
// When a browser comes again after its stream ended; not all in the same moment.
constexpr auto comes_again = 2000ms;
constexpr std::int64_t spread = 2000;
constexpr auto comes_again_after_another = 15'000ms;

// As what was told: a browser that comes from another server, or knows of nothing here.
constexpr std::int64_t nothing = -1;

struct Sender {
    domain::ActorId actor;
    std::optional<domain::SessionId> session;
    auto operator<=>(const Sender&) const = default;
};

bool may_follow(db::ReadTx& tx, const Sender& sender, domain::Instant now) {
    if (sender.session) return db::sessions::find(tx, *sender.session, now).has_value();
    const auto token = db::actors::token_of(tx, sender.actor);
    return token && !token->revoked_at;
}

// Of this process: what another one has counted says nothing here.
std::string new_name() {
    std::random_device random;
    return fmt::format("{:08x}{:08x}", random(), random());
}

std::string come_again(std::chrono::milliseconds after) {
    return fmt::format("retry: {}\n", after.count());
}

}  // namespace

struct Live::State : std::enable_shared_from_this<State> {
    State(db::Database& its_database, std::function<Now()> its_clock)
        : database(its_database), clock(std::move(its_clock)) {}

    void tell(const db::Topics& topics);
    void end_all();
    void check_later();
    void check(db::ReadTx& tx);
    std::string id() const { return fmt::format("{}-{}", name, last); }
    // The number that the follower knows of, by the id it was last told or by the time.
    std::int64_t told_before(std::string_view last_id, domain::Instant now) const;
    std::string event_after(std::int64_t told) const;

    db::Database& database;
    const std::function<Now()> clock;
    const std::string name = new_name();

    struct Change {
        std::int64_t number = 0;
        domain::Instant at;
    };
    mutable std::mutex mutex;
    bool open = true;
    std::int64_t last = 0;
    std::map<std::string_view, Change> changes;   // the last one of each topic
    std::map<std::int64_t, Follower*> followers;  // by age
    std::int64_t last_follower = 0;
    std::optional<Feed::Clock::time_point> checked_at;
    bool check_waits = false;
};

// All of it under the state's mutex.
class Live::Follower final : public Feed {
public:
    Follower(std::shared_ptr<State> state, Sender sender, std::int64_t number, std::int64_t told)
        : state_(std::move(state)), sender_(sender), number_(number), told_(told) {}
    ~Follower() override {
        const std::lock_guard lock(state_->mutex);
        state_->followers.erase(number_);
    }

    void start(std::function<void()> wake) override;
    Next next(Clock::time_point now) override;

    const Sender& sender() const { return sender_; }
    void something_changed() {
        if (std::exchange(rests_, false)) wake_();
    }
    void end(std::string last_words) {
        if (std::exchange(over_, true)) return;
        last_words_ = std::move(last_words);
        if (wake_) wake_();
    }

private:
    Next opening(Clock::time_point now);
    Next event(Clock::time_point now, std::string before);

    const std::shared_ptr<State> state_;
    const Sender sender_;
    const std::int64_t number_;
    std::int64_t told_;
    std::function<void()> wake_;
    bool opened_ = false;
    bool rests_ = false;  // nothing more is to be told, as far as it knows
    bool over_ = false;
    std::string last_words_;
    Clock::time_point sent_at_;
    Clock::time_point event_at_;
};

void Live::State::tell(const db::Topics& topics) {
    const domain::Instant now = clock().instant;
    const std::lock_guard lock(mutex);
    if (topics.empty() || topics.contains(db::senders_topic)) check_later();
    bool any = false;
    for (const std::string_view topic : db::all_topics()) {
        if (!topics.empty() && !topics.contains(topic)) continue;
        changes[topic] = {last + 1, now};
        any = true;
    }
    if (!any) return;
    ++last;
    for (const auto& [number, follower] : followers) follower->something_changed();
}

void Live::State::end_all() {
    const std::lock_guard lock(mutex);
    open = false;
    for (const auto& [number, follower] : followers) follower->end({});
}

// One look at all of them, when nobody waits for one already.
void Live::State::check_later() {
    if (!open || check_waits || followers.empty()) return;
    check_waits =
        database.read_later([state = shared_from_this()](db::ReadTx& tx) { state->check(tx); });
}

void Live::State::check(db::ReadTx& tx) {
    std::map<Sender, bool> may;
    {
        const std::lock_guard lock(mutex);
        // What ends from here on asks for another look.
        check_waits = false;
        if (!open) return;
        for (const auto& [number, follower] : followers) may.emplace(follower->sender(), true);
    }
    try {
        const domain::Instant now = clock().instant;
        for (auto& [sender, allowed] : may) allowed = may_follow(tx, sender, now);
    } catch (...) {
        // Nobody is shown anything while the database cannot be asked; the next look says.
        return;
    }
    const std::lock_guard lock(mutex);
    for (const auto& [number, follower] : followers) {
        const auto found = may.find(follower->sender());
        if (found != may.end() && !found->second) follower->end({});
    }
}

std::int64_t Live::State::told_before(std::string_view last_id, domain::Instant now) const {
    if (!last_id.empty()) {
        const auto dash = last_id.find('-');
        if (dash == std::string_view::npos || last_id.substr(0, dash) != name) return nothing;
        std::int64_t told = nothing;
        const char* const end = last_id.data() + last_id.size();
        const auto read = std::from_chars(last_id.data() + dash + 1, end, told);
        const bool ours = read.ec == std::errc() && read.ptr == end && told >= 0 && told <= last;
        return ours ? told : nothing;
    }
    std::int64_t told = last;
    for (const auto& [topic, change] : changes) {
        if (change.at + just_before > now) told = std::min(told, change.number - 1);
    }
    return told;
}

std::string Live::State::event_after(std::int64_t told) const {
    std::string data;
    for (const std::string_view topic : db::all_topics()) {
        const auto changed = changes.find(topic);
        const bool since = changed != changes.end() && changed->second.number > told;
        if (told != nothing && !since) continue;
        if (!data.empty()) data += ' ';
        data += topic;
    }
    return fmt::format("id: {}\nevent: changed\ndata: {}\n\n", id(), data);
}

void Live::Follower::start(std::function<void()> wake) {
    const std::lock_guard lock(state_->mutex);
    wake_ = std::move(wake);
    std::vector<Follower*> of_one;
    for (const auto& [number, follower] : state_->followers) {
        const bool follows = follower->wake_ != nullptr && !follower->over_;
        if (follows && follower->sender_ == sender_) of_one.push_back(follower);
    }
    if (of_one.size() > most_of_one) {
        of_one.front()->end(come_again(comes_again_after_another) + "\n");
    }
}

Feed::Next Live::Follower::next(Clock::time_point now) {
    const std::lock_guard lock(state_->mutex);
    rests_ = false;
    if (over_) return {std::exchange(last_words_, {}), {}, true};
    // Who has just come was let in by a look of its own.
    if (!state_->checked_at) state_->checked_at = now;
    if (now >= *state_->checked_at + check_every) {
        state_->checked_at = now;
        state_->check_later();
    }
    if (!std::exchange(opened_, true)) return opening(now);
    const bool waits = told_ != state_->last;
    if (waits && now >= event_at_) return event(now, {});
    if (now >= sent_at_ + heartbeat) {
        sent_at_ = now;
        return {":\n\n", {}, false};
    }
    rests_ = !waits;
    return {{}, waits ? std::min(event_at_, sent_at_ + heartbeat) : sent_at_ + heartbeat, false};
}

// A number is told in any case, so that what comes after it is known at the next time.
Feed::Next Live::Follower::opening(Clock::time_point now) {
    std::string words = come_again(comes_again + std::chrono::milliseconds(number_ * 379 % spread));
    if (told_ != state_->last) return event(now, std::move(words));
    sent_at_ = now;
    return {words + "id: " + state_->id() + "\n\n", {}, false};
}

Feed::Next Live::Follower::event(Clock::time_point now, std::string before) {
    Next next{std::move(before) + state_->event_after(told_), {}, false};
    told_ = state_->last;
    sent_at_ = now;
    event_at_ = now + apart;
    return next;
}

Live::Live(db::Database& database, std::function<Now()> clock)
    : state_(std::make_shared<State>(database, std::move(clock))),
      listener_(database.channel().subscribe(
          [state = state_.get()](const db::Topics& topics) { state->tell(topics); })) {}

Live::~Live() {
    state_->database.channel().unsubscribe(listener_);
    state_->end_all();
}

Reply Live::follow(const Request& request) {
    std::shared_ptr<Follower> follower;  // that it goes, it tells the state: never under the lock
    std::unique_lock lock(state_->mutex);
    if (state_->followers.size() >= most) {
        lock.unlock();
        Reply reply = problem(request, 503, "too_many_followers");
        reply.headers.emplace_back("retry-after", "30");
        return reply;
    }
    const std::int64_t number = ++state_->last_follower;
    const auto told = state_->told_before(request.last_event_id, request.now.instant);
    follower = std::make_shared<Follower>(
        state_, Sender{request.principal.actor, request.principal.session}, number, told);
    state_->followers.emplace(number, follower.get());
    lock.unlock();

    Reply reply;
    reply.content_type = "text/event-stream";
    // A proxy that collects answers would keep it for ever.
    reply.headers.emplace_back("x-accel-buffering", "no");
    reply.feed = std::move(follower);
    return reply;
}

std::size_t Live::followers() const {
    const std::lock_guard lock(state_->mutex);
    return state_->followers.size();
}

}  // namespace routing
