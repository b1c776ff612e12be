#include "api/openapi.hpp"

namespace api {

// What is free, and bookings.
std::string_view booking_schemas() {
    static constexpr std::string_view text = R"json(
"availability": {"type": "object", "additionalProperties": false,
    "required": ["product_id", "iso_class", "depot", "from", "to", "free", "days"],
    "properties": {
        "product_id": {"type": ["integer", "null"], "minimum": 1},
        "iso_class": {"type": "string", "pattern": "^[0-9]{6}$"},
        "depot": {"type": "string"},
        "from": {"$ref": "#/components/schemas/day"},
        "to": {"$ref": "#/components/schemas/day"},
        "free": {"type": "integer", "minimum": 0, "description": "On every day of the window"},
        "days": {"type": "array", "items": {"type": "object", "additionalProperties": false,
            "required": ["day", "free"],
            "properties": {
                "day": {"$ref": "#/components/schemas/day"},
                "free": {"type": "integer", "minimum": 0}}}}}},
"replacement_list": {"type": "object", "additionalProperties": false, "required": ["items"],
    "properties": {"items": {"type": "array", "items": {"type": "object",
        "additionalProperties": false,
        "required": ["product_id", "name", "hms_nr", "max_user_kg", "seat_width_mm", "free"],
        "properties": {
            "product_id": {"$ref": "#/components/schemas/id"},
            "name": {"type": "string"},
            "hms_nr": {"type": ["string", "null"]},
            "max_user_kg": {"type": ["integer", "null"]},
            "seat_width_mm": {"type": ["integer", "null"]},
            "free": {"type": "integer", "minimum": 0, "description": "In the whole window"}}}}}},
"booking": {"type": "object", "additionalProperties": false,
    "required": ["id", "product_id", "iso_class", "quantity", "depot", "from", "to", "handover",
        "priority", "reason", "needed_by", "user_kg", "seat_width_mm", "borrower_id",
        "requested_by", "requested_at", "state", "loan_id", "held", "missing", "elsewhere"],
    "properties": {
        "id": {"$ref": "#/components/schemas/id"},
        "product_id": {"type": ["integer", "null"], "minimum": 1},
        "iso_class": {"type": ["string", "null"], "description": "Any product of this class"},
        "quantity": {"type": "integer", "minimum": 1},
        "depot": {"type": "string"},
        "from": {"$ref": "#/components/schemas/day"},
        "to": {"$ref": "#/components/schemas/day"},
        "handover": {"type": "string", "enum": ["pickup", "delivery"]},
        "priority": {"type": "string", "enum": ["normal", "hast"]},
        "reason": {"type": ["string", "null"]},
        "needed_by": {"$ref": "#/components/schemas/maybe_instant"},
        "user_kg": {"type": ["integer", "null"]},
        "seat_width_mm": {"type": ["integer", "null"]},
        "borrower_id": {"$ref": "#/components/schemas/id"},
        "requested_by": {"$ref": "#/components/schemas/id"},
        "requested_at": {"type": "string", "format": "date-time"},
        "state": {"type": "string", "enum": ["requested", "allocated", "picked", "handed_out",
            "cancelled", "expired"]},
        "loan_id": {"type": ["integer", "null"], "description": "What it became"},
        "held": {"type": "array", "items": {"type": "object", "additionalProperties": false,
            "required": ["item", "product_id", "quantity", "shelf", "until"],
            "properties": {
                "item": {"type": ["string", "null"],
                    "description": "Its code; null for a counted product"},
                "product_id": {"$ref": "#/components/schemas/id"},
                "quantity": {"type": "integer", "minimum": 1},
                "shelf": {"type": ["string", "null"]},
                "until": {"$ref": "#/components/schemas/day"}}}},
        "missing": {"type": "integer", "minimum": 0, "description": "Waited for"},
        "elsewhere": {"type": ["string", "null"],
            "description": "Another depot that has it now: a transfer would bring it"}}},
"booking_list": {"type": "object", "additionalProperties": false, "required": ["items", "next"],
    "properties": {
        "items": {"type": "array", "items": {"$ref": "#/components/schemas/booking"}},
        "next": {"$ref": "#/components/schemas/next"}}},
"booking_new": {"type": "object", "additionalProperties": false,
    "required": ["depot", "from", "to", "borrower_id"],
    "properties": {
        "product_id": {"type": ["integer", "null"], "minimum": 1,
            "description": "This or iso"},
        "iso": {"type": ["string", "null"], "pattern": "^[0-9]{6,8}$",
            "description": "Any product of the class: its first six digits count"},
        "quantity": {"type": ["integer", "null"], "minimum": 1, "maximum": 100},
        "depot": {"type": "string", "minLength": 1, "maxLength": 20},
        "from": {"$ref": "#/components/schemas/day"},
        "to": {"$ref": "#/components/schemas/day"},
        "handover": {"type": ["string", "null"], "enum": ["pickup", "delivery", null]},
        "priority": {"type": ["string", "null"], "enum": ["normal", "hast", null]},
        "reason": {"type": ["string", "null"], "maxLength": 200,
            "description": "Why it hastes; no word about health"},
        "needed_by": {"$ref": "#/components/schemas/given_instant"},
        "user_kg": {"type": ["integer", "null"], "minimum": 1, "maximum": 500},
        "seat_width_mm": {"type": ["integer", "null"], "minimum": 1, "maximum": 3000},
        "borrower_id": {"$ref": "#/components/schemas/id"}}},
"booking_hand_out": {"type": "object", "additionalProperties": false,
    "properties": {"training": {"$ref": "#/components/schemas/training"}}},
)json";
    return text;
}

}  // namespace api
