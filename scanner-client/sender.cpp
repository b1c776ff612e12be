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
constexpr auto refresh_again = std::chrono::minutes(1);
constexpr std::size_t most_in_batch = 500;
constexpr auto server_patience = 10s;

std::string now_text() {
    return domain::to_text(
        std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now()));
}

// A problem of our server's, for which this scan will not be stored however often it is sent. A
// role that may not scan at all can be given another; one that may not scan in this mode cannot.
bool never_taken(const json::object& problem) {
    const std::int64_t status = number(problem, "status").value_or(0);
    if (text(problem, "code").empty()) return false;
    if (status == 403) {
        const auto errors = objects(problem, "errors");
        return !errors.empty() && text(*errors.front(), "pointer") == "/mode";
    }
    return status == 400 || status == 413 || status == 415 || status == 422;
}

Trouble trouble_of(const HttpReply& reply) {
    const auto problem = parse_object(reply.body);
    const bool ours = problem && !text(*problem, "code").empty();
    if (ours && reply.status == 401) return Trouble::unauthorized;
    if (ours && reply.status == 403) return Trouble::not_allowed;
    if (!reply.trusted) return Trouble::untrusted;
    return reply.reached ? Trouble::away : Trouble::unreachable;
}

// What a person was not shown and should be.
std::optional<Notice> notice_of(const WaitingScan& scan, const json::object& answer) {
    const std::string result = text(answer, "result");
    std::string attention;
    for (const json::object* entry : objects(answer, "attention")) {
        attention += (attention.empty() ? "" : ". ") + text(*entry, "text");
    }
    const bool well = result == "done" || result == "nothing_to_do";
    if (well && attention.empty()) return std::nullopt;
    Notice notice{text(json::parse(scan.body).as_object(), "code"), {}};
    if (const auto* item = inner(answer, "item")) {
        notice.item = text(*item, "product") + " " + text(*item, "code");
    }
    if (well) {
        notice.text = attention;
    } else if (const auto* reason = inner(answer, "reason")) {
        notice.text = text(*reason, "text");
    }
    return notice;
}

}  // namespace

Sender::Sender(const Site& site, Outbox& outbox, Known& known)
    : outbox_(outbox), known_(known), http_(site, server_patience), batch_(most_in_batch) {
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

std::optional<std::string> Sender::ask(const WaitingScan& scan,
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

bool Sender::withdraw(const std::string& id, std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, patience, [&] { return !sending_; });
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
        const auto now = std::chrono::steady_clock::now();
        const auto scans = next_scans(now);
        const bool probe = trouble_ != Trouble::none;
        if (scans.empty() && now < next_refresh && !probe) {
            wait_before_next(lock, 1s);
            continue;
        }
        sending_ = !scans.empty();
        lock.unlock();
        Trouble trouble = Trouble::none;
        try {
            if (!scans.empty()) {
                trouble = send(scans);
            } else {
                const Known::Step step = known_.refresh(http_);
                if (step == Known::Step::unreachable) trouble = Trouble::unreachable;
                if (step == Known::Step::untrusted) trouble = Trouble::untrusted;
                if (step == Known::Step::unauthorized) trouble = Trouble::unauthorized;
                if (step == Known::Step::complete) next_refresh = now + refresh_every;
                if (step == Known::Step::failed) next_refresh = now + refresh_again;
            }
        } catch (const std::exception&) {
            // A full disk, no memory: everything stays where it is, and is tried again.
            trouble = Trouble::away;
        }
        lock.lock();
        sending_ = false;
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

// Those to send now, marked as tried. What the server could not answer stands behind the others
// and has its turn again after a pause, when nothing else waits.
std::vector<WaitingScan> Sender::next_scans(std::chrono::steady_clock::time_point now) {
    std::vector<WaitingScan> scans;
    for (WaitingScan& scan : outbox_.oldest(batch_ + behind_.size())) {
        if (!behind_.contains(scan.id) && scans.size() < batch_) scans.push_back(std::move(scan));
    }
    if (scans.empty() && !behind_.empty() && now >= behind_again_) {
        behind_.clear();
        behind_again_ = now + longest_pause;
        scans = outbox_.oldest(batch_);
    }
    // In a batch it would count as late, and the person would not be told what is forbidden.
    if (scans.size() > 1 && scans.back().id == awaited_) scans.pop_back();
    first_tries_.clear();
    for (const WaitingScan& scan : scans) {
        if (tried_.insert(scan.id).second) first_tries_.push_back(scan.id);
    }
    return scans;
}

Trouble Sender::send(const std::vector<WaitingScan>& scans) {
    bool alone = false;
    {
        const std::lock_guard guard(mutex_);
        alone = scans.size() == 1 && scans.front().id == awaited_;
    }
    const Trouble trouble = alone ? send_alone(scans.front()) : send_batch(scans);
    if (trouble == Trouble::unreachable || trouble == Trouble::untrusted) {
        const std::lock_guard guard(mutex_);
        for (const std::string& id : first_tries_) tried_.erase(id);
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
    if (object && never_taken(*object)) {
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
    const auto* list = object ? object->if_contains("items") : nullptr;
    if (reply.status != 200 || list == nullptr || !list->is_array() ||
        list->get_array().size() != scans.size()) {
        return whole_batch_failed(scans, reply);
    }
    batch_ = std::min(2 * batch_, most_in_batch);
    for (std::size_t i = 0; i < scans.size(); ++i) {
        const json::object* answer = list->get_array()[i].if_object();
        if (answer != nullptr && text(*answer, "scan") == scans[i].id) {
            stored(scans[i], json::serialize(*answer));
        } else if (answer != nullptr && never_taken(*answer)) {
            refused(scans[i], json::serialize(*answer));
        } else {
            const std::lock_guard guard(mutex_);
            behind_.insert(scans[i].id);
        }
    }
    return Trouble::none;
}

// Smaller batches find the scan that is at fault; alone it is set aside or stands behind.
Trouble Sender::whole_batch_failed(const std::vector<WaitingScan>& scans, const HttpReply& reply) {
    const auto object = parse_object(reply.body);
    const bool of_content = object && never_taken(*object);
    if (!of_content && reply.status != 500) return trouble_of(reply);
    batch_ = std::max<std::size_t>(1, scans.size() / 2);
    if (scans.size() > 1) return Trouble::none;
    if (of_content) {
        refused(scans.front(), reply.body);
    } else {
        const std::lock_guard guard(mutex_);
        behind_.insert(scans.front().id);
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
    {
        const std::lock_guard guard(mutex_);
        tried_.erase(scan.id);
        if (scan.id != awaited_) {
            notices_.push_back(
                {text(*parse_object(scan.body), "code"), text(*parse_object(problem), "title")});
        }
    }
    outbox_.reject(scan.id, problem);
    const std::lock_guard guard(mutex_);
    if (scan.id == awaited_) answer_ = problem;
}

}  // namespace scanner
