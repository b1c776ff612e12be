#include "api/openapi.hpp"

namespace api {

// Signing in, users, tokens of devices.
std::string_view user_schemas() {
    static constexpr std::string_view text = R"json(
"role": {"type": "string", "enum": ["lager", "ergo", "sjafor", "leder", "admin"]},
"sign_in": {"type": "object", "additionalProperties": false, "required": ["name", "password"],
    "properties": {
        "name": {"type": "string", "maxLength": 200},
        "password": {"type": "string", "maxLength": 1000},
        "code": {"type": ["string", "null"], "maxLength": 100,
            "description": "Of the second factor, or for recovery; may also follow by itself"}}},
"session": {"type": "object", "additionalProperties": false,
    "required": ["user", "assurance", "needs", "expires_at", "form_token"],
    "properties": {
        "user": {"type": "object", "additionalProperties": false,
            "required": ["id", "name", "role", "depot", "sees_protected"],
            "properties": {
                "id": {"$ref": "#/components/schemas/id"},
                "name": {"type": "string"},
                "role": {"$ref": "#/components/schemas/role"},
                "depot": {"type": ["string", "null"]},
                "sees_protected": {"type": "boolean"}}},
        "assurance": {"type": "string", "enum": ["one_factor", "two_factors", "fresh"],
            "description": "fresh: shown within the last five minutes"},
        "needs": {"type": "array", "items": {"type": "string",
            "enum": ["second_factor", "password_change", "second_factor_enrolment"]},
            "description": "What has to be done first, in this order"},
        "expires_at": {"$ref": "#/components/schemas/instant"},
        "form_token": {"type": "string", "description": "Goes into forms"}}},
"session_list": {"type": "object", "additionalProperties": false, "required": ["items", "next"],
    "properties": {
        "items": {"type": "array", "items": {"type": "object", "additionalProperties": false,
            "required": ["id", "created_at", "seen_at", "expires_at", "provider", "current"],
            "properties": {
                "id": {"$ref": "#/components/schemas/id"},
                "created_at": {"$ref": "#/components/schemas/instant"},
                "seen_at": {"$ref": "#/components/schemas/instant"},
                "expires_at": {"$ref": "#/components/schemas/instant"},
                "provider": {"type": ["string", "null"], "description": "Who signed the user in"},
                "current": {"type": "boolean", "description": "The one that asks"}}}},
        "next": {"$ref": "#/components/schemas/next"}}},
"shown_again": {"type": "object", "additionalProperties": false,
    "description": "One of the two",
    "properties": {
        "password": {"type": ["string", "null"], "maxLength": 1000},
        "code": {"type": ["string", "null"], "maxLength": 100}}},
"password_change": {"type": "object", "additionalProperties": false, "required": ["old", "new"],
    "properties": {
        "old": {"type": "string", "maxLength": 1000},
        "new": {"type": "string", "minLength": 12, "maxLength": 128}}},
"one_time_code": {"type": "object", "additionalProperties": false, "required": ["code"],
    "properties": {"code": {"type": "string", "maxLength": 100}}},
"enrolment": {"type": "object", "additionalProperties": false, "required": ["secret", "uri"],
    "properties": {
        "secret": {"type": "string", "description": "Base 32, to type"},
        "uri": {"type": "string", "description": "otpauth, for a QR symbol"}}},
"recovery_codes": {"type": "object", "additionalProperties": false,
    "required": ["recovery_codes"],
    "properties": {"recovery_codes": {"type": "array", "items": {"type": "string"},
        "description": "Shown once; each counts once"}}},
"user": {"type": "object", "additionalProperties": false,
    "required": ["id", "name", "role", "depot", "sees_protected", "disabled", "has_password",
        "must_change_password", "has_second_factor", "created_at"],
    "properties": {
        "id": {"$ref": "#/components/schemas/id"},
        "name": {"type": "string"},
        "role": {"$ref": "#/components/schemas/role"},
        "depot": {"type": ["string", "null"]},
        "sees_protected": {"type": "boolean",
            "description": "May see and set address protection; leaders may by their role"},
        "disabled": {"type": "boolean"},
        "has_password": {"type": "boolean", "description": "False: signs in with a provider"},
        "must_change_password": {"type": "boolean"},
        "has_second_factor": {"type": "boolean"},
        "created_at": {"$ref": "#/components/schemas/instant"},
        "password": {"type": "string",
            "description": "When just made or reset, and not again: to sign in with once and change"}}},
"user_list": {"type": "object", "additionalProperties": false, "required": ["items", "next"],
    "properties": {
        "items": {"type": "array", "items": {"$ref": "#/components/schemas/user"}},
        "next": {"$ref": "#/components/schemas/next"}}},
"user_new": {"type": "object", "additionalProperties": false, "required": ["name", "role"],
    "properties": {
        "name": {"type": "string", "maxLength": 60, "description": "What the user signs in with"},
        "role": {"$ref": "#/components/schemas/role"},
        "depot": {"type": ["string", "null"], "maxLength": 20},
        "sees_protected": {"type": ["boolean", "null"]}}},
"user_change": {"type": "object", "additionalProperties": false,
    "description": "What is not named stays as it is",
    "properties": {
        "name": {"type": "string", "maxLength": 60},
        "role": {"$ref": "#/components/schemas/role"},
        "depot": {"type": ["string", "null"], "maxLength": 20},
        "sees_protected": {"type": ["boolean", "null"]},
        "disabled": {"type": "boolean"}}},
"token": {"type": "object", "additionalProperties": false,
    "required": ["id", "name", "role", "depot", "created_at", "revoked_at"],
    "properties": {
        "id": {"$ref": "#/components/schemas/id"},
        "name": {"type": "string"},
        "role": {"$ref": "#/components/schemas/role"},
        "depot": {"type": "string"},
        "created_at": {"$ref": "#/components/schemas/instant"},
        "revoked_at": {"$ref": "#/components/schemas/maybe_instant"},
        "token": {"type": "string", "description": "When just made, and not again: the secret"}}},
"token_list": {"type": "object", "additionalProperties": false, "required": ["items", "next"],
    "properties": {
        "items": {"type": "array", "items": {"$ref": "#/components/schemas/token"}},
        "next": {"$ref": "#/components/schemas/next"}}},
"token_new": {"type": "object", "additionalProperties": false, "required": ["name", "role", "depot"],
    "properties": {
        "name": {"type": "string", "maxLength": 60},
        "role": {"$ref": "#/components/schemas/role"},
        "depot": {"type": "string", "maxLength": 20}}},
)json";
    return text;
}

}  // namespace api
