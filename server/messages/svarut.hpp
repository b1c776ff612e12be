#pragma once
// Letters by KS SvarUt, REST v2: to the person's digital mailbox, or printed and posted when there
// is none (developers.fiks.ks.no/tjenester/svarut).

#include <memory>
#include <string>

#include <tl/expected.hpp>

#include "messages/letter.hpp"
#include "messages/message.hpp"
#include "messages/token.hpp"
#include "messages/transfer.hpp"

namespace messages {

struct SvarUt {
    std::string base = "https://svarut.ks.no";
    std::string account;  // kontoId
    std::string integration_id;
    std::string integration_password;
    LetterSender sender;
    // Large files take KS up to 16 minutes.
    Net net{std::chrono::minutes(2)};
};

// The letter that the message is goes first, as brev.pdf; then its attachments, of which only PDF
// is printed. Refused when the postal address is not complete, the national number is none (it may
// be empty: then it is printed), or SvarUt does not take the name of an attachment. The token
// is still to be added.
tl::expected<HttpPost, Outcome> svarut_request(const SvarUt& svarut, const Message& message);
Outcome svarut_outcome(const HttpAnswer& answer);

// SvarUt knows no repeats: after `timed_out` or `unreadable_answer` a letter may come twice; both
// bear the id of the message as eksternReferanse. Throws std::invalid_argument, with what is wrong,
// when the address is not safe, an id is none or the sender is not complete.
std::unique_ptr<Channel> svarut_channel(SvarUt svarut, TokenSource token);

}  // namespace messages
