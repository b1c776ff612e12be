#include "messages/sveve.hpp"

#include <stdexcept>

#include <boost/json.hpp>

#include "messages/answer.hpp"
#include "messages/http_status.hpp"

namespace messages {

HttpPost sveve_request(const Sveve& sveve, const Sms& sms) {
    // It takes Norwegian numbers as they are dialled in Norway.
    const bool norwegian = sms.to.starts_with("+47");
    const boost::json::object body{{"user", sveve.user},
                                   {"passwd", sveve.password},
                                   {"to", norwegian ? sms.to.substr(3) : sms.to},
                                   {"msg", sms.text},
                                   {"from", sveve.from},
                                   {"f", "json"},
                                   {"test", sveve.test},
                                   {"ref", sms.id}};
    return {sveve.url,
            {"Content-Type: application/json; charset=utf-8", "Accept: application/json"},
            boost::json::serialize(body)};
}

Outcome sveve_outcome(const HttpAnswer& answer) {
    if (!is_success(answer)) return outcome_of_status(answer);
    const auto said = Answer::parse(answer.body);
    if (!said || !said->has("/response")) {
        return failed(Fault::unreadable_answer, "Sveve: no response");
    }
    if (said->has("/response/fatalError")) {
        return failed(Fault::misconfigured, "Sveve: fatalError");
    }
    if (said->text("/response/msgOkCount") == "1") {
        return sent(kept_reference(said->text("/response/ids/0").value_or("")));
    }
    // There the number itself stands, and words that may have it too.
    if (said->has("/response/errors/0")) {
        return refused(Fault::bad_recipient, "Sveve: an error of the recipient");
    }
    return failed(Fault::unreadable_answer, "Sveve: neither sent nor refused");
}

std::unique_ptr<Channel> sveve_channel(Sveve sveve) {
    if (!is_safe_url(sveve.url)) throw std::invalid_argument("the address of Sveve is not safe");
    if (sveve.from.size() > 11) throw std::invalid_argument("an SMS sender has 11 characters");
    const Net net = sveve.net;
    return sms_channel(
        [sveve = std::move(sveve)](const Sms& sms) { return sveve_request(sveve, sms); },
        sveve_outcome, net);
}

}  // namespace messages
