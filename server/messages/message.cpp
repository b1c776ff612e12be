#include "messages/message.hpp"

#include <algorithm>
#include <stdexcept>

namespace messages {

std::string_view to_tag(Language language) {
    switch (language) {
        case Language::bokmal:
            return "nb";
        case Language::nynorsk:
            return "nn";
        case Language::english:
            return "en";
    }
    throw std::logic_error("no such language");
}

std::string_view to_text(Fault fault) {
    switch (fault) {
        case Fault::none:
            return "none";
        case Fault::bad_recipient:
            return "bad_recipient";
        case Fault::bad_message:
            return "bad_message";
        case Fault::too_long:
            return "too_long";
        case Fault::provider_refused:
            return "provider_refused";
        case Fault::unreachable:
            return "unreachable";
        case Fault::timed_out:
            return "timed_out";
        case Fault::not_trusted:
            return "not_trusted";
        case Fault::not_authorised:
            return "not_authorised";
        case Fault::misconfigured:
            return "misconfigured";
        case Fault::busy:
            return "busy";
        case Fault::provider_failed:
            return "provider_failed";
        case Fault::unreadable_answer:
            return "unreadable_answer";
        case Fault::disk:
            return "disk";
    }
    throw std::logic_error("no such fault");
}

Outcome sent(std::string reference) {
    Outcome outcome;
    outcome.result = Result::sent;
    outcome.reference = std::move(reference);
    return outcome;
}

Outcome refused(Fault fault, std::string detail) {
    Outcome outcome;
    outcome.result = Result::refused;
    outcome.fault = fault;
    outcome.detail = std::move(detail);
    return outcome;
}

Outcome failed(Fault fault, std::string detail) {
    Outcome outcome;
    outcome.result = Result::failed;
    outcome.fault = fault;
    outcome.detail = std::move(detail);
    return outcome;
}

bool is_message_id(std::string_view id) {
    return !id.empty() && id.size() <= 36 && std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               c == '-';
    });
}

}  // namespace messages
