#pragma once
// From a request to its reply: route, role, size, idempotency, access log, transaction. The order
// of the checks is API.md's: route, 401, 403, size and type, 428, 400, 404, 412, 409.

#include <functional>
#include <memory>
#include <span>

#include "db/database.hpp"
#include "domain/session.hpp"
#include "routing/desk.hpp"
#include "routing/handle.hpp"
#include "routing/live.hpp"
#include "routing/metrics.hpp"
#include "routing/route.hpp"
#include "routing/settings.hpp"

namespace routing {

// The only clock of the program.
using Clock = std::function<Now()>;

class Dispatcher {
public:
    // The routes and the database outlive the dispatcher.
    Dispatcher(std::span<const Route> routes, db::Database& database, Clock clock,
               Settings settings = {});
    // Waits until every request that was taken is answered.
    ~Dispatcher();
    Dispatcher(const Dispatcher&) = delete;
    Dispatcher& operator=(const Dispatcher&) = delete;

    // See Handle.
    void dispatch(Request request, Done done);

    std::span<const Route> routes() const { return routes_; }

private:
    struct Task;
    class Worker;
    struct Workers;
    struct UnderWay;

    void authorise(const std::shared_ptr<Task>& task, db::ReadTx& tx);
    std::optional<Reply> refuse_sender(Request& request, const Route& route, db::ReadTx& tx);
    bool identify(Request& request, const Route& route, std::vector<domain::Need>& needs,
                  db::ReadTx& tx);
    void note_seen(domain::SessionId session, domain::Instant now);
    void run(const std::shared_ptr<Task>& task, db::ReadTx& tx);
    void disclose(const std::shared_ptr<Task>& task, Shown shown);
    void write(const std::shared_ptr<Task>& task);
    void log_and_finish(const std::shared_ptr<Task>& task);
    static bool unlogged(const Task& task);
    db::Keep write_in(Task& task, db::WriteTx& tx, const Change& change);
    Reply answer_now(Task& task, const Change& change);
    Shown write_once(Task& task, db::WriteTx& tx, const Change& change);
    Shown replayed(Task& task, db::ReadTx& tx, const std::string& location);
    void finish(Task& task, Reply reply);
    void fail(Task& task, const std::exception_ptr& failure);

    std::span<const Route> routes_;
    db::Database& database_;
    Clock clock_;
    Settings settings_;
    Metrics metrics_;
    Live live_;
    std::shared_ptr<UnderWay> under_way_;
    std::unique_ptr<Workers> workers_;
};

}  // namespace routing
