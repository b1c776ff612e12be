// Followers by a clock of the test's. What is told runs through a real database and its channel.

#include "routing/live.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <regex>
#include <thread>

#include "db/query.hpp"
#include "routing/feed.hpp"
#include "support/test_app.hpp"

using db::Query;
using routing::Feed;
using routing::Live;
using support::TestApp;
using namespace std::chrono_literals;

namespace {

template <class Condition>
bool eventually(Condition condition) {
    const auto end = std::chrono::steady_clock::now() + 5s;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(2ms);
    }
    return true;
}

// The moments that a feed is asked at.
class Moments {
public:
    Feed::Clock::time_point now{std::chrono::hours(1)};
    void advance(std::chrono::milliseconds time) { now += time; }
};

class Scene {
public:
    Scene() : live(app.database(), [this] { return app.clock.now(); }) {
        // What the making of the app had to tell comes before this.
        change_depots();
        app.clock.advance(1min);
    }

    routing::Reply follow(std::string_view last_id = {}, std::int64_t actor = 2) {
        routing::Request request;
        request.now = app.clock.now();
        request.last_event_id = last_id;
        request.principal.actor = domain::ActorId{actor};
        return live.follow(request);
    }

    // Committed, and told.
    void change(std::string_view sql) {
        std::atomic<int> told = 0;
        const auto number = app.database().channel().subscribe(
            [&](const db::Topics& topics) { told += topics.empty() ? 0 : 1; });
        app.database().write([&](db::WriteTx& tx) { Query(tx, sql).run(); });
        REQUIRE(eventually([&] { return told > 0; }));
        app.database().channel().unsubscribe(number);
    }
    void change_depots() { change("update depot set version = version + 1"); }
    void change_terms() { change("update terms set made_at = made_at + 1"); }

    TestApp app;
    Moments at;
    Live live;
};

// Its feed, begun.
class Following {
public:
    Following(Scene& scene, const routing::Reply& reply) : at_(scene.at), feed_(reply.feed) {
        feed_->start([this] { ++woken_; });
    }
    Following(Scene& scene, std::string_view last_id = {}, std::int64_t actor = 2)
        : Following(scene, scene.follow(last_id, actor)) {}

    Feed::Next next() { return feed_->next(at_.now); }
    // The topics of the event that comes now.
    std::string topics() { return parts(next().bytes, "data: (.*)"); }
    bool is_over() { return next().over; }
    int woken() const { return woken_; }

    static std::string parts(const std::string& bytes, const std::string& pattern) {
        std::smatch found;
        return std::regex_search(bytes, found, std::regex(pattern)) ? found[1].str() : "none";
    }

private:
    Moments& at_;
    std::atomic<int> woken_ = 0;
    std::shared_ptr<Feed> feed_;
};

std::string everything() {
    std::string all;
    for (const auto topic : db::all_topics()) all += (all.empty() ? "" : " ") + std::string(topic);
    return all;
}

}  // namespace

TEST_CASE(
    "a follower is told when to come again and a number, and then nothing until something "
    "changes") {
    Scene scene;
    const auto reply = scene.follow();
    CHECK(reply.status == 200);
    CHECK(reply.content_type == "text/event-stream");
    Following follower(scene, reply);
    CHECK(std::regex_match(follower.next().bytes,
                           std::regex("retry: [23][0-9]{3}\nid: [0-9a-f]{16}-[0-9]+\n\n")));
    CHECK(follower.next().bytes == "");
    CHECK(follower.woken() == 0);
}

TEST_CASE("a commit is told at once, by its topics and nothing else") {
    Scene scene;
    Following follower(scene);
    follower.next();
    follower.next();
    scene.app.database().write([](db::WriteTx& tx) {
        Query(tx, "update terms set made_at = made_at + 1").run();
        Query(tx, "update depot set version = version + 1").run();
        Query(tx, "insert into meta (key, value) values ('secret', 'Kari Nordmann')").run();
    });
    REQUIRE(eventually([&] { return follower.woken() == 1; }));
    const auto next = follower.next();
    CHECK(std::regex_match(
        next.bytes, std::regex("id: [0-9a-f]{16}-[0-9]+\nevent: changed\ndata: depots terms\n\n")));
    CHECK_FALSE(next.over);
    CHECK(follower.next().bytes == "");
}

TEST_CASE("what comes within a quarter of a second is told together, and nothing of it is lost") {
    Scene scene;
    Following follower(scene);
    follower.next();
    CHECK(follower.next().bytes == "");
    scene.change_depots();
    CHECK(follower.topics() == "depots");
    for (int i = 0; i < 20; ++i) {
        scene.change_terms();
        scene.at.advance(10ms);
        CHECK(follower.next().bytes == "");
    }
    scene.change_depots();
    scene.at.advance(49ms);
    const auto before = follower.next();
    CHECK(before.bytes == "");
    CHECK(before.ask_again == scene.at.now + 1ms);
    scene.at.advance(1ms);
    CHECK(follower.topics() == "depots terms");
    scene.at.advance(1s);
    CHECK(follower.next().bytes == "");
    // It slept once, and was woken once; for the rest it knew when to look.
    CHECK(follower.woken() == 1);
}

TEST_CASE("a quiet follower hears a heartbeat every fifteen seconds") {
    Scene scene;
    Following follower(scene);
    follower.next();
    const auto quiet = follower.next();
    CHECK(quiet.ask_again == scene.at.now + 15s);
    scene.at.advance(14'999ms);
    CHECK(follower.next().bytes == "");
    scene.at.advance(1ms);
    CHECK(follower.next().bytes == ":\n\n");
    CHECK(follower.next().bytes == "");
    // An event is as good as one.
    scene.at.advance(10s);
    scene.change_depots();
    CHECK(follower.topics() == "depots");
    scene.at.advance(14s);
    CHECK(follower.next().bytes == "");
    scene.at.advance(1s);
    CHECK(follower.next().bytes == ":\n\n");
}

TEST_CASE("who comes again is told what was missed; who comes from another server, everything") {
    Scene scene;
    std::string id;
    {
        Following follower(scene);
        id = Following::parts(follower.next().bytes, "id: (.*)");
    }
    scene.app.clock.advance(1h);
    CHECK(Following(scene, id).topics() == "none");
    scene.change_depots();
    scene.change_terms();
    scene.change_depots();
    scene.app.clock.advance(1h);
    Following again(scene, id);
    const std::string first = again.next().bytes;
    CHECK(Following::parts(first, "data: (.*)") == "depots terms");
    CHECK(Following::parts(first, "(retry: )") == "retry: ");
    CHECK(again.next().bytes == "");
    for (const std::string& other :
         {"0123456789abcdef" + id.substr(16), id.substr(0, 17) + "99999", id.substr(0, 17),
          id.substr(0, 17) + "-1", id + "x", std::string("x"), std::string("-")}) {
        INFO(other);
        CHECK(Following(scene, other).topics() == everything());
    }
}

TEST_CASE("who begins to follow hears of what changed while the page was on its way") {
    Scene scene;
    scene.change_depots();
    scene.app.clock.advance(4s);
    scene.change_terms();
    scene.app.clock.advance(999ms);
    CHECK(Following(scene).topics() == "depots terms");
    scene.app.clock.advance(1ms);
    CHECK(Following(scene).topics() == "terms");
    scene.app.clock.advance(4s);
    CHECK(Following(scene).topics() == "none");
}

TEST_CASE("of one sender four follow; the oldest makes room and comes again after a while") {
    Scene scene;
    std::vector<std::unique_ptr<Following>> mine;
    for (int i = 0; i < 4; ++i) {
        mine.push_back(std::make_unique<Following>(scene));
        mine.back()->next();
    }
    Following other(scene, {}, 3);
    other.next();
    for (const auto& one : mine) CHECK_FALSE(one->is_over());
    // One that is asked for and not taken (HEAD) is in nobody's way.
    scene.follow();
    CHECK_FALSE(mine[0]->is_over());
    Following fifth(scene);
    const auto last = mine[0]->next();
    CHECK(last.over);
    CHECK(last.bytes == "retry: 15000\n\n");
    CHECK_FALSE(mine[1]->is_over());
    CHECK_FALSE(other.is_over());
    CHECK_FALSE(fifth.is_over());
    CHECK(scene.live.followers() == 6);
    mine.clear();
    CHECK(scene.live.followers() == 2);
}

TEST_CASE("beyond the cap on all followers one is told to come later") {
    Scene scene;
    std::vector<routing::Reply> all;
    while (all.size() < Live::most) all.push_back(scene.follow());
    const auto refused = scene.follow();
    CHECK(refused.status == 503);
    CHECK(refused.feed == nullptr);
    CHECK(refused.body.find("too_many_followers") != std::string::npos);
    all.pop_back();
    CHECK(scene.follow().status == 200);
}

TEST_CASE("a device whose token is revoked follows no more, the others do") {
    Scene scene;
    Following revoked(scene, {}, 2);
    Following other(scene, {}, 3);
    for (Following* one : {&revoked, &other}) {
        one->next();
        one->next();
    }
    scene.app.database().write([&](db::WriteTx& tx) {
        Query(tx, "update device_token set revoked_at = 1 where actor_id = 2").run();
    });
    CHECK(eventually([&] { return revoked.is_over(); }));
    CHECK_FALSE(other.is_over());
}

TEST_CASE("whether a sender may still follow is looked up every half minute") {
    Scene scene;
    Following follower(scene);
    follower.next();
    follower.next();
    // Behind the back of the channel.
    scene.app.stored().execute("update device_token set revoked_at = 1 where actor_id = 2");
    scene.at.advance(29'999ms);
    follower.next();
    scene.app.database().read([](db::ReadTx&) {});
    CHECK_FALSE(follower.is_over());
    scene.at.advance(1ms);
    follower.next();
    CHECK(eventually([&] { return follower.is_over(); }));
}

TEST_CASE("with the server all followers end") {
    TestApp app;
    auto live = std::make_unique<Live>(app.database(), [&] { return app.clock.now(); });
    routing::Request request;
    request.principal.actor = domain::ActorId{2};
    const auto feed = live->follow(request).feed;
    std::atomic<int> woken = 0;
    feed->start([&] { ++woken; });
    live.reset();
    CHECK(woken == 1);
    CHECK(feed->next(Feed::Clock::now()).over);
}
