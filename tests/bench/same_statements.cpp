#include "bench/same_statements.hpp"

#include <algorithm>
#include <cstdio>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "bench/clients.hpp"
#include "bench/depot.hpp"
#include "bench/raw_scans.hpp"
#include "bench/statement_trace.hpp"

namespace bench {
namespace {

bool is_control(const std::string& sql) {
    return sql.starts_with("savepoint ") || sql.starts_with("release ") ||
           sql.starts_with("begin ") || sql == "commit";
}

using Texts = std::vector<std::string>;

std::vector<Texts> statements_of_server(const PreparedDepot& depot, StatementTrace& trace) {
    RunningDepot running(depot.file);
    std::vector<Texts> steps;
    Cycle cycle = cycle_of(depot, 0, 1);
    for (int i = 0; i < 4; ++i) {
        routing::Request request;
        request.method = routing::Method::post;
        request.path = "/api/v1/scans";
        request.authorization = "Bearer " + depot.token;
        request.content_type = "application/json";
        request.body = cycle.next([](const auto&... scan) { return scan_body(scan...); });
        trace.take();
        const routing::Reply reply = running.ask(std::move(request));
        if (reply.body.find(R"("result":"done")") == std::string::npos) {
            throw std::runtime_error("a scan was not done: " + reply.body);
        }
        steps.push_back(trace.take());
    }
    return steps;
}

std::vector<Texts> statements_of_raw(const PreparedDepot& depot, StatementTrace& trace) {
    RawScans raw(depot.file, depot.actor);
    std::vector<Texts> steps;
    Cycle cycle = cycle_of(depot, 0, 1);
    for (int i = 0; i < 4; ++i) {
        trace.take();
        raw.begin();
        cycle.next([&](const auto&... scan) { raw.scan(scan...); });
        raw.commit();
        steps.push_back(trace.take());
    }
    return steps;
}

}  // namespace

Sameness compare_statements(const std::filesystem::path& folder) {
    StatementTrace trace;
    const auto server =
        statements_of_server(prepare_depot(db::Location(folder / "server.db"), 1), trace);
    const auto raw = statements_of_raw(prepare_depot(db::Location(folder / "raw.db"), 1), trace);
    Sameness sameness;
    Step step = Step::out;
    for (std::size_t i = 0; i < server.size(); ++i, step = after(step)) {
        sameness.statements += static_cast<std::size_t>(
            std::count_if(server[i].begin(), server[i].end(), std::not_fn(is_control)));
        if (server[i] == raw[i]) continue;
        sameness.same = false;
        const auto [ours, theirs] =
            std::mismatch(server[i].begin(), server[i].end(), raw[i].begin(), raw[i].end());
        fmt::print(stderr,
                   "WARNING: the raw statements are not the server's: a scan \"{}\" runs {} in the "
                   "server, {} by hand; the first that differ:\n  server: {}\n  raw:    {}\n",
                   to_text(step), server[i].size(), raw[i].size(),
                   ours == server[i].end() ? "(end)" : *ours,
                   theirs == raw[i].end() ? "(end)" : *theirs);
    }
    return sameness;
}

}  // namespace bench
