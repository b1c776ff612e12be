#include "identity/openid_fault.hpp"

namespace identity {

std::string_view to_text(OpenidFault fault) {
    switch (fault) {
        case OpenidFault::unreachable:
            return "unreachable";
        case OpenidFault::bad_metadata:
            return "bad_metadata";
        case OpenidFault::bad_key_set:
            return "bad_key_set";
        case OpenidFault::push_refused:
            return "push_refused";
        case OpenidFault::token_refused:
            return "token_refused";
        case OpenidFault::other_issuer:
            return "other_issuer";
        case OpenidFault::cancelled:
            return "cancelled";
        case OpenidFault::provider_error:
            return "provider_error";
        case OpenidFault::no_code:
            return "no_code";
        case OpenidFault::no_id_token:
            return "no_id_token";
        case OpenidFault::malformed_token:
            return "malformed_token";
        case OpenidFault::encrypted_token:
            return "encrypted_token";
        case OpenidFault::algorithm_not_allowed:
            return "algorithm_not_allowed";
        case OpenidFault::critical_header:
            return "critical_header";
        case OpenidFault::wrong_token_type:
            return "wrong_token_type";
        case OpenidFault::unknown_key:
            return "unknown_key";
        case OpenidFault::unusable_key:
            return "unusable_key";
        case OpenidFault::bad_signature:
            return "bad_signature";
        case OpenidFault::bad_claims:
            return "bad_claims";
        case OpenidFault::wrong_issuer:
            return "wrong_issuer";
        case OpenidFault::wrong_audience:
            return "wrong_audience";
        case OpenidFault::wrong_party:
            return "wrong_party";
        case OpenidFault::wrong_nonce:
            return "wrong_nonce";
        case OpenidFault::expired:
            return "expired";
        case OpenidFault::not_yet_valid:
            return "not_yet_valid";
        case OpenidFault::bad_issue_time:
            return "bad_issue_time";
        case OpenidFault::no_subject:
            return "no_subject";
        case OpenidFault::wrong_access_token:
            return "wrong_access_token";
        case OpenidFault::too_weak:
            return "too_weak";
        case OpenidFault::not_shown_again:
            return "not_shown_again";
        case OpenidFault::no_name:
            return "no_name";
        case OpenidFault::no_role:
            return "no_role";
        case OpenidFault::several_roles:
            return "several_roles";
        case OpenidFault::no_depot:
            return "no_depot";
        case OpenidFault::no_logout_event:
            return "no_logout_event";
        case OpenidFault::has_nonce:
            return "has_nonce";
        case OpenidFault::no_token_id:
            return "no_token_id";
        case OpenidFault::no_session:
            return "no_session";
    }
    return "unknown";
}

std::string_view told_as(OpenidFault fault) {
    switch (fault) {
        case OpenidFault::unreachable:
        case OpenidFault::bad_metadata:
        case OpenidFault::bad_key_set:
        case OpenidFault::push_refused:
        case OpenidFault::token_refused:
            return "provider_unavailable";
        case OpenidFault::cancelled:
            return "sign_in_cancelled";
        case OpenidFault::too_weak:
            return "sign_in_too_weak";
        case OpenidFault::no_role:
            return "no_role_given";
        case OpenidFault::several_roles:
            return "several_roles_given";
        case OpenidFault::no_depot:
            return "no_depot_given";
        case OpenidFault::other_issuer:
        case OpenidFault::provider_error:
        case OpenidFault::no_code:
        case OpenidFault::no_id_token:
        case OpenidFault::malformed_token:
        case OpenidFault::encrypted_token:
        case OpenidFault::algorithm_not_allowed:
        case OpenidFault::critical_header:
        case OpenidFault::wrong_token_type:
        case OpenidFault::unknown_key:
        case OpenidFault::unusable_key:
        case OpenidFault::bad_signature:
        case OpenidFault::bad_claims:
        case OpenidFault::wrong_issuer:
        case OpenidFault::wrong_audience:
        case OpenidFault::wrong_party:
        case OpenidFault::wrong_nonce:
        case OpenidFault::expired:
        case OpenidFault::not_yet_valid:
        case OpenidFault::bad_issue_time:
        case OpenidFault::no_subject:
        case OpenidFault::wrong_access_token:
        case OpenidFault::not_shown_again:
        case OpenidFault::no_name:
        case OpenidFault::no_logout_event:
        case OpenidFault::has_nonce:
        case OpenidFault::no_token_id:
        case OpenidFault::no_session:
            return "sign_in_not_proven";
    }
    return "sign_in_not_proven";
}

}  // namespace identity
