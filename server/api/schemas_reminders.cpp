#include "api/openapi.hpp"

namespace api {

// Reminders: messages, what was tried, what they say.
std::string_view reminder_schemas() {
    static constexpr std::string_view text = R"json(
"reminder_step": {"type": ["string", "null"],
    "enum": ["first_before", "second_before", "after", null],
    "description": "Of the ladder; null: by hand"},
"reminder_medium": {"type": ["string", "null"], "enum": ["sms", "email", "letter", null]},
"reminder": {"type": "object", "additionalProperties": false,
    "required": ["id", "kind", "borrower", "week", "step", "day", "by", "made_at", "state", "why",
        "medium", "next_at", "ended_at", "lines", "attempts"],
    "properties": {
        "id": {"$ref": "#/components/schemas/id"},
        "kind": {"type": "string", "enum": ["reminder", "manual", "weekly_list"]},
        "borrower": {"type": ["object", "null"], "additionalProperties": false,
            "required": ["id", "name"],
            "description": "None: it tells leaders of a weekly list",
            "properties": {
                "id": {"$ref": "#/components/schemas/id"},
                "name": {"type": "string"}}},
        "week": {"type": ["string", "null"]},
        "step": {"$ref": "#/components/schemas/reminder_step"},
        "day": {"$ref": "#/components/schemas/day"},
        "by": {"type": "string"},
        "made_at": {"$ref": "#/components/schemas/instant"},
        "state": {"type": "string", "enum": ["waiting", "sending", "sent", "refused", "dead",
            "cancelled", "skipped"]},
        "why": {"type": ["string", "null"], "enum": ["deceased", "moved", "opted_out",
            "no_contact", "no_channel", "returned", "extended", "overtaken", "no_list", null],
            "description": "Of a cancelled or skipped one"},
        "medium": {"$ref": "#/components/schemas/reminder_medium"},
        "next_at": {"$ref": "#/components/schemas/maybe_instant"},
        "ended_at": {"$ref": "#/components/schemas/maybe_instant"},
        "lines": {"type": "array", "items": {"type": "object", "additionalProperties": false,
            "required": ["loan_id", "line", "due", "step", "open"],
            "properties": {
                "loan_id": {"$ref": "#/components/schemas/id"},
                "line": {"$ref": "#/components/schemas/id"},
                "due": {"$ref": "#/components/schemas/day"},
                "step": {"$ref": "#/components/schemas/reminder_step"},
                "open": {"type": "boolean"}}}},
        "attempts": {"type": "array", "items": {"type": "object", "additionalProperties": false,
            "required": ["made_at", "medium", "channel", "result", "fault", "detail", "reference"],
            "properties": {
                "made_at": {"$ref": "#/components/schemas/instant"},
                "medium": {"$ref": "#/components/schemas/reminder_medium"},
                "channel": {"type": "string"},
                "result": {"type": "string", "enum": ["sent", "refused", "failed"]},
                "fault": {"type": ["string", "null"]},
                "detail": {"type": ["string", "null"]},
                "reference": {"type": ["string", "null"]}}}}}},
"reminder_list": {"type": "object", "additionalProperties": false, "required": ["items", "next"],
    "properties": {
        "items": {"type": "array", "items": {"$ref": "#/components/schemas/reminder"}},
        "next": {"$ref": "#/components/schemas/next"}}},
"reminder_text": {"type": "object", "additionalProperties": false,
    "required": ["step", "medium", "language", "subject", "text"],
    "properties": {
        "step": {"$ref": "#/components/schemas/reminder_step"},
        "medium": {"$ref": "#/components/schemas/reminder_medium"},
        "language": {"type": "string", "enum": ["nb", "nn"]},
        "subject": {"type": "string", "description": "Empty: an SMS has none"},
        "text": {"type": "string"}}},
"reminder_text_list": {"type": "object", "additionalProperties": false, "required": ["items"],
    "properties": {
        "items": {"type": "array", "items": {"$ref": "#/components/schemas/reminder_text"}}}},
)json";
    return text;
}

}  // namespace api
