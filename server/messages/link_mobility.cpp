#include "messages/link_mobility.hpp"

#include <stdexcept>

#include <boost/json.hpp>

#include "messages/answer.hpp"
#include "messages/http_status.hpp"
#include "messages/text.hpp"

namespace messages {
namespace {

constexpr bool is_among(int code, int first, int last) { return code >= first && code <= last; }

Outcome outcome_of_code(int code, std::string reference) {
    const std::string detail = "LINK " + std::to_string(code);
    // 1000 sent to the operator, 1001 delivered, 1005 queued, 1012 delayed.
    if (code == 1000 || code == 1001 || code == 1005 || code == 1012) {
        return sent(std::move(reference));
    }
    // 2107: blocked for a while.
    if (code == 2107) return failed(Fault::busy, detail);
    if (code == 3) return failed(Fault::busy, detail);
    if (code == 2 || is_among(code, 2100, 2106)) return refused(Fault::bad_recipient, detail);
    if (is_among(code, 2200, 2207)) return refused(Fault::provider_refused, detail);
    if (is_among(code, 3000, 3002) || is_among(code, 4000, 4007)) {
        return refused(Fault::bad_message, detail);
    }
    // 104 configuration, 2000 to 2003: who we say that we are.
    if (code == 104 || is_among(code, 2000, 2003)) return failed(Fault::misconfigured, detail);
    return failed(Fault::provider_failed, detail);
}

}  // namespace

HttpPost link_request(const LinkMobility& link, const Sms& sms) {
    const bool number = link.from.starts_with('+');
    const boost::json::object body{{"source", link.from},
                                   {"sourceTON", number ? "MSISDN" : "ALPHANUMERIC"},
                                   {"destination", sms.to},
                                   {"destinationTON", "MSISDN"},
                                   {"userData", sms.text},
                                   {"dcs", "TEXT"},
                                   {"useDeliveryReport", false},
                                   {"platformId", link.platform_id},
                                   {"platformPartnerId", link.platform_partner_id},
                                   {"refId", sms.id}};
    return {link.base + "/sms/send",
            {"Content-Type: application/json; charset=utf-8", "Accept: application/json",
             "Authorization: Basic " + base64(link.user + ":" + link.password)},
            boost::json::serialize(body)};
}

Outcome link_outcome(const HttpAnswer& answer) {
    if (!is_success(answer)) return outcome_of_status(answer);
    const auto said = Answer::parse(answer.body);
    const auto code = said ? said->text("/resultCode") : std::nullopt;
    if (!code || code->size() > 6 || code->find_first_not_of("0123456789") != std::string::npos) {
        return failed(Fault::unreadable_answer, "LINK: no resultCode");
    }
    return outcome_of_code(std::stoi(*code), kept_reference(said->text("/messageId").value_or("")));
}

std::unique_ptr<Channel> link_channel(LinkMobility link) {
    if (!is_safe_url(link.base)) throw std::invalid_argument("the address of LINK is not safe");
    if (!link.from.starts_with('+') && link.from.size() > 11) {
        throw std::invalid_argument("an SMS sender has 11 characters");
    }
    const Net net = link.net;
    return sms_channel([link = std::move(link)](const Sms& sms) { return link_request(link, sms); },
                       link_outcome, net);
}

}  // namespace messages
