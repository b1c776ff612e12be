#include <filesystem>

#include <fmt/format.h>

#include "api/answer.hpp"
#include "api/openapi.hpp"
#include "api/routes.hpp"
#include "db/meta_store.hpp"
#include "routing/desk.hpp"

namespace api {
namespace json = boost::json;

namespace {

using routing::Desk;
using routing::Method;
using routing::Reply;
using routing::Request;

// Below this no writing is promised any more.
constexpr std::uintmax_t least_room = std::uintmax_t{64} * 1024 * 1024;

Reply livez(const Request&) { return answer({{"status", "ok"}}); }

Reply readyz(const Request&, Desk& desk) {
    json::object checks;
    bool ready = true;
    const auto check = [&](const char* name, bool ok) {
        checks[name] = ok ? "ok" : "failed";
        ready = ready && ok;
    };
    // The database is opened, and brought up to date, before anybody is answered; what may go
    // wrong later is reading it and its room.
    bool reads = true;
    try {
        desk.read([](db::ReadTx& tx) { return db::meta::find(tx, "ready"); });
    } catch (const std::exception&) {
        reads = false;
    }
    check("database", reads);
    check("migrations", true);
    std::error_code failed;
    const auto space = std::filesystem::space(desk.database().file().parent_path(), failed);
    check("disk", !failed && space.available >= least_room);
    return answer({{"status", ready ? "ok" : "unavailable"}, {"checks", std::move(checks)}},
                  ready ? 200 : 503);
}

Reply metrics(const Request& request, Desk& desk) {
    if (!request.from_loopback) return routing::problem(request, 404, "not_found");
    const db::WriterCounters writer = desk.database().writer_counters();
    Reply reply;
    reply.content_type = "text/plain; version=0.0.4; charset=utf-8";
    reply.body = desk.metrics().text();
    reply.body += fmt::format(
        "# TYPE korttidslager_writer_jobs_total counter\n"
        "korttidslager_writer_jobs_total {}\n"
        "# TYPE korttidslager_writer_commits_total counter\n"
        "korttidslager_writer_commits_total {}\n"
        "# TYPE korttidslager_writer_failed_jobs_total counter\n"
        "korttidslager_writer_failed_jobs_total {}\n"
        "# TYPE korttidslager_writer_refused_total counter\n"
        "korttidslager_writer_refused_total {}\n"
        "# TYPE korttidslager_writer_waiting gauge\n"
        "korttidslager_writer_waiting {}\n",
        writer.jobs, writer.commits, writer.failed_jobs, writer.refused_full_queue, writer.waiting);
    return reply;
}

Reply document(const Request&) {
    static const std::string text = openapi(routes());
    Reply reply;
    reply.body = text;
    reply.headers.emplace_back("cache-control", "no-cache");
    return reply;
}

const routing::Route rows[] = {
    {Method::get, "/api/v1/openapi.json", {}, "This description", routing::Plain(document), 200},
    {Method::get, "/livez", {}, "The process answers", routing::Plain(livez), 200, "health"},
    {Method::get,
     "/readyz",
     {},
     "Database, migrations and disk are in order",
     routing::Work(readyz),
     200,
     "readiness"},
    {Method::get,
     "/metrics",
     {},
     "Figures for Prometheus, on this machine alone",
     routing::Work(metrics),
     200},
};

}  // namespace

std::span<const routing::Route> system_routes() { return rows; }

}  // namespace api
