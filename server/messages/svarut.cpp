#include "messages/svarut.hpp"

#include <array>
#include <set>
#include <stdexcept>
#include <vector>

#include <boost/json.hpp>

#include "messages/answer.hpp"
#include "messages/http_status.hpp"
#include "messages/multipart.hpp"
#include "messages/text.hpp"

namespace messages {
namespace json = boost::json;

namespace {

constexpr std::string_view pdf_type = "application/pdf";
constexpr std::string_view letter_name = "brev.pdf";

bool is_file_name(const std::string& name) {
    return !name.empty() && name.size() <= 226 && is_one_line(name) &&
           name.find_first_of("*:\"\\/<>|?") == std::string::npos;
}

std::optional<Outcome> fault_of(const Message& message) {
    if (!is_message_id(message.id)) return refused(Fault::bad_message, "the id is none");
    if (!message.to.post || !is_complete(*message.to.post)) {
        return refused(Fault::bad_recipient, "the postal address is not complete");
    }
    if (!message.to.national_number.empty() && !is_national_number(message.to.national_number)) {
        return refused(Fault::bad_recipient, "the national number is none");
    }
    if (message.subject.empty() || !is_one_line(message.subject) || !is_text(message.text)) {
        return refused(Fault::bad_message, "the subject is none, or the text is not UTF-8");
    }
    if (!message.day.ok()) return refused(Fault::bad_message, "the day is none");
    std::set<std::string_view> names{letter_name};
    for (const Attachment& file : message.attachments) {
        const bool taken = is_file_name(file.name) && names.insert(file.name).second;
        if (!taken || !is_header_value(file.type) || file.type.empty()) {
            return refused(Fault::bad_message, "an attachment's name or type is none");
        }
    }
    return std::nullopt;
}

json::object recipient(const Recipient& to) {
    constexpr std::array line_names{"adresselinje1", "adresselinje2", "adresselinje3"};
    json::object object{
        {"navn", to.post->name}, {"postnummer", to.post->postal_code}, {"poststed", to.post->city}};
    if (!to.national_number.empty()) object["digitalId"] = to.national_number;
    for (std::size_t i = 0; i < to.post->lines.size(); ++i) {
        object[line_names.at(i)] = to.post->lines[i];
    }
    if (!to.post->country.empty()) object["land"] = to.post->country;
    return object;
}

std::string metadata(const Message& message) {
    json::array files{json::object{{"filnavn", letter_name.data()}, {"mimeType", pdf_type.data()}}};
    for (const Attachment& file : message.attachments) {
        json::object object{{"filnavn", file.name}, {"mimeType", file.type}};
        if (file.type != pdf_type) object["skalEkskluderesFraUtskrift"] = true;
        files.emplace_back(std::move(object));
    }
    return json::serialize(json::object{
        {"mottaker", recipient(message.to)},
        {"avgivendeSystem", "Korttidslager"},
        {"tittel", message.subject},
        {"eksternReferanse", message.id},
        {"utskriftskonfigurasjon", json::object{{"utskriftMedFarger", false}, {"tosidig", true}}},
        {"dokumenter", std::move(files)}});
}

class SvarUtChannel : public Channel {
public:
    SvarUtChannel(SvarUt svarut, TokenSource token)
        : svarut_(std::move(svarut)), token_(std::move(token)) {}

    Outcome send(const Message& message) const override {
        auto request = svarut_request(svarut_, message);
        if (!request) return request.error();
        const auto bearer = authorisation(token_);
        if (!bearer) return bearer.error();
        request->headers.push_back(*bearer);
        const auto answer = post(*request, svarut_.net);
        return answer ? svarut_outcome(*answer) : answer.error();
    }

private:
    SvarUt svarut_;
    TokenSource token_;
};

}  // namespace

tl::expected<HttpPost, Outcome> svarut_request(const SvarUt& svarut, const Message& message) {
    if (auto fault = fault_of(message)) return tl::unexpected(*fault);
    const std::string about = metadata(message);
    const std::string letter = to_pdf(to_letter(message, *message.to.post, svarut.sender));
    std::vector<FormPart> parts{
        {"forsendelse", "", "application/json;charset=UTF-8", about},
        {"dokument0", std::string(letter_name), std::string(pdf_type), letter}};
    for (const Attachment& file : message.attachments) {
        parts.push_back(
            {"dokument" + std::to_string(parts.size() - 1), file.name, file.type, file.bytes});
    }
    const std::string boundary = boundary_for(parts);
    return HttpPost{svarut.base + "/api/v2/kontoer/" + svarut.account + "/forsendelser/",
                    {"Content-Type: multipart/form-data; boundary=" + boundary,
                     "Accept: application/json", "IntegrasjonId: " + svarut.integration_id,
                     "IntegrasjonPassord: " + svarut.integration_password},
                    to_form(parts, boundary)};
}

Outcome svarut_outcome(const HttpAnswer& answer) {
    if (!is_success(answer)) return outcome_of_status(answer);
    const auto said = Answer::parse(answer.body);
    const auto id = said ? said->text("/id") : std::nullopt;
    if (!id) return failed(Fault::unreadable_answer, "SvarUt: no id");
    return sent(kept_reference(*id));
}

std::unique_ptr<Channel> svarut_channel(SvarUt svarut, TokenSource token) {
    if (!is_safe_url(svarut.base)) throw std::invalid_argument("the address of SvarUt is not safe");
    if (!is_message_id(svarut.account) || !is_message_id(svarut.integration_id)) {
        throw std::invalid_argument("the account or the integration of SvarUt is none");
    }
    if (!is_header_value(svarut.integration_password)) {
        throw std::invalid_argument("the password of SvarUt is none");
    }
    if (!is_complete(svarut.sender.address)) {
        throw std::invalid_argument("the sender of letters has no complete address");
    }
    return std::make_unique<SvarUtChannel>(std::move(svarut), std::move(token));
}

}  // namespace messages
