#pragma once
// Why a sign-in by a provider came to nothing. Its name goes to the program's log; what the person
// reads is one of a few codes.

#include <string_view>

namespace identity {

enum class OpenidFault {
    // The provider cannot be used now.
    unreachable,
    bad_metadata,
    bad_key_set,
    push_refused,
    token_refused,
    // What came back with the browser.
    other_issuer,
    cancelled,
    provider_error,
    no_code,
    no_id_token,
    // The token by its form.
    malformed_token,
    encrypted_token,
    algorithm_not_allowed,
    critical_header,
    wrong_token_type,
    unknown_key,
    unusable_key,
    bad_signature,
    // The token by what it says.
    bad_claims,
    wrong_issuer,
    wrong_audience,
    wrong_party,
    wrong_nonce,
    expired,
    not_yet_valid,
    bad_issue_time,
    no_subject,
    wrong_access_token,
    too_weak,
    not_shown_again,
    no_name,
    no_role,
    several_roles,
    no_depot,
    // A token that ends sessions.
    no_logout_event,
    has_nonce,
    no_token_id,
    no_session,
};

std::string_view to_text(OpenidFault fault);

// The code of what the person is told.
std::string_view told_as(OpenidFault fault);

}  // namespace identity
