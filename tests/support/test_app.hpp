#pragma once
// The whole program below http/, on a real database, with a clock that the test sets:
//
//     TestApp app;
//     const auto code = app.ready_item();
//     CHECK(app.call("lager", "GET", "/api/v1/items/" + code).status == 200);
//
// Every answer is held against the OpenAPI document of its route, every accepted body as well; one
// that differs throws.

#include <atomic>
#include <exception>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "db/database.hpp"
#include "routing/dispatcher.hpp"
#include "support/json.hpp"
#include "support/temp_database.hpp"

namespace support {

// Stands still until it is set. Any thread.
class FixedClock {
public:
    void set(std::string_view instant);
    void advance(std::chrono::milliseconds time);
    routing::Now now() const;

private:
    std::atomic<std::int64_t> milliseconds_{0};
};

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Answer {
    int status = 0;
    std::string content_type;
    std::string body;
    Headers headers;
    bool close = false;  // the connection cannot go on
    Json json;

    // Empty when absent.
    std::string header(std::string_view name) const;
    // Of a problem: its code, and "pointer code" of each error.
    std::string code() const;
    std::vector<std::string> errors() const;
};

// Its status, then "pointer code" of each error: "409 /item already_lent".
std::string refusal(const Answer& answer);

// The least that the algorithm takes; a depot's cost would be most of a test.
inline constexpr domain::PasswordCost cheap_passwords{1, 8192};

class TestApp {
public:
    // It is Monday 23 November 2026, 09:00 in Oslo.
    static constexpr std::string_view start = "2026-11-23T08:00:00.000Z";

    explicit TestApp(db::Writer::Limits limits = {},
                     db::WriterPool::Rehearse rehearse = db::WriterPool::Rehearse::no,
                     bool server = on_server());
    ~TestApp();

    // `sender` is a role, a role with a number for another device of it ("lager2"), or empty for
    // nobody. `target` is path and query. Header names in lower case; a body without a content
    // type is JSON. Any thread.
    Answer call(std::string_view sender, std::string_view method, std::string_view target,
                std::string_view body = {}, const Headers& headers = {});
    Answer call(std::string_view sender, std::string_view method, std::string_view target,
                const Body& body, const Headers& headers = {}) {
        return call(sender, method, target, std::string_view(body.text()), headers);
    }
    Answer get(std::string_view target, std::string_view sender = "lager") {
        return call(sender, "GET", target);
    }
    Answer post(std::string_view target, const Body& body, std::string_view sender = "lager") {
        return call(sender, "POST", target, body);
    }
    // A form, as a browser sends it.
    using Fields = std::vector<std::pair<std::string, std::string>>;
    Answer send(std::string_view sender, std::string_view target, const Fields& fields);
    // How many statements it takes to make a page for that role.
    std::uint64_t statements_of_page(std::string_view sender, const std::string& path,
                                     const std::map<std::string, std::string>& parameters = {});
    // With the ETag that the resource has now.
    Answer patch(std::string_view target, const Body& body, std::string_view sender = "lager");
    // The same, for what the test sends as it is.
    std::future<Answer> call_later(routing::Request request);
    routing::Request request(std::string_view sender, std::string_view method,
                             std::string_view target) const;

    // Each makes what it is named for, in the name of lager, and throws when that is refused.
    // What is given replaces the members of a plain body.
    std::int64_t product(const Body& given = {});
    std::string item(std::int64_t product, const Body& given = {});  // its code; in to_inspect
    std::string ready_item(std::int64_t product, const Body& given = {});
    std::string ready_item() { return ready_item(product()); }
    std::int64_t borrower(const Body& given = {});  // a person
    std::int64_t loan(const std::vector<std::string>& codes, const Body& given = {});
    std::int64_t loan(const std::string& code, const Body& given = {}) {
        return loan(std::vector{code}, given);
    }

    // For a server; not beyond the app, nor over sign_in_with().
    routing::Handle handle() {
        return [dispatcher = dispatcher_.get()](routing::Request asked, routing::Done done) {
            dispatcher->dispatch(std::move(asked), std::move(done));
        };
    }

    // A scan's body with an id of its own, happening now, on "desk-1" at SMS.
    Body scan(std::string_view mode, std::string_view code, const Body& given = {});
    // The same, sent by lager.
    Answer scanned(std::string_view mode, std::string_view code, const Body& given = {});
    // A UUIDv7-like id of its own.
    std::string new_id();

    // People sign in with these providers from here on; while nothing is under way.
    void sign_in_with(std::shared_ptr<const identity::OpenidClients> providers);
    // The same of all that a host is configured to do.
    void use(routing::Settings settings);

    std::string state_of(const std::string& code);
    // The kinds of the item's events, in order.
    std::vector<std::string> history_of(const std::string& code);
    std::size_t open_discrepancies();

    db::Database& database() { return *database_; }
    // As when the server has ended: nothing can be called any more, what is stored can be looked
    // at.
    void close();
    const TempDatabase& stored() const { return stored_; }
    FixedClock clock;
    std::uint64_t writer_statements() const { return database_->writer_counters().statements; }

private:
    void check(const routing::Request& request, const Answer& answer) const;

    TempDatabase stored_;
    std::unique_ptr<db::Database> database_;
    std::unique_ptr<routing::Dispatcher> dispatcher_;
    std::atomic<std::uint64_t> ids_{0};
};

// The results of f(0) … f(n - 1), run at the same time; throws what one of them throws.
template <class F>
auto in_parallel(int n, F f) {
    std::promise<void> go;
    const std::shared_future<void> started = go.get_future().share();
    std::vector<std::future<decltype(f(0))>> running;
    for (int i = 0; i < n; ++i) {
        running.push_back(std::async(std::launch::async, [i, &f, started] {
            started.wait();
            return f(i);
        }));
    }
    go.set_value();
    std::vector<decltype(f(0))> results;
    for (auto& one : running) results.push_back(one.get());
    return results;
}

}  // namespace support
