#include "messages/sms_http.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <stdexcept>

#include <boost/json.hpp>

#include "messages/answer.hpp"
#include "messages/http_status.hpp"
#include "messages/text.hpp"

namespace messages {
namespace {

using Fields = std::map<std::string, std::string, std::less<>>;
using Escape = std::function<std::string(std::string_view)>;

std::string as_json(std::string_view value) {
    const std::string quoted =
        boost::json::serialize(boost::json::string_view(value.data(), value.size()));
    return quoted.substr(1, quoted.size() - 2);
}

std::string as_form(std::string_view value) {
    constexpr std::string_view plain = "-._~";
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string text;
    for (const char c : value) {
        const bool kept = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                          (c >= 'A' && c <= 'Z') || plain.find(c) != std::string_view::npos;
        const auto byte = static_cast<unsigned char>(c);
        if (kept) {
            text += c;
        } else {
            text += {'%', digits[byte >> 4], digits[byte & 15]};
        }
    }
    return text;
}

std::string as_it_is(std::string_view value) { return std::string(value); }

// Whether a field stands at the "{": lower-case letters and the "}". JSON has braces of its own.
std::string_view field_at(std::string_view rest) {
    const auto end = rest.find_first_not_of("abcdefghijklmnopqrstuvwxyz", 1);
    const bool field = end != std::string_view::npos && end > 1 && rest[end] == '}';
    return field ? rest.substr(1, end - 1) : std::string_view();
}

std::string filled(std::string_view pattern, const Fields& fields, const Escape& escape) {
    std::string text;
    while (!pattern.empty()) {
        const std::string_view name = pattern.front() == '{' ? field_at(pattern) : "";
        if (name.empty()) {
            text += pattern.front();
            pattern.remove_prefix(1);
            continue;
        }
        const auto field = fields.find(name);
        if (field == fields.end()) {
            throw std::invalid_argument("no such field: {" + std::string(name) + "}");
        }
        text += escape(field->second);
        pattern.remove_prefix(name.size() + 2);
    }
    return text;
}

enum class Form { json, urlencoded };

std::string lower(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
    return result;
}

Form form_of(const HttpSms& provider) {
    for (const std::string& header : provider.headers) {
        const std::string line = lower(header);
        if (!line.starts_with("content-type:")) continue;
        if (line.find("application/json") != std::string::npos) return Form::json;
        if (line.find("application/x-www-form-urlencoded") != std::string::npos) {
            return Form::urlencoded;
        }
    }
    throw std::invalid_argument("the Content-Type of an SMS is neither JSON nor a form");
}

bool is_one_of(const std::vector<std::string>& values, const std::string& value) {
    return std::find(values.begin(), values.end(), value) != values.end();
}

}  // namespace

HttpPost http_sms_request(const HttpSms& provider, const Sms& sms) {
    const Fields of_header{{"from", provider.from}, {"id", sms.id}};
    Fields of_body = of_header;
    of_body.emplace("to", sms.to);
    of_body.emplace("number", sms.to.substr(1));
    of_body.emplace("text", sms.text);
    HttpPost request{provider.url, {}, {}};
    for (const std::string& header : provider.headers) {
        request.headers.push_back(filled(header, of_header, as_it_is));
    }
    request.body =
        filled(provider.body, of_body, form_of(provider) == Form::json ? as_json : as_form);
    return request;
}

Outcome http_sms_outcome(const HttpSms& provider, const HttpAnswer& answer) {
    if (!is_success(answer)) return outcome_of_status(answer);
    const bool asked = !provider.accepted_at.empty() || !provider.refused_at.empty();
    const auto said = Answer::parse(answer.body);
    if (!said) {
        return asked ? failed(Fault::unreadable_answer, "the answer is no JSON") : sent("");
    }
    const auto code = provider.refused_at.empty() ? std::nullopt : said->text(provider.refused_at);
    if (code && is_one_of(provider.refused, *code)) {
        return refused(Fault::bad_recipient, "the provider's answer says so");
    }
    if (!provider.accepted_at.empty()) {
        const auto value = said->text(provider.accepted_at);
        if (!value || (!provider.accepted.empty() && !is_one_of(provider.accepted, *value))) {
            return failed(Fault::provider_failed, "the provider's answer does not say accepted");
        }
    }
    const auto reference =
        provider.reference_at.empty() ? std::nullopt : said->text(provider.reference_at);
    return sent(kept_reference(reference.value_or("")));
}

std::unique_ptr<Channel> http_sms_channel(HttpSms provider) {
    if (!is_safe_url(provider.url)) throw std::invalid_argument("the address for SMS is not safe");
    const HttpPost trial = http_sms_request(provider, {"id", "+4790000000", "\" {}\\\næ"});
    for (const std::string& header : trial.headers) {
        if (!is_header_value(header) || header.find(':') == std::string::npos) {
            throw std::invalid_argument("a header for SMS is none");
        }
    }
    if (form_of(provider) == Form::json && !Answer::parse(trial.body)) {
        throw std::invalid_argument("the body for SMS is no JSON when it is filled in");
    }
    for (const std::string* pointer :
         {&provider.accepted_at, &provider.refused_at, &provider.reference_at}) {
        if (!pointer->empty() && pointer->front() != '/') {
            throw std::invalid_argument("a JSON pointer begins with /");
        }
    }
    const Net net = provider.net;
    const auto shared = std::make_shared<const HttpSms>(std::move(provider));
    return sms_channel(
        [shared](const Sms& sms) { return http_sms_request(*shared, sms); },
        [shared](const HttpAnswer& answer) { return http_sms_outcome(*shared, answer); }, net);
}

}  // namespace messages
