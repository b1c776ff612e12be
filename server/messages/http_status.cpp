#include "messages/http_status.hpp"

namespace messages {

bool is_success(const HttpAnswer& answer) { return answer.status >= 200 && answer.status < 300; }

Outcome outcome_of_status(const HttpAnswer& answer) {
    const auto fault = [](int status) {
        switch (status) {
            case 401:
            case 403:
            case 407:
                return Fault::not_authorised;
            case 404:
            case 405:
            case 406:
            case 415:
                return Fault::misconfigured;
            case 408:
            case 425:
            case 429:
            case 503:
                return Fault::busy;
            case 499:  // what some gateways say when the connection to us was lost
                return Fault::provider_failed;
            default:
                break;
        }
        if (status >= 500) return Fault::provider_failed;
        return status >= 400 ? Fault::provider_refused : Fault::misconfigured;
    }(answer.status);
    const std::string detail = "HTTP " + std::to_string(answer.status);
    if (fault == Fault::provider_refused) return refused(fault, detail);
    Outcome outcome = failed(fault, detail);
    outcome.retry_after = answer.retry_after;
    return outcome;
}

}  // namespace messages
