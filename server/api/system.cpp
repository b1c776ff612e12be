#include <filesystem>

#include <fmt/format.h>

#include "api/answer.hpp"
#include "api/openapi.hpp"
#include "api/routes.hpp"
#include "db/access_chain.hpp"
#include "db/error.hpp"
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

std::string_view to_text(db::Trouble trouble) {
    switch (trouble) {
        case db::Trouble::full:
            return "full";
        case db::Trouble::io:
        case db::Trouble::fsync:
        case db::Trouble::memory:
            return "failed";
        case db::Trouble::unreachable:
            return "unreachable";
        case db::Trouble::signed_out:
            return "signed_out";
        case db::Trouble::no_database:
            return "no_database";
        case db::Trouble::read_only:
            return "read_only";
    }
    return "failed";
}

// What ails the database, in a word; none when it can be read and, as far as is known, written.
std::optional<std::string_view> ailment(Desk& desk) {
    try {
        desk.read([](db::ReadTx& tx) { return db::meta::find(tx, "ready"); });
        // After a failure nobody may be sending work any more that would show that it is over.
        if (desk.database().writer_counters().trouble) {
            desk.write([](db::WriteTx& tx) { db::meta::prove_writable(tx); });
        }
    } catch (const db::StorageFailure& failure) {
        return to_text(failure.kind());
    } catch (const std::exception&) {
        return "failed";
    }
    return std::nullopt;
}

// A server looks after its own disk.
bool has_room(const db::Location& location) {
    if (location.on_server()) return true;
    std::error_code failed;
    const auto space = std::filesystem::space(location.file.parent_path(), failed);
    return !failed && space.available >= least_room;
}

Reply readyz(const Request&, Desk& desk) {
    const auto wrong = ailment(desk);
    const bool room = has_room(desk.database().location());
    const bool ready = !wrong && room;
    // The database is brought up to date before anybody is answered.
    return answer({{"status", ready ? "ok" : "unavailable"},
                   {"checks", json::object{{"database", wrong.value_or("ok")},
                                           {"migrations", "ok"},
                                           {"disk", room ? "ok" : "failed"}}}},
                  ready ? 200 : 503);
}

// How much of the access log waits for its seal, and how long already; nothing while the database
// cannot be asked, since the other figures are wanted then above all.
std::string unsealed(Desk& desk, domain::Instant now) {
    try {
        const auto tail = desk.read([](db::ReadTx& tx) { return db::access::tail(tx); });
        const auto waited = tail.since ? now - *tail.since : domain::Instant::duration(0);
        return fmt::format(
            "# TYPE korttidslager_access_unsealed_rows gauge\n"
            "korttidslager_access_unsealed_rows {}\n"
            "# TYPE korttidslager_access_unsealed_seconds gauge\n"
            "korttidslager_access_unsealed_seconds {}\n",
            tail.rows, std::chrono::duration<double>(waited).count());
    } catch (const std::exception&) {
        return {};
    }
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
        "# TYPE korttidslager_writer_tried_again_total counter\n"
        "korttidslager_writer_tried_again_total {}\n"
        "# TYPE korttidslager_writer_waiting gauge\n"
        "korttidslager_writer_waiting {}\n",
        writer.jobs, writer.commits, writer.failed_jobs, writer.refused_full_queue,
        writer.tried_again, writer.waiting);
    reply.body += fmt::format(
        "# TYPE korttidslager_followers gauge\n"
        "korttidslager_followers {}\n",
        desk.live().followers());
    reply.body += unsealed(desk, request.now.instant);
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
    {.method = Method::get,
     .path = "/readyz",
     .roles = {},
     .summary = "Database, migrations and disk are in order",
     .handler = routing::Work(readyz),
     .answer = "readiness",
     .of_the_host = true},
    {.method = Method::get,
     .path = "/metrics",
     .roles = {},
     .summary = "Figures for Prometheus, on this machine alone",
     .handler = routing::Work(metrics),
     .of_the_host = true},
    {.method = Method::get,
     .path = "/live",
     .roles = domain::Roles::all(),
     .summary =
         "Tells what has changed, by its topics, until the session ends (server-sent events)",
     .handler = routing::Follow{},
     .media = "text/event-stream"},
};

}  // namespace

std::span<const routing::Route> system_routes() { return rows; }

}  // namespace api
