#include "bench/job.hpp"

#include <chrono>
#include <stdexcept>

#include "depot/oslo_time.hpp"

namespace bench {
namespace {

constexpr Aim raw_aim{Bound::at_most, 2};

}  // namespace

Recording record(const std::filesystem::path& file, const std::function<void(db::WriteTx&)>& job) {
    Recorder recorder;
    auto connection = db::Connection::open(db::Location(file), db::Access::read_write);
    recorder.take();
    connection.execute(std::string(connection.begin_write()));
    db::WriteTx tx(connection);
    job(tx);
    Recording recording = recorder.take();
    connection.execute("rollback");
    return recording;
}

double ask(RunningDepot& running, const PreparedDepot& depot, routing::Method method,
           const std::string& path, const std::string& query, const std::string& body, int status) {
    routing::Request request;
    request.method = method;
    request.path = path;
    request.query = query;
    request.body = body;
    request.content_type = "application/json";
    request.authorization = "Bearer " + depot.token;
    const auto asked = std::chrono::steady_clock::now();
    const routing::Reply reply = running.ask(std::move(request));
    const auto answered = std::chrono::steady_clock::now();
    if (reply.status != status) throw std::runtime_error(path + " was answered " + reply.body);
    return std::chrono::duration<double, std::milli>(answered - asked).count();
}

depot::Act act_of(const PreparedDepot& depot) {
    depot::Act act;
    act.actor = domain::ActorId{depot.actor};
    act.happened = act.recorded = now();
    act.day = depot::oslo_day(act.happened);
    return act;
}

void add_job(Report& report, const std::string& name, const std::string& title, const Times& times,
             Aim aim) {
    const double server = median(times.server);
    const double raw = median(times.raw);
    report.values.push_back({name, title + ", p50", server, "ms", aim});
    report.values.push_back({name + "_raw", title + ", its bare statements, p50", raw, "ms"});
    report.values.push_back(
        {name + "_to_raw", title + " / bare statements", server / raw, "", raw_aim});
}

}  // namespace bench
