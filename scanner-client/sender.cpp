#include "sender.hpp"

#include <algorithm>

#include <boost/json.hpp>

#include "domain/time.hpp"
#include "json.hpp"

namespace scanner {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

constexpr std::chrono::milliseconds first_pause = 250ms;
constexpr std::chrono::milliseconds longest_pause = 5000ms;
constexpr auto refresh_every = std::chrono::minutes(10);

std::string now_text() {
    return domain::to_text(
        std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now()));
}

// It will not be stored as it is, however often it is sent.
bool never_taken(std::int64_t status) {
    return status == 400 || status == 403 || status == 409 || status == 413 || status == 415 ||
           status == 422;
}

Trouble trouble_of(const HttpReply& reply) {
    if (reply.status == 401) return Trouble::unauthorized;
    if (reply.status == 403) return Trouble::not_allowed;
    return reply.reached ? Trouble::away : Trouble::unreachable;
}

Trouble trouble_of(Known::Step step) {
    switch (step) {
        case Known::Step::more:
        case Known::Step::complete:
            return Trouble::none;
        case Known::Step::failed:
            return Trouble::away;
        case Known::Step::unauthorized:
            return Trouble::unauthorized;
    }
    return Trouble::away;
}

// What a person was not shown and should be.
std::optional<Notice> notice_of(const WaitingScan& scan, const json::object& answer) {
    const std::string result = text(answer, "result");
    if (result == "done" || result == "nothing_to_do") return std::nullopt;
    Notice notice{text(json::parse(scan.body).as_object(), "code"), {}};
    if (const auto* item = inner(answer, "item")) {
        notice.item = text(*item, "product") + " " + text(*item, "code");
    }
    if (const auto* reason = inner(answer, "reason")) notice.text = text(*reason, "text");
    return notice;
}

}  // namespace

Sender::Sender(const Site& site, Outbox& outbox, Known& known)
    : outbox_(outbox), known_(known), http_(site) {
    // What an earlier run left may have been on its way.
    for (const WaitingScan& scan : outbox_.oldest(outbox_.waiting())) tried_.insert(scan.id);
    thread_ = std::thread([this] { run(); });
}

Sender::~Sender() {
    {
        const std::lock_guard guard(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

std::optional<std::string> Sender::send(const WaitingScan& scan,
                                        std::chrono::milliseconds patience) {
    {
        const std::lock_guard guard(mutex_);
        awaited_ = trouble_ == Trouble::none ? scan.id : std::string();
        answer_.reset();
    }
    outbox_.add(scan);
    std::unique_lock lock(mutex_);
    woken_ = true;
    wake_.notify_all();
    if (awaited_.empty()) return std::nullopt;
    const bool in_time = changed_.wait_for(
        lock, patience, [&] { return answer_.has_value() || trouble_ != Trouble::none; });
    // Nobody waits at the desk once more for a server that has just been too slow.
    if (!in_time) trouble_ = Trouble::away;
    awaited_.clear();
    return std::exchange(answer_, std::nullopt);
}

bool Sender::withdraw(const std::string& id) {
    const std::lock_guard guard(mutex_);
    if (tried_.contains(id)) return false;
    const auto waiting = outbox_.oldest(outbox_.waiting());
    const bool there = std::any_of(waiting.begin(), waiting.end(),
                                   [&](const WaitingScan& scan) { return scan.id == id; });
    if (there) outbox_.withdraw(id);
    return there;
}

bool Sender::drain(std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    woken_ = true;
    wake_.notify_all();
    return changed_.wait_for(lock, patience, [&] { return outbox_.waiting() == 0; });
}

Trouble Sender::trouble() const {
    const std::lock_guard guard(mutex_);
    return trouble_;
}

std::vector<Notice> Sender::take_notices() {
    const std::lock_guard guard(mutex_);
    return std::exchange(notices_, {});
}

void Sender::wait_before_next(std::unique_lock<std::mutex>& lock, std::chrono::milliseconds time) {
    wake_.wait_for(lock, time, [&] { return stopping_ || woken_; });
    woken_ = false;
}

void Sender::run() {
    auto next_refresh = std::chrono::steady_clock::now();
    std::chrono::milliseconds pause = first_pause;
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        Trouble trouble = trouble_;
        if (outbox_.waiting() > 0) {
            lock.unlock();
            try {
                trouble = send_next();
            } catch (const OutboxError&) {
                // What was to be set aside stays where it is until the disk takes it.
                trouble = Trouble::away;
            }
            lock.lock();
        } else if (std::chrono::steady_clock::now() >= next_refresh) {
            lock.unlock();
            const Known::Step step = known_.refresh(http_);
            lock.lock();
            trouble = trouble_of(step);
            if (step == Known::Step::complete) {
                next_refresh = std::chrono::steady_clock::now() + refresh_every;
            }
        } else {
            wait_before_next(lock, 1s);
            continue;
        }
        trouble_ = trouble;
        changed_.notify_all();
        if (trouble == Trouble::none) {
            pause = first_pause;
            continue;
        }
        wait_before_next(lock, pause);
        pause = std::min(2 * pause, longest_pause);
    }
}

Trouble Sender::send_next() {
    std::vector<WaitingScan> scans;
    std::vector<std::string> first_tries;
    bool alone = false;
    {
        const std::lock_guard guard(mutex_);
        scans = outbox_.oldest(batch_);
        // In a batch it would count as late, and the person would not be told what is forbidden.
        if (scans.size() > 1 && scans.back().id == awaited_) scans.pop_back();
        for (const WaitingScan& scan : scans) {
            if (tried_.insert(scan.id).second) first_tries.push_back(scan.id);
        }
        alone = scans.size() == 1 && scans.front().id == awaited_;
    }
    const Trouble trouble = alone ? send_alone(scans.front()) : send_batch(scans);
    if (trouble == Trouble::unreachable) {
        const std::lock_guard guard(mutex_);
        for (const std::string& id : first_tries) tried_.erase(id);
    }
    return trouble;
}

Trouble Sender::send_alone(const WaitingScan& scan) {
    json::object body = json::parse(scan.body).as_object();
    body["sent_at"] = now_text();
    const HttpReply reply = http_.post("/scans", json::serialize(body));
    const auto object = parse_object(reply.body);
    if (reply.status == 200 && object && text(*object, "scan") == scan.id) {
        stored(scan, reply.body);
        return Trouble::none;
    }
    if (object && never_taken(reply.status)) {
        refused(scan, reply.body);
        return Trouble::none;
    }
    return trouble_of(reply);
}

Trouble Sender::send_batch(const std::vector<WaitingScan>& scans) {
    std::string body = R"({"sent_at":")" + now_text() + R"(","scans":[)";
    for (const WaitingScan& scan : scans) {
        if (body.back() == '}') body += ',';
        body += scan.body;
    }
    body += "]}";
    const HttpReply reply = http_.post("/scans/batch", body);
    const auto object = parse_object(reply.body);
    if (object && never_taken(reply.status)) {
        // Not one of them has been read: smaller batches find the one that is at fault.
        if (reply.status == 403) return Trouble::not_allowed;
        if (scans.size() == 1) refused(scans.front(), reply.body);
        batch_ = std::max<std::size_t>(1, batch_ / 2);
        return Trouble::none;
    }
    if (reply.status != 200 || !object) return trouble_of(reply);
    const auto* list = object->if_contains("items");
    if (list == nullptr || !list->is_array() || list->get_array().size() != scans.size()) {
        return Trouble::away;
    }
    for (std::size_t i = 0; i < scans.size(); ++i) {
        const json::object* given = list->get_array()[i].if_object();
        if (given == nullptr) return Trouble::away;
        const json::object& answer = *given;
        if (text(answer, "scan") == scans[i].id) {
            stored(scans[i], json::serialize(answer));
            continue;
        }
        if (!never_taken(number(answer, "status").value_or(0))) return Trouble::away;
        refused(scans[i], json::serialize(answer));
    }
    return Trouble::none;
}

void Sender::stored(const WaitingScan& scan, const std::string& answer) {
    known_.learn(answer);
    const auto news = notice_of(scan, json::parse(answer).as_object());
    bool awaited = false;
    {
        // Told before it is settled: with nothing waiting, nothing is left to be told.
        const std::lock_guard guard(mutex_);
        tried_.erase(scan.id);
        awaited = scan.id == awaited_;
        if (!awaited && news) notices_.push_back(*news);
    }
    outbox_.settle(scan.id);
    if (!awaited) return;
    const std::lock_guard guard(mutex_);
    if (scan.id == awaited_) {
        answer_ = answer;
    } else if (news) {
        notices_.push_back(*news);  // the person has just stopped waiting
    }
}

void Sender::refused(const WaitingScan& scan, const std::string& problem) {
    outbox_.reject(scan.id, problem);
    const std::lock_guard guard(mutex_);
    tried_.erase(scan.id);
    if (scan.id == awaited_) {
        answer_ = problem;
    } else {
        const json::object object = json::parse(problem).as_object();
        notices_.push_back(
            {text(json::parse(scan.body).as_object(), "code"), text(object, "title")});
    }
}

}  // namespace scanner
