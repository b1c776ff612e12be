#include "routing/problem.hpp"

#include <algorithm>

#include <boost/json.hpp>

#include "routing/texts.hpp"

namespace routing {
namespace json = boost::json;

namespace {

Fault to_fault(const Request& request, const domain::Refusal& refusal) {
    Fault fault{refusal.pointer, std::string(to_text(refusal.code))};
    if (refusal.from) {
        fault.detail = std::string(text(fault.code, request.language)) + " (" +
                       domain::shown(*refusal.from) + ")";
    }
    return fault;
}

}  // namespace

Reply problem(const Request& request, int status, const std::vector<Fault>& faults) {
    const std::string code = faults.empty() ? std::string("error") : faults.front().code;
    json::object body;
    body["type"] = "/problems/" + code;
    body["title"] = text(code, request.language);
    body["status"] = status;
    body["code"] = code;
    json::array list;
    for (const Fault& fault : faults) {
        const std::string_view detail =
            fault.detail.empty() ? text(fault.code, request.language) : fault.detail;
        list.push_back({{"pointer", fault.pointer}, {"code", fault.code}, {"detail", detail}});
    }
    body["errors"] = std::move(list);
    Reply reply;
    reply.status = status;
    reply.content_type = "application/problem+json";
    reply.body = json::serialize(body);
    return reply;
}

Reply problem(const Request& request, int status, std::string_view code) {
    return problem(request, status, {Fault{"", std::string(code)}});
}

Reply refused(const Request& request, const std::vector<domain::Refusal>& refusals) {
    std::vector<Fault> faults;
    faults.reserve(refusals.size());
    for (const auto& refusal : refusals) faults.push_back(to_fault(request, refusal));
    const bool by_role = std::any_of(refusals.begin(), refusals.end(), [](const auto& refusal) {
        return refusal.code == domain::RefusalCode::not_allowed;
    });
    return problem(request, by_role ? 403 : 409, faults);
}

Reply refused(const Request& request, const domain::Refusal& refusal) {
    return refused(request, std::vector{refusal});
}

}  // namespace routing
